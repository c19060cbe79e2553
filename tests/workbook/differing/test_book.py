from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import openpyxl
import pytest

from kamxl.actions.differing import differ
from kamxl.hosts.xlsx.build import build, built
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.differing.book import LABELS, NAMES, diff_book
from kamxl.workbook.differing.diff import Diff
from tests.actions.test_differing import book
from tests.domain import golden


def made() -> Diff:
    accounts = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    names = ("=1+1", *golden.NAMES[1:])
    later = dataclasses.replace(golden.policy(), borders=(8.5, 6.0, 4.0))
    return differ(book(), book(dataclasses.replace(accounts, ids=names, names=names), later))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_passes_the_lint_and_names_stay_text(
    tmp_path: Path, language: Language
) -> None:
    build(diff_book(made(), language), tmp_path / "diff.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "diff.xlsx")
    assert opened.sheetnames == [name(language) for name in NAMES.values()]
    cells = [c for row in opened[NAMES["moved"](language)].iter_rows() for c in row]
    assert [c.data_type for c in cells if c.value == "=1+1"] == ["s", "s"]


def test_reasons_sum_to_the_change_of_each_account() -> None:
    sheets = {sheet.key: sheet for sheet in diff_book(made(), "en").sheets}

    def columns(key: str) -> dict[str, list[object]]:
        return {c.key: list(c.values) for c in sheets[key].tables[0].columns}

    moved, reasons = columns("moved"), columns("reasons")
    for id_, change, status in zip(moved["id"], moved["change"], moved["status"], strict=True):
        parts = [p for i, p in zip(reasons["id"], reasons["points"], strict=True) if i == id_]
        assert round(sum(parts) * 100) == round(change * 100), (id_, status)  # type: ignore[arg-type, call-overload, operator]


def test_two_equal_workbooks_give_a_workbook_that_says_so(tmp_path: Path) -> None:
    build(diff_book(differ(book(), book()), "de"), tmp_path / "same.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "same.xlsx")
    assert opened[NAMES["cells"]("de")]["A4"].value == "Hier ist nichts anders."


def test_sums_are_formulas_beside_their_results() -> None:
    content = built(diff_book(made(), "en"))
    opened = openpyxl.load_workbook(io.BytesIO(content))
    sheet = opened[NAMES["reasons"]("en")]
    head = {c.value: c.column for c in sheet[4]}
    assert sheet.cell(5, head[LABELS["points"]("en")]).value.startswith(
        "=N(diff_reasons[[#This Row]"
    )
