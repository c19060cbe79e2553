from __future__ import annotations

from collections.abc import Sequence

import pytest

from kamxl.actions.asking.cells import Place
from kamxl.actions.asking.errors import MEANING, origin
from kamxl.cells import CellError
from kamxl.workbook.spec import Area
from tests.actions.asking.book import Typed, cells

ROW: tuple[Typed, ...] = (50.0, 30.0, "x", None, CellError.NA)


def said(formula: str, error: CellError, row: Sequence[Typed] = ROW) -> str:
    found = origin(cells([[*row, (formula, error)]]), _at(5), _at(5), error)
    assert found.fault
    return found.said.en.removeprefix(f"S!F1 shows {error.value}: ")


def _at(column: int) -> Place:
    return Place("S", 0, column)


@pytest.mark.parametrize(
    ("formula", "error", "why"),
    [
        ("=A1/D1", CellError.DIV0, "it divides by S!D1, which is nothing."),
        ("=A1/(B1-30)", CellError.DIV0, "it divides by B1-30, which is 0."),
        ("=AVERAGE(D1)", CellError.DIV0, "AVERAGE finds no number to average."),
        ("=QUOTIENT(A1,D1)", CellError.DIV0, "something is divided by 0 or by a blank cell."),
        ("=A1+C1", CellError.VALUE, "it computes with S!C1, where a text stands: “x”."),
        ("=A1*A1:C1", CellError.VALUE, "it computes with S!C1, where a text stands: “x”."),
        ("=DATEVALUE(A1)", CellError.VALUE, "a text stands where a number is needed."),
        ("=Umsatz*2", CellError.NAME, "there is no name “Umsatz” in this workbook."),
        ("=KAM_HII(A1)", CellError.NAME, "kamxl has no function KAM_HII."),
        (
            "=XLOOKUP(A1,B1,C1)",
            CellError.NAME,
            "the program that saved this lacks one of the functions XLOOKUP.",
        ),
        ("=MATCH(7,A1:B1,0)", CellError.NA, "MATCH does not find 7 in S!A1:B1."),
        ("=VLOOKUP(C1,A1:B1,2,FALSE)", CellError.NA, "VLOOKUP does not find “x” in S!A1:B1."),
        ("=MODE(A1)", CellError.NA, "something was looked up and not found."),
        ("=A1+#REF!", CellError.REF, "the formula refers to cells that are gone."),
        ("=gone[A]+1", CellError.REF, "there is no gone[A] any more."),
        ("=SQRT(-A1)", CellError.NUM, f"{MEANING[CellError.NUM][0].en}."),
        ("=A1:B1 C1:D1", CellError.NULL, "two ranges have no cell in common."),
        ("=§", CellError.VALUE, "a text stands where a number is needed."),
    ],
)
def test_an_error_is_told_by_what_its_formula_does(
    formula: str, error: CellError, why: str
) -> None:
    assert said(formula, error) == why


@pytest.mark.parametrize(
    ("formula", "error", "why"),
    [
        (
            "=KAM_HHI(A1:C1)",
            CellError.VALUE,
            "KAM_HHI: amounts: row 1, column 3: “x” is text, not a number (amounts = S!A1:C1).",
        ),
        (
            "=KAM_TIER(KAM_SCORE(A1:B1,A1))",
            CellError.VALUE,
            "KAM_SCORE: ratings: 1 × 2 cells (rows × columns) do not fit the number of weights, 1; "
            "an account's ratings stand in one row (ratings = S!A1:B1).",
        ),
        (
            "=KAM_HHI(D1)*2",
            CellError.DIV0,
            "KAM_HHI: amounts: none is positive, so there is no total to take shares of "
            "(amounts = S!D1).",
        ),
        (
            "=KAM_HHI(A1:B1)",
            CellError.NAME,
            "KAM_HHI is a function of kamxl, and the program that saved this had no add-in; with "
            "it the cell begins with 0.53125.",
        ),
        (
            "=KAM_HHI(A1:B1)",
            CellError.VALUE,
            "KAM_HHI makes 0.53125 of what its cells hold now, so the error is an old one.",
        ),
        (
            "=KAM_HHI(UNHEARD(A1))",
            CellError.VALUE,
            "KAM_HHI computes with UNHEARD(A1), which kamxl cannot compute here.",
        ),
    ],
)  # fmt: skip
def test_our_functions_say_what_is_wrong_with_their_arguments(
    formula: str, error: CellError, why: str
) -> None:
    # 50 and 30: (5/8)² + (3/8)² = 0.53125.
    assert said(formula, error) == why


def test_a_cell_of_an_array_is_told_by_its_own_row() -> None:
    book = cells(
        [[9.0, ("=KAM_TIER(A1:A3)", "A")], [11.0, CellError.NUM], [0.5, CellError.NUM]],
        arrays={(0, 1): Area(0, 1, 2, 1)},
    )
    found = origin(book, Place("S", 2, 1), Place("S", 0, 1), CellError.NUM)
    assert found.said.en == (
        "S!B3 shows #NUM!: KAM_TIER in row 3, column 1 of its cells: scores: 0.50 is outside the "
        "scale 1 to 10."
    )


def test_a_typed_error_is_told_as_one() -> None:
    found = origin(cells([[CellError.REF]]), _at(0), _at(0), CellError.REF)
    assert found.said.en.startswith("S!A1 holds #REF! as a value: no formula")
    assert found.said.de.startswith("In S!A1 steht #BEZUG! als Wert: keine Formel")


def test_every_error_has_a_meaning_and_a_remedy_in_both_languages() -> None:
    assert set(MEANING) == set(CellError)
