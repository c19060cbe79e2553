"""A calculation engine that is no spreadsheet program: cellrune, in the process of the test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cellrune

from kamxl.cells import CellError, CellValue, address

# Of an area these give the engine one answer, not one for each cell, inside a product of arrays.
GAPS = ("ISFORMULA(", "ROW(")
LARGEST = 2**24


class Calculated:
    """A sheet as the engine computed it: what a formula gave, by row and column from 0."""

    def __init__(self) -> None:
        self.cells: dict[str, float | str] = {}

    def value(self, row: int, column: int) -> float | str:
        """Return what a formula gave; a text that says so where the engine gave nothing."""
        return self.cells.get(address(row, column), "not computed")


def calculated(
    path: Path, typed: Mapping[tuple[str, int, int], CellValue] | None = None
) -> dict[str, Calculated]:
    """Return all sheets with what the formulas give, whatever is stored beside them.

    Into some cells, by sheet, row and column, something can be typed before.
    """
    found: dict[str, Calculated] = {}
    with cellrune.Workbook.open_path(str(path)) as book:
        for (sheet, row, column), value in (typed or {}).items():
            _type(book, sheet, address(row, column), value)
        report = book.recalculate(mode="full", calculation_limits={"max_array_cells": LARGEST})
    for each in report["changed_cells"]:
        sheet = each["cell"]["sheet_name"]
        cells = found.setdefault(sheet, Calculated()).cells
        cells[each["cell"]["address"]] = plain(each["result"])
    return found


def answers(formulas: list[str], rows: list[tuple[float, str]]) -> list[float | str]:
    """Return what formulas give on a sheet with numbers in column A and texts in column B."""
    with cellrune.Workbook.create() as book:
        book.rename_sheet(book.summary()["sheets"][0]["name"], "Data")
        for row, (number, text) in enumerate(rows, start=1):
            book.set_number("Data", f"A{row}", number)
            book.set_text("Data", f"B{row}", text)
        for row, formula in enumerate(formulas, start=1):
            book.set_formula("Data", f"C{row}", formula)
        report = book.recalculate(mode="full")
    given = {each["cell"]["address"]: plain(each["result"]) for each in report["changed_cells"]}
    return [given[f"C{row}"] for row in range(1, len(formulas) + 1)]


def plain(result: cellrune.CalculationResult | None) -> float | str:
    """Return a result as LibreOffice would give it: a number, or a text."""
    if result is None:
        return "not computed"
    if result["kind"] == "unavailable":
        return f"unavailable: {result['code']} {result['message']}"
    value = result["value"]
    if value["kind"] == "blank":
        return ""
    return float(value["value"]) if isinstance(value["value"], bool) else value["value"]


def _type(book: cellrune.Workbook, sheet: str, place: str, value: CellValue) -> None:
    if isinstance(value, bool):
        book.set_logical(sheet, place, value)
    elif isinstance(value, int | float):
        book.set_number(sheet, place, float(value))
    elif isinstance(value, CellError):
        book.set_error(sheet, place, value.value)
    else:
        book.set_text(sheet, place, str(value or ""))
