"""What people do to parts: typed at the level of the file, by what a cell is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kamxl.actions.collecting import Collected, collect
from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.cells import CellValue
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.hosts.tables.returned import returned_files
from kamxl.hosts.xlsx.patching import carried, patch
from kamxl.limits import DEFAULT
from kamxl.rules import load_rules
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.handing.typed import Key
from tests.workbook.handing import master


def typed(path: Path, changes: Mapping[Key, CellValue], out: Path | None = None) -> Path:
    """Type values into the cells of a workbook; those of lists stand in its language."""
    there = master.holding(path)
    edits: dict[str, list[Edit]] = {}
    for key, value in changes.items():
        at = there.cells[key]
        edits.setdefault(at.sheet, []).append(Edit(at.row, at.column, value, "input", "typed"))
    change = BookPatch([SheetPatch(name, found) for name, found in edits.items()])
    out = out or path
    out.write_bytes(carried(path.read_bytes(), change, path.name))
    return out


def collected(path: Path, folder: Path, day: str = "2026-01-05") -> Collected:
    """Collect a folder into a master, as the command does."""
    today = master.day(day)
    found = run(read_book(path), today)
    made = collect(found, returned_files([folder], path, DEFAULT), today)
    if not made.patch.empty:
        content = carried(path.read_bytes(), made.patch, path.name)
        change = update(run(BookFile(content, path.name), today), today, None, load_rules(None))
        patch(path, change.patch, before=made.patch)
    return made


def key(account: str, field: str, place: str = "accounts", line: str = "") -> Key:
    """Return the key of a cell."""
    return Key(account, place, line, field)
