"""Relative strength: us against the best competitor, with the customer's own weights (domain 2.2).

R = S(us) / S(competitor), the least over the competitors, where S = Σ w y / Σ w over the factors
that are rated for both. With every factor rated that is S(us) / max S(competitor). Points are put
on 1 to 10 before they are divided, so that R is the same on both scales.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kamxl.domain.buying import FACTORS
from kamxl.domain.matrix import MIDPOINT
from kamxl.domain.policy import Policy, Scale
from kamxl.domain.portfolio import COMPARED_NUMBERS, COMPARED_TEXTS, RIVALS, Portfolio
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.findings import Finding, Subject
from kamxl.text import Text

if TYPE_CHECKING:
    from kamxl.domain.assessment import Assessment

HEAVIEST = 100.0
# Why there is no R: nothing is rated for us, nothing for a competitor, too little for both.
COMPARED, NO_US, NO_RIVAL, TOO_LITTLE = range(4)
REASONS: tuple[Text, ...] = (
    Text("we are not rated", "wir sind nicht bewertet"),
    Text("no competitor is rated", "kein Wettbewerber ist bewertet"),
    Text("too little is rated for both", "zu wenig ist für beide bewertet"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One place an account; NaN, and 0 in whole numbers, where there is none.

    `ratio` is R, rounded to 9 digits; `us` and `best` are the points behind it on the policy's
    scale. `rival` is the competitor who limits R, from 1. `coverage` is the share of the weight
    that is rated for both, the largest of the competitors where none can be compared. `gap` is the
    factor, from 1, that costs most against that competitor. `reason` is 0 where there is R.
    """

    ratio: Floats
    us: Floats
    best: Floats
    rival: Integers
    coverage: Floats
    gap: Integers
    reason: Integers
    weights: Floats
    gaps: Floats
    covered: Floats
    own: Floats
    theirs: Floats
    ratios: Floats


def block(portfolio: Portfolio, prefix: str) -> Floats:
    """Return one block of typed numbers, (accounts, factors)."""
    return np.stack([portfolio.number(f"{prefix}_{n}") for n in range(1, FACTORS + 1)], axis=1)


def valid_weights(weights: Floats) -> Bools:
    """Return which typed weights count: 0 to 100."""
    good: Bools = (weights >= 0) & (weights <= HEAVIEST)
    return good


def on_ten(points: Floats, scale: Scale) -> Floats:
    """Return points of a scale on 1 to 10."""
    return 1 + (points - scale.low) / scale.step


def fallback(strength: Floats, scale: Scale) -> Floats:
    """Return criteria's points as a ratio to the middle of the scale: 5.5 is 1.0."""
    return at_nine_digits(on_ten(strength, scale) / MIDPOINT)


def compare(portfolio: Portfolio, policy: Policy) -> Comparison:
    """Compare us with every account's best competitor; accounts that are not scored included."""
    scale, count = policy.scale, len(portfolio)
    us, typed = block(portfolio, "us"), block(portfolio, "w")
    usual = np.array([factor.weight for factor in policy.factors], dtype=float)
    weights = np.where(valid_weights(typed), typed, usual)
    total = weights.sum(axis=1)

    def on_scale(values: Floats) -> Bools:
        good: Bools = (values >= scale.low) & (values <= scale.high)
        return good

    rivals = np.stack([block(portfolio, rival) for rival in RIVALS])
    both = on_scale(us) & on_scale(rivals)
    used = np.where(both, weights, 0.0)
    covered = used.sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = (used * np.where(both, us, 0.0)).sum(axis=2) / covered
        theirs = (used * np.where(both, rivals, 0.0)).sum(axis=2) / covered
        share = np.where(total > 0, covered / total, 0.0)
        enough = (covered > 0) & (at_nine_digits(share) >= nine(policy.minimum_coverage))
        ratios = np.where(
            enough, at_nine_digits(on_ten(own, scale) / on_ten(theirs, scale)), np.nan
        )
    any_ = enough.any(axis=0)
    place = np.argmin(np.where(enough, ratios, np.inf), axis=0)
    rows = np.arange(count)

    def chosen(values: Floats) -> Floats:
        return np.where(any_, values[place, rows], np.nan)

    lead = rivals[place, rows] - us
    gaps = np.where(
        any_[:, None] & both[place, rows], at_nine_digits(weights * np.nan_to_num(lead)), 0.0
    )
    reason = np.where(
        any_,
        COMPARED,
        np.where(
            ~on_scale(us).any(axis=1),
            NO_US,
            np.where(~on_scale(rivals).any(axis=(0, 2)), NO_RIVAL, TOO_LITTLE),
        ),
    )
    return Comparison(
        ratio=chosen(ratios),
        us=chosen(own),
        best=chosen(theirs),
        rival=np.where(any_, place + 1, 0),
        coverage=np.where(any_, share[place, rows], share.max(axis=0)),
        gap=np.where(gaps.max(axis=1) > 0, gaps.argmax(axis=1) + 1, 0),
        reason=reason,
        weights=weights,
        gaps=gaps,
        covered=covered,
        own=own,
        theirs=theirs,
        ratios=ratios,
    )


def given(portfolio: Portfolio) -> Bools:
    """Return which accounts have any number or competitor of a comparison."""
    found = np.zeros(len(portfolio), dtype=bool)
    for key in COMPARED_NUMBERS:
        if key in portfolio.numbers:
            found |= ~np.isnan(portfolio.number(key))
    for key in COMPARED_TEXTS:
        if key in portfolio.texts:
            found |= np.array([bool(text) for text in portfolio.text(key)], dtype=bool)
    return found


def comparison_findings(result: Assessment) -> Iterator[Finding]:
    """Yield numbers that do not count, accounts without R and why, and what is used instead."""
    portfolio, policy, found = result.portfolio, result.policy, result.comparison
    low, high = policy.scale.low, policy.scale.high

    def name(account: int) -> str:
        return portfolio.names[account] or portfolio.ids[account]

    for key in COMPARED_NUMBERS:
        if key not in portfolio.numbers:
            continue
        values, weight = portfolio.number(key), key.startswith("w_")
        good = valid_weights(values) if weight else (values >= low) & (values <= high)
        factor = policy.factors[int(key.rpartition("_")[2]) - 1].name
        for account in np.flatnonzero(~np.isnan(values) & ~good).tolist():
            said: dict[str, str | int | Text] = {
                "account": name(account),
                "value": f"{values[account]:g}",
                "criterion": factor,
            }
            if not weight:
                said |= {"low": str(low), "high": str(high)}
            code = "M-WEIGHT" if weight else "R-RANGE"
            yield Finding(code, said, Subject(account, field=key))
    typed = given(portfolio)
    if policy.strength_mode != "relative":
        if typed.any():
            yield Finding("M-UNUSED", {"count": int(typed.sum())}, Subject(field="strength_mode"))
        return
    for account in np.flatnonzero(typed & (found.reason != COMPARED)).tolist():
        yield Finding(
            "M-COMPARISON",
            {"account": name(account), "why": REASONS[int(found.reason[account]) - 1]},
            Subject(account, field="us_1"),
        )
    instead = portfolio.scored & np.isnan(found.ratio) & ~np.isnan(result.strength)
    if instead.any():
        yield Finding("M-FALLBACK", {"count": int(instead.sum())}, Subject(field="strength_mode"))
