"""Comparisons for the golden accounts: customers' views of us and of their competitors."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from kamxl.domain.policy import Scale
from kamxl.domain.portfolio import Portfolio

NONE = math.nan
# By account and block: six factors, points on 1 to 10; weights as they are.
VIEWS: dict[int, dict[str, list[float]]] = {
    0: {"us": [8, 8, 7, 9, 6, 7], "a": [7, 9, 7, 6, 8, 7], "b": [9, 5, 5, 5, 5, 5],
        "w": [30, 10, 20, 20, 10, 10]},
    1: {"us": [5, 6, 4, 7, 5, 3], "a": [6, 7, 8, 6, 6, 8]},
    2: {"us": [7, 7, 7, 7, 7, 7], "a": [7, 7, 7, 7, 7, 7]},
    3: {"us": [7, 7, NONE, NONE, NONE, NONE], "a": [7, 7, NONE, NONE, NONE, NONE]},
    4: {"us": [9, 9, 8, 9, 9, 9], "c": [4, 4, 3, 4, 4, 4], "w": [NONE, 0, 101, -1, 100, NONE]},
    5: {"a": [5, 5, 5, 5, 5, 5]},
    6: {"us": [5, 5, 5, 5, 5, 11]},
}  # fmt: skip


def compared(portfolio: Portfolio, high: int = 10) -> Portfolio:
    """Return the accounts with comparisons on a scale; some are incomplete, one is off it."""
    scale, numbers = Scale(high), dict(portfolio.numbers)
    for account, blocks in VIEWS.items():
        for block, points in blocks.items():
            for place, given in enumerate(points, start=1):
                column = numbers.setdefault(f"{block}_{place}", np.full(len(portfolio), math.nan))
                column[account] = given if block == "w" else scale.from_ten(given)
    rest = [""] * (len(portfolio) - 2)
    names = ("Rivalix AG", "Müller & Söhne", *rest)
    return dataclasses.replace(
        portfolio, numbers=numbers, texts={**portfolio.texts, "competitor_a": names}
    )
