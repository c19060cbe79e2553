"""Cell formats: every index leads somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.parsing import Node, Report, check_order

COLOUR = re.compile(r"[0-9A-Fa-f]{8}")
MOST_FORMATS, LONGEST_CODE, FIRST_OWN = 65_490, 255, 164
ORDERS: dict[str, tuple[str, ...]] = {
    "styleSheet": (
        "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
        "tableStyles", "colors", "extLst",
    ),
    "dxf": ("font", "numFmt", "fill", "alignment", "border", "protection", "extLst"),
    "xf": ("alignment", "protection", "extLst"),
    "border": (
        "start", "end", "left", "right", "top", "bottom", "diagonal", "vertical", "horizontal",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Styles:
    """How many formats of cells and of differences there are."""

    cells: int = 1
    differences: int = 0


def read_styles(package: Package, part: str) -> Styles:
    """Return how many formats there are, and tell what is wrong with them."""
    node = package.tree(part, "styleSheet")

    def report(code: str, place: str, what: object) -> None:
        package.faults.add(code, part, place, what)

    check_order(node, report, ORDERS)
    numbers: set[str] = set()
    for number in node.one("numFmts").all("numFmt"):
        code, key = number.get("formatCode"), number.get("numFmtId")
        if not code or len(code) > LONGEST_CODE or key in numbers:
            report("STYLE-NUMBER", f"numFmt {key}", key)
        numbers.add(key)
    masters = node.one("cellStyleXfs").all("xf")
    bounds = {
        "fontId": len(node.one("fonts").all("font")),
        "fillId": len(node.one("fills").all("fill")),
        "borderId": len(node.one("borders").all("border")),
        "xfId": max(len(masters), 1),
    }
    formats = node.one("cellXfs").all("xf")
    for family, each in (("cellStyleXfs", masters), ("cellXfs", formats)):
        for at, xf in enumerate(each):
            for key, bound in bounds.items():
                if not within(xf.get(key, "0"), bound) and not (
                    bound == 0 and key not in xf.attributes
                ):
                    report("STYLE-INDEX", f"{family} {at}", f"{key}={xf.get(key)}")
            number_id = xf.get("numFmtId", "0")
            if not number_id.isdecimal() or (
                int(number_id) >= FIRST_OWN and number_id not in numbers
            ):
                report("STYLE-INDEX", f"{family} {at}", f"numFmtId={number_id}")
    check_colours(node, report)
    called: set[str] = set()
    for style in node.one("cellStyles").all("cellStyle"):
        name = style.get("name").casefold()
        if not name or name in called:
            report("STYLE-NAME", "cellStyles", style.get("name") or "''")
        called.add(name)
        if not within(style.get("xfId", "0"), bounds["xfId"]):
            report("STYLE-INDEX", f"cellStyle {style.get('name')}", f"xfId={style.get('xfId')}")
    differences = len(node.one("dxfs").all("dxf"))
    for element in _table_elements(node):
        if not within(
            element.get("dxfId", "0"), max(differences, "dxfId" not in element.attributes)
        ):
            report("STYLE-INDEX", "tableStyleElement", f"dxfId={element.get('dxfId')}")
    if len(formats) > MOST_FORMATS:
        report("STYLE-COUNT", "cellXfs", f"{len(formats):,}")
    return Styles(max(len(formats), 1), differences)


def check_colours(node: Node, report: Report) -> None:
    """Tell where a colour is not eight digits."""
    for each in node.within():
        told = each.attributes.get("rgb")
        if told is not None and not COLOUR.fullmatch(told):
            report("STYLE-COLOUR", each.tag, told or "''")


def _table_elements(node: Node) -> list[Node]:
    styles = node.one("tableStyles").all("tableStyle")
    return [element for style in styles for element in style.all("tableStyleElement")]


def within(text: str, bound: int) -> bool:
    """Return whether a text is a whole number from 0 to below a bound."""
    return text.isdecimal() and text.isascii() and len(text) < 10 and int(text) < bound
