"""Single cells beside captions are read back, whatever was typed and wherever they moved."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.stress_formulas import PICK
from tests.workbook.reading import made
from tests.workbook.reading.made import renewed

both = pytest.mark.parametrize("language", LANGUAGES)


@both
def test_who_was_chosen_to_leave_survives_a_run(tmp_path: Path, language: Language) -> None:
    typed = {"lost_1": "Vicom – Vicom", "lost_3": "Hotel"}
    inputs = dataclasses.replace(made.example(language), answers=typed)
    found = made.judged(made.built(inputs, tmp_path / "book.xlsx"))
    # An id alone is shown as an entry of the list.
    assert found.inputs.answers == typed | {"lost_3": "Hotel – Hotel"}
    assert renewed(found).answers == found.inputs.answers


def test_a_choice_of_nobody_is_said_and_kept(tmp_path: Path) -> None:
    path = made.built(made.example("de"), tmp_path / "book.xlsx")
    sheet = made.name("stress")

    def edit(book: object) -> None:
        book[sheet].cell(PICK + 2, 9).value = 4711  # type: ignore[index]

    found = made.judged(made.edited(path, edit))
    assert found.inputs.answers == {"lost_2": "4711"}
    (said,) = [f for f in found.findings if f.code == "S-CHOICE"]
    assert said.place.endswith(f"!{sheet}!I{PICK + 2}")
    again = tmp_path / "again.xlsx"
    build(render(renewed(found)), again)
    assert made.judged(again).inputs.answers == {"lost_2": "4711"}
