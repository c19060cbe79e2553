"""Accounts that are probably one customer: the same name under several ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Finding, Subject

GROUPS_LISTED = 20
IDS_LISTED = 5
NOT_WORDS = re.compile(r"[^\w]+")
# Behind a name these say only what kind of company it is.
LEGAL_FORMS = frozenset(
    {
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "gbr", "ek", "eg", "ev", "se", "co", "cie",
        "haftungsbeschränkt", "ltd", "limited", "plc", "llc", "llp", "lp", "inc", "incorporated",
        "corp", "corporation", "company", "sa", "sas", "sarl", "sàrl", "srl", "spa", "bv", "nv",
        "ab", "as", "oy",
    }
)  # fmt: skip


def bare_name(name: str) -> str:
    """Return a name without case, punctuation and the legal form at its end."""
    joined = name.casefold().replace(".", "").replace("&", " ")
    parts = [part for part in NOT_WORDS.split(joined) if part]
    kept = list(parts)
    while kept and kept[-1] in LEGAL_FORMS:
        kept.pop()
    return " ".join(kept or parts)


def same_names(names: Sequence[str], ids: Sequence[str]) -> list[list[int]]:
    """Return groups of accounts with one bare name and different ids, in their order."""
    groups: dict[str, list[int]] = {}
    for account, name in enumerate(names):
        if bare := bare_name(name):
            groups.setdefault(bare, []).append(account)
    return [group for group in groups.values() if len({ids[a].casefold() for a in group}) > 1]


def duplicate_findings(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield groups of accounts with one name, and into which of them to merge: the largest."""
    groups = same_names(portfolio.names, portfolio.ids)
    revenue = np.nan_to_num(portfolio.number("revenue"), nan=-np.inf)
    for group in groups[:GROUPS_LISTED]:
        largest = max(group, key=lambda account: revenue[account])
        others = [portfolio.ids[account] or "–" for account in group if account != largest]
        listed = ", ".join(others[:IDS_LISTED])
        yield Finding(
            "A-SAME-NAME",
            {
                "name": portfolio.names[largest],
                "count": len(group),
                "into": portfolio.ids[largest] or "–",
                "others": listed + (", …" if len(others) > IDS_LISTED else ""),
            },
            Subject(largest, field="name"),
        )
    if len(groups) > GROUPS_LISTED:
        yield Finding(
            "I-MORE",
            {"count": len(groups) - GROUPS_LISTED, "code": "A-SAME-NAME"},
            Subject(groups[GROUPS_LISTED][0], field="name"),
        )
