from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from kamxl.workbook.merging.aligning import Alignment, Line
from kamxl.workbook.merging.cells import Held
from kamxl.workbook.merging.foreign import stale
from kamxl.workbook.merging.merge import Merge, Rendered
from kamxl.workbook.spec import Area, Book, Formula, Sheet

At = tuple[int, int]
PLAN = "Plan Müller"


@dataclass
class File:
    """A workbook of which only formulas matter."""

    held: Mapping[str, Mapping[At, str]]
    named: Mapping[str, str] = field(default_factory=dict)
    name: str = "book.xlsx"

    def sheets(self) -> tuple[str, ...]:
        return ("Ranking", PLAN, "Mine", *self.held.keys() - {"Ranking", PLAN, "Mine"})

    def names(self) -> Mapping[str, str]:
        return self.named

    def texts(self, sheet: str) -> Mapping[At, str]:
        return self.held.get(sheet, {})


def judged(file: File, rows: Line | None = None) -> bool:
    """Return whether formulas are stale beside a ranking with one formula of ours in A1."""
    sheet = Sheet("ranking", "Ranking", "#000000")
    sheet.put(0, 0, Formula("=1", 1), "calc")
    book = Book(title="", language="en", sheets=[sheet], names={}, properties={})
    merge = Merge(file, Rendered(book, book), {"ranking": "Ranking"}, None)  # type: ignore[arg-type]
    merge.alignments["ranking"] = Alignment("Ranking", rows or Line())
    merge.held["ranking"] = Held(
        "Ranking", [], dict(file.texts("Ranking")), {"ratings": Area(0, 0, 9, 9)}
    )
    return stale(file, merge, {PLAN})


def mine(formula: str) -> File:
    return File({"Mine": {(3, 3): formula}, "Ranking": {(0, 0): "=1"}})


@pytest.mark.parametrize(
    "formula",
    ["=Ranking!A1*2", "='Plan Müller'!C3", "=SUM(ratings[Score])", "=2*RANKING!$B$7", "=Best+1"],
)
def test_a_formula_that_names_a_cell_of_ours_is_computed_anew(formula: str) -> None:
    file = mine(formula)
    assert judged(File(file.held, {"Best": "Ranking!$B$7"}))


@pytest.mark.parametrize("formula", ["=A1*2", "=Other!A1", '="Ranking"', "=Best+1"])
def test_a_formula_about_other_cells_is_left_alone(formula: str) -> None:
    file = mine(formula)
    assert not judged(File(file.held, {"Best": "Mine!$B$7"}))


def test_formulas_of_ours_alone_need_nothing() -> None:
    assert not judged(File({"Ranking": {(0, 0): "=1"}}))
    # A row was inserted above: the same formula stands one lower.
    assert not judged(File({"Ranking": {(1, 0): "=1"}}), Line({0: 1}))


def test_a_formula_beside_ours_or_on_a_plan_is_computed_anew() -> None:
    assert judged(File({"Ranking": {(0, 0): "=1", (0, 9): "=A1"}}))
    assert judged(File({"Ranking": {(1, 0): "=1", (0, 0): "=A2"}}), Line({0: 1}))
    assert judged(File({PLAN: {(4, 4): "=1+1"}}))


def test_nothing_is_computed_anew_where_a_formula_calls_the_add_in() -> None:
    # Without the add-in every such cell would show an error.
    both = File({"Mine": {(3, 3): "=Ranking!A1*2"}, "Theirs": {(0, 0): '=KAM_TIER(8, "x")'}})
    assert not judged(both)
