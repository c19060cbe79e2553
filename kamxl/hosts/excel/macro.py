"""Buttons: an action on the workbook from which Excel called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import xlwings as xw

from kamxl.errors import UsageError
from kamxl.findings import Finding
from kamxl.hosts.excel.live import ExcelPort, quiet
from kamxl.workbook.port import Port

Action = Callable[[Port, dt.date], tuple[Finding, ...]]
Macro = Callable[[], tuple[Finding, ...]]


def macro(name: str) -> Macro:
    """Return a macro for a module that Excel imports: RunPython calls it without arguments."""
    try:
        load = _ACTIONS[name]
    except KeyError:
        raise UsageError(f"no macro {name!r}; there are: {', '.join(_ACTIONS)}") from None

    def run() -> tuple[Finding, ...]:
        return on_caller(load())

    run.__name__ = run.__qualname__ = name
    run.__doc__ = f"Run {name} on the open workbook and return what it found."
    return run


def on_caller(action: Action) -> tuple[Finding, ...]:
    """Run an action on the workbook that called, as of today, without flicker."""
    book = xw.Book.caller()
    with quiet(book):
        return action(ExcelPort(book), dt.date.today())


def _refresh() -> Action:
    # Imported on the click: a cell function must not wait for what only a button needs.
    from kamxl.actions.refresh import refresh

    return refresh


_ACTIONS: Mapping[str, Callable[[], Action]] = {"refresh": _refresh}
