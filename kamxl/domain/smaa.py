"""What share of all weightings gives an account a tier or a rank (SMAA; domain 4.9).

Stochastic multicriteria acceptability analysis (Lahdelma and Salminen 2001): weights are drawn, and
each draw is judged as the real weights are. Kernels: ratings are (accounts, criteria) after
direction, NaN where missing; drawn weights are (draws, criteria) and each row sums to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from kamxl.domain.rounding import Floats, Integers, at_nine_digits

# Scores held at a time: 32 MB.
BLOCK = 4_000_000
# So many ranks are counted one by one.
RANKS = 10


class Acceptability(NamedTuple):
    """Shares of the draws, one place an account: tiers (accounts, 4), first, among the top n.

    `expected_rank` is the mean rank, `central` (accounts, criteria) the mean of the weights that
    put an account first, NaN where none does; `before` the share in which each pair's first account
    scores more than its second; `ranks` (accounts, RANKS) that of each rank from the first on.
    """

    tiers: Floats
    first: Floats
    top: Floats
    expected_rank: Floats
    central: Floats
    before: Floats
    ranks: Floats


def uniform_weights(weights: Floats, draws: int, seed: int) -> Floats:
    """Return weightings of which each is as likely as any other: Dirichlet(1) where weight > 0."""
    return _dirichlet((weights > 0).astype(float), draws, seed)


def local_weights(weights: Floats, alpha: float, draws: int, seed: int) -> Floats:
    """Return weightings around the present one, w: Dirichlet(alpha w).

    A weight of 10 % has a standard deviation of √(0.1 · 0.9 / (alpha + 1)): 3.8 points at 60.
    """
    return _dirichlet(alpha * weights / float(weights.sum()), draws, seed)


def near_weights(weights: Floats, spread: float, draws: int, seed: int) -> Floats:
    """Return weightings in which each weight lies evenly within ± `spread` of the present one."""
    factors = np.random.Generator(np.random.PCG64(seed)).uniform(
        1 - spread, 1 + spread, (draws, len(weights))
    )
    drawn = factors * weights
    normalised: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return normalised


def _dirichlet(alphas: Floats, draws: int, seed: int) -> Floats:
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.standard_gamma(np.maximum(alphas, 0.0), (draws, len(alphas)))
    total = drawn.sum(axis=1, keepdims=True)
    # Where all is so small that nothing is left, the mean stands for the draw.
    drawn = np.where(total > 0, drawn, alphas)
    normalised: Floats = drawn / drawn.sum(axis=1, keepdims=True)
    return normalised


def raw_scores(ratings: Floats, drawn: Floats) -> Floats:
    """Return (draws, accounts) scores with all their digits, NaN where nothing rated has weight."""
    rated = ~np.isnan(ratings)
    points = drawn @ np.where(rated, ratings, 0.0).T
    covered = drawn @ rated.astype(float).T
    with np.errstate(divide="ignore", invalid="ignore"):
        points /= np.where(covered > 0, covered, np.nan)
    return points


def drawn_scores(ratings: Floats, drawn: Floats) -> Floats:
    """Return (draws, accounts) scores at 9 digits, NaN where nothing rated has weight."""
    return at_nine_digits(raw_scores(ratings, drawn))


def ranks(scores: Floats) -> Integers:
    """Return competition ranks 1, 2, 2, 4 in each row of (draws, accounts); NaN comes last."""
    falling = np.argsort(-np.nan_to_num(scores, nan=-np.inf), axis=1, kind="stable")
    ordered = np.take_along_axis(scores, falling, axis=1)
    new = np.ones(ordered.shape, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    places = np.maximum.accumulate(
        np.where(new, np.arange(1, scores.shape[1] + 1), 0), axis=1
    ).astype(np.int64)
    found = np.empty_like(places)
    np.put_along_axis(found, falling, places, axis=1)
    return found


def tiers_and_first(
    ratings: Floats, drawn: Floats, tiers_of: Callable[[Floats], Integers]
) -> tuple[Floats, Floats]:
    """Return shares of the draws: of each tier (accounts, 4), and of being first.

    `tiers_of` returns the tiers of a row of scores. As `acceptability` has them, but without
    ranking everyone in every draw.
    """
    count = len(ratings)
    tiers, first = np.zeros((count, 4)), np.zeros(count)
    step = max(BLOCK // max(count, 1), 1)
    for begin in range(0, len(drawn), step):
        scores = drawn_scores(ratings, drawn[begin : begin + step])
        judged = tiers_of(scores.ravel()).reshape(scores.shape)
        for tier in range(4):
            tiers[:, tier] += (judged == tier + 1).sum(axis=0)
        known = np.where(np.isnan(scores), -np.inf, scores)
        first += ((known == known.max(axis=1, keepdims=True)) & ~np.isnan(scores)).sum(axis=0)
    return tiers / len(drawn), first / len(drawn)


def acceptability(
    ratings: Floats,
    drawn: Floats,
    judged: Integers,
    *,
    top: int = 10,
    pairs: Sequence[tuple[int, int]] = (),
) -> Acceptability:
    """Return how often each account has each tier and rank over the drawn weights.

    `judged` are the tiers (draws, accounts) of the first accounts, 0 where there is none; the
    others are there for the ranks. The draws are worked through in blocks, so that memory stays
    bounded.
    """
    count, criteria = ratings.shape
    tiers = np.stack([(judged == tier + 1).sum(axis=0) for tier in range(4)], axis=1)
    first, among, total = np.zeros(count), np.zeros(count), np.zeros(count)
    each = np.zeros((count, RANKS))
    central, before = np.zeros((count, criteria)), np.zeros(len(pairs))
    left = np.array([pair[0] for pair in pairs], dtype=np.int64)
    right = np.array([pair[1] for pair in pairs], dtype=np.int64)
    step = max(BLOCK // max(count, 1), 1)
    for begin in range(0, len(drawn), step):
        block = drawn[begin : begin + step]
        scores = drawn_scores(ratings, block)
        placed = ranks(scores)
        winner = (placed == 1).astype(float)
        first += winner.sum(axis=0)
        among += (placed <= top).sum(axis=0)
        total += placed.sum(axis=0)
        for rank in range(RANKS):
            each[:, rank] += (placed == rank + 1).sum(axis=0)
        central += winner.T @ block
        if len(pairs):
            before += (scores[:, left] > scores[:, right]).sum(axis=0)
    draws = len(drawn)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.where(first[:, None] > 0, central / first[:, None], np.nan)
        return Acceptability(
            tiers / draws,
            first / draws,
            among / draws,
            total / draws,
            middle,
            before / draws,
            each / draws,
        )
