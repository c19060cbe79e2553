"""Who looks after key accounts, and how many one person can hold (rows E8, F5, J1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.rounding import Bools, Floats
from kamxl.findings import Finding, Subject

# Literature names 1 to 3 for large ones; five is the upper end for a full-time manager.
ACCOUNTS_PER_MANAGER = 5
# Above this many accounts without an owner a list says less than a count.
NAMED_WITHOUT_OWNER = 3
ACCOUNT_MANAGER = "account_manager"


@dataclass(frozen=True, slots=True)
class Load:
    """One owner: how many key accounts, of how much revenue, whether too many, and the first."""

    owner: str
    accounts: int
    revenue: float
    over: bool
    first: int


def owner_name(text: str) -> str:
    """Return an owner's name without blanks at its ends and doubled ones."""
    return " ".join(text.split())


def loads(result: Assessment, key: Bools, limit: int = ACCOUNTS_PER_MANAGER) -> tuple[Load, ...]:
    """Return the owners of key accounts, the most loaded first; names differ by more than case."""
    owners = [owner_name(text) for text in result.portfolio.text("owner")]
    revenue = np.nan_to_num(result.portfolio.number("revenue"))
    groups: dict[str, list[int]] = {}
    for place in np.flatnonzero(key).tolist():
        if owners[place]:
            groups.setdefault(owners[place].casefold(), []).append(place)
    found = [
        Load(
            owners[places[0]],
            len(places),
            float(revenue[places].sum()),
            len(places) > limit,
            places[0],
        )
        for places in groups.values()
    ]
    return tuple(sorted(found, key=lambda load: (-load.accounts, load.owner.casefold())))


def owner_loads(result: Assessment, key: Bools) -> Floats:
    """Return for each account how many key accounts its owner has, NaN where it has no owner."""
    counts = {load.owner.casefold(): load.accounts for load in loads(result, key)}
    owners = [owner_name(text).casefold() for text in result.portfolio.text("owner")]
    return np.array([counts.get(owner, 0) if owner else np.nan for owner in owners], dtype=float)


def capacity_findings(
    result: Assessment, key: Bools, limit: int = ACCOUNTS_PER_MANAGER
) -> Iterator[Finding]:
    """Yield owners with too many key accounts; A and B without an owner, A without a KAM.

    Where owners were never entered, one finding counts the accounts instead of naming each.
    """
    for load in loads(result, key, limit):
        if load.over:
            yield Finding(
                "P-CAPACITY",
                {"owner": load.owner, "count": load.accounts, "limit": limit},
                Subject(load.first, field="owner"),
            )
    portfolio = result.portfolio
    owners, roles = portfolio.text("owner"), portfolio.text("owner_role")
    lonely = []
    for account in np.flatnonzero((result.tier == 1) | (result.tier == 2)).tolist():
        values = {"account": portfolio.names[account], "tier": "AB"[int(result.tier[account]) - 1]}
        subject = Subject(account, field="owner")
        if not owners[account].strip():
            lonely.append(Finding("P-NO-OWNER", values, subject))
        elif values["tier"] == "A" and roles[account] == ACCOUNT_MANAGER:
            yield Finding("P-OWNER-ROLE", {**values, "owner": owner_name(owners[account])}, subject)
    if len(lonely) <= NAMED_WITHOUT_OWNER:
        yield from lonely
    else:
        subject = lonely[0].subject
        yield Finding(
            "P-NO-OWNERS",
            {"count": len(lonely), "account": lonely[0].values["account"]},
            subject,
        )
