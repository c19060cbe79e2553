"""One module a sheet, in the order of the process (domain A13)."""
