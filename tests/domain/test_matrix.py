import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.matrix import QUADRANTS, axis_values, borderline, quadrant_numbers
from tests.domain import golden

BLANK = np.nan


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
