import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.matrix import (
    CELL_GROUPS,
    QUADRANTS,
    axis_values,
    borderline,
    cell_numbers,
    cut_of,
    forecasts,
    quadrant_numbers,
)
from kamxl.domain.policy import Policy, Scale
from tests.domain import golden

BLANK = np.nan
TEN, HUNDRED = Scale(10), Scale(100)


def quadrant(attractiveness: float, strength: float) -> str | None:
    number = int(quadrant_numbers(np.array([attractiveness]), np.array([strength]), 5.5, 5.5)[0])
    return QUADRANTS[number - 1] if number else None


@pytest.mark.parametrize(
    ("attractiveness", "strength", "expected"),
    [
        (8, 8, "key"),
        (8, 3, "development"),
        (3, 8, "maintenance"),
        (3, 3, "opportunistic"),
        (5.5, 5.5, "key"),
        (5.5, 5.499999999, "development"),
        (5.499999999, 5.5, "maintenance"),
        (5.5 - 1e-12, 5.5, "key"),
        (BLANK, 8, None),
        (8, BLANK, None),
    ],
)
def test_a_value_on_the_cut_is_high(attractiveness: float, strength: float, expected: str | None):
    assert quadrant(attractiveness, strength) == expected


def test_an_axis_is_the_weighted_mean_of_its_own_criteria_that_are_rated():
    effective = np.array([[8.0, BLANK, 2.0, 10.0]])
    weights = np.array([30.0, 20.0, 10.0, 0.0])
    assert axis_values(effective, weights)[0] == (30 * 8 + 10 * 2) / 40


def test_an_axis_without_a_rated_criterion_does_not_exist():
    assert np.isnan(axis_values(np.array([[BLANK, 7.0]]), np.array([10.0, 0.0]))[0])


@pytest.mark.parametrize(
    ("attractiveness", "near"), [(5.74, True), (5.75, False), (5.26, True), (5.25, False)]
)
def test_less_than_a_quarter_point_from_a_cut_is_a_borderline_case(
    attractiveness: float, near: bool
):
    found = borderline(np.array([attractiveness]), np.array([9.0]), 5.5, 5.5, 0.25)
    assert found[0] == near


def test_the_golden_axes_and_quadrants_of_section_8():
    found = golden.assessment()
    assert found.attractiveness == pytest.approx(
        [7.6625, 6.9625, 7.05, 6.5875, 344 / 55, 5.8625, 5.95, 4.8125, 5.275, 3.375, 3.525, 2.8125],
        abs=1e-12,
    )
    assert found.strength.tolist() == [9.5, 9, 7.5, 8.5, 5.5, 6, 5.5, 6, 3.5, 4.5, 3.5, 3]
    assert [QUADRANTS[number - 1] for number in found.quadrant] == [
        *["key"] * 7,
        "maintenance",
        *["opportunistic"] * 4,
    ]


def test_strength_of_exactly_5_5_occurs_twice_and_is_high_and_borderline():
    found = golden.assessment()
    on_cut = [name for i, name in enumerate(golden.NAMES) if found.strength[i] == 5.5]
    assert on_cut == ["Potenzialkunde", "Branchenführer"]
    assert all(found.borderline[golden.place(name)] for name in on_cut)


def test_vicom_is_borderline_by_its_attractiveness():
    assert round(5.5 - 5.275, 9) == 0.225
    assert golden.assessment().borderline[golden.place("Vicom")]


def test_t3_a_manufacturer_with_potential_is_class_b_and_a_key_account():
    found, fertigung = golden.assessment(), golden.place("Fertigung")
    assert found.tier[fertigung] == 2
    assert QUADRANTS[found.quadrant[fertigung] - 1] in ("key", "development")


def test_an_account_that_is_not_assessable_is_in_no_quadrant():
    strict = dataclasses.replace(golden.policy(), minimum_coverage=0.8)
    found = assess(golden.portfolio(), strict, golden.TODAY)
    assert found.quadrant[golden.place("Potenzialkunde")] == 0
    assert not found.borderline[golden.place("Potenzialkunde")]


