from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.functions.calling import call, explain

WEIGHTS = [50, 30, 20]
ratings = st.one_of(st.integers(1, 10), st.floats(1, 10), st.sampled_from([None, "?", "", 11, "x"]))


def test_a_row_and_a_column_of_ratings_give_the_same_score() -> None:
    score = (8 * 50 + 6 * 30 + 5 * 20) / (50 + 30 + 20)
    assert call("KAM_SCORE", [8, 6, 5], WEIGHTS) == pytest.approx(score)
    assert call("KAM_SCORE", [[8], [6], [5]], WEIGHTS) == pytest.approx(score)
    assert call("KAM_SCORE", [8, 6, 5], [[50], [30], [20]]) == pytest.approx(score)


def test_a_block_gives_a_column_of_scores() -> None:
    assert call("KAM_SCORE", [[8, 6, 5], [1, 1, 1]], WEIGHTS) == [
        [pytest.approx((8 * 50 + 6 * 30 + 5 * 20) / 100)],
        [pytest.approx(1)],
    ]


def test_a_square_block_has_a_row_an_account() -> None:
    assert call("KAM_SCORE", [[10, 1], [10, 10]], [75, 25]) == [
        [pytest.approx((10 * 75 + 1 * 25) / 100)],
        [pytest.approx(10)],
    ]


def test_one_criterion_and_many_accounts_are_a_block() -> None:
    assert call("KAM_SCORE", [[8], [6]], 100) == [[8], [6]]


@given(st.lists(st.lists(ratings, min_size=3, max_size=3), min_size=2, max_size=5))
def test_a_block_gives_each_account_what_it_would_have_alone(block: list[list[Any]]) -> None:
    together: Any = call("KAM_SCORE", block, WEIGHTS)
    for (in_block,), row in zip(together, block, strict=True):
        alone = call("KAM_SCORE", row, WEIGHTS)
        # A product of matrices may add in another order than one row does.
        assert in_block == (
            alone if isinstance(alone, CellError) else pytest.approx(alone, abs=1e-12)
        )


@given(
    st.lists(st.floats(1, 10), min_size=3, max_size=3),
    st.lists(st.floats(0.01, 100), min_size=3, max_size=3),
    st.floats(0.01, 1000),
)
def test_a_score_lies_between_the_ratings_and_does_not_depend_on_the_sum_of_weights(
    rated: list[float], weights: list[float], factor: float
) -> None:
    score: Any = call("KAM_SCORE", rated, weights)
    assert min(rated) - 1e-9 <= score <= max(rated) + 1e-9
    assert call("KAM_SCORE", rated, [w * factor for w in weights]) == pytest.approx(score)


def test_blank_and_question_mark_are_left_out_and_the_rest_counts_in_proportion() -> None:
    for missing in (None, "", "?"):
        assert call("KAM_SCORE", [8, 6, missing], WEIGHTS) == pytest.approx(
            (8 * 50 + 6 * 30) / (50 + 30)
        )


def test_with_too_little_weight_rated_there_is_no_score() -> None:
    # 50 of 100 is less than 70 %.
    assert call("KAM_SCORE", [8, None, None], WEIGHTS) is CellError.NA
    assert "only 50.0 % of the weight is rated; a score needs 70.0 %" in (
        explain("KAM_SCORE", [8, None, None], WEIGHTS).en
    )
    assert call("KAM_SCORE", [8, None, None], WEIGHTS, None, None, 0.5) == 8
    assert call("KAM_SCORE", [None, None, None], WEIGHTS, None, None, 0) is CellError.NA


def test_exactly_the_minimum_is_enough() -> None:
    # 0.1 + 0.6 is a little less than 0.7 in binary fractions.
    assert call("KAM_SCORE", [8, 8, None], [0.1, 0.6, 0.3]) == pytest.approx(8)


def test_a_criterion_where_high_is_bad_is_turned_over() -> None:
    turned = 1 + 10 - 9
    assert call("KAM_SCORE", [8, 9], [50, 50], [1, -1]) == pytest.approx(
        (8 * 50 + turned * 50) / 100
    )
    assert call("KAM_SCORE", [80, 90], [50, 50], [None, -1], 100) == pytest.approx(
        (80 * 50 + (1 + 100 - 90) * 50) / 100
    )


@pytest.mark.parametrize("rating", [0, 0.99, 10.01, 11, -1, 100])
def test_a_rating_outside_the_scale_is_out_of_range(rating: float) -> None:
    assert call("KAM_SCORE", [8, 6, rating], WEIGHTS) is CellError.NUM


@pytest.mark.parametrize("rating", ["high", "8", True])
def test_a_rating_that_is_no_number_is_refused(rating: object) -> None:
    assert call("KAM_SCORE", [8, 6, rating], WEIGHTS) is CellError.VALUE


