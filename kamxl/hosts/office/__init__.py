"""LibreOffice: an extension with cell functions and buttons, and its open workbook as a port."""
