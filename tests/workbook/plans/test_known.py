from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import blake2b

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.cells import CellError, CellValue
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.plan_facts import Contact, Goal, PlanFacts, Task
from kamxl.workbook.forms.memory import FormMemory, told, understood
from kamxl.workbook.forms.merging import Merged, Overwritten
from kamxl.workbook.plans.known import LISTED, KnownSheet, known_sheets, said_of
from kamxl.workbook.plans.naming import uid
from kamxl.workbook.plans.reading import read_plans
from kamxl.workbook.plans.registers import Standing
from kamxl.workbook.plans.renewing import Renewed, renew
from tests.domain import golden
from tests.workbook.plans.paper import Paper

LATER = dt.date(2026, 4, 1)


@cache
def assessments() -> tuple[Assessment, ...]:
    """Return what may be known next: as it was, a rating changed, one left, another day."""
    portfolio = golden.portfolio()

    def rated(name: str, *ratings: float) -> Assessment:
        changed = {}
        for number, (key, column) in enumerate(portfolio.ratings.items()):
            values = column.values.copy()
            values[golden.place(name)] = ratings[number % len(ratings)]
            changed[key] = replace(column, values=values)
        return assess(replace(portfolio, ratings=changed), golden.policy(), golden.TODAY)

    return (
        golden.assessment(),
        rated("Hotel", 9.0, 8.0),
        rated("Hotel", 1.0),
        assess(portfolio, golden.policy(), LATER),
    )


class Book(Paper):
    """A paper workbook whose memory lies in a file between two runs, as plain data."""

    def digest(self, sheet: str) -> str:
        told = repr((self.grids[sheet], sorted(self.formulas.get(sheet, {}).items())))
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def stored(self) -> dict[str, FormMemory]:
        return {
            key: understood(json.loads(json.dumps(told(one)))) for key, one in self.memory.items()
        }

    def renewed(self, *, shortcut: bool) -> tuple[Renewed, int]:
        """Return what a run does, and how many sheets it has not read."""
        memory = self.stored()
        known = known_sheets(self, memory, self.digest)
        plans = read_plans(self, ("Ranking",), memory, *([known] if shortcut else []))
        wanted = replace(self.wanted, taken=("Ranking", *self.order))
        made = renew(wanted, plans, memory, self.digest)
        unread = [
            one for one in plans.sheets.values()
            if isinstance(one, KnownSheet) and "filled" not in one.__dict__
        ]  # fmt: skip
        return made, len(unread)

    def turn(self) -> int:
        """Run both ways, see that both do the same, and write it."""
        quick, unread = self.renewed(shortcut=True)
        whole, none = self.renewed(shortcut=False)
        assert none == 0
        assert everything(quick) == everything(whole)
        for patch in quick.patches:
            for edit in patch.edits:
                self.edit(patch.name, edit)
            if patch.to_the_end:
                self.order.remove(patch.name)
                self.order.append(patch.name)
        for added in quick.added:
            self.lay(added.sheet)
        self.memory = quick.memory
        return unread


def everything(made: Renewed) -> Mapping[str, object]:
    """Return all that a run does and says, registers included."""
    return {
        "patches": made.patches,
        "added": [one.sheet.name for one in made.added],
        "memory": json.dumps({key: told(one) for key, one in made.memory.items()}),
        "plans": made.plans,
        "typed": made.typed,
        "sheets": made.sheets,
        "copies": made.copies,
        "told": [(t.uid, t.sheet, t.merged.overwritten, t.merged.copied) for t in made.told],
        "registers": [
            [repr(entry) for entry in one.of(*LISTED)] for one in made.standings
        ],
    }  # fmt: skip


def settled() -> Book:
    book = Book()
    book.turn()  # lays the sheets out
    book.turn()  # reads them, and remembers what they say
    return book


ACTS = st.tuples(
    st.sampled_from(["put", "put", "put", "clear", "copy", "insert", "delete", "swap", "formula",
                     "rename", "double", "forget"]),
    st.integers(0, 7),
    st.integers(0, 150),
    st.integers(0, 17),
    st.one_of(
        st.sampled_from(["yes", "ja", "?", "Hotel", "open", "erledigt", "kamxl:3"]),
        st.integers(-5, 9), st.floats(0, 9), st.booleans(), st.just(dt.datetime(2026, 5, 1)),
    ),
)  # fmt: skip