def test_an_error_in_one_account_stays_in_its_row() -> None:
    block = [[8, 6, 5], [8, "#REF!", "x"], [8, 6, 11]]
    assert call("KAM_SCORE", block, WEIGHTS) == [
        [pytest.approx((8 * 50 + 6 * 30 + 5 * 20) / 100)],
        [CellError.REF],
        [CellError.NUM],
    ]


def test_an_error_in_the_weights_is_everyones() -> None:
    assert call("KAM_SCORE", [[8, 6], [8, 6]], [50, "#DIV/0!"]) is CellError.DIV0


def test_a_blank_weight_is_zero_and_no_weight_at_all_is_a_division_by_zero() -> None:
    assert call("KAM_SCORE", [8, 1], [100, None]) == 8
    assert call("KAM_SCORE", [8, 1], [0, None]) is CellError.DIV0
    assert call("KAM_SCORE", ["#N/A", 1], [0, None]) is CellError.NA


@pytest.mark.parametrize(
    "settings",
    [
        ([50, -50],),
        ([50, 50], [1, 0]),
        ([50, 50], [1, 2]),
        ([50, 50], None, 7),
        ([50, 50], None, 10, 1.5),
        ([50, 50], None, 10, -0.1),
    ],
)
def test_a_setting_out_of_range_is_num(settings: tuple[object, ...]) -> None:
    assert call("KAM_SCORE", [8, 6], *settings) is CellError.NUM


@pytest.mark.parametrize(
    "arguments",
    [
        ([8, 6], [1, 2, 3]),
        ([[8, 6, 5], [8, 6, 5]], [1, 2]),
        ([8, 6], [50, 50], [1]),
        ([8, 6], [[50, 50], [50, 50]]),
        ([8, 6], [50, 50], None, [10, 100]),
        ([8, 6], ["a lot", 50]),
    ],
)
def test_what_does_not_fit_is_value(arguments: tuple[object, ...]) -> None:
    assert call("KAM_SCORE", *arguments) is CellError.VALUE


def test_a_score_on_a_border_reaches_the_better_tier() -> None:
    assert call("KAM_TIER", [10, 8, 7.99, 6, 5.99, 4, 3.99, 1]) == [list("AABBCCDD")]
    # 7.9999999999 is 8 at nine digits.
    assert call("KAM_TIER", 7.9999999999) == "A"


def test_borders_stand_on_one_to_ten_whatever_the_scale_is() -> None:
    border_a = 1 + 11 * (8 - 1)
    assert call("KAM_TIER", [border_a, border_a - 0.01], None, None, None, 100) == [["A", "B"]]


def test_borders_can_be_set() -> None:
    assert call("KAM_TIER", [9, 8.9, 7, 5], 9, 7, 5) == [["A", "B", "B", "C"]]


@pytest.mark.parametrize("borders", [(6, 8, 4), (8, 8, 4), (80, 60, 40), (8, 6, 0)])
def test_borders_that_do_not_fall_or_stand_elsewhere_are_out_of_range(
    borders: tuple[float, ...],
) -> None:
    assert call("KAM_TIER", 8, *borders) is CellError.NUM


def test_a_tier_is_given_cell_by_cell_and_errors_stay_where_they_are() -> None:
    assert call("KAM_TIER", [[8, None], ["#REF!", "x"], [11, 0.5]]) == [
        ["A", CellError.NA],
        [CellError.REF, CellError.VALUE],
        [CellError.NUM, CellError.NUM],
    ]


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    assert call("KAM_RANK", [7, 9, 7, 2]) == [[2, 1, 2, 4]]
    # They differ in the tenth digit.
    assert call("KAM_RANK", [[7.0], [7.0000000001], [2]]) == [[1], [1], [3]]


def test_one_scores_rank() -> None:
    assert call("KAM_RANK", [7, 9, 7, 2], 2) == 4
    assert call("KAM_RANK", [7, 9, 7, 2], 7) == 2
    assert call("KAM_RANK", [7, 9, 7, 2], 8) is CellError.NA
    assert call("KAM_RANK", [7, 9, 7, 2], [[None]]) is CellError.NA


def test_an_account_without_a_score_has_no_rank_and_takes_none_away() -> None:
    assert call("KAM_RANK", [7, None, "#N/A", 9, "?"]) == [
        [2, CellError.NA, CellError.NA, 1, CellError.NA]
    ]
    assert call("KAM_RANK", [7, "#N/A", 9], 7) == 2


def test_any_other_error_among_the_scores_is_the_result() -> None:
    assert call("KAM_RANK", [7, "x", "#REF!", 9]) is CellError.REF
    assert call("KAM_RANK", [7, "x", 9]) is CellError.VALUE


def test_scores_can_be_ranked_as_they_come() -> None:
    scores = call("KAM_SCORE", [[8, 6, 5], [9, None, None], [9, 9, 9]], WEIGHTS)
    assert call("KAM_RANK", scores) == [[2], [CellError.NA], [1]]
    assert call("KAM_TIER", scores) == [["B"], [CellError.NA], ["A"]]
