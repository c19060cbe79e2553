from __future__ import annotations

import math

import pytest

from kamxl.domain.buying import DEFAULT_FACTORS, FACTORS, Factor
from kamxl.errors import PolicyError
from kamxl.text import LANGUAGES, Text


def test_the_six_factors_weigh_100_together() -> None:
    assert len(DEFAULT_FACTORS) == FACTORS
    assert [factor.weight for factor in DEFAULT_FACTORS] == [20, 20, 20, 20, 10, 10]
    assert sum(factor.weight for factor in DEFAULT_FACTORS) == 100
    assert len({factor.key for factor in DEFAULT_FACTORS}) == FACTORS


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_1_a_5_and_a_10_mean_is_said_for_each(language: str) -> None:
    for factor in DEFAULT_FACTORS:
        said = [anchor(language) for anchor in factor.anchors if anchor]  # type: ignore[arg-type]
        assert len(set(said)) == 3
        # All three fit into the box of a cell, which holds 255 characters.
        assert len("\n".join(said)) <= 255


@pytest.mark.parametrize("weight", [-0.1, math.nan, math.inf])
def test_a_factor_weighs_nothing_or_more(weight: float) -> None:
    with pytest.raises(PolicyError, match="price"):
        Factor("price", Text.same("Price"), weight)
