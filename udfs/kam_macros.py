"""The macros that Excel's buttons run: one line a name, no logic."""

from kamxl.buttons.excel import macro

new = macro("new")
refresh = macro("refresh")
check = macro("check")
go_to_finding = macro("go_to_finding")
plan = macro("plan")
archive = macro("archive")
why = macro("why")
help = macro("help")
doctor = macro("doctor")
