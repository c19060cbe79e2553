"""The committed templates are what rendering gives: nobody has edited one by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render

FOLDER = Path(__file__).parents[2] / "workbook_templates"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_equals_its_fresh_rendering_byte_for_byte(
    tmp_path: Path, language: Language
) -> None:
    committed = FOLDER / f"key_accounts.{language}.xlsx"
    assert committed.is_file(), f"{committed} is missing: make templates"
    fresh = tmp_path / committed.name
    policy = load_profile("standard")
    build(render(Inputs(Portfolio((), ()), policy, language, dt.date(2026, 1, 1))), fresh)
    # Not the bytes themselves: pytest would take minutes to show how they differ.
    same = committed.read_bytes() == fresh.read_bytes()
    assert same, "make templates, and look at what changed"


def test_there_are_no_other_workbooks_among_the_templates() -> None:
    found = {path.name for path in FOLDER.glob("*.xls*")}
    assert found == {f"key_accounts.{language}.xlsx" for language in LANGUAGES}
