"""Amounts by period are read back as they were rendered, typed over and added to."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from kamxl.domain.periods import Periods
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.periods import AMOUNTS, FIRST
from tests.workbook.reading import made

both = pytest.mark.parametrize("language", LANGUAGES)
PERIODS = Periods(
    "quarter",
    ("2025-Q3", "2025-Q4"),
    (dt.date(2025, 9, 30), dt.date(2025, 12, 31)),
    ("00001", "K-2"),
    np.array([[60.0, 50.0], [np.nan, 0.0]]),
    np.array([[6.0, np.nan], [np.nan, -1.5]]),
    "CHF",
    "net of credit notes",
)


def assert_same(found: Periods | None, wanted: Periods) -> None:
    assert found is not None
    for key in ("grain", "labels", "ends", "ids", "currency", "note"):
        assert getattr(found, key) == getattr(wanted, key), key
    np.testing.assert_array_equal(found.revenue, wanted.revenue)
    np.testing.assert_array_equal(found.margin, wanted.margin)


@both
def test_what_was_rendered_is_read_again(tmp_path: Path, language: Language) -> None:
    inputs = dataclasses.replace(made.example(language), periods=PERIODS)
    found = made.judged(made.built(inputs, tmp_path / "book.xlsx")).inputs
    assert_same(found.periods, PERIODS)
    assert (
        made.judged(made.built(made.example(language), tmp_path / "b.xlsx")).inputs.periods is None
    )


def test_amounts_typed_over_and_customers_added_are_kept_and_text_is_told(tmp_path: Path) -> None:
    inputs = dataclasses.replace(made.example("de"), periods=PERIODS)
    path = made.built(inputs, tmp_path / "book.xlsx")
    name = made.name("periods")

    def edit(book: object) -> None:
        sheet = book[name]  # type: ignore[index]
        sheet.cell(FIRST + 1, AMOUNTS + 1).value = 77
        sheet.cell(FIRST + 2, AMOUNTS + 2).value = "viel"
        sheet.cell(FIRST + 3, 1).value, sheet.cell(FIRST + 3, AMOUNTS + 2).value = "NEU", 5
        sheet.cell(FIRST + 5, AMOUNTS + 1).value = 9

    found = made.judged(made.edited(path, edit))
    assert found.inputs.periods is not None
    assert found.inputs.periods.ids == ("00001", "K-2", "NEU")
    assert found.inputs.periods.revenue[0].tolist() == [77, 50]
    assert found.inputs.periods.revenue[2].tolist() == pytest.approx([np.nan, 5], nan_ok=True)
    # What has no number is no customer: told, and not forgotten in silence.
    assert [f.code for f in found.findings if f.code == "A-PERIODS"] == ["A-PERIODS"]
    assert [f.code for f in found.findings if f.code == "A-NUMBER"] == ["A-NUMBER"]
    again = tmp_path / "again.xlsx"
    build(render(made.renewed(found)), again)
    kept = made.judged(again)
    assert_same(kept.inputs.periods, found.inputs.periods)
    assert "viel" in kept.inputs.answers.values()
