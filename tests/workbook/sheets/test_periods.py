"""The sheet of periods: figures above the amounts follow what is typed in LibreOffice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from kamxl.domain.periods import Periods
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.periods import AMOUNTS, FIGURE_ROW, FIRST, KEYS
from tests.domain import golden
from tests.office.client import Edit, Office
from tests.parity.comparing import differences
from tests.parity.editing import sheet_of


def periods(first: float) -> Periods:
    revenue = np.column_stack([golden.REVENUE, golden.REVENUE[::-1]])
    revenue[0, 0] = first
    return Periods(
        "year",
        ("2024", "2025"),
        (dt.date(2024, 12, 31), dt.date(2025, 12, 31)),
        golden.NAMES,
        revenue,
        np.column_stack([golden.MARGIN, np.full(len(golden.NAMES), np.nan)]),
    )


def inputs(language: Language, first: float) -> Inputs:
    made = Inputs(golden.portfolio(), golden.policy(), language, golden.TODAY)
    return dataclasses.replace(made, periods=periods(first))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_typed_over_changes_the_figures_of_its_period(
    office: Office, tmp_path: Path, language: Language
) -> None:
    before, after = render(inputs(language, 1500.0)), render(inputs(language, 9000.0))
    build(before, tmp_path / "book.xlsx")
    name = sheet_of(before, "periods").name
    edits = [Edit.number(name, FIRST, AMOUNTS, 9000)]
    sheets = office.recalculate(tmp_path / "book.xlsx", edits, formulas=False)
    assert differences(after, sheets) == []
    # 9000 of 12000 + 7500; the other year is as it was, and its margins are not known.
    row = FIGURE_ROW + [*KEYS].index("cr1")
    assert sheets[name].value(row, AMOUNTS) == pytest.approx(9000 / 19500)
    assert sheets[name].value(row, AMOUNTS + 1) == pytest.approx(0.35)
    assert sheets[name].value(row, AMOUNTS + 3) == ""
