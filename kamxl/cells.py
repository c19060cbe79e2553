"""What a cell can hold: a number, a text, a truth value, a date, nothing, or an error value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum


class CellError(Enum):
    """An error value that travels through cells. It is never raised."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"

    def __str__(self) -> str:
        return self.value


CellValue = float | int | str | bool | dt.date | dt.datetime | CellError | None
Grid = Sequence[Sequence[CellValue]]

EPOCH = dt.date(1899, 12, 30)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int, *, absolute: bool = False) -> str:
    """Return the address of a cell counted from 0: (0, 0) is A1, or $A$1 when absolute."""
    if absolute:
        return f"${column_letters(column)}${row + 1}"
    return f"{column_letters(column)}{row + 1}"


def to_serial(day: dt.date) -> int:
    """Return a day as spreadsheets count it (1900 system)."""
    return (dt.date(day.year, day.month, day.day) - EPOCH).days


def from_serial(serial: float) -> dt.date:
    """Return the day of a spreadsheet's serial number, its time of day dropped."""
    return EPOCH + dt.timedelta(days=int(serial))
