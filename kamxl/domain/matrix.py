"""KAISM: Key Account Identification and Selection Matrix (Cheverton; domain 2.1, 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from kamxl.domain.policy import CutMode, Scale
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.text import Text

Quadrant = Literal["key", "development", "maintenance", "opportunistic"]
QUADRANTS: tuple[Quadrant, ...] = ("key", "development", "maintenance", "opportunistic")
QUADRANT_NAMES: Mapping[str, Text] = {
    "key": Text("Key account", "Schlüsselkunde"),
    "development": Text("Key development account", "Entwicklungskunde"),
    "maintenance": Text("Maintenance account", "Pflegekunde"),
    "opportunistic": Text("Opportunistic account", "Gelegenheitskunde"),
}

MIDPOINT = 5.5
# Thirds of the scale 1 to 10, 1 + 9/3 and 1 + 18/3. The often printed 3.33 and 6.67 are thirds of
# 0 to 10.
THIRDS = (4.0, 7.0)

Group = Literal["invest", "selective", "harvest"]
# By the number of a cell as GE and the directional policy matrix count: 1 is high and high, then
# by falling strength, then by falling attractiveness.
CELL_GROUPS: Mapping[int, Group] = {
    1: "invest", 2: "invest", 3: "selective",
    4: "invest", 5: "selective", 6: "harvest",
    7: "selective", 8: "harvest", 9: "harvest",
}  # fmt: skip


def axis_values(effective: Floats, weights: Floats) -> Floats:
    """Return Σ w g / Σ w over the rated criteria of one axis; NaN where none is rated."""
    present = ~np.isnan(effective)
    covered = present.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            covered > 0, (np.where(present, effective, 0.0) @ weights) / covered, np.nan
        )


def cut_of(mode: CutMode, values: Floats, custom: float, scale: Scale) -> float:
    """Return the cut in use on an axis of the scale, rounded to 9 digits.

    `values` are those of the ranked accounts, NaN elsewhere; the median of none is the midpoint.
    `custom` stands on the scale 1 to 10.
    """
    known = at_nine_digits(values[~np.isnan(values)])
    if mode == "custom":
        return nine(scale.from_ten(custom))
    if mode == "median" and len(known):
        return nine(float(np.median(known)))
    return nine(scale.from_ten(MIDPOINT))


def quadrant_numbers(
    attractiveness: Floats, strength: Floats, cut_attractiveness: float, cut_strength: float
) -> Integers:
    """Return 1 to 4 as in QUADRANTS, 0 where an axis is missing. A value on the cut is high."""
    high_a = at_nine_digits(attractiveness) >= nine(cut_attractiveness)
    high_s = at_nine_digits(strength) >= nine(cut_strength)
    numbers = 1 + 2 * (1 - high_a.astype(np.int64)) + (1 - high_s.astype(np.int64))
    return np.where(np.isnan(attractiveness) | np.isnan(strength), 0, numbers)


def cell_numbers(attractiveness: Floats, strength: Floats, scale: Scale) -> Integers:
    """Return 1 to 9 as in CELL_GROUPS, 0 where an axis is missing. A value on a third is above it.

    The cuts are thirds of the scale: 4 and 7 on 1 to 10, 34 and 67 on 1 to 100.
    """
    thirds = [nine(scale.from_ten(third)) for third in THIRDS]

    def below(values: Floats) -> Integers:
        """Return how many thirds lie above: 0 high, 1 medium, 2 low."""
        rounded = at_nine_digits(values)
        return (rounded < thirds[0]).astype(np.int64) + (rounded < thirds[1])

    numbers = 1 + 3 * below(attractiveness) + below(strength)
    return np.where(np.isnan(attractiveness) | np.isnan(strength), 0, numbers)


def forecasts(attractiveness: Floats, strength: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Return where accounts are expected, NaN unless both values are given and on the scale."""
    valid = np.ones(len(attractiveness), dtype=bool)
    for values in (attractiveness, strength):
        valid &= (values >= scale.low) & (values <= scale.high)
    return np.where(valid, attractiveness, np.nan), np.where(valid, strength, np.nan)


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
