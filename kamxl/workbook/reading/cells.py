"""Sheets and headers of a filled workbook, found by their labels in either language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kamxl.cells import CellValue, Grid, address
from kamxl.errors import InputError
from kamxl.text import LANGUAGES, Text
from kamxl.workbook import words
from kamxl.workbook.schema import names_of_sheets

# How far down a header may have moved.
ROWS_SEARCHED = 60
LABELS_NEEDED = 3


class Readable(Protocol):
    """The half of a port that reads: an open workbook or a file."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on; blank cells are None or ""."""
        ...


def label_key(value: CellValue) -> str:
    """Return a label as it is compared: case and blanks do not matter."""
    return " ".join(value.split()).casefold() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet's cells with their places."""

    file: str
    name: str
    rows: Grid
    columns: Mapping[str, int] = field(default_factory=dict)
    header: int = 0

    def cell(self, row: int, column: int) -> CellValue:
        """Return a cell, None where blank or outside."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if value == "" else value

    def at(self, row: int, key: str) -> CellValue:
        """Return the cell of a named column, None where that column is missing."""
        return self.cell(row, self.columns[key]) if key in self.columns else None

    def place(self, row: int, column: int) -> str:
        """Return `file!sheet!cell`."""
        return f"{self.file}!{self.name}!{address(row, column)}"

    def heading(self, column: int) -> str:
        """Return what stands in the row of headings above a column, "" where nothing does."""
        value = self.cell(self.header, column)
        return "" if value is None else str(value).strip()

    def under(self, labels: Mapping[str, Text]) -> SheetCells:
        """Return the sheet with the columns that its header names; InputError without one."""
        keys = {
            label_key(text(language)): key for key, text in labels.items() for language in LANGUAGES
        }
        best: dict[str, int] = {}
        best_row = 0
        for row in range(min(ROWS_SEARCHED, len(self.rows))):
            found: dict[str, int] = {}
            for column, value in enumerate(self.rows[row]):
                key = keys.get(label_key(value))
                if key is not None:
                    found.setdefault(key, column)
            if len(found) > len(best):
                best, best_row = found, row
        if len(best) < LABELS_NEEDED:
            raise InputError(
                "the row of headings is missing; restore it from a fresh workbook",
                f"{self.file}!{self.name}",
            )
        return SheetCells(self.file, self.name, self.rows, best, best_row)


@runtime_checkable
class Named(Protocol):
    """A workbook that knows its defined names."""

    def names(self) -> Mapping[str, str]:
        """Return what they stand for."""
        ...


def our_sheets(source: Readable) -> dict[str, str]:
    """Return the names of kamxl's sheets in a workbook, by key.

    One that people renamed is known by the defined names that lead into it.
    """
    known = {
        label_key(text(language)): key
        for key, text in words.SHEETS.items()
        for language in LANGUAGES
    }
    found: dict[str, str] = {}
    for name in source.sheets():
        key = known.get(label_key(name))
        if key is not None:
            found.setdefault(key, name)
    lacking = [key for key in words.SHEETS if key not in found]
    if lacking and isinstance(source, Named):
        taken = set(found.values())
        led = _led_to(source)
        for key in lacking:
            for name, _ in led.get(key, Counter()).most_common(1):
                if name in source.sheets() and name not in taken:
                    found[key] = name
                    taken.add(name)
    return found


def _led_to(source: Named) -> dict[str, Counter[str]]:
    """Return by key to which sheets the names lead that lead into a sheet of ours."""
    made: dict[str, Counter[str]] = defaultdict(Counter)
    there = source.names()
    if not any(name.startswith("kam_") for name in there):
        return made
    for name, key in names_of_sheets().items():
        sheet = there.get(name, "").rpartition("!")[0]
        if sheet:
            bare = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            made[key][bare] += 1
    return made


def read_sheet(source: Readable, names: Mapping[str, str], key: str) -> SheetCells:
    """Return one of kamxl's sheets; InputError where the workbook has none."""
    if key not in names:
        label = words.SHEETS[key]
        if len(names) >= LABELS_NEEDED:
            raise InputError(
                f"the sheet “{label.en}” (German: “{label.de}”) is gone, and what was typed in "
                "it; take it from a version before, such as the backup beside the workbook",
                source.name,
            )
        raise InputError(
            f"there is no sheet “{label.en}” (German: “{label.de}”), so this is not a workbook of "
            "kamxl; make one with `kamxl new`",
            source.name,
        )
    return SheetCells(source.name, names[key], source.read(names[key]))
