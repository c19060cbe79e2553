"""Managers' own ratings are read back, whatever was typed, and survive a run."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.patching import patch
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import ManagerRow
from kamxl.workbook.sheets.managers import ROWS
from kamxl.workbook.sheets.settings import MANAGERS_AT
from tests.domain import golden
from tests.workbook.reading import made
from tests.workbook.reading.made import codes, renewed

FIRST = MANAGERS_AT + 2
TYPED = (ManagerRow("Ann Ott", (8, 6.5, 9)), ManagerRow(), ManagerRow("Bob", (None, 4, None)))


def built(folder: Path, managers: tuple[ManagerRow, ...] = (), language: Language = "de") -> Path:
    inputs = dataclasses.replace(made.example(language), managers=managers)
    owners = ("Ann Ott", "ann  ott", *[""] * (len(golden.NAMES) - 2))
    portfolio = inputs.portfolio
    texts = {**portfolio.texts, "owner": owners}
    inputs = dataclasses.replace(inputs, portfolio=dataclasses.replace(portfolio, texts=texts))
    return made.built(inputs, folder / "book.xlsx")


def typed(path: Path, cells: dict[tuple[int, int], object]) -> Path:
    def edit(book: Any) -> None:
        for (row, column), value in cells.items():
            book[made.name("settings")].cell(FIRST + row + 1, column + 1).value = value

    return made.edited(path, edit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_read_as_they_were_typed(tmp_path: Path, language: Language) -> None:
    found = made.judged(built(tmp_path, TYPED, language))
    assert found.inputs.managers == TYPED
    other: Language = "en" if language == "de" else "de"
    again = made.built(renewed(found, other), tmp_path / "other.xlsx")
    assert made.judged(again).inputs.managers == TYPED


def test_they_survive_a_run_in_place_and_stand_beside_the_load(tmp_path: Path) -> None:
    path = typed(
        built(tmp_path), {(0, 1): "Ann Ott", (0, 2): 8, (0, 4): 9, (4, 1): "Neu", (4, 3): 2}
    )
    today = made.TODAY
    for _ in range(2):
        found = run(read_book(path), today)
        patch(path, update(found, today, rulebook=load_rules()).patch)
    typed_in = made.judged(path).inputs.managers
    assert typed_in[0] == ManagerRow("Ann Ott", (8, None, 9))
    assert typed_in[4] == ManagerRow("Neu", (None, 2, None))
    rows = [[*row, *[None] * 7] for row in read_book(path).read(made.name("balance"))]
    (ann,) = [row for row in rows if row[0] == "Ann Ott"]
    (new,) = [row for row in rows if row[0] == "Neu"]
    assert ann[4:7] == [8, None, 9]
    assert [*new[1:3], *new[4:7]] == [0, 0, None, 2, None]


def test_rows_below_the_last_one_count(tmp_path: Path) -> None:
    path = typed(built(tmp_path), {(ROWS, 1): "Last", (ROWS, 2): 3})
    assert made.judged(path).inputs.managers[ROWS] == ManagerRow("Last", (3, None, None))


def test_what_is_no_rating_is_told_at_its_cell_and_kept(tmp_path: Path) -> None:
    found = made.judged(typed(built(tmp_path), {(1, 1): "Ann", (1, 2): "gut", (1, 3): 11}))
    said = [finding for finding in found.findings if finding.code == "P-SKILL"]
    assert [one.place.rpartition("!")[2] for one in said] == [f"C{FIRST + 2}", f"D{FIRST + 2}"]
    assert "Kommunikation" in said[0].text("de")
    assert found.inputs.managers[1] == ManagerRow("Ann", ("gut", 11, None))


def test_a_second_row_and_a_row_without_a_name_are_told(tmp_path: Path) -> None:
    cells = {(0, 1): "Ann", (0, 2): 5, (1, 1): "ANN", (1, 2): 6, (2, 2): 7}
    found = made.judged(typed(built(tmp_path), cells))
    told = codes(found.findings)
    assert (told.count("P-MANAGER-TWICE"), told.count("P-MANAGER-NAME")) == (1, 1)


def test_a_workbook_without_the_block_has_no_ratings(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book[made.name("settings")].delete_rows(MANAGERS_AT, ROWS + 3)

    assert made.judged(made.edited(built(tmp_path, TYPED), edit)).inputs.managers == ()
