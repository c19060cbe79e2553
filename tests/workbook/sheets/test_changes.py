"""The sheet of changes: live formulas beside an earlier run, against the kernels."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kamxl.domain.assessment import assess
from kamxl.domain.movement import movements, snapshot
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import nine
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs, Memory
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.changes import COLUMNS, FIRST, PLACE
from kamxl.workbook.spec import Book, Formula
from tests.domain import golden
from tests.domain.strategies import on_hundred
from tests.office.client import Office
from tests.parity import made
from tests.parity.comparing import differences
from tests.parity.editing import sheet_of, type_in_table

both = pytest.mark.parametrize("language", LANGUAGES)
DAY = dt.date(2025, 11, 1)


def changed() -> Portfolio:
    """Return the twelve with three ratings typed anew, and one that has another number now."""
    accounts = golden.with_rating(golden.portfolio(), "Cartech", "relationship", 8.0)
    accounts = golden.with_rating(accounts, "Vicom", "cost_to_serve", 2.0)
    accounts = golden.with_rating(accounts, "Hotel", "product_fit", None)
    ids = tuple("fertigung" if id_ == "Fertigung" else id_ for id_ in accounts.ids)
    return dataclasses.replace(accounts, ids=ids)


def inputs(accounts: Portfolio, language: Language = "en", **then: object) -> Inputs:
    before = dataclasses.replace(snapshot(golden.assessment(), DAY), **then)  # type: ignore[arg-type]
    memory = Memory(then=before, day=golden.TODAY)
    return Inputs(accounts, golden.policy(), language, golden.TODAY, memory=memory)


@both
def test_the_formulas_say_what_the_kernels_do(
    office: Office, tmp_path: Path, language: Language
) -> None:
    keys = tuple("dropped" if key == "reputation" else key for key in golden.KEYS)
    for given_ in (inputs(changed(), language), inputs(changed(), language, keys=keys)):
        book = render(given_)
        build(book, tmp_path / "book.xlsx")
        sheets = office.recalculate(tmp_path / "book.xlsx", [], formulas=False)
        assert differences(book, sheets) == []


def test_an_edit_moves_the_account_at_once(office: Office, tmp_path: Path) -> None:
    book = render(inputs(golden.portfolio()))
    build(book, tmp_path / "book.xlsx")
    place = golden.place("Vicom")
    slot = f"k{golden.KEYS.index('relationship') + 1}"
    edit = type_in_table(book, "ratings", slot, place, 9.0)
    sheets = office.recalculate(tmp_path / "book.xlsx", [edit], formulas=False)
    after = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    result = assess(after, golden.policy(), golden.TODAY)
    found = movements(result, snapshot(golden.assessment(), DAY))
    sheet = sheets[sheet_of(book, "changes").name]
    names = [sheet.value(row, PLACE["name"]) for row in range(FIRST, FIRST + 12)]
    row = FIRST + names.index("Vicom")
    assert sheet.value(row, PLACE["words"]) == found.sentence(place, "en")
    assert sheet.value(row, PLACE["change"]) == pytest.approx(0.70)
    assert sheet.value(row, PLACE["status"]) == "moved"
    assert sheet.value(row, PLACE["mover"]) == "Relationship & engagement"


def test_rows_of_ratings_in_another_order_are_found_again(office: Office, tmp_path: Path) -> None:
    book = render(inputs(golden.portfolio()))
    build(book, tmp_path / "book.xlsx")
    first, last = golden.NAMES[0], golden.NAMES[-1]
    edits = [
        type_in_table(book, "ratings", "id", 0, last),
        type_in_table(book, "ratings", "id", 11, first),
    ]
    sheets = office.recalculate(tmp_path / "book.xlsx", edits, formulas=False)
    sheet = sheets[sheet_of(book, "changes").name]
    found = {
        sheet.value(row, PLACE["id"]): sheet.value(row, PLACE["position"])
        for row in range(FIRST, FIRST + 12)
    }
    assert (found[first], found[last]) == (12, 1)


def test_on_another_scale_scores_are_not_compared(office: Office, tmp_path: Path) -> None:
    given_ = dataclasses.replace(
        inputs(on_hundred(golden.portfolio())), policy=golden.policy().on_scale(100)
    )
    book = render(given_)
    build(book, tmp_path / "book.xlsx")
    sheets = office.recalculate(tmp_path / "book.xlsx", [], formulas=False)
    assert differences(book, sheets) == []
    assert sheets[sheet_of(book, "changes").name].value(FIRST, PLACE["change"]) == ""


@pytest.mark.slow
@settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(made.series(most=12, rounds=1))
def test_any_portfolio_beside_any_other_computes_what_the_kernels_do(
    office: Office, tmp_path_factory: pytest.TempPathFactory, given: made.Series
) -> None:
    before, after = given.inputs
    earlier = assess(before.portfolio, before.policy, before.as_of)
    memory = Memory(then=snapshot(earlier, DAY), day=after.as_of)
    book = render(dataclasses.replace(after, memory=memory))
    path = tmp_path_factory.mktemp("changes") / "book.xlsx"
    build(book, path)
    assert differences(book, office.recalculate(path, [], formulas=False)) == []


# ---------------------------------------------------------------- what stands in it


def cells(book: Book) -> dict[tuple[int, int], object]:
    return {(c.row, c.column): c.content for c in sheet_of(book, "changes").cells}


def test_without_an_earlier_run_the_sheet_says_so_and_remembers_this_one() -> None:
    given_ = Inputs(golden.portfolio(), golden.policy(), "en", golden.TODAY)
    bare = cells(render(given_))
    assert str(bare[2, 0]).startswith("No earlier run is remembered yet")
    assert max(row for row, _ in bare) < FIRST
    kept = cells(render(dataclasses.replace(given_, memory=Memory(day=golden.TODAY))))
    rows = {row for row, _ in kept if row >= FIRST}
    assert len(rows) == 12
    assert {column for row, column in kept if row >= FIRST} == {PLACE["key"], PLACE["is"]}


def test_rows_begin_with_what_moved_most_and_end_with_what_is_gone() -> None:
    shown = cells(render(inputs(changed())))
    names = [shown[row, PLACE["id"]] for row in range(FIRST, FIRST + 13)]
    assert names[0] == "Vicom"
    assert names[-1] == "Fertigung"
    changes = [
        content.value
        for row in range(FIRST, FIRST + 13)
        if isinstance(content := shown[row, PLACE["change"]], Formula)
    ]
    sizes = [abs(nine(x)) for x in changes if isinstance(x, float)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(COLUMNS) == PLACE["is"] + 1
