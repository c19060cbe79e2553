"""The stress test of a workbook: the year as it is, and without the largest, or chosen customers.

The figures of domain 3.7 from the amounts of the accounts and what the policy says of fixed costs
and cash. What is missing is None, and `missing` says why. Amounts in currency of a year; what is
left of a sum is rounded to 4 digits, so that nothing left is 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.rounding import Bools, Floats, money
from kamxl.domain.stress import (
    TOPS,
    break_even,
    customers_until_loss,
    margin_ratio,
    months_covered,
    runway,
    safety,
)

# Looked at one by one, largest first.
SINGLY = 10
Missing = Literal["amount", "margin", "fixed_costs", "cash"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The year without some customers, places in the portfolio; the year itself without any.

    `gap` is the revenue missing to break-even (negative: above it), `runway` in months, infinite
    without a loss, `months_covered` the months for which cash pays the fixed costs that remain.
    """

    lost: tuple[int, ...]
    lost_revenue: float
    lost_margin: float | None
    revenue: float
    margin: float | None
    ratio: float | None
    fixed_costs: float | None
    ebit: float | None
    break_even: float | None
    gap: float | None
    safety: float | None
    months_covered: float | None
    runway: float | None


@dataclass(frozen=True, slots=True)
class StressTest:
    """The year, what is left of it, and how firmly it stands.

    `largest` are the scenarios of the one, two, three largest, `chosen` that of the customers
    marked in the workbook (None where none is), `singly` those of each of the ten largest alone;
    `carried` are the shares of the fixed costs that these carry. `revenue_at_risk` is what is
    expected to leave within a year and not to be replaced, each customer with the probability of
    1 − its retention. `customers_until_loss` is None where it is not known, or where there is no
    loss without any customer: `never_a_loss` tells. `without_margin` counts customers with revenue
    of which no margin is known: they carry nothing here.
    """

    year: Scenario
    largest: tuple[Scenario, ...]
    chosen: Scenario | None
    singly: tuple[Scenario, ...]
    carried: tuple[float | None, ...]
    customers_until_loss: int | None
    never_a_loss: bool
    revenue_at_risk: float
    without_margin: int
    missing: tuple[Missing, ...]


def external(result: Assessment, key: str) -> Floats:
    """Return amounts of external customers as they are, never annualised; NaN where unknown."""
    return result.portfolio.external_number(key)


def at_risk(revenues: Floats, retention: Floats, usual: float, substitution: float = 0.0) -> float:
    """Return Σ r (1 − retention) (1 − substitution); `usual` where an account says nothing.

    `revenues` and `retention` are (n,), NaN where unknown; a retention beyond 0 to 1 says nothing.
    """
    known = np.where((retention >= 0) & (retention <= 1), retention, usual)
    expected = revenues * (1 - known)
    return math.fsum(expected[~np.isnan(expected)]) * (1 - substitution)


def stress_test(result: Assessment, chosen: Sequence[int] = ()) -> StressTest:
    """Return the stress test of an assessment; `chosen` are places of customers that may leave.

    A company of one's own is no customer: chosen, it changes nothing.
    """
    policy = result.policy
    revenues, margins = external(result, "revenue"), external(result, "margin")
    without_margin = int(np.sum((revenues > 0) & np.isnan(margins)))
    by_size = np.flatnonzero(result.size_order > 0)
    by_size = by_size[np.argsort(result.size_order[by_size])]

    def lost(places: Sequence[int]) -> Scenario:
        mask = np.zeros(len(result), dtype=bool)
        mask[list(places)] = True
        return _scenario(result, revenues, margins, mask)

    year = lost(())
    fixed, each = policy.fixed_costs, by_size[:SINGLY].tolist()
    leaving = sorted({a for a in chosen if not result.portfolio.internal[a]})
    until, never = None, False
    if fixed is not None and year.margin is not None:
        until = customers_until_loss(margins, fixed)
        never = until is None
    missing: list[Missing] = []
    if not np.any(revenues > 0):
        missing.append("amount")
    if year.margin is None:
        missing.append("margin")
    if fixed is None:
        missing.append("fixed_costs")
    if policy.cash is None:
        missing.append("cash")
    return StressTest(
        year=year,
        largest=tuple(lost(by_size[:top].tolist()) for top in TOPS),
        chosen=lost(leaving) if leaving else None,
        singly=tuple(lost([a]) for a in each),
        carried=tuple(
            None if math.isnan(margins[a]) or not fixed else float(margins[a]) / fixed for a in each
        ),
        customers_until_loss=until,
        never_a_loss=never,
        revenue_at_risk=at_risk(
            revenues, result.portfolio.number("retention"), policy.retention, policy.substitution
        ),
        without_margin=without_margin,
        missing=tuple(missing),
    )


def _scenario(result: Assessment, revenues: Floats, margins: Floats, lost: Bools) -> Scenario:
    policy = result.policy
    no_margin = bool(np.all(np.isnan(margins)))
    gone, left = _sums(revenues, lost)
    gone_margin, margin = _sums(margins, lost)
    ratio = None if no_margin else margin_ratio(margin, left)
    fixed, ebit = None, None
    if policy.fixed_costs is not None:
        saved, _ = _sums(external(result, "avoidable_costs"), lost)
        fixed = money(policy.fixed_costs - saved)
        ebit = None if no_margin else money(margin - fixed)
    even = None if fixed is None else break_even(fixed, ratio)
    return Scenario(
        lost=tuple(np.flatnonzero(lost).tolist()),
        lost_revenue=gone,
        lost_margin=None if no_margin else gone_margin,
        revenue=left,
        margin=None if no_margin else margin,
        ratio=ratio,
        fixed_costs=fixed,
        ebit=ebit,
        break_even=even,
        gap=None if even is None else even - left,
        safety=safety(left, even),
        months_covered=None if fixed is None else months_covered(policy.cash, fixed),
        runway=None if ebit is None else runway(policy.cash, ebit),
    )


def _sums(amounts: Floats, lost: Bools) -> tuple[float, float]:
    """Return what is lost, and what is left, of the known amounts."""
    known = ~np.isnan(amounts)
    gone = math.fsum(amounts[lost & known])
    return gone, money(math.fsum(amounts[known]) - gone)
