"""What a key account is and how it is judged. Nothing here has ever heard of a cell."""
