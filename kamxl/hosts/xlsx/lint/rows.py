"""The rows of a sheet that differ from those of the file before: only they can have new faults."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from kamxl.hosts.xlsx.lint.package import Package

_ROW, _END = b'<row r="', b"</sheetData>"


class Former:
    """The file before: what its sheets held."""

    def __init__(self, file: Path | bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def narrowed(self, package: Package, part: str, kept: Collection[int]) -> frozenset[int]:
        """Let only the changed rows of a sheet be read, and those `kept`; return the rows left out.

        None is left out where a row may depend on others: where formulas are shared.
        """
        try:
            old = self._archive.read(part)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            return frozenset()
        found = changed_rows(old, package.bytes(part), kept)
        if found is None:
            return frozenset()
        package.instead[part] = found[0]
        return found[1]


def changed_rows(
    old: bytes, new: bytes, kept: Collection[int]
) -> tuple[bytes, frozenset[int]] | None:
    """Return a sheet without the rows that the old one holds too, and their numbers.

    None where rows cannot be told apart by a search, or depend on others.
    """
    if b"<!" in new or b"shared" in new or b"\0" in new[:200]:
        return None
    pieces = new.split(_ROW)
    if len(pieces) < 3 or new.count(b"<row") != len(pieces) - 1 or new.count(_END) != 1:
        return None
    known = set(old.split(_ROW)[1:-1])
    left: set[int] = set()
    made = [pieces[0]]
    for piece in pieces[1:-1]:
        number = piece[: piece.find(b'"')]
        if piece in known and number.isdigit() and int(number) not in kept:
            left.add(int(number))
        else:
            made.append(_ROW + piece)
    # The last row ends together with the rest of the sheet.
    made.append(_ROW + pieces[-1])
    return b"".join(made), frozenset(left)


def strings_kept(package: Package, workbook: str, unchanged: Collection[str]) -> bool:
    """Return whether the texts that cells share are those of the file before."""
    parts = package.related(workbook, "sharedStrings")
    return all(posixpath.normpath(part) in unchanged for part in parts)
