from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import assess
from kamxl.domain.fact_columns import facts_of, replacement_effort
from tests.domain import golden
from tests.domain.planned import facts, with_dates, with_number, with_texts
from tests.domain.strategies import on_hundred


def test_golden_figures() -> None:
    known, vicom = facts(), golden.place("Vicom")
    assert known.value("share", vicom) == pytest.approx(0.35)
    assert known.value("revenue_rank", vicom) == 1
    assert known.value("rank", vicom) == 9
    assert known.value("margin_ratio", vicom) == pytest.approx(0.18)  # 756 / 4,200
    assert known.value("mean_margin_ratio", vicom) == pytest.approx(2752 / 12000)
    assert known.value("ebit_without", vicom) == -204  # 2,752 − 756 − 2,200
    assert known.value("tier", vicom) == "C"
    assert known.value("quadrant", vicom) == "opportunistic"
    assert known.value("level", vicom) == "high"
    assert known.value("endangered", vicom) == 1


def test_a_gate_is_open_only_where_its_criterion_is_rated() -> None:
    known = facts()
    assert known.value("gate_closed", golden.place("Großbesteller")) == 1
    assert known.value("gate_closed", golden.place("Hotel")) == 0
    unrated = golden.with_rating(golden.portfolio(), "Hotel", "solvency", None)
    assert facts(unrated).value("gate_closed", golden.place("Hotel")) is None


def test_growth_contract_and_years() -> None:
    hotel = golden.place("Hotel")
    changed = with_number(golden.portfolio(), "Hotel", revenue_y1=500, revenue_y2=400, orders=12)
    changed = with_dates(
        changed, "Hotel", contract_end=dt.date(2026, 7, 1), customer_since=dt.date(2016, 1, 1)
    )
    known = facts(changed)
    assert known.value("yearly_growth", hotel) == pytest.approx(0.2)  # 600 / 500 − 1
    assert known.value("growth", hotel) == pytest.approx(1.5**0.5 - 1)  # (600 / 400)^½ − 1
    assert known.value("average_order", hotel) == 50  # 600 / 12
    assert known.value("contract_months", hotel) == pytest.approx(181 / 30.4375)
    assert known.value("years", hotel) == pytest.approx(3653 / 365.25)


def test_a_customer_with_revenue_needs_no_status_typed() -> None:
    bare = dataclasses.replace(golden.portfolio(), texts={})
    assert facts(bare).value("status", golden.place("Hotel")) == "customer"
    assert facts(bare).value("status", golden.place("Potenzialkunde")) is None


def test_a_promotion_counts_steps_up() -> None:
    raised = with_texts(golden.portfolio(), "Hotel", previous_tier="D")
    assert facts(raised).value("tier_change", golden.place("Hotel")) == 2  # D to B


def test_the_result_without_a_customer_needs_every_margin() -> None:
    hidden = with_number(golden.portfolio(), "Hotel", margin=float("nan"))
    assert facts(hidden).value("ebit_without", golden.place("Vicom")) is None


def test_facts_stand_on_1_to_10_on_both_scales() -> None:
    ten = facts_of(golden.assessment())
    hundred = facts_of(
        assess(on_hundred(golden.portfolio()), golden.policy().on_scale(100), golden.TODAY)
    )
    for key in ("score", "attractiveness", "strength", "rating.relationship"):
        assert np.allclose(ten.number(key), hundred.number(key), equal_nan=True)


def test_replacing_one_of_two_takes_as_many_as_it_is_larger() -> None:
    assert replacement_effort(np.array([300.0, 100.0])).tolist() == [3, 1 / 3]
    assert np.isnan(replacement_effort(np.array([300.0, 0.0]))).all()


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12))
def test_replacement_effort_is_revenue_by_the_median_of_the_others(amounts: list[int]) -> None:
    revenue = np.array(amounts, dtype=float)
    found = replacement_effort(revenue)
    for place, amount in enumerate(amounts):
        others = [a for spot, a in enumerate(amounts) if spot != place and a > 0]
        if amount > 0 and others:
            assert found[place] == pytest.approx(amount / float(np.median(others)))
        else:
            assert np.isnan(found[place])


def test_strength_against_competitors_stands_on_the_same_measure() -> None:
    policy = dataclasses.replace(golden.policy(), strength_mode="relative")
    found = facts_of(assess(golden.portfolio(), policy, golden.TODAY))
    # Nobody is compared: criteria's strength over 5.5 is the ratio, and 5.5 times it is it again.
    assert np.allclose(found.number("strength"), facts().number("strength"))
    assert found.text("tier_at_half_revenue").tolist() == (
        facts().text("tier_at_half_revenue").tolist()
    )
    assert np.isnan(found.number("competitor_lead")).all()
