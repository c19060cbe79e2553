from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.concentration import herfindahl, structural_shares
from kamxl.domain.groups import group_sums, ultimate_parents
from tests.domain.golden import portfolio

few = st.sampled_from(["a", "b", "c", "d", "e", ""])


def test_chains_of_several_levels_end_at_the_top() -> None:
    found = ultimate_parents(["a", "b", "c", "d"], ["b", "c", "", ""])
    assert found.ultimate == ("c", "c", "c", "d")
    assert not found.circular.any()


def test_a_parent_that_is_no_account_is_a_group_all_the_same() -> None:
    found = ultimate_parents(["a", "b", "c"], ["Holding", "Holding", ""])
    assert found.ultimate == ("Holding", "Holding", "c")
    assert found.orphan.tolist() == [True, True, False]


def test_a_circle_is_marked_and_stands_for_one_group() -> None:
    found = ultimate_parents(["x", "a", "b", "c"], ["b", "b", "c", "a"])
    assert found.ultimate == ("a", "a", "a", "a")
    assert found.circular.all()


def test_a_long_chain_is_walked_once() -> None:
    count = 50_000
    ids = [str(n) for n in range(count)]
    found = ultimate_parents(ids, ["", *ids[:-1]])
    assert set(found.ultimate) == {"0"}


@given(st.lists(few, min_size=5, max_size=5))
def test_an_ultimate_parent_is_its_own(parents: list[str]) -> None:
    ids = ["a", "b", "c", "d", "e"]
    found = ultimate_parents(ids, parents)
    by_id = dict(zip(ids, found.ultimate, strict=True))
    for id_, parent, top in zip(ids, parents, found.ultimate, strict=True):
        assert by_id[top] == top
        if parent:
            assert by_id[parent] == top
        else:
            assert top == id_


@given(st.lists(few, min_size=5, max_size=5), st.lists(st.integers(-9, 9), min_size=5, max_size=5))
def test_groups_keep_the_total(parents: list[str], amounts: list[int]) -> None:
    found = ultimate_parents(["a", "b", "c", "d", "e"], parents)
    sums, _ = group_sums(found.ultimate, np.array(amounts, dtype=float))
    assert np.nansum(sums) == sum(amounts)
    assert np.sum(~np.isnan(sums)) == len(set(found.ultimate))


def test_two_customers_of_one_group_reach_ten_percent_together() -> None:
    accounts = portfolio()
    in_group = ("Technologie", "Branchenführer")
    parents = ["Konzern T" if name in in_group else "" for name in accounts.names]
    found = ultimate_parents(accounts.ids, parents)
    sums, _ = group_sums(found.ultimate, accounts.number("revenue"))
    # (800 + 400) / 12,000
    first = next(n for n, name in enumerate(accounts.names) if name in in_group)
    assert sums[first] / 12_000 == pytest.approx(0.1)
    hhi = herfindahl(structural_shares(sums[~np.isnan(sums)]))
    assert hhi == pytest.approx(0.2004513889)
