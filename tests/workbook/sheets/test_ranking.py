from __future__ import annotations

import dataclasses

import pytest

from kamxl.cells import CellError
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.ranking import FIRST, HELPERS, KEYS, PLACE, blank_values
from kamxl.workbook.spec import Book, Formula
from tests.domain import golden
from tests.workbook.books import book, sheet


def column(made: Book, key: str) -> list[object]:
    """Return what a column of the ranking shows, slot by slot."""
    cells = {
        cell.row: cell.content.value
        for cell in sheet(made, "ranking").cells
        if cell.column == PLACE[key] and cell.row >= FIRST and isinstance(cell.content, Formula)
    }
    return [value for _, value in sorted(cells.items())]


def test_there_is_a_slot_for_each_account_and_the_reserve() -> None:
    assert len(column(book("golden", "en"), "name")) == 12 + golden.policy().reserve
    few = dataclasses.replace(golden.policy(), reserve=0)
    made = render(Inputs(golden.portfolio(), few, "en", golden.TODAY))
    assert len(column(made, "name")) == 12


def test_the_slots_show_the_accounts_in_their_order() -> None:
    result = golden.assessment()
    names = column(book("golden", "en"), "name")
    order = sorted(range(12), key=lambda account: result.order[account])
    assert names[:12] == [golden.NAMES[account] for account in order]
    assert set(names[12:]) == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reason_is_that_of_the_assessment(language: Language) -> None:
    result = golden.assessment()
    reasons = column(book("golden", language), "reason")
    for account in range(12):
        assert reasons[result.order[account] - 1] == result.reason(account, language)


def test_contributions_sum_to_the_score() -> None:
    made = book("golden", "en")
    scores = column(made, "score")
    parts = [column(made, f"c{n}") for n in range(1, 16)]
    for slot in range(12):
        assert sum(float(part[slot]) for part in parts) == pytest.approx(scores[slot])  # type: ignore[arg-type]


def test_a_free_slot_shows_nothing() -> None:
    values = blank_values()
    assert set(values) == set(KEYS)
    assert {values[key] for key in KEYS if key not in HELPERS} == {""}
    assert values["revenue_y0"] is CellError.NA
