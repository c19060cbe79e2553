"""Customers who came within the period: their amounts as if of a whole year (domain 3.4)."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Floats

MONTHS = 12
# One or two months say too little about a year.
FEWEST_MONTHS = 3


def annual_factors(first_orders: tuple[dt.date | None, ...], end: dt.date) -> Floats:
    """Return 12 / months from the month of the first order to that of the period's end.

    1 for who came earlier, has no date, or came in the last two months.
    """

    def months(day: dt.date | None) -> int:
        if day is None:
            return MONTHS
        return MONTHS * (end.year - day.year) + end.month - day.month + 1

    active = np.array([months(day) for day in first_orders], dtype=float)
    within = (active >= FEWEST_MONTHS) & (active < MONTHS)
    return np.where(within, MONTHS / np.where(within, active, MONTHS), 1.0)


def factors(portfolio: Portfolio, policy: Policy, today: dt.date) -> Floats:
    """Return by what the amounts of each account are multiplied; 1 unless the policy annualises."""
    if policy.annualise != "yes":
        return np.ones(len(portfolio))
    return annual_factors(portfolio.date("first_order"), policy.period_end or today)
