"""Compares what a workbook file stores beside its formulas with what LibreOffice computes anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamxl.cells import CellValue, address, to_serial
from kamxl.hosts.tables.book import read_book
from tests.office.client import Office
from tests.parity.comparing import same


def stale_cells(office: Office, path: Path, most: int = 12) -> list[str]:
    """Return, in words, the cells of all sheets whose stored result LibreOffice does not share."""
    book = read_book(path)
    sheets = office.recalculate(path, formulas=False)
    wrong = []
    for name in book.sheets():
        rows = book.read(name)
        for (row, column), text in book.texts(name).items():
            line = rows[row] if row < len(rows) else ()
            stored = _plain(line[column] if column < len(line) else None)
            found = sheets[name].value(row, column)
            if not same(found, stored):
                wrong.append(f"{name}!{address(row, column)}: {stored!r}, not {found!r}: {text}")
    return [f"{len(wrong)} cells are stale", *wrong[:most]] if wrong else []


def _plain(value: CellValue) -> CellValue:
    return float(to_serial(value)) if isinstance(value, dt.date) else value
