"""The workbook that is open in Excel, as a port: written in bulk, read as a copy.

Excel for Windows. Elsewhere xlwings cannot reach what a workbook remembers, so `copy` refuses.
"""

from __future__ import annotations

import base64
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kamxl.cells import CellError
from kamxl.errors import UsageError
from kamxl.workbook.port import Entries, Entry
from kamxl.workbook.spec import Area, Formula
from kamxl.workbook.state import STATE_SPACE

# Excel reads what it is given as if it had been typed: 00001 becomes 1, 1/2 a date, =A1 a formula.
# Words made of letters only are safe, unless they are truth values; all else gets an apostrophe,
# which Excel takes away. English and German truth values, whatever the language of Excel.
_SAFE = re.compile(r"[^\W\d_][^\W\d_ ]*([ ][^\W\d_]+)*")
_TRUTH = ("true", "false", "wahr", "falsch")
# https://learn.microsoft.com/office/vba/api/excel.constants and office.msodocproperties
_NO_COLOUR, _TEXT_PROPERTY = -4142, 4
ENDINGS = (".xlsx", ".xlsm")


class ExcelBook:
    """An xlwings Book as kamxl's port."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self._book.name)

    @property
    def from_1904(self) -> bool:
        """Whether its days count from 1904."""
        return bool(getattr(self._book.api, "Date1904", False))

    def copy(self) -> bytes:
        """Return the workbook as it is now; UsageError where Excel cannot tell."""
        native = self._book.api
        if not hasattr(native, "SaveCopyAs") or not hasattr(native, "CustomXMLParts"):
            raise UsageError(
                "this Excel does not let kamxl work on an open workbook (Windows does): save and "
                f"close it, then: kamxl run {self.name}"
            )
        ending = Path(self.name).suffix.lower() or ENDINGS[0]
        if ending not in ENDINGS:
            raise UsageError(f"{self.name}: save it as an Excel workbook (.xlsx) first")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"copy{ending}"
            native.SaveCopyAs(str(path))
            return path.read_bytes()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hold back redrawing, recalculation, events and questions; restore all of them."""
        app = self._book.app
        held: list[tuple[Any, str, Any]] = []

        def hold(owner: Any, name: str, value: Any) -> None:
            held.append((owner, name, getattr(owner, name)))
            setattr(owner, name, value)

        try:
            hold(app, "screen_updating", False)
            hold(app, "calculation", "manual")
            hold(app, "enable_events", False)
            hold(app, "display_alerts", False)
            correcting = getattr(app.api, "AutoCorrect", None)
            if correcting is not None:
                # Else Excel fills columns of tables by itself, and tables grow by themselves.
                hold(correcting, "AutoFillFormulasInLists", False)
                hold(correcting, "AutoExpandListRange", False)
            yield
        finally:
            for owner, name, value in reversed(held):
                with suppress(Exception):
                    setattr(owner, name, value)

    def calculate(self) -> None:
        """Compute what has to be computed."""
        self._book.app.calculate()

    def active(self) -> tuple[str, int, int]:
        """Return the sheet, row and column of the active cell."""
        cell = self._book.selection
        sheet = str(self._book.sheets.active.name)
        return (sheet, 0, 0) if cell is None else (sheet, cell.row - 1, cell.column - 1)

    def select(self, sheet: str, row: int, column: int) -> None:
        """Make a cell the active one and show it."""
        there = self._sheet(sheet)
        there.api.Activate()
        there.range((row + 1, column + 1)).select()

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        return tuple(sheet.name for sheet in self._book.sheets)

    def enter(self, sheet: str, row: int, column: int, cells: Entries) -> None:
        """Enter a rectangle in one call; text stays text, whatever it looks like."""
        if not cells or not cells[0]:
            return
        there = self._sheet(sheet)
        area = Area(row, column, row + len(cells) - 1, column + len(cells[0]) - 1)
        with _unlocked(there):
            values = [[_to_excel(entry) for entry in line] for line in cells]
            _range(there, area).options(ndim=2).formula = values

    def link(self, sheet: str, row: int, column: int, target: str) -> None:
        """Let a cell lead to a place of this workbook; "" to none."""
        there = self._sheet(sheet)
        cell = there.range((row + 1, column + 1)).api
        with _unlocked(there):
            if target:
                cell.Hyperlinks.Add(cell, "", target)
            else:
                cell.ClearHyperlinks()

    def dress(self, sheet: str, area: Area, look: Mapping[str, object]) -> None:
        """Give cells a look; none takes it away."""
        there = self._sheet(sheet)
        with _unlocked(there):
            cells = _range(there, area)
            if look:
                _dress(cells, look)
            else:
                cells.clear_formats()

    def extend(self, sheet: str, table: str, area: Area) -> None:
        """Let a table take an area; it comes into being where there is none."""
        there = self._sheet(sheet)
        cells = _range(there, area)
        with _unlocked(there):
            for one in there.tables:
                if one.name.casefold() == table.casefold():
                    one.resize(cells)
                    return
            there.tables.add(cells, name=table, table_style_name="")

    def bring(self, file: bytes, sheet: str, after: str) -> None:
        """Copy a sheet in from a file, behind the one named `after` ("" for the end)."""
        behind = self._sheet(after or self.sheets()[-1])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "kamxl-aside.xlsx"
            path.write_bytes(file)
            front = self._book.sheets.active
            aside = self._book.app.books.open(str(path), update_links=False, read_only=True)
            try:
                aside.sheets[sheet].copy(after=behind)
            finally:
                aside.close()
                front.api.Activate()

    def remove(self, sheet: str) -> None:
        """Take a sheet away, without a question."""
        self._sheet(sheet).delete()

    def colour(self, sheet: str, colour: str | None) -> str | None:
        """Give a sheet's tab a colour, or none; returns the one it had."""
        tab = self._sheet(sheet).api.Tab
        old = None
        if tab.ColorIndex != _NO_COLOUR:
            old = _hex(int(tab.Color))
        if colour is None:
            tab.ColorIndex = _NO_COLOUR
        else:
            tab.Color = _bgr(colour)
        return old

    def move(self, sheet: str, place: int) -> None:
        """Move a sheet so that it stands at a place, counted from 0."""
        names = self.sheets()
        now = names.index(sheet)
        if place == now:
            return
        there, target = self._sheet(sheet), self._sheet(names[place])
        if place > now:
            there.move(after=target)
        else:
            there.move(before=target)

    def define(self, name: str, reference: str) -> str:
        """Let a name lead to a reference, "" for none; returns the one it led to."""
        there = next((n for n in self._book.names if n.name.casefold() == name.casefold()), None)
        old = "" if there is None else str(there.refers_to).removeprefix("=")
        if there is None and reference:
            self._book.names.add(name, f"={reference}")
        elif there is not None and reference:
            there.refers_to = f"={reference}"
        elif there is not None:
            there.delete()
        return old

    def describe(self, properties: Mapping[str, str]) -> Mapping[str, str]:
        """Set custom properties, "" takes one away; returns the values they had."""
        native = self._book.api.CustomDocumentProperties
        old = dict.fromkeys(properties, "")
        for place in range(int(native.Count), 0, -1):
            one = native.Item(place)
            if one.Name in properties:
                old[one.Name] = str(one.Value)
                one.Delete()
        for name, value in properties.items():
            if value:
                native.Add(name, False, _TEXT_PROPERTY, value)
        return old

    def remember(self, state: bytes | None) -> None:
        """Let the workbook remember something in place of what it remembered."""
        parts = self._book.api.CustomXMLParts
        ours = parts.SelectByNamespace(STATE_SPACE)
        for place in range(int(ours.Count), 0, -1):
            ours.Item(place).Delete()
        if state is not None:
            told = base64.b64encode(state).decode()
            parts.Add(f'<state xmlns="{STATE_SPACE}">{told}</state>')

    def choose(self, title: str, endings: Sequence[str], save_as: str = "") -> str:
        """Let a person choose a file to read, or with a suggestion one to write; "" for none."""
        native = self._book.app.api
        if not hasattr(native, "GetOpenFilename"):
            raise UsageError("this Excel does not let kamxl ask for files; use kamxl new instead")
        through = ";".join(f"*{ending}" for ending in endings)
        filtered = f"{through},{through}"  # what the filter is called, and what it lets through
        if save_as:
            told = native.GetSaveAsFilename(save_as, filtered, 1, title)
        else:
            told = native.GetOpenFilename(filtered, 1, title)
        return told if isinstance(told, str) else ""

    def show(self, path: str) -> None:
        """Open a workbook file beside this one, and show it."""
        self._book.app.books.open(path)

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on; "" gives it back to Excel."""
        self._book.app.status_bar = text or False

    def say(self, text: str) -> None:
        """Show a message that waits for its reader."""
        self._book.app.alert(text, "kamxl", "ok", "info")

    def _sheet(self, name: str) -> Any:
        if name not in self.sheets():
            there = ", ".join(self.sheets()) or "none"
            raise UsageError(f"no sheet {name!r} in {self.name}; there are: {there}")
        return self._book.sheets[name]


def _range(sheet: Any, area: Area) -> Any:
    return sheet.range((area.top + 1, area.left + 1), (area.bottom + 1, area.right + 1))


def _dress(cells: Any, look: Mapping[str, object]) -> None:
    font = cells.font
    cells.number_format = str(look.get("num_format", "General"))
    font.name, font.size = look["font_name"], look["font_size"]
    font.bold = bool(look.get("bold"))
    font.color = look["font_color"]
    if "bg_color" in look:
        cells.color = look["bg_color"]
    cells.wrap_text = bool(look.get("text_wrap"))
    if "align" in look:
        cells.horizontal_alignment = look["align"]
    cells.vertical_alignment = {"vcenter": "center"}.get(str(look["valign"]), look["valign"])
    if "border" in look:
        cells.borders.set("all", line_style="continuous", weight="thin",
                          color=look["border_color"])  # fmt: skip
    native = cells.api
    if "indent" in look:
        native.IndentLevel = look["indent"]
    native.Locked = bool(look.get("locked", True))


def _bgr(colour: str) -> int:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return red + green * 256 + blue * 65536


def _hex(colour: int) -> str:
    return f"#{colour % 256:02X}{colour // 256 % 256:02X}{colour // 65536:02X}"


# What Excel's Protection object tells and Protect takes, under the same names.
_ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


@contextmanager
def _unlocked(sheet: Any) -> Iterator[None]:
    """Lift a sheet's protection and put it back as it was; UsageError where it has a password.

    kamxl protects sheets that only show results, without a password.
    """
    native = sheet.api
    if not getattr(native, "ProtectContents", False):
        yield
        return
    allowed = {name: getattr(native.Protection, name) for name in _ALLOWANCES}
    drawings, scenarios = native.ProtectDrawingObjects, native.ProtectScenarios
    # With a wrong password Excel raises COM's own error, which only Windows knows by name.
    with suppress(Exception):
        native.Unprotect("")
    if native.ProtectContents:
        raise UsageError(f"the sheet {sheet.name!r} is protected with a password; lift it first")
    try:
        yield
    finally:
        native.Protect(
            Password="", DrawingObjects=drawings, Contents=True, Scenarios=scenarios, **allowed
        )


def _to_excel(entry: Entry) -> Any:
    if isinstance(entry, Formula):
        return entry.text
    if isinstance(entry, CellError):
        return entry.value
    if entry is None:
        return ""
    if not isinstance(entry, str) or entry == "":
        return entry
    if _SAFE.fullmatch(entry) and entry.lower() not in _TRUTH:
        return entry
    return f"'{entry}"
