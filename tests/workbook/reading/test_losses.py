from __future__ import annotations

import dataclasses
from collections import defaultdict
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.actions.run import known_criteria
from kamxl.cells import CellValue, address
from kamxl.domain.assessment import assess
from kamxl.hosts.memory import MemoryBook
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.context import Context
from kamxl.workbook.reading.accounts import as_text
from kamxl.workbook.reading.book import ReadBook, read_book
from kamxl.workbook.reading.losses import losses
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import findings, stability
from kamxl.workbook.spec import Book, Formula
from tests.workbook.reading import made
from tests.workbook.reading.made import FIRST, TODAY, example, name


def formulas_of(book: Book) -> dict[str, dict[int, int]]:
    """Return where formulas stand: by row, a number whose bit c is set for column c."""
    found: dict[str, dict[int, int]] = {}
    for sheet in book.sheets:
        rows: dict[int, int] = defaultdict(int)
        for cell in sheet.cells:
            if isinstance(cell.content, Formula):
                rows[cell.row] |= 1 << cell.column
        for area, content, _ in sheet.merges:
            if isinstance(content, Formula):
                rows[area.top] |= 1 << area.left
        for table in sheet.tables:
            for place, column in enumerate(table.columns, start=table.column):
                if column.formula and not column.stamped:
                    for row in range(table.row + 1, table.row + 1 + table.rows):
                        rows[row] |= 1 << place
        found[sheet.name] = dict(rows)
    return found


class Source(MemoryBook):
    """A workbook in memory that knows where its formulas are."""

    def __init__(self, book: Book, cells: dict[str, list[list[CellValue]]]) -> None:
        super().__init__(cells)
        self._formulas = formulas_of(book)

    def formulas(self, sheet: str) -> dict[int, int]:
        return self._formulas[sheet]


def said(source: Source) -> tuple[ReadBook, list[str], dict[str, list[list[CellValue]]]]:
    """Return what is read, what is lost, and what the fresh workbook shows."""
    read = read_book(source, known_criteria(), TODAY)
    inputs = dataclasses.replace(read.inputs, findings=())
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    fresh = render(inputs, result)
    sheets = {sheet.key: sheet for sheet in fresh.sheets}
    return read, losses(source, read, sheets, Context(inputs, result, ())), made.cells_of(fresh)


@cache
def rendered(language: Language) -> Book:
    return render(example(language))


