"""The macros that Excel's buttons run: one line a name, no logic."""

from kamxl.hosts.excel.macro import macro

refresh = macro("refresh")
