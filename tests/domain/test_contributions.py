import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import assess
from kamxl.domain.contributions import (
    hundredths,
    mean_of,
    order_of,
    shown_parts,
    waterfall,
)
from kamxl.domain.policy import Missing
from tests.domain import golden
from tests.domain.strategies import on_hundred


def row(*points: float) -> np.ndarray:
    return np.array([points])


def test_what_is_cut_off_goes_to_the_largest_remainders():
    # 1.006 + 2.007 + 3.0035 = 6.0165, shown 6.02: 1.00 + 2.00 + 3.00 lacks two hundredths.
    parts = row(1.006, 2.007, 3.0035)
    assert shown_parts(parts, parts.sum(axis=1)).tolist() == [[101, 201, 300]]


def test_of_equal_remainders_the_earlier_criterion_gets_the_hundredth():
    # 3 · 1/3 = 1.00, and 33 + 33 + 33 lacks one.
    assert shown_parts(row(1 / 3, 1 / 3, 1 / 3), np.array([1.0])).tolist() == [[34, 33, 33]]
    # What binary fractions make of them does not matter: 0.1 + 0.2 is not 0.3.
    parts = row(0.305, (0.1 + 0.2) + 0.005)
    assert shown_parts(parts, np.array([0.61])).tolist() == [[31, 30]]


def test_halves_of_the_score_round_up_as_it_is_shown():
    assert hundredths(np.array([1.005, 2.675, 8.03, math.nan])).tolist() == [101, 268, 803, 0]
    assert shown_parts(row(0.5025, 0.5025), np.array([1.005])).tolist() == [[51, 50]]


def test_an_account_without_a_score_has_no_contributions():
    assert shown_parts(row(1.0, 2.0), np.array([math.nan])).tolist() == [[0, 0]]


@given(
    st.lists(
        st.tuples(st.floats(0, 40), st.one_of(st.integers(1, 10), st.floats(1, 100))),
        min_size=1,
        max_size=15,
    )
)
def test_contributions_always_sum_to_the_shown_score_and_stay_near_the_exact_ones(pairs):
    weights = np.array([weight for weight, _ in pairs])
    if weights.sum() <= 1e-6:
        return
    parts = (weights * np.array([g for _, g in pairs]) / weights.sum())[None, :]
    score = parts.sum(axis=1)
    shown = shown_parts(parts, score)
    assert shown.sum() == hundredths(score)[0]
    assert np.all(np.abs(shown / 100 - parts) < 0.01 + 1e-9)


@pytest.mark.parametrize("missing", ["reweight", "neutral", "worst", "error"])
@pytest.mark.parametrize("high", [10, 100])
def test_on_both_scales_and_with_any_rule_for_missing_ratings_they_add_up(
    missing: Missing, high: int
):
    import dataclasses

    policy = dataclasses.replace(golden.policy(), missing=missing).on_scale(high)
    accounts = golden.portfolio() if high == 10 else on_hundred(golden.portfolio())
    found = assess(accounts, policy, golden.TODAY)
    assert found.shown_contribution.sum(axis=1).tolist() == hundredths(found.score).tolist()


def test_a_hundred_thousand_accounts_take_a_moment():
    generator = np.random.default_rng(1)
    parts = generator.random((100_000, 15))
    begun = time.perf_counter()
    shown = shown_parts(parts, parts.sum(axis=1))
    assert time.perf_counter() - begun < 3
    assert np.array_equal(shown.sum(axis=1), hundredths(parts.sum(axis=1)))


def test_the_mean_is_that_of_the_ranked_accounts():
    ratings = np.array([[2.0, np.nan], [4.0, 6.0], [100.0, 100.0]])
    parts = np.array([[2.0, 0.0], [2.0, 3.0], [50.0, 50.0]])
    found = mean_of(parts, ratings, parts.sum(axis=1), np.array([True, True, False]))
    assert found.parts.tolist() == [(2 + 2) / 2, (0 + 3) / 2]
    assert found.ratings.tolist() == [(2 + 4) / 2, 6]
    assert found.score == (2 + 5) / 2


def test_without_ranked_accounts_there_is_no_mean():
    found = mean_of(np.ones((1, 2)), np.ones((1, 2)), np.ones(1), np.array([False]))
    assert math.isnan(found.score)
    assert found.parts.tolist() == [0, 0]


def test_differences_are_ordered_from_gain_to_loss_with_ties_in_their_order():
    assert order_of(np.array([-30, 80, 0, 80])) == [1, 3, 2, 0]


def test_a_waterfall_stands_on_an_unseen_base():
    steps = waterfall(np.array([3.0, 2.0, -1.0]))
    assert steps.base.tolist() == [0, 3, 4, 0]
    assert steps.up.tolist() == [3, 2, 0, 0]
    assert steps.down.tolist() == [0, 0, 1, 0]
    assert steps.total.tolist() == [0, 0, 0, 3 + 2 - 1]


def test_a_waterfall_may_cross_zero_and_stay_below():
    steps = waterfall(np.array([1.0, -3.0, -1.0, 4.0]))
    # 0 → 1 → −2 → −3 → 1
    assert steps.down.tolist() == [0, 1, 0, 0, 0]
    assert steps.down_below.tolist() == [0, -2, -1, 0, 0]
    assert steps.base.tolist() == [0, 0, -2, 0, 0]
    assert steps.up.tolist() == [1, 0, 0, 1, 0]
    assert steps.up_below.tolist() == [0, 0, 0, -3, 0]
    assert steps.total.tolist() == [0, 0, 0, 0, 1]


@given(st.lists(st.integers(-500, 500), max_size=15))
def test_the_visible_parts_of_a_waterfall_are_its_steps(changes: list[int]):
    steps = waterfall(np.array(changes, dtype=float))
    seen = steps.up - steps.up_below + steps.down - steps.down_below
    assert seen[:-1].tolist() == [abs(change) for change in changes]
    # Each column ends where its step ends: base and what is seen, above or below zero.
    after = np.cumsum(changes)
    tops = steps.base[:-1] + steps.up[:-1] + steps.down[:-1]
    bottoms = steps.base[:-1] + steps.up_below[:-1] + steps.down_below[:-1]
    for change, end, top, bottom in zip(changes, after, tops, bottoms, strict=True):
        begin = end - change
        high, low = max(begin, end), min(begin, end)
        assert top == high if high > 0 else bottom == low
