import dataclasses
import math

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.stress import (
    Stress,
    break_even,
    customers_until_loss,
    margin_ratio,
    months_covered,
    replacement,
    revenue_at_risk,
    runway,
    safety,
    stress,
)
from kamxl.errors import PolicyError
from tests.domain import golden

BLANK = np.nan
FIXED, CASH = 2200.0, 600.0
# 4200 + 2400 + 1500 + 900 + 800 + 700 + 600 + 400 + 300 + 150 + 50, and their margins.
REVENUE, MARGIN = 12000, 2752


def golden_stress(**said: object) -> Stress:
    return stress(golden.assessment(), FIXED, cash=CASH, **said)  # type: ignore[arg-type]


def of(revenue: list[float], margin: list[float]) -> Portfolio:
    ids = tuple("abcdefgh"[: len(revenue)])
    return Portfolio(ids, ids, {"revenue": np.array(revenue), "margin": np.array(margin)})


def stressed(accounts: Portfolio, fixed_costs: float, **said: object) -> Stress:
    return stress(assess(accounts, Policy(()), golden.TODAY), fixed_costs, **said)  # type: ignore[arg-type]


def test_the_golden_year_before_any_loss():
    found = golden_stress()
    assert (found.revenue, found.margin) == (REVENUE, MARGIN)
    assert found.ebit == MARGIN - FIXED == 552
    assert found.ratio == pytest.approx(MARGIN / REVENUE)
    assert found.break_even == pytest.approx(FIXED / (MARGIN / REVENUE))
    assert found.break_even == pytest.approx(9593.0233, abs=5e-5)
    assert found.safety == pytest.approx((REVENUE - 9593.0233) / REVENUE, abs=1e-7)
    assert found.months_covered == pytest.approx(CASH / (FIXED / 12)) == pytest.approx(3.2727, 1e-4)
    assert found.carried[golden.place("Vicom")] == pytest.approx(756 / FIXED)  # 34.4 %
    assert found.without_margin == 0


def test_t2_when_vicom_terminates_552_of_ebit_become_204_of_loss():
    found = golden_stress(losses=[["Vicom"]])
    (loss,) = found.losses
    assert found.ebit == 552
    assert loss.ids == ("Vicom",)
    assert (loss.lost_revenue, loss.lost_margin) == (4200, 756)
    assert loss.revenue == REVENUE - 4200 == 7800
    assert loss.margin == MARGIN - 756 == 1996
    assert loss.ebit == 1996 - FIXED == -204
    assert loss.ratio == pytest.approx(1996 / 7800)
    assert loss.break_even == pytest.approx(FIXED / (1996 / 7800))
    assert loss.break_even == pytest.approx(8597.1944, abs=5e-5)
    assert loss.gap == pytest.approx(8597.1944 - 7800, abs=5e-5)
    assert loss.runway == pytest.approx(CASH / (204 / 12))  # 35.3 months
    # The others with revenue are 50 150 300 400 600 | 700 800 900 1500 2400: 4200 / 650.
    assert loss.replacement == pytest.approx(4200 / ((600 + 700) / 2))
    assert found.customers_until_loss == 1
    assert found.safety is not None
    assert found.safety < 4200 / REVENUE  # 20 % < 35 %: a loss


def test_by_default_the_largest_three_and_everyone_with_a_warning_are_lost():
    found = [loss.ids for loss in golden_stress().losses]
    # In the order of the portfolio; the loss of Vicom alone is listed once, 20 % is a warning.
    assert found == [
        ("Vicom",), ("Großbesteller", "Vicom"), ("Cartech", "Großbesteller", "Vicom"),
        ("Großbesteller",),
    ]  # fmt: skip


def test_fixed_costs_that_go_with_a_customer_soften_the_loss():
    (loss,) = golden_stress(losses=[["Vicom"]], avoidable={"Vicom": 300}).losses
    assert loss.ebit == 1996 - (FIXED - 300) == 96
    assert loss.runway == math.inf
    assert loss.break_even == pytest.approx((FIXED - 300) / (1996 / 7800))


def test_the_loss_of_a_customer_with_a_negative_margin_raises_the_result():
    (loss,) = stressed(of([100, 50], [40, -10]), 20, losses=[["b"]]).losses
    assert loss.ebit == 40 - 20
    assert loss.safety == pytest.approx((100 - 20 / (40 / 100)) / 100)


