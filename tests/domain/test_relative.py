from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import FROM_COMPARISON, FROM_CRITERIA, assess
from kamxl.domain.policy import Policy, Scale
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.relative import COMPARED, NO_RIVAL, NO_US, TOO_LITTLE, compare, fallback
from tests.domain import golden
from tests.domain.compared import compared

Six = list[float]
POINTS = st.lists(st.integers(10, 100).map(lambda x: x / 10), min_size=6, max_size=6)
WEIGHTS = st.lists(st.integers(1, 50).map(float), min_size=6, max_size=6)
NONE = math.nan


def one(**blocks: Six) -> Portfolio:
    """Return one account with blocks of six numbers."""
    return Portfolio(
        ("1",),
        ("One",),
        {
            f"{block}_{place}": np.array([value])
            for block, values in blocks.items()
            for place, value in enumerate(values, start=1)
        },
    )


def ratio(high: int = 10, **blocks: Six) -> float:
    return float(compare(one(**blocks), Policy((), scale=Scale(high))).ratio[0])


def test_the_ratio_is_ours_over_the_best_with_the_customers_own_weights() -> None:
    us, a, b = [8.0, 8, 7, 9, 6, 7], [7.0, 9, 7, 6, 8, 7], [9.0, 5, 5, 5, 5, 5]
    found = compare(one(us=us, a=a, b=b, w=[30, 10, 20, 20, 10, 10]), Policy(()))
    ours = (30 * 8 + 10 * 8 + 20 * 7 + 20 * 9 + 10 * 6 + 10 * 7) / 100
    best = (30 * 7 + 10 * 9 + 20 * 7 + 20 * 6 + 10 * 8 + 10 * 7) / 100
    assert found.ratio[0] == pytest.approx(ours / best)
    assert (found.us[0], found.best[0], found.rival[0]) == (ours, best, 1)
    # Gaps of A: 10 (9 - 8) = 10 for the second factor, 10 (8 - 6) = 20 for the fifth.
    assert found.gap[0] == 5


def test_a_blank_weight_is_that_of_the_factor() -> None:
    us, a = [8.0, 5, 5, 5, 5, 5], [5.0] * 6
    # 20 of 100 weigh 8 points, the rest 5: 5.6 over 5.
    assert ratio(us=us, a=a) == pytest.approx((0.2 * 8 + 0.8 * 5) / 5)


def test_only_factors_rated_for_both_are_compared_and_enough_of_them() -> None:
    most = [7.0, 7, 7, 7, NONE, NONE]
    # 80 of 100 are rated for both; what is known of one side only does not count.
    assert ratio(us=[*most[:4], 1.0, 1.0], a=most) == 1.0
    found = compare(one(us=[7.0, 7, NONE, NONE, NONE, NONE], a=[7.0] * 6), Policy(()))
    assert found.reason[0] == TOO_LITTLE
    assert found.coverage[0] == (20 + 20) / 100


def test_the_reason_says_who_is_not_rated() -> None:
    reasons = [
        int(compare(one(**blocks), Policy(())).reason[0])
        for blocks in ({"a": [5.0] * 6}, {"us": [5.0] * 6}, {"us": [5.0] * 6, "c": [5.0] * 6})
    ]
    assert reasons == [NO_US, NO_RIVAL, COMPARED]


def test_without_a_comparison_the_criteria_are_divided_by_the_middle_of_the_scale() -> None:
    policy = dataclasses.replace(golden.policy(), strength_mode="relative")
    by_criteria = assess(golden.portfolio(), golden.policy(), golden.TODAY)
    found = assess(golden.portfolio(), policy, golden.TODAY)
    assert np.allclose(found.strength, by_criteria.strength / 5.5, equal_nan=True)
    assert found.cut_strength == 1.0
    assert found.quadrant.tolist() == by_criteria.quadrant.tolist()
    assert found.cell.tolist() == by_criteria.cell.tolist()
    assert found.borderline.tolist() == by_criteria.borderline.tolist()
    assert set(found.strength_source.tolist()) <= {0, FROM_CRITERIA}
    assert fallback(np.array([50.5]), Scale(100)).tolist() == [1.0]


def test_as_good_as_the_best_is_strong() -> None:
    policy = dataclasses.replace(golden.policy(), strength_mode="relative")
    found = assess(compared(golden.portfolio()), policy, golden.TODAY)
    assert found.strength[2] == 1.0
    assert found.strength_source[2] == FROM_COMPARISON
    assert found.quadrant[2] in (1, 3)


def test_findings_name_what_does_not_count_and_what_is_used_instead() -> None:
    policy = dataclasses.replace(golden.policy(), strength_mode="relative")
    found = assess(compared(golden.portfolio()), policy, golden.TODAY)
    codes = [(f.code, f.subject.account) for f in found.findings if f.code.startswith("M-")]
    assert {("M-WEIGHT", 4), ("M-COMPARISON", 3), ("M-COMPARISON", 5), ("M-COMPARISON", 6)} <= {
        *codes
    }
    assert [code for code, _ in codes].count("M-FALLBACK") == 1
    assert "R-RANGE" in [f.code for f in found.findings if f.subject.field == "us_6"]
    unused = assess(compared(golden.portfolio()), golden.policy(), golden.TODAY)
    assert "M-UNUSED" in [f.code for f in unused.findings]


@given(POINTS, POINTS, POINTS, WEIGHTS, st.integers(0, 5), st.integers(1, 90))
def test_raising_our_rating_never_lowers_the_ratio(
    us: Six, a: Six, b: Six, w: Six, place: int, by: int
) -> None:
    raised = [*us]
    raised[place] = min(10.0, us[place] + by / 10)
    assert ratio(us=raised, a=a, b=b, w=w) >= ratio(us=us, a=a, b=b, w=w)


@given(POINTS, POINTS, WEIGHTS)
def test_doubling_all_weights_changes_nothing(us: Six, a: Six, w: Six) -> None:
    assert ratio(us=us, a=a, w=[2 * x for x in w]) == pytest.approx(ratio(us=us, a=a, w=w))


@given(POINTS, WEIGHTS)
def test_equal_ratings_are_a_ratio_of_one(us: Six, w: Six) -> None:
    assert ratio(us=us, a=us, w=w) == 1.0


@given(POINTS, POINTS, POINTS, WEIGHTS)
def test_with_nothing_missing_it_is_the_largest_of_the_competitors(
    us: Six, a: Six, b: Six, w: Six
) -> None:
    ours, *theirs = (float(np.dot(w, x)) / sum(w) for x in (us, a, b))
    assert ratio(us=us, a=a, b=b, w=w) == pytest.approx(ours / max(theirs), abs=1e-9)


@given(POINTS, POINTS, WEIGHTS)
def test_the_ratio_is_the_same_on_both_scales(us: Six, a: Six, w: Six) -> None:
    def wide(x: Six) -> Six:
        return [Scale(100).from_ten(y) for y in x]

    assert ratio(100, us=wide(us), a=wide(a), w=w) == pytest.approx(
        ratio(us=us, a=a, w=w), abs=2e-9
    )
