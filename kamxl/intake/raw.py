"""A table as it was found in a file: raw cells and the address of each."""

from __future__ import annotations

from dataclasses import dataclass

from kamxl.cells import CellValue, Grid, address


@dataclass(frozen=True, slots=True)
class RawTable:
    """The cells of one sheet from its first row and column on, so that addresses are right.

    `rows` may be ragged. `unvalued` are the cells whose formula has no stored result (they read as
    None); `sheets` names all sheets of the file, for advice. `encoding` and `delimiter` are how a
    text file was read, "" for other files. `merged` are areas of merged cells (top, left, bottom,
    right, from 0) and `hidden` the rows that a program does not show, as far as the file tells.
    """

    file: str
    sheet: str
    rows: Grid
    unvalued: frozenset[tuple[int, int]] = frozenset()
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] = frozenset()

    def place(self, row: int, column: int) -> str:
        """Return where a cell stands: `file!sheet!cell`."""
        return f"{self.file}!{self.sheet}!{address(row, column)}"

    @property
    def whole(self) -> str:
        """Where the table stands: `file!sheet`."""
        return f"{self.file}!{self.sheet}"

    def cell(self, row: int, column: int) -> CellValue:
        """Return what a cell holds; None beyond the end of its row, and for empty text."""
        cells = self.rows[row]
        value = cells[column] if column < len(cells) else None
        return None if isinstance(value, str) and not value.strip() else value
