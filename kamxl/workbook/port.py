"""What we ask of a program that holds an open workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from kamxl.cells import CellError
from kamxl.workbook.spec import Area, Formula

# What is entered into a cell: days are numbers here, and only a Formula is a formula.
Entry = float | str | bool | CellError | Formula | None
Entries = Sequence[Sequence[Entry]]


class Port(Protocol):
    """An open workbook: sheets by name, cells in bulk, rows and columns counted from 0."""

    @property
    def name(self) -> str:
        """The file's name, for places such as `book.xlsx!Sheet!B7`."""
        ...

    @property
    def from_1904(self) -> bool:
        """Whether its days count from 1904."""
        ...

    def copy(self) -> bytes:
        """Return the workbook as it is now, as an .xlsx file, every result computed."""
        ...

    def paused(self) -> AbstractContextManager[None]:
        """Hold back redrawing, recalculation and questions; restore all whatever happens."""
        ...

    def calculate(self) -> None:
        """Compute what has to be computed."""
        ...

    def active(self) -> tuple[str, int, int]:
        """Return the sheet, row and column of the active cell."""
        ...

    def select(self, sheet: str, row: int, column: int) -> None:
        """Make a cell the active one and show it."""
        ...

    def enter(self, sheet: str, row: int, column: int, cells: Entries) -> None:
        """Enter a rectangle in one call; None makes a cell blank. Formats stay as they are.

        Texts stay texts, whatever they look like; formulas are written as in files: in English,
        with commas. A protected sheet is protected again as it was; UsageError for one that has a
        password.
        """
        ...

    def link(self, sheet: str, row: int, column: int, target: str) -> None:
        """Let a cell lead to a place of this workbook, such as `Ranking!A1`; "" to none."""
        ...

    def dress(self, sheet: str, area: Area, look: Mapping[str, object]) -> None:
        """Give cells a look (properties as `styles.style` returns them); none takes it away."""
        ...

    def extend(self, sheet: str, table: str, area: Area) -> None:
        """Let a table take an area, header included; it comes into being where there is none."""
        ...

    def bring(self, file: bytes, sheet: str, after: str) -> None:
        """Copy a sheet in from an .xlsx file, behind the one named `after` ("" for the end)."""
        ...

    def remove(self, sheet: str) -> None:
        """Take a sheet away, without a question."""
        ...

    def colour(self, sheet: str, colour: str | None) -> str | None:
        """Give a sheet's tab a colour such as #1F5A7A, or none; returns the one it had."""
        ...

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def move(self, sheet: str, place: int) -> None:
        """Move a sheet so that it stands at a place, counted from 0."""
        ...

    def define(self, name: str, reference: str) -> str:
        """Let a name lead to a reference, "" for none; returns the one it led to."""
        ...

    def describe(self, properties: Mapping[str, str]) -> Mapping[str, str]:
        """Set custom properties, "" takes one away; returns the values they had."""
        ...

    def remember(self, state: bytes | None) -> None:
        """Let the workbook remember something in place of what it remembered, None for nothing."""
        ...

    def choose(self, title: str, endings: Sequence[str], save_as: str = "") -> str:
        """Let a person choose a file to read, or with a suggestion one to write; "" for none."""
        ...

    def show(self, path: str) -> None:
        """Open a workbook file beside this one, and show it."""
        ...

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on; "" gives it back to the program."""
        ...

    def say(self, text: str) -> None:
        """Show a message that waits for its reader."""
        ...
