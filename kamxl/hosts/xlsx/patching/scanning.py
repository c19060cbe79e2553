"""A sheet's XML as its rows and cells with their places in the bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import START_TAG, Node, Reader, names
from kamxl.hosts.xlsx.patching.places import COLUMNS, ROWS, area_at, column_of
from kamxl.workbook.spec import Area

_DAMAGED = "the sheet is damaged; open it in a spreadsheet program and save it again"
# What a formula must say of itself to fill several cells, or to be shared with others.
_BLOCK = re.compile(rb"""\bt\s*=\s*["'](?:array|dataTable)""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']shared""")
# Words without which neither is there: to look for them is many times faster.
_WORDS = {_BLOCK: (b"array", b"dataTable"), _SHARED: (b"shared",)}
# A cell as programs write it, from its tag to its end.
_ENTITIES = (("lt", "<"), ("gt", ">"), ("quot", '"'), ("apos", "'"), ("amp", "&"))
_TEXT = rb"[^<&\r]*(?:&(?:lt|gt|amp|quot|apos);[^<&\r]*)*"
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,9})")?(?: t="([a-zA-Z]+)")?(?:(/>)|(>)'
    rb'(?:(<f((?: [a-zA-Z]+="[^"<>&]*")*)(?:/>|>(' + _TEXT + rb")</f>)))?"
    rb'(?:(<v>([^<]*)</v>)|(<is><t(?: xml:space="preserve")?>[^<]*</t></is>))?</c>)'
)
# What could hide rows from a search: such a sheet is read element by element.
_HIDING = re.compile(rb"<!|<\?(?!xml\s)")
_SHEET_DATA = re.compile(rb"<((?:[^\s<>/:]+:)?)sheetData\s*>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]+)["']""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)


@dataclass(slots=True)
class SheetCell:
    """A cell: where it stands in the bytes, and where its formula and value do."""

    row: int
    column: int
    start: int
    opened: int
    empty: bool
    implied: bool
    type: str
    style: int
    end: int = 0
    formula: tuple[int, int] | None = None
    value: tuple[int, int] | None = None
    more: tuple[int, int] | None = None
    inline: bool = False
    shared: str = ""
    kind: str = ""
    covers: str = ""
    text: str = ""
    filled: bool = False

    def move(self, by: int) -> None:
        """Shift its places in the bytes."""
        self.start += by
        self.opened += by
        self.end += by
        for key in ("formula", "value", "more"):
            if span := getattr(self, key):
                setattr(self, key, (span[0] + by, span[1] + by))


@dataclass(slots=True)
class SheetRow:
    """A row: where it stands in the bytes, and its cells, read when they are asked for."""

    number: int
    start: int
    opened: int
    empty: bool
    implied: bool
    attributes: dict[str, str]
    closed: int = 0
    end: int = 0
    found: dict[int, SheetCell] | None = None
    read: Callable[[SheetRow], dict[int, SheetCell]] | None = None

    @property
    def cells(self) -> dict[int, SheetCell]:
        """The cells by column; InputError where the row is damaged."""
        if self.found is None:
            self.found = self.read(self) if self.read is not None and not self.empty else {}
        return self.found


@dataclass(frozen=True, slots=True)
class Scanned:
    """A sheet: its bytes, its tree without the rows, its rows in their order."""

    data: bytes
    root: Node
    sheet_data: Node
    rows: dict[int, SheetRow]

    @property
    def prefix(self) -> str:
        """The prefix of the main namespace, with its colon, or nothing."""
        return self.root.prefix

    def cell(self, row: int, column: int) -> SheetCell | None:
        """Return the cell at a place, None where the file has none."""
        found = self.rows.get(row)
        return found.cells.get(column) if found else None

    def cells(self) -> Iterator[SheetCell]:
        """Yield all cells."""
        for row in self.rows.values():
            yield from row.cells.values()

    def blocks(self) -> list[tuple[Area, str]]:
        """Return areas whose cells belong together: formulas over ranges, and what they are."""
        found = []
        for cell in self._cells_with(_BLOCK):
            if cell.kind in ("array", "dataTable") and cell.covers:
                found.append((area_at(cell.covers, ""), cell.kind))
        return found

    def masters(self) -> dict[str, SheetCell]:
        """Return the first cell of each group of shared formulas, which holds the text."""
        sharing = self._cells_with(_SHARED)
        return {cell.shared: cell for cell in sharing if cell.shared and cell.text}

    def _cells_with(self, mark: re.Pattern[bytes]) -> Iterator[SheetCell]:
        """Yield the cells of all rows in whose bytes a mark stands."""
        if any(word in self.data for word in _WORDS[mark]) and mark.search(self.data):
            for row in self.rows.values():
                if mark.search(self.data, row.opened, row.end):
                    yield from row.cells.values()

    def merged(self) -> list[Area]:
        """Return the merged ranges."""
        listed = self.root.first("mergeCells")
        return [area_at(node.get("ref"), "") for node in listed.children] if listed else []


class _Scan(Reader):
    """Reads rows and cells on a short way; all else becomes the tree.

    Where nothing can hide a row, the parser only looks that the rows are well-formed; they are
    found by a search, and the cells of a row are read when somebody asks for them.
    """

    def __init__(self, data: bytes, place: str) -> None:
        super().__init__(data, place)
        self.rows: dict[int, SheetRow] = {}
        self.sheet_data: Node | None = None
        self.row: SheetRow | None = None
        self.cell: SheetCell | None = None
        self.depth = 0
        self.begun = 0
        self.tag = ""
        self.last_row = -1
        self.last_column = -1
        self.tags: dict[str, str] = {}

    def parse(self) -> None:
        begun = _SHEET_DATA.search(self.data)
        prefix = begun[1] if begun else b""
        ending = b"</" + prefix + b"sheetData"
        if not begun or _HIDING.search(self.data) or self.data.count(ending) != 1:
            super().parse()
            return
        end = self.data.index(ending)
        view = memoryview(self.data)
        self.parser.Parse(view[: begun.end()], False)
        if self.sheet_data is None or self.stack[-1] is not self.sheet_data or end < begun.end():
            # It is an element of that name somewhere else.
            self.parser.Parse(view[begun.end() :], True)
            return
        parser = self.parser
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.CharacterDataHandler = None
        parser.Parse(view[begun.end() : end], False)
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.finish
        parser.CharacterDataHandler = self.characters
        parser.Parse(view[end:], True)
        self._search(begun.end(), end, prefix)

    def _search(self, start: int, end: int, prefix: bytes) -> None:
        """Find the rows between two places of the bytes."""
        data, pattern = self.data, re.compile(rb"<" + prefix + rb"row(?=[\s/>])")
        closing = b"</" + prefix + b"row"
        read = _Row(self.data[self._root().start : start], self.data, self.place).read
        at = start
        while found := pattern.search(data, at, end):
            opened = START_TAG.match(data, found.start())
            if not opened:
                raise InputError(_DAMAGED, self.place)
            tag = opened[0]
            given = _NUMBER.search(tag)
            number = int(given[1]) - 1 if given else self.last_row + 1
            if number <= self.last_row or number >= ROWS:
                raise InputError(_DAMAGED, f"{self.place}!{number + 1}:{number + 1}")
            row = SheetRow(
                number, found.start(), opened.end(), tag.endswith(b"/>"), given is None, _told(tag),
                read=read,
            )  # fmt: skip
            if row.empty:
                row.closed = row.end = at = row.opened
            else:
                row.closed = data.index(closing, row.opened)
                row.end = at = data.index(b">", row.closed) + 1
            self.rows[number] = row
            self.last_row = number

    def _root(self) -> Node:
        assert self.root is not None
        return self.root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self.tags.get(name)
        if tag is None:
            tag = self.tags[name] = names(name)[1]
        if self.cell is not None:
            self.depth += 1
            if self.depth == 1:
                self._within(tag, attributes)
            elif tag == "t":
                self.cell.filled = True
        elif self.row is not None:
            if tag == "c":
                self._cell(attributes)
            else:
                self.depth += 1
        elif tag == "row" and self.stack and self.stack[-1].tag == "sheetData":
            self._row(attributes)
        else:
            super().start(name, attributes)
            if tag == "sheetData" and len(self.stack) == 2:
                self.sheet_data = self.stack[-1]

    def _row(self, attributes: dict[str, str]) -> None:
        at, opened, empty = self.opening()
        given = attributes.get("r")
        number = int(given) - 1 if given else self.last_row + 1
        if number <= self.last_row or number >= ROWS:
            raise InputError(_DAMAGED, f"{self.place}!{number + 1}:{number + 1}")
        self.row = SheetRow(number, at, opened, empty, given is None, attributes)
        self.rows[number] = self.row
        self.last_row, self.last_column = number, -1

    def _cell(self, attributes: dict[str, str]) -> None:
        assert self.row is not None
        at, opened, empty = self.opening()
        given = attributes.get("r")
        column = self.last_column + 1
        if given:
            found = _ADDRESS.fullmatch(given)
            column = column_of(found[1]) if found else -1
            if not found or int(found[2]) - 1 != self.row.number:
                raise InputError(_DAMAGED, f"{self.place}!{given}")
        if column <= self.last_column or column >= COLUMNS:
            raise InputError(_DAMAGED, f"{self.place}!{given or self.row.number + 1}")
        self.cell = SheetCell(
            self.row.number, column, at, opened, empty, given is None,
            attributes.get("t", ""), int(attributes.get("s", 0)),
        )  # fmt: skip
        if self.row.found is None:
            self.row.found = {}
        self.row.found[column] = self.cell
        self.last_column = column
        self.depth = 0

    def _within(self, tag: str, attributes: dict[str, str]) -> None:
        assert self.cell is not None
        self.begun, self.tag = self.parser.CurrentByteIndex, tag
        if tag == "f":
            self.cell.kind = attributes.get("t", "")
            self.cell.covers = attributes.get("ref", "")
            if self.cell.kind == "shared":
                self.cell.shared = attributes.get("si", "")
            self.cell.filled = True
        elif tag == "is":
            self.cell.inline = True

    def finish(self, name: str) -> None:
        cell = self.cell
        if cell is not None:
            if self.depth:
                self.depth -= 1
                if not self.depth:
                    self._ended(cell)
                return
            cell.end = cell.opened if cell.empty else self._after()
            self.cell = None
        elif self.row is not None:
            if self.depth:
                self.depth -= 1
                return
            row = self.row
            row.closed = row.opened if row.empty else self.parser.CurrentByteIndex
            row.end = row.opened if row.empty else self._after()
            self.row = None
        else:
            super().finish(name)

    def _after(self) -> int:
        return self.data.index(b">", self.parser.CurrentByteIndex) + 1

    def _ended(self, cell: SheetCell) -> None:
        at = self.parser.CurrentByteIndex
        # An element that is one tag alone ends where that tag does.
        alone = self.data[at - 2 : at] == b"/>" and self.data.find(b"<", self.begun + 1, at) < 0
        span = (self.begun, at if alone else self._after())
        if self.tag == "f":
            cell.formula = span
        elif self.tag in ("v", "is"):
            cell.value = span
        else:
            cell.more = (cell.more[0] if cell.more else span[0], span[1])

    def characters(self, text: str) -> None:
        if self.cell is not None:
            if self.depth == 1:
                if self.tag == "f":
                    self.cell.text += text
                elif self.tag == "v":
                    self.cell.filled = True
        elif self.row is None:
            super().characters(text)


def _told(tag: bytes) -> dict[str, str]:
    """Return the attributes of a row as its tag spells them, names with their prefixes."""
    return {
        key.decode(): (double or single).decode() for key, double, single in _ATTRIBUTE.findall(tag)
    }


class _Row:
    """Reads the cells of single rows, under the start tags that stand above them."""

    def __init__(self, above: bytes, data: bytes, place: str) -> None:
        self.above, self.data, self.place = above, data, place

    def read(self, row: SheetRow) -> dict[int, SheetCell]:
        """Return the cells of a row with their places in the bytes of the sheet."""
        found = _found_cells(self.data, row)
        return self._parsed(row) if found is None else found

    def _parsed(self, row: SheetRow) -> dict[int, SheetCell]:
        body = self.above + self.data[row.start : row.end]
        reader = _Scan(body, self.place)
        # A row without a number of its own follows the one before.
        reader.last_row = row.number - 1
        try:
            reader.parser.Parse(body, False)
        except (expat.ExpatError, ValueError):
            raise InputError(_DAMAGED, self.place) from None
        made = reader.rows[row.number].cells
        by = row.start - len(self.above)
        for cell in made.values():
            cell.move(by)
        return made


def _found_cells(data: bytes, row: SheetRow) -> dict[int, SheetCell] | None:
    """Return the cells of a row by a search; None where only a parser can say what they are."""
    if b"xmlns" in data[row.start : row.opened]:
        return None
    made: dict[int, SheetCell] = {}
    at, end, last, number = row.opened, row.closed, -1, row.number
    while at < end:
        found = _CELL.match(data, at, end)
        if found is None:
            return None
        letters, digits, style, kind, empty, _, formula, said, text, value, stored, inline = (
            found.groups()
        )
        column = column_of(letters.decode())
        if int(digits) - 1 != number or not last < column < COLUMNS:
            return None
        cell = SheetCell(
            number, column, at, found.end(5 if empty else 6), bool(empty), False,
            kind.decode() if kind else "", int(style or 0), end=found.end(),
        )  # fmt: skip
        if formula is not None:
            cell.formula, cell.filled = found.span(7), True
            if text:
                try:
                    cell.text = _plain(text)
                except UnicodeDecodeError:
                    return None
            if said:
                told = _told(said)
                cell.kind, cell.covers = told.get("t", ""), told.get("ref", "")
                if cell.kind == "shared":
                    cell.shared = told.get("si", "")
        if value is not None:
            cell.value = found.span(10)
            cell.filled = cell.filled or bool(stored)
        elif inline is not None:
            cell.value, cell.inline, cell.filled = found.span(12), True, True
        made[column] = cell
        last, at = column, found.end()
    return made


def _plain(raw: bytes) -> str:
    text = raw.decode()
    if "&" in text:
        for name, sign in _ENTITIES:
            text = text.replace(f"&{name};", sign)
    return text


def scan(data: bytes, place: str) -> Scanned:
    """Return a sheet's rows and cells; InputError where it is damaged or out of order."""
    reader = _Scan(data, place)
    root = reader.read()
    if reader.sheet_data is None:
        raise InputError(_DAMAGED, place)
    return Scanned(data, root, reader.sheet_data, reader.rows)
