"""Puts contents into a sheet's cells: only the bytes of these cells change.

Rows and cells keep their order; a cell that is there keeps its format, one that is not gets the
one it was given. What a program would have to guess is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kamxl.cells import address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.contents import Written
from kamxl.hosts.xlsx.patching.markup import Splices, escaped, with_attributes
from kamxl.hosts.xlsx.patching.places import (
    COLUMNS,
    ROWS,
    area_at,
    meets,
    spelled,
    within,
)
from kamxl.hosts.xlsx.patching.scanning import Scanned, SheetCell, SheetRow
from kamxl.hosts.xlsx.patching.sharing import moved
from kamxl.workbook.spec import Area

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Put:
    """A cell's new content; `style` is for a cell that has no format."""

    written: Written
    style: int


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Areas of a sheet in which nothing may be written, and why."""

    areas: list[tuple[Area, str]] = field(default_factory=list)


def refuse(sheet: Scanned, puts: Mapping[Place, Put], forbidden: Forbidden, place: str) -> None:
    """Raise InputError for the first cell that must not be written to, saying what to do."""
    for row, column in puts:
        if not (0 <= row < ROWS and 0 <= column < COLUMNS):
            raise InputError("there is no such cell", f"{place}!row {row + 1}, column {column + 1}")
    if not puts:
        return
    areas = [
        (area, "a cell of a formula that fills several cells (a spill or an array formula); "
         "move or delete that formula" if kind == "array"
         else "a cell of a data table (What-If Analysis); move it")
        for area, kind in sheet.blocks()
    ] + forbidden.areas  # fmt: skip
    box = Area(
        min(row for row, _ in puts), min(column for _, column in puts),
        max(row for row, _ in puts), max(column for _, column in puts),
    )  # fmt: skip
    areas = [one for one in areas if meets(one[0], box)]
    merged = [area for area in sheet.merged() if meets(area, box)]
    for (row, column), put in puts.items():
        at = f"{place}!{address(row, column)}"
        for area, why in areas:
            if within(row, column, area):
                raise InputError(f"{why}; kamxl does not write here", at)
        for area in merged:
            if within(row, column, area) and (row, column) != (area.top, area.left):
                cell = sheet.cell(row, column)
                if put.written == BLANK and not (cell and cell.filled):
                    continue
                raise InputError(
                    f"the cell is hidden in the merged range {spelled(area)}: unmerge it "
                    "(Home > Merge & Center)",
                    at,
                )


BLANK = Written("", None, "")
# How tall a row is that does not say so.
DEFAULT_HEIGHT = 15.0


def edit(
    sheet: Scanned,
    splices: Splices,
    puts: Mapping[Place, Put],
    values: Mapping[Place, Written],
    place: str,
    heights: Mapping[int, float] | None = None,
) -> frozenset[Place]:
    """Put contents in a sheet's cells, and new results beside formulas.

    Rows that are lower than `heights` grow, among those that are written to.

    Returns the cells whose formula is spelled anew, because they shared it with one written to.

    `values` are results of formulas that are there; a place without a formula is refused.
    """
    respelled = _handed_over(sheet, puts, place)
    spelled_anew = frozenset(respelled)
    for at, written in values.items():
        if at not in puts:
            _recalculate(sheet, splices, at, written, respelled.pop(at, None), place)
    for (row, column), formula in respelled.items():
        cell = sheet.cell(row, column)
        assert cell
        assert cell.formula
        splices.replace(*cell.formula, formula)
    by_row: dict[int, dict[int, Put]] = {}
    for (row, column), put in sorted(puts.items()):
        if put.written == BLANK and put.style == 0 and sheet.cell(row, column) is None:
            continue
        by_row.setdefault(row, {})[column] = put
    missing = []
    for row, cells in by_row.items():
        found = sheet.rows.get(row)
        if found is None:
            missing.append((row, cells))
        else:
            _row(sheet, splices, found, cells, (heights or {}).get(row, 0))
    _new_rows(sheet, splices, missing, heights or {})
    _dimension(sheet, splices, by_row)
    return spelled_anew


def _inner(prefix: str, written: Written) -> bytes:
    parts = ""
    if written.formula is not None:
        parts += f"<{prefix}f>{written.formula}</{prefix}f>"
    if written.type == "inlineStr":
        parts += (
            f'<{prefix}is><{prefix}t xml:space="preserve">{written.value}</{prefix}t></{prefix}is>'
        )
    elif written.value or written.type == "str":
        parts += f"<{prefix}v>{written.value}</{prefix}v>"
    return parts.encode()


def _made(prefix: str, row: int, column: int, put: Put) -> bytes:
    style = f' s="{put.style}"' if put.style else ""
    kind = f' t="{put.written.type}"' if put.written.type else ""
    head = f'<{prefix}c r="{address(row, column)}"{style}{kind}'.encode()
    inner = _inner(prefix, put.written)
    if not inner:
        return head + b"/>"
    return head + b">" + inner + f"</{prefix}c>".encode()


def _changed(sheet: Scanned, cell: SheetCell, put: Put) -> bytes:
    prefix = sheet.prefix
    style = put.style if not cell.style and put.style else None
    tag = with_attributes(
        sheet.data[cell.start : cell.opened],
        {"t": put.written.type or None, "cm": None, "vm": None}
        | ({"s": str(style)} if style is not None else {}),
    )
    inner = _inner(prefix, put.written)
    if cell.more:
        inner += sheet.data[cell.more[0] : cell.more[1]]
    tag = tag.removesuffix(b"/>").removesuffix(b">").rstrip()
    if not inner:
        return tag + b"/>"
    return tag + b">" + inner + f"</{prefix}c>".encode()


def grown(attributes: Mapping[str, str], wanted: float) -> dict[str, str]:
    """Return what a row says of its height when it must be at least so tall; {} if it is."""
    if wanted <= float(attributes.get("ht") or DEFAULT_HEIGHT):
        return {}
    return {"ht": f"{wanted:g}", "customHeight": "1"}


def _row(
    sheet: Scanned, splices: Splices, row: SheetRow, cells: Mapping[int, Put], height: float
) -> None:
    prefix = sheet.prefix
    standing = sorted(row.cells)
    fresh: dict[int, bytes] = {}
    place = 0
    tail = b""
    for column, put in sorted(cells.items()):
        cell = row.cells.get(column)
        if cell is not None:
            splices.replace(cell.start, cell.end, _changed(sheet, cell, put))
            continue
        while place < len(standing) and standing[place] < column:
            place += 1
        made = _made(prefix, row.number, column, put)
        if place < len(standing):
            at = row.cells[standing[place]].start
            fresh[at] = fresh.get(at, b"") + made
        else:
            tail += made
    for at, made in fresh.items():
        splices.insert(at, made)
    spans = _spans(row, cells)
    head = sheet.data[row.start : row.opened]
    changes: dict[str, str | None] = {**grown(row.attributes, height)}
    if spans is not None:
        changes["spans"] = spans
    if changes:
        head = with_attributes(head, changes)
    if row.empty and tail:
        head = head.removesuffix(b"/>").rstrip() + b">" + tail + f"</{prefix}row>".encode()
    elif tail:
        splices.insert(row.closed, tail)
    if head != sheet.data[row.start : row.opened]:
        splices.replace(row.start, row.opened, head)


def _spans(row: SheetRow, cells: Mapping[int, Put]) -> str | None:
    """Return which columns a row spans now, None where it says so rightly or not at all."""
    given = row.attributes.get("spans", "")
    found = re.fullmatch(r"(\d+):(\d+)", given)
    if not found:
        return None
    first, last = int(found[1]), int(found[2])
    now = f"{min(first, min(cells) + 1)}:{max(last, max(cells) + 1)}"
    return None if now == given else now


def _new_rows(
    sheet: Scanned,
    splices: Splices,
    missing: list[tuple[int, dict[int, Put]]],
    heights: Mapping[int, float],
) -> None:
    prefix = sheet.prefix
    standing = [sheet.rows[number] for number in sorted(sheet.rows)]
    place = 0
    tail = b""
    for row, cells in sorted(missing):
        body = b"".join(_made(prefix, row, column, put) for column, put in sorted(cells.items()))
        size = "".join(f' {k}="{v}"' for k, v in grown({}, heights.get(row, 0)).items())
        made = f'<{prefix}row r="{row + 1}"{size}>'.encode() + body + f"</{prefix}row>".encode()
        while place < len(standing) and standing[place].number < row:
            place += 1
        if place < len(standing):
            splices.insert(standing[place].start, made)
        else:
            tail += made
    if tail:
        splices.append(sheet.sheet_data, tail)


def _dimension(sheet: Scanned, splices: Splices, by_row: Mapping[int, Mapping[int, Put]]) -> None:
    node = sheet.root.first("dimension")
    if node is None or not by_row:
        return
    area = area_at(node.get("ref"), "")
    columns = [column for cells in by_row.values() for column in cells]
    grown = Area(
        min(area.top, *by_row), min(area.left, *columns),
        max(area.bottom, *by_row), max(area.right, *columns),
    )  # fmt: skip
    if grown != area:
        splices.attribute(node, "ref", spelled(grown))


def _recalculate(
    sheet: Scanned,
    splices: Splices,
    at: Place,
    written: Written,
    formula: bytes | None,
    place: str,
) -> None:
    cell = sheet.cell(*at)
    if cell is None or cell.formula is None:
        raise InputError(
            "there is no formula any more whose result could be refreshed; run kamxl again",
            f"{place}!{address(*at)}",
        )
    kind = "str" if written.type == "inlineStr" or not (written.type or written.value) else (
        written.type
    )  # fmt: skip
    if formula is None:
        if kind == cell.type and _same(value_of(sheet, cell), written.value, kind):
            return
        formula = sheet.data[cell.formula[0] : cell.formula[1]]
    tag = sheet.data[cell.start : cell.opened]
    if kind != cell.type:
        tag = with_attributes(tag, {"t": kind or None})
    more = sheet.data[cell.more[0] : cell.more[1]] if cell.more else b""
    value = f"<{sheet.prefix}v>{written.value}</{sheet.prefix}v>".encode()
    splices.replace(
        cell.start, cell.end, tag + formula + value + more + f"</{sheet.prefix}c>".encode()
    )


def value_of(sheet: Scanned, cell: SheetCell) -> str | None:
    """Return a cell's stored value as XML spells it, None where there is none."""
    if cell.value is None or cell.inline:
        return None
    raw = sheet.data[cell.value[0] : cell.value[1]]
    return raw[raw.index(b">") + 1 :].rpartition(b"</")[0].decode()


