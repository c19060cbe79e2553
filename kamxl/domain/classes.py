"""Ranks, order and tiers (domain 4.5, 4.7, 4.8)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kamxl.domain.policy import TIERS, Tier
from kamxl.domain.rounding import Floats, Integers, at_nine_digits, nine

NO_RANK = 0
# Farther than any score lies from any border.
NEVER = 1e6


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


def held_borders(
    borders: Sequence[float],
    previous: Integers,
    delta: float,
    before: Integers | None = None,
    periods: int = 1,
) -> Floats:
    """Return (accounts, borders) what a score must reach (hysteresis, domain 4.8).

    A border that the previous tier was below needs a score of border + `delta`; one that it was at
    or above holds down to border - `delta`. Where `previous` is 0 the border itself decides. With
    more than one of `periods`, a tier is left only when the score has been beyond for so many in a
    row, this one included; `before` counts those before this one, up as positive, down as negative.
    Borders and `delta` stand on one scale.
    """
    counted = np.zeros(len(previous), np.int64) if before is None else before
    rises = np.maximum(counted, 0) + 1 >= periods
    falls = np.maximum(-counted, 0) + 1 >= periods
    made = np.empty((len(previous), len(borders)))
    for place, border in enumerate(borders, start=1):
        had = previous <= place
        away = np.where(previous == 0, 0.0, np.where(had, -nine(delta), nine(delta)))
        away = np.where((previous > 0) & np.where(had, ~falls, ~rises),
                        np.where(had, -NEVER, NEVER), away)  # fmt: skip
        made[:, place - 1] = nine(border) + away
    return at_nine_digits(made)


def held_tiers(
    scores: Floats,
    borders: Sequence[float],
    previous: Integers,
    delta: float,
    before: Integers | None = None,
    periods: int = 1,
) -> Integers:
    """Return tiers by threshold that change only beyond a border: see `held_borders`."""
    rounded = at_nine_digits(scores)
    reached = rounded[:, None] >= held_borders(borders, previous, delta, before, periods)
    tiers = len(borders) + 1 - reached.sum(axis=1)
    return np.where(np.isnan(rounded), 0, tiers)


def beyond_counts(held: Integers, previous: Integers, before: Integers) -> Integers:
    """Return for how many periods in a row, this one included, tiers have been beyond, signed.

    `held` are those that the score of this period asks for. Up counts as positive, down as
    negative; 0 where nothing came before or nothing is asked for.
    """
    up, down = np.maximum(before, 0) + 1, np.minimum(before, 0) - 1
    counted = np.where(held < previous, up, np.where(held > previous, down, 0))
    return np.where((previous > 0) & (held > 0), counted, 0)


def periods_beyond(
    scores: Floats,
    borders: Sequence[float],
    previous: Integers,
    delta: float,
    before: Integers,
    periods: int,
) -> Integers:
    """Return for how many periods in a row a score has been beyond its tier's borders, with sign.

    Up counts as positive, down as negative; 0 where it is within, where nothing came before, and
    where it has been beyond for so long that the tier changes.
    """
    held = held_tiers(scores, borders, previous, delta)
    counted = beyond_counts(held, previous, before)
    return np.where(np.abs(counted) < periods, counted, 0)


def quota_limits(quotas: Sequence[float], count: int) -> list[float]:
    """Return the last rank of each tier but the lowest, never falling.

    Quotas are cumulative: below 1 shares of the `count` ranked accounts, rounded up to whole
    accounts, else ranks.
    """
    limits: list[float] = []
    for quota in quotas:
        limit = float(math.ceil(nine(quota * count))) if quota < 1 else quota
        limits.append(max([limit, *limits[-1:]]))
    return limits


def quota_tiers(ranks: Integers, quotas: Sequence[float]) -> Integers:
    """Return tiers by competition rank, ties inclusive: who has the limit's rank is still in."""
    tiers = np.full(len(ranks), len(quotas) + 1, dtype=np.int64)
    for limit in quota_limits(quotas, int(np.sum(ranks > NO_RANK))):
        tiers -= ranks <= limit
    return np.where(ranks > NO_RANK, tiers, 0)


def group_tiers(groups: Integers, ranks: Integers) -> Integers:
    """Return the tier of each ranked account from its group: 1 to 4 is A to D, none is D.

    Groups are quadrants (key A, development B, maintenance C, opportunistic D) or ABC classes (N,
    without revenue, is D).
    """
    lowest = len(TIERS)
    tiers = np.where(groups > 0, np.minimum(groups, lowest), lowest)
    return np.where(ranks > NO_RANK, tiers, 0)


def tier_number(name: str) -> int:
    """Return 1 to 4 for A to D, as people type them, and 0 for anything else."""
    letter = name.strip(" ").upper()
    return TIERS.index(letter) + 1 if letter in TIERS else 0


def tier_name(number: int) -> Tier | None:
    """Return A to D for 1 to 4, None for 0."""
    return TIERS[number - 1] if number else None
