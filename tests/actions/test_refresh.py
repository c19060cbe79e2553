from __future__ import annotations

import copy
import dataclasses

import pytest

from kamxl.actions.refresh import refresh
from kamxl.actions.run import known_criteria
from kamxl.cells import CellValue, Grid
from kamxl.domain.assessment import assess
from kamxl.errors import InputError
from kamxl.findings import CATALOGUE
from kamxl.hosts.memory import MemoryBook
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.context import Context
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.sheets import accounts, findings, ratings, start
from tests.workbook.reading import made
from tests.workbook.reading.made import ACCOUNT, FIRST, RATING, TODAY, example, in_memory, name

RANKS = {("accounts", key) for key in accounts.QUADRATIC} | {
    ("ratings", key) for key in ratings.QUADRATIC
}


class Watched(MemoryBook):
    """A workbook that remembers where it was written to."""

    def __init__(self, book: MemoryBook) -> None:
        super().__init__(book.cells, book.name)
        self.writes: list[tuple[str, int, int]] = []

    def write(self, sheet: str, row: int, column: int, cells: Grid) -> None:
        self.writes.append((sheet, row, column))
        super().write(sheet, row, column, cells)


def open_book(inputs: Inputs) -> Watched:
    return Watched(in_memory(inputs))


def listed(book: MemoryBook, language: Language = "de") -> list[list[CellValue]]:
    rows = book.read(name("findings", language))[findings.FIRST :]
    return [list(row) for row in rows if any(cell is not None for cell in row)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_of_findings_says_what_the_action_returns(language: Language) -> None:
    book = open_book(example(language))
    found = refresh(book, TODAY)
    wanted = [
        [findings.SEVERITY[f.severity](language), f.code, f.place, f.text(language),
         f.remedy(language)]
        for f in found
    ]  # fmt: skip
    assert listed(book, language) == wanted
    assert all(f.place.startswith("book.xlsx!") for f in found)


def test_lines_of_findings_that_are_no_more_become_blank() -> None:
    inputs = example()
    book = open_book(inputs)
    before = len(listed(book))
    rows = book.cells["Kunden"]
    for place in range(12):
        rows[FIRST + place][ACCOUNT["revenue"]] = 100.0
    found = refresh(book, TODAY)
    # Twelve equal customers: none of them is large, and what remains comes from the ratings,
    # which are as they were: criteria that say the same, and one closed gate.
    assert [finding.code for finding in found] == ["W-CORR", "G-CAP"]
    assert [row[1] for row in listed(book)] == ["W-CORR", "G-CAP"]
    assert len(listed(book)) < before


def test_nothing_to_report_is_said() -> None:
    book = open_book(dataclasses.replace(example(), portfolio=made.Portfolio((), ())))
    book.cells["Hinweise"][findings.FIRST][0] = "alt"
    assert {CATALOGUE[finding.code].severity for finding in refresh(book, TODAY)} == {"warning"}
    assert listed(book)[0][0] == findings.SEVERITY["warning"].de


def test_inputs_and_everything_else_stay_as_they_are() -> None:
    book = open_book(example())
    before = copy.deepcopy(book.cells)
    refresh(book, TODAY)
    del before["Hinweise"]
    assert {sheet: cells for sheet, cells in book.cells.items() if sheet != "Hinweise"} == before
    assert book.writes == [("Hinweise", findings.FIRST, 0)]


def test_what_people_wrote_beside_the_findings_stays() -> None:
    book = open_book(example())
    for row in book.cells["Hinweise"]:
        row.append("mine")
    refresh(book, TODAY)
    assert all(row[-1] == "mine" for row in book.cells["Hinweise"])


# ------------------------------------------------------------ ranks stored as values


def stamped() -> Inputs:
    """Return more accounts than the setting allows formulas for."""
    return example(formula_limit=3)


def test_stored_ranks_and_their_fingerprint_follow_the_inputs() -> None:
    book = open_book(stamped())
    book.cells["Kunden"][FIRST + 11][ACCOUNT["revenue"]] = 9000.0
    for key in ("k2", "k3", "k7"):
        book.cells["Bewertung"][FIRST + 11][RATING[key]] = 10.0
    refresh(book, TODAY)
    read = made_inputs(book)
    result = assess(read.portfolio, read.policy, read.as_of)
    context = Context(read, result, ())
    for sheet, key in RANKS:
        of = accounts.computed_values if sheet == "accounts" else ratings.values_of
        column = (ACCOUNT if sheet == "accounts" else RATING)[key]
        stored = [row[column] for row in book.cells[name(sheet)][FIRST : FIRST + 12]]
        assert stored == [None if value == "" else value for value in of(context, key)]
    assert book.cells["Kunden"][FIRST + 11][ACCOUNT["revenue_rank"]] == 1
    row, column = start.STORED_AT
    fingerprint = [line[column] for line in book.cells["Start"][row : row + len(start.FINGERPRINT)]]
    assert fingerprint == start.fingerprint(context)


def made_inputs(book: MemoryBook) -> Inputs:
    return read_book(book, known_criteria(), TODAY).inputs


def test_each_column_is_written_at_once() -> None:
    book = open_book(stamped())
    refresh(book, TODAY)
    wanted = {
        (name(sheet), FIRST, (ACCOUNT if sheet == "accounts" else RATING)[key])
        for sheet, key in RANKS
    }
    assert set(book.writes) == wanted | {
        ("Start", *start.STORED_AT), ("Hinweise", findings.FIRST, 0)}  # fmt: skip
    assert len(book.writes) == len(RANKS) + 1 + 1


def test_nothing_but_ranks_changes_where_ranks_are_stored() -> None:
    book = open_book(stamped())
    before = copy.deepcopy(book.cells)
    refresh(book, TODAY)
    for sheet in book.sheets()[:-1]:
        assert book.read(sheet) == MemoryBook(before).read(sheet)
    assert book.sheets()[-1] == "Hinweise"


def test_rows_may_be_sorted_and_apart_where_ranks_are_stored() -> None:
    book = open_book(stamped())
    for key in ("accounts", "ratings"):
        rows = book.cells[name(key)]
        rows[FIRST:] = reversed(rows[FIRST:])
        rows.insert(FIRST + 4, [None] * len(rows[0]))
    ranks = {row[0]: row[RATING["rank"]] for row in book.cells["Bewertung"][FIRST:]}
    for row in book.cells["Bewertung"][FIRST:]:
        row[RATING["rank"]] = 99 if row[0] else None
    refresh(book, TODAY)
    assert {row[0]: row[RATING["rank"]] for row in book.cells["Bewertung"][FIRST:]} == ranks


def test_a_lowered_limit_makes_no_formula_a_value() -> None:
    book = open_book(example())
    row, column = made.setting("formula_limit")
    book.cells["Einstellungen"][row][column] = 3
    refresh(book, TODAY)
    assert book.writes == [("Hinweise", findings.FIRST, 0)]


def test_a_raised_limit_leaves_no_stored_rank_outdated() -> None:
    book = open_book(stamped())
    row, column = made.setting("formula_limit")
    book.cells["Einstellungen"][row][column] = 5000
    book.cells["Kunden"][FIRST + 11][ACCOUNT["revenue"]] = 9000.0
    refresh(book, TODAY)
    assert book.cells["Kunden"][FIRST + 11][ACCOUNT["revenue_rank"]] == 1


# ------------------------------------------------------------ what it says


def test_a_scale_that_was_switched_after_rating_is_doubted() -> None:
    book = open_book(example())
    row, column = made.setting("scale")
    book.cells["Einstellungen"][row][column] = 100
    assert "S-SCALE" in [finding.code for finding in refresh(book, TODAY)]


def test_what_is_no_workbook_of_ours_is_left_alone() -> None:
    book = Watched(MemoryBook({"Tabelle1": [["Kunde"]]}))
    with pytest.raises(InputError, match="not a workbook of kamxl"):
        refresh(book, TODAY)
    assert book.writes == []
