"""Accounts in drop-downs: an entry is `id – name`; an id alone, or a name of before, will do."""

from __future__ import annotations

from collections.abc import Sequence

DASH = " – "
# Longer ids go before, then earlier rows: both in one number.
ROWS_MOST = 2**21


def entry(id_: str, name: str) -> str:
    """Return how lists name an account."""
    return f"{id_}{DASH}{name}"


def chosen(typed: str, ids: Sequence[str]) -> int | None:
    """Return which id was chosen, None where none: the longest that is typed or begins an entry.

    Of equal ones the first; names behind the id do not matter, for they may have changed since.
    """
    fits = [n for n, id_ in enumerate(ids) if id_ and (typed == id_ or typed[: len(id_ + DASH)] ==
            id_ + DASH)]  # fmt: skip
    return max(fits, key=lambda n: (len(ids[n]), -n), default=None)


def row_formula(typed: str, table: str = "ratings", there: str = "ratings[account_row]>0") -> str:
    """Return the formula of the row of a table that a typed text chooses, 0 for none.

    `there` says which of its rows bear an account.
    """
    ids = f"{table}[id]"
    fits = f'(EXACT({ids},{typed})+EXACT(LEFT({typed},LEN({ids})+{len(DASH)}),{ids}&"{DASH}"))'
    rank = f"(LEN({ids})*{ROWS_MOST}+{ROWS_MOST}-(ROW({ids})-ROW(kam_{table}_head)))"
    best = f"SUMPRODUCT(MAX(({there})*{fits}*{rank}))"
    return f"IF({best}=0,0,{ROWS_MOST}-MOD({best},{ROWS_MOST}))"