def test_cuts_move_with_the_scale():
    assert golden.policy().on_scale(100).scale.from_ten(5.5) == 50.5


def changed(**options: object) -> Policy:
    return dataclasses.replace(golden.policy(), **options)


def test_at_the_midpoint_the_settings_of_own_cuts_do_not_count() -> None:
    assert cut_of("midpoint", np.array([9.0]), 8.0, TEN) == (1 + 10) / 2
    assert cut_of("midpoint", np.array([9.0]), 8.0, HUNDRED) == (1 + 100) / 2


def test_own_cuts_stand_on_1_to_10_and_move_with_the_scale() -> None:
    assert cut_of("custom", np.array([9.0]), 8.0, TEN) == 8
    assert cut_of("custom", np.array([9.0]), 8.0, HUNDRED) == 1 + 11 * (8 - 1)


def test_the_median_cut_is_that_of_the_ranked_accounts() -> None:
    assert cut_of("median", np.array([2.0, BLANK, 9.0, 3.0]), 8.0, TEN) == 3
    assert cut_of("median", np.array([2.0, 9.0, 3.0, 4.0]), 8.0, TEN) == (3 + 4) / 2


def test_the_median_of_nobody_is_the_midpoint() -> None:
    assert cut_of("median", np.array([BLANK]), 8.0, TEN) == 5.5


def test_the_golden_median_cuts_fill_both_halves() -> None:
    found = assess(golden.portfolio(), changed(cut_mode="median"), golden.TODAY)
    assert found.cut_attractiveness == pytest.approx((5.8625 + 5.95) / 2)
    assert found.cut_strength == (5.5 + 6) / 2
    high = found.attractiveness >= found.cut_attractiveness
    assert (high.sum(), (~high).sum()) == (6, 6)


def test_an_account_without_rank_does_not_move_the_median() -> None:
    found = assess(
        golden.portfolio(), changed(cut_mode="median", minimum_coverage=0.8), golden.TODAY
    )
    strengths = [9.5, 9, 7.5, 8.5, 6, 5.5, 6, 3.5, 4.5, 3.5, 3]  # without the Potenzialkunde
    assert found.cut_strength == sorted(strengths)[5]


@pytest.mark.parametrize(
    ("attractiveness", "strength", "cell"),
    [
        (7, 7, 1), (7, 6.9, 2), (7, 3.9, 3),
        (4, 7, 4), (6.9, 4, 5), (4, 3.9, 6),
        (3.9, 7, 7), (3.9, 4, 8), (1, 1, 9),
        (BLANK, 5, 0),
    ],
)  # fmt: skip
def test_cells_are_counted_from_high_and_high_and_a_value_on_a_third_is_above_it(
    attractiveness: float, strength: float, cell: int
) -> None:
    assert cell_numbers(np.array([attractiveness]), np.array([strength]), TEN)[0] == cell


def test_the_thirds_of_1_to_100_are_34_and_67() -> None:
    values = np.array([67, 66.9, 34, 33.9])
    assert cell_numbers(values, np.full(4, 100.0), HUNDRED).tolist() == [1, 4, 4, 7]


def test_groups_follow_general_electric() -> None:
    by_group = {
        group: [n for n, g in CELL_GROUPS.items() if g == group] for group in CELL_GROUPS.values()
    }
    assert by_group == {"invest": [1, 2, 4], "selective": [3, 5, 7], "harvest": [6, 8, 9]}


def test_a_forecast_needs_both_values_on_the_scale() -> None:
    a, s = forecasts(np.array([5, 5, BLANK, 11, 10]), np.array([6, BLANK, 6, 6, 1]), TEN)
    assert np.isnan(a).tolist() == np.isnan(s).tolist() == [False, True, True, True, False]


def test_half_a_forecast_is_said() -> None:
    portfolio = golden.portfolio()
    numbers = {**portfolio.numbers, "forecast_strength": np.array([7.0] + [BLANK] * 11)}
    found = assess(dataclasses.replace(portfolio, numbers=numbers), golden.policy(), golden.TODAY)
    said = [f for f in found.findings if f.code == "M-FORECAST"]
    assert [f.subject.account for f in said] == [0]