def test_revenue_at_risk_is_what_leaves_and_is_not_replaced():
    found = golden_stress(probabilities={"Vicom": 0.5, "Cartech": 0.1}, substitution=0.2)
    assert found.revenue_at_risk == pytest.approx((0.5 * 4200 + 0.1 * 1500) * (1 - 0.2))
    assert golden_stress().revenue_at_risk is None
    assert revenue_at_risk(np.array([100.0, BLANK]), np.array([0.5, 1.0]), 0) == 50


@pytest.mark.parametrize(
    ("margins", "fixed", "expected"),
    [
        ([50, 30, 20], 60, 1),  # 100 − 50 < 60
        ([50, 30, 20], 50, 2),  # 100 − 50 is 50, no loss yet
        ([50, 30, 20], 101, 0),
        ([50, 30, 20], 0, None),
        ([50, -30, BLANK], 10, 1),  # 20 − 50 < 10
    ],
)
def test_customers_until_loss_counts_the_highest_margins_first(
    margins: list[float], fixed: float, expected: int | None
):
    assert customers_until_loss(np.array(margins, dtype=float), fixed) == expected


def test_without_a_positive_margin_ratio_or_fixed_costs_there_is_no_break_even():
    assert margin_ratio(5, 0) is None
    assert break_even(100, None) is None
    assert break_even(100, -0.1) is None
    assert break_even(100, 0) is None
    assert break_even(0, 0.5) is None
    assert safety(100, None) is None
    assert safety(0, 50) is None


def test_without_cash_there_are_no_months_and_without_a_loss_no_end():
    assert months_covered(None, 100) is None
    assert months_covered(50, 0) is None
    assert runway(None, -5) is None
    assert runway(50, 0) == math.inf
    assert runway(50, -12) == 50 / 1


def test_the_only_customer_cannot_be_replaced_by_others():
    (loss, *_) = stressed(of([100], [40]), 20, cash=10).losses
    assert (loss.revenue, loss.margin, loss.ebit) == (0, 0, -20)
    assert (loss.ratio, loss.break_even, loss.gap, loss.safety) == (None, None, None, None)
    assert loss.replacement is None
    assert loss.runway == pytest.approx(10 / (20 / 12))
    assert replacement(np.array([5.0, 0.0]), np.array([True, False])) is None


def test_an_unknown_margin_carries_nothing_and_is_counted():
    found = stressed(of([100, 50], [40, BLANK]), 20)
    assert found.margin == 40
    assert found.without_margin == 1
    assert found.carried[0] == 40 / 20
    assert np.isnan(found.carried[1])


def test_without_fixed_costs_nothing_is_carried_and_nothing_breaks_even():
    found = stressed(of([100], [40]), 0, cash=5)
    assert np.isnan(found.carried).all()
    assert (found.break_even, found.safety, found.months_covered) == (None, None, None)
    assert found.customers_until_loss is None
    assert found.ebit == 40


def test_a_company_of_ones_own_is_no_customer_to_lose():
    accounts = dataclasses.replace(of([100, 900], [40, 90]), texts={"external": ("yes", "no")})
    found = stressed(accounts, 10)
    assert (found.revenue, found.margin) == (100, 40)
    assert [loss.ids for loss in found.losses] == [("a",)]


def test_without_accounts_there_is_nothing_to_lose():
    found = stressed(of([], []), 10, cash=5)
    assert found.losses == ()
    assert (found.revenue, found.ebit, found.customers_until_loss) == (0, -10, 0)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"losses": [["zz", "a"]]}, "no account has the id: zz"),
        ({"avoidable": {"yy": 1}}, "no account has the id: yy"),
        ({"probabilities": {"a": 1.5}}, "probability of a is between 0 and 1, not 1.5"),
        ({"substitution": -0.1}, "substitution is between 0 and 1, not -0.1"),
    ],
)
def test_what_makes_no_sense_is_named(said: dict[str, object], message: str):
    with pytest.raises(PolicyError, match=message):
        stressed(of([100], [40]), 10, **said)


@pytest.mark.parametrize("fixed", [-1.0, math.nan, math.inf])
def test_fixed_costs_are_not_negative_and_known(fixed: float):
    with pytest.raises(PolicyError, match="fixed costs are 0 or more"):
        stressed(of([100], [40]), fixed)
