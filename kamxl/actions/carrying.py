"""Carries a change out on an open workbook: in bulk, and taken back whole where it fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from kamxl.actions.run import File
from kamxl.cells import EPOCH, CellValue
from kamxl.intake.raw import RawTable
from kamxl.workbook.changing import Added, BookPatch, SheetPatch
from kamxl.workbook.port import Entries, Entry, Port
from kamxl.workbook.spec import Area, Book, Cell, Content, Formula, Link, Sheet
from kamxl.workbook.styles import style

Place = tuple[int, int]
DAYS_1904 = 1_462


class Files(Protocol):
    """What is done with the workbook's copy as a file."""

    def read(self, content: bytes, name: str) -> File:
        """Return a workbook file, read only."""
        ...

    def carried(self, content: bytes, change: BookPatch, name: str) -> bytes:
        """Return the file with a change made; InputError, with the cell, where it cannot be."""
        ...

    def bare(self, content: bytes, name: str) -> Callable[[str, int, int], bool]:
        """Return whether a cell, by sheet, row and column, has no format of its own."""
        ...

    def built(self, book: Book) -> bytes:
        """Return a new workbook's file."""
        ...

    def table(self, path: Path) -> RawTable:
        """Return the table of a file that people chose; InputError where it holds none."""
        ...

    def write(self, path: Path, book: Book) -> None:
        """Write a new workbook to where people chose; UsageError where that cannot be."""
        ...


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Contents that are entered in one call."""

    row: int
    column: int
    cells: Sequence[Sequence[Content]]

    @property
    def area(self) -> Area:
        """Where it lies."""
        bottom = self.row + len(self.cells) - 1
        return Area(self.row, self.column, bottom, self.column + len(self.cells[0]) - 1)


def rectangles(contents: Mapping[Place, Content]) -> list[Rectangle]:
    """Return scattered contents as few rectangles that hold them and nothing else."""
    open_: dict[tuple[int, int], list[list[Content]]] = {}
    begun: dict[tuple[int, int], int] = {}
    made: list[Rectangle] = []

    def close(span: tuple[int, int]) -> None:
        made.append(Rectangle(begun.pop(span), span[0], open_.pop(span)))

    before = -2
    for row, runs in _rows(contents):
        spans = {(left, left + len(run) - 1): run for left, run in runs}
        for span in [s for s in open_ if row != before + 1 or s not in spans]:
            close(span)
        for span, run in spans.items():
            begun.setdefault(span, row)
            open_.setdefault(span, []).append(run)
        before = row
    for span in list(open_):
        close(span)
    return sorted(made, key=lambda one: (one.row, one.column))


def _rows(
    contents: Mapping[Place, Content],
) -> Iterator[tuple[int, list[tuple[int, list[Content]]]]]:
    """Yield by row the runs of cells beside each other: first column and contents."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(contents):
        rows.setdefault(row, []).append(column)
    for row, columns in rows.items():
        runs: list[tuple[int, list[Content]]] = []
        for column in columns:
            if not runs or column != runs[-1][0] + len(runs[-1][1]):
                runs.append((column, []))
            runs[-1][1].append(contents[row, column])
        yield row, runs


