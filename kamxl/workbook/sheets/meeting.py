"""Where two accounts draw level when one weight changes: formulas of the sheet of explanation.

With the share t of one criterion in all weights, two scores are equal where a quadratic in t is 0
(`critical.py`). The helpers are its parts, one row a criterion.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain import critical
from kamxl.domain.assessment import Assessment
from kamxl.domain.critical import TRIFLE
from kamxl.domain.policy import SLOTS
from kamxl.domain.yardstick import counted_ratings

WHO = ("own", "other")
HELPERS = (
    *(f"{who}_{part}" for who in WHO for part in ("rest_points", "rest_cover")),
    "square", "linear", "constant", "meet_1", "meet_2", "equal",
)  # fmt: skip


def formulas(at: Callable[[str], str], share: str) -> dict[str, str]:
    """Return the helpers of one criterion; `share` is its part of all weights.

    `at` gives the cell of a helper in the row, the two ratings that count among them.
    """
    there = f"kam_explained_both,kam_explained_own>0,kam_explained_other>0,{share}>0"
    left = f"(1-{share})"
    made: dict[str, str] = {}
    for who in WHO:
        cell, score = at(f"{who}_rating"), f"kam_explained_{who}_score"
        cover = f"kam_explained_{who}_base/kam_weight_total"
        made |= {
            f"{who}_rest_points": f"=IFERROR(IF(AND({there},{left}>{TRIFLE:.12f}),"
            f'({score}*{cover}-{share}*{_rating(cell)})/{left},""),"")',
            f"{who}_rest_cover": f"=IFERROR(IF(AND({there},{left}>{TRIFLE:.12f}),"
            f"IF(({cover}-{share}*{_rated(cell)})/{left}>{TRIFLE:.12f},"
            f'({cover}-{share}*{_rated(cell)})/{left},0),""),"")',
        }
    (x, r, p, c), (x2, r2, p2, c2) = (
        (_rating(at(f"{who}_rating")), _rated(at(f"{who}_rating")), at(f"{who}_rest_points"),
         at(f"{who}_rest_cover"))
        for who in WHO
    )  # fmt: skip
    both = f"({x}-{x2})*{r}*{r2}"
    mixed = f"({x}*{c2}+{p}*{r2}-{x2}*{c}-{p2}*{r})"
    known = f"ISNUMBER({p})"
    square, linear, constant = at("square"), at("linear"), at("constant")
    root = f"SQRT({linear}*{linear}-4*{square}*{constant})"
    half = f"(-({linear}+IF({linear}<0,-1,1)*{root})/2)"
    same = f"MAX(ABS({square}),ABS({linear}),ABS({constant}))<{TRIFLE:.12f}"

    def met(quotient: str) -> str:
        return (
            f"=IFERROR(IF(AND(NOT({same}),{quotient}>=-{TRIFLE:.12f},{quotient}<1-{TRIFLE:.12f}),"
            f'MAX({quotient},0),""),"")'
        )

    one, other = at("meet_1"), at("meet_2")
    low, high = f"MIN({one},{other})", f"MAX({one},{other})"
    return {
        **made,
        "square": f'=IF({known},{both}-{mixed}+{constant},"")',
        "linear": f'=IF({known},{mixed}-2*{constant},"")',
        "constant": f'=IF({known},{p}*{c2}-{p2}*{c},"")',
        "meet_1": met(f"{half}/{square}"),
        "meet_2": met(f"{constant}/{half}"),
        "equal": f'=IF(COUNT({one},{other})=0,"",'
        f"IF(ABS({low}-{share})<=ABS({high}-{share}),{low},{high}))",
    }


def _rating(cell: str) -> str:
    return f"IF(ISNUMBER({cell}),{cell},kam_missing_fill)"


def _rated(cell: str) -> str:
    return f"IF(OR(ISNUMBER({cell}),kam_missing_fill>0),1,0)"


def values(result: Assessment, pair: tuple[int, int] | None) -> list[dict[str, CellValue]]:
    """Return the helpers of each place of a criterion, "" where there are not two accounts."""
    found: list[dict[str, CellValue]] = [dict.fromkeys(HELPERS, "") for _ in range(SLOTS)]
    if pair is None:
        return found
    policy = result.policy
    weights = np.array(policy.weights, dtype=float)
    first, second = (counted_ratings(result.effective[[account]], policy) for account in pair)
    met = critical.meeting(first, second, weights)
    columns = {
        "own_rest_points": met.first.points, "own_rest_cover": met.first.cover,
        "other_rest_points": met.second.points, "other_rest_cover": met.second.cover,
        "square": met.square, "linear": met.linear, "constant": met.constant,
        "meet_1": met.one, "meet_2": met.other,
        "equal": critical.critical_weights(first, second, weights),
    }  # fmt: skip
    for slot in np.flatnonzero(weights > 0).tolist():
        for key, column in columns.items():
            value = float(column[0, slot])
            found[slot][key] = "" if np.isnan(value) else value
    return found
