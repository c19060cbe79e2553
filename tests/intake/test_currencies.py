import pytest

from kamxl.errors import UsageError
from kamxl.intake.currencies import Rates, code_of, rates_of


def test_signs_and_codes_mean_the_same() -> None:
    assert [code_of(text) for text in ("€", " eur ", "Euro", "US$", "chf", "")] == [
        "EUR", "EUR", "EUR", "USD", "CHF", "",
    ]  # fmt: skip


def test_the_reporting_currency_and_a_blank_cell_are_taken_as_they_are() -> None:
    assert Rates("CHF").factor("chf") == 1
    assert Rates("CHF").factor("") == 1


def test_a_missing_rate_is_none_and_never_one() -> None:
    assert Rates("EUR").factor("USD") is None
    assert rates_of("EUR", ["USD@2024=0.9"]).factor("USD", 2025) is None


def test_the_rate_of_the_year_goes_before_the_one_of_any_year() -> None:
    rates = rates_of("EUR", ["USD=0.92", "usd@2024=0.90", "£=1.17"])
    assert rates.factor("$", 2024) == 0.90
    assert rates.factor("$", 2025) == 0.92
    assert rates.factor("USD") == 0.92
    assert rates.factor("GBP", 2024) == 1.17


@pytest.mark.parametrize("said", ["USD", "USD=", "USD=0", "USD=-1", "USD=0,92", "=1", "U=1.2.3"])
def test_what_is_no_rate_is_wrong_use(said: str) -> None:
    with pytest.raises(UsageError, match=r"--rate is written USD=0\.92"):
        rates_of("EUR", [said])


def test_a_rate_said_twice_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="says USD twice"):
        rates_of("EUR", ["USD=0.92", "USD=0.93"])
