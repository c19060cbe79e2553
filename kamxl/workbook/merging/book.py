"""The merge of a whole workbook: the sheets that are there, and those that are missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from kamxl.workbook.changing import Added, Edit
from kamxl.workbook.merging.aligning import Alignment
from kamxl.workbook.merging.bones import moved_bones
from kamxl.workbook.merging.cells import (
    REMOVED,
    Formulas,
    Held,
    Merged,
    merge_cells,
)
from kamxl.workbook.merging.former import FormerSheet
from kamxl.workbook.merging.held import Source
from kamxl.workbook.merging.merge import Merge, Rendered, told
from kamxl.workbook.merging.spelling import merge_names, speller
from kamxl.workbook.merging.standing import align
from kamxl.workbook.spec import Content, Formula, Sheet, shown
from kamxl.workbook.state import At, Bones, Remembered, State, contents


def merge_book(
    source: Source, found: Mapping[str, str], rendered: Rendered, base: State | None
) -> Merge:
    """Return what becomes of a workbook whose sheets were found by key, given a new rendering."""
    merge = Merge(source, rendered, found, base)
    for sheet in rendered.book.sheets:
        if sheet.key in found:
            align(merge, sheet)
    merge_names(merge)
    _add(merge)
    for key in merge.alignments:
        merge_sheet(merge, key)
    return merge


def merge_sheet(merge: Merge, key: str) -> None:
    """Merge one sheet; once more where its rendering has changed since."""
    sheet = merge.sheet(key)
    before = next((s for s in merge.rendered.before.sheets if s.key == key), sheet)
    held, alignment = merge.held[key], merge.alignments[key]
    fresh = merge.cells(sheet)
    led = merge.led({at: content for at, (content, _, _) in fresh.items()})
    fresh = {at: (led[at], style, typed) for at, (_, style, typed) in fresh.items()}
    known = fresh if before is sheet else contents(before)
    former = merge.former(key)
    base = merge.bases[key] if former else _by_id(sheet, merge.bases[key])
    _grow(merge, sheet, held)
    merged = merge_cells(
        held,
        alignment,
        fresh,
        known,
        base,
        Formulas(speller(merge, key)),
        unknown=merge.rendered.unknown.get(key, frozenset()),
        new_rows=merge.rendered.new_rows.get(key, frozenset()),
        results=merge.rendered.results,
        empty=_empty(former, held) if former else None,
    )
    if former:
        _clear(merged, former, {alignment.at(*at) for at in fresh})
    merge.merged[key] = merged
    _structure(merge, sheet)


def _empty(former: FormerSheet, held: Held) -> Callable[[int, int], bool]:
    """Return what says whether a cell is to be filled as if it had just been inserted."""

    def empty(row: int, column: int) -> bool:
        if former.empty(row, column):
            return True
        blank = held.value(row, column) is None and (row, column) not in held.texts
        return blank and former.shared(row, column)

    return empty


def _clear(merged: Merged, former: FormerSheet, filled: Collection[At | None]) -> None:
    """Take away what an older kamxl had put where nothing is put any more."""
    for place, content in former.ours.items():
        if place not in filled and former.gone(*place):
            merged.edits.append(Edit(*place, None, "text", REMOVED.en, shown(content)))


def _add(merge: Merge) -> None:
    """Add the sheets that are not there, each behind the one that it follows."""
    after = ""
    for sheet in merge.rendered.book.sheets:
        if sheet.key in merge.found:
            after = merge.found[sheet.key]
            continue
        spell = speller(merge, sheet.key)

        def content(one: Content, spell: Callable[[str], str | None] = spell) -> Content:
            if isinstance(one, Formula):
                return Formula(spell(one.text) or one.text, one.value)
            return one

        cells = [cell._replace(content=content(cell.content)) for cell in sheet.cells]
        merge.added.append(Added(replace(sheet, cells=cells), after))
        after = sheet.name


def _grow(merge: Merge, sheet: Sheet, held: Held) -> None:
    merge.tables.pop(sheet.key, None)
    for table in sheet.tables:
        there = held.tables.get(table.name)
        header = merge.alignments[sheet.key].rows(table.row)
        if there is None or header is None:
            continue
        bottom = header + table.rows
        if bottom > there.bottom:
            merge.tables[sheet.key] = {table.name: there._replace(bottom=bottom)}
            merge.adopted[sheet.key] = frozenset(
                row for row in range(there.bottom + 1, bottom + 1)
                if any(held.value(row, c) is not None for c in range(there.left, there.right + 1))
            )  # fmt: skip


def _by_id(sheet: Sheet, base: Remembered | None) -> Remembered | None:
    """Return what was remembered with the stamped values of a table by the ids of its rows.

    A row takes its values along when people sort; formulas read alike in every row.
    """
    if base is None or not sheet.tables:
        return base
    table = sheet.tables[0]
    first = table.row + 1
    place = {id_: first + n for n, id_ in enumerate(base.ids) if id_}
    ids = table.columns[table.at("id") - table.column].values
    moved: dict[At, Content] = {
        at: content for at, content in base.contents.items() if at[0] < first
    }
    columns: dict[int, Content] = {}
    for (row, column), content in base.contents.items():
        if row >= first and isinstance(content, Formula):
            columns.setdefault(column, content)
    for row in range(first, first + table.rows):
        id_ = str(ids[row - first] or "")
        for n in range(len(table.columns)):
            at = (row, table.column + n)
            if at[1] in columns:
                moved[at] = columns[at[1]]
            elif id_ in place and (place[id_], at[1]) in base.contents:
                moved[at] = base.contents[place[id_], at[1]]
    return replace(base, contents=moved)


def _structure(merge: Merge, sheet: Sheet) -> None:
    """Let rules, charts and page follow, where they changed since the last run."""
    merge.structures.pop(sheet.key, None)
    if not merge.rendered.structures:
        return
    old_one = merge.former(sheet.key)
    if old_one is not None:
        now = moved_bones(sheet, merge.alignments[sheet.key], _named_places(merge),
                          speller(merge, sheet.key))  # fmt: skip
        if now is not None:
            merge.structures[sheet.key] = (now, old_one.bones)
        return
    base = merge.base.sheets.get(sheet.key) if merge.base else None
    if base is None or told(base.bones) == told(Bones.of(sheet)):
        return
    spell = speller(merge, sheet.key)
    places = _named_places(merge)
    own = merge.alignments[sheet.key]
    fresh = moved_bones(sheet, own, places, spell)
    former = moved_bones(base.bones.sheet(sheet.key, sheet.name), own, places, spell)
    if fresh is not None and former is not None:
        merge.structures[sheet.key] = (fresh, former)


def _named_places(merge: Merge) -> dict[str, Alignment | None]:
    return {s.name: merge.alignments.get(s.key) for s in merge.rendered.book.sheets}
