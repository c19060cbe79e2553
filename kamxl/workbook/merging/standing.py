"""Where the rows and columns of sheets stand in the file."""

from __future__ import annotations

from dataclasses import replace

from kamxl.cells import CellValue
from kamxl.workbook.merging.aligning import Alignment, Line, Marks, aligned, under_headings
from kamxl.workbook.merging.cells import (
    Cells,
    Held,
)
from kamxl.workbook.merging.held import cell_of, held_sheet
from kamxl.workbook.merging.merge import Merge
from kamxl.workbook.spec import Content, Formula, Link, Sheet
from kamxl.workbook.state import At, Remembered

LAST_ROW = 1_048_575


def align(merge: Merge, sheet: Sheet) -> None:
    """Find where a sheet's rows and columns stand in the file, and what was remembered of it."""
    name = merge.found[sheet.key]
    source = merge.source
    held = held_sheet(source, name)
    base = merge.base.sheets.get(sheet.key) if merge.base else None
    merge.held[sheet.key] = held
    former = merge.former(sheet.key)
    if former is not None:
        merge.alignments[sheet.key] = former.alignment
        merge.bases[sheet.key] = former.remembered(sheet, former.alignment)
        return
    if sheet.tables:
        made = _aligned_table(merge, sheet, held)
        merge.bases[sheet.key] = base
    else:
        base = _rebased(base, merge.cells(sheet))
        merge.bases[sheet.key] = base
        made = aligned(name, _marks(merge, sheet, base), held.rows, held.texts.keys())
    if made is None:
        merge.lost[sheet.key] = name
    else:
        merge.alignments[sheet.key] = made


def _constants(cells: Cells) -> dict[At, CellValue]:
    return {
        at: content.text if isinstance(content, Link) else content
        for at, (content, _, typed) in cells.items()
        if not typed and not isinstance(content, Formula) and content not in (None, "")
    }


def _marks(merge: Merge, sheet: Sheet, base: Remembered | None) -> Marks:
    cells = merge.cells(sheet)
    texts = _constants(cells)
    if base is not None:
        texts = {
            at: content.text if isinstance(content, Link) else content
            for at, content in base.contents.items()
            if not isinstance(content, Formula)
        }
    ours = merge.base.names if merge.base and base is not None else merge.rendered.book.names
    named: dict[At, At] = {}
    there = merge.source.names()
    for name, reference in ours.items():
        was, now = cell_of(reference), cell_of(there.get(name, ""))
        if was and now and was[0] in (sheet.name, base.name if base else "") and (
            now[0] == merge.found[sheet.key]
        ):  # fmt: skip
            named[was[1]] = now[1]
    return Marks(texts, cells.keys(), named)


def _rebased(base: Remembered | None, cells: Cells) -> Remembered | None:
    """Return what was remembered in the places of the new rendering, when people type there.

    A sheet without typed cells may be laid out anew. One with them keeps its rows: what a newer
    layout adds has no place in it.
    """
    if base is None or not any(typed for _, _, typed in cells.values()):
        return base
    ours = {at for at, (content, _, typed) in cells.items()
            if not typed and content not in (None, "")}  # fmt: skip
    if ours == base.contents.keys():
        return base
    height = max((row for row, _ in base.contents), default=0) + 1
    width = max((column for _, column in base.contents), default=0) + 1
    grid: list[list[CellValue]] = [[None] * width for _ in range(height)]
    for (row, column), content in base.contents.items():
        if not isinstance(content, Formula):
            grid[row][column] = content.text if isinstance(content, Link) else content
    formulas = {at for at, content in base.contents.items() if isinstance(content, Formula)}
    found = aligned(base.name, Marks(_constants(cells), cells.keys()), grid, formulas)
    if found is None:
        return base
    moved: dict[At, Content] = {}
    for at in ours:
        place = found.at(*at)
        if place is not None and place in base.contents:
            moved[at] = base.contents[place]
    return replace(base, contents=moved)


def _aligned_table(merge: Merge, sheet: Sheet, held: Held) -> Alignment | None:
    table = sheet.tables[0]
    labels = {table.column + n: column.label for n, column in enumerate(table.columns)}
    found = under_headings(held.name, table.row, labels, held.rows)
    if found is None:
        return None
    header, columns = found
    above = {at: content for at, content in _constants(merge.cells(sheet)).items()
             if at[0] < table.row}  # fmt: skip
    filled = [at for at in merge.cells(sheet) if at[0] < table.row]
    rows: dict[int, int] = {table.row: header, LAST_ROW: LAST_ROW}
    gone: frozenset[int] = frozenset()
    if above and header != table.row:
        top = aligned(
            held.name, Marks(above, filled), held.rows[:header],
            [at for at in held.texts if at[0] < header],
        )  # fmt: skip
        if top is None:
            gone = frozenset(row for row, _ in filled)
        else:
            rows |= {r: now for r in {r for r, _ in filled} if (now := top.rows(r)) is not None}
            gone = top.rows.gone
    line = Line(rows, gone)
    lacking = frozenset(labels.keys() - columns.keys())
    return Alignment(held.name, line, Line(columns, lacking))
