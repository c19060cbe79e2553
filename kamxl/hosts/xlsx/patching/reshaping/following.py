"""What speaks of cells follows them: rules, links, comments, drawings, charts, pivot tables."""

from __future__ import annotations

import re

from kamxl.cells import address
from kamxl.hosts.xlsx.patching.markup import Node, Splices, escaped
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.places import area_at, cell_at, spelled
from kamxl.hosts.xlsx.patching.reshaping.references import Spelling, moved_area, moved_areas
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.hosts.xlsx.patching.sharing import moved
from kamxl.workbook.merging.shaping import BookShape, SheetShape

FORMULAS = ("formula", "formula1", "formula2", "f")
NOT_CELLS = ("sheetData", "dimension", "cols", "tableParts")
_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_ROW = re.compile(rb"(<x:Row>)\s*(\d+)\s*(</x:Row>)\s*(<x:Column>)\s*(\d+)\s*(</x:Column>)")


def around(
    root: Node, splices: Splices, sheet: str, spelling: Spelling, shape: SheetShape | None
) -> None:
    """Let all that names cells in a sheet's XML, besides its cells, follow."""
    for section in root.children:
        if section.tag in NOT_CELLS:
            continue
        for node in section.walk():
            changes: dict[str, str | None] = {}
            if shape is not None:
                for name in ("ref", "sqref", "activeCell"):
                    given = node.attributes.get(name)
                    if given:
                        now = moved_areas(given, shape)
                        if now != given:
                            changes[name] = now
                if node.tag == "brk":
                    rows = section.tag == "rowBreaks"
                    number = int(node.get("id", "0"))
                    line = shape.blocks[0].rows if rows else shape.columns
                    changes["id"] = str(line(number))
            location = node.attributes.get("location")
            if node.tag == "hyperlink" and location:
                changes["location"] = spelling.moved(location, sheet)
            splices.attributes(node, changes)
            if node.tag in FORMULAS and node.text:
                text = spelling.moved(node.text, sheet)
                if text != node.text:
                    splices.replace(node.opened, node.closed, _text(text))
            elif node.tag == "sqref" and shape is not None:
                splices.replace(node.opened, node.closed, _text(moved_areas(node.text, shape)))


def _text(text: str) -> bytes:
    return escaped(text).replace("&quot;", '"').encode()


def sheet(scanned: Scanned, name: str, spelling: Spelling) -> bytes:
    """Return a sheet that keeps its cells, with formulas that lead to where others went."""
    splices = Splices(scanned.data)
    masters = scanned.masters()
    doubtful = {
        key for key, cell in masters.items() if spelling.moved(cell.text, name) != cell.text
    }
    for cell in scanned.cells():
        if cell.formula is None:
            continue
        text = cell.text
        if cell.shared and not text:
            if cell.shared not in doubtful:
                continue
            master = masters[cell.shared]
            text = moved(master.text, cell.row - master.row, cell.column - master.column) or ""
        now = spelling.moved(text, name)
        if now == cell.text and cell.shared not in doubtful:
            continue
        begin, end = cell.formula
        head = scanned.data[begin : scanned.data.index(b">", begin) + 1]
        if cell.shared:
            head = f"<{scanned.prefix}f>".encode()
        tail = f"</{scanned.prefix}f>".encode()
        splices.replace(begin, end, head + _text(now) + tail)
    around(scanned.root, splices, name, spelling, None)
    return splices.done()


def comments(package: Package, part: str, shape: SheetShape) -> None:
    """Let comments of a sheet, threaded or not, stay with their cells."""
    splices = Splices(package.read(part))
    for node in package.tree(part).walk():
        if node.tag in ("comment", "threadedComment") and node.get("ref"):
            at = shape.place(*cell_at(node.get("ref"), part))
            splices.attribute(node, "ref", address(*at))
    package.put(part, splices.done())


def notes(package: Package, part: str, shape: SheetShape) -> None:
    """Let the boxes of comments stay beside their cells."""
    data = package.read(part)

    def anchor(match: re.Match[bytes]) -> bytes:
        numbers = [int(one) for one in match[2].decode().replace(" ", "").split(",")]
        if len(numbers) != 8:
            return match[0]
        left, top, right, bottom = numbers[0], numbers[2], numbers[4], numbers[6]
        row, column = shape.place(top, left)
        numbers[0], numbers[2] = column, row
        numbers[4], numbers[6] = column + right - left, row + bottom - top
        return match[1] + ", ".join(str(one) for one in numbers).encode() + match[3]

    def cell(match: re.Match[bytes]) -> bytes:
        row, column = shape.place(int(match[2]), int(match[5]))
        return b"".join(
            (match[1], str(row).encode(), match[3], match[4], str(column).encode(), match[6])
        )

    package.put(part, _ROW.sub(cell, _ANCHOR.sub(anchor, data)))


def drawing(package: Package, part: str, shape: SheetShape) -> None:
    """Let pictures, shapes and charts hang on the cells on which they hung, as large as before."""
    splices = Splices(package.read(part))
    for anchor in package.tree(part).children:
        first = anchor.first("from")
        if first is None:
            continue
        corner = {node.tag: int(node.text or 0) for node in first.children}
        at = corner.get("row", 0), corner.get("col", 0)
        row, column = shape.drawn.get(at) or shape.place(*at)
        by = {"row": row - corner.get("row", 0), "col": column - corner.get("col", 0)}
        for end in (first, anchor.first("to")):
            for node in end.children if end else ():
                if by.get(node.tag):
                    now = int(node.text or 0) + by[node.tag]
                    splices.replace(node.opened, node.closed, str(now).encode())
    package.put(part, splices.done())


def chart(package: Package, part: str, spelling: Spelling) -> None:
    """Let a chart draw the cells that it drew."""
    splices = Splices(package.read(part))
    for node in package.tree(part).walk():
        if node.tag == "f" and node.text:
            text = spelling.moved(node.text, "")
            if text != node.text:
                splices.replace(node.opened, node.closed, _text(text))
    package.put(part, splices.done())


def located(package: Package, part: str, shape: SheetShape) -> None:
    """Let a pivot table lie where its cells went."""
    splices = Splices(package.read(part))
    node = package.tree(part).first("location")
    if node is not None and node.get("ref"):
        splices.attribute(node, "ref", spelled(moved_area(area_at(node.get("ref"), part), shape)))
    package.put(part, splices.done())


def pivot(package: Package, part: str, shape: BookShape) -> None:
    """Let a pivot table read the cells that it read."""
    splices = Splices(package.read(part))
    for node in package.tree(part).walk():
        moves = shape.sheets.get(node.get("sheet")) if node.tag == "worksheetSource" else None
        if moves is not None and node.get("ref"):
            area = moved_area(area_at(node.get("ref"), part), moves)
            splices.attribute(node, "ref", spelled(area))
    package.put(part, splices.done())
