from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellValue
from kamxl.workbook.handing.merging import Claim, Gone, Known, Line, Outcome, merge
from kamxl.workbook.handing.typed import Key

VALUES: st.SearchStrategy[CellValue] = st.sampled_from([None, 1.0, 2.0, "a", "b"])
KEYS = [Key(account, "accounts", "", field) for account in "12" for field in ("x", "y")]
STATES = st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES))
# What each of three people makes of the cells that they have.
RETURNS = st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES), min_size=1, max_size=3)
State = dict[Key, CellValue]


def claims(base: State, returns: list[State]) -> list[Claim]:
    return [
        Claim(key, base[key], value, f"mark-{n}", f"owner {n}", f"file {n}", "2026-01-05")
        for n, said in enumerate(returns)
        for key, value in said.items()
    ]


def model(
    base: State, master: State, returns: list[State]
) -> tuple[State, set[tuple[Key, object]]]:
    """Return what a first merge does, in the plainest words: cells taken, and conflicts."""
    taken, conflicts = {}, set()
    for key in base:
        changed = {said[key] for said in returns if key in said and said[key] != base[key]}
        news = {value for value in changed if value != master[key]}
        if len(news) == 1 and len(changed) == 1 and master[key] == base[key]:
            taken[key] = next(iter(news))
        else:
            conflicts |= {(key, value) for value in news}
    return taken, conflicts


def applied(master: State, outcome: Outcome) -> State:
    return master | {one.key: one.new for one in outcome.taken}


@given(STATES, STATES, RETURNS, st.randoms(use_true_random=False))
def test_a_merge_does_what_the_model_says_in_whatever_order(
    base: State, drawn: State, returns: list[State], chance: random.Random
) -> None:
    master = {key: chance.choice([base[key], drawn[key]]) for key in base}
    said = claims(base, returns)
    outcome = merge(said, master.get)
    taken, conflicts = model(base, master, returns)
    assert {one.key: one.new for one in outcome.taken} == taken
    assert {(one.key, one.theirs) for one in outcome.open} == conflicts
    mixed = list(said)
    chance.shuffle(mixed)
    again = merge(mixed, master.get)
    assert (again.taken, again.open, again.done) == (outcome.taken, outcome.open, outcome.done)


@given(STATES, STATES, RETURNS, st.randoms(use_true_random=False))
def test_the_same_files_twice_change_nothing(
    base: State, drawn: State, returns: list[State], chance: random.Random
) -> None:
    master = {key: chance.choice([base[key], drawn[key]]) for key in base}
    said = claims(base, returns)
    first = merge(said, master.get)
    master = applied(master, first)
    second = merge(said, master.get, known=first.known)
    assert second.taken == []
    assert second.open == first.open
    assert second.known == first.known


@given(STATES, RETURNS, RETURNS, st.randoms(use_true_random=False))
def test_no_typed_value_is_lost_over_a_history(
    base: State, early: list[State], late: list[State], chance: random.Random
) -> None:
    """Every value that somebody typed stands in the master, is open, or somebody chose against it.

    People edit the master in between, files come late and twice, conflicts are decided.
    """
    master, known = dict(base), Known()
    against: set[tuple[Key, object]] = set()
    typed: set[tuple[Key, object]] = set()
    replaced: set[tuple[Key, object]] = set()
    files = claims(base, early)
    for said in (files, [*claims(base, late), *files], files):
        for claim in said:
            if claim.theirs != claim.base:
                typed.add((claim.key, claim.theirs))
        choices = {one.id: chance.choice(["", "master", "theirs"]) for one in known.open}
        asked = {one.id: one for one in known.open}
        outcome = merge(said, master.get, known=known, choices=choices)
        for id_, choice in outcome.decided.items():
            if choice == "master":
                against.add((asked[id_].key, asked[id_].theirs) if id_ in asked else
                            next((c.key, c.theirs) for c in said if same_id(c, id_)))  # fmt: skip
        for one in outcome.taken:
            replaced.add((one.key, one.old))
            assert one.chosen or one.old == base[one.key]
        master, known = applied(master, outcome), outcome.known
        if chance.random() < 0.5:
            key = chance.choice(KEYS)
            replaced.add((key, master[key]))
            master[key] = "typed into the master"
    waiting = {(one.key, one.theirs) for one in known.open}
    stands = set(master.items())
    assert typed <= stands | waiting | against | replaced


