"""The lifetime value of customers (domain 3.9, row B8), and for how long they have been one."""

from __future__ import annotations

import datetime as dt

import numpy as np

from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Bools, Floats, at_nine_digits, nine

# Years without end.
ENDLESS = 0


def fractions(values: Floats) -> Bools:
    """Return where a number is between 0 and 1."""
    found: Bools = (values >= 0) & (values <= 1)
    return found


def years_factor(retention: Floats, discount: float, years: int) -> Floats:
    """Return Σ qᵗ for t = 1 to `years`, q = retention / (1 + discount); 0 years: without end.

    NaN where the sum has no end (q of 1 or more, for ever) or the retention is not 0 to 1.
    """
    q = retention / (1 + discount)
    full = at_nine_digits(1 - q) <= 0
    ending = np.where(full, 0.0, q)
    if years == ENDLESS:
        factor = np.where(full, np.nan, ending / (1 - ending))
    else:
        factor = np.where(full, float(years), ending * (1 - ending**years) / (1 - ending))
    return np.where(fractions(retention), factor, np.nan)


def lifetime_values(
    margin: Floats, retention: Floats, discount: float, years: int, sustainability: Floats
) -> Floats:
    """Return sustainability · m · Σ (retention / (1 + discount))ᵗ in currency, NaN where unknown.

    `margin` is a year's contribution margin, `retention` the part of the customers that stays each
    year, `sustainability` the part of the value that one believes in; both 0 to 1, else unknown.
    """
    with np.errstate(over="ignore"):
        value = sustainability * margin * years_factor(retention, discount, years)
    return np.where(fractions(sustainability) & np.isfinite(value), value, np.nan)


def lifetime_years(policy: Policy) -> int:
    """Return over how many years a lifetime counts; 0: without end."""
    return policy.horizon if policy.lifetime_years is None else policy.lifetime_years


def lifetime(portfolio: Portfolio, policy: Policy) -> Floats:
    """Return every account's lifetime value; the policy's retention where none is known."""
    retention, believed = portfolio.number("retention"), portfolio.number("sustainability")
    return lifetime_values(
        portfolio.number("margin"),
        np.where(np.isnan(retention), policy.retention, retention),
        policy.discount,
        lifetime_years(policy),
        np.where(np.isnan(believed), 1.0, believed),
    )


def customer_years(since: tuple[dt.date | None, ...], today: dt.date) -> Floats:
    """Return whole years from each date to today, NaN without a date or before it."""

    def whole(day: dt.date | None) -> float:
        if day is None or day > today:
            return np.nan
        return today.year - day.year - ((day.month, day.day) > (today.month, today.day))

    return np.array([whole(day) for day in since], dtype=float)


def reference_candidates(years: Floats, ratings: Floats, policy: Policy) -> Bools:
    """Return who may vouch for us: long enough a customer, and rated well (row E4).

    `ratings` are those of the policy's criterion for references, on its scale.
    """
    border = nine(policy.scale.from_ten(policy.reference_rating))
    found: Bools = (years >= policy.reference_years) & (at_nine_digits(ratings) >= border)
    return found
