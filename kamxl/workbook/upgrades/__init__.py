"""What brings a workbook of an older kamxl up to the layout of this one."""
