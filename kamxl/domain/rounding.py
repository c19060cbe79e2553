"""Nine digits: where thresholds and ranks compare, so that Excel and Python agree."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

DIGITS = 9
# What is left of a sum of amounts in currency: finer than a cent, coarser than what adding errs by.
MONEY_DIGITS = 4
EPSILON = float(np.finfo(float).eps)


def at_nine_digits(values: Floats) -> Floats:
    """Return values rounded half away from zero to 9 digits, as a spreadsheet's ROUND does.

    Values so large that they have no 9 digits left are returned as they are.
    """
    factor = 10.0**DIGITS
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.abs(values) * factor
        # The addition of a relative trifle undoes what binary fractions take from 0.5; it stays
        # far below 0.5, or large whole numbers would gain a digit.
        trifle = np.minimum(scaled * (4 * np.finfo(float).eps), 2.0**-4)
        rounded = np.floor(scaled + trifle + 0.5) / factor
        return np.where(scaled < 2.0**51, np.copysign(rounded, values), values)


def nine(value: float) -> float:
    """Return one value rounded to 9 digits."""
    return _rounded(value, DIGITS)


def money(value: float) -> float:
    """Return an amount rounded to 4 digits: differences of sums, so that nothing left is 0."""
    return _rounded(value, MONEY_DIGITS)


def _rounded(value: float, digits: int) -> float:
    scaled = abs(value) * 10.0**digits
    # NaN and what is too large for so many digits stay, as above.
    if not scaled < 2.0**51:
        return float(value)
    trifle = min(scaled * (4 * EPSILON), 2.0**-4)
    return math.copysign(math.floor(scaled + trifle + 0.5) / 10.0**digits, value)
