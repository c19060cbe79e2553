"""Figures of an account that follow from others: growth, margin ratio, cost to serve, recency."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kamxl.domain.lifetime import lifetime
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Floats


def growth_rate(earliest: Floats, previous: Floats, current: Floats) -> Floats:
    """Return the compound annual growth rate over three years, (r/r₋₂)^½ − 1.

    Where the earliest year is missing or not positive, the growth on the previous year; NaN where
    that is missing or not positive too, or revenue is negative or unknown.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        compound = np.sqrt(current / earliest) - 1
        yearly = current / previous - 1
    known = current >= 0
    return _finite(
        np.where(known & (earliest > 0), compound, np.where(known & (previous > 0), yearly, np.nan))
    )


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part/whole, NaN where either is unknown or the whole is not positive."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _finite(np.where(whole > 0, part / whole, np.nan))


def _finite(values: Floats) -> Floats:
    """Return values, NaN where a quotient is beyond what a number can hold."""
    return np.where(np.isfinite(values), values, np.nan)


def days_since(days: tuple[dt.date | None, ...], today: dt.date) -> Floats:
    """Return whole days from each date to today, NaN where there is no date."""
    return np.array([np.nan if day is None else (today - day).days for day in days], dtype=float)


def cost_to_serve(portfolio: Portfolio) -> Floats:
    """Return what an account costs us: its service, and what we invested for it.

    NaN where the cost of service is unknown; an investment that is blank is none.
    """
    return portfolio.number("service_cost") + np.nan_to_num(portfolio.number("impulse_cost"))


def metric(portfolio: Portfolio, key: str, today: dt.date, policy: Policy) -> Floats:
    """Return one of METRICS as a column; recency in days, ratios and growth as fractions."""
    revenue = portfolio.number("revenue")
    match key:
        case "growth":
            return growth_rate(
                portfolio.number("revenue_y2"), portfolio.number("revenue_y1"), revenue
            )
        case "margin_ratio":
            return ratio(portfolio.number("margin"), revenue)
        case "cost_ratio":
            return ratio(cost_to_serve(portfolio), revenue)
        case "lifetime":
            return lifetime(portfolio, policy)
        case "recency":
            return days_since(portfolio.date("last_order"), today)
        case _:
            return portfolio.number(key)


def gap(portfolio: Portfolio) -> Floats:
    """Return potential less revenue, in currency; NaN where either is unknown."""
    return portfolio.number("potential") - portfolio.number("revenue")


def available(portfolio: Portfolio, policy: Policy) -> Floats:
    """Return what the potential comes to over the policy's horizon (McDonald), in currency."""
    return portfolio.number("potential") * policy.horizon


def margin_trend(portfolio: Portfolio) -> Floats:
    """Return the change of the contribution margin on the previous year, as a fraction of it."""
    before = portfolio.number("margin_y1")
    return ratio(portfolio.number("margin") - before, before)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day some months later, at most the month's last, as EDATE does."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, min(day.day, (following - dt.timedelta(days=1)).day))
