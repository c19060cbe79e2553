import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError, address, column_letters, from_serial, to_serial


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_columns_are_lettered_as_in_a_spreadsheet(column: int, letters: str):
    assert column_letters(column) == letters


def test_an_address_counts_from_a1():
    assert address(0, 0) == "A1"
    assert address(9, 27) == "AB10"
    assert address(9, 27, absolute=True) == "$AB$10"


@pytest.mark.parametrize(
    ("day", "serial"),
    [
        (dt.date(1900, 3, 1), 61),
        (dt.date(2000, 1, 1), 36526),
        (dt.date(2026, 1, 1), 46023),
        (dt.datetime(2026, 1, 1, 23, 59), 46023),
    ],
)
def test_days_are_counted_as_excel_does(day: dt.date, serial: int):
    assert to_serial(day) == serial


def test_the_time_of_day_is_dropped():
    assert from_serial(46023.999) == dt.date(2026, 1, 1)


@given(st.dates(min_value=dt.date(1900, 3, 1)))
def test_a_day_survives_the_way_into_a_cell_and_back(day: dt.date):
    assert from_serial(to_serial(day)) == day


def test_an_error_is_written_as_cells_show_it():
    assert str(CellError.NA) == "#N/A"
    assert CellError("#DIV/0!") is CellError.DIV0
    assert not issubclass(CellError, Exception)
