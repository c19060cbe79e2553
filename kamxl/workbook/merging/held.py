"""A workbook as it lies in the file, as the merge reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from kamxl.cells import Grid
from kamxl.workbook.merging.cells import (
    Held,
)
from kamxl.workbook.merging.references import column_number, unquoted
from kamxl.workbook.spec import Area
from kamxl.workbook.state import At

REFERENCE = re.compile(r"(.+)!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


class Source(Protocol):
    """A workbook file that can be merged with."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on; blank cells are None or ""."""
        ...

    def texts(self, sheet: str) -> Mapping[At, str]:
        """Return the text of every formula by row and column."""
        ...

    def tables(self, sheet: str) -> Mapping[str, Area]:
        """Return the extents of a sheet's tables, header included, by their names."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's own defined names stand for."""
        ...


def held_sheet(source: Source, name: str) -> Held:
    """Return a sheet as it lies in the file."""
    return Held(name, source.read(name), source.texts(name), source.tables(name))


def cell_of(reference: str) -> tuple[str, At] | None:
    """Return the sheet and the first cell that a name leads to, None where to no cell."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return None
    return unquoted(found[1]), (int(found[3]) - 1, column_number(found[2]))
