from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.intake.dates import date_readings
from kamxl.intake.numbers import number_readings
from kamxl.ledger.written import amount_in, day_in, plain_amount, plain_day, quoted

AMOUNTS = (
    "1", "-1", "1.5", "1,5", "1.234", "1,234", "1.234,56", "1,234.56", "1 234,56", "1'234.56",
    "(5)", "5-", "- 5", "€ 1.234,5", "1,5 EUR", "1e3", "1.5E3", "abc", "", "12.34.56", "1.23.4",
    ".5", ",5", "0.123", "1234.567", "--5", "1’234", "1\u00a0234,5", "CHF 12.50", "+7",
    "1.234.567", "-1.234", "0,5", "00123", "12.", "(5", "-(5)", "5 -", "−7,5", "1 234 567",
)  # fmt: skip
DAYS = (
    "2025-03-04", "04.03.2025", "4.3.25", "03/04/2025", "13/04/2025", "04/13/2025", "20250304",
    "2025/3/4", "2025-02-30", "4. 3. 2025", "3-4-2025", "2025-03-04T10:00:00Z", "x",
    "04.03.2025 10:30", "2025-3", "31.04.2025", "1/1/69", "1/1/70", "2025-03-04 10:00:00", "",
)  # fmt: skip


def read(*expressions: str) -> tuple[object, ...]:
    with duckdb.connect() as engine:
        found = engine.execute(f"SELECT {', '.join(expressions)}").fetchone()
    assert found is not None
    return found


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_as_elsewhere_in_kamxl(text: str) -> None:
    comma, point, plain = read(
        amount_in(quoted(text), 1), amount_in(quoted(text), 2), plain_amount(quoted(text))
    )
    wanted = number_readings(text)
    assert [None if v is None else float(v) for v in (comma, point)] == [*wanted_of(wanted)]  # type: ignore[arg-type]
    if plain:
        assert wanted.only is not None
        assert not wanted.ambiguous


def wanted_of(readings: object) -> tuple[float | None, float | None]:
    return readings.first, readings.second  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_as_elsewhere_in_kamxl(text: str) -> None:
    first, second, plain = read(
        day_in(quoted(text), 1), day_in(quoted(text), 2), plain_day(quoted(text))
    )
    wanted = date_readings(text)
    assert (first, second) == (wanted.first, wanted.second)
    if plain:
        assert first == second == dt.date.fromisoformat(text)


@settings(max_examples=30)
@given(st.lists(st.text("0123456789.,'- ()", max_size=9), min_size=20, max_size=20))
def test_any_arrangement_of_digits_and_marks_is_read_as_elsewhere(texts: list[str]) -> None:
    found = read(*(amount_in(quoted(text), way) for text in texts for way in (1, 2)))
    wanted = [value for text in texts for value in wanted_of(number_readings(text))]
    given_ = [None if value is None else float(value) for value in found]  # type: ignore[arg-type]
    # A text of more decimals than millionths is rounded, as amounts are.
    assert given_ == [None if value is None else round(value, 6) for value in wanted]
