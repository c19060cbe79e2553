"""How far one weight may move before something changes; the others keep their proportions.

With the share t of criterion k in all weights, a score is a ratio of two linear functions:
S(t) = (t x + (1 − t) p) / (t r + (1 − t) c), where x is the rating of k and r whether there is one,
p = Σ w x and c = Σ w over the other rated criteria, both divided by 1 − w_k. Where everything is
rated c = 1, and the closed form of Triantaphyllou and Sánchez (1997) follows (domain 4.9).

Kernels: ratings are (accounts, criteria) after direction, NaN where missing; shares are fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits

# What binary fractions leave of nothing, in ratings and in shares.
TRIFLE = 1e-12
# Where no closed form is at hand, shares of weight are tried in steps of a tenth of a per cent.
STEPS = 1000


class Parts(NamedTuple):
    """Of each account and criterion: x, r, p and c as above."""

    own: Floats
    rated: Floats
    points: Floats
    cover: Floats


class Intervals(NamedTuple):
    """Shares of weight between which a tier holds, and the tier beyond each end (0: none)."""

    low: Floats
    high: Floats
    tier_below: Integers
    tier_above: Integers


def weight_shares(weights: Floats) -> Floats:
    """Return each weight as a fraction of all, NaN throughout where all are 0."""
    total = float(weights.sum())
    return weights / total if total > 0 else np.full(len(weights), np.nan)


def parts(ratings: Floats, weights: Floats) -> Parts:
    """Return x, r, p and c; p and c are NaN for a criterion that has all the weight."""
    shares = weight_shares(weights)
    rated = (~np.isnan(ratings)).astype(float)
    own = np.nan_to_num(ratings)
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(shares < 1 - TRIFLE, 1 - shares, np.nan)
        points = ((own @ shares)[:, None] - own * shares) / rest
        cover = ((rated @ shares)[:, None] - rated * shares) / rest
    return Parts(own, rated, points, np.where(cover > TRIFLE, cover, 0.0 * rest))


def scores_at(of: Parts, criterion: int, shares: Floats) -> Floats:
    """Return (accounts, shares) scores with a criterion's share of weight moved to each share."""
    own, rated = of.own[:, criterion, None], of.rated[:, criterion, None]
    points, cover = of.points[:, criterion, None], of.cover[:, criterion, None]
    covered = shares * rated + (1 - shares) * cover
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (shares * own * rated + (1 - shares) * points) / covered
    return found


def tier_intervals(
    ratings: Floats, weights: Floats, borders: Floats, caps: Integers, scores: Floats
) -> Intervals:
    """Return, for each account and criterion, between which shares of weight its tier holds.

    `borders` are (accounts, 3) for A, B and C; `caps` the best tier that a gate leaves, 0 or 1
    where none does; `scores` the present ones. A score on a border has the tier above it.
    """
    own, rated, points, cover = parts(ratings, weights)
    shares = np.broadcast_to(weight_shares(weights), own.shape)
    low, high = np.zeros(own.shape), np.ones(own.shape)
    below, above = np.zeros(own.shape, np.int64), np.zeros(own.shape, np.int64)
    slope = own * cover - points
    movable = (rated > 0) & (cover > 0) & (np.abs(slope) > TRIFLE)
    for place in range(borders.shape[1]):
        border = borders[:, place, None]
        short = points - border * cover
        with np.errstate(divide="ignore", invalid="ignore"):
            where = short / (short - (own - border))
        upper = at_nine_digits(scores)[:, None] >= at_nine_digits(border)
        level = at_nine_digits(scores)[:, None] == at_nine_digits(border)
        where = np.where(level, shares, where)
        # With all the weight or none a score on the border still has the tier above it.
        inside = (where > TRIFLE) & (where < 1 - TRIFLE)
        reached = np.where(upper, inside, (where >= 0) & (where <= 1))
        counts = movable & (place + 2 > caps[:, None]) & reached
        beyond = np.where(upper, place + 2, np.maximum(place + 1, caps[:, None]))
        rising = slope > 0
        # A tier is lost downwards where the score rises with the weight, upwards where it falls.
        down = counts & (rising == upper) & (where <= shares + TRIFLE) & (where >= low)
        up = counts & (rising != upper) & (where >= shares - TRIFLE) & (where <= high)
        low, below = np.where(down, where, low), np.where(down, beyond, below)
        high, above = np.where(up, where, high), np.where(up, beyond, above)
    return Intervals(np.minimum(low, shares), np.maximum(high, shares), below, above)


def moved_weights(weights: Floats, criterion: int, shares: Floats) -> Floats:
    """Return (shares, criteria) weights with one criterion's share moved, the others in proportion.

    NaN for the others where the criterion has all the weight.
    """
    present = weight_shares(weights)
    rest = 1 - present[criterion]
    with np.errstate(divide="ignore", invalid="ignore"):
        others = present / rest if rest > TRIFLE else np.full(len(weights), np.nan)
    moved: Floats = (1 - shares)[:, None] * others
    moved[:, criterion] = shares
    return moved


def steadfast(accounts: int, criteria: int) -> Intervals:
    """Return the intervals of tiers that no weight changes."""
    size = accounts, criteria
    none = np.zeros(size, np.int64)
    return Intervals(np.zeros(size), np.ones(size), none, none.copy())


