"""Buttons: an action of the catalogue on the workbook from which Excel called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import xlwings as xw

from kamxl.actions import catalogue
from kamxl.actions.spec import Entry, Outcome
from kamxl.hosts.excel.live import ExcelPort, quiet

Macro = Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Caller:
    """Excel, with the workbook that called."""

    port: ExcelPort
    today: dt.date


def macro(key: str) -> Macro:
    """Return an action for a module that Excel imports: RunPython calls it without arguments."""
    action = catalogue.action(key)

    def run() -> Outcome:
        return on_caller(action.load())

    run.__name__ = run.__qualname__ = key
    run.__doc__ = action.tip.en
    return run


def on_caller(entry: Entry) -> Outcome:
    """Run an action on the workbook that called, as of today, without flicker."""
    book = xw.Book.caller()
    with quiet(book):
        return entry(Caller(ExcelPort(book), dt.date.today()))
