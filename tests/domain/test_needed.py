import numpy as np
import pytest
from hypothesis import given

from kamxl.domain import scoring
from kamxl.domain.assessment import assess
from kamxl.domain.needed import NO_CRITERION, Needed, needed_ratings
from kamxl.domain.rounding import at_nine_digits
from kamxl.domain.sensitivity import account_borders, account_caps
from tests.domain import golden
from tests.domain.strategies import Case, cases

WEIGHTS = np.array([50.0, 30.0, 20.0])
BORDERS = np.array([[8.0, 6.0, 4.0]])


def needed(ratings: list[float], cap: int = 1) -> Needed:
    rows = np.array([ratings])
    scores = scoring.weighted_scores(rows, WEIGHTS, 1, 10).score
    return needed_ratings(rows, WEIGHTS, BORDERS, np.array([cap]), scores, 10.0)


def test_the_heaviest_criterion_needs_to_rise_least():
    # 50 · 7 + 30 · 8 + 20 · 8 = 750: half a point is missing, 0.5 · 100 / 50 = 1 of the first.
    found = needed([7, 8, 8])
    assert (found.tier[0], found.criterion[0]) == (1, 0)
    assert found.rating[0] == pytest.approx(8)


def test_a_criterion_near_the_top_of_the_scale_leaves_it_to_another():
    # 50 · 10 + 30 · 5 + 20 · 5 = 750: only the second can rise by 0.5 · 100 / 30.
    found = needed([10, 5, 5])
    assert found.criterion[0] == 1
    assert found.rating[0] == pytest.approx(5 + 5 / 3)


def test_where_no_single_rating_is_enough_there_is_none():
    # Four of 25 %: to rise by 2 points, one rating would have to rise by 8, from 6 to 14.
    rows, weights = np.full((1, 4), 6.0), np.full(4, 25.0)
    found = needed_ratings(rows, weights, BORDERS, np.array([1]), np.array([6.0]), 10.0)
    assert (found.tier[0], found.criterion[0]) == (1, NO_CRITERION)
    assert np.isnan(found.rating[0])


def test_the_best_tier_needs_nothing():
    found = needed([9, 9, 9])
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (0, NO_CRITERION, False)


def test_a_closed_gate_blocks_whatever_the_score():
    found = needed([7, 8, 8], cap=3)
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (2, NO_CRITERION, True)


def test_below_what_the_gate_allows_a_rating_still_lifts():
    # 50 · 3 + 30 · 4 + 20 · 4 = 350: tier D, and C is what the gate allows.
    found = needed([3, 4, 4], cap=3)
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (3, 0, False)


@given(cases())
def test_the_needed_rating_lifts_by_one_tier_and_no_smaller_one_does(case: Case):
    found = assess(case.portfolio, case.policy, golden.TODAY)
    weights = np.array(case.policy.weights, dtype=float)
    borders, caps = account_borders(found), account_caps(found)
    wanted = needed_ratings(found.effective, weights, borders, caps, found.score, 10.0)

    def tier(account: int, rating: float) -> int:
        row = found.effective[account].copy()
        row[wanted.criterion[account]] = rating
        score = scoring.weighted_scores(row[None, :], weights, 1, 10).score
        reached = at_nine_digits(score)[0] >= at_nine_digits(borders[account])
        return int(max(4 - reached.sum(), caps[account]))

    for account in np.flatnonzero(wanted.criterion >= 0):
        rating = wanted.rating[account]
        assert rating <= 10
        assert tier(account, rating) == wanted.tier[account]
        assert tier(account, rating - 1e-4) == wanted.tier[account] + 1
