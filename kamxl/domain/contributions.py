"""What each criterion adds to the score that is shown: hundredths of a point that add up exactly.

Kernels: columns in, columns out. Each contribution is cut down to whole hundredths; what the shown
score then lacks goes, one hundredth each, to the largest remainders. Of equal remainders (at 9
digits) the earlier criterion's comes first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits

UNITS = 100


def hundredths(points: Floats) -> Integers:
    """Return points as they are shown, in whole hundredths, halves up; 0 where NaN."""
    known = np.where(np.isnan(points), 0.0, points)
    return np.floor(at_nine_digits(known * UNITS) + 0.5).astype(np.int64)


def shown_parts(parts: Floats, scores: Floats) -> Integers:
    """Return contributions in hundredths whose rows sum to the shown scores (largest remainder).

    `parts` is (accounts, criteria), its rows sum to `scores`, points of any scale; a row is all 0
    where the score is NaN.
    """
    known = np.where(np.isnan(scores)[:, None], 0.0, parts)
    return apportioned(known, hundredths(scores))


def apportioned(parts: Floats, totals: Integers) -> Integers:
    """Return points in hundredths whose rows sum to `totals`, given in hundredths.

    `parts` is (rows, columns), each row's sum less than a hundredth from its total. What is 0 stays
    0.
    """
    scaled = at_nine_digits(parts * UNITS)
    whole = np.floor(scaled)
    rest = at_nine_digits(scaled - whole)
    lacking = totals - whole.sum(axis=1).astype(np.int64)
    order = np.argsort(-rest, axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(parts.shape[1])[None, :], axis=1)
    shown: Integers = whole.astype(np.int64) + (place < lacking[:, None])
    # Nothing, unless the ninth digit of a sum tipped over a half.
    short = totals - shown.sum(axis=1)
    if short.any():
        shown[np.arange(len(shown)), np.abs(parts).argmax(axis=1)] += short
    return shown


class Mean(NamedTuple):
    """The ranked accounts' mean: of each criterion's contribution and rating, and of the score.

    In points; everything is NaN, contributions are 0, where nobody is ranked.
    """

    parts: Floats
    ratings: Floats
    score: float


def mean_of(parts: Floats, effective: Floats, scores: Floats, ranked: Bools) -> Mean:
    """Return the mean of the ranked accounts; what nobody ranked has a rating for is NaN."""
    if not ranked.any():
        width = parts.shape[1]
        return Mean(np.zeros(width), np.full(width, np.nan), float("nan"))
    rated = ~np.isnan(effective[ranked])
    count = rated.sum(axis=0)
    total = np.where(rated, effective[ranked], 0.0).sum(axis=0)
    return Mean(
        parts[ranked].mean(axis=0),
        np.where(count > 0, total / np.maximum(count, 1), np.nan),
        float(at_nine_digits(scores[ranked]).mean()),
    )


def order_of(differences: Integers) -> list[int]:
    """Return the places of differences from the largest gain to the largest loss, ties in order."""
    return [int(place) for place in np.argsort(-differences, kind="stable")]


class Steps(NamedTuple):
    """A waterfall as stacked columns: an unseen base, rises and falls, each above and below zero.

    One place for each change and a last one for their total.
    """

    base: Floats
    total: Floats
    up: Floats
    up_below: Floats
    down: Floats
    down_below: Floats


def waterfall(changes: Floats) -> Steps:
    """Return the columns of a waterfall that begins at 0; a step may cross zero."""
    after = np.cumsum(changes)
    before = after - changes
    end = float(after[-1]) if len(after) else 0.0
    low, high = np.minimum(before, after), np.maximum(before, after)
    above = np.maximum(high, 0.0) - np.maximum(low, 0.0)
    below = np.minimum(low, 0.0) - np.minimum(high, 0.0)
    rises = changes > 0

    def closed(column: Floats, last: float = 0.0) -> Floats:
        return np.append(column, last)

    return Steps(
        closed(np.maximum(low, 0.0) + np.minimum(high, 0.0)),
        closed(np.zeros(len(changes)), end),
        closed(np.where(rises, above, 0.0)),
        closed(np.where(rises, below, 0.0)),
        closed(np.where(rises, 0.0, above)),
        closed(np.where(rises, 0.0, below)),
    )
