import dataclasses
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain import scoring
from kamxl.domain.assessment import assess
from kamxl.domain.policy import Missing
from tests.domain import golden
from tests.domain.strategies import Case, cases, on_hundred, rated_anew, taken

BLANK = np.nan


def score(ratings: list[float], weights: list[float]) -> scoring.Scores:
    return scoring.weighted_scores(np.array([ratings]), np.array(weights, dtype=float), 1, 10)


def test_a_score_is_the_weighted_mean_of_the_ratings():
    assert score([8, 5, 2], [50, 30, 20]).score[0] == (50 * 8 + 30 * 5 + 20 * 2) / 100


def test_weights_that_sum_to_something_else_are_used_in_proportion():
    assert score([8, 2], [3, 1]).score[0] == (3 * 8 + 1 * 2) / 4


def test_a_missing_rating_gives_its_weight_to_the_others_and_shows_in_the_coverage():
    found = score([8, BLANK, 2], [50, 30, 20])
    assert found.score[0] == pytest.approx((50 * 8 + 20 * 2) / 70, abs=1e-12)
    assert found.coverage[0] == 70 / 100
    assert found.lowest[0] == (50 * 8 + 30 * 1 + 20 * 2) / 100
    assert found.highest[0] == (50 * 8 + 30 * 10 + 20 * 2) / 100


def test_without_any_rating_there_is_no_score_but_the_whole_scale_is_possible():
    found = score([BLANK, BLANK], [50, 50])
    assert np.isnan(found.score[0])
    assert (found.coverage[0], found.lowest[0], found.highest[0]) == (0, 1, 10)


def test_without_any_weight_nothing_exists():
    found = score([5, 5], [0, 0])
    assert all(np.isnan(column[0]) for column in found)


def test_direction_turns_costs_round_once_on_both_scales():
    directions = np.array(-1)
    assert scoring.directed(np.array([3.0]), directions, 1, 10)[0] == 11 - 3
    assert scoring.directed(np.array([3.0]), directions, 1, 100)[0] == 101 - 3
    assert np.isnan(scoring.directed(np.array([BLANK]), directions, 1, 10)[0])


@pytest.mark.parametrize(("covered", "enough"), [(70, True), (69, False), (100, True)])
def test_exactly_seventy_per_cent_of_the_weight_are_enough_for_a_rank(covered: int, enough: bool):
    found = score([8, BLANK], [covered, 100 - covered])
    assert scoring.assessable(found, 0.70)[0] == enough


def test_float_noise_does_not_decide_whether_coverage_is_enough():
    found = score([8] * 7 + [BLANK] * 3, [0.1] * 10)
    assert scoring.assessable(found, 0.70)[0]


def test_a_minimum_coverage_of_zero_still_needs_one_rating():
    assert not scoring.assessable(score([BLANK], [100]), 0.0)[0]


GOLDEN = {
    "Cartech": 8.03,
    "Technologie": 7.37,
    "Fertigung": 7.14,
    "Hotel": 6.97,
    "Potenzialkunde": 454 / 75,
    "Einzelhandel": 5.89,
    "Branchenführer": 5.86,
    "Großbesteller": 5.05,
    "Vicom": 4.92,
    "Gelegenheit A": 3.60,
    "Gelegenheit B": 3.52,
    "Gelegenheit C": 2.85,
}


@pytest.mark.parametrize("name", golden.NAMES)
def test_the_golden_scores_of_section_8(name: str):
    found = golden.assessment().score[golden.place(name)]
    assert found == pytest.approx(GOLDEN[name], abs=1e-12)


def test_cartechs_score_is_this_sum():
    total = (
        15 * 7 + 12 * 8 + 15 * 8 + 10 * 7 + 10 * (11 - 3) + 5 * 8 + 10 * 9 + 5 * 6 + 10 * 10 + 8 * 9
    )
    assert total == 803
    assert golden.assessment().score[golden.place("Cartech")] == pytest.approx(total / 100)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Cartech", 78.33), ("Vicom", 44.12), ("Großbesteller", 45.55), ("Gelegenheit C", 21.35)],
)
def test_the_golden_scores_on_the_scale_to_100(name: str, expected: float):
    found = assess(on_hundred(golden.portfolio()), golden.policy().on_scale(100), golden.TODAY)
    assert found.score[golden.place(name)] == pytest.approx(expected, abs=1e-9)


def test_contributions_of_cartech_less_those_of_vicom_sum_to_the_difference():
    found = golden.assessment()
    cartech, vicom = golden.place("Cartech"), golden.place("Vicom")
    parts = dict(
        zip(golden.KEYS, found.contribution[cartech] - found.contribution[vicom], strict=True)
    )
    assert {key: round(float(part), 9) for key, part in parts.items()} == {
        "relationship": 0.80,
        "lifetime_value": 0.60,
        "cost_to_serve": 0.50,
        "revenue_potential": 0.48,
        "strategic_value": 0.48,
        "product_fit": 0.40,
        "order_stability": 0.10,
        "product_need": 0.10,
        "reputation": -0.05,
        "revenue_volume": -0.30,
        "solvency": 0.0,
    }
    assert sum(parts.values()) == pytest.approx(8.03 - 4.92, abs=1e-12)


# ---------------------------------------------------------------- laws


@given(cases())
def test_a_score_lies_between_the_smallest_and_the_largest_effective_rating(case: Case):
    found = assess(*case, golden.TODAY)
    weighs = np.array(case.policy.weights) > 0
    for account in range(len(found)):
        rated = found.effective[account][weighs & ~np.isnan(found.effective[account])]
        if len(rated):
            assert rated.min() - 1e-9 <= found.score[account] <= rated.max() + 1e-9
            assert found.lowest[account] - 1e-9 <= found.score[account]
            assert found.score[account] <= found.highest[account] + 1e-9
        else:
            assert np.isnan(found.score[account])


