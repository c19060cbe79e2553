"""The accounts chosen on the sheet of explanation are read back, whatever was typed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Chosen
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.explanation import CHOICES
from tests.workbook.reading import made
from tests.workbook.reading.made import renewed

both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_what_was_chosen_survives_a_run(tmp_path: Path, language: Language) -> None:
    typed = Chosen("Vicom – Vicom", "Hotel")
    inputs = dataclasses.replace(made.example(language), chosen=typed)
    found = made.judged(made.built(inputs, tmp_path / "book.xlsx"))
    # An id alone is shown as an entry of the list.
    assert found.inputs.chosen == Chosen("Vicom – Vicom", "Hotel – Hotel")
    assert renewed(found).chosen == found.inputs.chosen


def test_a_choice_of_nobody_is_said_and_kept(tmp_path: Path) -> None:
    path = made.built(made.example("de"), tmp_path / "book.xlsx")
    sheet = made.name("explanation")
    row = CHOICES["other"][1] + 1

    def edit(book: object) -> None:
        book[sheet].cell(row, 1).value = 4711  # type: ignore[index]

    found = made.judged(made.edited(path, edit))
    assert found.inputs.chosen == Chosen("", "4711")
    (said,) = [f for f in found.findings if f.code == "E-CHOICE"]
    assert said.place.endswith(f"!{sheet}!A{row}")
    again = tmp_path / "again.xlsx"
    build(render(renewed(found)), again)
    assert made.judged(again).inputs.chosen == Chosen("", "4711")


def test_a_choice_below_an_inserted_row_is_found_by_its_caption(tmp_path: Path) -> None:
    inputs = dataclasses.replace(made.example("de"), chosen=Chosen("Vicom"))
    path = made.built(inputs, tmp_path / "book.xlsx")

    def edit(book: object) -> None:
        sheet = book[made.name("explanation")]  # type: ignore[index]
        caption, typed = sheet.cell(3, 1).value, sheet.cell(4, 1).value
        sheet.cell(3, 1).value = sheet.cell(4, 1).value = None
        sheet.cell(40, 1).value, sheet.cell(41, 1).value = caption, typed

    assert made.judged(made.edited(path, edit)).inputs.chosen == Chosen("Vicom – Vicom")


def test_a_workbook_of_before_without_the_sheet_chooses_nothing(tmp_path: Path) -> None:
    path = made.built(made.example("de"), tmp_path / "book.xlsx")

    def edit(book: object) -> None:
        del book[made.name("explanation")]  # type: ignore[attr-defined]

    assert made.judged(made.edited(path, edit)).inputs.chosen == Chosen()
