"""Change of concentration, retention, who came and went, the limit of lenders (domain 3.8)."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.trend import Trend, came_and_went, receivables, trend
from tests.domain import golden

BLANK = math.nan


def moved(accounts: Portfolio, **policy: object) -> Trend:
    judged = dataclasses.replace(Policy(()), **policy)  # type: ignore[arg-type]
    return trend(assess(accounts, judged, golden.TODAY))


def of(now: list[float], before: list[float], **columns: list[float]) -> Portfolio:
    return golden.with_numbers(golden.of_revenues(*now), revenue_y1=before, **columns)


def test_the_change_of_hhi_is_taken_apart_by_customer() -> None:
    found = moved(of([60, 30, 10], [50, 25, 25]))
    # 0.6² − 0.5², 0.3² − 0.25², 0.1² − 0.25²
    assert found.part == pytest.approx([0.11, 0.0275, -0.0525])
    assert found.hhi_change == pytest.approx((0.36 + 0.09 + 0.01) - (0.25 + 2 * 0.0625))
    assert found.hhi_change == pytest.approx(float(found.part.sum()))
    assert (found.up, found.down) == ((0, 1), (2,))


def test_three_years_stand_side_by_side() -> None:
    found = moved(of([60, 40], [50, 50], revenue_y2=[100, 0]))
    assert [year.cr1 for year in found.years] == [1.0, 0.5, 0.6]
    assert [year.n for year in found.years] == [1, 2, 2]


def test_without_a_previous_year_nothing_moved() -> None:
    found = moved(golden.of_revenues(60, 40))
    assert (found.hhi_change, found.up, found.down) == (None, (), ())
    assert (found.net_retention, found.gross_retention) == (None, None)
    assert found.came.tolist() == [0, 0]


def test_margins_of_two_years_before_are_not_known() -> None:
    accounts = of([60, 40], [50, 50], revenue_y2=[1, 1], margin=[6, 2], margin_y1=[5, 5])
    found = moved(accounts, basis="margin")
    assert [year.n for year in found.years] == [0, 2, 2]
    assert found.years[2].cr1 == 6 / 8


def test_net_retention_counts_growth_and_gross_retention_does_not() -> None:
    found = moved(of([120, 30, 50, 0], [100, 40, 0, 60]))
    # Customers of last year bring 120 + 30 + 0 of 200 now; min(now, before) is 100 + 30 + 0.
    assert found.net_retention == (120 + 30) / 200
    assert found.gross_retention == (100 + 30) / 200
    assert found.customer_retention == 2 / 3


def test_new_returned_and_lost_are_told_apart_and_unknown_is_not_lost() -> None:
    now = np.array([10.0, 10, 0, BLANK, 10, 0])
    before = np.array([BLANK, 0, 10, 10, 10, 0])
    earlier = np.array([BLANK, 5, 5, 5, 5, 5])
    assert came_and_went(now, before, earlier).tolist() == [1, 2, 3, 0, 0, 0]


def test_where_nothing_is_known_of_last_year_nobody_is_new() -> None:
    unknown = np.array([BLANK, BLANK])
    assert came_and_went(np.array([1.0, 2.0]), unknown, unknown).tolist() == [0, 0]


def test_a_lender_takes_a_fifth_of_the_pool_of_each_group() -> None:
    owed = np.array([900.0, 500, 300, 300])
    found = receivables(owed, 0.20)
    # The pool is 2000, the cap 400: Vicom 900 − 400, Großbesteller 500 − 400.
    assert (found.pool, found.cap, found.excess, found.eligible) == (2000, 400, 500 + 100, 1400)
    assert found.over == (0, 1, 2, 3)


def test_receivables_count_by_group_and_credit_balances_are_none() -> None:
    accounts = golden.with_numbers(golden.of_revenues(1, 1, 1), receivables=[60, 40, -10])
    grouped = dataclasses.replace(accounts, texts={"parent": ("T", "T", "")})
    found = moved(grouped, receivables_limit=0.5).receivables
    assert (found.pool, found.cap, found.excess) == (100, 50, 50)
    assert found.over == (0,)
