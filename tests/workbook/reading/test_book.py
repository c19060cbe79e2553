from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from kamxl.actions.run import known_criteria, run
from kamxl.cells import CellValue
from kamxl.domain.assessment import assess
from kamxl.errors import InputError
from kamxl.hosts.memory import MemoryBook
from kamxl.hosts.tables import book as files
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs, Memory
from kamxl.workbook.reading.accounts import CHOSEN
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.schema import render
from tests.office.client import Edit, Office
from tests.workbook.reading import made
from tests.workbook.reading.made import FIRST, TODAY, built, codes, edited, example, name, renewed

NEVER = dt.date(1999, 1, 1)


def back(inputs: Inputs) -> ReadBook:
    """Return what is read in a rendering of the inputs, whose criteria are known."""
    known = {criterion.key: criterion for criterion in inputs.policy.criteria}
    return read_book(made.in_memory(inputs), known, NEVER)


def assert_same_inputs(found: Inputs, wanted: Inputs) -> None:
    made.assert_same_accounts(found.portfolio, wanted.portfolio, wanted.policy)
    assert found.policy == made.padded(wanted.policy)
    assert found.weights == wanted.weights
    assert (found.language, found.as_of) == (wanted.language, wanted.as_of)


@given(made.inputs())
def test_what_was_rendered_is_read_again(inputs: Inputs) -> None:
    read = back(inputs)
    assert_same_inputs(read.inputs, inputs)
    assert read.lost == ()
    # Where a column has a list, what is not in it is said, cell by cell, and nothing else.
    unlisted = Counter(
        "A-STAGE" if key == "stage" else "A-CHOICE"
        for key in ("stage", *CHOSEN)
        for text in inputs.portfolio.text(key)
        if text and text not in words.CHOICES[key]
    )
    said = Counter(codes(read.inputs.findings))
    del said["A-NO-RATINGS"]
    assert said == unlisted


