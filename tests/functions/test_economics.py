from __future__ import annotations

import pytest

from kamxl.cells import CellError
from kamxl.functions.calling import call, explain


def test_growth_compounds() -> None:
    assert call("KAM_CAGR", 100, 121, 2) == pytest.approx(0.1)
    assert call("KAM_CAGR", 100, 0, 1) == -1
    assert call("KAM_CAGR", 0, 100, 1) is CellError.NUM
    assert call("KAM_CAGR", 100, [[None]], 1) is CellError.NA


def test_the_share_of_wallet_needs_a_wallet() -> None:
    assert call("KAM_SOW", 30, 120) == 30 / 120
    assert call("KAM_SOW", 30, 0) is CellError.DIV0
    assert call("KAM_SOW", "?", 120) is CellError.NA


def test_the_golden_lifetime_value() -> None:
    # Five years of 570 with q = 0.9 / 1.1, and without end 570 × 0.9 / (1.1 − 0.9).
    assert call("KAM_CLV", 570, 0.9, 0.1, 5) == pytest.approx(1624.5, abs=0.05)
    assert call("KAM_CLV", 570) == call("KAM_CLV", 570, 0.9, 0.1, 5)
    assert call("KAM_CLV", 570, 0.9, 0.1, 0) == pytest.approx(570 * 0.9 / (1.1 - 0.9))


def test_each_account_has_its_retention_and_belief_or_all_have_one() -> None:
    assert call("KAM_CLV", [100, 100], [0.5, 1], 0, 2) == [[100 * (0.5 + 0.25), 100 * (1 + 1)]]
    assert call("KAM_CLV", [100, 100], 0.5, 0, 1, [[0.5, None]]) == [[100 * 0.5 * 0.5, 100 * 0.5]]
    assert call("KAM_CLV", [[100], [100]], [0.5, 1]) is CellError.VALUE
    assert call("KAM_CLV", [100, 100], [0.5, None], 0, 1) == [[100 * 0.5, 100 * 0.9]]


def test_what_is_wrong_with_an_account_stays_in_its_cell() -> None:
    found = call("KAM_CLV", [100, None, "#N/A", "x", 100], [0.5, 0.5, 0.5, 0.5, 1.5], 0, 1)
    assert found == [[50, CellError.NA, CellError.NA, CellError.VALUE, CellError.NUM]]
    assert call("KAM_CLV", [100, 100], "#REF!") == [[CellError.REF, CellError.REF]]
    assert "retention: a share from 0 to 1" in explain("KAM_CLV", 100, 2).en


def test_a_lifetime_without_end_needs_an_end() -> None:
    assert call("KAM_CLV", 100, 1, 0, 0) is CellError.NUM
    assert call("KAM_CLV", 100, 1, 0, 3) == 300
    assert call("KAM_CLV", 100, 1, 0, 2.5) is CellError.NUM
    assert call("KAM_CLV", 100, 1, -0.1) is CellError.NUM
    assert call("KAM_CLV", 1e308, 1, 0, 100) is CellError.NUM
