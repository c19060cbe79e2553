"""Relative strength in LibreOffice: as rendered, and after people typed a comparison."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamxl.domain.policy import CutMode, Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.domain.compared import compared
from tests.domain.strategies import on_hundred
from tests.office.client import Edit, Office
from tests.parity.comparing import differences
from tests.parity.editing import column_values, type_in_table, type_named


def policy(mode: CutMode = "midpoint", grid: int = 2) -> Policy:
    return dataclasses.replace(
        golden.policy(), strength_mode="relative", cut_mode=mode, cut_relative=1.1, grid=grid,
        reserve=4,
    )  # fmt: skip


def book(portfolio: Portfolio, judged: Policy, language: Language = "en") -> Book:
    return render(Inputs(portfolio, judged, language, golden.TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_formulas_compute_the_ratios_beside_them(
    tmp_path: Path, office: Office, language: Language
) -> None:
    for scale in (10, 100):
        accounts = golden.portfolio() if scale == 10 else on_hundred(golden.portfolio())
        made = book(compared(accounts, scale), policy().on_scale(scale), language)
        path = tmp_path / f"{scale}.xlsx"
        build(made, path)
        assert differences(made, office.recalculate(path, [], formulas=False)) == []


@pytest.mark.parametrize(("mode", "grid"), [("median", 2), ("custom", 3)])
def test_cuts_and_thirds_of_a_ratio_are_computed(
    tmp_path: Path, office: Office, mode: CutMode, grid: int
) -> None:
    made = book(compared(golden.portfolio()), policy(mode, grid))
    path = tmp_path / "book.xlsx"
    build(made, path)
    assert differences(made, office.recalculate(path, [], formulas=False)) == []


def test_a_comparison_that_people_type_moves_the_account(tmp_path: Path, office: Office) -> None:
    before = book(golden.portfolio(), policy())
    path = tmp_path / "book.xlsx"
    build(before, path)
    portfolio = golden.portfolio()
    edits: list[Edit] = [type_in_table(before, "strength", "id", 0, portfolio.ids[1])]
    typed = {"us": 5.0, "a": 6.0, "b": 4.0}
    for block, points in typed.items():
        edits += [type_in_table(before, "strength", f"{block}_{n}", 0, points) for n in range(1, 7)]
    edits.append(type_in_table(before, "strength", "competitor_a", 0, "Rivalix"))
    sheets = office.recalculate(path, edits, formulas=False)
    assert column_values(before, sheets, "strength", "ratio")[0] == pytest.approx(5 / 6)
    assert column_values(before, sheets, "strength", "best")[0] == "Rivalix"
    numbers = dict(portfolio.numbers)
    for block, points in typed.items():
        for n in range(1, 7):
            column = golden.np.full(len(portfolio), golden.np.nan)
            column[1] = points
            numbers[f"{block}_{n}"] = column
    texts = {**portfolio.texts, "competitor_a": ("", "Rivalix", *[""] * (len(portfolio) - 2))}
    after = book(dataclasses.replace(portfolio, numbers=numbers, texts=texts), policy())
    quadrants = [*next(s for s in after.sheets if s.key == "ratings").tables[0].columns]
    expected = next(column.values for column in quadrants if column.key == "quadrant")
    assert column_values(before, sheets, "ratings", "quadrant") == list(expected)


def test_the_source_of_strength_is_switched_in_the_settings(tmp_path: Path, office: Office) -> None:
    accounts = compared(golden.portfolio())
    before = book(accounts, dataclasses.replace(policy(), strength_mode="criteria"), "de")
    after = book(accounts, policy(), "de")
    path = tmp_path / "book.xlsx"
    build(before, path)
    edits = [type_named(before, "kam_strength_mode", "bester Wettbewerber"),
             type_named(before, "kam_matrix_x_low", 0),
             type_named(before, "kam_matrix_x_high", 2)]  # fmt: skip
    sheets = office.recalculate(path, edits, formulas=False)
    wrong = differences(after, sheets, edited=True)
    assert wrong == []
