"""The sheet of the trend: last year's figures and receivables typed in LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden
from tests.office.client import Office
from tests.parity.comparing import differences
from tests.parity.editing import type_in_table, value


def inputs(language: Language, **columns: list[float]) -> Inputs:
    accounts = golden.with_numbers(golden.portfolio(), **columns)
    return Inputs(accounts, golden.policy(), language, golden.TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_typed_in_the_accounts_move_the_trend(
    office: Office, tmp_path: Path, language: Language
) -> None:
    before = [float(amount) for amount in golden.REVENUE]
    before[golden.place("Vicom")], before[golden.place("Cartech")] = 3000.0, 0.0
    before[golden.place("Potenzialkunde")] = 500.0
    owed = [900.0 if n == "Vicom" else 100.0 for n in golden.NAMES]
    blank, full = render(inputs(language)), render(inputs(language, revenue_y1=before,
                                                          receivables=owed))  # fmt: skip
    build(blank, tmp_path / "book.xlsx")
    edits = [
        type_in_table(blank, "accounts", key, row, amount)
        for key, column in (("revenue_y1", before), ("receivables", owed))
        for row, amount in enumerate(column)
    ]
    sheets = office.recalculate(tmp_path / "book.xlsx", edits, formulas=False)
    assert differences(full, sheets) == []
    # The pool is 900 + 11 · 100, a fifth of it 400.
    assert value(blank, sheets, "kam_owed_excess") == 900 - 0.2 * 2000
    assert (value(blank, sheets, "kam_new"), value(blank, sheets, "kam_lost")) == (1, 1)
