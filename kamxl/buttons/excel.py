"""Buttons in Excel: an action on the workbook that called, or from outside on one that is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import xlwings as xw

from kamxl.actions import catalogue
from kamxl.actions.spec import Outcome
from kamxl.buttons.desk import on_port, performed
from kamxl.errors import UsageError
from kamxl.hosts.excel.live import ExcelBook

Macro = Callable[[], None]


def macro(name: str) -> Macro:
    """Return a macro for a module that Excel imports: RunPython calls it without arguments."""
    action = catalogue.action(name)

    def run() -> None:
        on_port(ExcelBook(xw.Book.caller()), name, dt.date.today())

    run.__name__ = run.__qualname__ = name
    run.__doc__ = action.tip.en
    return run


def attached(book: str, action: str, language: str | None = None) -> Outcome:
    """Run an action from outside on a workbook that is open in Excel, "" for the one in front.

    Returns what it says. UsageError where no such workbook is open.
    """
    try:
        there = xw.books[book] if book else xw.books.active
        port = ExcelBook(there)
        assert port.sheets()
    # What xlwings raises here depends on the platform, and on whether Excel runs at all.
    except Exception:
        which = f"{book} is not open" if book else "no workbook is open"
        raise UsageError(f"{which} in Excel; open it there first") from None
    return performed(port, action, dt.date.today(), language)
