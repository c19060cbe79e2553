"""A workbook in memory: the fake host of our tests, and of yours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamxl.cells import CellValue, Grid
from kamxl.errors import UsageError


class MemoryBook:
    """A workbook that is a dictionary of sheets; `cells` is what it holds, rows of one length."""

    def __init__(
        self, cells: Mapping[str, Sequence[Sequence[CellValue]]], name: str = "book.xlsx"
    ) -> None:
        self.cells: dict[str, list[list[CellValue]]] = {}
        self._name = name
        for sheet, rows in cells.items():
            width = max(map(len, rows), default=0)
            self.cells[sheet] = [[*row, *[None] * (width - len(row))] for row in rows]

    @property
    def name(self) -> str:
        """The file's name."""
        return self._name

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        return tuple(self.cells)

    def read(self, sheet: str) -> Grid:
        """Return a copy of the used cells from A1 on, without blank rows and columns at the end."""
        return without_blank_ends(self._rows(sheet))

    def write(self, sheet: str, row: int, column: int, cells: Grid) -> None:
        """Write a rectangle; the sheet grows as needed."""
        rows = self._rows(sheet)
        width = max(map(len, cells), default=0)
        height = max(len(rows), row + len(cells))
        columns = max(len(rows[0]) if rows else 0, column + width)
        for line in rows:
            line.extend([None] * (columns - len(line)))
        rows.extend([None] * columns for _ in range(height - len(rows)))
        for offset, new in enumerate(cells):
            rows[row + offset][column : column + len(new)] = [
                None if cell == "" else cell for cell in new
            ]

    def _rows(self, sheet: str) -> list[list[CellValue]]:
        try:
            return self.cells[sheet]
        except KeyError:
            there = ", ".join(self.cells) or "none"
            raise UsageError(f"no sheet {sheet!r} in {self._name}; there are: {there}") from None


def without_blank_ends(rows: Grid) -> list[list[CellValue]]:
    """Return rows without the blank rows and columns at the end; blank text counts as blank."""
    plain = [[None if cell == "" else cell for cell in row] for row in rows]
    while plain and all(cell is None for cell in plain[-1]):
        plain.pop()
    width = max(
        (place + 1 for row in plain for place, cell in enumerate(row) if cell is not None),
        default=0,
    )
    return [row[:width] for row in plain]
