import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.classes import (
    group_tiers,
    held_tiers,
    periods_beyond,
    quota_limits,
    quota_tiers,
    tier_number,
)
from kamxl.domain.policy import Gate, GateEffect, Policy, Scale, TierMode
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.tiers import expired, overrides
from kamxl.errors import PolicyError
from tests.domain import golden
from tests.domain.strategies import Case, cases, on_hundred

BORDERS = (8, 6, 4)
DAY = golden.TODAY
BIG_ORDER = golden.place("Großbesteller")


def tiers(found: Assessment, of: str = "tier") -> str:
    return "".join("–ABCD"[number] for number in getattr(found, of))


def judged(mode: TierMode, accounts: Portfolio | None = None, **policy: object) -> Assessment:
    under = dataclasses.replace(golden.policy(), tier_mode=mode, **policy)  # type: ignore[arg-type]
    return assess(golden.portfolio() if accounts is None else accounts, under, DAY)


def said(name: str, **cells: str | dt.date) -> Portfolio:
    """Return the twelve accounts with something typed about one account's tier."""
    accounts, place = golden.portfolio(), golden.place(name)
    texts, dates = dict(accounts.texts), dict(accounts.dates)
    for key, cell in cells.items():
        if isinstance(cell, dt.date):
            dates[key] = tuple(cell if n == place else None for n in range(12))
        else:
            texts[key] = tuple(cell if n == place else "" for n in range(12))
    return dataclasses.replace(accounts, texts=texts, dates=dates)


def codes(found: Assessment) -> list[str]:
    return [finding.code for finding in found.findings if finding.code.startswith("T-")]


# ---------------------------------------------------------------- hysteresis


@pytest.mark.parametrize(
    ("score", "previous", "tier"),
    [
        *((8.03, "B", "B"), (8.25, "B", "A"), (7.90, "A", "A"), (7.74, "A", "B"), (3.0, "A", "D")),
        *((8.25 - 1e-12, "B", "A"), (8.249, "B", "B"), (7.75, "A", "A"), (7.9, "", "B")),
        *((8.25, "D", "A"), (6.1, "D", "C"), (4.0, "D", "D"), (5.76, "A", "B"), (8.0, "", "A")),
    ],
)
def test_a_tier_changes_only_a_quarter_point_beyond_the_border(
    score: float, previous: str, tier: str
) -> None:
    before = np.array([tier_number(previous)])
    assert held_tiers(np.array([score]), BORDERS, before, 0.25).tolist() == [tier_number(tier)]
    hundred = Scale(100)
    borders = [hundred.from_ten(border) for border in BORDERS]
    assert hundred.distance(0.25) == 2.75
    scores = np.array([hundred.from_ten(score)])
    assert held_tiers(scores, borders, before, 2.75).tolist() == [tier_number(tier)]


@pytest.mark.parametrize(
    ("score", "previous", "before", "periods", "tier", "waits"),
    [
        # The golden scores: beyond, but for too few periods in a row, this one included.
        *((8.25, "B", 0, 1, "A", 0), (8.25, "B", 0, 2, "B", 1), (8.25, "B", 1, 2, "A", 0)),
        *((7.74, "A", 0, 2, "A", -1), (7.74, "A", -1, 2, "B", 0), (3.0, "A", -2, 3, "D", 0)),
        # Down after up begins anew; within the borders nothing is counted.
        *((3.0, "A", 2, 3, "A", -1), (8.03, "B", 2, 3, "B", 0), (7.90, "A", -2, 3, "A", 0)),
        *((8.25, "B", -1, 2, "B", 1), (8.25, "", 0, 3, "A", 0)),
    ],
)
def test_a_tier_changes_only_after_so_many_periods_in_a_row(
    score: float, previous: str, before: int, periods: int, tier: str, waits: int
) -> None:
    scores, was = np.array([score]), np.array([tier_number(previous)])
    counted = np.array([before])
    found = held_tiers(scores, BORDERS, was, 0.25, counted, periods)
    assert found.tolist() == [tier_number(tier)]
    assert periods_beyond(scores, BORDERS, was, 0.25, counted, periods).tolist() == [waits]


