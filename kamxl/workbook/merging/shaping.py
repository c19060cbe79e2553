"""Where the cells of a sheet go when a newer layout needs room between them: plain data.

Nothing is taken away and nothing changes its order: columns are inserted, and cells are moved down
within blocks of columns, as people insert them in a spreadsheet program. Rows and columns count
from 0; the blocks are those of the columns before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kamxl.workbook.merging.aligning import At, Line


class Block(NamedTuple):
    """Columns that lie beside each other (the last included), and where their rows go.

    `shared` are rows of the new layout in the place of old ones that are none of it, `gone` rows
    of the old layout that the new one has no more.
    """

    first: int
    last: int
    rows: Line
    shared: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()


class NewColumn(NamedTuple):
    """A column that a table gets: where it will stand, its heading, its formula ("" for none)."""

    column: int
    label: str
    formula: str


@dataclass(frozen=True, slots=True)
class TableShape:
    """What becomes of a table: the row of its headings, its new columns."""

    name: str
    header: int
    columns: Sequence[NewColumn]


@dataclass(frozen=True, slots=True)
class SheetShape:
    """What becomes of a sheet's cells; `widths` are those of new columns, with their outline.

    `shared` and `gone` are columns as those of `Block` are rows. `drawn` says where charts go that
    hang on a cell: all others go with their cell.
    """

    name: str
    columns: Line
    blocks: Sequence[Block]
    table: TableShape | None = None
    widths: Mapping[int, tuple[float, int]] = field(default_factory=dict)
    shared: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    drawn: Mapping[At, At] = field(default_factory=dict)

    @property
    def identity(self) -> bool:
        """Whether everything stays where it is."""
        moves = not self.columns.identity or any(not block.rows.identity for block in self.blocks)
        return not moves and not (self.table and self.table.columns)

    @property
    def inserted_columns(self) -> int:
        """How many columns come in between others, or at the end of a table."""
        places = [self.columns(old) or 0 for old in sorted(self.columns.known)]
        between = max(places, default=-1) + 1 - len(places)
        ends = [
            one for one in (self.table.columns if self.table else ()) if one.column > places[-1]
        ]
        return between + len(ends)

    @property
    def moved_rows(self) -> int:
        """How many rows stand lower, counted in each block of columns."""
        return sum(now > old for block in self.blocks for old, now in block.rows.known.items())

    def rows_at(self, column: int) -> Line:
        """Return where the rows of a column go."""
        return next((b.rows for b in self.blocks if b.first <= column <= b.last), Line())

    def at(self, row: int | None, column: int | None) -> tuple[int | None, int | None]:
        """Return where a cell goes, or a whole row or column."""
        line = self.rows_at(column) if column is not None else self.blocks[0].rows
        now_row = None if row is None else line(row)
        return now_row, None if column is None else self.columns(column)

    def place(self, row: int, column: int) -> At:
        """Return where a cell goes."""
        now_row, now_column = self.rows_at(column)(row), self.columns(column)
        assert now_row is not None
        assert now_column is not None
        return now_row, now_column


@dataclass(frozen=True, slots=True)
class BookShape:
    """What becomes of the sheets that get room, by their names."""

    sheets: Mapping[str, SheetShape]

    @property
    def identity(self) -> bool:
        """Whether everything stays where it is."""
        return all(sheet.identity for sheet in self.sheets.values())