def act(book: Book, kind: str, sheet: int, row: int, column: int, value: CellValue) -> None:
    """Do something of what people do, at any place."""
    name = book.order[sheet % len(book.order)]
    grid = book.grids[name]
    row %= len(grid)
    match kind:
        case "put" | "clear":
            book.put(name, row, column, value if kind == "put" else None)
        case "copy":
            grid.insert(row, list(grid[row]))
        case "insert":
            grid.insert(row, [])
        case "delete":
            del grid[row]
        case "swap":
            other = (row * 7 + 3) % len(grid)
            grid[row], grid[other] = grid[other], grid[row]
        case "formula":
            book.formulas.setdefault(name, {})[row, column] = "=1+1"
        case "rename" if f"{name}!" not in book.grids:
            book.grids[f"{name}!"] = book.grids.pop(name)
            book.formulas[f"{name}!"] = book.formulas.pop(name, {})
            book.order[book.order.index(name)] = f"{name}!"
        case "double" if f"{name} (2)" not in book.grids:
            book.grids[f"{name} (2)"] = [list(cells) for cells in grid]
            book.order.append(f"{name} (2)")
        case "forget":
            # Another program of ours changes what is remembered, and not what came of it.
            book.memory = {
                key: replace(one, lines=dict(list(one.lines.items())[row % 9 :]))
                for key, one in book.memory.items()
            }


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.lists(ACTS, max_size=3), st.integers(0, 9)), min_size=1, max_size=3))
def test_a_run_that_leaves_sheets_unread_does_and_says_what_one_does_that_reads_all(turns) -> None:
    book = settled()
    for acts, known in turns:
        for one in acts:
            act(book, *one)
        if known < len(assessments()):
            book.wanted = replace(book.wanted, result=assessments()[known])
        book.turn()


def test_sheets_that_are_as_they_were_are_not_read() -> None:
    book = settled()
    every = len(book.order) - 1  # without the checklist, which is read always
    assert book.turn() == every
    there = book.plans().sheets[uid("Hotel")]
    line = next(line for line in there.filled.lines if line.section == "charter")
    book.type(there.name, line.id, "answer", "Grow")
    assert book.turn() == every - 1


def test_a_sheet_is_read_where_what_is_remembered_of_it_is_another() -> None:
    book = settled()
    book.memory = {key: replace(one, deleted=frozenset({"x"})) for key, one in book.memory.items()}
    assert book.turn() == 0


@pytest.mark.parametrize("said", [{}, {"base": 1}, {"facts": "?"}])
def test_a_sheet_is_read_where_the_reading_that_is_remembered_is_damaged(said: object) -> None:
    book = settled()
    book.memory = {
        key: replace(one, said=said if not said else {**one.said, **said})  # type: ignore[dict-item]
        for key, one in book.memory.items()
    }
    assert book.turn() == 0


def test_what_a_sheet_said_comes_back_as_it_was() -> None:
    facts = PlanFacts(
        goals=(Goal("g", "Grow", due=dt.date(2026, 5, 1)),),
        team={"sales": "Ann", "operations": ""},
        contacts=(Contact("Bea", influence=4.0),),
        tasks=(Task("t", "Call", due=dt.date(2026, 2, 1)),),
        charter=("a", ""),
        offers=3,
        decisions={"q": "yes"},
    )
    values: dict[str, CellValue] = {
        "a": "x", "b": 1, "c": 1.0, "d": True, "e": None, "f": dt.date(2026, 1, 2),
        "g": dt.datetime(2026, 1, 2, 3), "h": CellError.NA,
    }  # fmt: skip
    standing = Standing("1", "One", "Plan One", {"actions": [(4, values)], "profile": [(9, {})]})
    merged = Merged(overwritten=[Overwritten(3, 4, dt.date(2026, 1, 2))])
    memory = FormMemory()
    said = said_of("form", memory, facts, standing, merged)
    kept = replace(memory, said=json.loads(json.dumps(said)))
    sheet = KnownSheet("Plan One", None, kept, lambda: None)  # type: ignore[arg-type,return-value]
    assert sheet.facts({"q": "no"}) == replace(facts, decisions={"q": "no"})
    assert repr(sheet.lines) == repr({"actions": [(4, values)]})
    assert sheet.merged == merged
