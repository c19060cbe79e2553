from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.intake.numbers import is_number, number_readings


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", 1234.56),
        ("1 234,56", 1234.56),
        ("1\u00a0234,56", 1234.56),
        ("1\u202f234,56", 1234.56),
        ("1'234.56", 1234.56),
        ("1’234.56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("-5", -5),
        ("−5", -5),
        ("5-", -5),
        ("1.234,50-", -1234.5),
        ("(5,50)", -5.5),
        ("€ 5,50", 5.5),
        ("5,50 €", 5.5),
        ("-€ 5,50", -5.5),
        ("€ -5,50", -5.5),
        ("CHF 1'234.50", 1234.5),
        ("1234.50 EUR", 1234.5),
        ("$(1,234.50)", -1234.5),
        ("12,5 %", 12.5 / 100),
        ("+7", 7),
        ("0.123", 0.123),
        (",5", 0.5),
        ("1,5E+05", 150_000),
        ("00042", 42),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, value: float) -> None:
    readings = number_readings(text)
    assert not readings.ambiguous
    assert readings.only == value


@pytest.mark.parametrize("text", ["1,234", "1.234", "-999.999", "1,234 €"])
def test_three_digits_after_one_mark_can_mean_two_numbers(text: str) -> None:
    readings = number_readings(text)
    assert readings.ambiguous
    low, high = sorted(abs(value) for value in (readings.first, readings.second) if value)
    assert high == pytest.approx(low * 1000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "n/a",
        "1.23.456",
        "12,34,567",
        "1'234 567",
        "--5",
        "(-5)",
        "5 %%",
        "1e999",
        "12 Stk",
    ],
)
def test_what_is_no_number_in_any_way_is_none(text: str) -> None:
    assert not is_number(text)


AMOUNTS = st.decimals(-(10**11), 10**11, allow_nan=False, places=2)


@given(AMOUNTS)
def test_a_german_amount_comes_back(amount: Decimal) -> None:
    text = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert number_readings(text).first == float(amount)


@given(AMOUNTS)
def test_an_english_amount_comes_back(amount: Decimal) -> None:
    assert number_readings(f"{amount:,.2f}").second == float(amount)


@given(AMOUNTS, st.sampled_from(["'", "’", " ", "\u00a0", "\u202f"]))
def test_an_amount_in_groups_of_another_kind_comes_back(amount: Decimal, group: str) -> None:
    assert number_readings(f"{amount:,.2f}".replace(",", group)).only == float(amount)


@given(AMOUNTS, st.sampled_from(["{}-", "({})", "-{} €", "€ -{}", "CHF -{}"]))
def test_an_amount_can_be_negative_in_many_ways(amount: Decimal, frame: str) -> None:
    text = frame.format(f"{abs(amount):.2f}")
    assert number_readings(text).second == -abs(float(amount))


@given(st.floats(-1e15, 1e15))
def test_what_a_program_writes_is_what_it_meant(value: float) -> None:
    assert number_readings(repr(value)).second == value


def test_a_text_longer_than_any_amount_is_no_number_and_takes_no_time() -> None:
    assert number_readings("€" * 900_000).only is None
    assert number_readings("1" + ".000" * 4).first == 1e12
    assert number_readings("1" + ".000" * 200_000).first is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    number_readings(text)
