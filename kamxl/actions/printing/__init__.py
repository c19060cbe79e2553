"""The report for the board and the auditor: what its parts say, from the data that JSON prints."""
