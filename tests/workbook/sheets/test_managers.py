from __future__ import annotations

import dataclasses

import pytest

from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs, ManagerRow
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.managers import ROWS, TITLE
from kamxl.workbook.sheets.settings import MANAGERS_AT
from tests.domain import golden
from tests.workbook.books import sheet

both = pytest.mark.parametrize("language", LANGUAGES)
TYPED = (ManagerRow("Ann", (8, 6, 9)), ManagerRow(), ManagerRow("Bob", (None, "gut", None)))


def inputs(language: Language, managers: tuple[ManagerRow, ...] = TYPED) -> Inputs:
    return Inputs(golden.portfolio(), golden.policy(), language, golden.TODAY, managers=managers)


def block(made: Inputs) -> list[list[object]]:
    cells = {(c.row, c.column): c.content for c in sheet(render(made), "settings").cells}
    last = max(row for row, column in cells if column == 0)
    return [[cells.get((row, n)) for n in range(5)] for row in range(MANAGERS_AT, last + 1)]


@both
def test_rows_stand_at_the_end_of_the_settings_as_they_were_typed(language: Language) -> None:
    title, headings, *rows = block(inputs(language))
    assert title[1] == TITLE(language)
    assert None not in headings[1:]
    assert rows[:3] == [
        ["manager_1", "Ann", 8, 6, 9],
        ["manager_2", None, None, None, None],
        ["manager_3", "Bob", None, "gut", None],
    ]
    assert len(rows) == ROWS


def test_more_rows_than_there_are_get_their_place() -> None:
    many = tuple(ManagerRow(f"M{n}", (1, 2, 3)) for n in range(ROWS + 3))
    assert [row[1] for row in block(inputs("en", many))[2:]] == [f"M{n}" for n in range(ROWS + 3)]


def test_own_ratings_change_no_score_and_no_finding() -> None:
    one, other = (render(inputs("en", managers)) for managers in ((), TYPED))
    for key in ("ratings", "ranking", "accounts"):
        assert sheet(one, key) == sheet(other, key)


@both
def test_rules_allow_1_to_10_and_say_what_they_mean(language: Language) -> None:
    rules = [
        rule
        for rule in sheet(render(inputs(language)), "settings").validations
        if rule.area.top == MANAGERS_AT + 2
    ]
    assert [rule.area.left for rule in rules] == [2, 3, 4]
    assert {(rule.minimum, rule.maximum) for rule in rules} == {(1, 10)}
    assert all("10:" in rule.message for rule in rules)
    assert dataclasses.replace(TYPED[0]).profile.ratings == (8, 6, 9)
