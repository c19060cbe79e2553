"""Compares a workbook that LibreOffice recalculated with the results that kamxl put beside."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kamxl.cells import CellError, CellValue, address
from kamxl.workbook.spec import Book, Formula
from tests.office.client import Sheets

# The stamp of the stability, and the room that a chart has for steps.
WRITTEN = ("kam_stability_", "kam_waterfall_")


def computed_cells(book: Book) -> Iterator[tuple[str, int, int, str, CellValue]]:
    """Yield sheet name, row, column, formula and result of every computed cell."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if isinstance(cell.content, Formula):
                yield sheet.name, cell.row, cell.column, cell.content.text, cell.content.value
        for area, content, _ in sheet.merges:
            if isinstance(content, Formula):
                yield sheet.name, area.top, area.left, content.text, content.value
        for table in sheet.tables:
            for place, column in enumerate(table.columns):
                if column.formula and not column.stamped:
                    for row, value in enumerate(column.values, start=table.row + 1):
                        yield sheet.name, row, table.column + place, column.formula, value


def same(found: float | str, expected: CellValue) -> bool:
    """Return whether two cells are the same: numbers to 1e-9, texts exactly."""
    if isinstance(expected, bool):
        return found == float(expected)
    if isinstance(expected, (int, float)):
        return isinstance(found, float | int) and math.isclose(
            found, expected, rel_tol=1e-9, abs_tol=1e-9
        )
    if isinstance(expected, CellError):
        return found == expected.value
    return found == (expected or "")


def differences(book: Book, sheets: Sheets, most: int = 12, *, edited: bool = False) -> list[str]:
    """Return what differs, in words.

    After an edit the sheet of stability says OUTDATED, and the waterfall has room for as many steps
    as before, while a fresh rendering is current: with `edited` the cells that say so are left to
    the tests of those sheets.
    """
    wrong = []
    count = 0
    for name, row, column, formula, expected in computed_cells(book):
        if edited and any(name in formula for name in WRITTEN):
            continue
        count += 1
        found = sheets[name].value(row, column)
        if not same(found, expected):
            wrong.append(
                f"{name}!{address(row, column)}: expected {expected!r}, got {found!r}: {formula}"
            )
    assert count > 500, "hardly any formula was compared"
    return [f"{len(wrong)} of {count} cells differ", *wrong[:most]] if wrong else []
