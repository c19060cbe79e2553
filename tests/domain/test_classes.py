import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.classes import competition_rank, order_by, tier_name, tier_numbers
from kamxl.domain.policy import Scale
from tests.domain import golden

BLANK = np.nan


def test_ranks_are_1_2_2_4():
    assert competition_rank(np.array([5.0, 7.0, 9.0, 7.0])).tolist() == [4, 2, 1, 2]


def test_an_account_without_a_score_has_no_rank_and_takes_none_away():
    assert competition_rank(np.array([5.0, BLANK, 9.0])).tolist() == [2, 0, 1]
    assert competition_rank(np.array([BLANK])).tolist() == [0]
    assert competition_rank(np.array([])).tolist() == []


def test_scores_that_differ_by_float_noise_only_are_tied():
    assert competition_rank(np.array([0.1 + 0.2, 0.3, 0.2])).tolist() == [1, 1, 3]


def test_the_order_breaks_ties_by_the_next_key_and_at_last_as_listed():
    scores = np.array([7.0, 7.0, 7.0, 8.0])
    lifetime = np.array([3.0, 9.0, 3.0, 1.0])
    assert order_by([scores, lifetime]).tolist() == [3, 2, 4, 1]


def test_a_missing_tie_break_counts_as_zero_and_a_missing_score_comes_last():
    scores = np.array([BLANK, 7.0, 7.0])
    lifetime = np.array([9.0, BLANK, 1.0])
    assert order_by([scores, lifetime]).tolist() == [3, 2, 1]


@pytest.mark.parametrize(
    ("score", "tier"),
    [(10, "A"), (8, "A"), (7.999999999, "B"), (6, "B"), (5.99, "C"), (4, "C"), (3.99, "D")],
)
def test_borders_belong_to_the_better_tier(score: float, tier: str):
    assert tier_name(int(tier_numbers(np.array([score]), (8, 6, 4))[0])) == tier


def test_a_score_that_is_8_but_for_float_noise_is_tier_a():
    noisy = 0.1 * 80 - 1e-12
    assert tier_numbers(np.array([noisy]), (8, 6, 4)).tolist() == [1]


def test_without_a_score_there_is_no_tier():
    assert tier_numbers(np.array([BLANK]), (8, 6, 4)).tolist() == [0]
    assert tier_name(0) is None


def test_borders_on_the_scale_to_100_are_78_56_34_not_80_60_40():
    hundred = Scale(100)
    assert [hundred.from_ten(border) for border in (8, 6, 4)] == [78, 56, 34]
    cartech = 1 + 11 * (8.03 - 1)
    assert tier_numbers(np.array([cartech]), (78, 56, 34)).tolist() == [1]
    assert tier_numbers(np.array([cartech]), (80, 60, 40)).tolist() == [2]


def test_the_golden_ranks_and_tiers_of_section_8():
    found = golden.assessment()
    assert found.rank.tolist() == list(range(1, 13))
    assert [tier_name(int(tier)) for tier in found.tier] == [
        *("A", "B", "B", "B", "B", "C", "C", "C", "C", "D", "D", "D")
    ]


@given(st.lists(st.one_of(st.just(BLANK), st.integers(0, 5).map(float)), max_size=30))
def test_a_rank_is_one_more_than_the_number_of_better_scores(scores: list[float]):
    column = np.array(scores)
    expected = [0 if np.isnan(x) else 1 + int(np.sum(column > x)) for x in column]
    assert competition_rank(column).tolist() == expected


@given(st.lists(st.one_of(st.just(BLANK), st.integers(0, 5).map(float)), min_size=1, max_size=30))
def test_the_order_gives_each_its_own_place_and_agrees_with_the_ranks(scores: list[float]):
    column = np.array(scores)
    order, ranks = order_by([column]), competition_rank(column)
    assert sorted(order) == list(range(1, len(scores) + 1))
    assert all(order[i] >= ranks[i] for i in range(len(scores)))
