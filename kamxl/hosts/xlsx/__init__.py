"""Workbook files: read with calamine, built with XlsxWriter."""
