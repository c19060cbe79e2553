"""KAISM: Key Account Identification and Selection Matrix (Cheverton; domain 2.1, 2.2)."""

from __future__ import annotations

from typing import Literal

import numpy as np

from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine

Quadrant = Literal["key", "development", "maintenance", "opportunistic"]
QUADRANTS: tuple[Quadrant, ...] = ("key", "development", "maintenance", "opportunistic")


def axis_values(effective: Floats, weights: Floats) -> Floats:
    """Return Σ w g / Σ w over the rated criteria of one axis; NaN where none is rated."""
    present = ~np.isnan(effective)
    covered = present.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            covered > 0, (np.where(present, effective, 0.0) @ weights) / covered, np.nan
        )


def quadrant_numbers(
    attractiveness: Floats, strength: Floats, cut_attractiveness: float, cut_strength: float
) -> Integers:
    """Return 1 to 4 as in QUADRANTS, 0 where an axis is missing. A value on the cut is high."""
    high_a = at_nine_digits(attractiveness) >= nine(cut_attractiveness)
    high_s = at_nine_digits(strength) >= nine(cut_strength)
    numbers = 1 + 2 * (1 - high_a.astype(np.int64)) + (1 - high_s.astype(np.int64))
    return np.where(np.isnan(attractiveness) | np.isnan(strength), 0, numbers)


def borderline(
    attractiveness: Floats,
    strength: Floats,
    cut_attractiveness: float,
    cut_strength: float,
    distance: float,
) -> Bools:
    """Return where the nearer cut is less than `distance` away."""
    nearest = np.minimum(
        np.abs(attractiveness - cut_attractiveness), np.abs(strength - cut_strength)
    )
    near: Bools = at_nine_digits(nearest) < nine(distance)
    return near
