"""A sheet's XML with its cells where they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kamxl.cells import address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import Splices, escaped, with_attributes
from kamxl.hosts.xlsx.patching.places import COLUMNS, area_at, spelled
from kamxl.hosts.xlsx.patching.reshaping import following
from kamxl.hosts.xlsx.patching.reshaping.references import Spelling, moved_area
from kamxl.hosts.xlsx.patching.scanning import Scanned, SheetCell
from kamxl.hosts.xlsx.patching.sharing import moved
from kamxl.hosts.xlsx.patching.worksheet import insert_section
from kamxl.workbook.merging.shaping import NewColumn, SheetShape

# From which column to which, and how they look.
Look = tuple[int, int, dict[str, str | None]]


def formula_of(cell: SheetCell, masters: Mapping[str, SheetCell], place: str) -> str:
    """Return the text of a cell's formula, also where it shares it with others."""
    if not cell.shared or cell.text:
        return cell.text
    master = masters.get(cell.shared)
    text = None
    if master is not None:
        text = moved(master.text, cell.row - master.row, cell.column - master.column)
    if text is None:
        raise InputError(
            "the formula is shared with other cells and cannot be told; fill these once more "
            "(Ctrl+D)",
            f"{place}!{address(cell.row, cell.column)}",
        )
    return text


def rebuilt(sheet: Scanned, shape: SheetShape, spelling: Spelling, place: str) -> bytes:
    """Return a sheet whose cells have moved, with everything around them that names cells."""
    prefix, data = sheet.prefix, sheet.data
    rows: dict[int, list[tuple[int, bytes]]] = {}
    heads: dict[int, bytes] = {}
    masters = sheet.masters()
    for row in sheet.rows.values():
        now = shape.blocks[0].rows(row.number)
        assert now is not None
        heads[now] = with_attributes(
            data[row.start : row.opened], {"r": str(now + 1), "spans": None}
        )
        for cell in row.cells.values():
            at = shape.place(cell.row, cell.column)
            rows.setdefault(at[0], []).append(
                (at[1], _cell(sheet, cell, at, shape, spelling, masters, place))
            )
    for one in shape.table.columns if shape.table else ():
        assert shape.table
        header, _ = shape.place(shape.table.header, 0)
        text = f'<{prefix}is><{prefix}t xml:space="preserve">{escaped(one.label)}</{prefix}t>'
        style = _heading_style(sheet, shape, one)
        made = (
            f'<{prefix}c r="{address(header, one.column)}"{style} t="inlineStr">{text}</{prefix}is>'
        )
        rows.setdefault(header, []).append((one.column, f"{made}</{prefix}c>".encode()))
    body = b""
    for number in sorted({*rows, *heads}):
        head = heads.get(number) or f'<{prefix}row r="{number + 1}">'.encode()
        cells = b"".join(raw for _, raw in sorted(rows.get(number, ())))
        if head.endswith(b"/>"):
            head = head.removesuffix(b"/>").rstrip() + b">"
        body += head + cells + f"</{prefix}row>".encode()
    splices = Splices(data)
    if sheet.sheet_data.empty:
        splices.append(sheet.sheet_data, body)
    else:
        splices.replace(sheet.sheet_data.opened, sheet.sheet_data.closed, body)
    following.around(sheet.root, splices, shape.name, spelling, shape)
    _columns(sheet, splices, shape)
    dimension = sheet.root.first("dimension")
    if dimension is not None and rows:
        columns = [column for cells in rows.values() for column, _ in cells]
        last = address(max(rows), max(columns))
        splices.attribute(dimension, "ref", f"{address(min(rows), min(columns))}:{last}")
    return splices.done()


def _heading_style(sheet: Scanned, shape: SheetShape, new: NewColumn) -> str:
    """Return the look of a new heading: that of the nearest one to its left of its kind."""
    assert shape.table
    at = shape.table.header
    row = sheet.rows.get(at)
    left = [c for c in (row.cells if row else ()) if (shape.columns(c) or 0) < new.column]
    alike = []
    for column in left:
        below = sheet.cell(at + 1, column)
        if bool(below and below.formula) == bool(new.formula):
            alike.append(column)
    style = row.cells[max(alike or left)].style if row and left else 0
    return f' s="{style}"' if style else ""


def _cell(
    sheet: Scanned,
    cell: SheetCell,
    at: tuple[int, int],
    shape: SheetShape,
    spelling: Spelling,
    masters: dict[str, SheetCell],
    place: str,
) -> bytes:
    data = sheet.data
    tag = with_attributes(data[cell.start : cell.opened], {"r": address(*at)})
    if cell.formula is None:
        return tag + data[cell.opened : cell.end]
    begin, end = cell.formula
    if cell.kind in ("array", "dataTable"):
        head_end = data.index(b">", begin) + 1
        head = with_attributes(
            data[begin:head_end], {"ref": spelled(moved_area(area_at(cell.covers, place), shape))}
        )
        text = escaped(spelling.moved(cell.text, shape.name)).replace("&quot;", '"')
        formula = head + text.encode() + f"</{sheet.prefix}f>".encode()
    else:
        text = spelling.moved(formula_of(cell, masters, place), shape.name)
        if text == cell.text and not cell.shared:
            return tag + data[cell.opened : cell.end]
        shown = escaped(text).replace("&quot;", '"')
        formula = f"<{sheet.prefix}f>{shown}</{sheet.prefix}f>".encode()
    return tag + data[cell.opened : begin] + formula + data[end : cell.end]


def _columns(sheet: Scanned, splices: Splices, shape: SheetShape) -> None:
    """Let the looks of columns follow, and give new ones theirs."""
    listed = sheet.root.first("cols")
    looks: list[Look] = []
    for node in listed.children if listed else ():
        first, last = int(node.get("min")) - 1, int(node.get("max")) - 1
        given: dict[str, str | None] = {
            key: value for key, value in node.attributes.items() if key not in ("min", "max")
        }
        start = first
        for column in range(first, last + 1):
            step = shape.columns(column + 1) if column < last else None
            if column == last or step != (shape.columns(column) or 0) + 1:
                a, b = shape.columns(start), shape.columns(column)
                assert a is not None
                assert b is not None
                looks.append((a, min(b, COLUMNS - 1), given))
                start = column + 1
            if column > last - 1 or column - first > COLUMNS:
                break
    for column in sorted(shape.widths):
        looks = [part for look in looks for part in _without(look, column)]
    for column, (width, level) in shape.widths.items():
        given = {"width": f"{width + 0.7109375}", "customWidth": "1"}
        if level:
            given |= {"hidden": "1", "outlineLevel": str(level)}
        looks.append((column, column, given))
    if not looks:
        return
    body = "".join(
        f'<{sheet.prefix}col min="{a + 1}" max="{b + 1}"'
        + "".join(f' {key}="{escaped(str(value))}"' for key, value in given.items())
        + "/>"
        for a, b, given in sorted(looks, key=lambda one: one[0])
        if a <= b
    ).encode()
    if listed is not None and not listed.empty:
        splices.replace(listed.opened, listed.closed, body)
    else:
        tag = f"{sheet.prefix}cols".encode()
        insert_section(sheet, splices, "cols", b"<" + tag + b">" + body + b"</" + tag + b">")


def _without(look: Look, column: int) -> Iterator[Look]:
    first, last, given = look
    if first <= column <= last:
        yield first, column - 1, given
        yield column + 1, last, given
    else:
        yield look
