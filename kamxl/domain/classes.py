"""Ranks, order and tiers (domain 4.5, 4.7, 4.8)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kamxl.domain.policy import TIERS, Tier
from kamxl.domain.rounding import Floats, Integers, at_nine_digits, nine

NO_RANK = 0


def competition_rank(values: Floats) -> Integers:
    """Return ranks 1, 2, 2, 4 by falling value at 9 digits; 0 (NO_RANK) where NaN."""
    rounded = at_nine_digits(values)
    known = np.flatnonzero(~np.isnan(rounded))
    ranks = np.zeros(len(values), dtype=np.int64)
    if len(known) == 0:
        return ranks
    order = known[np.argsort(-rounded[known], kind="stable")]
    falling = rounded[order]
    first = np.concatenate(([True], falling[1:] != falling[:-1]))
    starts = np.flatnonzero(first)
    ranks[order] = starts[np.cumsum(first) - 1] + 1
    return ranks


def order_by(keys: Sequence[Floats]) -> Integers:
    """Return each row's place, 1 to n: by falling first key, ties by the next keys, then as listed.

    Keys are compared at 9 digits. Rows whose first key is NaN come last, as listed; elsewhere NaN
    counts as 0.
    """
    rounded = [at_nine_digits(key) for key in keys]
    missing = np.isnan(rounded[0])
    first = np.where(missing, -np.inf, rounded[0])
    rest = [np.where(missing | np.isnan(key), 0.0, key) for key in rounded[1:]]
    order = np.lexsort([-key for key in (*reversed(rest), first)])
    places = np.empty(len(first), dtype=np.int64)
    places[order] = np.arange(1, len(first) + 1)
    return places


def tier_numbers(scores: Floats, borders: Sequence[float]) -> Integers:
    """Return 1 (A) to 4 (D) by threshold on scores at 9 digits, borders inclusive; 0 where NaN."""
    rounded = at_nine_digits(scores)
    tiers = np.full(len(scores), len(borders) + 1, dtype=np.int64)
    for border in borders:
        tiers -= rounded >= nine(border)
    return np.where(np.isnan(rounded), 0, tiers)


def tier_name(number: int) -> Tier | None:
    """Return A to D for 1 to 4, None for 0."""
    return TIERS[number - 1] if number else None
