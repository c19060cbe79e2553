"""What a run remembers survives the next ones, and notes beside it are named."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from kamxl.actions.run import RunResult, run
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.changes import FIRST, PLACE
from tests.workbook.reading import made
from tests.workbook.reading.made import renewed

DAYS = [dt.date(2026, 2, 1) + dt.timedelta(n) for n in range(3)]


def ran(path: Path, day: dt.date, out: Path) -> RunResult:
    """Run a workbook on a day into another."""
    found = run(read_book(path), day)
    build(render(renewed(found)), out)
    return found


def rated(path: Path, out: Path, account: int, cell: float, language: Language = "de") -> Path:
    """Type an account's relationship anew."""
    column = made.RATING["k9"] + 1
    assert out != path

    def edit(book: object) -> None:
        sheet = book[made.name("ratings", language)]  # type: ignore[index]
        assert sheet.cell(made.FIRST + account + 1, column).value is not None
        sheet.cell(made.FIRST + account + 1, column).value = cell

    return made.edited(path, edit, out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_compares_with_the_one_of_an_earlier_day(tmp_path: Path, language: Language) -> None:
    first = made.built(made.example(language), tmp_path / "0.xlsx")
    assert ran(first, DAYS[0], tmp_path / "1.xlsx").moved is None
    edited = rated(tmp_path / "1.xlsx", tmp_path / "1b.xlsx", 8, 9.0, language)
    # On the same day there is nothing to compare with.
    assert run(read_book(edited), DAYS[0]).moved is None
    found = ran(edited, DAYS[1], tmp_path / "2.xlsx")
    assert found.moved is not None
    assert found.moved.then.day == DAYS[0]
    assert found.moved.change.tolist() == [0] * 8 + [70] + [0] * 3
    (said,) = [f for f in found.findings if f.code == "E-MOVED"]
    assert said.values["account"] == "Vicom"
    assert "0.70 points" in said.text("en")
    assert "0,70 Punkte" in said.text("de")
    # The next day nothing has moved since.
    after = run(read_book(tmp_path / "2.xlsx"), DAYS[2])
    assert after.moved is not None
    assert (after.moved.then.day, after.moved.change.any()) == (DAYS[1], False)


def test_a_second_run_on_one_day_changes_nothing(tmp_path: Path) -> None:
    first = made.built(made.example(), tmp_path / "0.xlsx")
    ran(first, DAYS[0], tmp_path / "1.xlsx")
    edited = rated(tmp_path / "1.xlsx", tmp_path / "1b.xlsx", 0, 3.0)
    ran(edited, DAYS[1], tmp_path / "2.xlsx")
    second = ran(tmp_path / "2.xlsx", DAYS[1], tmp_path / "3.xlsx")
    third = ran(tmp_path / "3.xlsx", DAYS[1], tmp_path / "4.xlsx")
    assert second.moved is not None
    assert third.moved is not None
    assert second.moved.then.day == third.moved.then.day == DAYS[0]
    sheet = made.name("changes")
    one, other = (read_book(tmp_path / f"{n}.xlsx").read(sheet) for n in (3, 4))
    assert [list(row) for row in one] == [list(row) for row in other]


def test_accounts_that_left_stay_until_the_next_comparison(tmp_path: Path) -> None:
    ran(made.built(made.example(), tmp_path / "0.xlsx"), DAYS[0], tmp_path / "1.xlsx")

    def drop(book: object) -> None:
        for key in ("accounts", "ratings"):
            sheet = book[made.name(key)]  # type: ignore[index]
            for column in range(1, sheet.max_column + 1):
                sheet.cell(made.FIRST + 12, column).value = None

    fewer = made.edited(tmp_path / "1.xlsx", drop)
    found = ran(fewer, DAYS[1], tmp_path / "2.xlsx")
    assert found.moved is not None
    assert [found.moved.then.names[row] for row in found.moved.gone] == ["Gelegenheit C"]
    again = ran(tmp_path / "2.xlsx", DAYS[1], tmp_path / "3.xlsx")
    assert again.moved is not None
    assert len(again.moved.gone) == 1
    later = run(read_book(tmp_path / "3.xlsx"), DAYS[2])
    assert later.moved is not None
    assert later.moved.gone == ()


def test_a_workbook_of_before_or_with_a_torn_sheet_remembers_nothing(tmp_path: Path) -> None:
    ran(made.built(made.example(), tmp_path / "0.xlsx"), DAYS[0], tmp_path / "1.xlsx")

    def tear(book: object) -> None:
        sheet = book[made.name("changes")]  # type: ignore[index]
        sheet.cell(FIRST, PLACE["is"] + 1).value = None
        sheet.cell(FIRST - 1, PLACE["is"] + 1).value = None

    torn = made.edited(tmp_path / "1.xlsx", tear, tmp_path / "torn.xlsx")
    assert run(read_book(torn), DAYS[1]).inputs.memory.then is None

    def remove(book: object) -> None:
        del book[made.name("changes")]  # type: ignore[attr-defined]

    old = made.edited(tmp_path / "1.xlsx", remove, tmp_path / "old.xlsx")
    found = run(read_book(old), DAYS[1])
    assert found.inputs.memory.then is None


def test_renewed_inputs_carry_the_day_of_the_run(tmp_path: Path) -> None:
    found = run(read_book(made.built(made.example(), tmp_path / "0.xlsx")), DAYS[0])
    assert renewed(found).memory.day == DAYS[0]
    assert dataclasses.replace(found.inputs.memory, day=None).last is None
