from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.intake.dates import date_readings, serial_date

DAY = dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-31",
        "2024-12-31T10:15:00Z",
        "2024-12-31 10:15",
        "2024/12/31",
        "20241231",
        "31.12.2024",
        "31. 12. 2024",
        "31.12.24",
        "31.12.2024 10:15:00",
        "31/12/2024",
        "12/31/2024",
        "12/31/2024 1:15 PM",
        "31-12-2024",
    ],
)
def test_a_clear_date_is_read(text: str) -> None:
    assert not date_readings(text).ambiguous
    assert date_readings(text).only == DAY


def test_a_slashed_date_can_mean_two_days() -> None:
    readings = date_readings("03/04/2024")
    assert (readings.first, readings.second) == (dt.date(2024, 4, 3), dt.date(2024, 3, 4))


@pytest.mark.parametrize("text", ["", "31.02.2024", "2024-13-01", "soon", "12/2024", "99/99/2024"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert date_readings(text).only is None


@given(st.dates(dt.date(1970, 1, 1)))
def test_every_day_comes_back(day: dt.date) -> None:
    assert date_readings(day.isoformat()).only == day
    assert date_readings(f"{day.day:02}.{day.month:02}.{day.year:04}").only == day
    assert date_readings(f"{day.month}/{day.day}/{day.year:04}").second == day


def test_a_bare_number_is_a_serial_only_where_it_can_be_one() -> None:
    assert serial_date(45657.5) == DAY
    assert serial_date(17) is None
