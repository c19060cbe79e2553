"""Buttons: the actions on an open workbook, brought together with the programs that hold one."""
