"""The versions of a workbook before kamxl changed it: the last few, beside it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from pathlib import Path

from kamxl.hosts.xlsx.naming import cut
from kamxl.hosts.xlsx.replacing import replacing

KEPT = 3


def keep(path: Path, content: bytes, modified: float) -> Path:
    """Write what a file holds to a backup beside it; returns the backup.

    Its name tells when that version was saved: `book.backup-20260131-175900.xlsx`. A version is
    kept once, whatever happens after.
    """
    stamp = dt.datetime.fromtimestamp(modified).strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        backup = path.with_name(f"{_stem(path)}.backup-{stamp}{more}{path.suffix}")
        if not backup.exists():
            break
        if backup.read_bytes() == content:
            return backup
        number += 1
    with replacing(backup) as temporary:
        temporary.write_bytes(content)
    with contextlib.suppress(OSError):
        os.utime(backup, (modified, modified))
    return backup


def _stem(path: Path) -> str:
    """Return how the names of a file's backups begin."""
    return cut(path.stem, len(".backup-20260131-175900-99") + len(path.suffix))


def prune(path: Path) -> None:
    """Delete all but the last few backups of a file."""
    pattern = re.compile(
        re.escape(f"{_stem(path)}.backup-") + r"(\d{8}-\d{6})(?:-(\d+))?" + re.escape(path.suffix)
    )
    found = []
    for other in path.parent.iterdir():
        match = pattern.fullmatch(other.name)
        if match:
            found.append((match[1], int(match[2] or 1), other))
    for *_, other in sorted(found)[:-KEPT]:
        with contextlib.suppress(OSError):
            other.unlink()
