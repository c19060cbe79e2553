from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.workbook.handing.dividing import (
    FIGURES,
    carried,
    differing,
    frozen,
    groups,
    hidden_in,
    restricted,
    several,
)
from tests.workbook.handing import master


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ada", ["Ada"]),
        (" Ada  Nord ; Ben\nCora;ada nord", ["Ada Nord", "Ben", "Cora"]),
        ("Nord, Ada", ["Nord, Ada"]),
        (" ; ", []),
    ],
)
def test_names_are_parted_by_semicolons_and_lines(cell: str, names: list[str]) -> None:
    assert several(cell) == names


def test_an_account_of_several_owners_goes_to_each_and_is_marked() -> None:
    made, nobody = groups(["A; B", "B", "", "a"], ["1", "2", "3", "4"])
    assert [(g.owner, g.accounts, g.shared) for g in made] == [
        ("A", (0, 3), (0,)),
        ("B", (0, 1), (0,)),
    ]
    assert nobody == (2,)


def test_by_rule_it_goes_to_the_first_alone() -> None:
    made, _ = groups(["A; B", "B"], ["1", "2"], first_only=True)
    assert [(g.owner, g.accounts) for g in made] == [("A", (0,)), ("B", (1,))]


def test_the_second_of_two_accounts_with_one_id_goes_to_nobody() -> None:
    made, nobody = groups(["A", "B"], ["1", "1"])
    assert [g.owner for g in made] == ["A"]
    assert nobody == (1,)


def test_a_parent_that_is_somebody_elses_is_left_out() -> None:
    portfolio = master.inputs().portfolio
    assert hidden_in(portfolio, frozenset({0, 1})) == [(portfolio.ids[1], "parent")]
    assert hidden_in(portfolio, frozenset({1, 8})) == []


def test_inputs_of_a_part_hold_nothing_of_others() -> None:
    whole = master.inputs()
    part = restricted(whole, (1, 3), whole.policy)
    assert part.portfolio.ids == (whole.portfolio.ids[1], whole.portfolio.ids[3])
    assert part.portfolio.text("parent") == ("", "")
    assert (part.source, part.managers, part.findings) == ("", (), ())
    assert part.portfolio.number("revenue").tolist() == [800e3, 600e3] or (
        part.portfolio.number("revenue").tolist()
        == whole.portfolio.number("revenue")[[1, 3]].tolist()
    )


def test_a_median_cut_becomes_the_number_that_it_is() -> None:
    whole = master.inputs(cut_mode="median")
    result = assess(whole.portfolio, whole.policy, whole.as_of)
    policy = frozen(whole.policy, result)
    accounts = (0, 2, 5, 8)
    part = restricted(whole, accounts, policy)
    alone = assess(part.portfolio, policy, whole.as_of)
    assert policy.cut_mode == "custom"
    assert alone.quadrant.tolist() == result.quadrant[list(accounts)].tolist()
    assert alone.cut_attractiveness == result.cut_attractiveness


@pytest.mark.parametrize("mode", ["threshold", "quota", "pareto", "matrix"])
def test_figures_of_the_whole_are_those_of_the_master(mode: str) -> None:
    whole = master.inputs(tier_mode=mode)
    result = assess(whole.portfolio, whole.policy, whole.as_of)
    accounts = (1, 4, 7)
    part = restricted(whole, accounts, whole.policy)
    alone = assess(part.portfolio, whole.policy, whole.as_of)
    assert differing(alone, result, accounts) is None
    made = carried(alone, result, accounts, shares=True)
    for key in FIGURES:
        assert np.array_equal(
            getattr(made, key), getattr(result, key)[list(accounts)], equal_nan=True
        )
    assert np.isnan(carried(alone, result, accounts, shares=False).disclosure_share).all()


def test_a_part_that_judges_otherwise_is_noticed() -> None:
    whole = master.inputs()
    result = assess(whole.portfolio, whole.policy, whole.as_of)
    accounts = (0, 1)
    part = restricted(whole, accounts, whole.policy)
    other = dataclasses.replace(
        whole.policy,
        criteria=(
            dataclasses.replace(whole.policy.criteria[0], direction=-1),
            *whole.policy.criteria[1:],
        ),
    )
    alone = assess(part.portfolio, other, whole.as_of)
    assert differing(alone, result, accounts) == whole.policy.criteria[0].key
