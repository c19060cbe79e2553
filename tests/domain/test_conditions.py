from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.conditions import ask, condition, operand, parameter_units
from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.errors import PolicyError
from tests.domain.planned import a_fact

YES, NO, UNCLEAR = 1, 0, -1


def answer(*sources: str, parameters: dict[str, float] | None = None, **known: float | str) -> int:
    rules = [condition(source, FACT_KINDS, parameters or {}) for source in sources]
    return int(ask(rules, a_fact(**known)).answers[0])


@pytest.mark.parametrize(
    ("source", "share", "expected"),
    [
        ("share >= 10 %", 0.10, YES),
        ("share > 10 %", 0.10, NO),
        ("share <= 0.1", 0.1, YES),
        ("share < 0.1", 0.1, NO),
        ("share = 0.1", 0.1, YES),
        ("share != 0.1", 0.1, NO),
    ],
)
def test_a_fact_compares_with_a_number_or_a_percentage(
    source: str, share: float, expected: int
) -> None:
    assert answer(source, share=share) == expected


def test_comparisons_are_made_at_nine_digits() -> None:
    assert answer("share >= 30 %", share=0.1 + 0.2) == YES  # 0.30000000000000004
    assert answer("share > 30 %", share=0.1 + 0.2) == NO


def test_a_fact_compares_with_another_plus_or_times_a_number() -> None:
    known = {"margin_rank": 7.0, "revenue_rank": 2.0}
    assert answer("margin_rank <= revenue_rank + 3", **known) == NO  # 7 > 2 + 3
    assert answer("margin_rank <= revenue_rank + 5", **known) == YES
    assert answer("margin_rank <= revenue_rank * 3", **known) == NO  # 7 > 6
    assert answer("margin_rank > revenue_rank - 1", **known) == YES


def test_a_parameter_is_called_by_name() -> None:
    assert answer("share >= limit", parameters={"limit": 0.2}, share=0.2) == YES
    known = {"margin_rank": 5.0, "revenue_rank": 2.0}
    assert answer("margin_rank <= revenue_rank + t", parameters={"t": 3}, **known) == YES


def test_a_word_is_compared_as_it_is() -> None:
    assert answer("vision = aligned", vision="aligned") == YES
    assert answer("vision != aligned", vision="neutral") == YES
    assert answer("expansion = yes", expansion=1.0) == YES
    assert answer("expansion = no", expansion=1.0) == NO


def test_what_is_not_known_is_unclear_in_every_comparison() -> None:
    assert answer("vision = aligned") == UNCLEAR
    assert answer("vision != aligned") == UNCLEAR
    assert answer("share >= 10 %") == UNCLEAR
    assert answer("share < risk_share", share=0.1) == UNCLEAR


def test_one_alternative_that_holds_is_enough_and_one_unknown_leaves_it_open() -> None:
    both = "leader = yes or brand = yes"
    assert answer(both, leader=1.0) == YES
    assert answer(both, leader=0.0) == UNCLEAR
    assert answer(both, leader=0.0, brand=0.0) == NO


def test_one_condition_that_fails_decides_whatever_is_unknown() -> None:
    assert answer("share >= 10 %", "growth > 0", share=0.05) == NO
    assert answer("share >= 10 %", "growth > 0", share=0.2) == UNCLEAR
    assert answer(share=0.2) == YES


@given(st.lists(st.sampled_from([YES, NO, UNCLEAR]), min_size=1, max_size=3))
def test_knowing_more_never_turns_a_yes_or_a_no_around(states: list[int]) -> None:
    facts = ["share", "growth", "margin_ratio"]
    sources = [f"{fact} > 0" for fact, _ in zip(facts, states, strict=False)]
    known = {f: float(s) for f, s in zip(facts, states, strict=False) if s != UNCLEAR}
    blank = [f for f, s in zip(facts, states, strict=False) if s == UNCLEAR]
    first = answer(*sources, **known)
    completed = {
        answer(*sources, **known, **dict(zip(blank, values, strict=True)))
        for values in itertools.product([0.0, 1.0], repeat=len(blank))
    }
    assert completed == ({first} if first != UNCLEAR else {YES, NO})


def test_what_is_lacking_is_named_once_and_in_order() -> None:
    rules = [condition(s, FACT_KINDS, {}) for s in ("gap > 0", "gap_ratio >= 0.2 or gap > 9")]
    assert ask(rules, a_fact()).lacking(0) == ("gap", "gap_ratio")
    assert ask(rules, a_fact(gap=10.0)).lacking(0) == ()


def test_a_rating_of_any_criterion_is_a_fact() -> None:
    assert answer("rating.punctuality >= 6") == UNCLEAR


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("share", "no condition"),
        ("shaer >= 1", "no fact 'shaer'"),
        ("vision = friendly", "one of aligned, neutral, contradictory"),
        ("vision >= aligned", "compare it with = or !="),
        ("share >= vision", "is a word, not a number"),
        ("share >= limit", "no fact 'limit'"),
        ("share >= 1 + nothing", "neither a number nor a parameter"),
        ("share >= 1 2 3", "no value"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(PolicyError, match=complaint):
        condition(source, FACT_KINDS, {})


def test_an_operand_alone_is_a_target() -> None:
    target = operand("revenue * rise", FACT_KINDS, {"rise": 1.1})
    assert round(float(target.values(a_fact(revenue=100.0))[0]), 9) == 110  # 100 × 1.1


def test_a_parameter_is_written_in_the_unit_of_what_it_is_compared_with() -> None:
    units = parameter_units(
        ["share >= a", "contacts < b or x > 1"],
        FACT_KINDS | {"x": FACT_KINDS["share"]},
        {"a": 0.1, "b": 3.0},
    )
    assert {key: kind.unit for key, kind in units.items()} == {"a": "share", "b": "count"}
