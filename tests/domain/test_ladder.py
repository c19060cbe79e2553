import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.ladder import endangered, highest, level_numbers, level_of, portfolio_levels
from kamxl.domain.policy import LADDER, LEVELS, PORTFOLIO_RULES
from tests.domain import golden

TODAY = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("share", "level"),
    [
        (-0.07, "none"),
        (0.0999999, "none"),
        (0.10, "notice"),
        (0.1999999, "notice"),
        (0.20, "warning"),
        (0.35, "high"),
        (0.50, "high"),
        (0.501, "critical"),
        (1.0, "critical"),
    ],
)
def test_each_rung_has_its_own_operator(share: float, level: str):
    assert level_of(share, LADDER) == level


def test_ten_per_cent_in_floats_is_ten_per_cent():
    assert level_of(0.1 - 1e-12, LADDER) == "notice"
    assert level_of(1 - 0.9, LADDER) == "notice"
    assert level_of(0.5 + 1e-12, LADDER) == "high"


def test_an_unknown_share_has_no_level():
    assert level_numbers(np.array([np.nan]), LADDER).tolist() == [0]
    assert level_of(None, LADDER) == "none"


def test_t8_only_more_than_50_per_cent_is_a_mono_customer():
    half = assess(golden.of_revenues(500, 300, 200), golden.policy(), TODAY)
    more = assess(golden.of_revenues(501, 299, 200), golden.policy(), TODAY)
    assert (half.disclosure_share[0], LEVELS[half.level[0]]) == (500 / 1000, "high")
    assert (more.disclosure_share[0], LEVELS[more.level[0]]) == (501 / 1000, "critical")
    assert "C-CRITICAL" not in {finding.code for finding in half.findings}
    assert "C-CRITICAL" in {finding.code for finding in more.findings}


def test_the_ladder_stands_on_the_net_base_so_a_credit_note_makes_a_mono_customer():
    found = assess(golden.of_revenues(4200, 2400, 1900, -500), golden.policy(), TODAY)
    assert found.disclosure_share[0] == 4200 / 8000
    assert round(found.share[0], 4) == round(4200 / 8500, 4) == 0.4941
    assert found.warnings(0) == ["critical"]


def test_one_customer_alone_is_critical_and_none_without_revenue_is():
    assert assess(golden.of_revenues(7), golden.policy(), TODAY).warnings(0) == ["critical"]
    assert assess(golden.of_revenues(0), golden.policy(), TODAY).warnings(0) == []


def test_a_reported_total_thins_the_shares_of_the_ladder():
    reported = dataclasses.replace(golden.policy(), reported_revenue=24_000.0)
    found = assess(golden.portfolio(), reported, TODAY)
    assert found.disclosure_share[golden.place("Vicom")] == 4200 / 24_000 == 0.175
    assert LEVELS[found.level[golden.place("Vicom")]] == "notice"
    assert found.share[golden.place("Vicom")] == 0.35


@pytest.mark.parametrize(
    ("cr5", "hhi", "before", "expected"),
    [
        (0.49, 0.09, None, ("none", "none", "none")),
        (0.50, 0.10, 0.09, ("warning", "notice", "notice")),
        (0.75, 0.18, 0.18, ("high", "notice", "none")),
        (0.76, 0.181, 0.172, ("high", "high", "none")),
        (None, None, 0.2, ("none", "none", "none")),
    ],
)
def test_the_whole_portfolio_has_its_own_rules(
    cr5: float | None, hhi: float | None, before: float | None, expected: tuple[str, ...]
):
    found = portfolio_levels(cr5, hhi, before, PORTFOLIO_RULES)
    assert (found["cr5"], found["hhi"], found["hhi_change"]) == expected


def test_the_fixture_as_a_whole_is_high():
    found = golden.assessment()
    assert found.rule_levels == {"cr5": "high", "hhi": "high", "hhi_change": "none"}
    assert found.portfolio_level == "high"


def test_the_gravest_level_wins_and_nothing_is_none():
    assert highest(["notice", "critical", "high"]) == "critical"
    assert highest([]) == "none"


def in_danger(
    share: float, tier: int = 1, *, gated: bool = False, end: dt.date | None = None
) -> bool:
    found = endangered(
        np.array([share]),
        np.array([tier]),
        np.array([gated]),
        (end,),
        TODAY,
        share=0.20,
        share_near=0.10,
        months=6,
    )
    return bool(found[0])


@pytest.mark.parametrize(
    ("share", "tier", "expected"),
    [(0.20, 3, True), (0.20, 4, True), (0.20, 2, False), (0.1999, 3, False), (0.20, 0, False)],
)
def test_t12_a_large_account_of_a_weak_tier_is_endangered(share: float, tier: int, expected: bool):
    assert in_danger(share, tier) is expected


@pytest.mark.parametrize(("share", "expected"), [(0.10, True), (0.0999, False)])
def test_a_closed_gate_endangers_from_ten_per_cent(share: float, expected: bool):
    assert in_danger(share, 2, gated=True) is expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (dt.date(2026, 7, 1), True),
        (dt.date(2026, 7, 2), False),
        (dt.date(2025, 12, 31), True),
        (None, False),
    ],
)
def test_a_contract_that_ends_within_six_months_or_has_ended_endangers(
    end: dt.date | None, expected: bool
):
    assert in_danger(0.10, 1, end=end) is expected
    assert in_danger(0.05, 1, end=end) is False


def test_t12_vicom_is_large_unattractive_and_weakly_bound_and_only_joining_both_says_so():
    found, vicom = golden.assessment(), golden.place("Vicom")
    assert found.disclosure_share[vicom] == 0.35
    assert found.tier[vicom] == 3
    assert found.warnings(vicom) == ["high", "endangered"]
    assert found.warnings(golden.place("Cartech")) == ["notice"]
    texts = [f.text("de") for f in found.findings if f.code == "C-ENDANGERED"]
    assert any("Vicom" in text and "Gefährdeter Großkunde" in text for text in texts)
