"""Anchored bands: from a metric's value to a rating that does not depend on who else is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kamxl.domain.policy import BAND_COUNT, Shape
from kamxl.domain.rounding import Floats, at_nine_digits, nine

# Beyond every figure: where a rating is never reached, and what every figure is above.
NEVER = 1e300


class Knots(NamedTuple):
    """Bands without gaps: from `at` (ascending, after the sign) a rating is 1 + base + slope x.

    One place for each of the ratings 1 to 10, and before them one that every figure is above. Where
    several stand at the same figure the last of them applies.
    """

    sign: float
    at: tuple[float, ...]
    base: tuple[float, ...]
    slope: tuple[float, ...]


def descending(bands: Sequence[float | None], floor: float | None = None) -> bool:
    """Return whether less is better: the first threshold, or the floor, is above the last."""
    given = [band for band in (floor, *bands) if band is not None]
    return len(given) > 1 and given[0] > given[-1]


def knots(
    bands: Sequence[float | None], shape: Shape = "step", floor: float | None = None
) -> Knots:
    """Return the knots of thresholds for the ratings 2 to 10, of which at least one is given.

    A threshold beyond a later one counts as that one: what reaches the later rating reaches the
    earlier. `linear` fills gaps evenly and rises between the knots, from rating 1 at the `floor`,
    or with a step from 1 at the first threshold; `step` does not look at the floor.
    """
    linear = shape == "linear"
    floor = floor if linear else None
    sign = -1.0 if descending(bands, floor) else 1.0
    given = [None if x is None else sign * x for x in (floor, *bands)]
    given += [None] * (BAND_COUNT + 1 - len(given))
    at: list[float] = [-NEVER]
    for place, band in enumerate(given):
        later = [(n, x) for n, x in enumerate(given) if n >= place and x is not None]
        least = nine(min((x for _, x in later), default=NEVER))
        before = any(x is not None for x in given[:place])
        if linear and later and band is None and before:
            least = at[-1] + (least - at[-1]) / (later[0][0] - place + 1)
        at.append(least)
    base, slope = [0.0], [0.0]
    for place, x in enumerate(at[1:]):
        above = at[place + 2] if place < BAND_COUNT else NEVER
        rises = linear and x < above < NEVER
        slope.append(1 / (above - x) if rises else 0.0)
        base.append(place - (slope[-1] * x if rises else 0.0))
    return Knots(sign, tuple(at), tuple(base), tuple(slope))


def band_rating(
    values: Floats,
    bands: Sequence[float | None],
    shape: Shape = "step",
    floor: float | None = None,
) -> Floats:
    """Return ratings 1 to 10 from metric values; NaN where the value or all bands are missing.

    Threshold k (counted from 0) is where rating k + 2 begins, inclusive; below the first the rating
    is 1, above the last that of the last. Between them it is that of the highest one reached, or
    with the shape `linear` it rises from each to the next; from 1 at the `floor`, if given. Values
    and thresholds are compared at 9 digits.
    """
    if all(band is None for band in bands):
        return np.full(len(values), np.nan)
    found = knots(bands, shape, floor)
    signed = at_nine_digits(found.sign * values)
    place = np.searchsorted(np.array(found.at[1:]), signed, side="right")
    rating = 1 + np.array(found.base)[place] + np.array(found.slope)[place] * signed
    # A line computes its ends: 1 + 9 - 9 x may miss 1 and 10 by the last digit.
    return np.where(np.isnan(values), np.nan, np.clip(rating, 1.0, 1.0 + BAND_COUNT))


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


def propose_percentiles(
    values: Floats, *, less_is_better: bool = False
) -> tuple[float | None, tuple[float | None, ...]]:
    """Return floor and thresholds for the shape `linear`: the worst value and the deciles, rounded.

    Percentile ranks, frozen: a later account does not move them. None where the deciles are none.
    """
    bands = propose_bands(values, less_is_better=less_is_better)
    first = next((band for band in bands if band is not None), None)
    if first is None:
        return None, bands
    known = values[np.isfinite(values)]
    worst = round_number(float(known.max() if less_is_better else known.min()))
    beyond = worst > first if less_is_better else worst < first
    return (worst if beyond else None), bands


def propose_min_max(
    values: Floats, *, less_is_better: bool = False
) -> tuple[float | None, tuple[float | None, ...]]:
    """Return floor and thresholds for the shape `linear`: 1 at the worst value, 10 at the best.

    Min-max, frozen, so that an outlier who comes later moves nobody. None without two values.
    """
    known = np.unique(values[np.isfinite(values)])
    if len(known) < 2:
        return None, (None,) * BAND_COUNT
    worst, best = (known[-1], known[0]) if less_is_better else (known[0], known[-1])
    return nine(float(worst)), (*(None,) * (BAND_COUNT - 1), nine(float(best)))
