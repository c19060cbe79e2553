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
from tests.parity.editing import (
    column_values,
    sheet_of,
    table_of,
    type_in_table,
    type_named,
    value,
)


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


def turned(portfolio: Portfolio, ids: list[str], first: int) -> Portfolio:
    """Return the accounts under other ids, the first ones behind the others."""
    order = [*range(first, len(portfolio)), *range(first)]

    def put(column: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(column[account] for account in order)

    return dataclasses.replace(
        portfolio,
        ids=put(tuple(ids)),
        names=put(portfolio.names),
        numbers={key: column[order] for key, column in portfolio.numbers.items()},
        texts={key: put(column) for key, column in portfolio.texts.items()},
        dates={},
        ratings={},
        scored=portfolio.scored[order],
    )


@pytest.mark.parametrize("order", ["falling", "rising", "mixed case", "marks"])
def test_a_row_is_found_by_its_id_however_the_ids_lie(
    tmp_path: Path, office: Office, order: str
) -> None:
    """Accounts 1 to 7 are compared; put below others, none stands in the row of its number."""
    accounts = compared(golden.portfolio())
    count = len(accounts)
    ids = {
        "falling": [f"{90 - n}" for n in range(count)],
        "rising": [f"{10 + n}" for n in range(count)],
        # By MATCH's rules each is the same as another one.
        "mixed case": [
            ("abcdef"[n % 6]).upper() if n < 6 else "abcdef"[n % 6] for n in range(count)
        ],
        "marks": [f"{'?*~'[n % 3]}{n:02d}" for n in range(count)],
    }[order]
    made = book(turned(accounts, ids, 7), policy())
    path = tmp_path / "book.xlsx"
    build(made, path)
    sheets = office.recalculate(path, [], formulas=False)
    assert differences(made, sheets) == []
    rows = column_values(made, sheets, "strength", "account_row")
    assert rows[:8] == [6, 7, 8, 9, 10, 11, 12, 0]


def test_rows_that_people_shuffle_add_and_repeat_are_found(tmp_path: Path, office: Office) -> None:
    accounts = compared(golden.portfolio())
    before = book(accounts, policy())
    path = tmp_path / "book.xlsx"
    build(before, path)
    ids = golden.portfolio().ids
    # Rows 1 and 2 change places, 3 is nobody, row 9 is account 12, row 10 repeats account 5.
    places = {0: ids[1], 1: ids[0], 2: "Nobody", 8: ids[11], 9: ids[4]}
    edits = [type_in_table(before, "strength", "id", row, id_) for row, id_ in places.items()]
    edits += [
        type_in_table(before, "strength", f"{side}_{n}", 8, points)
        for side, points in (("us", 9.0), ("b", 6.0))
        for n in range(1, 7)
    ]
    sheets = office.recalculate(path, edits, formulas=False)
    rows = column_values(before, sheets, "strength", "account_row")
    assert rows[:11] == [2, 1, 0, 4, 5, 6, 7, 0, 12, 5, 0]
    # 2 > 1: only the first row stands in order, all others are searched one by one.
    assert value(before, sheets, "kam_strength_sorted") == 1
    found = column_values(before, sheets, "ratings", "strength_row")
    assert found == [2, 1, 0, 4, 5, 6, 7, 0, 0, 0, 0, 9]
    strength = column_values(before, sheets, "ratings", "strength")
    assert strength[11] == pytest.approx(9 / 6)


def test_rows_below_those_in_order_are_searched_one_by_one(tmp_path: Path, office: Office) -> None:
    before = book(compared(golden.portfolio()), policy())
    path = tmp_path / "book.xlsx"
    build(before, path)
    ids = golden.portfolio().ids
    edits = [type_in_table(before, "strength", "id", 7, ids[10]),
             type_in_table(before, "strength", "id", 8, ids[8])]  # fmt: skip
    sheets = office.recalculate(path, edits, formulas=False)
    # 1 to 7 and 11 ascend, 9 does not.
    assert value(before, sheets, "kam_strength_sorted") == 7 + 1
    found = column_values(before, sheets, "ratings", "strength_row")
    assert found == [1, 2, 3, 4, 5, 6, 7, 0, 9, 0, 8, 0]


def test_a_row_inserted_among_the_compared_ones_moves_the_others(
    tmp_path: Path, office: Office
) -> None:
    before = book(compared(golden.portfolio()), policy())
    path = tmp_path / "book.xlsx"
    build(before, path)
    table = table_of(before, "strength")
    sheet = sheet_of(before, "strength").name
    edits = [Edit.layout("insert_rows", sheet, table.row + 3, 0, 1)]
    sheets = office.recalculate(path, edits, formulas=False)
    found = column_values(before, sheets, "ratings", "strength_row")
    assert found == [1, 2, 4, 5, 6, 7, 8, *[0] * 5]
