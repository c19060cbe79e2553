from __future__ import annotations

import numpy as np
import pytest

from kamxl.domain.portfolio import Portfolio
from kamxl.domain.programme import group, programme

# Two key accounts, then two others; the last is new, its earlier revenue 0.
ACCOUNTS = Portfolio(
    ("a", "b", "c", "d"),
    ("a", "b", "c", "d"),
    {
        "revenue": np.array([120.0, 0.0, 80.0, 50.0]),
        "revenue_y1": np.array([100.0, 40.0, 100.0, 0.0]),
        "margin": np.array([60.0, 0.0, 20.0, 10.0]),
        "margin_y1": np.array([40.0, 10.0, 30.0, np.nan]),
        "orders": np.array([4.0, np.nan, 8.0, 5.0]),
        "referrals": np.array([2.0, np.nan, np.nan, 1.0]),
    },
)
KEY = np.array([True, True, False, False])


def test_growth_retention_and_margin_of_key_accounts() -> None:
    key = programme(ACCOUNTS, KEY).key
    assert key.growth == pytest.approx(-20 / 140)  # 120 − 140 of 140
    assert key.net_retention == pytest.approx(120 / 140)
    assert key.gross_retention == pytest.approx(100 / 140)  # no more than last year's of each
    assert key.customer_retention == 0.5
    assert key.margin_change == 10  # 60 + 0 − 40 − 10
    assert key.average_order == 30  # 120 / 4
    assert key.referrals == 2


def test_others_stand_beside_them() -> None:
    others = programme(ACCOUNTS, KEY).others
    assert others.growth == pytest.approx(0.3)  # 130 − 100 of 100
    assert others.net_retention == pytest.approx(0.8)  # the new one is not last year's
    assert others.margin_change == -10  # the one known in both years
    assert others.average_order == 10  # 130 / 13


def test_what_cannot_be_had_is_none() -> None:
    nobody = group(ACCOUNTS, np.zeros(4, bool))
    assert (nobody.accounts, nobody.growth, nobody.margin_change) == (0, None, None)
    assert nobody.average_order is None
