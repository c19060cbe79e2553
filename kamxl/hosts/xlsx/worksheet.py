"""A worksheet that takes formulas as they are."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's worksheet without its search for functions that need a prefix.

    It looks through every formula some thirty times, which is nine tenths of the time a book of
    formulas takes. Ours are written with their prefixes, and a test allows no dynamic function.
    """

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0
