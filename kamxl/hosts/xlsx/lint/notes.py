"""Comments with their boxes, and the order of calculation."""

from __future__ import annotations

import re

from kamxl.hosts.xlsx.lint.areas import COLUMNS, area
from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.parsing import Attributes, Scan
from kamxl.hosts.xlsx.lint.styles import within

# Excel's own VML is not always well-formed XML (<br>), so it is searched, not parsed.
BOX = re.compile(
    rb"<(?:\w+:)?ClientData\b[^>]*ObjectType\s*=\s*[\"']Note[\"'].*?ClientData>", re.DOTALL
)
ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d{1,7})\s*</")
COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d{1,5})\s*</")


def check_comments(package: Package, sheet: str) -> set[str]:
    """Tell what is wrong with the comments of the sheet of a part; return their cells."""
    seen: set[str] = set()
    boxes: set[tuple[int, int]] | None = None
    for part in package.related(sheet, "comments"):
        node = package.tree(part, "comments")
        authors = len(node.one("authors").all("author"))
        for comment in node.one("commentList").all("comment"):
            ref = comment.get("ref")
            place = area(ref)
            if place is None or ":" in ref or ref in seen:
                package.faults.add("NOTE-CELL", part, ref)
            seen.add(ref)
            if not within(comment.get("authorId"), authors):
                package.faults.add("NOTE-AUTHOR", part, ref, comment.get("authorId"))
            if boxes is None:
                boxes = _boxes(package, sheet)
            if place and (place.top - 1, place.left - 1) not in boxes:
                package.faults.add("NOTE-DRAWING", part, ref)
    return seen


def _boxes(package: Package, sheet: str) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for drawing in package.related(sheet, "vmlDrawing"):
        for box in BOX.finditer(package.bytes(drawing)):
            row, column = ROW.search(box[0]), COLUMN.search(box[0])
            if row and column:
                found.add((int(row[1]), int(column[1])))
    return found


class Chain(Scan):
    """Hears the order of calculation: for each sheet's id the cells that must hold formulas."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, set[int]] = {}
        self.wrong: list[str] = []
        self.sheet = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Note a cell; the sheet is that of the cell before where none is said."""
        if tag != "c":
            return
        self.sheet = attributes.get("i", self.sheet)
        place = area(attributes.get("r", ""))
        if place is None:
            self.wrong.append(attributes.get("r", ""))
        else:
            key = place.top * (COLUMNS + 1) + place.left
            self.cells.setdefault(self.sheet, set()).add(key)


def read_chain(package: Package, workbook: str, ids: set[str]) -> dict[str, set[int]]:
    """Return the cells of the order of calculation by the id of their sheet."""
    chain = Chain()
    for part in package.related(workbook, "calcChain")[:1]:
        package.scan(part, chain, "calcChain")
        for place in chain.wrong:
            package.faults.add("CHAIN-CELL", part, place)
        for key in sorted(set(chain.cells) - ids):
            package.faults.add("CHAIN-SHEET", part, "", key)
    return chain.cells
