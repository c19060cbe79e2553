"""What a cell can call: the catalogue of functions and the one gate to them."""
