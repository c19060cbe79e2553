"""docs/numbers.md and docs/workbook.md name what there is."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from typing import get_type_hints

import pytest

from kamxl.actions.reporting import AccountReport, ConcentrationReport
from kamxl.domain.portfolio import Portfolio
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.docs.pages import ROOT, pages

NUMBERS = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names() -> set[str]:
    inputs = Inputs(Portfolio((), ()), load_profile("standard"), "en", dt.date(2026, 1, 1))
    return set(render(inputs).names)


def test_every_defined_name_on_a_page_is_one(names: set[str]) -> None:
    wrong = [
        f"{page.name}: {name}"
        for page in pages()
        for name in re.findall(r"`(kam_[a-z0-9_]+)`", page.read_text(encoding="utf-8"))
        if name not in names and not (ROOT / "udfs" / f"{name}.py").exists()
    ]
    assert wrong == []


def test_every_check_of_the_workbook_is_explained() -> None:
    page = (ROOT / "docs" / "workbook.md").read_text(encoding="utf-8")
    assert [key for key in words.CHECKS if f"`kam_check_{key}`" not in page] == []


def test_every_kernel_of_the_numbers_is_there() -> None:
    told = re.findall(r"`(?:domain/)?(\w+)\.py: (\w+)`", NUMBERS)
    assert len(told) > 20
    for module, function in told:
        assert callable(getattr(importlib.import_module(f"kamxl.domain.{module}"), function))


@pytest.mark.parametrize("report", [AccountReport, ConcentrationReport])
def test_every_number_of_the_json_is_defined(report: type) -> None:
    without = {"id", "name"}
    assert [
        key for key in get_type_hints(report) if f"`{key}`" not in NUMBERS and key not in without
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_stands_in_the_readme_and_in_its_language(language: Language) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page = "workbook.md" if language == "en" else "workbook.de.md"
    manual = (ROOT / "docs" / page).read_text(encoding="utf-8")
    labels = [text(language) for text in words.SHEETS.values()]
    assert [label for label in labels if f"| {label} |" not in readme] == []
    assert [label for label in labels if f"| {label} |" not in manual] == []