@given(made.inputs(most=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_is_read_as_the_same_inputs(tmp_path: Path, inputs: Inputs) -> None:
    path = built(inputs, tmp_path / "b.xlsx")
    known = {criterion.key: criterion for criterion in inputs.policy.criteria}
    assert_same_inputs(read_book(files.read_book(path), known, NEVER).inputs, inputs)
    found = run(files.read_book(path), NEVER)
    assert set(codes(found.findings)).isdisjoint({"X-STALE", "X-FORMULA", "X-BELOW"})


@given(made.inputs(most=6))
@settings(max_examples=25)
def test_a_renewed_workbook_computes_the_same(inputs: Inputs) -> None:
    again = back(inputs).inputs
    first = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    second = assess(again.portfolio, again.policy, again.as_of)
    for key in ("score", "coverage", "rank", "tier", "quadrant", "share", "abc", "endangered"):
        np.testing.assert_array_equal(getattr(first, key), getattr(second, key), err_msg=key)
    # What was read is the run of a day, which remembers itself; nothing ran before it.
    kept = dataclasses.replace(inputs, findings=(), source="b.xlsx", memory=Memory(day=NEVER))
    assert made.cells_of(render(dataclasses.replace(again, findings=(), source="b.xlsx"))) == (
        made.cells_of(render(kept))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_switching_the_language_translates_what_was_not_renamed(
    tmp_path: Path, language: Language
) -> None:
    inputs = example(language)
    path = built(inputs, tmp_path / "b.xlsx")
    other: Language = "en" if language == "de" else "de"

    def rename(book: object) -> None:
        sheet = book[name("criteria", language)]  # type: ignore[index]
        sheet.cell(FIRST + 1, made.CRITERION["name"] + 1).value = "Our own"
        sheet.cell(FIRST + 1, made.CRITERION["anchor_1"] + 1).value = "Ours, too"

    edited(path, rename)
    switched = renewed(run(files.read_book(path), TODAY), other)
    assert switched.language == other
    first, *others = switched.policy.criteria
    was, *were = inputs.policy.criteria
    assert first.name == Text.same("Our own")
    assert first.anchors == (Text.same("Ours, too"), *was.anchors[1:])
    assert first.description == was.description
    assert others == were
    assert render(switched).sheets[2].name == name("accounts", other)


# ------------------------------------------------------------ what people do to a table


def reading(rows: dict[str, list[list[CellValue]]]) -> ReadBook:
    return read_book(MemoryBook(rows), known_criteria(), NEVER)


def cells(language: Language = "de") -> dict[str, list[list[CellValue]]]:
    return made.cells_of(render(example(language)))


def same_as_before(read: ReadBook, language: Language = "de") -> None:
    assert_same_inputs(read.inputs, example(language))


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria"])
def test_columns_may_be_moved(key: str) -> None:
    sheets = cells()
    sheets[name(key)] = [list(reversed(row)) for row in sheets[name(key)]]
    same_as_before(reading(sheets))


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria", "settings"])
def test_a_column_may_be_inserted_anywhere(key: str) -> None:
    width = len(cells()[name(key)][0])
    for place in range(min(width, 8)):
        sheets = cells()
        sheets[name(key)] = [[*row[:place], None, *row[place:]] for row in sheets[name(key)]]
        same_as_before(reading(sheets))


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria", "settings"])
def test_rows_may_be_inserted_above(key: str) -> None:
    sheets = cells()
    blank: list[CellValue] = [None] * len(sheets[name(key)][0])
    sheets[name(key)] = [["For internal use"], blank, *sheets[name(key)]]
    same_as_before(reading(sheets))


def test_rows_may_be_sorted_on_either_sheet() -> None:
    sheets = cells()
    ratings = sheets[name("ratings")]
    ratings[FIRST:] = reversed(ratings[FIRST:])
    same_as_before(reading(sheets))
    accounts = sheets[name("accounts")]
    accounts[FIRST:] = reversed(accounts[FIRST:])
    read = reading(sheets).inputs
    assert read.portfolio.ids == tuple(reversed(example().portfolio.ids))
    for key, column in example().portfolio.ratings.items():
        np.testing.assert_array_equal(read.portfolio.ratings[key].values, column.values[::-1])


def test_blank_rows_within_are_passed_over_and_places_stay_right() -> None:
    sheets = cells()
    for key in ("accounts", "ratings"):
        rows = sheets[name(key)]
        rows[FIRST + 3 : FIRST + 3] = [[None] * len(rows[0])] * 2
    read = reading(sheets)
    same_as_before(read)
    wanted = (*range(FIRST, FIRST + 3), *range(FIRST + 5, FIRST + 12 + 2))
    assert read.places.account_rows == wanted
    assert tuple(read.places.rating_rows.values()) == wanted


def test_rows_typed_below_the_tables_count() -> None:
    sheets = cells()
    sheets[name("accounts")].append(["00013", "Neu AG"])
    sheets[name("ratings")].append(["00013", *[None] * (made.RATING["k1"] - 1), 9.0])
    found = reading(sheets).inputs.portfolio
    assert found.ids[12:] == ("00013",)
    assert found.names[12:] == ("Neu AG",)
    assert found.ratings["revenue_volume"].values[12] == 9
    assert list(found.scored) == [True] * 13


def test_headings_and_names_of_sheets_may_be_of_the_other_language() -> None:
    german, english = cells("de"), cells("en")
    sheets = {
        name("accounts", "en"): german[name("accounts")],
        name("criteria"): english[name("criteria", "en")],
        name("ratings"): german[name("ratings")],
        name("settings"): german[name("settings")],
    }
    sheets[name("ratings")][4] = english[name("ratings", "en")][4]
    same_as_before(reading(sheets))


def test_case_and_blanks_of_headings_do_not_matter() -> None:
    sheets = cells()
    accounts = sheets[name("accounts")]
    accounts[4] = [f" {str(heading).upper()}  " for heading in accounts[4]]
    same_as_before(reading(sheets))


def test_an_extra_column_is_no_matter() -> None:
    sheets = cells()
    for row in sheets[name("accounts")]:
        row.insert(3, "Notiz")
    same_as_before(reading(sheets))


@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
def test_a_file_saved_by_libreoffice_is_read_as_the_same(
    tmp_path: Path, office: Office, locale: str
) -> None:
    path = built(example(), tmp_path / "b.xlsx")
    saved = office.resave(path, tmp_path / "saved.xlsx", locale)
    read = read_book(files.read_book(saved), known_criteria(), NEVER)
    same_as_before(read)
    found = run(files.read_book(saved), NEVER)
    assert found.checks == dict.fromkeys(found.checks, True)
    assert set(codes(found.findings)).isdisjoint({"X-STALE", "X-FORMULA", "X-BELOW"})


def test_what_is_typed_in_libreoffice_counts(tmp_path: Path, office: Office) -> None:
    path = built(example(), tmp_path / "b.xlsx")
    office.recalculate(
        path,
        [
            Edit.text(name("accounts"), FIRST + 12, 0, "00013"),
            Edit.number(name("accounts"), FIRST, made.ACCOUNT["revenue"], 1750),
            Edit.text(name("ratings"), FIRST, made.RATING["k2"], "?"),
            Edit.number(name("settings"), *made.setting("border_a"), 7.5),
        ],
        save_as=tmp_path / "saved.xlsx",
    )
    found = read_book(files.read_book(tmp_path / "saved.xlsx"), known_criteria(), NEVER).inputs
    assert found.portfolio.ids[12:] == ("00013",)
    assert found.portfolio.number("revenue")[0] == 1750
    assert found.portfolio.rated("revenue_potential").unknown[0]
    assert found.policy.borders == (7.5, 6, 4)
    assert "A-NO-RATINGS" in codes(found.findings)


# ------------------------------------------------------------ what is no workbook of ours


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria", "settings"])
def test_a_missing_sheet_is_one_sentence_that_names_it(key: str) -> None:
    sheets = cells()
    del sheets[name(key)]
    with pytest.raises(InputError, match=rf"^book\.xlsx: the sheet “{name(key, 'en')}”.* is gone"):
        reading(sheets)
    # One sheet of ours proves nothing: such a name stands in workbooks of other programs too.
    with pytest.raises(InputError, match=r"there is no sheet “.*not a workbook of"):
        reading({name(key): cells()[name(key)]})


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria", "settings"])
def test_the_template_of_another_program_is_one_sentence(key: str) -> None:
    sheets = cells()
    sheets[name(key)] = [["Kunde", "Ort"], ["Meier", "Ulm"]]
    with pytest.raises(InputError, match=rf"^book\.xlsx!{name(key)}: .* missing; restore"):
        reading(sheets)


@pytest.mark.parametrize("key", ["accounts", "ratings", "criteria", "settings"])
def test_an_emptied_sheet_is_one_sentence(key: str) -> None:
    with pytest.raises(InputError, match="missing; restore"):
        reading({**cells(), name(key): []})


def test_the_language_is_that_of_the_sheets_where_the_setting_says_nothing() -> None:
    for language in LANGUAGES:
        sheets = cells(language)
        row, column = made.setting("language")
        sheets[name("settings", language)][row][column] = None
        assert reading(sheets).inputs.language == language


def test_today_stands_in_for_a_missing_day() -> None:
    sheets = cells()
    row, column = made.setting("as_of")
    sheets[name("settings")][row][column] = None
    assert reading(sheets).inputs.as_of == NEVER
