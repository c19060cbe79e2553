"""Charts of a sheet: ours follow the new sheet, known by their descriptions; all else stays."""

from __future__ import annotations

from typing import NamedTuple

from kamxl.hosts.xlsx.patching.aside import Aside
from kamxl.hosts.xlsx.patching.markup import OFFICE, Node, Splices, standalone
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.hosts.xlsx.patching.sheets import Copying
from kamxl.hosts.xlsx.patching.worksheet import insert_section
from kamxl.workbook.spec import Chart, Sheet

DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"


class Anchored(NamedTuple):
    """A chart on a sheet: the drawing, where it hangs there, its description, its part."""

    drawing: str
    anchor: Node
    described: Node
    chart: str


def charts_of(package: Package, part: str) -> list[Anchored]:
    """Return the charts of a sheet."""
    found = []
    for drawing in package.related(part, "drawing"):
        targets = {relation.id: relation for relation in package.of(drawing)}
        for anchor in package.tree(drawing).children:
            nodes = list(anchor.walk())
            described = next((node for node in nodes if node.tag == "cNvPr"), None)
            for node in nodes:
                relation = targets.get(node.get("id")) if node.tag == "chart" else None
                if relation and described:
                    chart = package.real(relation.part)
                    found.append(Anchored(drawing, anchor, described, chart))
    return found


def pairs(former: Sheet | None, new: Sheet) -> list[tuple[Chart | None, Chart | None]]:
    """Return which former chart each new one follows: by place in a list as long, or by words."""
    before = list(former.charts) if former else []
    if len(before) == len(new.charts):
        return list(zip(before, new.charts, strict=True))
    made: list[tuple[Chart | None, Chart | None]] = []
    left = list(before)
    for chart in new.charts:
        same = next((one for one in left if one.description == chart.description), None)
        if same is not None:
            left.remove(same)
        made.append((same, chart))
    return made + [(chart, None) for chart in left]


def replace_charts(
    package: Package,
    copying: Copying,
    sheet: Scanned,
    splices: Splices,
    part: str,
    aside: Aside,
    structure: Sheet,
    former: Sheet | None,
) -> None:
    """Let the charts that kamxl put on a sheet become those of a new one.

    A chart keeps the place and size that it has; one that a person deleted stays away.
    """
    there = charts_of(aside.package, aside.part(structure.name))
    for old, new in pairs(former, structure):
        if old == new:
            continue
        words = {chart.description for chart in (old, new) if chart is not None}
        here = next(
            (one for one in charts_of(package, part) if one.described.get("descr") in words), None
        )
        if new is None:
            if here is not None:
                _take_away(package, here)
            continue
        source = next(one for one in there if one.described.get("descr") == new.description)
        if here is not None:
            package.put(here.chart, aside.package.read(source.chart))
            if here.described.get("descr") != new.description:
                drawing = Splices(package.read(here.drawing))
                drawing.attribute(here.described, "descr", new.description)
                package.put(here.drawing, drawing.done())
        elif old is None:
            _hang(package, copying, sheet, splices, part, aside, source)


def _take_away(package: Package, here: Anchored) -> None:
    splices = Splices(package.read(here.drawing))
    splices.replace(here.anchor.start, here.anchor.end, b"")
    package.put(here.drawing, splices.done())


def _hang(
    package: Package,
    copying: Copying,
    sheet: Scanned,
    splices: Splices,
    part: str,
    aside: Aside,
    source: Anchored,
) -> None:
    found = package.related(part, "drawing")
    if not found:
        drawing = package.fresh("xl/drawings/drawing{}.xml")
        package.put(drawing, f'<xdr:wsDr xmlns:xdr="{DRAWN}" xmlns:a="{ART}"></xdr:wsDr>'.encode())
        package.declare(drawing, aside.package.type_of(source.drawing))
        identity = package.relate(part, f"{OFFICE}/drawing", drawing)
        prefix = sheet.prefix
        new = f'<{prefix}drawing xmlns:r="{OFFICE}" r:id="{identity}"/>'
        insert_section(sheet, splices, "drawing", new.encode())
        found = [drawing]
    drawing = found[0]
    chart = copying.copied(source.chart, f"{OFFICE}/chart")
    identity = package.relate(drawing, f"{OFFICE}/chart", chart)
    root, data = package.tree(drawing), package.read(drawing)
    number = max((int(n.get("id", "0")) for n in root.walk() if n.tag == "cNvPr"), default=1) + 1
    anchor = Splices(aside.package.read(source.drawing))
    anchor.attribute(source.described, "id", str(number))
    for node in source.anchor.walk():
        if node.tag == "chart":
            anchor.attribute(node, "r:id", identity)
    made = anchor.done()
    end = source.anchor.end + len(made) - len(anchor.data)
    raw = standalone(made[source.anchor.start : end], "", {"xdr": DRAWN, "a": ART})
    drawn = Splices(data)
    drawn.append(root, raw)
    package.put(drawing, drawn.done())
