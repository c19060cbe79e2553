"""The sheet of the stress test: choices and settings edited in LibreOffice, and read back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.stress import lost_accounts
from kamxl.workbook.sheets.stress_formulas import CHOSEN, FIGURES, PICK, SINGLE
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.office.client import Edit, Office, Sheets
from tests.parity.comparing import differences
from tests.parity.editing import sheet_of, type_named, value
from tests.workbook.books import book as any_book

both = pytest.mark.parametrize("language", LANGUAGES)


def inputs(language: Language = "en", *leave: str, **policy: object) -> Inputs:
    said = {"fixed_costs": 2200.0, "cash": 600.0, "reserve": 4} | policy
    return Inputs(
        golden.portfolio(),
        dataclasses.replace(golden.policy(), **said),  # type: ignore[arg-type]
        language,
        golden.TODAY,
        answers={f"lost_{n}": text for n, text in enumerate(leave, start=1)},
    )


def recalculated(office: Office, path: Path, made: Book, edits: list[Edit]) -> Sheets:
    build(made, path)
    return office.recalculate(path, edits, formulas=False)


def figure(made: Book, sheets: Sheets, key: str, column: int) -> float | str:
    return sheets[sheet_of(made, "stress").name].value(FIGURES[key], column)


@both
def test_a_set_chosen_in_the_sheet_gives_what_the_kernel_says(
    office: Office, tmp_path: Path, language: Language
) -> None:
    before, after = render(inputs(language)), render(inputs(language, "Vicom", "Hotel", "Vicom"))
    name = sheet_of(before, "stress").name
    edits = [
        Edit.text(name, PICK + n, 8, text)
        for n, text in enumerate(("Vicom – Vicom", "Hotel", "Vicom"))
    ]
    sheets = recalculated(office, tmp_path / "book.xlsx", before, edits)
    assert differences(after, sheets) == []
    # 2752 − 756 − 216 − 2200, and 12000 − 4200 − 600.
    assert figure(before, sheets, "ebit", CHOSEN) == 2752 - 756 - 216 - 2200
    assert figure(before, sheets, "revenue", CHOSEN) == 12000 - 4200 - 600
    assert figure(before, sheets, "names", CHOSEN) == "Vicom; Hotel"


def test_fixed_costs_typed_in_the_settings_fill_the_figures(office: Office, tmp_path: Path) -> None:
    bare = render(inputs(fixed_costs=None, cash=None))
    edits = [type_named(bare, "kam_fixed_costs", 2200), type_named(bare, "kam_cash", 600)]
    sheets = recalculated(office, tmp_path / "book.xlsx", bare, edits)
    assert differences(render(inputs()), sheets) == []
    assert figure(bare, sheets, "ebit", 2) == -204
    assert figure(bare, sheets, "break_even", 2) == pytest.approx(8597.1944, abs=5e-5)
    assert value(bare, sheets, "kam_stress_until") == 1


@both
def test_what_is_missing_is_not_available_and_says_why(language: Language) -> None:
    made = sheet_of(render(inputs(language, fixed_costs=None, cash=None)), "stress")
    shown = {(cell.row, cell.column): cell.content for cell in made.cells}
    na = words.PHRASES["na"](language)
    for key in ("ebit", "break_even", "gap", "safety", "months_covered", "runway"):
        assert shown[FIGURES[key], 1].value == na  # type: ignore[union-attr]
    (reason,) = [content for area, content, _ in made.merges if area.top == 3]
    assert reason.value == " ".join(  # type: ignore[union-attr]
        words.PHRASES[key](language) for key in ("stress_fixed_costs", "stress_cash")
    )


def test_an_empty_book_loses_nobody() -> None:
    empty = Inputs(Portfolio((), ()), load_profile("standard"), "en", dt.date(2026, 1, 1))
    assert lost_accounts(empty) == []
    made = sheet_of(any_book("empty", "en"), "stress")
    shown = {(cell.row, cell.column): cell.content for cell in made.cells}
    assert shown[SINGLE + 1, 0].value == ""  # type: ignore[union-attr]


def test_who_leaves_is_found_by_id_or_entry_and_strangers_are_nobody() -> None:
    found = lost_accounts(inputs("en", "Vicom – once called so", "nobody", "Hotel"))
    assert found == [golden.place("Hotel"), golden.place("Vicom")]
