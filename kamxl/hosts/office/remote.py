"""The workbook that is open in LibreOffice, as a port: its program is asked in plain data."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from kamxl.cells import CellError
from kamxl.errors import KamxlError, UsageError
from kamxl.hosts.office.grammar import from_calc, to_calc
from kamxl.workbook.port import Entries, Entry
from kamxl.workbook.spec import Area, Formula
from kamxl.workbook.state import STATE_SPACE

ITEM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# The one that files have, too.
STATE_ID = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, STATE_SPACE)).upper() + "}"
Ask = Callable[[str, list[Any]], Any]


class OfficeError(KamxlError):
    """LibreOffice refused something."""


class RemoteBook:
    """A document of LibreOffice as kamxl's port; `ask` puts a question to the program."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self._ask("name", []))

    @property
    def from_1904(self) -> bool:
        """Whether its days count from 1904."""
        return bool(self._ask("from_1904", []))

    def copy(self) -> bytes:
        """Return the workbook as it is now, as an .xlsx file."""
        return base64.b64decode(self._ask("copy", []))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hold back redrawing and recalculation, and restore both whatever happens."""
        self._ask("pause", [])
        try:
            yield
        finally:
            self._ask("resume", [])

    def calculate(self) -> None:
        """Compute what has to be computed."""
        self._ask("calculate", [])

    def active(self) -> tuple[str, int, int]:
        """Return the sheet, row and column of the active cell."""
        sheet, row, column = self._ask("active", [])
        return str(sheet), int(row), int(column)

    def select(self, sheet: str, row: int, column: int) -> None:
        """Make a cell the active one and show it."""
        self._ask("select", [sheet, row, column])

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        return tuple(self._ask("sheets", []))

    def enter(self, sheet: str, row: int, column: int, cells: Entries) -> None:
        """Enter a rectangle in one call; text stays text, whatever it looks like."""
        self._known(sheet)
        if cells and cells[0]:
            told = [[_told(entry) for entry in line] for line in cells]
            self._ask("enter", [sheet, row, column, told])

    def link(self, sheet: str, row: int, column: int, target: str) -> None:
        """Let a cell lead to a place of this workbook; "" to none."""
        self._ask("link", [sheet, row, column, to_calc(target).removeprefix("$")])

    def dress(self, sheet: str, area: Area, look: Mapping[str, object]) -> None:
        """Give cells a look; none takes it away."""
        self._ask("dress", [sheet, list(area), dict(look)])

    def extend(self, sheet: str, table: str, area: Area) -> None:
        """Let a table take an area; it comes into being where there is none."""
        self._ask("extend", [sheet, table, list(area)])

    def bring(self, file: bytes, sheet: str, after: str) -> None:
        """Copy a sheet in from a file, behind the one named `after` ("" for the end)."""
        self._ask("bring", [base64.b64encode(file).decode(), sheet, after])

    def remove(self, sheet: str) -> None:
        """Take a sheet away, without a question."""
        self._ask("remove", [sheet])

    def colour(self, sheet: str, colour: str | None) -> str | None:
        """Give a sheet's tab a colour, or none; returns the one it had."""
        old = self._ask("colour", [sheet, colour])
        return None if old is None else str(old)

    def move(self, sheet: str, place: int) -> None:
        """Move a sheet so that it stands at a place, counted from 0."""
        self._ask("move", [sheet, place])

    def define(self, name: str, reference: str) -> str:
        """Let a name lead to a reference, "" for none; returns the one it led to."""
        return from_calc(str(self._ask("define", [name, to_calc(reference)])))

    def describe(self, properties: Mapping[str, str]) -> Mapping[str, str]:
        """Set custom properties, "" takes one away; returns the values they had."""
        old = self._ask("describe", [dict(properties)])
        return {str(name): str(value) for name, value in old.items()}

    def remember(self, state: bytes | None) -> None:
        """Let the workbook remember something in place of what it remembered."""
        self._ask("remember", [None if state is None else _pieces(state)])

    def choose(self, title: str, endings: Sequence[str], save_as: str = "") -> str:
        """Let a person choose a file to read, or with a suggestion one to write; "" for none."""
        return str(self._ask("choose", [title, list(endings), save_as]) or "")

    def show(self, path: str) -> None:
        """Open a workbook file beside this one, and show it."""
        self._ask("show", [path])

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on; "" gives it back."""
        with suppress(OfficeError):
            self._ask("progress", [text])

    def say(self, text: str) -> None:
        """Show a message that waits for its reader."""
        self._ask("say", [text])

    def _known(self, sheet: str) -> None:
        there = self.sheets()
        if sheet not in there:
            raise UsageError(f"no sheet {sheet!r} in {self.name}; there are: {', '.join(there)}")


def _told(entry: Entry) -> Any:
    if isinstance(entry, Formula):
        return {"formula": to_calc(entry.text)}
    if isinstance(entry, CellError):
        return {"error": entry.value}
    return entry


def _pieces(state: bytes) -> list[str]:
    """Return the two pieces of XML by which a file of Excel's holds the state."""
    told = base64.b64encode(state).decode()
    return [
        f'<state xmlns="{STATE_SPACE}">{told}</state>',
        f'<ds:datastoreItem ds:itemID="{STATE_ID}" xmlns:ds="{ITEM_SPACE}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{STATE_SPACE}"/></ds:schemaRefs></ds:datastoreItem>',
    ]
