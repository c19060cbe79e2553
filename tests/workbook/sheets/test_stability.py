"""The sheet of stability: stored values, a live check beside them, and strays that are refused."""

from __future__ import annotations

import dataclasses
import warnings
from pathlib import Path

import openpyxl
import pytest

from kamxl.actions.run import run
from kamxl.domain.firmness import sentence
from kamxl.domain.sensitivity import sensitivity
from kamxl.domain.smaa import RANKS
from kamxl.hosts.tables.book import read_book as read_file
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import stability
from kamxl.workbook.sheets.stability import EVERY, FIRST, PLACE
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.office.client import Edit, Office
from tests.parity.editing import sheet_of, type_in_table, type_named, value

both = pytest.mark.parametrize("language", LANGUAGES)


def inputs(language: Language = "en", **changes: object) -> Inputs:
    policy = dataclasses.replace(golden.policy(), **changes)
    return Inputs(golden.portfolio(), policy, language, golden.TODAY)


def cells(book: Book) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.content for cell in sheet_of(book, "stability").cells}


@both
def test_the_list_tells_what_the_kernels_say(language: Language) -> None:
    found, shown = sensitivity(golden.assessment()), cells(render(inputs(language)))
    for place in range(len(found)):
        row = FIRST + place
        assert shown[row, PLACE["name"]] == golden.NAMES[found.accounts[place]]
        assert shown[row, PLACE["words"]] == sentence(found, place, language)
        assert shown[row, PLACE["holds"]] == found.holds[place]
        assert shown[row, PLACE["anywhere"]] == found.uniform.first[place]
        near = [shown[row, PLACE[tier]] for tier in "abcd"]
        assert near == found.local.tiers[place].tolist()


@both
def test_every_tier_and_rank_has_its_probability_near_the_weights_and_under_any(
    language: Language,
) -> None:
    found, shown = sensitivity(golden.assessment()), cells(render(inputs(language)))
    (top,) = [row for (row, _), content in shown.items() if content == EVERY(language)]
    count = len(found)
    for first, shares in ((top + 3, found.local), (top + 3 + count + 2, found.uniform)):
        for place in range(count):
            row = [shown[first + place, PLACE["name"] + n] for n in range(1 + 4 + RANKS)]
            assert row[0] == golden.NAMES[found.accounts[place]]
            assert row[1:5] == shares.tiers[place].tolist()
            assert row[5:] == shares.ranks[place].tolist()
    # P(rank 1) under any weights is that of the list above.
    assert shown[top + 3 + count + 2, PLACE["name"] + 5] == shown[FIRST, PLACE["anywhere"]]


def test_only_as_many_accounts_are_listed_as_the_settings_say() -> None:
    shown = cells(render(inputs(stability_accounts=3)))
    assert shown[FIRST + 2, PLACE["slot"]] == 3
    assert shown.get((FIRST + 3, PLACE["slot"])) is None


def test_a_cost_is_shown_as_people_rate_it() -> None:
    heavy = golden.reweighted({"cost_to_serve": 90, "product_fit": 10})
    book = render(Inputs(golden.portfolio(), heavy, "en", golden.TODAY))
    shown = cells(book)
    rows = [
        row for row in range(FIRST, FIRST + 12) if shown[row, PLACE["needed"]] == "Cost to serve"
    ]
    assert rows
    for row in rows:
        assert shown[row, PLACE["enough"]] < shown[row, PLACE["now"]]


# ---------------------------------------------------------------- read again


def edited(path: Path, changes: dict[tuple[str, int, int], object]) -> Path:
    """Change cells (rows and columns from 0) as somebody does who saves the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        for (sheet, row, column), content in changes.items():
            book[sheet].cell(row + 1, column + 1).value = content
        out = path.with_stem("edited")
        book.save(out)
    return out


def built(folder: Path, made: Inputs) -> tuple[Book, Path]:
    book, path = render(made), folder / "book.xlsx"
    build(book, path)
    return book, path


def test_how_many_are_listed_and_drawn_survives(tmp_path: Path) -> None:
    _, path = built(tmp_path, inputs(stability_accounts=7, draws=500))
    read = run(read_file(path), golden.TODAY).inputs.policy
    assert (read.stability_accounts, read.draws) == (7, 500)


# ---------------------------------------------------------------- current or outdated


@both
def test_a_change_of_ratings_weights_or_borders_outdates_the_stored_values(
    office: Office, tmp_path: Path, language: Language
) -> None:
    book, path = built(tmp_path, inputs(language))
    criteria = sheet_of(book, "criteria")
    at = next(
        cell for cell in criteria.cells if cell.content == 15 and cell.style.startswith("input")
    )
    steps: list[list[Edit]] = [
        [],
        [type_in_table(book, "ratings", "k3", 0, 7)],
        [type_in_table(book, "ratings", "k3", 0, 8)],
        [Edit.number(criteria.name, at.row, at.column, 16)],
        [Edit.number(criteria.name, at.row, at.column, 15)],
        [type_named(book, "kam_border_a", 8.5)],
        [type_named(book, "kam_border_a", 8), type_named(book, "kam_currency", "CHF")],
    ]
    after = office.recalculate_steps(path, steps, formulas=False)
    fresh = [value(book, sheets, "kam_stability_fresh") for sheets in after]
    assert fresh == [1, 0, 1, 0, 1, 0, 1]
    name = sheet_of(book, "stability").name
    said = [sheets[name].value(2, 1) for sheets in after]
    current, old = (words.PHRASES[key](language) for key in ("current", "outdated"))
    assert said == [current, old, current, old, current, old, current]


def test_two_accounts_that_exchange_their_ratings_outdate_it(
    office: Office, tmp_path: Path
) -> None:
    book, path = built(tmp_path, inputs())
    first, second = golden.place("Cartech"), golden.place("Vicom")
    effective = golden.portfolio().ratings
    swap = [
        type_in_table(book, "ratings", f"k{n}", row, float(effective[key].values[other]))
        for n, key in enumerate(golden.KEYS, start=1)
        for row, other in ((first, second), (second, first))
    ]
    *_, after = office.recalculate_steps(path, [[], swap], formulas=False)
    assert value(book, after, "kam_stability_fresh") == 0


def test_a_stored_fingerprint_has_one_value_for_each_formula() -> None:
    shown = cells(render(inputs()))
    stored = [shown[1, stability.FINGERPRINT_COLUMN + n] for n in range(len(stability.FINGERPRINT))]
    assert all(isinstance(one, float) for one in stored)
