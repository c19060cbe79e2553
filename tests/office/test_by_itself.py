"""A person types into the open workbook; LibreOffice recalculates what it thinks has changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kamxl.actions.demo import demo
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.office.client import Edit, Office
from tests.parity.comparing import differences
from tests.parity.editing import type_in_table
from tests.workbook.books import large

# A column of the accounts or a criterion, the row from 0, and what is typed.
Change = tuple[str, int, float | str]


def typed_into(inputs: Inputs, changes: Sequence[Change]) -> Inputs:
    """Return inputs in which something else was typed."""
    portfolio = inputs.portfolio
    numbers = {key: column.copy() for key, column in portfolio.numbers.items()}
    values = {key: column.values.copy() for key, column in portfolio.ratings.items()}
    texts = dict(portfolio.texts)
    for key, row, content in changes:
        if isinstance(content, str):
            cells = list(texts.get(key) or ("",) * len(portfolio.ids))
            cells[row] = content
            texts[key] = tuple(cells)
        else:
            (numbers if key in numbers else values)[key][row] = content
    ratings = {
        key: dataclasses.replace(
            column,
            values=values[key],
            unknown=column.unknown & np.isnan(values[key]),
            wrong=column.wrong & np.isnan(values[key]),
        )
        for key, column in portfolio.ratings.items()
    }
    changed = dataclasses.replace(portfolio, numbers=numbers, texts=texts, ratings=ratings)
    return dataclasses.replace(inputs, portfolio=changed)


def left_alone(
    office: Office, path: Path, inputs: Inputs, rounds: Sequence[Sequence[Change]]
) -> list[str]:
    """Type round after round into the open workbook, and return what is not as a fresh one."""
    first = render(inputs, None, load_rules(None))
    build(first, path)
    books: list[Book] = []
    steps: list[list[Edit]] = []
    for changes in rounds:
        inputs = typed_into(inputs, changes)
        books.append(render(inputs, None, load_rules(None)))
        steps.append([_edit(first, inputs, *change) for change in changes])
    found = office.recalculate_steps(path, steps, formulas=False, by_itself=True)
    return [
        f"round {number}: {line}"
        for number, (book, sheets) in enumerate(zip(books, found, strict=True))
        for line in differences(book, sheets, edited=True)
    ]


def _edit(book: Book, inputs: Inputs, key: str, row: int, content: float | str) -> Edit:
    if key in inputs.portfolio.numbers or isinstance(content, str):
        return type_in_table(book, "accounts", key, row, content)
    slot = [criterion.key for criterion in inputs.policy.criteria].index(key) + 1
    return type_in_table(book, "ratings", f"k{slot}", row, content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_open_example_follows_what_is_typed(
    office: Office, tmp_path: Path, language: Language
) -> None:
    example = demo(read_table, language, load_profile).inputs
    first, second = (c.key for c in example.policy.criteria[:2])
    rounds: list[list[Change]] = [
        # The largest becomes small, a small one the largest.
        [("revenue", 0, 1_000.0), ("revenue", 7, 9_000_000.0)],
        [(first, 1, 1.0), (second, 1, 1.0), (first, 9, 10.0), (second, 9, 10.0)],
        [("revenue", 3, 8_000_000.0), ("revenue", 7, 5.0), (first, 0, 2.0)],
        [("parent", 2, "Alpha"), ("parent", 5, "Alpha"), ("parent", 11, "Beta"), ("parent", 3, "")],
        [
            ("parent", 8, example.portfolio.ids[1]),
            ("control_group", 5, "Beta"),
            ("revenue", 5, 7.0),
        ],
    ]
    assert left_alone(office, tmp_path / "book.xlsx", example, rounds) == []


def test_an_open_list_of_many_accounts_follows_what_is_typed(
    office: Office, tmp_path: Path
) -> None:
    inputs = large(60, "en")
    criteria = [criterion.key for criterion in inputs.policy.criteria]
    rounds: list[list[Change]] = [
        [("revenue", 59, 500_000.0), ("revenue", 3, 0.0), ("revenue", 30, 1_234.0)],
        [*((key, 44, 10.0) for key in criteria), *((key, 10, 1.0) for key in criteria)],
        [("parent", 50, "Alpha"), ("parent", 20, "Alpha"), ("parent", 5, inputs.portfolio.ids[50])],
    ]
    assert left_alone(office, tmp_path / "book.xlsx", inputs, rounds) == []
