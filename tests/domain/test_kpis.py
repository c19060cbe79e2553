from __future__ import annotations

from collections.abc import Sequence

import pytest

from kamxl.domain.kpis import deciding_criteria, kpi_proposals, light, unmeasured
from kamxl.rules import shipped_rules
from tests.domain import golden
from tests.domain.planned import facts, plans, with_number

SEEDS = ("KPI-SATISFACTION", "KPI-GROWTH", "KPI-ADOPTION")


def proposed(name: str) -> Sequence[str]:
    found, _ = kpi_proposals(facts(), shipped_rules().kpis, golden.place(name))
    return [kpi.id for kpi in found]


def test_t6_the_account_chosen_for_fit_and_potential_is_measured_by_them_first() -> None:
    # Potential 12 × 9 = 1.08, lifetime value 15 × 7 = 1.05, fit 10 × 10 = 1.00 points.
    criteria = deciding_criteria(facts(), golden.place("Technologie"))
    assert criteria == ("revenue_potential", "lifetime_value", "product_fit")
    found = proposed("Technologie")
    assert sorted(found[:3]) == sorted(SEEDS)
    assert found[3:6] == ["KPI-WALLET", "KPI-RETENTION", "KPI-COMPLAINTS"]


@pytest.mark.parametrize("name", golden.NAMES)
def test_every_account_has_the_three_of_the_source_and_at_most_eight(name: str) -> None:
    found = proposed(name)
    assert set(SEEDS) <= set(found)
    assert len(found) <= 8
    assert len(found) == len(set(found))


def test_a_kpi_says_why_it_was_chosen_and_where_it_stands() -> None:
    found, _ = kpi_proposals(facts(), shipped_rules().kpis, golden.place("Cartech"))
    revenue = next(kpi for kpi in found if kpi.id == "KPI-REVENUE")
    assert revenue.why.en == "chosen for Revenue volume: 1.05 points"  # 15 × 7 / 100
    assert revenue.value == 1500
    assert revenue.target == pytest.approx(1650)  # 1,500 × 1.1
    assert revenue.target_shown is not None
    assert revenue.target_shown.de == "1.650 EUR"


def test_a_kpi_without_a_figure_is_left_to_people() -> None:
    found, _ = kpi_proposals(facts(), shipped_rules().kpis, golden.place("Technologie"))
    complaints = next(kpi for kpi in found if kpi.id == "KPI-COMPLAINTS")
    assert not complaints.derivable
    assert complaints.value is None


def test_growth_is_derived_where_the_previous_year_is_known() -> None:
    known = with_number(golden.portfolio(), "Hotel", revenue_y1=500)
    plan = plans(known)["Hotel"]
    growth = next(kpi for kpi in plan.kpis if kpi.id == "KPI-GROWTH")
    assert growth.value == pytest.approx(0.2)  # 600 / 500 − 1


def test_deciding_criteria_without_a_chosen_kpi_are_named() -> None:
    rules, place = shipped_rules().kpis, golden.place("Technologie")
    assert unmeasured(facts(), rules, place, ["KPI-GAP", "KPI-ADOPTION"]) == ("lifetime_value",)
    assert unmeasured(facts(), rules, place, ["KPI-GAP", "KPI-ADOPTION", "KPI-MARGIN"]) == ()


# From 100 to 200, half the way in time is expected at 150.
@pytest.mark.parametrize(
    ("actual", "elapsed", "expected"),
    [(150, 0.5, "on track"), (149, 0.5, "at risk"), (124, 0.5, "missed"), (200, 1, "on track")],
)
def test_a_light_compares_the_way_gone_with_the_time_gone(
    actual: float, elapsed: float, expected: str
) -> None:
    assert light(100, 200, actual, elapsed) == expected


def test_a_light_works_downwards_too() -> None:
    assert light(0.10, 0.08, 0.09, 0.5) == "on track"
    assert light(0.10, 0.08, 0.10, 1.0) == "missed"


def test_there_is_no_light_without_figures() -> None:
    assert light(None, 200, 150, 0.5) is None
    assert light(100, 200, None, 0.5) is None
