import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.bands import band_rating, descending, propose_bands, round_number

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
