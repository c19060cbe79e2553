"""The weighted sum on anchored ratings (utility analysis, Nutzwertanalyse; domain 4.1 to 4.5).

Kernels: columns in, columns out, nothing validated. Ratings are (accounts, criteria), NaN where
missing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kamxl.domain.policy import Missing
from kamxl.domain.rounding import Bools, Floats, at_nine_digits, nine


class Scores(NamedTuple):
    """Columns: score on the scale, covered weight as a fraction, and the score's bounds."""

    score: Floats
    coverage: Floats
    lowest: Floats
    highest: Floats


def directed(ratings: Floats, directions: Floats, low: float, high: float) -> Floats:
    """Return ratings after direction: x, or low + high − x where high is bad."""
    return np.where(directions > 0, ratings, low + high - ratings)


def missing_fill(missing: Missing, low: float, high: float) -> float | None:
    """Return what a missing rating counts as: the middle, the lowest point, or None for nothing."""
    match missing:
        case "neutral":
            return (low + high) / 2
        case "worst":
            return low
        case "reweight" | "error":
            return None


def weighted_scores(
    effective: Floats, weights: Floats, low: float, high: float, missing: Missing = "reweight"
) -> Scores:
    """Return S = Σ w g / Σ w, coverage and bounds (domain 4.1, 4.4).

    What a missing rating does is the policy's: `reweight` sums over the rated criteria, `neutral`
    and `worst` over all, with the middle or the lowest point of the scale where one is missing;
    with `error` there is no score where one is missing. The bounds fill the missing ratings with
    the lowest and the highest point in any case. Score is NaN where nothing that has weight is
    rated, everything NaN where all weights are 0.
    """
    present = ~np.isnan(effective)
    total = float(weights.sum())
    points = np.where(present, effective, 0.0) @ weights
    covered = present.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(covered > 0, points / covered, np.nan)
        coverage = covered / total if total > 0 else np.full(len(points), np.nan)
        open_ = np.maximum(total - covered, 0.0)
        lowest = (points + low * open_) / total if total > 0 else np.full(len(points), np.nan)
        highest = (points + high * open_) / total if total > 0 else np.full(len(points), np.nan)
        fill = missing_fill(missing, low, high)
        if fill is not None:
            score = np.where(covered > 0, (points + fill * open_) / total, np.nan)
        elif missing == "error":
            score = np.where(at_nine_digits(coverage) < 1, np.nan, score)
    return Scores(score, coverage, lowest, highest)


def assessable(scores: Scores, minimum_coverage: float) -> Bools:
    """Return where enough weight is covered for a rank and a tier."""
    enough: Bools = at_nine_digits(scores.coverage) >= nine(minimum_coverage)
    return enough & ~np.isnan(scores.score)


def contributions(
    effective: Floats, weights: Floats, low: float, high: float, missing: Missing = "reweight"
) -> Floats:
    """Return w g / Σ w: (accounts, criteria), each row sums to the score; 0 where there is none.

    What fills a missing rating belongs to its criterion.
    """
    present = ~np.isnan(effective)
    covered = present.astype(float) @ weights
    fill = missing_fill(missing, low, high)
    scored = covered > 0
    if missing == "error" and weights.sum() > 0:
        scored &= at_nine_digits(covered / weights.sum()) >= 1
    base = covered if fill is None else np.full(len(covered), weights.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(present, effective, fill or 0.0) * weights / base[:, None]
    return np.where(scored[:, None], parts, 0.0)
