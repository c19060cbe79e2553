"""From shares to levels of warning, and where score and concentration meet (domain 3.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from kamxl.domain.metrics import add_months
from kamxl.domain.policy import LEVELS, Level, Step
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.text import Text

LEVEL_NAMES: Mapping[str, Text] = {
    "notice": Text("Notice", "Hinweis"),
    "warning": Text("Warning", "Warnung"),
    "high": Text("High", "Hoch"),
    "critical": Text("Critical", "Kritisch"),
}


def level_numbers(values: Floats, ladder: Sequence[Step]) -> Integers:
    """Return 0 (none) to 4 (critical): the highest rung whose rule holds, at 9 digits."""
    rounded = at_nine_digits(values)
    reached = np.zeros(len(values), dtype=np.int64)
    for step in ladder:
        threshold = nine(step.threshold)
        holds = rounded >= threshold if step.operator == ">=" else rounded > threshold
        reached = np.where(holds, np.maximum(reached, LEVELS.index(step.level)), reached)
    return reached


def level_of(value: float | None, ladder: Sequence[Step]) -> Level:
    """Return the level that one value reaches; none when it does not exist."""
    if value is None:
        return "none"
    return LEVELS[int(level_numbers(np.array([value]), ladder)[0])]


def highest(levels: Sequence[Level]) -> Level:
    """Return the gravest of some levels."""
    return max(levels, key=LEVELS.index, default="none")


def portfolio_levels(
    cr5: float | None,
    hhi: float | None,
    hhi_before: float | None,
    rules: Mapping[str, Sequence[Step]],
) -> dict[str, Level]:
    """Return the level of each rule about the whole portfolio: cr5, hhi, hhi_change."""
    change = None if hhi is None or hhi_before is None else hhi - hhi_before
    return {
        "cr5": level_of(cr5, rules["cr5"]),
        "hhi": level_of(hhi, rules["hhi"]),
        "hhi_change": level_of(change, rules["hhi_change"]),
    }


def endangered(
    shares: Floats,
    tiers: Integers,
    gate_closed: Bools,
    contract_end: tuple[dt.date | None, ...],
    today: dt.date,
    *,
    share: float,
    share_near: float,
    months: int,
) -> Bools:
    """Return the endangered large accounts (Gefährdeter Großkunde).

    A disclosure share of `share` or more with tier C or D; or of `share_near` or more with a closed
    gate or a contract that ends within `months` (or has ended).
    """
    rounded = at_nine_digits(shares)
    until = add_months(today, months)
    ending = np.array([day is not None and day <= until for day in contract_end], dtype=bool)
    weak = tiers >= 3
    found: Bools = ((rounded >= nine(share)) & weak) | (
        (rounded >= nine(share_near)) & (gate_closed | ending)
    )
    return found