def same_id(claim: Claim, id_: str) -> bool:
    from kamxl.workbook.handing.merging import Open

    return Open(claim.key, "cell", claim.base, claim.theirs, "", "", "", "").id == id_


KEY = KEYS[0]


def claim(theirs: CellValue, owner: str = "Ada") -> Claim:
    return Claim(KEY, 1.0, theirs, owner, owner, f"{owner}.xlsx", "2026-01-05")


def test_what_was_asked_once_is_never_taken_without_an_answer() -> None:
    both = [claim(2.0, "Ada"), claim(3.0, "Ben")]
    first = merge(both, lambda _: 1.0)
    assert [one.theirs for one in first.open]
    assert not first.taken
    ada = next(one for one in first.open if one.theirs == 2.0)
    second = merge(both, lambda _: 1.0, known=first.known, choices={ada.id: "master"})
    assert second.taken == []
    assert [one.theirs for one in second.open] == [3.0]


def test_a_choice_is_applied_without_the_file_and_settles_the_others() -> None:
    first = merge([claim(2.0, "Ada"), claim(3.0, "Ben")], lambda _: 1.0)
    ben = next(one for one in first.open if one.theirs == 3.0)
    second = merge([], lambda _: 1.0, known=first.known, choices={ben.id: "theirs"})
    assert [(one.new, one.chosen) for one in second.taken] == [(3.0, True)]
    assert second.open == []
    third = merge([claim(2.0, "Ada")], lambda _: 9.0, known=second.known)
    assert (third.taken, third.open) == ([], [])


def test_two_answers_for_one_cell_are_none() -> None:
    first = merge([claim(2.0, "Ada"), claim(3.0, "Ben")], lambda _: 1.0)
    choices = {one.id: "theirs" for one in first.open}
    second = merge([], lambda _: 1.0, known=first.known, choices=choices)
    assert second.taken == []
    assert len(second.open) == 2


def test_a_formula_of_the_master_is_never_written_over_silently() -> None:
    outcome = merge([claim(2.0)], lambda _: 1.0, computed=lambda _: True)
    assert (outcome.taken, len(outcome.open)) == ([], 1)


LINE = Line("1", "strategy", "goals", (("goal", "Grow"),), "Ada", "a.xlsx")


def test_a_new_line_comes_once_whoever_says_it_and_however_often() -> None:
    other = LINE._replace(owner="Ben", file="b.xlsx")
    first = merge([], lambda _: None, lines=[other, LINE])
    assert first.added == [LINE]
    again = merge([], lambda _: None, lines=[LINE], known=first.known)
    assert again.added == []
    assert merge([], lambda _: None, lines=[LINE], held=lambda _: True).added == []


def test_a_line_goes_only_when_somebody_chose_that() -> None:
    gone = Gone("1", "strategy", "goals.GROW", "m", "Ada", "a.xlsx", "2026-01-05")
    first = merge([], lambda _: None, gone=[gone])
    (one,) = first.open
    assert (first.removed, one.kind) == ([], "row")
    kept = merge([], lambda _: None, gone=[gone], known=first.known, choices={one.id: "master"})
    assert (kept.removed, kept.open) == ([], [])
    taken = merge([], lambda _: None, known=first.known, choices={one.id: "theirs"})
    assert [line.key.line for line in taken.removed] == ["goals.GROW"]
    assert merge([], lambda _: None, gone=[gone], known=taken.known).open == []
