"""Compares a changed workbook with the one before: whatever was not intended is an error.

Parts that may change, and how; every other part keeps its bytes:

    [Content_Types].xml          entries are added; that of the chain of calculation goes
    relations                    entries are added; that of the chain goes
    the workbook's part          sheets added or moved, names set, numbers of sheets follow
    styles                       entries are appended
    sheets in the change         cells in the change; rows and columns they need; if asked for, the
                                 tab's colour, links, rules, conditional formats, the drawing,
                                 heights of written rows, which only grow; merged cells are added
    tables in the change         how far they, their filter and their order reach
    drawings and charts          of sheets whose charts change: ours
    custom properties            those in the change
    kamxl's own custom XML       all of it
    the chain of calculation     goes, when a formula comes or goes
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from kamxl.cells import CellValue, address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.conditionals import formats_of
from kamxl.hosts.xlsx.patching.contents import Writer
from kamxl.hosts.xlsx.patching.editing import Place, grown
from kamxl.hosts.xlsx.patching.markup import Node
from kamxl.hosts.xlsx.patching.package import TYPES, Package
from kamxl.hosts.xlsx.patching.properties import state_part
from kamxl.hosts.xlsx.patching.rules import Key, rules_of, told
from kamxl.hosts.xlsx.patching.scanning import Scanned, scan
from kamxl.hosts.xlsx.patching.sparklines import lines_of
from kamxl.hosts.xlsx.patching.stored import shared_strings, value
from kamxl.hosts.xlsx.patching.workbook import ON_OPENING, Workbook
from kamxl.limits import DEFAULT, Limits
from kamxl.workbook.changing import BookPatch, SheetPatch
from kamxl.workbook.spec import Content, Formula, Link


@dataclass(frozen=True, slots=True)
class SheetIntent:
    """What was to change on a sheet; `respelled` cells keep their formula in other words."""

    patch: SheetPatch
    contents: Mapping[Place, Content]
    values: Mapping[Place, CellValue]
    respelled: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Intended:
    """What was to change: sheets by their part, and the whole change.

    `ours` are, by sheet's part, the rules and conditional formats that may change.
    """

    sheets: Mapping[str, SheetIntent]
    change: BookPatch
    ours: Mapping[str, frozenset[Key]]


class Unintended(InputError):
    """The change did something that it was not to do; nothing was written."""


def check(
    before: bytes,
    after: bytes,
    intended: Intended,
    file: str,
    limits: Limits = DEFAULT,
    scans: Mapping[str, Scanned] | None = None,
    opened: Package | None = None,
) -> None:
    """Raise InputError, naming the first thing that changed and was not to, or did not and was.

    `scans` are sheets of the file before, by part, where they were read already; `opened` is that
    file itself, unchanged.
    """
    if before == after:
        return
    old = Package(before, file, limits) if opened is None else opened
    new = Package(after, file, limits, old)
    _Check(old, new, intended, file, scans or {}).run()


class _Check:
    def __init__(
        self,
        old: Package,
        new: Package,
        intended: Intended,
        file: str,
        scans: Mapping[str, Scanned],
    ) -> None:
        self.old, self.new, self.intended, self.file = old, new, intended, file
        self.scans = scans
        self.book = Workbook(old)
        self.writer = Writer(self.book.from_1904)

    def run(self) -> None:
        roles = dict(self._roles())
        chain = set(self.old.related(self.book.part, "calcChain"))
        gone = set(self.old.names()) - set(self.new.names())
        if gone - chain:
            self._fail(f"the part {min(gone - chain)} would go")
        for part in self.old.names():
            if part in gone or self.old.read(part) == self.new.read(part):
                continue
            role = roles.get(part)
            if role is None:
                self._fail(f"the part {part} would change")
            elif role == "sheet":
                self._sheet(part, self.intended.sheets[part])
            elif role == "workbook":
                self._workbook(part)
            elif role == "styles":
                self._appended(part)
            elif role in ("types", "relations"):
                self._entries(part, chain)
            elif role == "properties":
                self._properties(part)
            elif role == "table":
                self._table(part)
            elif role == "drawing":
                self._drawing(part)
        for part, intent in self.intended.sheets.items():
            if self.old.read(part) == self.new.read(part):
                self._sheet(part, intent)

    def _fail(self, what: str, place: str = "") -> NoReturn:
        raise Unintended(
            f"{what}, which was not intended; nothing was written. Please report this",
            place or self.file,
        )

    def _roles(self) -> Iterator[tuple[str, str]]:
        """Yield which parts may change, and as what."""
        old, change = self.old, self.intended.change
        yield TYPES, "types"
        for part in ("", self.book.part, *self.intended.sheets):
            yield old.relations_part(part), "relations"
        yield self.book.part, "workbook"
        for part in old.related(self.book.part, "styles"):
            yield part, "styles"
        for part in old.related("", "custom-properties") if change.properties else ():
            yield part, "properties"
        state = state_part(old, self.book.part) if change.state is not None else None
        if state is not None:
            yield state, "state"
        for part, intent in self.intended.sheets.items():
            yield part, "sheet"
            for table in old.related(part, "table") if intent.patch.tables else ():
                yield table, "table"
            if intent.patch.structure is not None:
                for drawing in old.related(part, "drawing"):
                    yield drawing, "drawing"
                    yield old.relations_part(drawing), "relations"
                    for chart in old.related(drawing, "chart"):
                        yield chart, "chart"

    # ------------------------------------------------------------ sheets

    def _strings(self) -> list[str]:
        """Return the texts that cells share, after the change."""
        return self._shared

    @cached_property
    def _shared(self) -> list[str]:
        return shared_strings(self.new, self.book.part)

    def _sheet(self, part: str, intent: SheetIntent) -> None:
        place = f"{self.file}!{intent.patch.name}"
        new = scan(self.new.read(part), place)
        old = self.scans.get(part)
        if old is None or old.data != self.old.read(part):
            old = scan(self.old.read(part), place)
        self._around(old, new, intent, place)
        for number in old.rows.keys() - new.rows.keys():
            self._fail(f"row {number + 1} would go", place)
        touched = {row for row, _ in (*intent.contents, *intent.values, *intent.respelled)}
        for number, row in new.rows.items():
            before = old.rows.get(number)
            if before is not None and number not in touched and (
                old.data[before.start : before.end] == new.data[row.start : row.end]
            ):  # fmt: skip
                continue
            if before is not None and before.attributes != row.attributes:
                left = {k: v for k, v in before.attributes.items() if k != "spans"}
                left |= grown(left, intent.patch.heights.get(number, 0))
                if left != {k: v for k, v in row.attributes.items() if k != "spans"}:
                    self._fail(f"row {number + 1} would look otherwise", place)
            had = before.cells if before else {}
            for column in had.keys() - row.cells.keys():
                self._fail("the cell would go", f"{place}!{address(number, column)}")
            for column, cell in row.cells.items():
                at = (number, column)
                if at in intent.contents or at in intent.values or at in intent.respelled:
                    continue
                was = had.get(column)
                if was is None or (
                    old.data[was.start : was.end] != new.data[cell.start : cell.end]
                ):
                    self._fail("the cell would change", f"{place}!{address(*at)}")
        for at, content in intent.contents.items():
            self._cell(old, new, at, content, f"{place}!{address(*at)}")
        for at, result in intent.values.items():
            now, was = new.cell(*at), old.cell(*at)
            where = f"{place}!{address(*at)}"
            if now is None or was is None or now.style != was.style:
                self._fail("the cell would look otherwise", where)
            elif at not in intent.respelled and now.text != was.text:
                self._fail("the formula would change", where)
            elif not self._equal(result, value(new, now, self._strings)):
                self._fail("the result would not be stored", where)

    def _cell(self, old: Scanned, new: Scanned, at: Place, content: Content, place: str) -> None:
        cell, was = new.cell(*at), old.cell(*at)
        if was is not None and was.style and (cell is None or cell.style != was.style):
            self._fail("the cell would look otherwise", place)
        formula = content.text.removeprefix("=") if isinstance(content, Formula) else ""
        wanted = content.value if isinstance(content, Formula) else content
        if isinstance(wanted, Link):
            wanted = wanted.text
        if cell is None:
            if wanted not in (None, "") or formula:
                self._fail("the cell would be missing", place)
            return
        if cell.text != formula.replace("\r\n", "\n").replace("\r", "\n"):
            self._fail("the formula would be another one", place)
        if not self._equal(wanted, value(new, cell, self._strings)):
            self._fail("the content would be another one", place)

    def _equal(self, wanted: CellValue, found: CellValue) -> bool:
        if wanted is None or wanted == "":
            return found in (None, "")
        if isinstance(wanted, dt.date):
            wanted = float(self.writer.value(wanted, self.file)[1])
        if isinstance(wanted, bool) or isinstance(found, bool):
            return wanted is found
        if isinstance(wanted, (int, float)):
            return isinstance(found, float) and math.isclose(wanted, found, rel_tol=0, abs_tol=0)
        return wanted == found

    def _around(self, old: Scanned, new: Scanned, intent: SheetIntent, place: str) -> None:
        """Compare what stands around the rows of a sheet."""
        patch = intent.patch
        free = {"sheetData", "dimension"}
        if patch.colour:
            free.add("sheetPr")
        if any(isinstance(content, Link) for content in intent.contents.values()):
            free.add("hyperlinks")
        if patch.structure is not None:
            free |= {"conditionalFormatting", "dataValidations", "extLst", "drawing"}
            self._own_rules(old, new, place)
        if patch.merges:
            free.add("mergeCells")
            self._merged(old, new, intent, place)
        kept = [node for node in old.root.children if node.tag not in free]
        now = [node for node in new.root.children if node.tag not in free]
        if old.data[: old.root.opened] != new.data[: new.root.opened]:
            self._fail("the sheet's first element would change", place)
        if [node.tag for node in kept] != [node.tag for node in now]:
            self._fail("the sheet would have other elements", place)
        for one, other in zip(kept, now, strict=True):
            if one.raw(old.data) != other.raw(new.data):
                self._fail(f"the sheet's element {one.tag} would change", place)

    def _merged(self, old: Scanned, new: Scanned, intent: SheetIntent, place: str) -> None:
        """Look that ranges are merged as they were, and besides only some that were to be."""
        was, now = set(old.merged()), set(new.merged())
        if was - now or now - was - set(intent.patch.merges):
            self._fail("merged cells would change", place)

    def _own_rules(self, old: Scanned, new: Scanned, place: str) -> None:
        """Look that a person's own rules, conditional formats and extensions are all there."""
        ours = self.intended.ours.get(place.rpartition("!")[2], frozenset())
        for one in rules_of(old.root):
            if one.key not in ours and not any(
                one.key == other.key and one.areas == other.areas for other in rules_of(new.root)
            ):
                self._fail(f"a rule of yours for {told(one.areas)} would change", place)
        now = [(other.node.raw(new.data), other.areas) for other in formats_of(new.root)]
        for own in formats_of(old.root):
            if own.key not in ours and (own.node.raw(old.data), own.areas) not in now:
                self._fail(
                    f"a conditional format of yours on {told(own.areas)} would change", place
                )

        cells = {
            address(line.row, line.column)
            for intent in self.intended.sheets.values()
            if intent.patch.name == place.rpartition("!")[2] and intent.patch.structure is not None
            for line in intent.patch.structure.sparklines
        }
        lines = lines_of(new.root)
        for cell, line in lines_of(old.root).items():
            if cell not in lines or (
                cell not in cells and line.node.raw(old.data) != lines[cell].node.raw(new.data)
            ):
                self._fail("a sparkline would change", f"{place}!{cell}")

        def others(sheet: Scanned) -> list[bytes]:
            listed = sheet.root.first("extLst")
            return [
                node.raw(sheet.data)
                for node in (listed.children if listed else ())
                if not any(
                    part.tag in ("conditionalFormattings", "dataValidations", "sparklineGroups")
                    for part in node.walk()
                )
            ]

        if others(old) != others(new):
            self._fail("what newer versions of Excel put on the sheet would change", place)

    # ------------------------------------------------------------ other parts

    def _drawing(self, part: str) -> None:
        """Look that all but our charts hangs on a sheet as it did."""
        words = {
            chart.description
            for patch in self.intended.change.sheets
            for sheet in (patch.structure, patch.former)
            if sheet is not None
            for chart in sheet.charts
        }

        def others(package: Package) -> list[bytes]:
            data = package.read(part)
            return [
                anchor.raw(data)
                for anchor in package.tree(part).children
                if not any(
                    node.tag == "cNvPr" and node.get("descr") in words for node in anchor.walk()
                )
            ]

        if others(self.old) != others(self.new):
            self._fail("something drawn on a sheet would change")

    def _workbook(self, part: str) -> None:
        change = self.intended.change
        old, new = self.old.tree(part), self.new.tree(part)
        was, now = self.old.read(part), self.new.read(part)
        free = {"sheets", "definedNames", "bookViews"}
        if change.recalculate:
            free.add("calcPr")
            self._calculation(old.first("calcPr"), new.first("calcPr"))
        before = [(n.tag, n.raw(was)) for n in old.children if n.tag not in free]
        after = [(n.tag, n.raw(now)) for n in new.children if n.tag not in free]
        if before != after:
            self._fail("the workbook's settings would change")
        names = {sheet.name: sheet.identity for sheet in Workbook(self.old).sheets}
        sheets = Workbook(self.new).sheets
        added = {one.sheet.name for one in change.added}
        if {sheet.name: sheet.identity for sheet in sheets if sheet.name not in added} != names:
            self._fail("the list of sheets would change")
        moved = {patch.name for patch in change.sheets if patch.to_the_end}
        order = [sheet.name for sheet in sheets if sheet.name not in added | moved]
        if order != [name for name in names if name not in moved]:
            self._fail("the order of sheets would change")
        ours = {name.casefold() for name in change.names}
        restructured = {patch.name for patch in change.sheets if patch.structure is not None}
        old_names, new_names = _names(self.old), _names(self.new)
        for (sheet, name), text in old_names.items():
            if not sheet and name in ours:
                continue
            if sheet in restructured and name.startswith("_xlnm.print_"):
                continue
            if new_names.get((sheet, name)) != text:
                self._fail(f"the name “{name}” would change")

    def _calculation(self, old: Node | None, new: Node | None) -> None:
        """Look that the workbook asks to be computed, and keeps its settings of calculation."""
        kept = old.attributes if old is not None else {}
        wanted = {**kept, ON_OPENING: "1"}
        if new is None or dict(new.attributes) != wanted:
            self._fail("the workbook's settings of calculation would change")

    def _appended(self, part: str) -> None:
        old, new = self.old.tree(part), self.new.tree(part)
        was, now = self.old.read(part), self.new.read(part)
        sections = {node.tag: node for node in new.children}
        for node in old.children:
            found = sections.get(node.tag)
            entries = [child.raw(was) for child in node.children]
            if found is None or entries != [
                child.raw(now) for child in found.children[: len(entries)]
            ]:
                self._fail(f"the formats of the workbook ({node.tag}) would change")

    def _entries(self, part: str, chain: set[str]) -> None:
        def entries(package: Package) -> list[tuple[str, ...]]:
            return [
                (node.tag, *sorted(node.attributes.values()))
                for node in package.tree(part).children
            ]

        now = set(entries(self.new))
        names = {name.rpartition("/")[2] for name in chain}
        for entry in entries(self.old):
            if entry not in now and not any(text.rpartition("/")[2] in names for text in entry[1:]):
                self._fail(f"an entry of {part} would go")

    def _properties(self, part: str) -> None:
        ours = {name.casefold() for name in self.intended.change.properties}

        def others(package: Package) -> list[bytes]:
            data = package.read(part)
            return [
                node.raw(data)
                for node in package.tree(part).children
                if node.get("name").casefold() not in ours
            ]

        if others(self.old) != others(self.new):
            self._fail("properties of the workbook would change")

    def _table(self, part: str) -> None:
        def rest(package: Package) -> list[object]:
            return [_without_reach(node) for node in package.tree(part).walk()]

        if rest(self.old) != rest(self.new):
            self._fail(f"the table in {part} would change in more than its length")


def _without_reach(node: Node) -> tuple[object, ...]:
    return (
        node.tag,
        tuple((key, text) for key, text in node.attributes.items() if key != "ref"),
        node.text,
    )


def _names(package: Package) -> dict[tuple[str, str], str]:
    """Return what names stand for, by sheet ("" for the workbook) and name."""
    book = Workbook(package)
    sheets = [sheet.name for sheet in book.sheets]
    listed = book.tree().first("definedNames")
    found = {}
    for node in listed.children if listed else ():
        local = node.get("localSheetId")
        sheet = sheets[int(local)] if local and int(local) < len(sheets) else ""
        found[sheet, node.get("name").casefold()] = node.text
    return found
