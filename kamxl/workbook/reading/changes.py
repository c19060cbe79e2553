"""Reads what earlier runs are remembered by; what was changed there by hand is forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kamxl.errors import InputError
from kamxl.workbook.inputs import Memory
from kamxl.workbook.reading.accounts import as_text
from kamxl.workbook.reading.cells import SheetCells
from kamxl.workbook.remembering import Entry, snapshot_of, unpacked_entry, unpacked_run
from kamxl.workbook.sheets.changes import STORED

Run = tuple[dt.date, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ChangeCells:
    """The sheet with its columns; runs and entries by `was` and `is`, entries by row."""

    cells: SheetCells
    runs: Mapping[str, Run]
    entries: Mapping[str, Mapping[int, Entry]]

    def key(self, row: int) -> str:
        """Return the id that a row remembers, "" for none."""
        return as_text(self.cells.at(row, "key"))

    def memory(self) -> Memory:
        """Return both runs; of two rows with one id the first counts."""
        found = {}
        for which, run in self.runs.items():
            by_id: dict[str, Entry] = {}
            for row, entry in self.entries[which].items():
                if self.key(row):
                    by_id.setdefault(self.key(row), entry)
            found[which] = snapshot_of(run, by_id.items())
        return Memory(found.get("was"), found.get("is"))


def read_changes(sheet: SheetCells) -> ChangeCells | None:
    """Return what the sheet remembers, None where its columns are missing."""
    try:
        cells = sheet.under(STORED)
    except InputError:
        return None
    runs: dict[str, Run] = {}
    entries: dict[str, dict[int, Entry]] = {}
    for which in ("was", "is"):
        run = unpacked_run(cells.at(cells.header - 1, which))
        if run is None:
            continue
        runs[which], entries[which] = run, {}
        for row in range(cells.header + 1, len(cells.rows)):
            value = cells.at(row, which)
            entry = None if value is None else unpacked_entry(value, len(run[2]))
            if entry is not None:
                entries[which][row] = entry
    return ChangeCells(cells, runs, entries)
