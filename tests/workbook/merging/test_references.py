from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.workbook.merging.references import (
    LAST_ROW,
    column_number,
    normal,
    shifted,
    translated,
    unquoted,
)


def one_row_below_5(
    sheet: str, row: int | None, column: int | None
) -> tuple[int | None, int | None]:
    """Rows from the sixth on stand one further down, where the sheet is this one or Other."""
    moved = sheet in ("", "Other") and row is not None and row >= 5
    return (row + 1 if moved and row is not None else row), column


MOVED = {
    "=SUM(A1:$B$7)": "=SUM(A1:$B$8)",
    "=A5+A6": "=A5+A7",
    "=Other!C6:C9*2": "=Other!C7:C10*2",
    "='Third one'!C6": "='Third one'!C6",
    "=6:7": "=7:8",
    "=SUM(C:C)": "=SUM(C:C)",
    '="A6"&A6': '="A6"&A7',
    "=ratings[[#This Row],[A6]]+A6": "=ratings[[#This Row],[A6]]+A7",
    "=LOG10(A6)+kam_a6+A6B": "=LOG10(A7)+kam_a6+A6B",
    "=1E6+A6": "=1E6+A7",
    "=IF(TRUE,A6)": "=IF(TRUE,A7)",
    "=XFE6": "=XFE6",  # no column has four letters or goes beyond XFD
}


@pytest.mark.parametrize("formula", MOVED)
def test_references_follow_what_moved_and_nothing_else_changes(formula: str) -> None:
    assert translated(formula, one_row_below_5) == MOVED[formula]


def test_a_reference_to_what_is_gone_makes_no_formula() -> None:
    assert translated("=A1+B2", lambda sheet, row, column: None) is None
    assert translated("=1+2", lambda sheet, row, column: None) == "=1+2"


def test_sheets_are_written_as_they_are_called_now() -> None:
    said = translated(
        "='A b'!A1+Cd!A1", lambda sheet, row, column: (row, column),
        lambda written: "'New'!" if unquoted(written) == "A b" else written,
    )  # fmt: skip
    assert said == "='New'!A1+Cd!A1"


def test_a_shared_formula_is_spelled_where_it_stands() -> None:
    assert shifted("A1+$B$2+C$3:D4+1:2", 2, 1) == "B3+$B$2+D$3:E6+3:4"
    assert shifted("A1", -1, 0) is None
    assert shifted(f"A{LAST_ROW + 1}", 1, 0) is None


ALIKE = (
    ("=IF(TRUE(),1E-9,'Ab'!A1 )", "=if(TRUE,0.000000001,Ab!a1)"),
    ("=_xlfn.ISFORMULA(A1)", "=ISFORMULA(A1)"),
    ("=SUM( A1 , 2.50 )", "=SUM(A1,2.5)"),
)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_formula_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_other_formulas_are_others() -> None:
    assert normal('="a b"') != normal('="ab"')
    assert normal("=A1") != normal("=$A$1")
    assert normal("=A1+1") != normal("=A1+2")


@given(st.integers(0, 16_383), st.integers(0, LAST_ROW))
def test_a_cell_that_stays_is_written_as_it_was(column: int, row: int) -> None:
    from kamxl.cells import address

    formula = f"={address(row, column)}"
    assert translated(formula, lambda sheet, r, c: (r, c)) == formula
    assert column_number(address(0, column)[:-1]) == column
