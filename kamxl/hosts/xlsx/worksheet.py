"""A worksheet that takes formulas and numbers as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

# Whole numbers below this are written without a point.
LARGEST_WHOLE = 1e15


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's worksheet without its search for functions that need a prefix.

    It looks through every formula some thirty times, which is nine tenths of the time a book of
    formulas takes. Ours are written with their prefixes, and a test allows no dynamic function.
    Numbers keep all their digits, as in files that Excel saves: XlsxWriter cuts them to sixteen,
    and 1/6 would come back as another number.
    """

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _xml_number_element(self, number: Any, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        told = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        exact = float(number)
        whole = exact.is_integer() and abs(exact) < LARGEST_WHOLE
        self.fh.write(f"<c{told}><v>{int(exact) if whole else repr(exact)}</v></c>")
