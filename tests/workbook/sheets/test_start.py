from __future__ import annotations

import pytest

from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.sheets.start import CHECK_ROW, STEP_ROW
from kamxl.workbook.spec import Formula, Link
from tests.workbook.books import book, sheet


def cells(kind: str, language: Language) -> dict[tuple[int, int], object]:
    return {(c.row, c.column): c.content for c in sheet(book(kind, language), "start").cells}


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_steps_each_have_a_status_and_lead_to_their_sheet(language: Language) -> None:
    found = cells("golden", language)
    targets = []
    for step in range(3):
        link, status = found[STEP_ROW + step, 0], found[STEP_ROW + step, 1]
        assert isinstance(link, Link)
        assert isinstance(status, Formula)
        assert status.value == words.PHRASES["ok"](language)
        targets.append(link.target.partition("!")[0])
    names = {key: name(language) for key, name in words.SHEETS.items()}
    assert targets == [names["criteria"], names["criteria"], names["ratings"]]


def test_an_empty_book_says_what_is_to_do() -> None:
    found = cells("empty", "de")
    status = [found[STEP_ROW + step, 1] for step in range(3)]
    assert [cell.value for cell in status if isinstance(cell, Formula)] == ["OK", "OK", "offen"]


def test_every_check_holds_in_the_golden_book_and_says_so_in_words() -> None:
    found = cells("golden", "en")
    for place in range(len(words.CHECKS)):
        value, text = found[CHECK_ROW + place, 2], found[CHECK_ROW + place, 1]
        assert isinstance(value, Formula)
        assert isinstance(text, Formula)
        assert (value.value, text.value) == (True, "OK")


def test_a_book_with_wrong_ratings_says_so() -> None:
    found = cells("large", "en")
    failed = [
        key
        for place, key in enumerate(words.CHECKS)
        if isinstance(cell := found[CHECK_ROW + place, 2], Formula) and cell.value is False
    ]
    assert failed == ["ratings"]


def test_every_link_leads_to_a_sheet_of_the_book() -> None:
    for kind in ("golden", "empty"):
        made = book(kind, "de")
        names = {one.name for one in made.sheets}
        for one in made.sheets:
            for cell in one.cells:
                if isinstance(cell.content, Link):
                    assert cell.content.target.partition("!")[0].strip("'") in names