def test_what_waits_is_counted_with_the_account() -> None:
    accounts = said("Vicom", previous_tier="A")
    found = judged("threshold", accounts, hysteresis_periods=3)
    vicom = golden.place("Vicom")
    # 4.92 points are far below 8 - 0.25, but for the first time.
    assert (tiers(found)[vicom], found.waiting[vicom]) == ("A", -1)
    assert not judged("quota", accounts, hysteresis_periods=3).waiting.any()


def test_without_a_score_nothing_is_held() -> None:
    assert held_tiers(np.array([np.nan]), BORDERS, np.array([1]), 0.25).tolist() == [0]


@given(st.floats(1, 10), st.integers(0, 4), st.floats(0, 3))
def test_a_better_previous_tier_never_harms(score: float, previous: int, delta: float) -> None:
    found = [
        int(held_tiers(np.array([score]), BORDERS, np.array([before]), delta)[0])
        for before in range(1, 5)
    ]
    assert found == sorted(found)
    if previous and found[previous - 1] == previous:
        again = held_tiers(np.array([score]), BORDERS, np.array([found[previous - 1]]), delta)
        assert again.tolist() == [previous]


def test_the_previous_tier_counts_by_border_only_and_the_change_is_said() -> None:
    # Cartech has 8.03 points: from B that is not yet an A.
    held = judged("threshold", said("Cartech", previous_tier=" b "))
    assert (tiers(held)[0], codes(held)) == ("B", [])
    moved = judged("threshold", said("Cartech", previous_tier="B"), hysteresis=0.03)
    assert (tiers(moved)[0], codes(moved)) == ("A", ["T-PROMOTED"])
    by_rank = judged("quota", said("Cartech", previous_tier="D"))
    assert (tiers(by_rank)[0], codes(by_rank)) == ("A", ["T-PROMOTED"])
    # Vicom has 4.92 points: below 6 - 0.25 it falls from A to C.
    fallen = judged("threshold", said("Vicom", previous_tier="A"))
    assert (tiers(fallen)[golden.place("Vicom")], codes(fallen)) == ("C", ["T-DEMOTED"])
    assert fallen.findings[0].severity == "warning"
    texts = [finding.text("en") for finding in fallen.findings if finding.code == "T-DEMOTED"]
    assert texts == ["Vicom falls from tier A to C."]


def test_gates_cap_what_is_held() -> None:
    found = judged("threshold", said("Großbesteller", previous_tier="A"), borders=(5.2, 4.0, 3.0))
    # 5.01 points, held at 5.2 - 0.25, but solvency 2 is at most 3.
    assert found.score[BIG_ORDER] == pytest.approx(5.01, abs=0.1)
    assert tiers(found)[BIG_ORDER] == "C"


# ---------------------------------------------------------------- quota, matrix, pareto


def test_shares_are_rounded_up_and_numbers_taken_as_they_are() -> None:
    # 0.1 · 12 = 1.2, 0.3 · 12 = 3.6, 0.6 · 12 = 7.2
    assert quota_limits((0.1, 0.3, 0.6), 12) == [2, 4, 8]
    assert quota_limits((0.1, 0.3, 0.6), 10) == [1, 3, 6]
    assert quota_limits((3, 10, 20), 12) == [3, 10, 20]
    assert quota_limits((0.9, 1, 5), 10) == [9, 9, 9]  # cumulative: a limit never falls
    assert quota_limits((0.1, 0.2, 0.3), 0) == [0, 0, 0]


def test_ties_at_the_limit_are_all_in() -> None:
    ranks = np.array([1, 2, 2, 2, 5, 0, 6])
    assert quota_tiers(ranks, (2, 4, 5)).tolist() == [1, 1, 1, 1, 3, 0, 4]
    # 0.2 · 6 = 1.2, so 2 accounts, but three share the second rank; 0.5 · 6 = 3 adds nobody.
    assert quota_tiers(ranks, (0.2, 0.5, 0.8)).tolist() == [1, 1, 1, 1, 3, 0, 4]


