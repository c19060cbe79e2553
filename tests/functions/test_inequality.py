from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.functions.calling import call
from tests.domain.golden import REVENUE

ALL = [[amount] for amount in REVENUE.tolist()]
positive = st.lists(st.floats(1, 1e9), min_size=2, max_size=20)


def test_golden_figures() -> None:
    assert call("KAM_HHI_NORM", ALL) == pytest.approx(0.1156076389)
    assert call("KAM_EFFECTIVE", ALL) == pytest.approx(5.1018601)
    assert call("KAM_GINI", ALL) == pytest.approx(0.5234848, abs=1e-7)
    assert call("KAM_N50", ALL) == 2
    low, high = call("KAM_HHI_BOUNDS", [0.35, 0.2, 0.125])[0]  # type: ignore[index, misc]
    assert (low, high) == (pytest.approx(0.1781, abs=1e-4), pytest.approx(0.2150, abs=1e-4))


def test_one_customer() -> None:
    assert call("KAM_HHI_NORM", [7]) == 1
    assert call("KAM_EFFECTIVE", [7]) == 1
    assert call("KAM_GINI", [7]) == 0


@pytest.mark.parametrize("name", ["KAM_HHI_NORM", "KAM_EFFECTIVE", "KAM_N50", "KAM_GINI"])
def test_without_a_positive_amount_there_is_no_figure(name: str) -> None:
    assert call(name, [0, -5, None]) is CellError.DIV0


def test_exactly_half_is_not_more_than_half() -> None:
    assert call("KAM_N50", [50, 50]) == 2
    assert call("KAM_N50", [50.1, 49.9]) == 1
    assert call("KAM_N50", [50, 30, 20], 0.8) == 3
    assert call("KAM_N50", [50, 50], 1) is CellError.NUM


@given(positive)
def test_the_true_index_lies_between_its_bounds(amounts: list[float]) -> None:
    total = sum(amounts)
    largest = sorted((amount / total for amount in amounts), reverse=True)[:3]
    bounds: Any = call("KAM_HHI_BOUNDS", largest)
    hhi: Any = call("KAM_HHI", amounts)
    assert bounds[0][0] - 1e-9 <= hhi <= bounds[0][1] + 1e-9


def test_shares_above_one_are_refused() -> None:
    assert call("KAM_HHI_BOUNDS", [35, 20]) is CellError.NUM
    assert call("KAM_HHI_BOUNDS", [0.5, 0], 0.1) is CellError.NUM
