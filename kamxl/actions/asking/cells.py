"""The cells of a workbook that is asked about: values, formulas, and where references lead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, Protocol

from kamxl.actions.asking.formula import Name, Node, Reference, Structured, Unreadable, parse
from kamxl.cells import CellValue, Grid, address
from kamxl.errors import InputError
from kamxl.workbook.spec import Area

_CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})")
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


class Asked(Protocol):
    """A workbook that can be asked: a file as it is stored, or one that is open."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on; error cells are CellError, blank ones None."""
        ...

    def texts(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the text of every formula, English and with commas, by row and column."""
        ...

    def arrays(self, sheet: str) -> Mapping[tuple[int, int], Area]:
        """Return the areas over which one formula spreads, by the cell that holds it."""
        ...

    def unvalued(self, sheet: str) -> Collection[tuple[int, int]]:
        """Return the rows and columns of formulas that have never been computed."""
        ...

    def tables(self, sheet: str) -> Mapping[str, Area]:
        """Return the extents of a sheet's tables, header included, by their names."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's defined names stand for, such as `Sheet!$A$1`."""
        ...


class Place(NamedTuple):
    """A cell, rows and columns counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """`Sheet!B7`, as people type it."""
        return f"{self.sheet}!{address(self.row, self.column)}"


class Span(NamedTuple):
    """A rectangle of cells of a sheet, ends included."""

    sheet: str
    area: Area

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.area.top == self.area.bottom and self.area.left == self.area.right

    @property
    def first(self) -> Place:
        """Its first cell."""
        return Place(self.sheet, self.area.top, self.area.left)

    @property
    def address(self) -> str:
        """`Sheet!B7` or `Sheet!B7:C9`."""
        last = address(self.area.bottom, self.area.right)
        return self.first.address if self.single else f"{self.first.address}:{last}"


class Cells:
    """A workbook's cells, read once a sheet."""

    def __init__(self, book: Asked) -> None:
        self.book = book
        self._sheets = {name.casefold(): name for name in book.sheets()}
        self._names = {name.casefold(): target for name, target in book.names().items()}
        self._trees: dict[str, Node | None] = {}
        self._read: dict[str, Grid] = {}
        self._areas: dict[str, Span] | None = None
        self._named: dict[Place, list[str]] | None = None
        self._contents: dict[tuple[str, int], tuple[int, int]] = {}

    # ------------------------------------------------------------ what stands in a cell
    def value(self, place: Place) -> CellValue:
        """Return what a cell shows; None where it is blank or outside what is used."""
        rows = self._rows(place.sheet)
        inside = place.row < len(rows) and place.column < len(rows[place.row])
        value = rows[place.row][place.column] if inside else None
        # A formula that comes to an empty text is no blank cell.
        return "" if value is None and self.formula(place) else value

    def formula(self, place: Place) -> str:
        """Return a cell's formula, "" where it has none."""
        return self.book.texts(place.sheet).get((place.row, place.column), "")

    def tree(self, place: Place) -> Node | None:
        """Return a cell's formula as a tree, None without one or where it cannot be read."""
        text = self.formula(place)
        if text not in self._trees:
            try:
                self._trees[text] = parse(text) if text else None
            except Unreadable:
                self._trees[text] = None
        return self._trees[text]

    def array_at(self, place: Place) -> Place | None:
        """Return the cell whose formula spreads over this one, None where none does."""
        for (row, column), area in self.book.arrays(place.sheet).items():
            if _inside(place, area):
                return Place(place.sheet, row, column)
        return None

    def contents(self, sheet: str, row: int) -> tuple[int, int]:
        """Return how many typed texts a row has, and how many other cells that are not blank."""
        if (sheet, row) not in self._contents:
            texts = others = 0
            rows, formulas = self._rows(sheet), self.book.texts(sheet)
            for column, value in enumerate(rows[row] if row < len(rows) else ()):
                computed = (row, column) in formulas
                if isinstance(value, str) and value.strip() and not computed:
                    texts += 1
                elif computed or (value is not None and value != ""):
                    others += 1
            self._contents[sheet, row] = (texts, others)
        return self._contents[sheet, row]

    def block(self, span: Span) -> Grid:
        """Return the cells of a rectangle, cut to what is used."""
        rows = self._rows(span.sheet)
        top, left, bottom, right = span.area
        bottom = min(bottom, max(len(rows) - 1, top))
        right = min(right, max((len(rows[0]) if rows else 0) - 1, left))
        return [
            [self.value(Place(span.sheet, row, column)) for column in range(left, right + 1)]
            for row in range(top, bottom + 1)
        ]

    def places(self, span: Span) -> Iterator[Place]:
        """Yield the cells of a rectangle in reading order, cut to what is used."""
        rows = self._rows(span.sheet)
        for row in range(span.area.top, min(span.area.bottom, len(rows) - 1) + 1):
            for column in range(span.area.left, min(span.area.right, len(rows[row]) - 1) + 1):
                yield Place(span.sheet, row, column)

    def _rows(self, sheet: str) -> Grid:
        if sheet not in self._read:
            self._read[sheet] = self.book.read(sheet)
        return self._read[sheet]

    # ------------------------------------------------------------ where something leads
    def place(self, written: str) -> Place:
        """Return the cell that someone named: `Sheet!B7`, `B7` of the only sheet, or a name."""
        sheet, mark, cell = written.strip().rpartition("!")
        if not mark:
            span = self.named(written.strip())
            if span is not None:
                return span.first
            if len(self._sheets) > 1:
                raise InputError(
                    f"“{written}” names no sheet; write {next(iter(self._sheets.values()))}!B7, "
                    "or a defined name",
                    self.book.name,
                )
            sheet = next(iter(self._sheets.values()), "")
        if sheet.startswith("'") and sheet.endswith("'") and len(sheet) > 1:
            sheet = sheet[1:-1].replace("''", "'")
        known = self._sheets.get(sheet.casefold())
        if known is None:
            there = ", ".join(self._sheets.values())
            raise InputError(f"there is no sheet “{sheet}”; there are: {there}", self.book.name)
        area = area_of(cell)
        if area is None or area.top != area.bottom or area.left != area.right:
            raise InputError(
                f"“{cell}” is no address of a cell; write one such as {known}!B7", self.book.name
            )
        return Place(known, area.top, area.left)

    def named(self, name: str) -> Span | None:
        """Return the cells for which a defined name stands, None where there are none."""
        target = self._names.get(name.casefold())
        if target is None:
            return None
        try:
            node = parse(target)
        except Unreadable:
            return None
        return self.span(node, Place("", 0, 0)) if isinstance(node, Reference) else None

    def has_name(self, name: str) -> bool:
        """Return whether there is a defined name or a table of that name."""
        return name.casefold() in self._names or name.casefold() in self.tables

    def names_at(self, place: Place) -> Iterator[str]:
        """Yield the defined names that stand for exactly this cell."""
        if self._named is None:
            self._named = {}
            for name in self.book.names():
                span = self.named(name)
                if span is not None and span.single:
                    self._named.setdefault(span.first, []).append(name)
        yield from self._named.get(place, [])

    @property
    def tables(self) -> Mapping[str, Span]:
        """The tables by name in lower case, header included."""
        if self._areas is None:
            self._areas = {
                name.casefold(): Span(sheet, area)
                for sheet in self.book.sheets()
                for name, area in self.book.tables(sheet).items()
            }
        return self._areas

    def table_at(self, place: Place) -> Span | None:
        """Return the table in which a cell lies, None where in none."""
        for span in self.tables.values():
            area = span.area
            inside = (
                area.top <= place.row <= area.bottom and area.left <= place.column <= area.right
            )
            if span.sheet == place.sheet and inside:
                return span
        return None

    def span(self, node: Reference | Name | Structured, here: Place) -> Span | None:
        """Return the cells that a reference in the formula of `here` leads to, None where none."""
        if isinstance(node, Name):
            return self.named(node.name)
        if isinstance(node, Structured):
            return self._structured(node, here)
        sheet = self._sheets.get(node.sheet.casefold()) if node.sheet else here.sheet
        area = area_of(node.area)
        return Span(sheet, area) if sheet is not None and area is not None else None

    def _structured(self, node: Structured, here: Place) -> Span | None:
        table = self.tables.get(node.table.casefold()) if node.table else self.table_at(here)
        if table is None:
            return None
        top, left, bottom, right = table.area
        if node.columns[0]:
            heads = [
                _tidy(self.value(Place(table.sheet, top, column)))
                for column in range(left, right + 1)
            ]
            ends = [_tidy(column) for column in node.columns]
            if any(end not in heads for end in ends):
                return None
            left, right = left + heads.index(ends[0]), left + heads.index(ends[1])
        if node.row:
            return Span(table.sheet, Area(here.row, left, here.row, right))
        if node.part == "#headers":
            return Span(table.sheet, Area(top, left, top, right))
        return Span(table.sheet, Area(top if node.part == "#all" else top + 1, left, bottom, right))


def _inside(place: Place, area: Area) -> bool:
    return area.top <= place.row <= area.bottom and area.left <= place.column <= area.right


def _tidy(value: CellValue) -> str:
    return " ".join(str(value).split()).casefold()


def area_of(written: str) -> Area | None:
    """Return the rectangle of `B7`, `$B$7:C9`, `A:C` or `3:9`; None where it is none."""
    first, colon, last = written.partition(":")
    corners = [_CORNER.fullmatch(one) for one in ((first, last) if colon else (first,))]
    rows: list[int | None] = []
    columns: list[int | None] = []
    for corner in corners:
        if corner is None or not (corner[1] or corner[2]):
            return None
        rows.append(int(corner[2]) - 1 if corner[2] else None)
        columns.append(_column(corner[1]) if corner[1] else None)
    known_rows = [row for row in rows if row is not None]
    known_columns = [column for column in columns if column is not None]
    partial = len(known_rows) not in (0, len(rows)) or len(known_columns) not in (0, len(columns))
    if partial or (not colon and not (known_rows and known_columns)):
        return None
    outside = any(not 0 <= row <= LAST_ROW for row in known_rows)
    if outside or any(column > LAST_COLUMN for column in known_columns):
        return None
    return Area(
        min(known_rows, default=0),
        min(known_columns, default=0),
        max(known_rows, default=LAST_ROW),
        max(known_columns, default=LAST_COLUMN),
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
