from __future__ import annotations

from typing import Any

import pytest

from kamxl.cells import CellError
from kamxl.functions.calling import call

INCONSISTENT = [[1, 2, 9], [None, 1, 3], [None, None, 1]]


def test_a_consistent_table_gives_its_proportions() -> None:
    weights: Any = call("KAM_AHP", [[1, 3], [None, 1]])
    assert [row[0] for row in weights] == [pytest.approx(75), pytest.approx(25)]
    assert call("KAM_AHP_CR", [[1, 3], [None, 1]]) == 0


def test_what_stands_below_the_diagonal_is_not_read() -> None:
    assert call("KAM_AHP", [[1, 3], [9, 1]]) == call("KAM_AHP", [[1, 3], [None, 1]])


def test_contradictions_raise_the_ratio() -> None:
    ratio: Any = call("KAM_AHP_CR", INCONSISTENT)
    assert 0 < ratio < 0.1
    worse: Any = call("KAM_AHP_CR", [[1, 2, 1 / 9], [None, 1, 3], [None, None, 1]])
    assert worse > 0.1


def test_what_is_no_comparison_is_refused() -> None:
    assert call("KAM_AHP", [[1, None], [None, 1]]) is CellError.NA
    assert call("KAM_AHP", [[1, 10], [None, 1]]) is CellError.NUM
    assert call("KAM_AHP", [[1, 2, 3], [1, 1, 1]]) is CellError.VALUE
