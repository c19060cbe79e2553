"""Puts kamxl's sheets into a workbook of a company's own: its sheets, theme and logo stay."""

from __future__ import annotations

from collections.abc import Collection

from kamxl.errors import UsageError
from kamxl.workbook.changing import Added, BookPatch
from kamxl.workbook.spec import Book


def into(book: Book, file: str, there: Collection[str]) -> BookPatch:
    """Return the change that puts a rendered workbook's sheets behind those of a file.

    `there` are the names of the file's sheets; UsageError where one of them is called as one of
    kamxl's.
    """
    known = {name.casefold() for name in there}
    twice = [sheet.name for sheet in book.sheets if sheet.name.casefold() in known]
    if twice:
        raise UsageError(
            f"{file}: it has a sheet called {twice[0]!r} already, as kamxl calls one of its own; "
            "rename it there first"
        )
    return BookPatch(
        added=tuple(Added(sheet, "") for sheet in book.sheets),
        names=book.names,
        properties=book.properties,
        state=book.state,
        language=book.language,
    )
