"""A worksheet that takes formulas and numbers as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from kamxl.cells import CellValue
from kamxl.hosts.xlsx.filling import Filled, cached, number_text, pieces

# What a cell holds at most.
LONGEST_TEXT = 32_767
# Texts that cells share are held until the file is closed: of longer tables each cell has its own.
MOST_SHARED = 100_000


class PlainWorksheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's worksheet without its search for functions that need a prefix.

    It looks through every formula some thirty times, which is nine tenths of the time a book of
    formulas takes. Ours are written with their prefixes, and a test allows no dynamic function.
    Numbers keep all their digits, as in files that Excel saves: XlsxWriter cuts them to sixteen,
    and 1/6 would come back as another number.
    """

    dim_rowmin: Any
    dim_rowmax: Any

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[tuple[int, int, Any]] = []
        self._filled_texts: dict[str, int] = {}

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _xml_number_element(self, number: Any, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        told = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        self.fh.write(f"<c{told}><v>{number_text(number)}</v></c>")

    def fill(
        self, row: int, column: int, columns: Sequence[tuple[Sequence[CellValue], Any, str]]
    ) -> None:
        """Fill the rows of a table: by column its values, its format, and its formula or "".

        Other cells of these rows may stand to the left and to the right.
        """
        shared = self._filled_texts
        count = len(columns[0][0])
        for values, _, formula in columns if count <= MOST_SHARED else ():
            for value in () if formula else values:
                if isinstance(value, str):
                    index = self.str_table._get_shared_string_index(value[:LONGEST_TEXT])
                    shared[value] = index
        if count:
            self._check_dimensions(row, column)
            self._check_dimensions(row + count - 1, column + len(columns) - 1)
            self._blocks.append((row, column, columns))

    def _write_rows(self) -> None:
        """Write rows as XlsxWriter does, and those that were filled in one go."""
        first, last = self.dim_rowmin, self.dim_rowmax
        for row, column, columns in sorted(self._blocks, key=lambda block: block[0]):
            count = len(columns[0][0])
            self._write_between(first, row - 1)
            self._write_block(row, column, columns)
            first = row + count
        self._write_between(first, last)

    def _write_between(self, first: Any, last: Any) -> None:
        whole = self.dim_rowmin, self.dim_rowmax
        self.dim_rowmin, self.dim_rowmax = first, last
        super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = whole

    def _write_block(self, row: int, column: int, columns: Any) -> None:
        filled = [
            Filled(values, form._get_xf_index() if form else 0, formula)
            for values, form, formula in columns
        ]
        shared = self._filled_texts.__getitem__ if len(filled[0].values) <= MOST_SHARED else None
        for first, cells in pieces(row, column, filled, shared):
            for number, inner in enumerate(cells, start=first):
                others = sorted(self.table.get(number, {}).items())
                self._write_row(number, None, self.row_info.get(number))
                for at, cell in others:
                    if at < column:
                        self._write_cell(number, at, cell)
                self.fh.write(inner)
                for at, cell in others:
                    if at >= column + len(columns):
                        self._write_cell(number, at, cell)
                self._xml_end_tag("row")

    def _get_range_data(
        self, row_start: int, col_start: int, row_end: int, col_end: int
    ) -> Sequence[Any]:
        """Return what a chart keeps of a column's cells, those that were filled included."""
        data = list(super()._get_range_data(row_start, col_start, row_end, col_end))
        if col_start != col_end:
            return data
        for row, column, columns in self._blocks:
            if not column <= col_start < column + len(columns):
                continue
            values, _, formula = columns[col_start - column]
            for at in range(max(row, row_start), min(row + len(values) - 1, row_end) + 1):
                value = values[at - row]
                number = isinstance(value, (int, float)) and not isinstance(value, bool)
                if formula:
                    data[at - row_start] = cached(value)
                else:
                    data[at - row_start] = f"{value:.16g}" if number else value or ""
        return data
