"""Accounts that are probably one customer: one VAT id, or one name, under several ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain.control import group_numbers
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Finding, Subject

GROUPS_LISTED = 20
IDS_LISTED = 5
NOT_WORDS = re.compile(r"[^\w]+")
NOT_VAT = re.compile(r"[\W_]+")
# A VAT id has at least so many signs; shorter texts stand for "none" or "not known".
VAT_SHORTEST = 6
# Behind a name these say only what kind of company it is.
LEGAL_FORMS = frozenset(
    {
        "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "ug", "gbr", "ek", "eg", "ev", "se", "co", "cie",
        "haftungsbeschränkt", "ltd", "limited", "plc", "llc", "llp", "lp", "inc", "incorporated",
        "corp", "corporation", "company", "sa", "sas", "sarl", "sàrl", "srl", "spa", "bv", "nv",
        "ab", "as", "oy",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merge:
    """A proposal: the accounts `others` are one customer with `into`, the largest by revenue.

    `by` is what they have in common. All are places in the portfolio; `others` in their order.
    """

    by: Literal["vat_id", "name"]
    into: int
    others: tuple[int, ...]


def bare_name(name: str) -> str:
    """Return a name without case, punctuation and the legal form at its end."""
    joined = name.casefold().replace(".", "").replace("&", " ")
    parts = [part for part in NOT_WORDS.split(joined) if part]
    kept = list(parts)
    while kept and kept[-1] in LEGAL_FORMS:
        kept.pop()
    return " ".join(kept or parts)


def bare_vat(vat_id: str) -> str:
    """Return a VAT id without blanks, points and dashes, in capitals; "" for what is none.

    None is what is too short, has no digit, or no other digit than 0: people type such things
    where they do not know it.
    """
    bare = NOT_VAT.sub("", vat_id).upper()
    told = any(sign.isdigit() and sign != "0" for sign in bare)
    return bare if told and len(bare) >= VAT_SHORTEST else ""


def _same(labels: Sequence[str], ids: Sequence[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for account, label in enumerate(labels):
        if label:
            groups.setdefault(label, []).append(account)
    return [group for group in groups.values() if len({ids[a].casefold() for a in group}) > 1]


def same_names(names: Sequence[str], ids: Sequence[str]) -> list[list[int]]:
    """Return groups of accounts with one bare name and different ids, in their order."""
    return _same([bare_name(name) for name in names], ids)


def same_vats(vat_ids: Sequence[str], ids: Sequence[str]) -> list[list[int]]:
    """Return groups of accounts with one bare VAT id and different ids, in their order."""
    return _same([bare_vat(vat_id) for vat_id in vat_ids], ids)


def proposed_merges(portfolio: Portfolio) -> list[Merge]:
    """Return which accounts to merge into which, by VAT id first, then by name.

    One VAT id within one group of companies is no duplicate: a parent or a control group says that
    they belong together, and shares are summed already. A group found by its VAT id is not
    proposed a second time for its name.
    """
    revenue = np.nan_to_num(portfolio.number("revenue"), nan=-np.inf)
    group = group_numbers(portfolio)

    def merge(by: Literal["vat_id", "name"], accounts: list[int]) -> Merge:
        into = max(accounts, key=lambda account: revenue[account])
        return Merge(by, into, tuple(account for account in accounts if account != into))

    by_vat = [
        accounts
        for accounts in same_vats(portfolio.text("vat_id"), portfolio.ids)
        if len({int(group[account]) for account in accounts}) > 1
    ]
    by_name = same_names(portfolio.names, portfolio.ids)
    return [
        *(merge("vat_id", accounts) for accounts in by_vat),
        *(merge("name", accounts) for accounts in by_name if accounts not in by_vat),
    ]


CODES = {"vat_id": "A-SAME-VAT", "name": "A-SAME-NAME"}


def duplicate_findings(portfolio: Portfolio) -> Iterator[Finding]:
    """Yield the proposed merges, at the cell of the account into which to merge."""
    merges = proposed_merges(portfolio)
    for by, code in CODES.items():
        found = [merge for merge in merges if merge.by == by]
        for merge in found[:GROUPS_LISTED]:
            others = [portfolio.ids[account] or "–" for account in merge.others]
            listed = ", ".join(others[:IDS_LISTED])
            yield Finding(
                code,
                {
                    "name": portfolio.names[merge.into],
                    "count": 1 + len(others),
                    "into": portfolio.ids[merge.into] or "–",
                    "others": listed + (", …" if len(others) > IDS_LISTED else ""),
                    **({"vat": portfolio.text("vat_id")[merge.into]} if by == "vat_id" else {}),
                },
                Subject(merge.into, field=by),
            )
        if len(found) > GROUPS_LISTED:
            yield Finding(
                "I-MORE",
                {"count": len(found) - GROUPS_LISTED, "code": code},
                Subject(found[GROUPS_LISTED].into, field=by),
            )
