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


def row_formula(typed: str) -> str:
    """Return the formula of the row in the ratings that a typed text chooses, 0 for none."""
    fits = (
        f"(EXACT(ratings[id],{typed})+EXACT(LEFT({typed},LEN(ratings[id])+{len(DASH)}),"
        f'ratings[id]&"{DASH}"))'
    )
    rank = f"(LEN(ratings[id])*{ROWS_MOST}+{ROWS_MOST}-(ROW(ratings[id])-ROW(kam_ratings_head)))"
    best = f"SUMPRODUCT(MAX((ratings[account_row]>0)*{fits}*{rank}))"
    return f"IF({best}=0,0,{ROWS_MOST}-MOD({best},{ROWS_MOST}))"
