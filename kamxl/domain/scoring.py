"""The weighted sum on anchored ratings (utility analysis, Nutzwertanalyse; domain 4.1 to 4.5).

Kernels: columns in, columns out, nothing validated. Ratings are (accounts, criteria), NaN where
missing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

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


def weighted_scores(effective: Floats, weights: Floats, low: float, high: float) -> Scores:
    """Return S = Σ w g / Σ w over the rated criteria (policy `reweight`), coverage and bounds.

    The bounds fill the missing ratings with the lowest and the highest point of the scale.
    Score is NaN where nothing that has weight is rated, everything NaN where all weights are 0.
    """
    present = ~np.isnan(effective)
    total = float(weights.sum())
    points = np.where(present, effective, 0.0) @ weights
    covered = present.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(covered > 0, points / covered, np.nan)
        coverage = covered / total if total > 0 else np.full(len(points), np.nan)
        missing = np.maximum(total - covered, 0.0)
        lowest = (points + low * missing) / total if total > 0 else np.full(len(points), np.nan)
        highest = (points + high * missing) / total if total > 0 else np.full(len(points), np.nan)
    return Scores(score, coverage, lowest, highest)


def assessable(scores: Scores, minimum_coverage: float) -> Bools:
    """Return where enough weight is covered for a rank and a tier."""
    enough: Bools = at_nine_digits(scores.coverage) >= nine(minimum_coverage)
    return enough & ~np.isnan(scores.score)


def contributions(effective: Floats, weights: Floats) -> Floats:
    """Return w g / Σ w of the rated criteria: (accounts, criteria), each row sums to the score."""
    present = ~np.isnan(effective)
    covered = present.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(present, effective, 0.0) * weights / covered[:, None]
    return np.where(covered[:, None] > 0, parts, 0.0)
