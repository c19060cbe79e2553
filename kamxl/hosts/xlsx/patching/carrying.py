"""Carries a change out on the bytes of a workbook: bytes in, bytes out, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kamxl.cells import CellValue, address
from kamxl.hosts.xlsx.patching import properties, tables, worksheet
from kamxl.hosts.xlsx.patching.aside import Aside, bones
from kamxl.hosts.xlsx.patching.contents import Writer, Written
from kamxl.hosts.xlsx.patching.editing import Forbidden, Place, Put, edit, refuse
from kamxl.hosts.xlsx.patching.inventory import Intended, SheetIntent, check
from kamxl.hosts.xlsx.patching.markup import Splices
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.places import area_at, meets
from kamxl.hosts.xlsx.patching.rules import Key
from kamxl.hosts.xlsx.patching.scanning import Scanned, scan
from kamxl.hosts.xlsx.patching.sheets import transplant
from kamxl.hosts.xlsx.patching.stored import shared_strings, value
from kamxl.hosts.xlsx.patching.structure import restructure
from kamxl.hosts.xlsx.patching.styles import Styles
from kamxl.hosts.xlsx.patching.workbook import SheetEntry, Workbook
from kamxl.limits import DEFAULT, Limits
from kamxl.workbook.changing import BookPatch, SheetPatch
from kamxl.workbook.spec import Area, Content, Formula, Link


@dataclass(slots=True)
class _Work:
    """A sheet while it is changed."""

    patch: SheetPatch
    entry: SheetEntry
    scanned: Scanned
    splices: Splices
    contents: dict[Place, Content] = field(default_factory=dict)
    values: dict[Place, CellValue] = field(default_factory=dict)
    respelled: frozenset[Place] = frozenset()


def carried(content: bytes, change: BookPatch, file: str, limits: Limits = DEFAULT) -> bytes:
    """Return a workbook with a change made, compared with what was intended.

    The same change made once more gives the same bytes. InputError, with file, sheet and cell,
    where something would have to be guessed.
    """
    if change.empty:
        return content
    before = Package(content, file, limits)
    carrier = _Carrier(before.copy(), change)
    carrier.carry()
    made = carrier.package.packed() if carrier.package.changed else content
    check(content, made, carrier.intended(), file, limits, carrier.scans, before)
    return made


def bare_cells(content: bytes, file: str) -> Callable[[str, int, int], bool]:
    """Return whether a cell, by sheet, row and column, has no format of its own."""
    package = Package(content, file)
    workbook = Workbook(package)
    scans: dict[str, Scanned] = {}

    def bare(sheet: str, row: int, column: int) -> bool:
        if sheet not in scans:
            part = workbook.sheet(sheet).part
            scans[sheet] = scan(package.read(part), f"{file}!{sheet}")
        cell = scans[sheet].cell(row, column)
        return cell is None or not cell.style

    return bare


class _Carrier:
    def __init__(self, package: Package, change: BookPatch) -> None:
        self.package, self.change = package, change
        self.workbook = Workbook(package)
        self.writer = Writer(self.workbook.from_1904)
        self.works: dict[str, _Work] = {}
        self.scans: dict[str, Scanned] = {}
        self.chain_goes = False
        self.ours: dict[str, frozenset[Key]] = {}
        self.added: list[str] = []

    @cached_property
    def styles(self) -> Styles:
        """The formats of the workbook, opened when a new one may be needed."""
        return Styles(self.package, self.workbook.part)

    @cached_property
    def strings(self) -> list[str]:
        return shared_strings(self.package, self.workbook.part)

    def carry(self) -> None:
        """Make all changes in the package."""
        for patch in self.change.sheets:
            if patch.name in self.works:
                raise ValueError(f"two changes of the sheet {patch.name!r}")
            entry = self.workbook.sheet(patch.name)
            scanned = self._scanned(entry)
            self.works[patch.name] = _Work(patch, entry, scanned, Splices(scanned.data))
        keys = sorted({edit.style for patch in self.change.sheets for edit in patch.edits})
        swatches = Aside([], keys, self.change.language) if keys else None
        for work in self.works.values():
            self._cells(work, swatches)
        aside = self._aside(former=False)
        former = self._aside(former=True)
        for work in self.works.values():
            structure, before = work.patch.structure, work.patch.former
            if structure is not None and aside is not None:
                self.ours[work.patch.name] = restructure(
                    self.package,
                    self.workbook,
                    self.styles,
                    work.scanned,
                    work.splices,
                    work.entry,
                    (structure, aside),
                    (before, former) if before is not None and former is not None else None,
                )
        for work in self.works.values():
            self.package.put(work.entry.part, work.splices.done())
        for added in self.change.added:
            assert aside is not None
            self.added.append(
                transplant(
                    self.package, self.workbook, self.styles, aside, added.sheet.name, added.after
                )
            )
            self.chain_goes = True
        if "styles" in self.__dict__:
            self.styles.save()
        for name, reference in self.change.names.items():
            self.workbook.define(name, reference)
        for patch in self.change.sheets:
            if patch.to_the_end:
                self.workbook.move_last(patch.name)
        properties.set_properties(self.package, self.change.properties)
        if self.change.state is not None:
            properties.set_state(self.package, self.workbook.part, self.change.state)
        if self.chain_goes:
            self.workbook.drop_chain()
        if self.change.recalculate:
            self.workbook.calculate_on_opening()

    def _scanned(self, entry: SheetEntry) -> Scanned:
        if entry.part not in self.scans:
            place = f"{self.package.file}!{entry.name}"
            self.scans[entry.part] = scan(self.package.read(entry.part), place)
        return self.scans[entry.part]

    def _cells(self, work: _Work, swatches: Aside | None) -> None:
        patch, sheet = work.patch, work.scanned
        place = f"{self.package.file}!{patch.name}"
        puts: dict[Place, Put] = {}
        links: dict[Place, Link] = {}
        numbers: dict[str, int] = {}
        for one in patch.edits:
            at = (one.row, one.column)
            if at in puts:
                raise ValueError(f"two contents for {place}!{address(*at)}")
            if one.style not in numbers:
                numbers[one.style] = self._style(one.style, swatches, work)
            written = self.writer.written(one.content, f"{place}!{address(*at)}")
            puts[at] = Put(written, numbers[one.style])
            work.contents[at] = one.content
            if isinstance(one.content, Link):
                links[at] = one.content
            cell = sheet.cell(*at)
            had = cell is not None and cell.formula is not None
            self.chain_goes |= had != isinstance(one.content, Formula)
        values: dict[Place, Written] = {}
        for at, result in patch.recalculated.values.items() if patch.recalculated else ():
            if at not in puts:
                kind, text = self.writer.value(result, f"{place}!{address(*at)}")
                values[at] = Written(kind, None, text)
                work.values[at] = result
        known = tables.tables_of(self.package, work.entry.part)
        refuse(sheet, puts, Forbidden([*tables.kept(known), *self._pivots(work)]), place)
        obstacles = [
            *((area, "a formula that fills several cells") for area, _ in sheet.blocks()),
            *((area, "merged cells") for area in sheet.merged()),
            *((area, "a pivot table") for area, _ in self._pivots(work)),
        ]
        for name, area in patch.tables.items():
            tables.grow(
                self.package, known, name, area, sheet, puts, patch.adopted, obstacles, place
            )
        work.respelled = edit(sheet, work.splices, puts, values, place, patch.heights)
        if links:
            relations = self.package.of(work.entry.part)
            targets = {relation.id: relation.target for relation in relations}
            worksheet.link(sheet, work.splices, links, targets, place)
        worksheet.join(sheet, work.splices, self._mergeable(work, [area for area, _ in obstacles]))
        if patch.colour:
            worksheet.colour_tab(sheet, work.splices, patch.colour)

    def _mergeable(self, work: _Work, obstacles: Sequence[Area]) -> list[Area]:
        """Return the ranges that may be merged: nothing of a person's lies in them."""
        known = [table.area for table in tables.tables_of(self.package, work.entry.part)]

        def free(area: Area) -> bool:
            cells = (
                work.scanned.cell(row, column)
                for row in range(area.top, area.bottom + 1)
                for column in range(area.left, area.right + 1)
            )
            return not any(meets(area, one) for one in (*obstacles, *known)) and not any(
                cell is not None and (cell.formula or cell.value) for cell in cells
            )

        return [area for area in work.patch.merges if free(area)]

    def _style(self, key: str, swatches: Aside | None, work: _Work) -> int:
        assert swatches is not None
        fresh = any(
            (cell := work.scanned.cell(one.row, one.column)) is None or not cell.style
            for one in work.patch.edits
            if one.style == key
        )
        return self.styles.xf(swatches.source, swatches.style(key)) if fresh else 0

    def _pivots(self, work: _Work) -> Iterator[tuple[Area, str]]:
        for part in self.package.related(work.entry.part, "pivotTable"):
            location = self.package.tree(part).first("location")
            if location is not None:
                yield (
                    area_at(location.get("ref"), f"{self.package.file} ({part})"),
                    "a cell of a pivot table; move that",
                )

    def _aside(self, *, former: bool) -> Aside | None:
        """Return what is built beside the workbook: new sheets, rules, charts; or former ones."""
        if former:
            sheets = [bones(p.former) for p in self.change.sheets if p.structure and p.former]
        else:
            sheets = [bones(p.structure) for p in self.change.sheets if p.structure]
            sheets += [added.sheet for added in self.change.added]
        if not sheets:
            return None
        return Aside(sheets, [], self.change.language, self._shown)

    def _shown(self, name: str, area: Area) -> Iterator[tuple[int, int, CellValue]]:
        """Yield what cells that a chart shows hold after the change."""
        work = self.works.get(name)
        entry = next((s for s in self.workbook.sheets if s.name == name and s.worksheet), None)
        if entry is None:
            return
        sheet = self._scanned(entry)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                at = (row, column)
                cell = sheet.cell(row, column)
                if work and at in work.contents:
                    content = work.contents[at]
                    shown = content.value if isinstance(content, Formula) else content
                    yield row, column, shown.text if isinstance(shown, Link) else shown
                elif work and at in work.values:
                    yield row, column, work.values[at]
                elif cell is not None:
                    yield row, column, value(sheet, cell, lambda: self.strings)

    def intended(self) -> Intended:
        """Return what the change was to do, for the comparison with what it did."""
        return Intended(
            {
                work.entry.part: SheetIntent(work.patch, work.contents, work.values, work.respelled)
                for work in self.works.values()
            },
            self.change,
            self.ours,
        )
