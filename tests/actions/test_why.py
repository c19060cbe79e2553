from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamxl.actions.demo import demo
from kamxl.actions.why import MOST_FINDINGS, findings_of, why
from kamxl.cells import CellError
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.workbook.schema import render
from tests.actions.asking.book import ACCOUNTS, Book


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> BookFile:
    path = tmp_path_factory.mktemp("why") / "book.xlsx"
    build(render(demo(read_table, "en", load_profile).inputs), path)
    return read_book(path)


def test_a_blank_is_followed_through_our_workbook_to_what_nobody_typed(example: BookFile) -> None:
    found = why(example, "Criteria!AC6")
    assert found.sentences("en") == [
        "“Gate in words” (Criteria!AC6) shows nothing, because “Limit on scale” (Criteria!BM6) is "
        "no number, it shows nothing.",
        "“Limit on scale” (Criteria!BM6) shows nothing, because “Gate: rating up to” (Criteria!J6) "
        "is no number, it shows nothing.",
        "“Gate: rating up to” (Criteria!J6) is blank.",
        "Fill it in, if it is known.",
    ]
    assert not found.fault


def test_what_kamxl_finds_about_a_cell_is_told_with_it(example: BookFile) -> None:
    judged = findings_of(example, dt.date(2026, 1, 1))
    level = why(example, "Accounts!BU7", judged)
    assert [finding.code for finding in level.findings] == ["C-HIGH"]
    assert level.sentences("de") == [
        "„Level, 10001“ (Accounts!BU7) zeigt 3; daran ist nichts falsch."
    ]


def test_a_named_figure_is_told_by_its_label(example: BookFile) -> None:
    found = why(example, "kam_hhi")
    assert found.label == "Herfindahl index HHI"
    assert found.place.address == "Concentration!B12"
    assert found.formula.startswith("=")


def test_a_workbook_that_is_not_ours_has_no_findings() -> None:
    def not_ours() -> tuple[Finding, ...]:
        raise InputError("no workbook of kamxl")

    assert why(ACCOUNTS, "Accounts!D3", not_ours).findings == ()


def test_a_cell_on_the_way_brings_its_findings_but_not_all_of_many() -> None:
    def judged() -> tuple[Finding, ...]:
        here = Finding("W-ZERO", place="book.xlsx!Accounts!B3")
        return (Finding("W-ZERO", place="book.xlsx!Accounts!B2"), *[here] * 9)

    assert len(why(ACCOUNTS, "Accounts!D3", judged).findings) == MOST_FINDINGS


def test_an_error_is_a_fault_and_one_on_purpose_is_none() -> None:
    book = Book({"S": [[("=1/B1", CellError.DIV0), 0.0, ("=NA()", CellError.NA)]]})
    assert why(book, "A1").fault
    assert not why(book, "C1").fault
    assert why(book, "A1").sentences("de") == [
        "S!A1 zeigt #DIV/0!: sie teilt durch S!B1, das ist 0.",
        "Tragen Sie ein, wodurch geteilt wird.",
    ]


def test_a_cell_that_is_not_there_is_told_in_one_sentence() -> None:
    with pytest.raises(InputError, match="there is no sheet “Gone”; there are: Accounts"):
        why(ACCOUNTS, "Gone!A1")


def test_a_broken_rating_is_followed_to_its_account(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    build(render(demo(read_table, "en", load_profile).inputs), path)
    book = read_book(path)
    # The score of the account in row 6 as if an error had come in with its first rating.
    values = [list(row) for row in book.read("Ratings")]
    header = [str(value) for value in values[4]]
    first, counts, score = (header.index(name) for name in ("C1", "C1 counts", "Score"))
    for column in (first, counts, score):
        values[5][column] = CellError.REF
    book._grids["Ratings"] = values
    found = why(book, f"Ratings!{_letters(score)}6")
    assert [step.place.column for step in found.steps] == [score, counts]
    assert "holds #REF! as a value" in found.cause.en
    assert found.fault


def _letters(column: int) -> str:
    from kamxl.cells import column_letters

    return column_letters(column)
