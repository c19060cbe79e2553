"""Scoring and ranks beside what NumPy needs for the bare product and one sort."""

from __future__ import annotations

import numpy as np
import pytest

from kamxl.domain.classes import competition_rank, tier_numbers
from kamxl.domain.concentration import concentration, structural_shares
from kamxl.domain.scoring import weighted_scores

SIZES = (10_000, 1_000_000)
WEIGHTS = np.array([15, 12, 15, 10, 10, 5, 10, 5, 10, 8], dtype=float)


def ratings(count: int) -> np.ndarray:
    made = np.random.default_rng(1).integers(1, 11, (count, len(WEIGHTS))).astype(float)
    made[::17, 3] = np.nan
    return made


@pytest.mark.parametrize("count", SIZES)
def test_scores_ranks_tiers_shares_and_concentration(benchmark, count: int) -> None:
    made = ratings(count)
    amounts = np.random.default_rng(2).lognormal(10, 2, count)
    benchmark.group = f"{count} accounts, 10 criteria"

    def judge() -> None:
        scores = weighted_scores(made, WEIGHTS, 1, 10)
        competition_rank(scores.score)
        tier_numbers(scores.score, (8, 6, 4))
        structural_shares(amounts)
        concentration(amounts)

    benchmark.pedantic(judge, rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("count", SIZES)
def test_peer_a_bare_product_and_one_sort(benchmark, count: int) -> None:
    made = np.nan_to_num(ratings(count))
    benchmark.group = f"{count} accounts, 10 criteria"
    benchmark.pedantic(lambda: np.argsort(-(made @ WEIGHTS)), rounds=3, warmup_rounds=1)
