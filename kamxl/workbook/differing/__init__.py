"""Two workbooks beside each other: labels of what differs, plans line by line, and the sheets."""
