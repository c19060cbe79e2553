"""The checks notice what goes wrong in a workbook when nobody from kamxl looks."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kamxl.domain.assessment import assess
from kamxl.hosts.xlsx.build import build
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.office.client import Edit, Office, Sheets
from tests.parity.comparing import differences
from tests.parity.editing import (
    column_values,
    retyped,
    sheet_of,
    table_of,
    type_in_table,
    type_named,
    value,
)

POLICY = dataclasses.replace(golden.policy(), reserve=4)


def golden_book() -> Book:
    return render(Inputs(golden.portfolio(), POLICY, "de", golden.TODAY))


def failed(book: Book, sheets: Sheets) -> set[str]:
    """Return the checks that are not TRUE, and prove that `kam_check_all` agrees."""
    found = {key for key in words.CHECKS if value(book, sheets, f"kam_check_{key}") != 1}
    assert value(book, sheets, "kam_check_all") == float(not found)
    return found


def below(book: Book, table: str, content: str) -> Edit:
    """Return the edit that types into the first column right below a table."""
    return type_in_table(book, table, "id", table_of(book, table).rows, content)


FAULTS = {
    "nothing": (lambda book: [], set()),
    "a score typed over its formula": (
        lambda book: [type_in_table(book, "ratings", "score", 3, 9.5)], {"formulas"},
    ),
    "a helper of the ratings taken away": (
        lambda book: [type_in_table(book, "ratings", "lowest", 11, None)], {"formulas"},
    ),
    "a warning typed over its formula": (
        lambda book: [type_in_table(book, "accounts", "warning", 0, "harmlos")], {"formulas"},
    ),
    "the formula of growth taken away": (
        lambda book: [type_in_table(book, "accounts", "growth", 11, None)], {"formulas"},
    ),
    "an account below the table": (lambda book: [below(book, "accounts", "neu")], {"rows"}),
    "ratings below the table": (lambda book: [below(book, "ratings", "Vicom")], {"rows"}),
    "an account rated twice, another never": (
        lambda book: [type_in_table(book, "ratings", "id", 1, golden.NAMES[0])], {"matched"},
    ),
    "an account without ratings": (
        lambda book: [type_in_table(book, "ratings", "id", 1, None)], {"matched"},
    ),
    "ratings of nobody": (
        lambda book: [type_in_table(book, "ratings", "id", 1, "Niemand")], {"matched"},
    ),
    "two accounts of one number": (
        lambda book: [type_in_table(book, "accounts", "id", 1, golden.NAMES[0])], {"matched"},
    ),
    "a rating of 11": (
        lambda book: [type_in_table(book, "ratings", "k3", 5, 11)], {"ratings"},
    ),
    "a rating in words": (
        lambda book: [type_in_table(book, "ratings", "k3", 5, "gut")], {"ratings"},
    ),
    "borders that do not fall": (
        lambda book: [type_named(book, "kam_border_b", 8)], {"settings"},
    ),
    "a scale to 50": (
        lambda book: [type_named(book, "kam_scale", 50)], {"settings"},
    ),
    "a weight too much": (
        lambda book: [
            Edit.number(sheet_of(book, "criteria").name, *_weight(book), 99)
        ],
        {"weights"},
    ),
}  # fmt: skip


def _weight(book: Book) -> tuple[int, int]:
    from kamxl.workbook.sheets.criteria_places import FIRST, PLACE

    del book
    return FIRST, PLACE["weight"]


def test_every_fault_fails_its_check_and_no_other(office: Office, tmp_path: Path) -> None:
    book = golden_book()
    path = tmp_path / "book.xlsx"
    build(book, path)
    for what, (fault, expected) in FAULTS.items():
        sheets = office.recalculate(path, fault(book), formulas=False)
        assert (what, failed(book, sheets)) == (what, expected)


def test_a_rating_of_11_spoils_its_own_cell_only(office: Office, tmp_path: Path) -> None:
    book = golden_book()
    path = tmp_path / "book.xlsx"
    build(book, path)
    place = POLICY.position("relationship")
    assert place is not None
    column, vicom = f"{place + 1}", golden.place("Vicom")
    sheets = office.recalculate(
        path, [type_in_table(book, "ratings", f"k{column}", vicom, 11)], formulas=False
    )
    expected = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 11)
    assert (
        differences(render(Inputs(expected, POLICY, "de", golden.TODAY)), sheets, edited=True) == []
    )
    counts = column_values(book, sheets, "ratings", f"e{column}")
    assert [row for row, shown in enumerate(counts) if shown == "!"] == [vicom]
    before = golden.assessment().score
    for account, score in enumerate(column_values(book, sheets, "ratings", "score")):
        assert (score == pytest.approx(before[account], abs=1e-9)) == (account != vicom)


# ---------------------------------------------------------------- above the limit of formulas

MANY = 30


def many() -> Inputs:
    """Return thirty accounts where ranks as formulas stop at twenty."""
    from kamxl.domain.portfolio import Portfolio, Ratings

    ids = tuple(f"{place:03d}" for place in range(MANY))
    numbers = {
        "revenue": [float(10 * (place % 11) + place) for place in range(MANY)],
        "margin": [float(place % 7) for place in range(MANY)],
    }
    accounts = Portfolio(
        ids,
        ids,
        numbers,  # type: ignore[arg-type]
        ratings={
            criterion.key: Ratings.of([float(1 + (place * step) % 10) for place in range(MANY)])
            for step, criterion in enumerate(POLICY.criteria, start=1)
        },
    )
    policy = dataclasses.replace(POLICY, formula_limit=20)
    return Inputs(accounts, policy, "en", golden.TODAY)


def test_above_the_limit_ranks_are_the_kernels_and_stored(office: Office, tmp_path: Path) -> None:
    inputs = many()
    book = render(inputs)
    path = tmp_path / "book.xlsx"
    build(book, path)
    sheets = office.recalculate(path)
    assert differences(book, sheets) == []
    assert failed(book, sheets) == {"slots"}
    result = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    for table, key, kernel in (
        ("ratings", "rank", result.rank),
        ("ratings", "order", result.order),
        ("accounts", "revenue_rank", result.revenue_rank),
        ("accounts", "margin_rank", result.margin_rank),
        ("accounts", "size_order", result.size_order),
    ):
        assert column_values(book, sheets, table, key) == [int(n) or "" for n in kernel], key
        found = table_of(book, table)
        shown = sheets[sheet_of(book, table).name]
        assert shown.formula(found.row + 1, found.at(key)) == ""
    assert _ranking_says(book, sheets) == "current"


def _ranking_says(book: Book, sheets: Sheets) -> float | str:
    from kamxl.workbook.sheets.ranking import PLACE

    return sheets[sheet_of(book, "ranking").name].value(2, PLACE["tier"])


def swapped(book: Book, table: str, key: str, one: int, other: int) -> list[Edit]:
    """Return the edits that exchange two accounts' cells: every sum stays as it was."""
    column = next(column for column in table_of(book, table).columns if column.key == key)
    assert column.values[one] != column.values[other]
    return [
        type_in_table(book, table, key, one, column.values[other]),
        type_in_table(book, table, key, other, column.values[one]),
    ]


