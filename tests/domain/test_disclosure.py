"""Customers of 10 % or more (domain 3.5), with the golden roll-up at exactly 10.0 %."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.disclosure import Disclosure, disclosure, grouped, percent
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from tests.domain import golden


def disclosed(accounts: Portfolio, **policy: object) -> Disclosure:
    judged = dataclasses.replace(Policy(()), **policy)  # type: ignore[arg-type]
    return disclosure(assess(accounts, judged, golden.TODAY))


def rolled_up() -> Portfolio:
    accounts = golden.portfolio()
    parents = tuple("T" if n in ("Technologie", "Branchenführer") else "" for n in golden.NAMES)
    return dataclasses.replace(accounts, texts={**accounts.texts, "parent": parents})


def test_three_customers_are_disclosed_without_the_roll_up() -> None:
    found = disclosed(golden.portfolio())
    assert [one.name for one in found.majors] == ["Vicom", "Großbesteller", "Cartech"]
    assert [one.share for one in found.majors] == [4200 / 12000, 2400 / 12000, 1500 / 12000]


def test_a_group_of_exactly_ten_percent_is_disclosed_only_after_the_roll_up() -> None:
    found = disclosed(rolled_up())
    # 6.67 % + 3.33 % = (800 + 400) / 12000
    assert [one.share for one in found.majors] == pytest.approx([0.35, 0.20, 0.125, 0.10])
    group = found.majors[3]
    assert (group.name, group.revenue, group.reason, len(group.members)) == ("T", 1200, "parent", 2)


def test_a_credit_note_stays_in_the_denominator_and_is_shown() -> None:
    found = disclosed(golden.of_revenues(4200, 2400, 1500, -500))
    # Of 4200 + 2400 + 1500 − 500 = 7600; the negative one is no customer of 10 % or more.
    assert [one.share for one in found.majors] == [4200 / 7600, 2400 / 7600, 1500 / 7600]
    assert found.overhang == -500


def test_reported_revenue_is_the_denominator_and_is_reconciled() -> None:
    found = disclosed(golden.of_revenues(100, 900), reported_revenue=1010.0)
    assert [one.share for one in found.majors] == [900 / 1010]
    assert found.difference == 1010 - 1000
    assert found.reconciled is False  # 10 / 1010 is 0.99 %
    assert disclosed(golden.of_revenues(100, 900), reported_revenue=1005.0).reconciled is True
    assert disclosed(golden.of_revenues(100, 900)).reconciled is None


def test_revenue_decides_even_where_the_concentration_looks_at_margins() -> None:
    accounts = golden.portfolio()
    assert disclosed(accounts, basis="margin").majors == disclosed(accounts).majors


def test_control_goes_before_the_parent_and_its_reason_is_told() -> None:
    accounts = dataclasses.replace(
        golden.of_revenues(50, 60, 890),
        texts={
            "control_group": ("State  of X", "state of x", ""),
            "control_reason": ("one budget", "", ""),
        },
    )
    group = disclosed(accounts).majors[1]
    assert (group.name, group.revenue, group.reason) == ("State of X", 110, "control")
    assert group.reasoning == "one budget"


def test_internal_customers_are_never_disclosed() -> None:
    accounts = dataclasses.replace(golden.of_revenues(100, 900), texts={"external": ("", "no")})
    found = disclosed(accounts)
    assert [(one.name, one.share) for one in found.majors] == [("a", 1.0)]


def test_without_positive_revenue_nobody_is_disclosed_and_nothing_divided() -> None:
    for accounts in (golden.of_revenues(), golden.of_revenues(0, 0), golden.of_revenues(5, -9)):
        found = disclosed(accounts)
        assert (found.majors, found.revenue, found.sentence("en")) == ((), None, "")


def test_last_years_revenue_and_share_stand_beside() -> None:
    accounts = golden.with_numbers(golden.of_revenues(900, 100), revenue_y1=[300, np.nan])
    one = disclosed(accounts, reported_before=600.0).majors[0]
    assert (one.before, one.share_before) == (300, 300 / 600)
    assert disclosed(accounts).majors[1].before is None


def test_the_note_says_ten_percent_or_more_and_never_more_than() -> None:
    found = disclosed(rolled_up(), period="2025")
    assert found.sentence("en") == (
        "In 2025, there were 4 external customers that each accounted for 10 % or more of revenue "
        "of EUR 12,000: "
        "Customer A EUR 4,200 (35.0 %); Customer B EUR 2,400 (20.0 %); Customer C EUR 1,500 "
        "(12.5 %); Customer D EUR 1,200 (10.0 %). Entities known to be under common control count "
        "as one customer."
    )
    german = found.sentence("de")
    assert german.startswith("Im Zeitraum 2025 entfielen auf 4 externe Kunden je 10 % oder mehr")
    assert "EUR 4.200 (35,0 %)" in german
    for text in (found.sentence("en"), german):
        assert "more than" not in text
        assert "mehr als" not in text


def test_without_a_major_customer_the_note_says_so() -> None:
    found = disclosed(golden.of_revenues(*[100.0] * 11))
    assert found.sentence("en") == (
        "In the period, no external customer accounted for 10 % or more of revenue of EUR 1,100."
    )


def test_amounts_and_shares_are_written_as_each_language_does() -> None:
    assert (grouped(1234567.5, "en"), grouped(1234567.4, "de")) == ("1,234,568", "1.234.567")
    assert (grouped(-999.6, "en"), grouped(0.2, "en")) == ("-1,000", "0")
    assert (percent(0.1, "en"), percent(0.12345, "de")) == ("10.0 %", "12,3 %")
