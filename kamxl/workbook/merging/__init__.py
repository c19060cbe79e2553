"""What is to change in a workbook that people own, given what kamxl remembers of it."""
