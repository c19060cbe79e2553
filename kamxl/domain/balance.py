"""Attention between key and occasional customers, evenly or by revenue (row H8)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain.metrics import ratio
from kamxl.domain.rounding import Bools, Floats, nine

Mode = Literal["even", "proportional"]
Verdict = Literal["balanced", "too little", "too much", "unknown"]
EVEN = 0.5
TOLERANCE = 0.15


@dataclass(frozen=True, slots=True)
class Balance:
    """How attention is shared: hours of key and other accounts, the target, and the verdict.

    `verdict` is about key accounts. `unknown` counts accounts with revenue whose hours nobody
    recorded. `excess` is each account's share of hours less its share of revenue.
    """

    key_hours: float
    other_hours: float
    share: float | None
    target: float | None
    tolerance: float
    verdict: Verdict
    unknown: int
    excess: Floats


def balance(
    hours: Floats,
    revenue: Floats,
    key: Bools,
    mode: Mode = "even",
    tolerance: float = TOLERANCE,
) -> Balance:
    """Return how hours of service are shared between key and other accounts.

    `even` aims at 50 % for key accounts; `proportional` at their share of revenue. A share at the
    very edge of the tolerance is still balanced.
    """
    known = ~np.isnan(hours)
    mine, others = _sum(hours[known & key]), _sum(hours[known & ~key])
    share = mine / (mine + others) if mine + others > 0 else None
    positive = np.maximum(np.nan_to_num(revenue), 0.0)
    total = _sum(positive)
    aim = EVEN if mode == "even" else _sum(positive[key]) / total if total > 0 else None
    verdict: Verdict = "unknown"
    if share is not None and aim is not None:
        away = nine(share - aim)
        verdict = "balanced" if abs(away) <= nine(tolerance) else "too much"
        verdict = "too little" if away < -nine(tolerance) else verdict
    spent = ratio(hours, np.full(len(hours), mine + others))
    return Balance(
        key_hours=mine,
        other_hours=others,
        share=share,
        target=aim,
        tolerance=tolerance,
        verdict=verdict,
        unknown=int(np.count_nonzero(~known & (revenue > 0))),
        excess=spent - ratio(positive, np.full(len(hours), total)),
    )


def _sum(values: Floats) -> float:
    return math.fsum(values)
