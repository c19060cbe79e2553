import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import NO_GATE, Assessment, assess
from kamxl.domain.concentration import ABC
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.policy import TIERS, Criterion, Gate, Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.text import Text
from tests.domain import golden
from tests.domain.strategies import Case, cases, on_hundred

CARTECH, VICOM = golden.place("Cartech"), golden.place("Vicom")
BIG_ORDER, PROSPECT = golden.place("Großbesteller"), golden.place("Potenzialkunde")


# ---------------------------------------------------------------- scenarios


def test_t1_cartech_is_first_and_class_a_where_vicom_has_the_most_revenue():
    found = golden.assessment()
    assert (found.score[CARTECH], found.rank[CARTECH], found.tier[CARTECH]) == (
        pytest.approx(8.03),
        1,
        1,
    )
    assert (found.score[VICOM], found.rank[VICOM], found.tier[VICOM]) == (
        pytest.approx(4.92),
        9,
        3,
    )
    assert (found.revenue_rank[VICOM], found.revenue_rank[CARTECH]) == (1, 3)


def test_t1_by_revenue_alone_vicom_is_first():
    found = assess(golden.portfolio(), golden.reweighted({"revenue_volume": 100}), golden.TODAY)
    assert found.rank[VICOM] == 1
    assert found.score[VICOM] == 9


@pytest.mark.parametrize(("nudge", "vicom_ahead"), [(-1e-6, False), (1e-6, True)])
def test_t1_vicom_overtakes_cartech_when_revenue_weighs_341_of_511(nudge: float, vicom_ahead: bool):
    # U = Σ of the others: Cartech (803 - 15·7)/85 = 698/85, Vicom (492 - 15·9)/85 = 357/85;
    # t·9 + (1-t)·357/85 = t·7 + (1-t)·698/85 where t·2 = (1-t)·341/85, so t = 341/511.
    flip = 341 / 511 + nudge
    others = {c.key: c.weight for c in golden.policy().criteria if c.key != "revenue_volume"}
    weights = {key: weight / 85 * (1 - flip) * 100 for key, weight in others.items()}
    policy = golden.reweighted({**weights, "revenue_volume": flip * 100})
    found = assess(golden.portfolio(), policy, golden.TODAY)
    assert (found.rank[VICOM] < found.rank[CARTECH]) == vicom_ahead


def test_t1_at_the_flip_point_they_are_equal():
    flip = 341 / 511
    weights = {c.key: c.weight / 85 * (1 - flip) * 100 for c in golden.policy().criteria}
    policy = golden.reweighted({**weights, "revenue_volume": flip * 100})
    found = assess(golden.portfolio(), policy, golden.TODAY)
    assert found.rank[VICOM] == found.rank[CARTECH]
    # Lifetime value breaks the tie, 8 against 4; the larger revenue does not.
    assert found.order[CARTECH] < found.order[VICOM]


def test_t3_the_manufacturer_of_average_size_with_potential_is_class_b_and_a_key_customer():
    found, place = golden.assessment(), golden.place("Fertigung")
    # 900 of 12,000 is no major customer; potential rated 9 of 10.
    assert found.disclosure_share[place] == 900 / 12000
    assert found.level[place] == 0
    assert found.portfolio.rated("revenue_potential").values[place] == 9
    assert round(float(found.score[place]), 2) == 7.14
    assert TIERS[found.tier[place] - 1] == "B"
    assert QUADRANTS[found.quadrant[place] - 1] == "key"


def known_brands(logo: str, day: dt.date | None, brand: str = "yes") -> Assessment:
    twelve = golden.portfolio()
    texts = {**twelve.texts, "brand": (brand,) * 12, "logo": (logo,) * 12}
    given = dataclasses.replace(twelve, texts=texts, dates={"logo_date": (day,) * 12})
    return assess(given, golden.policy(), golden.TODAY)


def test_g8_known_brands_of_tier_a_or_b_are_asked_for_their_logo_once():
    assert golden.assessment().ask_logo.sum() == 0
    # Tier A: Cartech; tier B: Technologie, Fertigung, Hotel and the prospect.
    asked = [golden.NAMES[place] for place in np.flatnonzero(known_brands("", None).ask_logo)]
    assert asked == ["Cartech", "Technologie", "Fertigung", "Hotel", "Potenzialkunde"]
    assert not known_brands("", None, brand="no").ask_logo.any()
    for logo in ("asked", "yes"):
        assert not known_brands(logo, None).ask_logo.any()


def test_g8_a_no_is_a_refusal_when_it_has_a_date():
    assert known_brands("no", None).ask_logo.sum() == 5
    assert not known_brands("no", golden.TODAY).ask_logo.any()
    (finding,) = [f for f in known_brands("", None).findings if f.code == "A-LOGO"]
    assert finding.values["count"] == 5


