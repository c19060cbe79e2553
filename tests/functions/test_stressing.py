from __future__ import annotations

import pytest

from kamxl.cells import CellError
from kamxl.functions.calling import call, explain
from tests.domain import golden

FIXED, CASH = 2200, 600
REVENUES = golden.assessment().portfolio.number("revenue").tolist()
MARGINS = golden.assessment().portfolio.number("margin").tolist()


def test_the_golden_year_as_it_is() -> None:
    (year,) = call("KAM_STRESS", REVENUES, MARGINS, FIXED, 0, CASH)  # type: ignore[misc]
    assert year[:3] == [12000, 2752, 2752 - FIXED]
    assert year[3:7] == pytest.approx([2752 / 12000, 9593.0233, -2406.9767, 0.2005814], abs=1e-4)
    assert year[7:] == [CellError.NA, 1]


def test_the_largest_is_lost_unless_said_otherwise() -> None:
    (year,) = call("KAM_STRESS", REVENUES, MARGINS, FIXED)  # type: ignore[misc]
    assert year[:3] == [12000 - 4200, 2752 - 756, 2752 - 756 - FIXED]
    assert year[4:6] == pytest.approx([8597.1944, 797.1944], abs=5e-5)
    assert year[7] is CellError.NA
    assert call("KAM_STRESS", REVENUES, MARGINS, FIXED, None, CASH)[0][7] == pytest.approx(  # type: ignore[index]
        CASH / (204 / 12)
    )


def test_marks_say_who_is_lost() -> None:
    marks = [1 if revenue == 4200 else None for revenue in REVENUES]
    assert call("KAM_STRESS", REVENUES, MARGINS, FIXED, marks) == call(
        "KAM_STRESS", REVENUES, MARGINS, FIXED, 1
    )
    assert call("KAM_STRESS", [60, 40], [20, 10], 5, [2, 0]) is CellError.NUM
    assert call("KAM_STRESS", [60, 40], [20, 10], 5, ["x", ""]) is CellError.VALUE
    assert call("KAM_STRESS", [60, 40], [20, 10], 5, [1, 0, 0]) is CellError.VALUE


def test_all_may_be_lost_and_then_there_is_no_ratio() -> None:
    assert call("KAM_STRESS", [60, 40], [20, 10], 5, 9, 10) == [
        [0, 0, -5, *[CellError.NA] * 4, 10 / (5 / 12), 0]
    ]


def test_without_fixed_costs_there_is_no_break_even() -> None:
    assert call("KAM_STRESS", [60, 40], [20, 10], 0, 1, "?") == [
        [40, 10, 10, 10 / 40, *[CellError.NA] * 5]
    ]


def test_what_makes_no_sense_is_refused() -> None:
    assert call("KAM_STRESS", [60, 40], [20], 5) is CellError.VALUE
    assert call("KAM_STRESS", [60, 40], [20, 10], -5) is CellError.NUM
    assert call("KAM_STRESS", [60, 40], [20, 10], "?") is CellError.NA
    assert call("KAM_STRESS", [0, None], [20, 10], 5) is CellError.DIV0
    assert call("KAM_STRESS", [60, 40], [20, 10], 5, 0.5) is CellError.NUM
    assert "how many of the largest" in explain("KAM_STRESS", [60, 40], [20, 10], 5, -1).en


def test_ten_thousand_customers_are_one_call() -> None:
    found = call("KAM_STRESS", [[1]] * 10_000, [[1]] * 10_000, 100, 9)
    # 9,991 are left; 9,892 of them may go, the next one leaves 99 of margin for 100 of costs minus.
    assert found[0][0] == 10_000 - 9  # type: ignore[index]
    assert found[0][8] == 9_991 - 100 + 1  # type: ignore[index]
