from __future__ import annotations

import pytest

from kamxl.cells import CellError
from kamxl.functions.calling import call


def test_growth_compounds() -> None:
    assert call("KAM_CAGR", 100, 121, 2) == pytest.approx(0.1)
    assert call("KAM_CAGR", 100, 0, 1) == -1
    assert call("KAM_CAGR", 0, 100, 1) is CellError.NUM
    assert call("KAM_CAGR", 100, [[None]], 1) is CellError.NA


def test_the_share_of_wallet_needs_a_wallet() -> None:
    assert call("KAM_SOW", 30, 120) == 30 / 120
    assert call("KAM_SOW", 30, 0) is CellError.DIV0
    assert call("KAM_SOW", "?", 120) is CellError.NA
