from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.functions.calling import call

rating = st.one_of(st.integers(1, 10), st.none())
row = st.lists(rating, min_size=3, max_size=3)


@given(row)
def test_a_score_lies_between_its_bounds(ratings: list[int | None]) -> None:
    [[score, coverage, low, high]] = call("KAM_SCORES", ratings, [50, 30, 20])  # type: ignore[misc]
    known = [value for value in ratings if value is not None]
    if known:
        assert low - 1e-9 <= score <= high + 1e-9  # type: ignore[operator]
    else:
        assert score is CellError.NA
    assert coverage == pytest.approx(call("KAM_COVERAGE", ratings, [50, 30, 20]))


@given(row.filter(lambda ratings: None not in ratings))
def test_fully_rated_the_four_figures_agree_with_the_score(ratings: list[int]) -> None:
    [[score, coverage, low, high]] = call("KAM_SCORES", ratings, [50, 30, 20])  # type: ignore[misc]
    assert score == low == high == call("KAM_SCORE", ratings, [50, 30, 20])
    assert coverage == 1


def test_a_wrong_row_shows_its_reason_and_the_others_their_scores() -> None:
    found: Any = call("KAM_SCORES", [[11, 5], [5, 5]], [1, 1])
    assert found[0] == [CellError.NUM] * 4
    assert found[1][0] == 5


def test_bands_step_and_rise() -> None:
    assert call("KAM_BAND", 19.999, [10, 20]) == 2
    assert call("KAM_BAND", 15, [10, 20], "linear") == 2.5
    assert call("KAM_BAND", 5, [10, 20], "linear", 0) == 1.5
    assert call("KAM_BAND", 5, [30, 20, 10]) == 4  # falling: less is better
    assert call("KAM_BAND", 5, [10], "curved") is CellError.VALUE
    assert call("KAM_BAND", [[None]], [10]) == ""


def test_scales_convert_there_and_back() -> None:
    assert call("KAM_RESCALE", 8.03) == pytest.approx(78.33)
    assert call("KAM_RESCALE", call("KAM_RESCALE", 8.03), 100, 10) == pytest.approx(8.03)
    assert call("KAM_RESCALE", 11) is CellError.NUM
    assert call("KAM_RESCALE", 5, 7) is CellError.NUM


def test_a_value_on_the_cut_is_high() -> None:
    assert call("KAM_QUADRANT", 5.5, 5.5) == "Key account"
    assert call("KAM_QUADRANT", 5.5, 5.4, 5.5, 5.5, "de") == "Entwicklungskunde"
    assert call("KAM_QUADRANT", [[None]], 5) is CellError.NA
    assert call("KAM_QUADRANT", [1, 2], 5) is CellError.VALUE