OUTDATING = {
    "a rating": lambda book: [type_in_table(book, "ratings", "k1", 7, 10)],
    "a revenue": lambda book: [type_in_table(book, "accounts", "revenue", 7, 5000)],
    "two revenues exchanged": lambda book: swapped(book, "accounts", "revenue", 3, 8),
    "two margins exchanged": lambda book: swapped(book, "accounts", "margin", 3, 8),
    "a tie-break": lambda book: [type_named(book, "kam_tie_break_1", POLICY.criteria[0].key)],
    "a border of coverage": lambda book: [type_named(book, "kam_minimum_coverage", 1.0),
                                          type_in_table(book, "ratings", "k1", 7, None)],
}  # fmt: skip


def test_above_the_limit_an_edit_makes_the_stored_ranks_outdated(
    office: Office, tmp_path: Path
) -> None:
    book = render(many())
    path = tmp_path / "book.xlsx"
    build(book, path)
    back = retyped(book, book)
    steps = [back, *([*back, *edit(book)] for edit in OUTDATING.values())]
    fresh, *outdated = office.recalculate_steps(path, steps, formulas=False)
    assert value(book, fresh, "kam_check_fresh") == 1
    for what, sheets in zip(OUTDATING, outdated, strict=True):
        assert (what, value(book, sheets, "kam_check_fresh")) == (what, 0)
        assert _ranking_says(book, sheets) == "OUTDATED"


def test_an_edit_that_moves_no_rank_leaves_the_stored_ranks_fresh(
    office: Office, tmp_path: Path
) -> None:
    book = render(many())
    path = tmp_path / "book.xlsx"
    build(book, path)
    edit = type_in_table(book, "accounts", "owner", 0, "Ann")
    sheets = office.recalculate(path, [edit], formulas=False)
    assert value(book, sheets, "kam_check_fresh") == 1
