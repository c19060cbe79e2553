"""What the sheet of concentration shows beside its indices, and its settings read back."""

import dataclasses
import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

from kamxl.hosts.tables.book import read_book as open_file
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import concentration
from kamxl.workbook.sheets.concentration import FIGURE_ROW, FIGURES
from kamxl.workbook.spec import Formula, Sheet
from tests.domain import golden
from tests.office.client import Office
from tests.parity.comparing import differences
from tests.workbook.books import book
from tests.workbook.books import sheet as sheet_of

DAY = dt.date(2026, 1, 1)
# X, Y and Z by turns; the last two are not known.
VARIATION = [0.1, 0.3, 0.7, 0.1, 0.3, 0.7, 0.1, 0.3, 0.7, 0.1, math.nan, math.nan]


def inputs(language: Language = "en", xyz: tuple[float, float] = (0.25, 0.50)) -> Inputs:
    accounts = golden.with_numbers(golden.portfolio(), order_cv=VARIATION)
    return Inputs(accounts, dataclasses.replace(golden.policy(), xyz=xyz), language, DAY)


def shown(sheet: Sheet, row: int, column: int) -> object:
    (cell,) = [c for c in sheet.cells if (c.row, c.column) == (row, column)]
    return cell.content.value if isinstance(cell.content, Formula) else cell.content


def test_every_account_with_an_amount_is_in_one_class_of_size_and_of_variation() -> None:
    sheet = next(s for s in render(inputs()).sheets if s.key == "concentration")
    at = concentration.XYZ_ROW + 1
    counts = [[shown(sheet, row, column) for column in range(1, 5)] for row in range(at, at + 4)]
    # A: Cartech X, Technologie Y, Fertigung Z, Großbesteller Y, Vicom Z.
    assert counts == [[1, 2, 2, 0], [2, 0, 1, 0], [1, 0, 0, 2], [0, 1, 0, 0]]
    assert sum(map(sum, counts)) == len(golden.NAMES)
    shares = [[shown(sheet, row, c) for c in range(1, 5)] for row in range(at + 5, at + 8)]
    assert shares[0] == pytest.approx(
        [1500 / 12_000, (800 + 2400) / 12_000, (900 + 4200) / 12_000, 0]
    )
    assert np.sum(np.array(shares, dtype=float)) == pytest.approx(1)


def concentration_of(
    revenues: list[float], policy: dict[str, object] | None = None, **texts: tuple[str, ...]
) -> Sheet:
    accounts = dataclasses.replace(golden.of_revenues(*revenues), texts=texts)
    judged = dataclasses.replace(golden.policy(), **(policy or {}))  # type: ignore[arg-type]
    made = render(Inputs(accounts, judged, "en", DAY))
    return next(sheet for sheet in made.sheets if sheet.key == "concentration")


def figure(sheet: Sheet, key: str, column: int = 1) -> object:
    return shown(sheet, FIGURE_ROW[key], column)


def test_missing_revenue_lowers_the_share_of_accounts_with_an_amount() -> None:
    sheet = concentration_of([600, math.nan, 400, 0])
    assert figure(sheet, "known") == 3 / 4  # a zero is known
    assert figure(sheet, "unknown") == 1
    assert figure(concentration_of([]), "known") == ""


def test_the_overhang_of_credit_notes_has_its_own_line() -> None:
    sheet = concentration_of([4200, 2400, 1500, -500])
    assert figure(sheet, "overhang") == -500
    assert figure(sheet, "total") == 4200 + 2400 + 1500 - 500
    assert shown(sheet, 3, 0) == ""


def test_without_a_positive_amount_the_sheet_says_why_there_is_no_figure() -> None:
    sheet = concentration_of([0, -5])
    assert figure(sheet, "hhi") == ""
    assert shown(sheet, 3, 0) == "Not available: no customer has a positive amount."
    balanced = concentration_of([500, -500])
    assert figure(balanced, "hhi") == 1
    assert shown(balanced, 3, 0) == "No disclosure shares: the total is not positive."


