"""Weights from judgements (domain 4.6): importance, pairwise comparison (AHP), swing.

Weights sum to 100. Where a judgement is missing there are none: nobody weighs by half a table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamxl.domain.rounding import Floats, at_nine_digits

# Saaty, The Analytic Hierarchy Process (1980), for 1 to 15 criteria. Other tables differ in the
# second or third digit: for five pymcdm has 1.1159, ahpsurvey 1.1081, AHPy 1.11 or 1.0591.
RANDOM_INDEX: tuple[float, ...] = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
# A ratio from here on is inconsistent, after Saaty.
INCONSISTENT = 0.1
# What may be typed for a pair: 1/9, also as 0.11, to 9.
LEAST, MOST = 0.11, 9.0
# Steps of power iteration, as many as the workbook has rows for them. The error falls with the
# ratio of the two largest eigenvalues: below 1e-9 as long as the consistency ratio is below 0.3.
STEPS = 40


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a complete pairwise comparison of n criteria says.

    `weights` sum to 100; `eigenvalue` is the principal one, n where all is consistent; `index` is
    (eigenvalue - n) / (n - 1), `ratio` that over RANDOM_INDEX, 0 for fewer than three criteria.
    `triple` are the places, rising, of the three criteria that contradict each other most, None
    where none do: the first to the third is judged `direct`, by way of the second it is `implied`.
    """

    weights: Floats
    eigenvalue: float
    index: float
    ratio: float
    triple: tuple[int, int, int] | None
    direct: float
    implied: float


def proportional_weights(points: Floats) -> Floats | None:
    """Return points as weights that sum to 100: importance 2, 1, 0 or swings of 0 to 100.

    None where a point is missing (NaN) or none is above 0.
    """
    total = points.sum()
    return points * (100 / total) if total > 0 else None


def reciprocal(upper: Floats) -> Floats:
    """Return the matrix of a pairwise comparison from its upper triangle; the rest is not read.

    NaN where a pair has not been compared, or with a number that is not from 1/9 to 9.
    """
    known = np.triu((upper >= LEAST) & (upper <= MOST), 1)
    above = np.where(known, upper, np.nan)
    with np.errstate(invalid="ignore"):
        below = 1 / above
    return np.where(
        np.triu(np.ones(upper.shape, bool), 1),
        above,
        np.where(np.eye(len(upper), dtype=bool), 1.0, below.T),
    )


def missing_pairs(matrix: Floats) -> int:
    """Return how many pairs of a reciprocal matrix have not been compared."""
    return int(np.isnan(np.triu(matrix, 1)).sum())


def preference_weights(matrix: Floats) -> Floats | None:
    """Return weights by points for each pair (Paarvergleich): 2 preferred, 1 equal, 0 not.

    Only who is preferred counts, not how much: one that is never preferred has weight 0. None where
    pairs are missing.
    """
    if missing_pairs(matrix) or len(matrix) < 2:
        return None
    rounded = at_nine_digits(matrix.ravel()).reshape(matrix.shape)
    points = 2.0 * (rounded > 1) + 1.0 * (rounded == 1)
    return proportional_weights(points.sum(axis=1) - 1)


def principal(matrix: Floats) -> tuple[Floats, float]:
    """Return the principal eigenvector, which sums to 1, and its eigenvalue, by STEPS steps."""
    sums = matrix.sum(axis=0)
    vector = np.full(len(matrix), 1 / len(matrix))
    for _ in range(STEPS):
        vector = matrix @ vector / (sums @ vector)
    return vector, float(sums @ vector)


def compare(matrix: Floats) -> Comparison | None:
    """Return weights and consistency of a reciprocal matrix (Saaty's AHP); None where incomplete.

    Also None without any criterion.
    """
    n = len(matrix)
    if n == 0 or missing_pairs(matrix):
        return None
    vector, eigenvalue = principal(matrix)
    index = (eigenvalue - n) / (n - 1) if n > 2 else 0.0
    ratio = index / RANDOM_INDEX[n - 1] if n > 2 else 0.0
    triple = worst_triple(matrix)
    direct = implied = 1.0
    if triple is not None:
        first, second, third = triple
        direct = float(matrix[first, third])
        implied = float(matrix[first, second] * matrix[second, third])
    return Comparison(vector * 100, eigenvalue, index, ratio, triple, direct, implied)


def worst_triple(matrix: Floats) -> tuple[int, int, int] | None:
    """Return i < j < k with the largest |log(a_ij a_jk / a_ik)|, the first of equals; or None.

    Compared at 9 digits; None where all are 0, or with fewer than three criteria.
    """
    logs = np.log(matrix)
    # By pair and third: the two rows of the pair differ by the pair itself where all agrees.
    apart = np.abs(logs[:, None, :] - logs[None, :, :] - logs[:, :, None])
    apart = at_nine_digits(apart.ravel()).reshape(apart.shape)
    apart[np.tril_indices(len(matrix))] = 0
    if len(matrix) < 3 or apart.max() == 0:
        return None
    first, second, third = np.unravel_index(int(apart.argmax()), apart.shape)
    return int(first), int(second), int(third)
