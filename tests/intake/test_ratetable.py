from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kamxl.cells import CellValue
from kamxl.errors import InputError
from kamxl.intake.currencies import rates_of
from kamxl.intake.ratetable import by_month, rate_rows, rows_of
from kamxl.intake.raw import RawTable

Y24 = 2024 * 12
HEAD: list[CellValue] = ["Währung", "Zeitraum", "Kurs"]


def table(*rows: list[CellValue]) -> RawTable:
    return RawTable("rates.csv", "rates", [HEAD, *rows])


def test_periods_are_years_quarters_months_days_or_none() -> None:
    rows = rate_rows(
        table(
            ["USD", "2024", "0,92"], ["usd", "2024-Q2", 0.9], ["$", "2024-05", 0.8],
            ["CHF", dt.date(2024, 7, 31), 1.05], ["GBP", None, "1.17"],
        )
    )  # fmt: skip
    assert rows[0] == ("USD", Y24, Y24 + 11, Decimal("0.92"))
    assert rows[1] == ("USD", Y24 + 3, Y24 + 5, Decimal("0.9"))
    assert rows[2] == ("USD", Y24 + 4, Y24 + 4, Decimal("0.8"))
    assert rows[3] == ("CHF", Y24 + 6, Y24 + 6, Decimal("1.05"))
    assert rows[4][1] < 1970 * 12


def test_a_month_takes_the_narrowest_rate() -> None:
    rows = [
        ("USD", Y24, Y24 + 11, Decimal(1)),
        ("USD", Y24 + 4, Y24 + 4, Decimal(3)),
        ("USD", Y24 + 3, Y24 + 5, Decimal(2)),
    ]
    found = {month - Y24: int(rate) for _, month, rate in by_month(rows, Y24, Y24 + 6)}
    assert found == {0: 1, 1: 1, 2: 1, 3: 2, 4: 3, 5: 2, 6: 1}


def test_rates_said_one_by_one_are_rows_too() -> None:
    rows = rows_of(rates_of("EUR", ["USD@2024=0.9", "CHF=1.05"]))
    assert rows[0] == ("USD", Y24, Y24 + 11, Decimal("0.9"))
    assert rows[1][0] == "CHF"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["USD", "2024", "0"], "no rate"),
        (["USD", "2024", "x"], "no rate"),
        (["USD", "soon", "1.1"], "no period"),
        (["USD", "2024-13", "1.1"], "no period"),
    ],
)
def test_a_cell_that_says_nothing_is_refused_with_its_place(row: list[CellValue], why: str) -> None:
    with pytest.raises(InputError, match=why) as flaw:
        rate_rows(table(row))
    assert flaw.value.place.startswith("rates.csv!rates!")


def test_a_rate_said_twice_and_a_table_without_rates_are_refused() -> None:
    with pytest.raises(InputError, match="twice"):
        rate_rows(table(["USD", "2024", 1.0], ["USD", "2024", 1.1]))
    with pytest.raises(InputError, match="columns"):
        rate_rows(RawTable("a.csv", "a", [["x", "y"]]))
