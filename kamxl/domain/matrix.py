"""KAISM: Key Account Identification and Selection Matrix (Cheverton; domain 2.1, 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Ruler:
    """What an axis is measured with: its middle, its thirds, what a forecast may be.

    `stretch` turns a distance on the axis into one on the policy's scale; `ends` are those of the
    chart.
    """

    middle: float
    thirds: tuple[float, float]
    stretch: float
    least: float
    most: float
    ends: tuple[float, float]


# Of a ratio: what the middle and the thirds of 1 to 10 are when divided by the middle.
RATIO_THIRDS = (nine(THIRDS[0] / MIDPOINT), nine(THIRDS[1] / MIDPOINT))
RATIO_RANGE = (0.1, 10.0)
RATIO_ENDS = (0.0, 2.0)


def ruler_of(scale: Scale, *, relative: bool = False) -> Ruler:
    """Return the ruler of points on a scale, or of a ratio to the best competitor."""
    if relative:
        return Ruler(1.0, RATIO_THIRDS, MIDPOINT * scale.step, *RATIO_RANGE, RATIO_ENDS)
    low, high = float(scale.low), float(scale.high)
    thirds = (nine(scale.from_ten(THIRDS[0])), nine(scale.from_ten(THIRDS[1])))
    return Ruler(nine(scale.from_ten(MIDPOINT)), thirds, 1.0, low, high, (low, high))


def axis_values(effective: Floats, weights: Floats) -> Floats:
    """Return Σ w g / Σ w over the rated criteria of one axis; NaN where none is rated."""
    present = ~np.isnan(effective)
    covered = present.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            covered > 0, (np.where(present, effective, 0.0) @ weights) / covered, np.nan
        )


def cut_of(
    mode: CutMode, values: Floats, custom: float, scale: Scale, *, relative: bool = False
) -> float:
    """Return the cut in use on an axis, rounded to 9 digits.

    `values` are those of the ranked accounts, NaN elsewhere; the median of none is the middle.
    `custom` stands on the scale 1 to 10, or is a ratio on a `relative` axis, whose middle is 1.
    """
    known = at_nine_digits(values[~np.isnan(values)])
    if mode == "custom":
        return nine(custom if relative else scale.from_ten(custom))
    if mode == "median" and len(known):
        return nine(float(np.median(known)))
    return ruler_of(scale, relative=relative).middle


def quadrant_numbers(
    attractiveness: Floats, strength: Floats, cut_attractiveness: float, cut_strength: float
) -> Integers:
    """Return 1 to 4 as in QUADRANTS, 0 where an axis is missing. A value on the cut is high."""
    high_a = at_nine_digits(attractiveness) >= nine(cut_attractiveness)
    high_s = at_nine_digits(strength) >= nine(cut_strength)
    numbers = 1 + 2 * (1 - high_a.astype(np.int64)) + (1 - high_s.astype(np.int64))
    return np.where(np.isnan(attractiveness) | np.isnan(strength), 0, numbers)


def cell_numbers(
    attractiveness: Floats, strength: Floats, scale: Scale, across: Ruler | None = None
) -> Integers:
    """Return 1 to 9 as in CELL_GROUPS, 0 where an axis is missing. A value on a third is above it.

    The cuts are thirds of the scale: 4 and 7 on 1 to 10, 34 and 67 on 1 to 100. `across` measures
    the strength where it is no points of the scale.
    """
    up = ruler_of(scale)

    def below(values: Floats, thirds: tuple[float, float]) -> Integers:
        """Return how many thirds lie above: 0 high, 1 medium, 2 low."""
        rounded = at_nine_digits(values)
        return (rounded < thirds[0]).astype(np.int64) + (rounded < thirds[1])

    numbers = 1 + 3 * below(attractiveness, up.thirds) + below(strength, (across or up).thirds)
    return np.where(np.isnan(attractiveness) | np.isnan(strength), 0, numbers)


def forecasts(
    attractiveness: Floats, strength: Floats, scale: Scale, across: Ruler | None = None
) -> tuple[Floats, Floats]:
    """Return where accounts are expected, NaN unless both values are given and on their axis."""
    up = ruler_of(scale)
    valid = np.ones(len(attractiveness), dtype=bool)
    for values, ruler in ((attractiveness, up), (strength, across or up)):
        valid &= (values >= ruler.least) & (values <= ruler.most)
    return np.where(valid, attractiveness, np.nan), np.where(valid, strength, np.nan)


def borderline(
    attractiveness: Floats,
    strength: Floats,
    cut_attractiveness: float,
    cut_strength: float,
    distance: float,
    stretch: float = 1.0,
) -> Bools:
    """Return where the nearer cut is less than `distance` away; `stretch` as a Ruler has it."""
    nearest = np.minimum(
        np.abs(attractiveness - cut_attractiveness), np.abs(strength - cut_strength) * stretch
    )
    near: Bools = at_nine_digits(nearest) < nine(distance)
    return near
