"""Formulas of people's own that depend on what a run writes: their results are no longer true."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from kamxl.workbook.merging.merge import Merge

ADD_IN = re.compile(r"\bKAM_\w+\s*\(", re.IGNORECASE)


class Source(Protocol):
    """A workbook whose formulas can be read."""

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's own defined names stand for."""
        ...

    def texts(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the text of every formula by row and column."""
        ...


def stale(source: Source, merge: Merge, plans: Collection[str]) -> bool:
    """Return whether people's own formulas must be computed anew when the workbook is opened.

    `plans` are the sheets of forms. One that depends on another of their own is computed with it.
    Never where a formula calls kamxl's add-in, for without it every such cell would show an error.
    """
    ours = {*merge.found.values(), *plans}
    words = tuple(_words(source, merge, ours))
    found = False
    for sheet in source.sheets():
        texts = source.texts(sheet)
        if sheet not in ours:
            found |= any(word in text.casefold() for text in texts.values() for word in words)
        elif sheet in plans:
            found |= bool(texts)
        # The search for a plain text is many times faster, and mostly finds nothing.
        if any("kam_" in text.casefold() and ADD_IN.search(text) for text in set(texts.values())):
            return False
    return found or any(_beside(merge, key) for key in merge.alignments)


def _words(source: Source, merge: Merge, ours: Collection[str]) -> Iterator[str]:
    """Yield, in lower case, by what a formula can name a cell of ours."""
    sheets = [name.replace("'", "''").casefold() for name in ours]
    for name in sheets:
        yield f"{name}!"
        yield f"{name}'!"
    for held in merge.held.values():
        yield from (f"{table.casefold()}[" for table in held.tables)
    for name, reference in source.names().items():
        if any(f"{sheet}!" in reference.casefold() or f"{sheet}'!" in reference.casefold()
               for sheet in sheets):  # fmt: skip
            yield name.casefold()


def _beside(merge: Merge, key: str) -> bool:
    """Return whether people put formulas of their own on a sheet of ours."""
    alignment = merge.alignments[key]
    texts = merge.held[key].texts.keys()
    ours = merge.cells(merge.sheet(key)).keys()
    if alignment.identity:
        return not texts <= ours
    return not texts <= {alignment.at(*at) for at in ours}
