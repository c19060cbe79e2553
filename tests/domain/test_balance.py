from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.balance import balance
from tests.domain import golden

# 400 hours, 160 of them for the key group: 40 %.
KEY = np.array([name in ("Cartech", "Technologie", "Fertigung", "Hotel") for name in golden.NAMES])
HOURS = np.where(KEY, 40.0, 30.0)


def test_the_golden_attention_is_within_the_tolerance() -> None:
    found = balance(HOURS, golden.REVENUE, KEY)
    assert (found.key_hours, found.other_hours) == (160, 240)  # 4 × 40, 8 × 30
    assert found.share == 0.4
    assert found.verdict == "balanced"  # |0.40 − 0.50| ≤ 0.15


@pytest.mark.parametrize(
    ("key", "other", "verdict"),
    [(35, 65, "balanced"), (65, 35, "balanced"), (34, 66, "too little"), (66, 34, "too much")],
)
def test_the_edge_of_the_tolerance_is_still_balanced(key: int, other: int, verdict: str) -> None:
    hours, revenue = np.array([key, other], float), np.array([1.0, 1.0])
    assert balance(hours, revenue, np.array([True, False])).verdict == verdict


def test_proportional_aims_at_the_share_of_revenue() -> None:
    found = balance(HOURS, golden.REVENUE, KEY, "proportional")
    assert found.target == pytest.approx(3800 / 12000)  # 1,500 + 800 + 900 + 600
    assert found.verdict == "balanced"  # 40 % − 31.7 % = 8.3 points


def test_excess_is_each_share_of_hours_less_its_share_of_revenue() -> None:
    found = balance(HOURS, golden.REVENUE, KEY)
    cartech = golden.place("Cartech")
    assert found.excess[cartech] == pytest.approx(40 / 400 - 1500 / 12000)


def test_without_hours_there_is_no_verdict() -> None:
    found = balance(np.full(12, np.nan), golden.REVENUE, KEY)
    assert (found.share, found.verdict) == (None, "unknown")
    assert found.unknown == 11  # those with revenue


def test_hours_that_nobody_recorded_are_counted_not_guessed() -> None:
    hours = HOURS.copy()
    hours[golden.place("Vicom")] = np.nan
    found = balance(hours, golden.REVENUE, KEY)
    assert found.unknown == 1
    assert found.share == pytest.approx(160 / 370)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.booleans()), min_size=1, max_size=20))
def test_the_shares_of_attention_are_complementary(rows: list[tuple[float, bool]]) -> None:
    hours = np.array([hour for hour, _ in rows])
    key = np.array([flag for _, flag in rows])
    ours, theirs = balance(hours, hours, key).share, balance(hours, hours, ~key).share
    if ours is not None and theirs is not None:
        assert ours + theirs == pytest.approx(1)