def tried_intervals(
    judge: Callable[[Floats], Integers],
    weights: Floats,
    active: Bools,
    tier: Integers,
    reach: float = 1.0,
) -> Intervals:
    """Return, for each account and criterion, between which shares of weight its tier holds.

    `judge` returns the tiers (weightings, accounts) under weights, 0 where there is none; `tier`
    are the present ones. Each weight's share is tried in steps of a tenth of a per cent as far as
    `reach` from the present one, in whole per cents beyond. An end lies half a tenth before the
    first share with another tier.
    """
    shares, steps = weight_shares(weights), np.arange(STEPS + 1)
    made = steadfast(len(tier), len(weights))
    if not len(tier):
        return made
    everyone, half = np.arange(len(tier)), 0.5 / STEPS
    for criterion in np.flatnonzero(active).tolist():
        if not shares[criterion] < 1 - TRIFLE:
            continue
        tried = steps / STEPS
        tried = tried[(np.abs(tried - shares[criterion]) <= reach) | (steps % 10 == 0)]
        found = judge(moved_weights(weights, criterion, tried))
        other = (found != tier) & (found > 0)
        for end, beyond, side, toward, fallback in (
            (made.high, made.tier_above, tried > shares[criterion] + TRIFLE, 1, 1.0),
            (made.low, made.tier_below, tried < shares[criterion] - TRIFLE, -1, 0.0),
        ):
            ends, changed = tried[side][::toward], other[side][::toward]
            if not len(ends):
                continue
            at, any_ = changed.argmax(axis=0), changed.any(axis=0)
            end[:, criterion] = np.where(any_, ends[at] - toward * half, fallback)
            beyond[:, criterion] = np.where(any_, found[side][::toward][at, everyone], 0)
    return Intervals(np.minimum(made.low, shares), np.maximum(made.high, shares), *made[2:])


class Meeting(NamedTuple):
    """Of each pair and criterion: the parts of both, the quadratic in t, and up to two roots.

    `square` t² + `linear` t + `constant` is 0 at the shares `one` and `other`, NaN where it is 0
    nowhere from 0 to below 1.
    """

    first: Parts
    second: Parts
    square: Floats
    linear: Floats
    constant: Floats
    one: Floats
    other: Floats


def meeting(first: Floats, second: Floats, weights: Floats) -> Meeting:
    """Return where two accounts' scores are equal, and what it is computed from.

    `first` and `second` are (pairs, criteria) ratings.
    """
    a, b = parts(first, weights), parts(second, weights)
    # (t x + u p)(t r' + u c') = (t x' + u p')(t r + u c) with u = 1 − t: a quadratic in t.
    both = (a.own - b.own) * a.rated * b.rated
    mixed = a.own * b.cover + a.points * b.rated - b.own * a.cover - b.points * a.rated
    rest = a.points * b.cover - b.points * a.cover
    square, linear = both - mixed + rest, mixed - 2 * rest
    same = (np.abs(square) < TRIFLE) & (np.abs(linear) < TRIFLE) & (np.abs(rest) < TRIFLE)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(linear * linear - 4 * square * rest)
        half = -(linear + np.copysign(root, linear)) / 2
        roots = half / square, rest / half

    def inside(found: Floats) -> Floats:
        # Two that meet where one criterion has all the weight do not change places.
        good = (found >= -TRIFLE) & (found < 1 - TRIFLE) & ~same
        return np.where(good, np.maximum(found, 0.0), np.nan)

    return Meeting(a, b, square, linear, rest, inside(roots[0]), inside(roots[1]))


def equal_shares(first: Floats, second: Floats, weights: Floats) -> Floats:
    """Return where two accounts' scores are equal: (pairs, criteria, 2) shares, NaN where nowhere.

    `first` and `second` are (pairs, criteria) ratings. Two fully rated accounts meet once at most,
    the others twice at most; those that are equal throughout meet nowhere.
    """
    found = meeting(first, second, weights)
    return np.sort(np.stack((found.one, found.other), axis=-1), axis=-1)


def critical_weights(first: Floats, second: Floats, weights: Floats) -> Floats:
    """Return (pairs, criteria): the nearest share at which two accounts' scores are equal, or NaN.

    For Vicom and Cartech on revenue volume it is 341/511 (domain 4.9).
    """
    found = equal_shares(first, second, weights)
    distance = np.abs(found - weight_shares(weights)[None, :, None])
    nearest = np.argmin(np.where(np.isnan(distance), np.inf, distance), axis=-1)
    picked: Floats = np.take_along_axis(found, nearest[..., None], axis=-1)[..., 0]
    return picked


def ranking_interval(ratings: Floats, weights: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Return per criterion the shares between which the whole ranking stays as it is.

    The first two to change places are neighbours, so only neighbours are compared. Two accounts
    that are equal now and would not stay so leave no room at all.
    """
    shares = weight_shares(weights)
    order = np.argsort(-at_nine_digits(scores), kind="stable")
    order = order[~np.isnan(scores[order])]
    sorted_ratings = ratings[order]
    found = equal_shares(sorted_ratings[:-1], sorted_ratings[1:], weights)
    here = shares[None, :, None]
    under: Bools = found <= here + TRIFLE
    over: Bools = found >= here - TRIFLE
    low = np.where(under, found, 0.0).max(axis=(0, 2), initial=0.0)
    high = np.where(over, found, 1.0).min(axis=(0, 2), initial=1.0)
    return np.minimum(low, shares), np.maximum(high, shares)


def weight_swings(ratings: Floats, weights: Floats, spread: float) -> Floats:
    """Return (criteria, 2): by how many points a score moves when one weight is cut or raised.

    Of one account's ratings; each weight alone becomes (1 − spread) and (1 + spread) times itself,
    the others keep their proportions (a tornado). NaN where the account has no score.
    """
    rated = (~np.isnan(ratings)).astype(float)
    own = np.nan_to_num(ratings)
    points, covered = float(own @ weights), float(rated @ weights)
    moved = np.array([-spread, spread]) * (weights * rated)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        swings: Floats = (points + moved * own[:, None]) / (covered + moved) - points / covered
    return swings
