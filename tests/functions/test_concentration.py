from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.functions.calling import call

amounts = st.lists(
    st.one_of(st.floats(-1e6, 1e9), st.integers(0, 10**9), st.sampled_from([None, "?", ""])),
    min_size=2,
    max_size=20,
).filter(lambda cells: any(isinstance(cell, (int, float)) and cell > 1 for cell in cells))


def flat(grid: Any) -> list[Any]:
    return [cell for row in grid for cell in row]


def test_shares_keep_the_shape_of_the_amounts() -> None:
    assert call("KAM_SHARE", [50, 30, 20]) == [[50 / 100, 30 / 100, 20 / 100]]
    assert call("KAM_SHARE", [[50], [30], [20]]) == [[50 / 100], [30 / 100], [20 / 100]]
    assert call("KAM_SHARE", [[50, 30], [20, None]]) == [[50 / 100, 30 / 100], [0.2, CellError.NA]]


def test_a_credit_note_has_no_share_and_lessens_nobodys() -> None:
    assert call("KAM_SHARE", [60, 40, -50]) == [[60 / 100, 40 / 100, 0]]


def test_one_amounts_share() -> None:
    assert call("KAM_SHARE", [50, 30, 20], 30) == 30 / 100
    assert call("KAM_SHARE", [50, 30, -20], -20) == 0
    assert call("KAM_SHARE", [50, 30, 20], 31) is CellError.NA
    assert call("KAM_SHARE", [50, 30, 20], [[None]]) is CellError.NA


@given(amounts)
def test_shares_sum_to_one(cells: list[Any]) -> None:
    shares = [share for share in flat(call("KAM_SHARE", cells)) if share is not CellError.NA]
    assert sum(shares) == pytest.approx(1)


@given(amounts)
def test_the_index_lies_between_one_over_n_and_one(cells: list[Any]) -> None:
    count = sum(isinstance(cell, (int, float)) and cell > 0 for cell in cells)
    hhi: Any = call("KAM_HHI", cells)
    assert 1 / count - 1e-9 <= hhi <= 1 + 1e-9


@given(amounts, st.integers(1, 25))
def test_the_share_of_more_customers_is_never_smaller(cells: list[Any], k: int) -> None:
    fewer: Any = call("KAM_TOP_SHARE", cells, k)
    more: Any = call("KAM_TOP_SHARE", cells, k + 1)
    assert fewer <= more + 1e-12
    assert call("KAM_TOP_SHARE", cells, len(cells)) == pytest.approx(1)


def test_the_index_of_equals_and_of_one() -> None:
    assert call("KAM_HHI", [25, 25, 25, 25]) == pytest.approx(4 * (1 / 4) ** 2)
    assert call("KAM_HHI", 7) == 1


def test_the_largest_are_taken_wherever_they_stand() -> None:
    assert call("KAM_TOP_SHARE", [[20], [50], [30]], 2) == pytest.approx((50 + 30) / 100)
    assert call("KAM_TOP_SHARE", [20, 50, 30], 99) == pytest.approx(1)


@pytest.mark.parametrize("k", [0, -1, 1.5])
def test_a_number_of_customers_is_whole_and_positive(k: float) -> None:
    assert call("KAM_TOP_SHARE", [50, 30], k) is CellError.NUM


def test_without_a_number_of_customers_there_is_no_answer() -> None:
    assert call("KAM_TOP_SHARE", [50, 30], [[None]]) is CellError.NUM
    assert call("KAM_TOP_SHARE", [50, 30], "two") is CellError.VALUE
    assert call("KAM_TOP_SHARE", [50, 30]) is CellError.VALUE


@pytest.mark.parametrize("cells", [[0, 0], [None, "?"], [-5, 0], None])
@pytest.mark.parametrize("name", ["KAM_SHARE", "KAM_HHI"])
def test_without_a_positive_amount_there_is_nothing_to_divide_by(name: str, cells: object) -> None:
    assert call(name, cells) is CellError.DIV0


def test_text_among_the_amounts_is_refused_and_an_error_passes_through() -> None:
    for name in ("KAM_SHARE", "KAM_HHI"):
        assert call(name, [50, "1.000"]) is CellError.VALUE
        assert call(name, [50, "x", "#N/A"]) is CellError.NA
