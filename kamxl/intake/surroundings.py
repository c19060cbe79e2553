"""What stands around the rows of a table: blank rows, hidden rows, cells under no header."""

from __future__ import annotations

from collections.abc import Sequence

from kamxl.findings import Finding
from kamxl.intake.mapping import Mapping
from kamxl.intake.notes import Notes
from kamxl.intake.raw import RawTable
from kamxl.intake.stacked import DEEPEST
from kamxl.intake.texts import shown
from kamxl.text import Text

Values = dict[str, str | int | Text]


def note_surroundings(
    table: RawTable, mapping: Mapping, filled: Sequence[int], notes: Notes
) -> None:
    """Note blank rows between those that are filled, hidden rows, and cells beside the table."""
    if not filled:
        return
    left = min(column.column for column in mapping.columns)
    there = set(filled)
    blank = [
        row
        for row in range(mapping.header_row + 1, filled[-1])
        if row not in there and not any(cell not in (None, "") for cell in table.rows[row])
    ]
    if blank:
        _note(notes, "I-BLANK", table.place(blank[0], left), len(blank), row=blank[0] + 1)
    hidden = [row for row in filled if row in table.hidden]
    if hidden:
        _note(notes, "I-HIDDEN", table.place(hidden[0], left), len(hidden), row=hidden[0] + 1)
    # Headers may stand in several rows, one above the other.
    headed = {
        column
        for row in range(max(mapping.header_row - DEEPEST + 1, 0), mapping.header_row + 1)
        for column in range(len(table.rows[row]))
        if table.cell(row, column) is not None
    }
    widest = max(len(table.rows[row]) for row in range(mapping.header_row + 1, len(table.rows)))
    beside = (
        []
        if headed.issuperset(range(widest))
        else [
            (row, column)
            for row in range(mapping.header_row + 1, len(table.rows))
            for column, cell in enumerate(table.rows[row])
            if cell is not None and column not in headed and table.cell(row, column) is not None
        ]
    )
    if beside:
        text = shown(table.cell(*beside[0]))
        _note(notes, "I-BESIDE", table.place(*beside[0]), len(beside), value=text)


def _note(notes: Notes, code: str, place: str, count: int, **more: str | int) -> None:
    values: Values = {"count": count, **more}
    notes.add(Finding(code, values, place=place))
