"""Formulas and names as the file spells them."""

from __future__ import annotations

from collections.abc import Callable

from kamxl.workbook.formulas import SPECIAL, quoted
from kamxl.workbook.merging.held import cell_of
from kamxl.workbook.merging.merge import Merge
from kamxl.workbook.merging.references import normal, translated, unquoted


def speller(merge: Merge, key: str) -> Callable[[str], str | None]:
    """Return what spells formulas of a sheet as the file does; None where it cannot."""
    names = {sheet.name: sheet.key for sheet in merge.rendered.book.sheets}
    lacking = _lacking(merge)
    plain = all(a.identity for a in merge.alignments.values()) and all(
        merge.found.get(k, name) == name for name, k in names.items()
    )
    known: dict[str, str | None] = {}

    def move(
        sheet: str, row: int | None, column: int | None
    ) -> tuple[int | None, int | None] | None:
        alignment = merge.alignments.get(names.get(sheet, "") if sheet else key)
        if alignment is None:
            return row, column
        now_row = None if row is None else alignment.rows(row)
        now_column = None if column is None else alignment.columns(column)
        if (row is not None and now_row is None) or (column is not None and now_column is None):
            return None
        return now_row, now_column

    def renamed(written: str) -> str:
        there = merge.found.get(names.get(unquoted(written), ""))
        return written if there is None else quoted(there) + "!"

    def spelled(formula: str) -> str | None:
        if formula not in known:
            if any(part in formula for part in lacking):
                known[formula] = None
            elif plain:
                return formula
            else:
                known[formula] = translated(formula, move, renamed)
        return known[formula]

    return spelled


def _lacking(merge: Merge) -> list[str]:
    """Return how formulas spell the columns that the file's tables do not have."""
    made = []
    for sheet in merge.rendered.book.sheets:
        alignment = merge.alignments.get(sheet.key)
        for table in sheet.tables:
            for place, column in enumerate(table.columns):
                if alignment and alignment.columns(table.column + place) is None:
                    label = SPECIAL.sub(r"'\1", column.label)
                    made += [f"[{label}]"]
    return made


def merge_names(merge: Merge) -> None:
    """Let names lead to where their cells stand, if kamxl had led them elsewhere or nowhere."""
    there = merge.source.names()
    old = merge.base.names if merge.base else {}
    merge.names.clear()
    folded = {name.casefold(): reference for name, reference in there.items()}
    added = {s.name for s in merge.rendered.book.sheets if s.key not in merge.found}
    for name, reference in merge.rendered.book.names.items():
        place = cell_of(reference)
        key = next((s.key for s in merge.rendered.book.sheets if place and s.name == place[0]), "")
        if key in merge.lost:
            continue
        spelled = speller(merge, key)(f"={reference}")
        now = folded.get(name.casefold())
        if spelled is None or (now is not None and normal(now) == normal(spelled)):
            continue
        before = speller(merge, key)(f"={old[name]}") if name in old else None
        if (
            now is None
            or merge.rendered.former is not None
            or "#REF!" in now
            or (place and place[0] in added)
            or (before is not None and normal(now) == normal(before))
        ):
            merge.names[name] = spelled.removeprefix("=")
