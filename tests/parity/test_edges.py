"""The edge cases of the concentration (domain 3.4), one test each, in the order of the domain."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from kamxl.domain import concentration as measures
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.concentration import concentration
from kamxl.domain.disclosure import disclosure
from kamxl.domain.policy import LEVELS, Policy
from kamxl.domain.portfolio import Portfolio
from tests.domain import golden

BLANK = math.nan


def judged(accounts: Portfolio, **policy: object) -> Assessment:
    said = dataclasses.replace(Policy(()), **policy)  # type: ignore[arg-type]
    return assess(accounts, said, golden.TODAY)


def grouped(accounts: Portfolio, **texts: tuple[str, ...]) -> Portfolio:
    return dataclasses.replace(accounts, texts=texts)


def test_credit_notes_leave_a_negative_share_disclosed_and_a_structural_share_of_zero() -> None:
    found = judged(golden.of_revenues(4200, 2400, 1500, -500))
    # Net total 7600; of the positive 8100 the three have 0.5185, 0.2963, 0.1852.
    assert found.concentration.total == 7600
    assert found.disclosure_share == pytest.approx([0.5526, 0.3158, 0.1974, -0.0658], abs=5e-5)
    assert found.share[3] == 0
    assert found.concentration.n == 3
    assert found.concentration.hhi == pytest.approx(0.3909465, abs=5e-8)
    assert found.concentration.overhang == -500


def test_the_base_decides_at_the_border_and_the_ladder_uses_the_disclosure_base() -> None:
    found = judged(golden.of_revenues(4200, 2400, 1900, -500))
    # 4200 / 8000 is 52.5 %, a mono-customer; 4200 / 8500 would be 49.41 %.
    assert found.disclosure_share[0] == 4200 / 8000
    assert found.share[0] == pytest.approx(0.4941, abs=5e-5)
    assert LEVELS[found.level[0]] == "critical"


def test_credit_notes_are_netted_within_the_group_first() -> None:
    accounts = grouped(golden.of_revenues(500, -100, 600), parent=("T", "T", ""))
    assert judged(accounts).group_net[0] == 500 - 100


@pytest.mark.parametrize("amounts", [(0, 0), (-5, 0), (-5, -7)])
def test_where_nothing_is_positive_figures_are_not_available_and_nothing_divides(
    amounts: tuple[float, ...],
) -> None:
    found = judged(golden.of_revenues(*amounts)).concentration
    assert (found.cr1, found.hhi, found.effective, found.gini, found.n50) == (None,) * 5


def test_credit_notes_as_large_as_the_sales_leave_no_disclosure_share() -> None:
    found = judged(golden.of_revenues(100, -100))
    assert np.isnan(found.disclosure_share).all()
    assert found.concentration.cr1 == 1


def test_one_customer_is_all_there_is() -> None:
    found = judged(golden.of_revenues(100))
    figures = found.concentration
    assert (figures.hhi, figures.hhi_normalised, figures.effective, figures.gini) == (1, 1, 1, 0)
    assert figures.gini_corrected is None
    assert LEVELS[found.level[0]] == "critical"
    assert measures.ABC[found.abc[0] - 1] == "A"


def test_prospects_without_revenue_are_not_counted() -> None:
    # With the twelfth, of no revenue, Gini would be 0.563.
    assert concentration(golden.REVENUE).n == 11
    assert concentration(golden.REVENUE).gini == pytest.approx(0.5234848, abs=5e-8)


def test_unknown_revenue_is_left_out_and_counted_and_zero_is_known() -> None:
    found = judged(golden.of_revenues(100, BLANK, 0)).concentration
    assert (found.n, found.unknown, found.total) == (1, 1, 100)


def test_a_group_of_exactly_ten_percent_is_disclosed_after_the_roll_up_only() -> None:
    parents = tuple("T" if n in ("Technologie", "Branchenführer") else "" for n in golden.NAMES)
    single, rolled = golden.portfolio(), grouped(golden.portfolio(), parent=parents)
    assert len(disclosure(judged(single)).majors) == 3
    assert [one.share for one in disclosure(judged(rolled)).majors] == [0.35, 0.2, 0.125, 0.1]
    assert judged(rolled).group_concentration.hhi == pytest.approx(0.2004513889, abs=5e-11)


def test_parents_in_a_circle_and_parents_whom_nobody_knows_are_told() -> None:
    accounts = grouped(golden.of_revenues(1, 2, 3), parent=("b", "a", "Nobody"))
    codes = {finding.code for finding in judged(accounts).findings}
    assert {"A-PARENT-CIRCLE", "A-PARENT"} <= codes


def test_governments_are_one_customer_by_judgement_with_a_reason() -> None:
    control = ("Land X", "Land X", "")
    bare = grouped(golden.of_revenues(60, 50, 890), control_group=control)
    assert "A-CONTROL" in {finding.code for finding in judged(bare).findings}
    reasoned = grouped(bare, control_group=control, control_reason=("one budget", "", ""))
    assert "A-CONTROL" not in {finding.code for finding in judged(reasoned).findings}
    assert disclosure(judged(reasoned)).majors[1].revenue == 60 + 50


def test_companies_of_ones_own_are_no_customers() -> None:
    found = judged(grouped(golden.of_revenues(100, 900), external=("", "no")))
    assert (found.concentration.n, found.concentration.total) == (1, 100)
    assert np.isnan(found.disclosure_share[1])


def test_ties_keep_the_order_of_the_list() -> None:
    assert judged(golden.of_revenues(50, 50, 100)).size_order.tolist() == [2, 3, 1]


def test_thresholds_compare_at_nine_digits() -> None:
    # 0.1 + 0.2 is 0.30000000000000004: of 0.6 it is a half, and a half is no mono-customer.
    half = judged(golden.of_revenues(0.1 + 0.2, 0.3))
    assert LEVELS[half.level[0]] == "high"
    more = judged(golden.of_revenues(50.1, 49.9))
    assert LEVELS[more.level[0]] == "critical"


@pytest.mark.parametrize(
    ("share", "level"),
    [(10, "notice"), (9.99, "none"), (20, "warning"), (35, "high"), (50, "high"),
     (50.01, "critical")],
)  # fmt: skip
def test_each_rung_of_the_ladder_says_whether_its_threshold_belongs_to_it(
    share: float, level: str
) -> None:
    rest = [(100 - share) / 20] * 20
    assert LEVELS[judged(golden.of_revenues(share, *rest)).level[0]] == level


def test_bounds_of_hhi_from_the_three_largest_hold_the_true_value() -> None:
    shares = np.sort(golden.REVENUE)[::-1][:3] / golden.REVENUE.sum()
    low, high = measures.hhi_bounds(shares, 1 - float(shares.sum()))
    assert (low, high) == pytest.approx((0.1781, 0.2150), abs=5e-5)
    assert low < 0.1960069444 < high
