"""What the key account programme brings: key against other accounts (rows E1 to E9, J11)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Bools, Floats


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of a group of accounts in two years; None where they cannot be had.

    `growth` is of those known in both years. `net_retention` is this year's revenue of last year's
    customers over last year's, `gross_retention` counts no more than last year's of each.
    `customer_retention` is the part of last year's customers that still bought. `average_order` is
    of accounts whose orders are known.
    """

    accounts: int
    revenue: float
    revenue_before: float
    growth: float | None
    net_retention: float | None
    gross_retention: float | None
    customer_retention: float | None
    margin: float
    margin_change: float | None
    average_order: float | None
    referrals: float
    referral_revenue: float


@dataclass(frozen=True, slots=True)
class Programme:
    """Key accounts and all others side by side."""

    key: Group
    others: Group


def programme(portfolio: Portfolio, key: Bools) -> Programme:
    """Return the figures of key accounts and of all others."""
    return Programme(group(portfolio, key), group(portfolio, ~key))


def group(portfolio: Portfolio, mask: Bools) -> Group:
    """Return the figures of some accounts; one's own companies do not count."""
    mask = mask & ~portfolio.internal
    revenue, before = (portfolio.number(key)[mask] for key in ("revenue", "revenue_y1"))
    margin, margin_before = (portfolio.number(key)[mask] for key in ("margin", "margin_y1"))
    orders = portfolio.number("orders")[mask]
    both = ~np.isnan(revenue) & ~np.isnan(before)
    bought = both & (before > 0)
    ordered = ~np.isnan(revenue) & (orders > 0)
    margins = ~np.isnan(margin) & ~np.isnan(margin_before)
    last = _sum(before[bought])
    return Group(
        accounts=int(np.count_nonzero(mask)),
        revenue=_sum(revenue),
        revenue_before=_sum(before),
        growth=_part(_sum(revenue[both]) - _sum(before[both]), _sum(before[both])),
        net_retention=_part(_sum(revenue[bought]), last),
        gross_retention=_part(_sum(np.clip(revenue[bought], 0.0, before[bought])), last),
        customer_retention=_part(
            float(np.count_nonzero(revenue[bought] > 0)), float(np.count_nonzero(bought))
        ),
        margin=_sum(margin),
        margin_change=_sum(margin[margins]) - _sum(margin_before[margins])
        if margins.any()
        else None,
        average_order=_part(_sum(revenue[ordered]), _sum(orders[ordered])),
        referrals=_sum(portfolio.number("referrals")[mask]),
        referral_revenue=_sum(portfolio.number("referral_revenue")[mask]),
    )


def _sum(values: Floats) -> float:
    return math.fsum(values[~np.isnan(values)])


def _part(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
