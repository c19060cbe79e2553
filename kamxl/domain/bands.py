"""Anchored bands: from a metric's value to a rating that does not depend on who else is there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kamxl.domain.policy import BAND_COUNT
from kamxl.domain.rounding import Floats, at_nine_digits, nine


def descending(bands: Sequence[float | None]) -> bool:
    """Return whether less is better: the first threshold is above the last."""
    given = [band for band in bands if band is not None]
    return len(given) > 1 and given[0] > given[-1]


def band_rating(values: Floats, bands: Sequence[float | None]) -> Floats:
    """Return ratings 1 to 10 from metric values; NaN where the value or all bands are missing.

    Threshold k (counted from 0) is where rating k + 2 begins, inclusive; the rating is that of the
    highest threshold reached, or 1. Values and thresholds are compared at 9 digits.
    """
    if all(band is None for band in bands):
        return np.full(len(values), np.nan)
    sign = -1.0 if descending(bands) else 1.0
    signed = at_nine_digits(sign * values)
    rating = np.ones(len(values))
    for place, band in enumerate(bands):
        if band is not None:
            reached = signed >= nine(sign * band)
            rating = np.where(reached, place + 2.0, rating)
    return np.where(np.isnan(values), np.nan, rating)


def round_number(value: float) -> float:
    """Return a value rounded to two significant digits: 1,234 is 1,200 and 0.0478 is 0.048."""
    return 0.0 if value == 0 else float(f"{value:.1e}")


def propose_bands(values: Floats, *, less_is_better: bool = False) -> tuple[float | None, ...]:
    """Return nine thresholds for ratings 2 to 10: the deciles of the known values, rounded.

    A threshold that rounding makes equal to its neighbour is left out (None), so that a portfolio
    of few different values does not get ten ratings by accident. All None without two values.
    """
    known = np.unique(values[np.isfinite(values)])
    if len(known) < 2:
        return (None,) * BAND_COUNT
    deciles = np.quantile(values[np.isfinite(values)], np.arange(1, 10) / 10)
    if less_is_better:
        deciles = deciles[::-1]
    proposal: list[float | None] = []
    last: float | None = None
    for decile in deciles:
        rounded = round_number(float(decile))
        beyond = last is None or (rounded < last if less_is_better else rounded > last)
        proposal.append(rounded if beyond else None)
        last = rounded if beyond else last
    if less_is_better and sum(band is not None for band in proposal) < 2:
        return (None,) * BAND_COUNT  # one threshold alone does not tell that less is better
    return tuple(proposal)
