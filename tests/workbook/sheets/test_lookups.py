from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.workbook.sheets.lookups import account_row, ascend, row_in


@pytest.mark.parametrize(
    ("numbers", "count"),
    [([1, 2, 3], 3), ([1, 3, 2, 4], 2), ([1, 1, 2], 1), ([4, 7, 0, 0], 2), ([0, 0, 0], 1),
     ([3], 1), ([2, 1], 1)],
)  # fmt: skip
def test_rows_are_counted_from_the_top_as_long_as_they_ascend(
    numbers: list[int], count: int
) -> None:
    assert ascend(numbers) == count


@given(st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_what_ascends_is_the_longest_such_beginning(numbers: list[int]) -> None:
    def rises(count: int) -> bool:
        return all(a < b for a, b in itertools.pairwise(numbers[:count]))

    assert ascend(numbers) == max(n for n in range(1, len(numbers) + 1) if rises(n))


def test_all_rows_are_searched_last() -> None:
    formula = account_row("ratings", "kam_ratings_head")
    same, halved, linear = (
        formula.index(part)
        for part in ("ROW()-ROW(kam_ratings_head)", "accounts[id],1)", "accounts[id],0)")
    )
    assert same < halved < linear
    found = row_in("A1", "strength[account_row]", "kam_strength_sorted")
    assert found.index(",1)") < found.index(",0)")
