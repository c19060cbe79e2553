from dataclasses import replace

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.needed import NO_CRITERION, Needed, needed_ratings
from kamxl.domain.policy import Criterion, Gate, Missing, Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.domain.yardstick import yardstick
from kamxl.text import Text
from tests.domain import golden

KEYS = ("first", "second", "third", "fourth")


def needed(
    ratings: list[float | None],
    weights: tuple[float, ...] = (50, 30, 20),
    *,
    gate: Gate | None = None,
    missing: Missing = "reweight",
) -> Needed:
    """Return what one account needs that is rated on three criteria; a gate is on the third."""
    made = [
        Criterion(key, Text.same(key), weight) for key, weight in zip(KEYS, weights, strict=False)
    ]
    made[-1] = replace(made[-1], gate=gate)
    columns = {key: Ratings.of([cell]) for key, cell in zip(KEYS, ratings, strict=False)}
    policy = Policy(tuple(made), tie_break=("first", "second"), minimum_coverage=0, missing=missing)
    result = assess(Portfolio(("1",), ("One",), ratings=columns), policy, golden.TODAY)
    return needed_ratings(yardstick(result, 1))


def test_the_heaviest_criterion_needs_to_rise_least():
    # 50 · 7 + 30 · 8 + 20 · 8 = 750: half a point is missing, 0.5 · 100 / 50 = 1 of the first.
    found = needed([7, 8, 8])
    assert (found.tier[0], found.criterion[0], found.missing[0]) == (1, 0, False)
    assert found.rating[0] == pytest.approx(8)


def test_a_criterion_near_the_top_of_the_scale_leaves_it_to_another():
    # 50 · 10 + 30 · 5 + 20 · 5 = 750: only the second can rise by 0.5 · 100 / 30.
    found = needed([10, 5, 5])
    assert found.criterion[0] == 1
    assert found.rating[0] == pytest.approx(5 + 5 / 3)


def test_where_no_single_rating_is_enough_there_is_none():
    # Four of 25 %: to rise by 2 points, one rating would have to rise by 8, from 6 to 14.
    found = needed([6, 6, 6, 6], (25, 25, 25, 25))
    assert (found.tier[0], found.criterion[0]) == (1, NO_CRITERION)
    assert np.isnan(found.rating[0])


def test_the_best_tier_needs_nothing():
    found = needed([9, 9, 9])
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (0, NO_CRITERION, False)


def test_a_closed_gate_blocks_whatever_the_other_ratings():
    # 50 · 4.5 + 30 · 5 + 20 · 2 = 415, and with a third of 10 it is 575: the gate would be open,
    # but the score would still ask for no more than C.
    found = needed([4.5, 5, 2], gate=Gate(2, "C"))
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (2, NO_CRITERION, True)


def test_the_rating_that_opens_the_gate_lifts_where_the_score_is_high_enough():
    # 50 · 9 + 30 · 9 + 20 · 2 = 760: a B but for the gate, which is open above 2.
    found = needed([9, 9, 2], gate=Gate(2, "C"))
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (2, 2, False)
    assert 2 < found.rating[0] < 2 + 1e-6


def test_below_what_the_gate_allows_a_rating_still_lifts():
    # 50 · 3 + 30 · 4 + 20 · 4 = 350: tier D, and C is what the gate allows.
    found = needed([3, 4, 4], gate=Gate(5, "C"))
    assert (found.tier[0], found.criterion[0], found.blocked[0]) == (3, 0, False)


def test_a_missing_rating_counts_from_the_score_that_it_leaves_as_it_is():
    # 50 · 7.8 + 30 · 7.8 over 80 are 7.8. The third, with 20, must bring 8 · 100 - 624 = 176:
    # 8.8, one above the score. The first alone would have to rise by 0.2 · 80 / 50 = 0.32.
    found = needed([7.8, 7.8, None])
    assert (found.criterion[0], found.missing[0]) == (0, False)
    # When both of the others are at the top of what they can be, the missing one is asked for.
    found = needed([10, 4, None], (60, 10, 30))
    # 600 + 40 over 70 are 9.14: that is an A already.
    assert found.tier[0] == 0
    found = needed([None, 5, None], (60, 10, 30))
    # 5: the first must bring 6 · 70 - 50 = 370 of 60: 6.17, that is 1.17 above the score; the
    # second 1, to 6.
    assert (found.criterion[0], found.missing[0]) == (1, False)
    found = needed([None, 10, None], (60, 10, 30), gate=Gate(1, "D"))
    assert found.tier[0] == 0


def test_a_missing_rating_is_asked_for_where_the_others_cannot_rise_enough():
    # 10 · 10 + 20 · 6 over 30 are 7.33; for A: the second to (240 - 100) / 20 = 7, a rise of 1;
    # the third, with 70, must bring 800 - 220 = 580: 8.29, and 0.95 above the score.
    found = needed([10, 6, None], (10, 20, 70))
    assert (found.criterion[0], found.missing[0]) == (2, True)
    assert found.rating[0] == pytest.approx(580 / 70)


def test_a_missing_rating_that_counts_as_the_middle_rises_from_there():
    # 50 · 8 + 30 · 8 + 20 · 5.5 = 750; the third must bring 800 - 640 = 160: 8, from 5.5 by 2.5;
    # the first needs 0.5 · 100 / 50 = 1.
    found = needed([8, 8, None], missing="neutral")
    assert (found.criterion[0], found.rating[0]) == (0, pytest.approx(9))
    found = needed([10, 10, None], (30, 20, 50), missing="neutral")
    # 500 + 50 · 5.5 = 775: 8 need 300 of 50: 6, and it is missing.
    assert (found.criterion[0], found.missing[0]) == (2, True)
    assert found.rating[0] == pytest.approx(6)


def test_a_missing_rating_must_not_close_a_gate():
    # Without the third 7.9; any rating up to 8.5 would close its gate at D.
    found = needed([10, 5.8, None], (10, 10, 1), gate=Gate(8.5, "D"))
    assert (found.criterion[0], found.missing[0]) == (1, False)
    found = needed([10, 10, None], (30, 20, 50), gate=Gate(7, "D"), missing="neutral")
    assert found.criterion[0] == 2
    assert 7 < found.rating[0] < 7 + 1e-6
