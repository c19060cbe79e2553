"""What we ask of a program that holds an open workbook."""

from __future__ import annotations

from typing import Protocol

from kamxl.cells import Grid


class Port(Protocol):
    """An open workbook: sheets by name, cells in bulk, rows and columns counted from 0."""

    @property
    def name(self) -> str:
        """The file's name, for places such as `book.xlsx!Sheet!B7`."""
        ...

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on, in one call; blank cells are None."""
        ...

    def write(self, sheet: str, row: int, column: int, cells: Grid) -> None:
        """Write a rectangle in one call; None makes a cell blank. Formats stay as they are."""
        ...
