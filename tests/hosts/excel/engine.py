"""An xlwings engine in memory, on the documented interface `xlwings.base_classes`.

It takes what it is given as Excel does: `=A1` is a formula, `00001` the number 1, `1/2` a date,
`TRUE` a truth value, `#N/A` an error, and an apostrophe in front makes any of them text. Error
cells read as None unless their words are asked for; days read as points in time; the used range of
an empty sheet is A1, and formatted cells count as used.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw
from xlwings import base_classes

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


# https://learn.microsoft.com/office/vba/api/excel.protection
ALLOWANCES = (
    *("AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows"),
    *("AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks"),
    *("AllowDeletingColumns", "AllowDeletingRows"),
    *("AllowSorting", "AllowFiltering", "AllowUsingPivotTables"),
)


class ErrorCell(str):
    """An error in a cell, as against a text that reads like one."""

    __slots__ = ()


class Formula(str):
    """A formula in a cell; nothing here computes it."""

    __slots__ = ()


def as_typed(value: Any) -> Any:
    """Return what Excel makes of a value that it is given."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str):
        return value
    if value == "":
        return None
    if value[0] == "'":
        return value[1:]
    if value in ERRORS:
        return ErrorCell(value)
    if value[0] in "=+-@":
        return Formula(value)
    if value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    if re.fullmatch(r"\s*\d+([.,]\d+)*\s*%?", value):
        return float(re.sub(r"[^\d.]", "", value))
    if re.fullmatch(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?", value):
        return dt.datetime(2026, 1, 1)
    return value


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, row: int, column: int, rows: int, columns: int) -> None:
        self._sheet, self.options = sheet, {}
        self._place = (row, column, rows, columns)

    api = property(lambda self: self)
    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self._place[0])
    column = property(lambda self: self._place[1])
    shape = property(lambda self: self._place[2:])

    def __len__(self) -> int:
        return math.prod(self.shape)

    def __call__(self, arg1: int, arg2: int) -> Range:
        return Range(self._sheet, self.row + arg1 - 1, self.column + arg2 - 1, 1, 1)

    def _cells(self) -> Iterator[tuple[int, int]]:
        row, column, rows, columns = self._place
        return ((r, c) for r in range(row, row + rows) for c in range(column, column + columns))

    @property
    def raw_value(self) -> Any:
        self._sheet.calls.append("read")
        values = [self._sheet.stored.get(place) for place in self._cells()]
        width = self.shape[1]
        return [values[start : start + width] for start in range(0, len(values), width)]

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if self._sheet.ProtectContents:
            raise PermissionError(f"{self._sheet.name} is protected")
        self._sheet.calls.append("write")
        rows = value if isinstance(value, list) else [[value] * self.shape[1]] * self.shape[0]
        flat = [cell for row in rows for cell in row]
        for place, cell in zip(self._cells(), flat, strict=True):
            self._sheet.stored[place] = as_typed(cell)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name
        self.stored: dict[tuple[int, int], Any] = {}
        self.calls: list[str] = []

        self.ProtectContents = self.ProtectDrawingObjects = self.ProtectScenarios = False
        self.Protection = types.SimpleNamespace()
        self._password = ""

    def Protect(
        self, Password: str, DrawingObjects: bool, Contents: bool, Scenarios: bool, **allow: bool
    ) -> None:
        """As the worksheet of Excel's own object model does, which `api` gives on Windows."""
        self._password, self.ProtectContents = Password, Contents
        self.ProtectDrawingObjects, self.ProtectScenarios = DrawingObjects, Scenarios
        self.Protection = types.SimpleNamespace(**(dict.fromkeys(ALLOWANCES, False) | allow))

    def Unprotect(self, Password: str) -> None:
        if Password != self._password:
            raise PermissionError("the password is wrong")
        self.ProtectContents = self.ProtectDrawingObjects = self.ProtectScenarios = False

    api = property(lambda self: self)
    name = property(lambda self: self._name)
    book = property(lambda self: self._book)
    index = property(lambda self: self._book.sheets_list.index(self) + 1)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        (top, left), (bottom, right) = (
            (corner.row, corner.column) if isinstance(corner, Range) else corner
            for corner in (arg1, arg2 or arg1)
        )
        return Range(self, top, left, bottom - top + 1, right - left + 1)

    @property
    def used_range(self) -> Range:
        rows = [row for row, _ in self.stored] or [1]
        columns = [column for _, column in self.stored] or [1]
        top, left = min(rows), min(columns)
        return Range(self, top, left, max(rows) - top + 1, max(columns) - left + 1)


class Sheets(base_classes.Sheets):
    def __init__(self, sheets: list[Sheet]) -> None:
        self._sheets = sheets

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            return self._sheets[name_or_index - 1]
        return next(sheet for sheet in self._sheets if sheet.name == name_or_index)

    def __len__(self) -> int:
        return len(self._sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._sheets)

    def __contains__(self, name_or_index: str | int) -> bool:
        return any(sheet.name == name_or_index for sheet in self._sheets)


class Book(base_classes.Book):
    def __init__(self, app: App, name: str, sheets: tuple[str, ...]) -> None:
        self._app, self._name = app, name
        self.sheets_list = [Sheet(self, sheet) for sheet in sheets]

    api = property(lambda self: self)
    app = property(lambda self: self._app)
    name = property(lambda self: self._name)
    fullname = property(lambda self: self._name)
    sheets = property(lambda self: Sheets(self.sheets_list))


class App(base_classes.App):
    """Remembers what was set, in `settings`, in its order."""

    def __init__(self) -> None:
        self.settings: list[tuple[str, Any]] = []
        self._screen_updating, self._calculation = True, "automatic"

    api = property(lambda self: self)
    engine = property(lambda self: engine)
    pid = property(lambda self: 1)

    @property
    def screen_updating(self) -> bool:
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.settings.append(("screen_updating", value))
        self._screen_updating = value

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        self.settings.append(("calculation", value))
        self._calculation = value


class Engine:
    name = "memory"
    type = "desktop"
    apps: tuple[App, ...] = ()

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        return "" if x is None or x != x else x

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value is None or isinstance(value, Formula):
                return empty_as
            if isinstance(value, ErrorCell):
                return str(value) if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


engine = Engine()


def open_book(*sheets: str, name: str = "book.xlsx") -> xw.Book:
    """Return an open workbook of this engine with blank sheets."""
    return xw.Book(impl=Book(App(), name, sheets))


@contextmanager
def calling(book: xw.Book) -> Iterator[None]:
    """Make a workbook the one from which `xw.Book.caller()` says that Excel calls."""
    book.set_mock_caller()
    try:
        yield
    finally:
        del xw.Book._mock_caller
