"""The shipped example is the fixture of domain section 8, in euros and as a CRM would export it."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from importlib import resources

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.portfolio import Portfolio, Ratings
from tests.domain import golden

WORDS = {
    **{name: name for name in golden.NAMES},
    "Potenzialkunde": "Potenzial",
}


def rows(name: str) -> list[dict[str, str]]:
    file = resources.files("kamxl.actions") / "example" / name
    text = file.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


ACCOUNTS = rows("accounts.csv")
INVOICES = rows("invoices.csv")


def german(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d.%m.%Y").date()


def sums(column: str, year: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for invoice in INVOICES:
        if day(invoice["Rechnungsdatum"]).year == year:
            found[invoice["Kundennummer"]] += german(invoice[column])
    return dict(found)


def identifier(fixture: str) -> str:
    (row,) = [row for row in ACCOUNTS if WORDS[fixture] in row["Kunde"].split(" GmbH")[0]]
    return row["Kundennummer"]


@pytest.mark.parametrize("name", golden.NAMES)
def test_revenue_and_margin_of_2025_are_exactly_those_of_the_fixture(name: str):
    place = golden.place(name)
    revenue = sums("Nettobetrag", 2025).get(identifier(name), Decimal(0))
    margin = sums("Deckungsbeitrag", 2025).get(identifier(name), Decimal(0))
    assert revenue == Decimal(int(golden.REVENUE[place])) * 1000
    assert margin == Decimal(int(golden.MARGIN[place])) * 1000


@pytest.mark.parametrize(
    ("year", "total"), [(2023, 11_940_000), (2024, 12_040_000), (2025, 12_000_000)]
)
def test_every_year_has_its_round_total(year: int, total: int):
    assert sum(sums("Nettobetrag", year).values()) == total


def test_cartech_grows_the_big_order_customer_shrinks_and_vicom_stands_still():
    def years(name: str) -> list[int]:
        return [int(sums("Nettobetrag", y)[identifier(name)]) for y in (2023, 2024, 2025)]

    assert years("Cartech") == [900_000, 1_180_000, 1_500_000]
    assert years("Großbesteller") == [3_300_000, 2_900_000, 2_400_000]
    assert years("Vicom") == [4_150_000, 4_230_000, 4_200_000]


def test_ids_are_text_with_a_leading_zero_and_every_invoice_belongs_to_an_account():
    ids = [row["Kundennummer"] for row in ACCOUNTS]
    assert len(set(ids)) == 12
    assert "00042" in ids
    names = {row["Kundennummer"]: row["Kunde"] for row in ACCOUNTS}
    assert all(names[row["Kundennummer"]] == row["Kunde"] for row in INVOICES)


def test_invoice_numbers_are_unique_and_dates_are_working_days_in_order():
    numbers = [row["Rechnungsnummer"] for row in INVOICES]
    assert len(set(numbers)) == len(numbers) == 973
    dates = [day(row["Rechnungsdatum"]) for row in INVOICES]
    assert dates == sorted(dates)
    assert all(date.weekday() < 5 for date in dates)


def test_credit_notes_are_negative_and_nothing_else_is():
    for invoice in INVOICES:
        credit = invoice["Rechnungsnummer"].startswith("GS-")
        assert (german(invoice["Nettobetrag"]) < 0) is credit
        assert (german(invoice["Deckungsbeitrag"]) < 0) is credit
    assert sum(row["Rechnungsnummer"].startswith("GS-") for row in INVOICES) == 16


def test_only_the_big_order_customer_has_poor_solvency():
    poor = {row["Kunde"]: row["Zahlungsfähigkeit"] for row in ACCOUNTS}
    assert [name for name, rating in poor.items() if int(rating) <= 3] == [
        "Großbesteller Logistik AG"
    ]
    assert poor["Großbesteller Logistik AG"] == "2"


def test_the_example_judged_is_the_golden_table():
    policy = golden.policy()
    revenue, margin = sums("Nettobetrag", 2025), sums("Deckungsbeitrag", 2025)
    ids = tuple(row["Kundennummer"] for row in ACCOUNTS)
    portfolio = Portfolio(
        ids=ids,
        names=tuple(row["Kunde"] for row in ACCOUNTS),
        numbers={
            "revenue": np.array([float(revenue.get(key, 0)) for key in ids]),
            "revenue_y1": np.array([float(sums("Nettobetrag", 2024).get(key, 0)) for key in ids]),
            "margin": np.array([float(margin.get(key, 0)) for key in ids]),
        },
        dates={
            "contract_end": tuple(
                day(row["Vertragsende"]) if row["Vertragsende"] else None for row in ACCOUNTS
            )
        },
        ratings={
            criterion.key: Ratings.of(
                [
                    int(row[criterion.name.de]) if row[criterion.name.de] else None
                    for row in ACCOUNTS
                ]
            )
            for criterion in policy.criteria
        },
    )
    found = assess(portfolio, policy, golden.TODAY)
    expected = golden.assessment()
    places = [ids.index(identifier(name)) for name in golden.NAMES]
    for figure in ("score", "coverage", "attractiveness", "strength", "share"):
        np.testing.assert_allclose(
            getattr(found, figure)[places], getattr(expected, figure), atol=1e-12
        )
    for figure in ("rank", "tier", "quadrant", "abc", "level", "endangered", "revenue_rank"):
        np.testing.assert_array_equal(getattr(found, figure)[places], getattr(expected, figure))
    assert found.concentration.hhi == pytest.approx(0.1960069444, abs=1e-10)
    # 2024 was more concentrated, so nothing rises.
    assert found.rule_levels["hhi_change"] == "none"
