import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.bands import (
    band_rating,
    descending,
    propose_bands,
    propose_min_max,
    propose_percentiles,
    round_number,
)

NONE = (None,) * 9
ASCENDING = (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0)
BLANK = np.nan


def rated(value: float, bands: tuple[float | None, ...]) -> float:
    return float(band_rating(np.array([value]), bands)[0])


@pytest.mark.parametrize(
    ("value", "rating"), [(-5, 1), (9.99, 1), (10, 2), (19.9, 2), (50, 6), (90, 10), (1e9, 10)]
)
def test_a_threshold_is_where_its_rating_begins(value: float, rating: float):
    assert rated(value, ASCENDING) == rating


@pytest.mark.parametrize(
    ("value", "rating"), [(95, 1), (90, 2), (89, 2), (50, 6), (11, 9), (10, 10), (0, 10)]
)
def test_descending_thresholds_reward_less(value: float, rating: float):
    assert rated(value, ASCENDING[::-1]) == rating


def test_a_rating_without_a_threshold_is_not_given():
    bands = (10.0, None, None, 40.0, None, None, None, None, 90.0)
    assert [rated(value, bands) for value in (5, 10, 39, 40, 89, 90)] == [1, 2, 2, 5, 5, 10]


def test_one_threshold_alone_reads_as_more_is_better():
    bands = (None, None, None, None, 50.0, None, None, None, None)
    assert not descending(bands)
    assert [rated(value, bands) for value in (49, 50)] == [1, 6]


def test_float_noise_does_not_miss_a_threshold():
    assert rated(0.1 + 0.2 - 1e-12, (0.3, *NONE[1:])) == 2


def test_an_unknown_value_or_missing_bands_give_no_rating():
    assert np.isnan(rated(BLANK, ASCENDING))
    assert np.isnan(rated(5, NONE))
    assert np.isnan(rated(5, ()))


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(1234, 1200), (0.0478, 0.048), (0, 0), (-1250.1, -1300), (99.9, 100), (7, 7)],
)
def test_proposed_numbers_are_round(value: float, rounded: float):
    assert round_number(value) == rounded


def test_proposed_bands_are_the_rounded_deciles():
    values = np.arange(0, 1001, dtype=float)
    assert propose_bands(values) == (100, 200, 300, 400, 500, 600, 700, 800, 900)
    assert propose_bands(values, less_is_better=True) == (
        *(900, 800, 700, 600, 500, 400, 300, 200, 100),
    )


@pytest.mark.parametrize("values", [[], [5.0], [5.0, 5.0, 5.0], [BLANK, 5.0], [BLANK, np.inf]])
def test_nothing_is_proposed_without_two_different_values(values: list[float]):
    assert propose_bands(np.array(values, dtype=float)) == NONE


def test_few_different_values_do_not_get_ten_ratings_by_accident():
    bands = propose_bands(np.array([1.0] * 9 + [100.0]))
    given = [band for band in bands if band is not None]
    assert given == sorted(set(given))


VALUES = st.lists(
    st.one_of(st.just(BLANK), st.integers(-1_000_000, 1_000_000).map(lambda c: c / 100)),
    max_size=40,
)


@given(VALUES, st.booleans())
def test_a_proposal_is_strictly_monotone_and_has_the_direction_asked_for(
    values: list[float], less: bool
):
    bands = propose_bands(np.array(values, dtype=float), less_is_better=less)
    assert len(bands) == 9
    given = [band for band in bands if band is not None]
    assert given == sorted(set(given), reverse=less)
    if len(given) > 1:
        assert descending(bands) is less


@given(VALUES, st.booleans())
def test_ratings_from_a_proposal_are_1_to_10_and_follow_the_values(values: list[float], less: bool):
    column = np.array(values, dtype=float)
    ratings = band_rating(column, propose_bands(column, less_is_better=less))
    known = ~np.isnan(ratings)
    assert np.all((ratings[known] >= 1) & (ratings[known] <= 10))
    by_value = ratings[known][np.argsort(column[known], kind="stable")]
    steps = np.diff(by_value)
    assert np.all(steps <= 0) if less else np.all(steps >= 0)


