import datetime as dt

import numpy as np
import pytest

from kamxl.domain.metrics import (
    add_months,
    available,
    cost_to_serve,
    days_since,
    gap,
    growth_rate,
    margin_trend,
    metric,
    ratio,
)
from kamxl.domain.policy import METRICS, Policy
from kamxl.domain.portfolio import Portfolio

BLANK = np.nan
TODAY = dt.date(2026, 1, 1)
POLICY = Policy(())


def growth(earliest: float, previous: float, current: float) -> float:
    return float(growth_rate(np.array([earliest]), np.array([previous]), np.array([current]))[0])


def test_growth_over_three_years_is_the_yearly_compound_rate():
    assert growth(100, 500, 121) == pytest.approx(0.10)  # 100 · 1.1 · 1.1 = 121


def test_growth_on_the_previous_year_where_the_first_is_missing_or_not_positive():
    assert growth(BLANK, 100, 125) == 125 / 100 - 1
    assert growth(0, 100, 80) == pytest.approx(80 / 100 - 1)
    assert growth(-10, 100, 0) == -1


@pytest.mark.parametrize(
    "revenues",
    [(BLANK, BLANK, 100), (0, 0, 100), (100, 100, BLANK), (100, 100, -5), (BLANK, -3, 100)],
)
def test_without_a_base_or_with_negative_revenue_there_is_no_growth(
    revenues: tuple[float, float, float],
):
    assert np.isnan(growth(*revenues))


def test_a_ratio_needs_a_positive_whole():
    found = ratio(np.array([30.0, 30, 30, BLANK, -30]), np.array([120.0, 0, -5, 120, 120]))
    assert found[0] == 30 / 120
    assert np.isnan(found[1:4]).all()
    assert found[4] == -30 / 120


def test_days_count_from_a_date_to_today():
    days = (dt.date(2025, 12, 31), TODAY, None, dt.date(2026, 1, 3))
    np.testing.assert_array_equal(days_since(days, TODAY), [1, 0, BLANK, -2])


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 6, 15), 6, dt.date(2026, 12, 15)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
        (dt.date(2026, 3, 31), -1, dt.date(2026, 2, 28)),
        (dt.date(2026, 5, 5), 0, dt.date(2026, 5, 5)),
    ],
)
def test_months_are_added_as_edate_does(day: dt.date, months: int, expected: dt.date):
    assert add_months(day, months) == expected


ACCOUNT = Portfolio(
    ids=("1",),
    names=("Eins",),
    numbers={
        "revenue_y2": np.array([100.0]),
        "revenue_y1": np.array([110.0]),
        "revenue": np.array([121.0]),
        "margin_y1": np.array([40.0]),
        "margin": np.array([50.0]),
        "potential": np.array([200.0]),
        "order_cv": np.array([0.25]),
        "orders": np.array([12.0]),
        "service_cost": np.array([6.05]),
    },
    dates={"last_order": (dt.date(2025, 12, 22),)},
)


def test_g4_an_investment_that_a_customer_made_us_do_is_part_of_what_it_costs():
    accounts = Portfolio(
        ("1", "2", "3"), ("a", "b", "c"),
        {"revenue": np.array([100.0, 100, 100]), "service_cost": np.array([5, 5, BLANK]),
         "impulse_cost": np.array([15, BLANK, 15])},
    )  # fmt: skip
    np.testing.assert_array_equal(cost_to_serve(accounts), [20, 5, BLANK])
    np.testing.assert_array_equal(
        metric(accounts, "cost_ratio", TODAY, POLICY), [20 / 100, 5 / 100, BLANK]
    )


def test_a10_the_potential_is_that_of_a_year_and_the_horizon_says_for_how_long():
    accounts = Portfolio(("1",), ("a",), {"potential": np.array([200.0])})
    assert available(accounts, POLICY).tolist() == [200 * 3]
    assert available(accounts, Policy((), horizon=5)).tolist() == [200 * 5]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("revenue", 121),
        ("potential", 200),
        ("growth", 0.10),
        ("order_cv", 0.25),
        ("margin", 50),
        ("margin_ratio", 50 / 121),
        ("cost_ratio", 6.05 / 121),
        ("recency", 10),
        ("orders", 12),
        ("lifetime", 50 * sum((0.9 / 1.1) ** t for t in range(1, 6))),
    ],
)
def test_each_metric_of_one_account(key: str, expected: float):
    assert metric(ACCOUNT, key, TODAY, POLICY)[0] == pytest.approx(expected)


@pytest.mark.parametrize("key", METRICS)
def test_a_metric_of_nothing_known_is_not_known(key: str):
    assert np.isnan(metric(Portfolio(("1",), ("Eins",)), key, TODAY, POLICY)[0])


def test_the_gap_is_potential_less_revenue_and_the_trend_compares_margins():
    assert gap(ACCOUNT)[0] == 200 - 121
    assert margin_trend(ACCOUNT)[0] == (50 - 40) / 40


def test_a_quotient_beyond_all_numbers_is_unknown() -> None:
    tiny = np.array([2.3e-308])
    assert np.isnan(ratio(np.array([400.0]), tiny)).all()
    assert np.isnan(growth_rate(np.array([np.nan]), tiny, np.array([400.0]))).all()
