"""A table among whose columns new ones come."""

from __future__ import annotations

from collections.abc import Sequence

from kamxl.hosts.xlsx.patching.markup import Node, Splices, escaped
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.places import area_at, spelled
from kamxl.hosts.xlsx.patching.reshaping.references import Spelling, moved_area, moved_areas
from kamxl.workbook.merging.shaping import NewColumn, SheetShape


def follow(package: Package, part: str, shape: SheetShape, spelling: Spelling, sheet: str) -> None:
    """Let a table reach where its cells went, and take in its new columns."""
    root, data = package.tree(part), package.read(part)
    splices = Splices(data)
    area = area_at(root.get("ref"), f"{package.file} ({part})")
    now = moved_area(area, shape)
    new: list[NewColumn] = []
    if shape.table is not None and root.get("displayName") == shape.table.name:
        new = sorted(shape.table.columns)
        now = now._replace(right=max(now.right, *(one.column for one in new), now.left))
    splices.attribute(root, "ref", spelled(now))
    for node in root.walk():
        if node is root:
            continue
        given = node.attributes.get("ref")
        if given:
            whole = node.tag == "autoFilter" and area_at(given, part).right == area.right
            moved = area_at(moved_areas(given, shape), part)
            if whole:
                moved = moved._replace(left=now.left, right=now.right)
            splices.attribute(node, "ref", spelled(moved))
        if node.tag in ("calculatedColumnFormula", "totalsRowFormula") and node.text:
            text = spelling.moved(node.text, sheet)
            if text != node.text:
                splices.replace(node.opened, node.closed, escaped(text).encode())
    _filters(root.first("autoFilter"), splices, area.left, now.left, shape)
    listed = root.first("tableColumns")
    assert listed
    if new:
        _add(splices, listed, new, area.left, shape)
    package.put(part, splices.done())


def _filters(node: Node | None, splices: Splices, left: int, now: int, shape: SheetShape) -> None:
    for one in node.children if node else ():
        number = one.get("colId")
        if one.tag == "filterColumn" and number.isdigit():
            column = shape.columns(left + int(number))
            assert column is not None
            splices.attribute(one, "colId", str(column - now))


def _add(
    splices: Splices, listed: Node, new: Sequence[NewColumn], left: int, shape: SheetShape
) -> None:
    prefix = listed.prefix
    standing = [
        (shape.columns(left + place) or 0, node) for place, node in enumerate(listed.children)
    ]
    number = max(int(node.get("id")) for node in listed.children)
    for one in new:
        number += 1
        formula = ""
        if one.formula:
            text = escaped(one.formula.removeprefix("=")).replace("&quot;", '"')
            tag = f"{prefix}calculatedColumnFormula"
            formula = f"<{tag}>{text}</{tag}>"
        head = f'<{prefix}tableColumn id="{number}" name="{escaped(one.label)}"'
        made = f"{head}>{formula}</{prefix}tableColumn>" if formula else f"{head}/>"
        behind = next((node for column, node in standing if column > one.column), None)
        splices.insert(behind.start if behind else listed.children[-1].end, made.encode())
    splices.attribute(listed, "count", str(len(listed.children) + len(new)))
