from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.relations import average_ranks, relation


def test_ties_share_their_rank() -> None:
    assert average_ranks(np.array([5.0, 1.0, 5.0, 9.0])).tolist() == [2.5, 1, 2.5, 4]


def test_a_rank_correlation_is_computed_by_hand() -> None:
    # Ranks 1 2 3 4 and 2 1 4 3: d² = 1 + 1 + 1 + 1, ρ = 1 − 6 × 4 / (4 × 15).
    found = relation(np.array([1.0, 2, 3, 4]), np.array([0.2, 0.1, 0.4, 0.3]))
    assert found.rho == pytest.approx(0.6)
    assert (found.count, found.few) == (4, True)
    assert found.text.en == (
        "Rank correlation of relationship and revenue growth: 0.60 over 4 accounts. "
        "With fewer than 10 accounts this may be chance."
    )


def test_from_ten_accounts_on_there_is_no_warning() -> None:
    column = np.arange(10.0)
    found = relation(column, -column)
    assert (found.rho, found.few) == (-1, False)
    assert "chance" not in found.text.en


def test_unknown_values_are_left_out_and_too_few_have_none() -> None:
    found = relation(np.array([1.0, np.nan, 3]), np.array([0.1, 0.2, np.nan]))
    assert (found.rho, found.count) == (None, 1)
    assert "(1)" in found.text.de


def test_a_column_that_does_not_vary_has_no_correlation() -> None:
    assert relation(np.ones(5), np.arange(5.0)).rho is None


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(-50, 50)), min_size=3, max_size=20))
def test_only_ranks_matter(rows: list[tuple[int, int]]) -> None:
    ratings, growth = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    one, other = relation(ratings, growth).rho, relation(ratings**3, growth * 2 + 7).rho
    assert (one is None) == (other is None)
    if one is not None:
        assert one == pytest.approx(other)
        assert -1 <= one <= 1