def line(
    values: list[float], bands: tuple[float | None, ...], floor: float | None = None
) -> list[float]:
    found: list[float] = band_rating(np.array(values), bands, "linear", floor).tolist()
    return found


def test_a_line_rises_between_thresholds_and_is_flat_outside_them():
    assert line([9, 10, 15, 20, 89, 90, 500], ASCENDING) == pytest.approx(
        [1, 2, 2 + 5 / 10, 3, 9 + 9 / 10, 10, 10]
    )


def test_a_line_starts_with_rating_1_at_the_floor():
    assert line([-9, 0, 5, 10], ASCENDING, 0) == pytest.approx([1, 1, 1 + 5 / 10, 2])


def test_a_line_runs_evenly_through_ratings_without_a_threshold():
    bands = (None, None, 40.0, None, None, 100.0, None, None, None)
    # 4 at 40 and 7 at 100: 20 for each point; 1 at 10: 10 for each
    assert line([10, 20, 40, 50, 60, 100, 900], bands, 10) == pytest.approx(
        [1, 2, 4, 4 + 10 / 20, 5, 7, 7]
    )
    assert line([10, 39.99, 40], bands) == pytest.approx([1, 1, 4])


def test_a_line_falls_where_less_is_better():
    assert line([100, 95, 50, 10, 0], ASCENDING[::-1], 100) == pytest.approx(
        [1, 1 + 5 / 10, 6, 10, 10]
    )
    assert line([30, 20, 10], (*(None,) * 8, 10.0), 30) == pytest.approx([1, 5.5, 10])


def test_steps_do_not_look_at_the_floor():
    assert band_rating(np.array([-5.0, 15.0]), ASCENDING, "step", 1000).tolist() == [1, 2]


BANDS = st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=9, max_size=9)


@given(BANDS, st.one_of(st.none(), st.integers(-50, 50)))
def test_both_shapes_follow_the_figure_within_1_and_10(
    bands: list[float | None], floor: float | None
):
    column = np.arange(-60, 61) / 1.0
    for shape in ("step", "linear"):
        ratings = band_rating(column, bands, shape, floor)  # type: ignore[arg-type]
        if np.isnan(ratings).all():
            continue
        less = descending(bands, floor if shape == "linear" else None)
        steps = np.diff(ratings[::-1] if less else ratings)
        assert steps.min() >= -1e-9
        assert ratings.min() >= 1
        assert ratings.max() <= 10


def test_min_max_is_proposed_as_a_line_from_the_worst_to_the_best():
    floor, bands = propose_min_max(np.array([5.0, BLANK, 20.0, 100.0]))
    assert (floor, bands) == (5, (*(None,) * 8, 100))
    assert line([5, 20, 100], bands, floor) == pytest.approx([1, 1 + 9 * 15 / 95, 10])
    floor, bands = propose_min_max(np.array([5.0, 100.0]), less_is_better=True)
    assert (floor, bands) == (100, (*(None,) * 8, 5))


def test_frozen_reference_values_do_not_let_an_outlier_turn_the_ranking():
    # Domain 4.1: A(100, 4) is above B(60, 7); live min-max puts B first once (400, 1) is there.
    first = propose_min_max(np.array([100.0, 60.0, 20.0]))
    before = line([100, 60], first[1], first[0])
    after = line([100, 60, 400], first[1], first[0])
    assert after[:2] == before


def test_percentiles_are_proposed_as_lines_between_the_deciles():
    values = np.arange(0, 1001, dtype=float)
    floor, bands = propose_percentiles(values)
    assert (floor, bands) == (0, (100, 200, 300, 400, 500, 600, 700, 800, 900))
    floor, bands = propose_percentiles(values, less_is_better=True)
    assert (floor, bands[0], bands[-1]) == (1000, 900, 100)


def test_without_two_values_no_line_is_proposed():
    for values in ([], [5.0], [BLANK, 5.0]):
        for propose in (propose_min_max, propose_percentiles):
            assert propose(np.array(values, dtype=float)) == (None, NONE)