def test_the_golden_accounts_by_quota_with_a_tie() -> None:
    accounts = golden.portfolio()
    second, third = golden.place("Technologie"), golden.place("Fertigung")
    for ratings in accounts.ratings.values():
        ratings.values[third] = ratings.values[second]
    found = judged("quota", accounts)
    assert found.rank.tolist()[:4] == [1, 2, 2, 4]
    # Limits 2, 4, 8 of 12; Großbesteller on rank 8 is a C and its gate caps at C.
    assert tiers(found) == "AAABCCCCDDDD"
    assert tiers(judged("quota", accounts, quotas=(1, 2, 9))) == "ABBCCCCCCDDD"
    assert tiers(judged("quota", accounts, quotas=(12, 12, 12)))[BIG_ORDER] == "C"


def test_by_the_matrix_the_quadrant_is_the_tier_and_the_gate_caps() -> None:
    assert group_tiers(np.array([1, 2, 3, 4, 0, 1]), np.array([1, 2, 3, 4, 5, 0])).tolist() == [
        *(1, 2, 3, 4, 4, 0)
    ]
    found = judged("matrix")
    for account in range(12):
        quadrant = int(found.quadrant[account])
        wanted = max(quadrant, 3) if account == BIG_ORDER else quadrant
        assert found.tier[account] == wanted > 0


def test_an_account_without_a_quadrant_is_a_d_by_the_matrix() -> None:
    policy = golden.policy()
    judge = tuple(dataclasses.replace(c, axis="none") for c in policy.criteria)
    assert tiers(judged("matrix", criteria=judge)) == "D" * 12


def test_by_revenue_share_the_abc_class_is_the_tier() -> None:
    found = judged("pareto")
    # Descending 4200, 2400, 1500, 900, 800, 700, … of 12000: before the account 0, .35, .55, .675,
    # .75, .8167, …; A below 80 %, B below 95 %. Großbesteller is an A but capped.
    wanted = ["ABCD"[number - 1] for number in found.abc]
    wanted[BIG_ORDER] = "C"
    assert tiers(found) == "".join(wanted)
    assert tiers(found)[golden.place("Vicom")] == "A"
    assert tiers(found)[golden.place("Potenzialkunde")] == "D"  # no revenue: N
    assert tiers(judged("pareto", golden.of_revenues(5, np.nan))) == "––"


@given(cases(), st.sampled_from(["threshold", "quota", "matrix", "pareto"]))
def test_in_every_mode_the_ranked_and_only_they_have_a_tier_and_gates_cap(
    case: Case, mode: TierMode
) -> None:
    policy = dataclasses.replace(case.policy, tier_mode=mode)
    ten = assess(case.portfolio, policy, DAY)
    assert np.array_equal(ten.tier > 0, ten.rank > 0)
    for account in np.flatnonzero((ten.gate >= 0) & (ten.rank > 0)):
        assert "ABCD"[ten.tier[account] - 1] >= (ten.cap(account) or "A")
    hundred = assess(on_hundred(case.portfolio), policy.on_scale(100), DAY)
    assert np.array_equal(ten.tier, hundred.tier)


# ---------------------------------------------------------------- what people decide


def test_a_decision_goes_before_the_computed_tier_and_before_gates() -> None:
    accounts = said(
        "Großbesteller",
        override_tier="a",
        override_by="Ann",
        override_reason="bank guarantee",
        override_date=dt.date(2025, 12, 1),
        override_until=dt.date(2026, 6, 30),
    )
    found = judged("threshold", accounts)
    assert tiers(found)[BIG_ORDER] == "A"
    assert tiers(found, "computed_tier")[BIG_ORDER] == "C"
    assert found.overridden.tolist() == [n == BIG_ORDER for n in range(12)]
    assert codes(found) == ["T-OVERRIDE"]
    finding = next(f for f in found.findings if f.code == "T-OVERRIDE")
    assert finding.text("en") == (
        "Großbesteller is in tier A by decision of Ann (2025-12-01, until 2026-06-30): bank "
        "guarantee; computed: C, over the closed gate (Cap C: Solvency ≤ 3)."
    )
    assert "über das K.-o.-Kriterium hinweg (Deckel C: Zahlungsfähigkeit ≤ 3)" in finding.text("de")