def test_e4_years_and_the_rating_of_the_relationship_make_a_reference():
    twelve = golden.portfolio()
    since = dt.date(2020, 12, 31)  # five whole years on 2026-01-01
    given = dataclasses.replace(twelve, dates={"customer_since": (since,) * 12})
    found = assess(given, golden.policy(), golden.TODAY)
    # Relationship rated 7 or more: Cartech 10, Technologie 8, Fertigung 7, Hotel 9.
    names = [golden.NAMES[place] for place in np.flatnonzero(found.references)]
    assert names == ["Cartech", "Technologie", "Fertigung", "Hotel"]
    (finding,) = [f for f in found.findings if f.code == "A-REFERENCE"]
    assert finding.values == {"count": 4, "names": ", ".join(names)}
    nobody = assess(
        given, dataclasses.replace(golden.policy(), reference_key="nobody"), golden.TODAY
    )
    assert not nobody.references.any()


def test_a_part_of_a_lifetime_value_above_100_per_cent_is_a_finding():
    twelve = golden.with_numbers(golden.portfolio(), retention=[1.5, *[0.9] * 11])
    found = assess(twelve, golden.policy(), golden.TODAY)
    (finding,) = [f for f in found.findings if f.code == "A-FRACTION"]
    assert finding.values == {"account": "Cartech", "value": "1.5"}


def test_t4_the_big_order_customer_in_trouble_is_c_and_its_gate_keeps_it_there():
    found = golden.assessment()
    assert found.score[BIG_ORDER] == pytest.approx(5.05)
    assert found.disclosure_share[BIG_ORDER] == 2400 / 12_000 == 0.20
    assert found.warnings(BIG_ORDER) == ["warning", "endangered"]
    assert found.cap(BIG_ORDER) == "C"
    raised = golden.portfolio()
    for key in golden.KEYS[:10]:
        best = 1 if key == "cost_to_serve" else 10
        raised = golden.with_rating(raised, "Großbesteller", key, best)
    after = assess(raised, golden.policy(), golden.TODAY)
    assert after.score[BIG_ORDER] == 10
    assert after.rank[BIG_ORDER] == 1
    assert after.tier[BIG_ORDER] == 3


@pytest.mark.parametrize(("solvency", "tier"), [(1, 3), (3, 3), (3.01, 1), (None, 1), ("?", 1)])
def test_t4_the_gate_closes_at_3_and_only_on_what_is_known(solvency: object, tier: int):
    accounts = golden.with_rating(golden.portfolio(), "Cartech", "solvency", solvency)
    found = assess(accounts, golden.policy(), golden.TODAY)
    assert found.tier[CARTECH] == tier
    assert found.score[CARTECH] == pytest.approx(8.03)


def test_a_cap_never_lifts_a_tier():
    accounts = golden.with_rating(golden.portfolio(), "Gelegenheit C", "solvency", 1)
    found = assess(accounts, golden.policy(), golden.TODAY)
    assert found.tier[golden.place("Gelegenheit C")] == 4


def test_t9_a_prospect_is_scored_on_what_is_known_and_is_abc_class_n():
    found = golden.assessment()
    covered = 100 - 15 - 10  # lifetime value and order stability are blank
    points = 15 * 1 + 12 * 9 + 10 * (11 - 3) + 5 * 9 + 10 * 8 + 5 * 8 + 10 * 3 + 8 * 7
    assert (covered, points) == (75, 454)
    assert found.score[PROSPECT] == pytest.approx(454 / 75)
    assert found.coverage[PROSPECT] == 0.75
    assert found.lowest[PROSPECT] == pytest.approx((454 + 25 * 1) / 100)
    assert found.highest[PROSPECT] == pytest.approx((454 + 25 * 10) / 100)
    assert (found.rank[PROSPECT], found.tier[PROSPECT]) == (5, 2)
    assert ABC[found.abc[PROSPECT] - 1] == "N"
    assert found.share[PROSPECT] == found.disclosure_share[PROSPECT] == 0
    assert found.marks["solvent"][PROSPECT]


def test_t9_the_prospect_on_the_scale_to_100_is_56_587():
    found = assess(on_hundred(golden.portfolio()), golden.policy().on_scale(100), golden.TODAY)
    assert found.score[PROSPECT] == pytest.approx(1 + 11 * (454 / 75 - 1))
    assert round(found.score[PROSPECT], 3) == 56.587


def test_t10_converted_ratings_give_the_same_ranks_classes_and_quadrants():
    ten = golden.assessment()
    hundred = assess(on_hundred(golden.portfolio()), golden.policy().on_scale(100), golden.TODAY)
    for figure in ("rank", "tier", "gate", "quadrant", "borderline", "endangered"):
        np.testing.assert_array_equal(getattr(hundred, figure), getattr(ten, figure), figure)


