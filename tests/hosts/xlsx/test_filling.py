from __future__ import annotations

import io
import math
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.cells import CellError, CellValue
from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.filling import PIECE, Filled, pieces
from kamxl.workbook.spec import Book, Column, Formula, Sheet, Table

VALUES: list[CellValue] = [
    1, -2.5, 1 / 6, True, False, "a & b < c", " x ", "", None, CellError.NA, "_x0041_", "\x07",
]  # fmt: skip
values = st.lists(
    st.one_of(
        st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=5), st.booleans(), st.none(), st.sampled_from(CellError),
    ),
    min_size=1, max_size=8,
)  # fmt: skip
# Which columns a row spans is said nowhere else; formats are numbered as they are first used.
LOOKS = re.compile(rb' spans="[^"]*"|(?<= s=")[0-9]+(?=")')


def sheet_of(sheet: Sheet) -> bytes:
    """Return the cells of a sheet as a file has them, and the texts that they share."""
    with zipfile.ZipFile(io.BytesIO(built(Book([sheet], {}, "en", {}, "t")))) as file:
        cells = file.read("xl/worksheets/sheet1.xml")
        texts = (
            file.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in file.namelist() else b""
        )
    return LOOKS.sub(b"", cells[cells.index(b"<sheetData") : cells.index(b"</sheetData>")]) + texts


@settings(max_examples=40)
@given(typed=values, beside=st.booleans())
def test_the_rows_of_a_table_are_what_is_written_cell_by_cell(
    typed: list[CellValue], beside: bool
) -> None:
    given = [*typed, *VALUES]
    table, loose = Sheet("s", "S", "#000000"), Sheet("s", "S", "#000000")
    columns = [
        Column("id", "Id", given, "input", 9),
        Column("sum", "Sum", given, "calc", 9, '=IF(B1<2,"a&b",1)'),
    ]
    table.tables.append(Table("t", 0, 1, columns, len(given)))
    for place, column in enumerate(columns, start=1):
        loose.put(0, place, column.label, "header" if column.formula else "header_input")
    for place, column in enumerate(columns, start=1):
        for row, value in enumerate(given, start=1):
            content = Formula(column.formula, value) if column.formula else value
            loose.put(row, place, content, column.style)
    for one in (table, loose) if beside else ():
        one.put(1, 0, "left")
        one.put(2, 3, 7.0)
    assert sheet_of(table).partition(b"<sst")[0] == sheet_of(loose).partition(b"<sst")[0]


def test_more_rows_than_a_piece_are_put_together_in_pieces() -> None:
    made = list(pieces(4, 0, [Filled(range(PIECE + 1), 0)], {}.__getitem__))
    assert [(first, len(rows)) for first, rows in made] == [(4, PIECE), (4 + PIECE, 1)]
    assert made[1][1] == [f'<c r="A{4 + PIECE + 1}"><v>{PIECE}</v></c>']


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("formula", ["", "=1"])
def test_what_no_cell_can_hold_is_refused(value: float, formula: str) -> None:
    with pytest.raises(ValueError, match="a cell cannot hold"):
        list(pieces(0, 0, [Filled([value], 0, formula)], {}.__getitem__))