@pytest.mark.parametrize(("effect", "computed"), [("exclude", "–"), ("flag", "C")])
def test_a_decision_goes_over_a_gate_that_excludes_and_not_over_one_that_flags(
    effect: GateEffect, computed: str
) -> None:
    criteria = tuple(
        dataclasses.replace(c, gate=Gate(3, effect=effect) if c.key == "solvency" else None)
        for c in golden.policy().criteria
    )
    accounts = said("Großbesteller", override_tier="B", override_by="Ann", override_reason="so")
    found = judged("threshold", accounts, criteria=criteria)
    assert tiers(found)[BIG_ORDER] == "B"
    assert tiers(found, "computed_tier")[BIG_ORDER] == computed
    text = next(f.text("en") for f in found.findings if f.code == "T-OVERRIDE")
    assert ("over the closed gate" in text) == (effect == "exclude")


@pytest.mark.parametrize(
    ("until", "tier", "code"),
    [
        (DAY - dt.timedelta(1), "A", "T-OVERRIDE-EXPIRED"),
        (DAY, "D", "T-OVERRIDE-BARE"),
        (DAY + dt.timedelta(1), "D", "T-OVERRIDE-BARE"),
    ],
)
def test_a_decision_holds_on_its_last_day_and_not_on_the_next(
    until: dt.date, tier: str, code: str
) -> None:
    accounts = said("Cartech", override_tier="D", override_until=until)
    found = judged("threshold", accounts)
    assert (tiers(found)[0], codes(found)) == (tier, [code])
    assert bool(expired(accounts, DAY)[0]) == (tier == "A")
    assert overrides(accounts, DAY)[0] == (0 if tier == "A" else 4)


@pytest.mark.parametrize("named", [{"override_by": "Ann"}, {"override_reason": "so"}, {}])
def test_a_decision_without_name_or_reason_holds_but_is_doubted(named: dict[str, str]) -> None:
    found = judged("threshold", said("Cartech", override_tier="B", **named))
    assert (tiers(found)[0], codes(found)) == ("B", ["T-OVERRIDE-BARE"])


def test_a_decision_gives_a_tier_even_where_none_can_be_computed() -> None:
    found = judged("threshold", said("Potenzialkunde", override_tier="B"), minimum_coverage=0.9)
    prospect = golden.place("Potenzialkunde")
    assert (found.rank[prospect], found.computed_tier[prospect]) == (0, 0)
    assert tiers(found)[prospect] == "B"
    finding = next(f for f in found.findings if f.code == "T-OVERRIDE-BARE")
    assert "computed: no tier" in finding.text("en")


def test_an_account_that_is_not_scored_has_no_decision() -> None:
    accounts = dataclasses.replace(
        said("Cartech", override_tier="B"), scored=np.arange(12) != golden.place("Cartech")
    )
    assert tiers(judged("threshold", accounts))[0] == "–"


def test_the_decided_tier_is_the_one_that_endangers() -> None:
    # Vicom: 35 % of revenue in tier C is endangered, decided an A it is not.
    vicom = golden.place("Vicom")
    assert judged("threshold").endangered[vicom]
    assert not judged("threshold", said("Vicom", override_tier="A")).endangered[vicom]


def test_what_is_no_tier_is_said_and_counts_as_blank() -> None:
    found = judged("threshold", said("Cartech", previous_tier="1", override_tier="AB"))
    assert (tiers(found)[0], codes(found)) == ("A", ["T-LETTER", "T-LETTER"])
    assert [tier_number(name) for name in ("A", " d ", "", "E", "AB", "ß")] == [1, 4, 0, 0, 0, 0]


def test_every_mode_works_on_nobody() -> None:
    for mode in ("threshold", "quota", "matrix", "pareto"):
        assert len(judged(mode, Portfolio((), ())).tier) == 0  # type: ignore[arg-type]


def test_a_gate_at_d_caps_in_every_mode() -> None:
    policy = golden.policy()
    criteria = tuple(
        dataclasses.replace(c, gate=Gate(10, "D") if c.key == "solvency" else None)
        for c in policy.criteria
    )
    for mode in ("threshold", "quota", "matrix", "pareto"):
        found = judged(mode, criteria=criteria)  # type: ignore[arg-type]
        assert tiers(found) == "D" * 12, mode


def test_quotas_that_fall_are_refused() -> None:
    with pytest.raises(PolicyError, match="must not fall"):
        Policy((), quotas=(0.5, 0.3, 0.6))
