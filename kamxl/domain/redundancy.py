"""Criteria that tell nothing or the same as another: unrated, constant, correlated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from kamxl.domain.policy import Criterion
from kamxl.domain.rounding import Floats, at_nine_digits
from kamxl.findings import Finding, Subject
from kamxl.text import Language, Text, number, number_text

if TYPE_CHECKING:
    from kamxl.domain.assessment import Assessment

REVENUE_CRITERION = "revenue_volume"
STRATEGIC = "strategic_value"
ALIKE = 0.9
# Fewer ratings agree by chance.
FEWEST_ALIKE, FEWEST_SAME = 10, 3
PAIRS_LISTED = 3


def correlations(columns: Floats) -> Floats:
    """Return Pearson's ρ of each two columns over the rows that both have.

    `columns` is (n, k), NaN where unknown; the result (k, k) is NaN where fewer than 10 rows are
    common, or one of the two does not vary in them.
    """
    known = ~np.isnan(columns)
    counts = known.sum(axis=0)
    filled = np.where(known, columns, 0.0)
    # Near zero first, so that sums of squares keep their digits.
    centred = np.where(known, columns - filled.sum(axis=0) / np.maximum(counts, 1), 0.0)
    mask = known.astype(float)
    n = mask.T @ mask
    sums, squares = centred.T @ mask, (centred**2).T @ mask
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = centred.T @ centred - sums * sums.T / n
        spread = np.maximum(squares - sums**2 / n, 0.0)
        moving = spread > 1e-9 * np.maximum(squares, 1e-300)
        rho = covariance / np.sqrt(spread * spread.T)
    return np.where((n >= FEWEST_ALIKE) & moving & moving.T, rho, np.nan)


def redundancy_findings(result: Assessment) -> Iterator[Finding]:
    """Yield criteria with weight that nobody rated, that do not discriminate, or count twice.

    Where no one has rated anything yet, there is nothing to say.
    """
    policy, portfolio = result.policy, result.portfolio
    weighed = [place for place, c in enumerate(policy.criteria) if c.effective_weight > 0]
    ratings = result.effective[:, weighed]
    ratings = ratings[portfolio.scored]
    criteria = [policy.criteria[place] for place in weighed]
    someone = any(np.any(~np.isnan(typed.values)) for typed in portfolio.ratings.values())
    for criterion, column in zip(criteria, ratings.T, strict=True):
        known = at_nine_digits(column[~np.isnan(column)])
        place = Subject(criterion=criterion.key, field="weight")
        if not len(known) and someone:
            yield Finding("W-UNUSED", {"criterion": criterion.name}, place)
        elif len(known) >= FEWEST_SAME and np.all(known == known[0]):
            yield Finding(
                "W-CONST",
                {"criterion": criterion.name, "count": len(known),
                 "rating": number_text(float(known[0]), 2)},
                place,
            )  # fmt: skip
    yield from _alike(criteria, ratings, portfolio.number("revenue")[portfolio.scored])


def _alike(criteria: list[Criterion], ratings: Floats, revenue: Floats) -> Iterator[Finding]:
    keys = [criterion.key for criterion in criteria]
    rho = at_nine_digits(correlations(np.column_stack([ratings, revenue])))
    pairs = sorted(
        (
            (one, other)
            for one in range(len(criteria))
            for other in range(one + 1, len(criteria))
            if abs(rho[one, other]) > ALIKE
        ),
        key=lambda pair: -abs(rho[pair]),
    )
    if pairs:
        yield Finding(
            "W-CORR",
            {"count": len(pairs), "pairs": _listed(criteria, rho, pairs[:PAIRS_LISTED])},
            Subject(criterion=criteria[pairs[0][1]].key, field="weight"),
        )
    if STRATEGIC not in keys:
        return
    strategic = keys.index(STRATEGIC)
    volume = keys.index(REVENUE_CRITERION) if REVENUE_CRITERION in keys else strategic
    with_revenue = float(rho[strategic, -1])
    if abs(with_revenue) > ALIKE and not (
        volume != strategic and abs(rho[strategic, volume]) > ALIKE
    ):
        yield Finding(
            "W-CORR-REVENUE",
            {"criterion": criteria[strategic].name, "rho": number_text(with_revenue, 2)},
            Subject(criterion=STRATEGIC, field="weight"),
        )


def _listed(criteria: list[Criterion], rho: Floats, pairs: list[tuple[int, int]]) -> Text:
    def said(language: Language) -> str:
        return ", ".join(
            f"{criteria[one].name(language)} – {criteria[other].name(language)} "
            f"({number(float(rho[one, other]), 2, language)})"
            for one, other in pairs
        )

    return Text(said("en"), said("de"))
