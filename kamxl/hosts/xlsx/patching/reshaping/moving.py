"""Moves cells in the bytes of a workbook; formulas, names, comments and drawings follow.

What a spreadsheet program does when people insert columns and cells. The result is compared with
the file before: every cell stands where it is to stand, with its content and its look.
"""

from __future__ import annotations

from kamxl.cells import address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import Splices, escaped
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.reshaping import following, tables
from kamxl.hosts.xlsx.patching.reshaping.cells import rebuilt
from kamxl.hosts.xlsx.patching.reshaping.references import Spelling
from kamxl.hosts.xlsx.patching.scanning import Scanned, scan
from kamxl.hosts.xlsx.patching.workbook import SheetEntry, Workbook
from kamxl.limits import DEFAULT, Limits
from kamxl.workbook.merging.shaping import BookShape, SheetShape

# Parts that hang on a sheet and name its cells.
CHARTS = ("xl/charts/", "xl/chartEx/")


def reshaped(content: bytes, shape: BookShape, file: str, limits: Limits = DEFAULT) -> bytes:
    """Return a workbook whose sheets have room; InputError where something stands in the way."""
    if shape.identity:
        return content
    package = Package(content, file, limits)
    workbook = Workbook(package)
    moving = _Moving(package, workbook, shape)
    moving.run()
    made = package.packed()
    _compare(content, made, shape, file, limits)
    return made


class _Moving:
    def __init__(self, package: Package, workbook: Workbook, shape: BookShape) -> None:
        self.package, self.workbook, self.shape = package, workbook, shape
        self.spelling = Spelling(shape)

    def run(self) -> None:
        for entry in self.workbook.sheets:
            if not entry.worksheet:
                continue
            shape = self.shape.sheets.get(entry.name)
            place = f"{self.package.file}!{entry.name}"
            sheet = scan(self.package.read(entry.part), place)
            if shape is not None and not shape.identity:
                self._refuse(sheet, shape, place)
                self.package.put(entry.part, rebuilt(sheet, shape, self.spelling, place))
                self._around(entry, shape)
            else:
                self.package.put(entry.part, following.sheet(sheet, entry.name, self.spelling))
        self._names()
        for part in self.package.names():
            if part.startswith(CHARTS) and part.endswith(".xml"):
                following.chart(self.package, part, self.spelling)
            elif part.startswith("xl/pivotCache/pivotCacheDefinition"):
                following.pivot(self.package, part, self.shape)
        self.workbook.drop_chain()

    def _refuse(self, sheet: Scanned, shape: SheetShape, place: str) -> None:
        for area, kind in sheet.blocks():
            if kind == "dataTable":
                raise InputError(
                    "a data table (What-If Analysis) stands on a sheet that needs room; move it",
                    f"{place}!{address(area.top, area.left)}",
                )
        for area in sheet.merged():
            first = shape.place(area.top, area.left)
            last = shape.place(area.bottom, area.right)
            if last[0] - first[0] != area.bottom - area.top:
                raise InputError(
                    "merged cells stand where the sheet needs room: unmerge them "
                    "(Home > Merge & Center)",
                    f"{place}!{address(area.top, area.left)}",
                )

    def _around(self, entry: SheetEntry, shape: SheetShape) -> None:
        """Let what hangs on a sheet follow its cells."""
        package = self.package
        for part in package.related(entry.part, "table"):
            tables.follow(package, part, shape, self.spelling, entry.name)
        for kind in ("comments", "threadedComment"):
            for part in package.related(entry.part, kind):
                following.comments(package, part, shape)
        for part in package.related(entry.part, "pivotTable"):
            following.located(package, part, shape)
        for part in package.related(entry.part, "vmlDrawing"):
            following.notes(package, part, shape)
        for part in package.related(entry.part, "drawing"):
            following.drawing(package, part, shape)

    def _names(self) -> None:
        data = self.package.read(self.workbook.part)
        splices = Splices(data)
        listed = self.workbook.tree().first("definedNames")
        for node in listed.children if listed else ():
            text = self.spelling.moved(node.text, "")
            if text != node.text:
                splices.replace(node.opened, node.closed, escaped(text).encode())
        self.package.put(self.workbook.part, splices.done())


def _compare(before: bytes, after: bytes, shape: BookShape, file: str, limits: Limits) -> None:
    """Raise InputError unless every cell stands where it is to, and no part came or went."""
    old, new = Package(before, file, limits), Package(after, file, limits)
    gone = {name for name in old.names() if not new.has(name)}
    if any("calcChain" not in name for name in gone) or set(new.names()) - set(old.names()):
        raise InputError(
            "parts would come or go, which was not intended; nothing was written", file
        )
    for entry in Workbook(old).sheets:
        if not entry.worksheet or old.read(entry.part) == new.read(entry.part):
            continue
        moves = shape.sheets.get(entry.name)
        place = f"{file}!{entry.name}"
        was, now = scan(old.read(entry.part), place), scan(new.read(entry.part), place)
        count = 0
        for cell in was.cells():
            at = moves.place(cell.row, cell.column) if moves else (cell.row, cell.column)
            found = now.cell(*at)
            if (
                found is None
                or (found.style, found.type, bool(found.formula))
                != (cell.style, cell.type, bool(cell.formula))
                or _value(was, cell.value) != _value(now, found.value)
            ):
                raise InputError(
                    "the cell would change on its way, which was not intended; nothing was "
                    "written. Please report this",
                    f"{place}!{address(cell.row, cell.column)}",
                )
            count += 1
        headings = len(moves.table.columns) if moves and moves.table else 0
        if sum(1 for _ in now.cells()) != count + headings:
            raise InputError("cells would appear, which was not intended", place)


def _value(sheet: Scanned, span: tuple[int, int] | None) -> bytes:
    return sheet.data[span[0] : span[1]] if span else b""
