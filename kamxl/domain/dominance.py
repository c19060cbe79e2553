"""Who beats whom whatever the weights."""

from __future__ import annotations

import numpy as np

from kamxl.domain.rounding import Floats, at_nine_digits


def dominance_pairs(ratings: Floats, weights: Floats) -> list[tuple[int, int]]:
    """Return (better, worse) places: at least as good on every criterion both have, better on one.

    `ratings` are (accounts, criteria) after direction, NaN where missing; criteria without weight
    do not count. Ordered by the better, then by the worse place. With every criterion rated, the
    better one scores at least as much under any weights; with some missing, on the common ones.
    """
    counted = at_nine_digits(ratings[:, weights > 0])
    found: list[tuple[int, int]] = []
    for place, own in enumerate(counted):
        common = ~np.isnan(own) & ~np.isnan(counted)
        ahead = np.where(common, own - counted, 0.0)
        better = (ahead >= 0).all(axis=1) & (ahead > 0).any(axis=1)
        found += [(place, int(worse)) for worse in np.flatnonzero(better)]
    return found
