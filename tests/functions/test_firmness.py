from __future__ import annotations

from typing import Any

import pytest

from kamxl.cells import CellError
from kamxl.functions.calling import call
from tests.domain.golden import ROWS, policy

WEIGHTS = [c.weight for c in policy().criteria]
SIGNS = [c.direction for c in policy().criteria]


def ratings(name: str) -> list[Any]:
    cells = next(row[3] for row in ROWS if row[0] == name).split()
    return [None if cell == "-" else float(cell) for cell in cells]


def test_golden_critical_weight() -> None:
    shares: Any = call("KAM_CRITICAL_WEIGHT", ratings("Vicom"), ratings("Cartech"), WEIGHTS, SIGNS)
    assert shares[0][0] == pytest.approx(341 / 511)


def test_dominance_has_no_critical_weight() -> None:
    assert call("KAM_CRITICAL_WEIGHT", [9, 9], [2, 3], [50, 50]) == [[CellError.NA] * 2]
    assert call("KAM_CRITICAL_WEIGHT", [9, 9], [2, 11], [50, 50]) is CellError.NUM


def test_shares_of_tiers_sum_to_one_and_are_the_same_every_time() -> None:
    block = [ratings("Cartech"), ratings("Vicom"), ratings("Hotel")]
    once: Any = call("KAM_STABILITY", block, WEIGHTS, SIGNS)
    assert call("KAM_STABILITY", block, WEIGHTS, SIGNS) == once
    for row in once:
        assert sum(row[:4]) == pytest.approx(1)


def test_under_any_weights_cartech_leads_in_nine_of_ten() -> None:
    # The golden shares are of the eleven that are fully rated.
    names = [row[0] for row in ROWS if row[0] != "Potenzialkunde"]
    found: Any = call("KAM_STABILITY", [ratings(name) for name in names], WEIGHTS, SIGNS, 0)
    first = dict(zip(names, (row[4] for row in found), strict=True))
    assert first["Cartech"] == pytest.approx(0.918, abs=0.02)
    assert first["Vicom"] == 0