@dataclass(slots=True)
class Carrier:
    """Carries changes of one workbook, and takes them back on demand."""

    port: Port
    files: Files
    undo: list[Callable[[], object]] = field(default_factory=list)

    def carry(self, change: BookPatch, content: bytes, before: File) -> None:
        """Make a change in the open workbook, of which `content` and `before` are the copy."""
        bare = self.files.bare(content, before.name)
        for added in change.added:
            self._add(added, change.language)
        for sheet in change.sheets:
            for table, area in sheet.tables.items():
                self._extend(sheet.name, table, area, before)
        for name, reference in change.names.items():
            self._define(name, reference)
        for added in change.added:
            self._formulas(added.sheet)
        for sheet in change.sheets:
            self._edit(sheet, before, bare, change.language)
        for sheet in change.sheets:
            self._tab(sheet)
        if change.properties:
            old = self.port.describe(change.properties)
            self.undo.append(partial(self.port.describe, old))
        if change.state is not None:
            state = before.state()
            self.undo.append(partial(self.port.remember, state))
            self.port.remember(change.state)

    def take_back(self) -> None:
        """Let the workbook be as it was; what cannot be taken back does not keep the rest."""
        while self.undo:
            with suppress(Exception):
                self.undo.pop()()

    # -------------------------------------------------------- one thing each

    def _add(self, added: Added, language: str) -> None:
        sheet = added.sheet
        file = self.files.built(Book([_plain(sheet)], {}, language, {}, ""))
        self.undo.append(partial(self._remove, sheet.name))
        self.port.bring(file, sheet.name, added.after)
        for table in sheet.tables:
            area = Area(
                table.row, table.column, table.row + table.rows,
                table.column + len(table.columns) - 1,
            )  # fmt: skip
            self.port.extend(sheet.name, table.name, area)

    def _remove(self, name: str) -> None:
        if name in self.port.sheets():
            self.port.remove(name)

    def _formulas(self, sheet: Sheet) -> None:
        """Enter the formulas of a sheet that came with their results alone."""
        formulas: dict[Place, Content] = {}
        for table in sheet.tables:
            for place, made in enumerate(table.columns, table.column):
                if made.formula and not made.stamped:
                    for row, value in enumerate(made.values, table.row + 1):
                        formulas[row, place] = Formula(made.formula, value)
        contents = [(cell.row, cell.column, cell.content) for cell in sheet.cells]
        contents += [(area.top, area.left, content) for area, content, _ in sheet.merges]
        for row, column, content in contents:
            if isinstance(content, Formula):
                formulas[row, column] = content
        for one in rectangles(formulas):
            self.port.enter(sheet.name, one.row, one.column, self._entries(one.cells))
        for row, column, content in contents:
            if isinstance(content, Link):
                self.port.link(sheet.name, row, column, content.target)

    def _extend(self, sheet: str, table: str, area: Area, before: File) -> None:
        old = before.tables(sheet)[table]
        held = _held(before, sheet, Area(old.bottom + 1, area.left, area.bottom, area.right))

        def shrink() -> None:
            self.port.extend(sheet, table, old)
            if held is not None:
                # A program may have filled the new rows by itself.
                self.port.enter(sheet, held.row, held.column, self._entries(held.cells))

        self.undo.append(shrink)
        self.port.extend(sheet, table, area)

    def _define(self, name: str, reference: str) -> None:
        old = self.port.define(name, reference)
        self.undo.append(partial(self.port.define, name, old))

    def _edit(
        self,
        sheet: SheetPatch,
        before: File,
        bare: Callable[[str, int, int], bool],
        language: str,
    ) -> None:
        name = sheet.name
        self._dress(sheet, bare, language)
        for one in rectangles({(e.row, e.column): e.content for e in sheet.edits}):
            held = _held(before, name, one.area)
            assert held is not None
            self.undo.append(
                partial(self.port.enter, name, held.row, held.column, self._entries(held.cells))
            )
            self.port.enter(name, one.row, one.column, self._entries(one.cells))
        for edit in sheet.edits:
            if isinstance(edit.content, Link):
                row, column = edit.row, edit.column
                self.undo.append(partial(self.port.link, name, row, column, ""))
                self.port.link(name, edit.row, edit.column, edit.content.target)

    def _dress(
        self, sheet: SheetPatch, bare: Callable[[str, int, int], bool], language: str
    ) -> None:
        by_style: dict[str, dict[Place, Content]] = {}
        for edit in sheet.edits:
            if edit.style and bare(sheet.name, edit.row, edit.column):
                by_style.setdefault(edit.style, {})[edit.row, edit.column] = None
        for key, places in by_style.items():
            for one in rectangles(places):
                self.undo.append(partial(self.port.dress, sheet.name, one.area, {}))
                self.port.dress(sheet.name, one.area, style(key, language))

    def _tab(self, sheet: SheetPatch) -> None:
        if sheet.colour:
            old = self.port.colour(sheet.name, sheet.colour)
            self.undo.append(partial(self.port.colour, sheet.name, old))
        if sheet.to_the_end:
            names = self.port.sheets()
            place = names.index(sheet.name)
            self.undo.append(partial(self.port.move, sheet.name, place))
            self.port.move(sheet.name, len(names) - 1)

    def _entries(self, cells: Iterable[Sequence[Content]]) -> Entries:
        return [[self._entry(content) for content in row] for row in cells]

    def _entry(self, content: Content) -> Entry:
        if isinstance(content, Formula):
            return content
        if isinstance(content, Link):
            return content.text
        if isinstance(content, dt.date):
            return _serial(content) - (DAYS_1904 if self.port.from_1904 else 0)
        return content


def _serial(day: dt.date) -> float:
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)
    return (moment - dt.datetime(EPOCH.year, EPOCH.month, EPOCH.day)) / dt.timedelta(days=1)


def _held(book: File, sheet: str, area: Area) -> Rectangle | None:
    """Return what stood in an area, as it would be typed; None for one without rows."""
    if area.bottom < area.top:
        return None
    texts, rows = book.texts(sheet), book.read(sheet)

    def content(row: int, column: int) -> Content:
        value: CellValue = None
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
        text = texts.get((row, column))
        return value if text is None else Formula(text, value)

    return Rectangle(
        area.top,
        area.left,
        [
            [content(row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ],
    )


def _plain(sheet: Sheet) -> Sheet:
    """Return a sheet to be built alone: results in place of formulas, cells in place of tables.

    A formula would lead back into the file that it came from.
    """
    made = replace(sheet, cells=[], tables=[], merges=[])
    for table in sheet.tables:
        for place, column in enumerate(table.columns, table.column):
            made.width(place, column.width, column.level)
            made.put(table.row, place, column.label, "header" if column.formula else "header_input")
            for row, value in enumerate(column.values, table.row + 1):
                made.put(row, place, value, column.style)
    made.cells += [Cell(c.row, c.column, _result(c.content), c.style) for c in sheet.cells]
    made.merges += [(area, _result(content), key) for area, content, key in sheet.merges]
    return made


def _result(content: Content) -> Content:
    if isinstance(content, Formula):
        return content.value
    return content.text if isinstance(content, Link) else content
