"""Major customers as IFRS 8.34 and ASC 280-10-50-42 ask for them (domain 3.5).

A customer, or group under common control, is disclosed from exactly 10 % of the entity's revenues
on, the revenue of external customers whatever the basis of the concentration. Sums in currency are
rounded to 4 digits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain import control
from kamxl.domain.assessment import Assessment
from kamxl.domain.rounding import Floats, money, nine
from kamxl.text import Language, Text

# Inclusive: 10 per cent or more.
THRESHOLD = 0.10
# Beyond so much of the reported revenue the difference wants an explanation.
TOLERANCE = 0.005
# So many are listed: with a positive rest there cannot be more than ten.
LISTED = 12
LETTERS = "ABCDEFGHIJKL"
CUSTOMER = Text("Customer", "Kunde")
IN_PERIOD = Text("In the period", "Im Zeitraum")
IN = Text("In", "Im Zeitraum")
NOBODY = Text(
    "no external customer accounted for 10 % or more of revenue of",
    "entfielen auf keinen externen Kunden 10 % oder mehr der Umsatzerlöse von",
)
ONE = Text(
    "one external customer accounted for 10 % or more of revenue of",
    "entfielen auf einen externen Kunden 10 % oder mehr der Umsatzerlöse von",
)
SEVERAL = Text(
    "there were {n} external customers that each accounted for 10 % or more of revenue of",
    "entfielen auf {n} externe Kunden je 10 % oder mehr der Umsatzerlöse von",
)
BEFORE = Text("previous year", "Vorjahr")
CONTROL = Text(
    "Entities known to be under common control count as one customer.",
    "Unternehmen unter gemeinsamer Beherrschung gelten als ein Kunde.",
)
Reason = Literal["control", "parent", "single"]


@dataclass(frozen=True, slots=True)
class Major:
    """A customer, or group, of 10 % or more; amounts in currency, shares as fractions.

    `account` is the place of the group's first account, `members` those of all. `before` and
    `share_before` are those of the previous year, None where nothing is known.
    """

    account: int
    members: tuple[int, ...]
    name: str
    revenue: float
    share: float
    before: float | None
    share_before: float | None
    segment: str
    several_segments: bool
    reason: Reason
    reasoning: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """All major customers, largest first, and how the accounts agree with reported revenue.

    `revenue` is the entity's: as reported, else the sum of the accounts; None where it is not
    positive, and then nobody is listed. `difference` is reported less accounts, None where nothing
    is reported; `reconciled` says whether it is within 0.5 %.
    """

    majors: tuple[Major, ...]
    revenue: float | None
    before: float
    of_accounts: float
    overhang: float
    reported: float | None
    difference: float | None
    reconciled: bool | None
    period: str
    currency: str

    def label(self, place: int, language: Language) -> str:
        """Return the name under which a customer is disclosed: Customer A."""
        return f"{CUSTOMER(language)} {LETTERS[place]}"

    def said(self, place: int, language: Language) -> str:
        """Return the part of the sentence about one customer."""
        one = self.majors[place]
        before = ""
        if one.before is not None:
            before = f"; {BEFORE(language)} {self.currency} {grouped(one.before, language)}"
        return (
            f"{self.label(place, language)} {self.currency} {grouped(one.revenue, language)} "
            f"({percent(one.share, language)}{before})"
        )

    def sentence(self, language: Language) -> str:
        """Return the drafted note, "" where there is no revenue."""
        if self.revenue is None:
            return ""
        opening = f"{IN(language)} {self.period}" if self.period else IN_PERIOD(language)
        count = len(self.majors)
        told = NOBODY if not count else ONE if count == 1 else SEVERAL
        text = (
            f"{opening}, {told(language)}" if language == "en" else f"{opening} {told(language)}"
        ).replace("{n}", str(count))
        text += f" {self.currency} {grouped(self.revenue, language)}"
        if not count:
            return f"{text}."
        named = "; ".join(self.said(place, language) for place in range(count))
        return f"{text}: {named}. {CONTROL(language)}"


def grouped(amount: float, language: Language) -> str:
    """Return a whole amount with its thousands set apart: 1,234,567 or 1.234.567."""
    whole = math.floor(abs(nine(amount)) + 0.5)
    text = f"{whole:,}"
    sign = "-" if nine(amount) < 0 and whole else ""
    return sign + (text if language == "en" else text.replace(",", "."))


def percent(share: float, language: Language) -> str:
    """Return a share with one digit: 35.0 % or 35,0 %."""
    tenths = math.floor(abs(nine(share)) * 1000 + 0.5 + 1e-9)
    sign = "-" if nine(share) < 0 and tenths else ""
    return f"{sign}{tenths // 10}{'.' if language == 'en' else ','}{tenths % 10} %"


def disclosure(result: Assessment) -> Disclosure:
    """Return who is to be disclosed, groups rolled up first."""
    portfolio, policy = result.portfolio, result.policy
    sold, sold_before = (portfolio.external_number(key) for key in ("revenue", "revenue_y1"))
    of_group = control.money_sums(result.group, sold)
    total, total_before = _total(sold), _total(sold_before)
    reported = policy.reported_revenue
    revenue = total if reported is None else reported
    before = total_before if policy.reported_before is None else policy.reported_before
    majors: list[Major] = []
    if revenue > 0:
        filled = np.where(np.isnan(of_group), -np.inf, of_group)
        for account in np.argsort(-filled, kind="stable")[:LISTED].tolist():
            share = float(of_group[account]) / revenue
            if not nine(share) >= THRESHOLD:
                break
            majors.append(_major(result, account, float(of_group[account]), revenue, before))
    difference = None if reported is None else money(reported - total)
    return Disclosure(
        majors=tuple(majors),
        revenue=revenue if revenue > 0 else None,
        before=before,
        of_accounts=total,
        overhang=money(math.fsum(sold[sold < 0])),
        reported=reported,
        difference=difference,
        reconciled=(
            None
            if difference is None or not reported
            else nine(abs(difference) / reported) <= TOLERANCE
        ),
        period=policy.period,
        currency=policy.currency,
    )


def _total(amounts: Floats) -> float:
    return money(math.fsum(amounts[~np.isnan(amounts)]))


def _major(
    result: Assessment, account: int, revenue: float, total: float, total_before: float
) -> Major:
    portfolio = result.portfolio
    members = np.flatnonzero(result.group == result.group[account])
    earlier = portfolio.external_number("revenue_y1")[members]
    known = earlier[~np.isnan(earlier)]
    before = money(math.fsum(known)) if len(known) else None
    segments = [portfolio.text("segment")[member] for member in members]
    own = portfolio.text("segment")[account]
    reason: Reason = "single"
    if control.tidy(portfolio.text("control_group")[_root(result, account)]):
        reason = "control"
    elif len(members) > 1:
        reason = "parent"
    return Major(
        account=account,
        members=tuple(members.tolist()),
        name=" ".join(part for part in control.group_name(portfolio, account).split(" ") if part),
        revenue=revenue,
        share=revenue / total,
        before=before,
        share_before=None if before is None or total_before <= 0 else before / total_before,
        segment=own,
        several_segments=any(control.tidy(s) != control.tidy(own) for s in segments),
        reason=reason,
        reasoning=portfolio.text("control_reason")[account],
    )


def _root(result: Assessment, account: int) -> int:
    return int(control.roots(control.parents(result.portfolio))[0][account])