def source_of(language: Language = "de") -> Source:
    return Source(rendered(language), made.cells_of(rendered(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fresh_workbook_loses_nothing(language: Language) -> None:
    assert said(source_of(language))[1] == []


@given(made.inputs(most=5))
@settings(max_examples=40)
def test_whatever_was_rendered_loses_nothing(inputs: made.Inputs) -> None:
    book = render(inputs)
    assert said(Source(book, made.cells_of(book)))[1] == []


TABLES = (name("accounts"), name("ratings"))
VALUES = st.sampled_from(["Notiz", "ja", "?", 7.0, 0.5, 45000.0, True, "K3", "Kunde", "Cartech"])


@given(st.data())
@settings(max_examples=150)
def test_what_is_typed_into_any_blank_cell_survives_or_is_named(data: st.DataObject) -> None:
    """The law of `run -o`, for every sheet, and for cells far beyond what is used."""
    source = source_of()
    sheet = data.draw(st.sampled_from(source.sheets()))
    rows = source.cells[sheet]
    row = data.draw(st.integers(0, len(rows) + 10))
    column = data.draw(st.integers(0, len(rows[0]) + 3))
    is_formula = source.formulas(sheet).get(row, 0) >> column & 1
    blank = row >= len(rows) or column >= len(rows[0]) or rows[row][column] in (None, "")
    if is_formula or not blank:
        return
    value = data.draw(VALUES)
    source.write(sheet, row, column, [[value]])
    read, lost, fresh = said(source)
    again = fresh[sheet]
    # Rows of a table close up; all other cells keep their place.
    lines = again[FIRST:] if row >= FIRST and sheet in TABLES else again[row : row + 1]
    stays = any(column < len(line) and as_text(line[column]) == as_text(value) for line in lines)
    at = address(row, column)
    by_column = any(f"on “{sheet}” ({at[: -len(str(row + 1))]}" in entry for entry in lost)
    places = (f"{sheet}!{at}", f"{sheet}!A{row + 1}")  # a row of ratings is named by its id
    named = by_column or any(entry.endswith(places) for entry in lost)
    wrong = f"book.xlsx!{sheet}!{at}" in {
        f.place for f in read.inputs.findings if f.code in ("X-SETTING", "X-CRITERION")
    }
    assert stays or named or wrong, (sheet, at, value, lost)


def test_findings_of_another_day_are_no_loss() -> None:
    source = source_of()
    rows = source.cells[name("findings")]
    del rows[findings.FIRST :]
    rows += [["Fehler", "R-TEXT", "b.xlsx!Bewertung!G6", "…", "…"]] * 40
    rows.append(["", "", "", findings.MORE("en").format(count=17), ""])
    assert said(source)[1] == []
    rows[-1][3] = findings.NONE("de")
    assert said(source)[1] == []


def test_a_formula_of_ones_own_is_named_even_where_it_shows_nothing() -> None:
    source = source_of()
    source._formulas["Start"][50] = 1 << 7
    source.write("Start", 50, 8, [["x"]])
    assert said(source)[1] == ["Start!H51", "Start!I51"]


def test_each_extra_column_is_named_once_with_its_heading() -> None:
    source = source_of()
    width = len(source.cells["Kunden"][0])
    source.write("Kunden", FIRST - 1, width, [["Notiz"], ["a"], ["b"]])
    assert said(source)[1] == [f"column “Notiz” on “Kunden” ({address(FIRST - 1, width)})"]


def test_a_label_in_the_other_language_is_no_loss() -> None:
    source = source_of("de")
    source.cells["Kunden"][FIRST][made.ACCOUNT["status"]] = "Customer"
    source.cells["Kriterien"][FIRST][made.CRITERION["direction"]] = "high is good"
    source.cells["Kriterien"][FIRST][made.CRITERION["source"]] = "Revenue"
    source.cells["Kriterien"][FIRST][made.CRITERION["name"]] = "Revenue volume"
    assert said(source)[1] == []


def test_a_note_beside_stored_values_is_named_and_outdated_values_are_not() -> None:
    sheet, first, place = name("stability"), stability.FIRST, stability.PLACE
    source = source_of()
    source.write(sheet, 21, 7, [["Notiz"]])
    source.write(sheet, first, place["holds"], [["fest"]])
    wanted = [f"{sheet}!{address(first, place['holds'])}", f"{sheet}!{address(21, 7)}"]
    assert said(source)[1] == wanted
    # Other ratings: what was stored of the old ones is no loss, notes still are.
    for row in range(FIRST, FIRST + 12):
        source.cells[name("ratings")][row][made.RATING["k1"]] = 2.0
    assert said(source)[1] == wanted


@pytest.mark.parametrize("ratings", [2.0, 9.0, None])
@pytest.mark.parametrize("key", ["k1", "k4", "k9"])
def test_outdated_stability_is_no_loss(key: str, ratings: float | None) -> None:
    source = source_of()
    for row in range(FIRST, FIRST + 12):
        source.cells[name("ratings")][row][made.RATING[key]] = ratings
    assert said(source)[1] == []


def test_a_number_between_two_days_is_named() -> None:
    """A date drops its time of day: so would a fresh workbook."""
    source = source_of()
    source.cells["Kunden"][FIRST][made.ACCOUNT["contract_end"]] = 46000.25
    assert said(source)[1] == [f"Kunden!{address(FIRST, made.ACCOUNT['contract_end'])}"]
