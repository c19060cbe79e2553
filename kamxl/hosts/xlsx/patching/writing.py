"""Puts a changed workbook in the place of the old one: locked, compared, backed up, whole."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kamxl.errors import InputError, UsageError
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.patching.backups import keep, prune
from kamxl.hosts.xlsx.patching.carrying import carried
from kamxl.hosts.xlsx.patching.locks import locked, refuse_open
from kamxl.hosts.xlsx.patching.reshaping.moving import reshaped
from kamxl.hosts.xlsx.replacing import replacing
from kamxl.limits import DEFAULT, MEGABYTE, Limits
from kamxl.workbook.changing import BookPatch
from kamxl.workbook.merging.shaping import BookShape


@dataclass(frozen=True, slots=True)
class Patched:
    """What was written: where, whether anything changed, and where the version before is kept."""

    path: Path
    changed: bool
    backup: Path | None = None


def patch(
    path: Path,
    change: BookPatch,
    target: Path | None = None,
    limits: Limits = DEFAULT,
    shape: BookShape | None = None,
    before: BookPatch | None = None,
) -> Patched:
    """Change a workbook in place, or write the changed workbook to a target.

    With a shape its sheets first get room; a change `before` is made first, and both at once or not
    at all. The file is replaced whole or not at all, after the
    result was compared with what was intended; the version before is kept beside it. UsageError or
    InputError, with the cell where there is one, when the file is open elsewhere or the change
    would have to guess.
    """
    path = path.resolve()
    goal = path if target is None else target.resolve()
    try:
        with locked(goal):
            refuse_open(goal)
            return _patch(path, change, goal, limits, shape, before)
    except OSError as error:
        raise UsageError(f"{goal}: cannot be written ({error.strerror}); it is as it was") from None


def _patch(
    path: Path,
    change: BookPatch,
    goal: Path,
    limits: Limits,
    shape: BookShape | None,
    first: BookPatch | None,
) -> Patched:
    before, content = _read(path, limits)
    roomy = content if shape is None else reshaped(content, shape, path.name, limits)
    ready = roomy if first is None else carried(roomy, first, path.name, limits)
    made = carried(ready, change, path.name, limits)
    if goal != path:
        with replacing(goal) as temporary:
            temporary.write_bytes(made)
            _refuse_new_faults(path, temporary)
        return Patched(goal, True)
    if made == content:
        return Patched(path, False)
    with replacing(path) as temporary:
        temporary.write_bytes(made)
        _refuse_new_faults(path, temporary)
        backup = keep(path, content, before.st_mtime)
        now = path.stat()
        if (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size):
            raise UsageError(f"{path}: was saved while kamxl worked on it; run kamxl again")
    prune(path)
    return Patched(path, True, backup)


def _refuse_new_faults(before: Path, after: Path) -> None:
    """Raise InputError where the result has a fault that the file before did not have.

    Parts and rows that keep their bytes are as they were: sheets are never taken away, names and
    tables only grow, and all that a part may lose is compared with what was intended.
    """
    same = _same_parts(before, after)
    if not lint(after, same, before):
        return
    # Now all of what may have been wrong before must be known.
    known = lint(before, same)
    new = [fault for fault in lint(after, same) if fault not in known]
    if new:
        raise InputError(
            f"the result would have a fault ({new[0].line('en')}); nothing was written. Please "
            "report this",
            str(before),
        )


def _same_parts(before: Path, after: Path) -> frozenset[str]:
    """Return the parts that hold the same in both files."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        were = {entry.filename: (entry.CRC, entry.file_size) for entry in old.infolist()}
        return frozenset(
            entry.filename
            for entry in new.infolist()
            if were.get(entry.filename) == (entry.CRC, entry.file_size)
        )


def _read(path: Path, limits: Limits) -> tuple[os.stat_result, bytes]:
    try:
        before = path.stat()
        if before.st_size > limits.file * MEGABYTE:
            raise InputError(f"the file is larger than {limits.file} MB", str(path))
        return before, path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(path)) from None
