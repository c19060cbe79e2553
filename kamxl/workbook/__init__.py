"""What the workbook looks like: every sheet, column, name, label and formula, in two languages."""