def without(policy: Policy, key: str) -> tuple[Policy, Policy]:
    """Return the policy with a criterion excluded, and with it deleted."""
    excluded = tuple(
        dataclasses.replace(c, active=False) if c.key == key else c for c in policy.criteria
    )
    deleted = tuple(c for c in policy.criteria if c.key != key)
    return (
        dataclasses.replace(policy, criteria=excluded),
        dataclasses.replace(policy, criteria=deleted),
    )


def assert_same_judgement(portfolio: Portfolio, one: Policy, other: Policy) -> None:
    first, second = (assess(portfolio, policy, golden.TODAY) for policy in (one, other))
    for figure in ("score", "coverage", "lowest", "highest", "attractiveness", "strength"):
        np.testing.assert_allclose(getattr(first, figure), getattr(second, figure), atol=1e-12)
    for figure in ("rank", "order", "tier", "quadrant", "borderline", "endangered", "assessable"):
        np.testing.assert_array_equal(getattr(first, figure), getattr(second, figure), figure)
    for account in range(len(portfolio)):
        assert first.gate_text(account, "en") == second.gate_text(account, "en")
        assert first.reason(account, "de") == second.reason(account, "de")
    assert [f.code for f in first.findings] == [f.code for f in second.findings]
    for mark in first.marks:
        np.testing.assert_array_equal(first.marks[mark], second.marks[mark])


@pytest.mark.parametrize("key", golden.KEYS)
def test_t11_an_excluded_criterion_equals_a_deleted_one(key: str):
    assert_same_judgement(golden.portfolio(), *without(golden.policy(), key))


@given(cases(), st.data())
def test_t11_holds_for_any_portfolio(case: Case, data: st.DataObject):
    key = data.draw(st.sampled_from([criterion.key for criterion in case.policy.criteria]))
    assert_same_judgement(case.portfolio, *without(case.policy, key))


def test_t12_only_large_and_weak_accounts_are_endangered():
    found = golden.assessment()
    endangered = {golden.NAMES[place] for place in np.flatnonzero(found.endangered)}
    assert endangered == {"Vicom", "Großbesteller"}


def test_t12_a_contract_that_ends_soon_endangers_cartech_too():
    ends = tuple(dt.date(2026, 6, 30) if n == "Cartech" else None for n in golden.NAMES)
    accounts = dataclasses.replace(golden.portfolio(), dates={"contract_end": ends})
    found = assess(accounts, golden.policy(), golden.TODAY)
    assert found.warnings(CARTECH) == ["notice", "endangered"]


# ---------------------------------------------------------------- coverage, order, gates


def small(*rows: list[object], weights: tuple[float, ...], **changes: object) -> tuple:
    """Return accounts rated by rows on criteria k0, k1 …, and their policy."""
    keys = [f"k{place}" for place in range(len(weights))]
    ids = tuple(str(place) for place in range(len(rows)))
    portfolio = Portfolio(
        ids,
        ids,
        ratings={key: Ratings.of([row[j] for row in rows]) for j, key in enumerate(keys)},
    )
    criteria = tuple(
        Criterion(key, Text.same(key), weight) for key, weight in zip(keys, weights, strict=True)
    )
    return portfolio, Policy(criteria, **changes)  # type: ignore[arg-type]


def test_below_the_minimum_coverage_there_is_a_score_but_no_rank_and_no_tier():
    found = assess(*small([9, None], [5, 5], weights=(69, 31)), golden.TODAY)
    assert found.score[0] == 9
    assert found.provisional.tolist() == [True, False]
    assert found.rank.tolist() == [0, 1]
    assert found.tier.tolist() == [0, 3]
    assert found.quadrant[0] == 0


def test_exactly_the_minimum_coverage_is_enough():
    found = assess(*small([9, None], [5, 5], weights=(70, 30)), golden.TODAY)
    assert found.rank.tolist() == [1, 2]
    assert not found.provisional.any()


def test_accounts_of_one_score_share_a_rank_and_the_tie_break_orders_them():
    found = assess(
        *small([6, 4], [4, 6], [5, 5], [9, 9], weights=(50, 50), tie_break=("k1", "k0")),
        golden.TODAY,
    )
    assert found.rank.tolist() == [2, 2, 2, 1]
    assert found.order.tolist() == [4, 2, 3, 1]


def test_revenue_breaks_ties_only_after_the_tie_break_keys_and_coverage():
    portfolio, policy = small([5, 5], [5, 5], [5, None], weights=(80, 20), tie_break=("k0", "k0"))
    portfolio = dataclasses.replace(portfolio, numbers={"revenue": np.array([1.0, 2, 900])})
    assert assess(portfolio, policy, golden.TODAY).order.tolist() == [2, 1, 3]