@given(cases())
def test_contributions_sum_to_the_score(case: Case):
    found = assess(*case, golden.TODAY)
    assert found.contribution.sum(axis=1) == pytest.approx(np.nan_to_num(found.score), abs=1e-9)


@given(cases(), st.sampled_from([0.01, 0.1, 1 / 3, 2, 7, 1000]))
def test_scaling_all_weights_changes_nothing(case: Case, factor: float):
    scaled = dataclasses.replace(
        case.policy,
        criteria=tuple(
            dataclasses.replace(criterion, weight=criterion.weight * factor)
            for criterion in case.policy.criteria
        ),
    )
    before = assess(*case, golden.TODAY)
    after = assess(case.portfolio, scaled, golden.TODAY)
    np.testing.assert_allclose(after.score, before.score, atol=1e-9)
    np.testing.assert_allclose(after.coverage, before.coverage, atol=1e-9)
    for figure in ("rank", "order", "tier", "gate", "quadrant", "borderline", "assessable"):
        np.testing.assert_array_equal(getattr(after, figure), getattr(before, figure), figure)


@given(cases(), st.data())
def test_raising_a_benefit_rating_never_lowers_score_rank_or_tier(case: Case, data: st.DataObject):
    portfolio, policy = case
    account = data.draw(st.integers(0, len(portfolio) - 1))
    criterion = data.draw(st.sampled_from(policy.criteria))
    old = float(portfolio.ratings[criterion.key].values[account])
    if np.isnan(old):
        return
    better = old + (1 if criterion.direction > 0 else -1) * data.draw(st.sampled_from([0.5, 1, 4]))
    better = min(max(better, 1.0), 10.0)
    before = assess(portfolio, policy, golden.TODAY)
    after = assess(rated_anew(portfolio, criterion.key, account, better), policy, golden.TODAY)
    if np.isnan(before.score[account]):
        return
    assert after.score[account] >= before.score[account] - 1e-9
    assert after.rank[account] <= before.rank[account]
    assert after.tier[account] <= before.tier[account]


@given(cases(), st.data())
def test_a_score_does_not_depend_on_who_else_is_in_the_file(case: Case, data: st.DataObject):
    places = data.draw(
        st.lists(st.sampled_from(range(len(case.portfolio))), min_size=1, unique=True)
    )
    everyone = assess(*case, golden.TODAY)
    some = assess(taken(case.portfolio, places), case.policy, golden.TODAY)
    for figure in ("score", "coverage", "attractiveness", "strength", "lowest", "highest"):
        np.testing.assert_allclose(
            getattr(some, figure), getattr(everyone, figure)[places], atol=1e-9, err_msg=figure
        )
    for figure in ("tier", "gate", "quadrant", "assessable"):
        np.testing.assert_array_equal(getattr(some, figure), getattr(everyone, figure)[places])


@given(cases())
def test_a_switch_of_scale_keeps_ranks_tiers_gates_and_quadrants(case: Case):
    ten = assess(*case, golden.TODAY)
    hundred = assess(on_hundred(case.portfolio), case.policy.on_scale(100), golden.TODAY)
    np.testing.assert_allclose(hundred.score, 1 + 11 * (ten.score - 1), atol=1e-9)
    for figure in ("rank", "order", "tier", "gate", "quadrant", "borderline", "assessable"):
        np.testing.assert_array_equal(getattr(hundred, figure), getattr(ten, figure), figure)


def filled(missing: Missing, ratings: list[float], weights: list[float]) -> float:
    given, shares = np.array([ratings]), np.array(weights, dtype=float)
    score = scoring.weighted_scores(given, shares, 1, 10, missing).score
    parts = scoring.contributions(given, shares, 1, 10, missing)
    np.testing.assert_allclose(parts.sum(axis=1), np.nan_to_num(score), atol=1e-12)
    return float(score[0])


def test_a_missing_rating_counts_as_the_policy_says_and_its_part_belongs_to_its_criterion():
    given: tuple[list[float], list[float]] = [8, BLANK, 2], [50, 30, 20]
    assert filled("reweight", *given) == pytest.approx((50 * 8 + 20 * 2) / 70)
    assert filled("neutral", *given) == (50 * 8 + 30 * 5.5 + 20 * 2) / 100
    assert filled("worst", *given) == (50 * 8 + 30 * 1 + 20 * 2) / 100
    assert np.isnan(filled("error", *given))


def test_what_has_no_weight_may_be_missing():
    for missing in get_args(Missing):
        assert filled(missing, [8, BLANK, 2], [50, 0, 50]) == 5


def test_a_missing_policy_gives_no_score_to_what_nobody_rated():
    for missing in get_args(Missing):
        assert np.isnan(filled(missing, [BLANK, BLANK], [50, 50]))


def test_the_prospect_is_neutral_at_5_915_within_its_interval():
    policy = dataclasses.replace(golden.policy(), missing="neutral")
    found = assess(golden.portfolio(), policy, golden.TODAY)
    place = found.portfolio.names.index("Potenzialkunde")
    assert found.score[place] == pytest.approx(4.54 + 0.25 * 5.5)  # 5.915
    assert (found.lowest[place], found.highest[place]) == pytest.approx((4.79, 7.04))
    assert found.coverage[place] == pytest.approx(0.75)
