"""How concentration moved from year to year, by whom, and who came and went (domain 3.6, 3.8).

In the basis of the policy, of external customers; shares and retentions as fractions, amounts in
currency. `HHI` parts are rounded to 9 digits so that equal ones are equal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain import control
from kamxl.domain.assessment import Assessment
from kamxl.domain.concentration import Concentration, concentration, structural_shares
from kamxl.domain.programme import group
from kamxl.domain.rounding import Floats, Integers, at_nine_digits, money

Came = Literal["new", "returned", "lost"]
CAME: tuple[Came, ...] = ("new", "returned", "lost")
DRIVERS = 5
LISTED = 6


@dataclass(frozen=True, slots=True)
class Receivables:
    """What a lender takes: of each group at most `cap`, the limit times the pool.

    `over` are the groups with the largest receivables by their first account; excess is what lies
    above the cap and is not eligible.
    """

    limit: float
    pool: float
    cap: float
    excess: float
    eligible: float
    over: tuple[int, ...]
    owed: Floats


@dataclass(frozen=True)
class Trend:
    """Three years side by side, and what moved between the last two.

    `years` are two years before, the previous one, and this one. `part` is by account what it adds
    to the change of HHI, s² − s² before, 0 where there is no previous year; `up` and `down` are
    the accounts that raise and lower it most. `came` is 1 to 3 as in CAME, else 0; `gone` what the
    lost ones brought in the previous year. Retentions are None without a previous year.
    """

    years: tuple[Concentration, Concentration, Concentration]
    hhi_change: float | None
    part: Floats
    up: tuple[int, ...]
    down: tuple[int, ...]
    net_retention: float | None
    gross_retention: float | None
    customer_retention: float | None
    came: Integers
    receivables: Receivables

    def accounts(self, kind: Came) -> list[int]:
        """Return the accounts that are new, returned or lost, in their order."""
        return np.flatnonzero(self.came == 1 + CAME.index(kind)).tolist()


def two_years_before(result: Assessment) -> Floats:
    """Return the amounts of two years before: of margins nothing is known."""
    if result.policy.basis == "margin":
        return np.full(len(result), np.nan)
    return result.portfolio.external_number("revenue_y2")


def year_before(result: Assessment) -> Floats:
    """Return the amounts of the previous year in the basis of the policy."""
    key = "margin_y1" if result.policy.basis == "margin" else "revenue_y1"
    return result.portfolio.external_number(key)


def came_and_went(now: Floats, before: Floats, earlier: Floats) -> Integers:
    """Return 1 for new, 2 for returned, 3 for lost, else 0.

    Of unknown revenue nothing is said. Unknown before is none, if anything at all is known of that
    year: customer lists leave it blank.
    """
    bought, had, once = now > 0, before > 0, earlier > 0
    known = bool(np.any(~np.isnan(before)))
    arrived = np.where(once, 2, 1 if known else 0)
    lost = np.where(~np.isnan(now) & had, 3, 0)
    return np.where(bought, np.where(had, 0, arrived), lost).astype(np.int64)


def receivables(owed: Floats, limit: float) -> Receivables:
    """Return the lender's view of receivables by group, NaN where none is known.

    `owed` is (n,) at the first account of each group. Source: domain 3.6.
    """
    positive = np.where(owed > 0, owed, 0.0)
    pool = math.fsum(positive)
    cap = limit * pool
    excess = money(math.fsum(np.maximum(positive - cap, 0.0)))
    order = np.argsort(-positive, kind="stable")
    return Receivables(
        limit=limit,
        pool=pool,
        cap=cap,
        excess=excess,
        eligible=money(pool - excess),
        over=tuple(int(a) for a in order[:LISTED] if positive[a] > 0),
        owed=owed,
    )


def trend(result: Assessment) -> Trend:
    """Return what moved; the concentration of this year is that of the assessment."""
    portfolio = result.portfolio
    before = year_before(result)
    last = concentration(before)
    now = result.concentration
    part = np.zeros(len(result))
    if last.hhi is not None:
        shares = np.nan_to_num(result.share)
        part = at_nine_digits(shares**2 - np.nan_to_num(structural_shares(before)) ** 2)
    rising, falling = np.argsort(-part, kind="stable"), np.argsort(part, kind="stable")
    kept = group(portfolio, np.ones(len(result), dtype=bool))
    owed = control.money_sums(result.group, portfolio.number("receivables"))
    return Trend(
        years=(concentration(two_years_before(result)), last, now),
        hhi_change=None if last.hhi is None or now.hhi is None else now.hhi - last.hhi,
        part=part,
        up=tuple(int(a) for a in rising[:DRIVERS] if part[a] > 0),
        down=tuple(int(a) for a in falling[:DRIVERS] if part[a] < 0),
        net_retention=kept.net_retention,
        gross_retention=kept.gross_retention,
        customer_retention=kept.customer_retention,
        came=came_and_went(
            portfolio.external_number("revenue"),
            portfolio.number("revenue_y1"),
            portfolio.number("revenue_y2"),
        ),
        receivables=receivables(owed, result.policy.receivables_limit),
    )
