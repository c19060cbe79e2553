from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from kamxl.cells import CellValue, to_serial
from kamxl.domain.assessment import assess
from kamxl.errors import InputError
from kamxl.hosts.memory import MemoryBook
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.spec import Book, Formula, Table
from kamxl.workbook.values import MOST_ACCOUNTS, PROPERTY, Cells, results, values_book
from tests.domain import golden

TODAY = dt.date(2026, 1, 1)


def inputs(language: Language = "en") -> Inputs:
    return Inputs(golden.portfolio(), golden.policy(), language, TODAY)


def made(language: Language = "en") -> Book:
    given = inputs(language)
    result = assess(given.portfolio, given.policy, given.as_of)
    return values_book(given, result, result.findings, 5)


def column(key: str) -> list[CellValue]:
    given = inputs()
    result = assess(given.portfolio, given.policy, given.as_of)
    one = next(one for one in results(given, result) if one.key == key)
    return one.cells(0, len(given.portfolio))


def table(book: Book) -> Table:
    return next(sheet for sheet in book.sheets if sheet.key == "accounts").tables[0]


def test_a_sheet_takes_one_account_a_row_below_the_headings() -> None:
    assert MOST_ACCOUNTS == 1_048_576 - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_of_values_has_no_formula(language: Language) -> None:
    book = made(language)
    assert not any(isinstance(c.content, Formula) for s in book.sheets for c in s.cells)
    assert all(c.stamped for s in book.sheets for t in s.tables for c in t.columns)
    assert book.names == {}


def test_it_says_on_its_first_sheet_why_it_has_values_only() -> None:
    said = [str(cell.content) for cell in made().sheets[0].cells]
    assert "12 accounts are more than the 5 for which kamxl writes formulas" in said[1]


def test_its_results_are_those_of_the_kernels() -> None:
    result = assess(golden.portfolio(), golden.policy(), TODAY)
    assert column("score") == [None if np.isnan(x) else float(x) for x in result.score]
    assert column("rank") == [int(x) or None for x in result.rank]
    assert column("tier") == [("", "A", "B", "C", "D")[x] or None for x in result.tier]
    assert column("abc") == [("", "A", "B", "C", "N")[x] or None for x in result.abc]
    assert column("share") == [None if np.isnan(x) else float(x) for x in result.share]


def test_what_was_typed_stands_beside_in_the_words_of_the_workbook() -> None:
    portfolio = golden.portfolio()
    day = dt.date(2026, 5, 1)
    portfolio = replace(
        portfolio,
        texts={**portfolio.texts, "status": ("prospect", *[""] * 11)},
        dates={**portfolio.dates, "contract_end": (day, *[None] * 11)},
    )
    given = replace(inputs("de"), portfolio=portfolio)
    result = assess(portfolio, given.policy, TODAY)
    by_key = {one.key: one.cells(0, 2) for one in results(given, result)}
    assert by_key["status"] == ["Interessent", None]
    assert by_key["contract_end"] == [to_serial(day), None]
    assert "order_cv" not in by_key or any(by_key["order_cv"])


def test_columns_have_different_headings() -> None:
    labels = [one.label.casefold() for one in table(made("de")).columns]
    assert len(labels) == len(set(labels))


def test_findings_are_counted_by_what_they_are_about() -> None:
    given = inputs()
    result = assess(given.portfolio, given.policy, given.as_of)
    said = result.findings
    book = values_book(given, result, (said[0], said[0]), 5)
    sheet = next(sheet for sheet in book.sheets if sheet.key == "findings")
    assert [cell.content for cell in sheet.cells if cell.row == 1][1:3] == [said[0].code, 2]


def test_cells_are_made_when_they_are_asked_for() -> None:
    asked: list[tuple[int, int]] = []

    def make(first: int, last: int) -> list[CellValue]:
        asked.append((first, last))
        return list(range(first, last))

    cells = Cells(10, make)
    assert (len(cells), list(cells[3:5]), cells[-1]) == (10, [3, 4], 9)
    assert asked == [(3, 5), (9, 10)]


def test_a_workbook_of_values_is_not_read_back() -> None:
    class Told(MemoryBook):
        def properties(self) -> dict[str, str]:
            return {PROPERTY: "yes"}

    with pytest.raises(InputError, match=r"holds values only.*kamxl new"):
        read_book(Told({}), {}, TODAY)
