"""Who is one customer in the workbook: by parents up to the ultimate one, or by common control.

A control group goes before the parent (IFRS 8.34: entities under common control are one customer;
of state entities a judgement, hence with a reason). A parent that is no account's id is a name.
What `groups` does with chains of any length is done here as formulas can do it: over eight steps;
a finding names accounts whose chain is longer, or runs in a circle.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from kamxl.domain.concentration import structural_shares
from kamxl.domain.groups import group_sums
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Bools, Floats, Integers, money
from kamxl.findings import Finding, Subject
from kamxl.text import Text

# Chains are followed by doubling: three times, so over so many steps.
DOUBLINGS = 3
STEPS = 2**DOUBLINGS
LISTED = 20


def tidy(text: str) -> str:
    """Return a text as it compares: lower case, without blanks at its ends and doubled ones."""
    return " ".join(part for part in text.split(" ") if part).lower()


def parents(portfolio: Portfolio) -> Integers:
    """Return the place of each account's direct parent; its own where it has none.

    Nobody is above a control group. The first of several accounts with one id counts.
    """
    by_id: dict[str, int] = {}
    for account, id_ in enumerate(portfolio.ids):
        if id_:
            by_id.setdefault(id_.lower(), account)
    control = portfolio.text("control_group")
    return np.array(
        [
            account if tidy(control[account]) else by_id.get(tidy(parent), account)
            for account, parent in enumerate(portfolio.text("parent"))
        ],
        dtype=np.int64,
    )


def roots(direct: Integers) -> tuple[Integers, Bools]:
    """Return the ultimate parent of each account, and where a chain does not end in 8 steps.

    Such an account, as in a circle of parents, is its own group.
    """
    up = direct
    for _ in range(DOUBLINGS):
        up = up[up]
    endless: Bools = direct[up] != up
    return np.where(endless, np.arange(len(direct)), up), endless


def farthest(direct: Integers) -> Integers:
    """Return where chains of any length end; in a circle, somewhere in the circle."""
    up = direct
    for _ in range(len(direct).bit_length()):
        up = up[up]
    return up


def group_keys(portfolio: Portfolio) -> list[str]:
    """Return what tells groups apart: `c:` and a name, or `#` and the row of the ultimate parent.

    A name is that of the control, or of a parent who is no account; they may be the same group.
    """
    direct = parents(portfolio)
    root, _ = roots(direct)
    control, parent = portfolio.text("control_group"), portfolio.text("parent")

    def key(top: int) -> str:
        if tidy(control[top]):
            return f"c:{tidy(control[top])}"
        label = tidy(parent[top])
        named = label and direct[top] == top and label != portfolio.ids[top].lower()
        return f"c:{label}" if named else f"#{top + 1}"

    return [key(int(top)) for top in root]


def group_numbers(portfolio: Portfolio) -> Integers:
    """Return the place of the first account of each account's group."""
    first: dict[str, int] = {}
    return np.array(
        [first.setdefault(key, account) for account, key in enumerate(group_keys(portfolio))],
        dtype=np.int64,
    )


def group_name(portfolio: Portfolio, account: int) -> str:
    """Return what the group of an account is called: control, a parent's name, or its root."""
    top = int(roots(parents(portfolio))[0][account])
    if tidy(portfolio.text("control_group")[top]):
        return portfolio.text("control_group")[top].strip()
    if group_keys(portfolio)[account].startswith("c:"):
        return portfolio.text("parent")[top].strip()
    return portfolio.names[top] or portfolio.ids[top]


def sums(group: Integers, amounts: Floats) -> Floats:
    """Return the sum of each group's known amounts at its first account, NaN elsewhere."""
    summed, _ = group_sums([str(first) for first in group], amounts)
    return np.where(group == np.arange(len(group)), np.nan_to_num(summed), np.nan)


def money_sums(group: Integers, amounts: Floats) -> Floats:
    """Return `sums` rounded to 4 digits, so that groups of the same amounts are equal."""
    return np.array([money(value) for value in sums(group, amounts)], dtype=float)


def parts(summed: Floats) -> Floats:
    """Return structural shares of groups, 0 where no group has a positive amount, NaN elsewhere."""
    return np.where(np.isnan(summed), np.nan, np.nan_to_num(structural_shares(summed)))


def group_shares(
    group: Integers, summed: Floats, amounts: Floats, reported: float | None
) -> Floats:
    """Return each group's disclosure share at all its accounts; NaN where it is the account's own.

    Of the reported total, or of the sum of all amounts; NaN throughout if that is not positive.
    """
    total = math.fsum(amounts[~np.isnan(amounts)]) if reported is None else reported
    if total <= 0:
        return np.full(len(group), np.nan)
    of_group = summed[group]
    return np.where(of_group == np.nan_to_num(amounts), np.nan, of_group / total)


def parent_findings(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield circles of parents, parents whom nobody else knows, and control without a reason."""
    direct = parents(portfolio)
    _, endless = roots(direct)
    top = farthest(direct)
    for code, some in (
        ("A-PARENT-CIRCLE", endless & (direct[top] != top)),
        ("A-PARENT-CHAIN", endless & (direct[top] == top)),
    ):
        found = np.flatnonzero(some).tolist()
        if not found:
            continue
        listed = ", ".join(_called(portfolio, account) for account in found[:LISTED])
        said: dict[str, str | int | Text] = {
            "count": len(found),
            "names": listed + (", …" if len(found) > LISTED else ""),
        }
        if code == "A-PARENT-CHAIN":
            tops = dict.fromkeys(portfolio.ids[int(top[account])] for account in found)
            said["parent"] = ", ".join([*tops][:LISTED])
        yield Finding(code, said, Subject(found[0], field="parent"))
    labels = [tidy(parent) for parent in portfolio.text("parent")]
    uses = Counter(labels)
    ids = {id_.lower() for id_ in portfolio.ids if id_}
    lonely = [a for a, label in enumerate(labels) if label and label not in ids and uses[label] < 2]
    for account in lonely[:LISTED]:
        yield Finding(
            "A-PARENT",
            {"account": _called(portfolio, account), "parent": portfolio.text("parent")[account]},
            Subject(account, field="parent"),
        )
    if len(lonely) > LISTED:
        yield Finding(
            "I-MORE",
            {"count": len(lonely) - LISTED, "code": "A-PARENT"},
            Subject(lonely[LISTED], field="parent"),
        )
    controls, reasons = portfolio.text("control_group"), portfolio.text("control_reason")
    reasoned = {tidy(c) for c, r in zip(controls, reasons, strict=True) if tidy(r)}
    bare = {
        tidy(control): account
        for account, control in reversed(list(enumerate(controls)))
        if tidy(control) and tidy(control) not in reasoned
    }
    for account in sorted(bare.values())[:LISTED]:
        yield Finding(
            "A-CONTROL", {"group": controls[account]}, Subject(account, field="control_reason")
        )


def _called(portfolio: Portfolio, account: int) -> str:
    return portfolio.names[account] or portfolio.ids[account] or "–"
