"""Reads a workbook that people filled in: any language, columns moved, saved by any program."""
