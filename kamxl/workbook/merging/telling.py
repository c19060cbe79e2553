"""What is said of a merge: cells that people filled, sheets that were not recognised."""

from __future__ import annotations

from kamxl.cells import address
from kamxl.findings import Finding
from kamxl.text import Text
from kamxl.workbook.merging.cells import (
    Kept,
    same,
)
from kamxl.workbook.merging.merge import Merge

# The sheet that lists findings: what is kept there must not depend on what it lists.
LOGGED = "findings"


def _overwritten(merge: Merge, key: str) -> list[Kept]:
    """Return the cells of a sheet in which something else stands than what was remembered."""
    held, alignment, base = merge.held[key], merge.alignments[key], merge.bases[key]
    made = []
    for at, content in base.contents.items() if base else ():
        place = alignment.at(*at)
        now = held.value(*place) if place else None
        if place and now is not None and not same(now, content):
            made.append(Kept(*place, "overwritten"))
    return made


def kept_findings(merge: Merge) -> list[Finding]:
    """Return what is to be said: computed cells that people filled, sheets not recognised."""
    made: list[Finding] = []
    for key, merged in merge.merged.items():
        groups: dict[tuple[str, int], list[Kept]] = {}
        sheet = merge.sheet(key)
        labels = {}
        if sheet.tables:
            table = sheet.tables[0]
            labels = {
                merge.alignments[key].columns(table.column + n): column
                for n, column in enumerate(table.columns)
            }
        for cell in _overwritten(merge, key) if key == LOGGED else merged.kept:
            column = labels.get(cell.column)
            in_table = (
                column is not None and column.formula and cell.reason == "overwritten"
                and not column.stamped
            )  # fmt: skip
            group = ("X-FORMULA", cell.column) if in_table else ("X-KEPT", -1)
            groups.setdefault(group, []).append(cell)
        for (code, _), cells in groups.items():
            first = min(cells, key=lambda cell: (cell.row, cell.column))
            column = labels.get(first.column)
            values: dict[str, str | int | Text] = {
                "count": len(cells),
                "cell": address(first.row, first.column),
            }
            said: dict[str, str | int | Text] = (
                {"column": column.label if column else ""} if code == "X-FORMULA"
                else {"sheet": merged.name}
            )  # fmt: skip
            place = f"{merge.source.name}!{merged.name}!{address(first.row, first.column)}"
            made.append(Finding(code, {**values, **said}, place=place))
    made += [
        Finding("X-LAYOUT", {"sheet": name}, place=f"{merge.source.name}!{name}")
        for name in merge.lost.values()
    ]
    return made
