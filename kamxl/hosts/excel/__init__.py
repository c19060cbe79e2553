"""The running Excel, through xlwings (its BSD part only, and only in this package)."""