def test_single_customers_and_groups_stand_side_by_side() -> None:
    sheet = concentration_of([600, 300, 100], parent=("", "K", "K"))
    assert figure(sheet, "n") == 3
    assert figure(sheet, "n", 3) == 2
    assert figure(sheet, "hhi") == pytest.approx(0.6**2 + 0.3**2 + 0.1**2)
    assert figure(sheet, "hhi", 3) == pytest.approx(0.6**2 + 0.4**2)
    assert figure(sheet, "cr3", 3) == pytest.approx(1)


def test_annualised_customers_are_counted() -> None:
    accounts = dataclasses.replace(
        golden.of_revenues(600, 300), dates={"first_order": (dt.date(2025, 7, 1), None)}
    )
    policy = dataclasses.replace(golden.policy(), annualise="yes", period_end=dt.date(2025, 12, 31))
    made = render(Inputs(accounts, policy, "en", DAY))
    sheet = next(sheet for sheet in made.sheets if sheet.key == "concentration")
    assert figure(sheet, "annualised") == 1
    assert figure(sheet, "total") == 900
    assert figure(sheet, "cr1") == 600 * 2 / (600 * 2 + 300)
    table = next(sheet for sheet in made.sheets if sheet.key == "accounts").tables[0]
    factors = next(column for column in table.columns if column.key == "annual_factor")
    assert factors.values == [2, ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_borders_of_xyz_survive_a_round_trip(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    build(render(inputs(language, (0.1, 1.25))), path)
    found = read_book(open_file(path), {}, DAY)
    assert found.inputs.policy.xyz == (0.1, 1.25)
    assert not [f for f in found.inputs.findings if f.code == "X-SETTING"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_external_survives_a_round_trip(language: Language, tmp_path: Path) -> None:
    given = inputs(language)
    said = ("no", "yes", "", "maybe", *[""] * 8)
    texts = {**given.portfolio.texts, "external": said}
    given = dataclasses.replace(given, portfolio=dataclasses.replace(given.portfolio, texts=texts))
    build(render(given), tmp_path / "book.xlsx")
    read = read_book(open_file(tmp_path / "book.xlsx"), {}, DAY).inputs
    assert read.portfolio.text("external") == said
    assert [f.code for f in read.findings if f.subject.field == "external"] == ["A-CHOICE"]


@pytest.mark.slow
@pytest.mark.parametrize("revenues", [[], [100.0], [50.0] * 25, [0.0, -5.0], [9.0, 3, 1, math.nan]])
def test_entropy_and_bounds_compute_in_excel_what_the_kernels_do(
    office: Office, tmp_path: Path, revenues: list[float]
) -> None:
    accounts = golden.of_revenues(*revenues)
    variation = np.array([place / 10 for place in range(len(revenues))])
    accounts = dataclasses.replace(accounts, numbers={**accounts.numbers, "order_cv": variation})
    book = render(Inputs(accounts, golden.policy(), "de", DAY))
    path = tmp_path / "book.xlsx"
    build(book, path)
    assert differences(book, office.recalculate(path)) == []


def test_every_figure_has_a_name_and_the_kernels_value() -> None:
    made = book("golden", "en")
    cells = {(c.row, c.column): c.content for c in sheet_of(made, "concentration").cells}
    figures = golden.assessment().concentration
    for key in FIGURES:
        assert f"kam_{key}" in made.names
        cell = cells[FIGURE_ROW[key], 1]
        assert isinstance(cell, Formula)
        if hasattr(figures, key):
            assert cell.value == getattr(figures, key), key
    # (4200 + 2400 + 1500 + 900 + 800) / 12000
    assert cells[FIGURE_ROW["cr5"], 1].value == pytest.approx(9800 / 12000)  # type: ignore[union-attr]


def test_pareto_and_lorenz_are_drawn_from_the_list() -> None:
    charts = sheet_of(book("golden", "en"), "concentration").charts
    assert [chart.kind for chart in charts] == ["pareto", "scatter"]
    assert charts[0].y_range == charts[1].y_range == charts[1].x_range == (0, 1)
