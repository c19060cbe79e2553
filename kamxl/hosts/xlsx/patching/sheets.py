"""Whole sheets that were built aside, brought into a person's workbook with all that they need."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.aside import Aside
from kamxl.hosts.xlsx.patching.markup import OFFICE, Splices, parse
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.styles import Styles
from kamxl.hosts.xlsx.patching.workbook import Workbook

# Aside sheets come from XlsxWriter, whose spelling is known: these patterns are about it alone.
_CELL = re.compile(rb"<(c|row|col) ([^>]*?)(/?)>")
_STYLE = re.compile(rb'\b(s|style)="(\d+)"')
_STRING = re.compile(rb'(<c [^>]*?) t="s"><v>(\d+)</v></c>')
_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_DXF = re.compile(rb'\b(\w*[dD]xfId)="(\d+)"')


def transplant(
    package: Package, workbook: Workbook, styles: Styles, aside: Aside, name: str, after: str
) -> str:
    """Bring a sheet in behind the one named `after`; returns its part here.

    Texts become inline, formats and looks are mapped, tables get ids of their own. A name that is
    taken is refused.
    """
    taken = [sheet.name for sheet in workbook.sheets]
    if any(name.casefold() == other.casefold() for other in taken):
        raise InputError(
            f"there is a sheet “{name}” already, which is not kamxl's: rename it",
            f"{package.file}!{name}",
        )
    source = aside.part(name)
    part = package.fresh("xl/worksheets/sheet{}.xml")
    package.put(part, _mapped(styles, aside, aside.package.read(source)))
    package.declare(part, aside.package.type_of(source))
    Copying(package, workbook, styles, aside, f"{package.file}!{name}").relations(source, part)
    workbook.add(name, part, f"{OFFICE}/worksheet", after)
    _local_names(workbook, aside, name)
    return part


def _local_names(workbook: Workbook, aside: Aside, name: str) -> None:
    here = [sheet.name for sheet in workbook.sheets].index(name)
    there = [sheet.name for sheet in aside.workbook.sheets].index(name)
    listed = aside.workbook.tree().first("definedNames")
    for node in listed.children if listed else ():
        if node.get("localSheetId") == str(there):
            workbook.define(node.get("name"), node.text, here, hidden=node.get("hidden") == "1")


def _mapped(styles: Styles, aside: Aside, data: bytes) -> bytes:
    """Return a sheet's XML with formats of here, and with its texts in its cells."""
    known: dict[bytes, bytes] = {}

    def style(found: re.Match[bytes]) -> bytes:
        if found[2] not in known:
            known[found[2]] = str(styles.xf(aside.source, int(found[2]))).encode()
        return found[1] + b'="' + known[found[2]] + b'"'

    def cell(found: re.Match[bytes]) -> bytes:
        return b"<" + found[1] + b" " + _STYLE.sub(style, found[2]) + found[3] + b">"

    strings = _strings(aside)

    def inline(found: re.Match[bytes]) -> bytes:
        return found[1] + b' t="inlineStr"><is>' + strings[int(found[2])] + b"</is></c>"

    data = _STRING.sub(inline, _CELL.sub(cell, data))
    head, rows, tail = data.partition(b"</sheetData>")
    if not rows:
        head, rows, tail = data.partition(b"<sheetData/>")
    head = head.replace(b' tabSelected="1"', b"")
    return head + rows + with_looks(styles, aside, tail)


def with_looks(styles: Styles, aside: Aside, data: bytes) -> bytes:
    """Return XML that refers to looks of conditional formats, with their numbers here."""
    return _DXF.sub(
        lambda found: (
            found[1] + b'="' + str(styles.dxf(aside.source, int(found[2]))).encode() + b'"'
        ),
        data,
    )


def _strings(aside: Aside) -> list[bytes]:
    found = aside.package.related(aside.workbook.part, "sharedStrings")
    data = aside.package.read(found[0]) if found else b""
    return [item[1] or b"" for item in _ITEM.finditer(data)]


class Copying:
    """Copies what a part refers to: drawings, charts, tables, and what these refer to."""

    def __init__(
        self, package: Package, workbook: Workbook, styles: Styles, aside: Aside, place: str
    ) -> None:
        self.package, self.workbook = package, workbook
        self.styles, self.aside, self.place = styles, aside, place

    def relations(self, source: str, part: str) -> None:
        """Copy all that a part aside refers to, and let the part here refer to the copies."""
        for relation in self.aside.package.of(source):
            copy = self.copied(self.aside.package.real(relation.part), relation.kind)
            self.package.relate(part, relation.kind, copy, relation.id)

    def copied(self, source: str, kind: str) -> str:
        """Return the name here of the copy of a part aside."""
        data = self.aside.package.read(source)
        if kind.endswith("/table"):
            data = self._table(data)
        part = self.package.fresh(re.sub(r"\d*(\.\w+)$", r"{}\1", source))
        self.package.put(part, data)
        self.package.declare(part, self.aside.package.type_of(source))
        self.relations(source, part)
        return part

    def _table(self, data: bytes) -> bytes:
        node = parse(data, self.place)
        name = node.get("displayName")
        identity = 0
        for other, number in every_table(self.package, self.workbook):
            identity = max(identity, number)
            if other.casefold() == name.casefold():
                raise InputError(
                    f"there is a table “{name}” already, which is not kamxl's: rename it (Table "
                    "Design > Table Name)",
                    self.place,
                )
        if self.workbook.defined(name) is not None:
            raise InputError(
                f"the name “{name}” is taken, which kamxl needs for a table: rename it (Formulas > "
                "Name Manager)",
                self.place,
            )
        splices = Splices(data)
        splices.attribute(node, "id", str(identity + 1))
        return with_looks(self.styles, self.aside, splices.done())


def every_table(package: Package, workbook: Workbook) -> Iterable[tuple[str, int]]:
    """Yield name and number of each table of a workbook."""
    for sheet in workbook.sheets:
        for part in package.related(sheet.part, "table"):
            root = package.tree(part)
            yield root.get("displayName"), int(root.get("id"))
