"""The stress test of domain 3.7: the golden year without its largest and without chosen ones."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.stresstest import StressTest, at_risk, stress_test
from tests.domain import golden

FIXED, CASH = 2200.0, 600.0
REVENUE, MARGIN = 12000, 2752
BLANK = math.nan


def stressed(accounts: Portfolio | None = None, *chosen: str, **policy: object) -> StressTest:
    accounts = golden.portfolio() if accounts is None else accounts
    said = {"fixed_costs": FIXED, "cash": CASH} | policy
    judged = dataclasses.replace(golden.policy(), **said)  # type: ignore[arg-type]
    result = assess(accounts, judged, golden.TODAY)
    return stress_test(result, [accounts.names.index(name) for name in chosen])


def of(revenue: list[float], margin: list[float], **columns: list[float]) -> Portfolio:
    ids = tuple("abcdefghijkl"[: len(revenue)])
    numbers = {"revenue": revenue, "margin": margin, **columns}
    return Portfolio(ids, ids, {key: np.array(column) for key, column in numbers.items()})


def test_the_golden_year_has_552_of_ebit_and_breaks_even_at_9593() -> None:
    year = stressed().year
    assert (year.lost, year.lost_revenue, year.lost_margin) == ((), 0, 0)
    assert (year.revenue, year.margin, year.ebit) == (REVENUE, MARGIN, MARGIN - FIXED)
    assert year.break_even == pytest.approx(9593.0233, abs=5e-5)
    assert year.gap == pytest.approx(9593.0233 - REVENUE, abs=5e-5)
    assert year.safety == pytest.approx(0.2005814, abs=5e-8)
    assert year.months_covered == pytest.approx(CASH / (FIXED / 12))
    assert year.runway == math.inf


def test_without_vicom_there_is_a_loss_of_204_and_797_of_revenue_missing() -> None:
    without = stressed().largest[0]
    assert without.lost == (golden.place("Vicom"),)
    assert (without.revenue, without.margin) == (REVENUE - 4200, MARGIN - 756) == (7800, 1996)
    assert without.ebit == 1996 - FIXED == -204
    assert without.ratio == pytest.approx(0.2558974, abs=5e-8)
    assert without.break_even == pytest.approx(8597.1944, abs=5e-5)
    assert without.gap == pytest.approx(797.1944, abs=5e-5)
    assert without.runway == pytest.approx(CASH / (204 / 12))


def test_the_two_and_three_largest_leave_together() -> None:
    _, two, three = stressed().largest
    assert two.lost_revenue == 4200 + 2400
    assert two.ebit == MARGIN - 756 - 120 - FIXED
    assert three.lost_revenue == 4200 + 2400 + 1500
    assert three.ebit == MARGIN - 756 - 120 - 570 - FIXED


def test_any_set_may_be_chosen_and_each_counts_once() -> None:
    found = stressed(None, "Cartech", "Vicom", "Cartech").chosen
    assert found is not None
    assert found.lost == (golden.place("Cartech"), golden.place("Vicom"))
    assert found.ebit == MARGIN - 570 - 756 - FIXED
    assert stressed().chosen is None


def test_the_choice_of_a_company_of_ones_own_is_none() -> None:
    internal = dataclasses.replace(of([100, 50], [40, 20]), texts={"external": ("", "no")})
    assert stressed(internal, "b").chosen is None


def test_the_ten_largest_are_looked_at_one_by_one() -> None:
    found = stressed()
    assert [one.lost_revenue for one in found.singly] == [
        4200, 2400, 1500, 900, 800, 700, 600, 400, 300, 150,
    ]  # fmt: skip
    assert found.carried[0] == pytest.approx(756 / FIXED)
    assert [one.ebit for one in found.singly[:2]] == [552 - 756, 552 - 120]


def test_avoidable_costs_go_with_the_customer() -> None:
    saved = golden.with_numbers(
        golden.portfolio(), avoidable_costs=[300.0 if n == "Vicom" else 0.0 for n in golden.NAMES]
    )
    without = stressed(saved).largest[0]
    assert without.fixed_costs == FIXED - 300
    assert without.ebit == 1996 - (FIXED - 300)


def test_what_is_missing_is_named_and_its_figures_do_not_exist() -> None:
    found = stressed(fixed_costs=None, cash=None)
    year = found.year
    assert found.missing == ("fixed_costs", "cash")
    assert (year.ebit, year.break_even, year.gap, year.months_covered, year.runway) == (None,) * 5
    assert (year.revenue, year.margin) == (REVENUE, MARGIN)
    assert (found.customers_until_loss, found.never_a_loss) == (None, False)
    assert stressed(of([100], [BLANK])).missing == ("margin",)
    assert stressed(of([], [])).missing == ("amount", "margin")


def test_an_unknown_margin_carries_nothing_and_is_counted() -> None:
    found = stressed(of([100, 50], [40, BLANK]), fixed_costs=20.0)
    assert found.without_margin == 1
    assert found.carried == (40 / 20, None)


def test_customers_until_loss_is_one_or_never() -> None:
    assert stressed().customers_until_loss == 1  # 2752 − 756 < 2200
    free = stressed(fixed_costs=0.0)
    assert (free.customers_until_loss, free.never_a_loss) == (None, True)


def test_revenue_at_risk_leaves_with_what_retention_does_not_keep() -> None:
    stays = np.array([0.5, BLANK, 1.5])
    # 1.5 is no retention: the usual one counts.
    assert at_risk(np.array([100.0, 200, 300]), stays, 0.9, 0.2) == pytest.approx(
        (100 * 0.5 + 200 * 0.1 + 300 * 0.1) * (1 - 0.2)
    )
    assert stressed().revenue_at_risk == pytest.approx(REVENUE * (1 - 0.9))


def test_when_everyone_leaves_nothing_is_left_and_no_trifle_of_a_sum() -> None:
    found = stressed(of([0.1, 0.2, 0.3], [0.01, 0.02, 0.03]), fixed_costs=1.0).largest[2]
    assert (found.revenue, found.margin) == (0, 0)
    assert (found.ratio, found.break_even, found.safety) == (None, None, None)
    assert found.ebit == -1