def _same(old: str | None, new: str, kind: str) -> bool:
    if old == new or old is None or kind:
        return old == new
    try:
        return float(old) == float(new)
    except ValueError:
        return False


def _handed_over(sheet: Scanned, puts: Mapping[Place, Put], place: str) -> dict[Place, bytes]:
    """Return new spellings of formulas that share theirs with a cell that is written to.

    In a row or column the next cell becomes the first of the group; in a block each cell gets a
    formula of its own.
    """
    masters = {
        key: cell for key, cell in sheet.masters().items() if (cell.row, cell.column) in puts
    }
    if not masters:
        return {}
    groups: dict[str, list[SheetCell]] = {key: [] for key in masters}
    for cell in sheet.cells():
        if cell.shared in groups and (cell.row, cell.column) not in puts:
            groups[cell.shared].append(cell)
    made: dict[Place, bytes] = {}
    for key, cells in groups.items():
        master = masters[key]
        at = f"{place}!{address(master.row, master.column)}"
        area = area_at(master.covers, at)
        line = area.top == area.bottom or area.left == area.right
        for cell in cells[:1] if line else cells:
            text = moved(master.text, cell.row - master.row, cell.column - master.column)
            if text is None:
                raise InputError(
                    "the formula is shared with other cells and cannot be handed on to them; fill "
                    "these once more (Ctrl+D)",
                    at,
                )
            left = spelled(Area(cell.row, cell.column, area.bottom, area.right))
            shared = f' t="shared" ref="{left}" si="{key}"' if line else ""
            body = escaped(text).replace("&quot;", '"')
            made[cell.row, cell.column] = (
                f"<{sheet.prefix}f{shared}>{body}</{sheet.prefix}f>".encode()
            )
    return made
