"""The copy of an open workbook as a file: read, changed and built by the hosts of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build, built
from kamxl.hosts.xlsx.lint import refuse_faulty
from kamxl.hosts.xlsx.patching import bare_cells, carried
from kamxl.intake.raw import RawTable
from kamxl.workbook.changing import BookPatch
from kamxl.workbook.spec import Book


class WorkbookFiles:
    """What is done with the copy of an open workbook."""

    def __init__(self) -> None:
        self._last: tuple[bytes, BookFile] | None = None

    def read(self, content: bytes, name: str) -> BookFile:
        """Return a workbook file, read only; the same one for the same content."""
        if self._last is None or self._last[0] is not content:
            self._last = content, BookFile(content, name)
        return self._last[1]

    def carried(self, content: bytes, change: BookPatch, name: str) -> bytes:
        """Return the file with a change made; InputError, with the cell, where it cannot be."""
        return carried(content, change, name)

    def bare(self, content: bytes, name: str) -> Callable[[str, int, int], bool]:
        """Return whether a cell, by sheet, row and column, has no format of its own."""
        return bare_cells(content, name)

    def built(self, book: Book) -> bytes:
        """Return a new workbook's file; KamxlError where Excel would not take it as it is."""
        made = built(book)
        refuse_faulty(made)
        return made

    def table(self, path: Path) -> RawTable:
        """Return the table of a file that people chose."""
        return read_table(path)

    def write(self, path: Path, book: Book) -> None:
        """Write a new workbook to where people chose."""
        build(book, path)