def test_an_account_without_ratings_row_counts_in_the_concentration_but_has_no_score():
    portfolio = dataclasses.replace(
        golden.portfolio(), scored=np.array([name != "Vicom" for name in golden.NAMES])
    )
    found = assess(portfolio, golden.policy(), golden.TODAY)
    assert np.isnan(found.score[VICOM])
    assert np.isnan(found.coverage[VICOM])
    assert (found.rank[VICOM], found.tier[VICOM], found.order[VICOM]) == (0, 0, 0)
    assert sorted(found.order) == list(range(12))
    assert found.share[VICOM] == 0.35


def test_the_hardest_closed_gate_caps_and_is_named():
    soft = Criterion("soft", Text.same("Soft"), 50, gate=Gate(3, "B"))
    hard = Criterion("hard", Text.same("Hard"), 50, gate=Gate(3, "D"))
    portfolio = Portfolio(("1",), ("1",), ratings={k: Ratings.of([2]) for k in ("soft", "hard")})
    found = assess(portfolio, Policy((soft, hard)), golden.TODAY)
    assert found.gate[0] == 1
    assert found.cap(0) == "D"
    assert found.tier[0] == 4
    assert found.gate_text(0, "en") == "Cap D: Hard ≤ 3"


def test_a_gate_looks_at_the_rating_after_direction():
    cost = Criterion("cost", Text.same("Cost"), 100, direction=-1, gate=Gate(3))
    portfolio = Portfolio(("1", "2"), ("1", "2"), ratings={"cost": Ratings.of([8, 7])})
    found = assess(portfolio, Policy((cost,)), golden.TODAY)
    assert found.gate.tolist() == [0, NO_GATE]  # 11 - 8 = 3 and 11 - 7 = 4


# ---------------------------------------------------------------- derived ratings

VOLUME = Criterion(
    "volume",
    Text.same("Volume"),
    100,
    source="revenue",
    bands=(100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0, 900.0),
)


def derived(cells: list[object], revenue: list[float], high: int = 10) -> list[float]:
    ids = tuple(str(place) for place in range(len(cells)))
    portfolio = Portfolio(
        ids, ids, {"revenue": np.array(revenue)}, ratings={"volume": Ratings.of(cells)}
    )
    return assess(portfolio, Policy((VOLUME,)).on_scale(high), golden.TODAY).score.tolist()


def test_what_a_person_typed_goes_before_what_bands_derive():
    assert derived([None, 9], [250, 250]) == [3, 9]


def test_a_question_mark_or_a_wrong_rating_is_not_replaced_by_the_bands():
    np.testing.assert_array_equal(derived(["?", "x", 99], [250] * 3), [np.nan] * 3)


def test_derived_ratings_follow_the_scale():
    assert derived([None, 50], [250, 250], 100) == [1 + 11 * (3 - 1), 50]


# ---------------------------------------------------------------- marks, shortlists, totals


def test_the_three_marks_of_a_key_customer():
    marks = golden.assessment().marks
    named = {
        mark: {golden.NAMES[place] for place in np.flatnonzero(column)}
        for mark, column in marks.items()
    }
    assert named == {
        "large": {"Vicom", "Großbesteller", "Cartech"},
        "solvent": {"Potenzialkunde"},
        "leader": {"Branchenführer"},
    }


def test_the_shortlist_takes_the_top_by_revenue_and_by_margin_with_ties():
    short = dataclasses.replace(golden.policy(), shortlist=3)
    found = assess(golden.portfolio(), short, golden.TODAY)
    assert [golden.NAMES[i] for i in np.flatnonzero(found.shortlist_revenue)] == [
        *("Cartech", "Großbesteller", "Vicom")
    ]
    assert [golden.NAMES[i] for i in np.flatnonzero(found.shortlist_margin)] == [
        *("Cartech", "Technologie", "Vicom")
    ]
    tied = assess(golden.of_revenues(5, 9, 5, 5, 0), short, golden.TODAY)
    assert tied.shortlist_revenue.tolist() == [True, True, True, True, False]


def test_everything_works_on_nobody():
    found = assess(Portfolio((), ()), golden.policy(), golden.TODAY)
    assert len(found) == 0
    assert found.concentration.n == 0
    assert found.portfolio_level == "none"
    assert [finding.code for finding in found.findings] == ["C-NONE"]


@given(cases())
def test_any_portfolio_can_be_judged_and_talked_about(case: Case):
    found = assess(*case, golden.TODAY)
    for account in range(len(found)):
        assert found.reason(account, "en") or np.isnan(found.score[account])
        assert found.warnings(account) is not None
    assert sorted(found.order) == list(range(1, len(found) + 1))
    assert np.all((found.rank > 0) == found.assessable)
    assert np.all((found.tier > 0) == found.assessable)
    for finding in found.findings:
        assert finding.text("de")
        assert finding.remedy("en")
