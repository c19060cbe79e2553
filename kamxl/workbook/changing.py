"""What is to change in a workbook that people own: plain data that a host carries out.

Everything that is not named here stays as it is. Rows and columns count from 0 and are those of
the file as it lies there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kamxl.cells import CellValue
from kamxl.workbook.spec import Area, Content, Sheet


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell's new content, and why.

    `style` is what a cell gets that does not exist yet (or has no format of its own); one that is
    there keeps its format. `why` and `old` are for the list of changes, not for the file.
    """

    row: int
    column: int
    content: Content
    style: str
    why: str
    old: CellValue = None


@dataclass(frozen=True, slots=True)
class Recalculated:
    """New results of formulas whose text stays as it is, by row and column."""

    values: Mapping[tuple[int, int], CellValue]


@dataclass(frozen=True, slots=True)
class SheetPatch:
    """What changes on one sheet, which is addressed by the name that it has in the file.

    `tables` are the new extents of tables (header and rows) by their name; they only grow, over
    cells that are empty, in `edits`, or in `adopted`: rows that people typed below a table and
    that it takes in as they are.
    `structure`, when given, is a sheet whose validations, conditional formats, charts and print
    area take the place of those that kamxl had put there (`former` is the sheet they came from).
    `heights` are what rows need for texts that are written now, in points: a lower one grows.
    `merges` are ranges of new cells that become one; a range in which something lies stays parted.
    """

    name: str
    edits: Sequence[Edit] = ()
    recalculated: Recalculated | None = None
    tables: Mapping[str, Area] = field(default_factory=dict)
    adopted: frozenset[int] = frozenset()
    structure: Sheet | None = None
    former: Sheet | None = None
    colour: str | None = None
    to_the_end: bool = False
    heights: Mapping[int, float] = field(default_factory=dict)
    merges: Sequence[Area] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """A sheet that is not there yet, and the name of the one that it follows ("" for the end)."""

    sheet: Sheet
    after: str


@dataclass(frozen=True, slots=True)
class BookPatch:
    """All that changes in a workbook.

    `names` are defined names that get a new reference (or come into being), `properties` custom
    properties, `state` is what kamxl remembers in the file of its last run (see `state`).
    `recalculate` says that people's own formulas depend on what changes: whoever opens the file
    computes everything.
    """

    sheets: Sequence[SheetPatch] = ()
    added: Sequence[Added] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    state: bytes | None = None
    language: str = "en"
    recalculate: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        named = self.sheets or self.added or self.names or self.properties
        return not named and self.state is None
