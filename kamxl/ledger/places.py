"""Where a line of a ledger stands in its file, as a spreadsheet would count it."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Sequence

from kamxl.cells import address
from kamxl.ledger.engines import Staged
from kamxl.ledger.source import Source


class Places:
    """Says of lines `file!sheet!cell`.

    Engines number the rows that they take apart. Where a file has others too (blank, broken, or a
    cell over two lines), it is read once more, up to the row that is asked for.
    """

    def __init__(self, sources: Sequence[Source], staged: Staged) -> None:
        self.sources, self.staged = sources, staged
        self._found: dict[int, array[int]] = {}
        self._walks: dict[int, Iterator[int]] = {}

    def __call__(self, line: int) -> str:
        """Return the place of a line."""
        file, index = self.staged.place(line)
        return self.at(file, self.row(file, index))

    def at(self, file: int, row: int) -> str:
        """Return the place of a row of a file, counted from 1."""
        source = self.sources[file]
        column = source.columns.get("id", source.columns.get("name", 0))
        cell = address(row - 1, column if isinstance(column, int) else 0)
        return f"{source.file}!{source.sheet}!{cell}"

    def row(self, file: int, index: int) -> int:
        """Return the row of a file in which its taken row `index` stands, counted from 1."""
        source = self.sources[file]
        if source.kind != "text" or self._even(file):
            return source.first + index
        found = self._found.setdefault(file, array("q"))
        walk = self._walks.setdefault(file, _rows(source))
        while len(found) <= index:
            row = next(walk, None)
            if row is None:
                return source.first + index
            found.append(row)
        return found[index]

    def first_broken(self, file: int) -> int:
        """Return the first row of a file that has another number of cells than its headers."""
        source = self.sources[file]
        return next(_rows(source, broken=True), source.first)

    def _even(self, file: int) -> bool:
        """Return whether a file has nothing but rows of one line each that were taken apart."""
        if file in self._found or self.staged.broken.get(file):
            return False
        source, lines, last = self.sources[file], 0, b"\n"
        with source.path.open("rb") as content:
            while block := content.read(2**20):
                lines, last = lines + block.count(b"\n"), block[-1:]
        lines += last != b"\n"
        return lines - source.skipped == self.staged.counts.get(file, 0)


def _rows(source: Source, *, broken: bool = False) -> Iterator[int]:
    """Yield the row, counted from 1, of each record with as many cells as there are columns.

    With `broken` of each other one that is not blank.
    """
    with source.path.open(encoding="utf-8-sig", newline="") as content:
        # The line that declares the delimiter does not count in addresses.
        before = source.skipped - (source.first - 1)
        for row, cells in enumerate(csv.reader(content, delimiter=source.delimiter), 1 - before):
            if row >= source.first and cells and (len(cells) == source.width) != broken:
                yield row
