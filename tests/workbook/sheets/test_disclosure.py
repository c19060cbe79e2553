"""The sheet of disclosure: what is typed in LibreOffice, and who signed, is followed and kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.disclosure import FIRST, SIGN_ROW
from tests.domain import golden
from tests.office.client import Office
from tests.parity.comparing import differences
from tests.parity.editing import sheet_of, type_in_table
from tests.workbook.reading import made

both = pytest.mark.parametrize("language", LANGUAGES)


def inputs(language: Language, parents: tuple[str, ...] = ()) -> Inputs:
    accounts = golden.portfolio()
    policy = dataclasses.replace(golden.policy(), period="2025", reserve=4)
    texts = {**accounts.texts, **({"parent": parents} if parents else {})}
    return Inputs(dataclasses.replace(accounts, texts=texts), policy, language, golden.TODAY)


@both
def test_a_parent_typed_in_the_accounts_discloses_the_group_of_exactly_ten_percent(
    office: Office, tmp_path: Path, language: Language
) -> None:
    parents = tuple("T" if n in ("Technologie", "Branchenführer") else "" for n in golden.NAMES)
    before, after = render(inputs(language)), render(inputs(language, parents))
    build(before, tmp_path / "book.xlsx")
    edits = [
        type_in_table(before, "accounts", "parent", row, text)
        for row, text in enumerate(parents) if text
    ]  # fmt: skip
    sheets = office.recalculate(tmp_path / "book.xlsx", edits, formulas=False)
    assert differences(after, sheets) == []
    shown = sheets[sheet_of(before, "disclosure").name]
    assert (shown.value(FIRST + 3, 1), shown.value(FIRST + 3, 2)) == ("T", 1200)
    assert shown.value(FIRST + 3, 4) == pytest.approx(0.10)


@both
def test_who_prepared_and_reviewed_it_survives_a_run(tmp_path: Path, language: Language) -> None:
    path = made.built(made.example(language), tmp_path / "book.xlsx")
    name = made.name("disclosure", language)

    def sign(book: object) -> None:
        sheet = book[name]  # type: ignore[index]
        for row, value in enumerate(("one state", "Ann", dt.date(2026, 2, 1), "Bob")):
            sheet.cell(SIGN_ROW + 2 + row, 2).value = value

    found = made.judged(made.edited(path, sign))
    again = tmp_path / "again.xlsx"
    build(render(made.renewed(found)), again)
    kept = made.judged(again).inputs.answers
    assert kept["disclosure_judgement"] == "one state"
    assert (kept["disclosure_prepared_by"], kept["disclosure_reviewed_by"]) == ("Ann", "Bob")
    day = kept["disclosure_prepared_on"]
    assert isinstance(day, dt.date)
    assert (day.year, day.month, day.day) == (2026, 2, 1)
