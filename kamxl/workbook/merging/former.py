"""What an older kamxl had put into a workbook whose sheets have room for a newer layout now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kamxl.workbook.merging.aligning import Alignment, At
from kamxl.workbook.merging.cells import NOBODYS
from kamxl.workbook.merging.shaping import SheetShape
from kamxl.workbook.spec import Content, Formula, Sheet
from kamxl.workbook.state import Remembered, contents


class _Everything(frozenset[int]):
    """Holds every row."""

    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True)
class FormerSheet:
    """One sheet: where the new layout stands in it, what of it is kamxl's, its rules and charts.

    `ours` are cells with what stands in them.
    """

    shape: SheetShape
    alignment: Alignment
    ours: Mapping[At, Content]
    bones: Sheet

    @cached_property
    def _columns(self) -> Mapping[int, int]:
        """By where a column stands the block that it belongs to."""
        return {
            now: next((n for n, b in enumerate(self.shape.blocks) if b.first <= old <= b.last), 0)
            for old, now in self.shape.columns.known.items()
        }

    @cached_property
    def _rows(self) -> list[frozenset[int]]:
        """By block where its old rows stand; all where none was inserted."""
        return [
            _Everything() if not block.rows.known else frozenset(block.rows.known.values())
            for block in self.shape.blocks
        ]

    def empty(self, row: int, column: int) -> bool:
        """Return whether a cell was inserted just now."""
        if self.shape.identity:
            return False
        return column not in self._columns or row not in self._rows[self._columns[column]]

    def shared(self, row: int, column: int) -> bool:
        """Return whether a cell is where the older layout had something else or nothing."""
        if self.shape.identity or column not in self._columns:
            return False
        block = self.shape.blocks[self._columns[column]] if self.shape.blocks else None
        return column in self.shape.shared or (block is not None and row in block.shared)

    def gone(self, row: int, column: int) -> bool:
        """Return whether a cell is one that the older layout had between others."""
        if column in self.shape.gone:
            return True
        return column in self._columns and row in self.shape.blocks[self._columns[column]].gone

    def remembered(self, sheet: Sheet, alignment: Alignment) -> Remembered:
        """Return what kamxl had put into the cells of a new rendering."""
        made: dict[At, Content] = {}
        for at, (content, _, typed) in contents(sheet).items():
            place = alignment.at(*at)
            if place is None or self.empty(*place) or (typed and not self.shared(*place)):
                continue
            there = self.ours.get(place)
            if there is None:
                if isinstance(content, Formula):
                    made[at] = NOBODYS
            elif isinstance(there, Formula) or content not in (None, ""):
                # A short text where nothing stands any more may be a person's.
                made[at] = there
        return Remembered(self.shape.name, made)


@dataclass(frozen=True, slots=True)
class Former:
    """The sheets of a workbook of an older schema by their keys."""

    schema: int
    sheets: Mapping[str, FormerSheet] = field(default_factory=dict)
