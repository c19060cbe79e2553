"""Drawings and their charts: where they lie, and whether all is there that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kamxl.hosts.xlsx.lint.areas import COLUMNS, ROWS
from kamxl.hosts.xlsx.lint.formulas import Formulas
from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.parsing import Node, Report, check_children
from kamxl.hosts.xlsx.lint.styles import within

ANCHORS = frozenset({"xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor"})
OBJECTS = frozenset(
    {
        "xdr:sp", "xdr:grpSp", "xdr:graphicFrame", "xdr:cxnSp", "xdr:pic", "xdr:contentPart",
        "mc:AlternateContent",
    }
)  # fmt: skip
SPACE = (
    "date1904", "lang", "roundedCorners", "AlternateContent", "style", "clrMapOvr", "pivotSource",
    "protection", "chart", "spPr", "txPr", "externalData", "printSettings", "userShapes", "extLst",
)  # fmt: skip
CHART = (
    "title", "autoTitleDeleted", "pivotFmts", "view3D", "floor", "sideWall", "backWall", "plotArea",
    "legend", "plotVisOnly", "dispBlanksAs", "showDLblsOverMax", "extLst",
)  # fmt: skip
AXES = frozenset({"c:valAx", "c:catAx", "c:dateAx", "c:serAx"})


def check_drawings(
    package: Package, sheet: str, formulas: Formulas, unchanged: Collection[str] = ()
) -> None:
    """Tell what is wrong with the drawings of a sheet's part, and with the charts in them.

    Parts that are `unchanged` since they were looked at last are passed over.
    """
    for part in package.related(sheet, "drawing"):
        if part in package.read:
            continue
        if part not in unchanged:
            _drawing(package, part)
        for chart in package.related(part, "chart"):
            if chart not in package.read and chart not in unchanged:
                _chart(package, chart, formulas)


def _drawing(package: Package, part: str) -> None:
    node = package.tree(part, "xdr:wsDr")
    ids: set[str] = set()
    for anchor in node.within():
        if anchor.tag in ANCHORS:
            _anchor(package, part, anchor)
    for each in _drawn(node):
        if each.tag == "xdr:cNvPr":
            key = each.get("id")
            if not within(key, 2**31) or key in ids:
                package.faults.add("DRAWING-ID", part, each.get("name"), key or "''")
            ids.add(key)


def _drawn(node: Node) -> Iterator[Node]:
    """Yield what is drawn, without what older programs draw in its stead."""
    yield node
    for child in node.children:
        if child.tag != "mc:Fallback":
            yield from _drawn(child)


def _anchor(package: Package, part: str, anchor: Node) -> None:
    corners = [
        (corner.one("xdr:row").text.strip(), corner.one("xdr:col").text.strip())
        for corner in (*anchor.all("xdr:from"), *anchor.all("xdr:to"))
    ]
    wanted = {"xdr:twoCellAnchor": 2, "xdr:oneCellAnchor": 1}.get(anchor.tag, 0)
    good = len(corners) == wanted and all(
        within(row, ROWS) and within(column, COLUMNS) for row, column in corners
    )
    if good and wanted == 2:
        (top, left), (bottom, right) = ((int(row), int(column)) for row, column in corners)
        good = top <= bottom and left <= right
    if not good:
        package.faults.add("DRAWING-ANCHOR", part, "", corners)
    held = {child.tag for child in anchor.children}
    if not held & OBJECTS or "xdr:clientData" not in held:
        package.faults.add("DRAWING-EMPTY", part, "", anchor.tag)


def _chart(package: Package, part: str, formulas: Formulas) -> None:
    node = package.tree(part, "c:chartSpace")

    def report(code: str, place: str, what: object) -> None:
        package.faults.add(code, part, place, what)

    for element, order in ((node, SPACE), (node.one("c:chart"), CHART)):
        tags = [child.tag.rpartition(":")[2] for child in element.children]
        check_children(element.tag, tags, order, report)
    plot = node.one("c:chart").one("c:plotArea")
    charts = [child for child in plot.children if child.tag.endswith("Chart")]
    if not charts:
        report("CHART-EMPTY", "plotArea", "")
    axes = [child for child in plot.children if child.tag in AXES]
    known = [axis.one("c:axId").get("val") for axis in axes]
    named = [each.get("val") for chart in charts for each in chart.all("c:axId")]
    named += [axis.one("c:crossAx").get("val") for axis in axes]
    for key in named:
        if key not in known:
            report("CHART-AXIS", "axId", key or "''")
    for at, key in enumerate(known):
        if key in known[:at]:
            report("CHART-AXIS", "axId", key or "''")
    for tag in ("c:idx", "c:order"):
        numbers = [s.one(tag).get("val") for chart in charts for s in chart.all("c:ser")]
        for at, number in enumerate(numbers):
            if not within(number, 2**31) or number in numbers[:at]:
                report("CHART-SERIES", tag.removeprefix("c:"), number or "''")
    for each in node.within():
        if each.tag == "c:f":
            for code, what in formulas.check(each.text, -1):
                report(code, "c:f", what)
        elif each.tag in ("c:numCache", "c:strCache", "c:lvl"):
            _cache(each, report)


def _cache(cache: Node, report: Report) -> None:
    told = cache.one("c:ptCount").get("val")
    points = [point.get("idx") for point in cache.all("c:pt")]
    most = int(told) if within(told, 2**31) else 2**31
    seen: set[str] = set()
    for point in points:
        if not within(point, most) or point in seen:
            report("CHART-CACHE", cache.tag.removeprefix("c:"), point or "''")
            return
        seen.add(point)
