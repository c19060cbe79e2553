"""The tables of a sheet: where they are, and how one grows downwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kamxl.cells import address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.editing import Place
from kamxl.hosts.xlsx.patching.markup import Node, Splices
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.places import area_at, meets, spelled, within
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.workbook.spec import Area


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table of a sheet: its part and tree, its name, and where it lies."""

    part: str
    root: Node
    name: str
    area: Area
    headers: int
    totals: int


def tables_of(package: Package, part: str) -> list[TablePart]:
    """Return the tables of a sheet."""
    found = []
    for table in package.related(part, "table"):
        root = package.tree(table)
        found.append(
            TablePart(
                table,
                root,
                root.get("displayName"),
                area_at(root.get("ref"), f"{package.file} ({table})"),
                int(root.get("headerRowCount", "1")),
                int(root.get("totalsRowCount", "0")),
            )
        )
    return found


def kept(tables: list[TablePart]) -> list[tuple[Area, str]]:
    """Return where nothing may be written: headers and totals, and why."""
    found = []
    for table in tables:
        _, left, bottom, right = table.area
        top = table.area.top
        if table.headers:
            found.append(
                (
                    Area(top, left, top + table.headers - 1, right),
                    f"the header of the table “{table.name}”, on which its formulas depend",
                )
            )
        if table.totals:
            found.append(
                (
                    Area(bottom - table.totals + 1, left, bottom, right),
                    f"the total row of the table “{table.name}”: switch it off (Table Design > "
                    "Total Row)",
                )
            )
    return found


def grow(
    package: Package,
    tables: list[TablePart],
    name: str,
    area: Area,
    sheet: Scanned,
    written: Collection[Place],
    adopted: Collection[int],
    obstacles: list[tuple[Area, str]],
    place: str,
) -> Area | None:
    """Let a table reach down to a new end; returns the new rows, None when it does already.

    What stands in the new rows must be among the cells that are written, or in adopted rows.
    """
    table = next((one for one in tables if one.name.casefold() == name.casefold()), None)
    if table is None:
        raise InputError(f"there is no table “{name}” on the sheet any more", place)
    if table.area == area:
        return None
    at = f"{place}!{spelled(table.area)}"
    same = (table.area.top, table.area.left, table.area.right) == (area.top, area.left, area.right)
    if not same or area.bottom < table.area.bottom:
        raise InputError(
            f"the table “{name}” lies elsewhere than expected; it only grows downwards", at
        )
    if table.totals:
        raise InputError(
            f"the table “{name}” has a total row and cannot grow: switch it off (Table Design > "
            "Total Row)",
            at,
        )
    new = Area(table.area.bottom + 1, area.left, area.bottom, area.right)
    for other in tables:
        if other is not table and meets(other.area, new):
            raise InputError(
                f"the table “{name}” needs {len_rows(new)} and meets the table “{other.name}”; "
                "move that one",
                f"{place}!{spelled(other.area)}",
            )
    for obstacle, why in obstacles:
        if meets(obstacle, new):
            raise InputError(
                f"the table “{name}” needs {len_rows(new)} and meets {why}; move that",
                f"{place}!{spelled(obstacle)}",
            )
    for row in range(new.top, new.bottom + 1):
        found = sheet.rows.get(row)
        for cell in found.cells.values() if found and row not in adopted else ():
            if cell.filled and within(row, cell.column, new):
                if (row, cell.column) in written:
                    continue
                raise InputError(
                    f"the table “{name}” needs {len_rows(new)}, but this cell is in use: move "
                    "what stands below the table",
                    f"{place}!{address(row, cell.column)}",
                )
    splices = Splices(package.read(table.part))
    splices.attribute(table.root, "ref", spelled(area))
    filtered = table.root.first("autoFilter")
    if filtered is not None and area_at(filtered.get("ref"), at) == table.area:
        splices.attribute(filtered, "ref", spelled(area))
    sort = table.root.first("sortState")
    if sort is not None:
        _stretch(splices, sort, table.area, area, at)
        for condition in sort.all("sortCondition"):
            _stretch(splices, condition, table.area, area, at)
    package.put(table.part, splices.done())
    return new


def _stretch(splices: Splices, node: Node, old: Area, new: Area, place: str) -> None:
    found = area_at(node.get("ref"), place)
    if found.bottom == old.bottom:
        splices.attribute(node, "ref", spelled(found._replace(bottom=new.bottom)))


def len_rows(area: Area) -> str:
    """Return in words which rows an area takes."""
    if area.top == area.bottom:
        return f"row {area.top + 1}"
    return f"rows {area.top + 1} to {area.bottom + 1}"
