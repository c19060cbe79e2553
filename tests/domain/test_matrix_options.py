import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.matrix import CELL_GROUPS, cell_numbers, cut_of, forecasts
from kamxl.domain.policy import Policy, Scale
from kamxl.domain.stages import stage_strengths
from tests.domain import golden

NAN = np.nan
TEN, HUNDRED = Scale(10), Scale(100)


def changed(**options: object) -> Policy:
    return dataclasses.replace(golden.policy(), **options)


def test_at_the_midpoint_the_settings_of_own_cuts_do_not_count() -> None:
    assert cut_of("midpoint", np.array([9.0]), 8.0, TEN) == (1 + 10) / 2
    assert cut_of("midpoint", np.array([9.0]), 8.0, HUNDRED) == (1 + 100) / 2


def test_own_cuts_stand_on_1_to_10_and_move_with_the_scale() -> None:
    assert cut_of("custom", np.array([9.0]), 8.0, TEN) == 8
    assert cut_of("custom", np.array([9.0]), 8.0, HUNDRED) == 1 + 11 * (8 - 1)


def test_the_median_cut_is_that_of_the_ranked_accounts() -> None:
    assert cut_of("median", np.array([2.0, NAN, 9.0, 3.0]), 8.0, TEN) == 3
    assert cut_of("median", np.array([2.0, 9.0, 3.0, 4.0]), 8.0, TEN) == (3 + 4) / 2


def test_the_median_of_nobody_is_the_midpoint() -> None:
    assert cut_of("median", np.array([NAN]), 8.0, TEN) == 5.5


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
        (NAN, 5, 0),
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
    a, s = forecasts(np.array([5, 5, NAN, 11, 10]), np.array([6, NAN, 6, 6, 1]), TEN)
    assert np.isnan(a).tolist() == np.isnan(s).tolist() == [False, True, True, True, False]


def test_half_a_forecast_is_said() -> None:
    portfolio = golden.portfolio()
    numbers = {**portfolio.numbers, "forecast_strength": np.array([7.0] + [NAN] * 11)}
    found = assess(dataclasses.replace(portfolio, numbers=numbers), golden.policy(), golden.TODAY)
    said = [f for f in found.findings if f.code == "M-FORECAST"]
    assert [f.subject.account for f in said] == [0]


def test_the_stage_stands_for_strength_where_it_is_known() -> None:
    portfolio = golden.portfolio()
    stages = ("dissolving", "integrated", "interdependent", "far", *[""] * 8)
    staged = dataclasses.replace(portfolio, texts={**portfolio.texts, "stage": stages})
    found = assess(staged, changed(strength_mode="stage"), golden.TODAY)
    assert found.strength.tolist() == [2, 10, 7.5, 8.5, 5.5, 6, 5.5, 6, 3.5, 4.5, 3.5, 3]
    assert found.quadrant[0] == 2  # attractive, but the relationship dissolves
    by_criteria = assess(staged, golden.policy(), golden.TODAY)
    assert by_criteria.strength[0] == 9.5


def test_stages_stand_on_the_scale_in_use() -> None:
    assert stage_strengths(["basic", ""], HUNDRED)[0] == 1 + 11 * (3 - 1)
