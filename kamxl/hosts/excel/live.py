"""The workbook that is open in Excel, as a port: one bulk read and one bulk write a sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

from kamxl.cells import CellError, CellValue, Grid
from kamxl.errors import UsageError

_ERRORS = {error.value: error for error in CellError}

# Excel reads what it is given as if it had been typed: 00001 becomes 1, 1/2 a date, =A1 a formula.
# Words made of letters only are safe, unless they are truth values; all else gets an apostrophe,
# which Excel takes away. English and German truth values, whatever the language of Excel.
_SAFE = re.compile(r"[^\W\d_][^\W\d_ ]*([ ][^\W\d_]+)*")
_TRUTH = ("true", "false", "wahr", "falsch")


class ExcelPort:
    """An xlwings Book as kamxl's port. Dates at midnight are days; errors are CellError."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self._book.name)

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        return tuple(sheet.name for sheet in self._book.sheets)

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on in one call, without blank rows and columns at the end.

        A text that reads like an error is taken for one.
        """
        there = self._sheet(sheet)
        used = there.used_range
        rows, columns = used.shape
        last = (used.row + rows - 1, used.column + columns - 1)
        values = there.range((1, 1), last).options(ndim=2, err_to_str=True).value
        cells = [[_from_excel(value) for value in row] for row in values]
        while cells and all(cell is None for cell in cells[-1]):
            cells.pop()
        width = max(
            (place + 1 for row in cells for place, cell in enumerate(row) if cell is not None),
            default=0,
        )
        return [row[:width] for row in cells]

    def write(self, sheet: str, row: int, column: int, cells: Grid) -> None:
        """Write a rectangle in one call; text stays text, whatever it looks like."""
        if not cells or not cells[0]:
            return
        values = [[_to_excel(cell) for cell in line] for line in cells]
        first = (row + 1, column + 1)
        last = (row + len(values), column + len(values[0]))
        there = self._sheet(sheet)
        with _unlocked(there):
            there.range(first, last).options(ndim=2).value = values

    def _sheet(self, name: str) -> Any:
        if name not in self.sheets():
            there = ", ".join(self.sheets()) or "none"
            raise UsageError(f"no sheet {name!r} in {self.name}; there are: {there}")
        return self._book.sheets[name]


# What Excel's Protection object tells and Protect takes, under the same names.
_ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


@contextmanager
def _unlocked(sheet: Any) -> Iterator[None]:
    """Lift a sheet's protection and put it back as it was; UsageError where it has a password.

    kamxl protects sheets that only show results, without a password. Windows only: elsewhere
    xlwings' native object knows none of these names, and Excel itself refuses to write.
    """
    native = sheet.api
    if not getattr(native, "ProtectContents", False):
        yield
        return
    allowed = {name: getattr(native.Protection, name) for name in _ALLOWANCES}
    drawings, scenarios = native.ProtectDrawingObjects, native.ProtectScenarios
    # With a wrong password Excel raises COM's own error, which only Windows knows by name.
    with suppress(Exception):
        native.Unprotect("")
    if native.ProtectContents:
        raise UsageError(f"the sheet {sheet.name!r} is protected with a password; lift it first")
    try:
        yield
    finally:
        native.Protect(
            Password="", DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **allowed
        )


@contextmanager
def quiet(book: Any) -> Iterator[None]:
    """Hold back redrawing and recalculation, and restore both whatever happens."""
    app = book.app
    updating, calculation = app.screen_updating, app.calculation
    try:
        app.screen_updating = False
        app.calculation = "manual"
        yield
    finally:
        app.calculation = calculation
        app.screen_updating = updating


def _from_excel(value: Any) -> CellValue:
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date()
    if isinstance(value, str) and value in _ERRORS:
        return _ERRORS[value]
    cell: CellValue = value
    return cell


def _to_excel(cell: CellValue) -> Any:
    if isinstance(cell, CellError):
        return cell.value
    if not isinstance(cell, str) or cell == "":
        return cell
    if _SAFE.fullmatch(cell) and cell.lower() not in _TRUTH:
        return cell
    return f"'{cell}"
