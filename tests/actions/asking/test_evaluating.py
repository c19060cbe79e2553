from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamxl.actions.asking.cells import Cells, Place
from kamxl.actions.asking.evaluating import UNKNOWN, Evaluator, deciders
from kamxl.actions.asking.formula import Call, parse
from kamxl.actions.asking.wording import written
from kamxl.cells import CellError, CellValue
from kamxl.hosts.tables.book import read_book
from tests.actions.asking.book import Typed, cells

TEMPLATES = sorted((Path(__file__).parents[3] / "workbook_templates").glob("*.xlsx"))
SHEET: list[list[Typed]] = [
    [8.0, 6.0, None, "text", CellError.NA],
    [1.0, 2.0, "?", True, dt.date(2026, 1, 1)],
]


def come_to(formula: str) -> object:
    return Evaluator(cells(SHEET), Place("S", 9, 9)).value(parse(formula))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1+B1*2", 8 + 6 * 2),
        ("=-A1^2", 64),
        ("=A1/C1", CellError.DIV0),
        ("=A1+D1", CellError.VALUE),
        ("=A1+E1", CellError.NA),
        ("=1E300*1E300", CellError.NUM),
        ("=(-1)^0.5", CellError.NUM),
        ("=50%", 0.5),
        ('=A1&" "&D1', "8 text"),
        ("=A1&E1", CellError.NA),
        ("=A1>=8", True),
        ('=C1=""', True),
        ('=D1="TEXT"', True),
        ("=D1>A1", True),
        ("=E2", 46023),
        ("=IF(A1>7,B1,NA())", 6),
        ("=IF(A1>9,B1)", False),
        ("=IF(E1,1,2)", CellError.NA),
        ("=IFERROR(E1,5)", 5),
        ("=IFNA(1/0,5)", CellError.DIV0),
        ("=AND(A1>1,C2=3)", False),
        ("=OR(A1>1,UNHEARD(1))", True),
        ("=NOT(A1>1)", False),
        ("=ISNUMBER(C2)", False),
        ("=ISBLANK(C1)", True),
        ("=ISERROR(E1)", True),
        ("=ISNA(E1)", True),
        ("=ISTEXT(D1)", True),
        ("=N(D1)", 0),
        ("=N(D2)", 1),
        ("=LEN(C1)", 0),
        ('=TRIM("  a ")', "a"),
        ("=ROUND(2.5,0)", 3),
        ("=ROUND(-2.45,1)", -2.5),
        ("=MAX(A1:C2)", 8),
        ("=MIN(A1:C2)", 1),
        ("=SUM(A1:C2)", 8 + 6 + 1 + 2),
        ("=SUM(A1:E1)", CellError.NA),
        ("=COUNT(A1:E1)", 2),
        ("=SUMPRODUCT(A1:B1,A2:B2)", 8 * 1 + 6 * 2),
        ("=SUMPRODUCT(A1:C1,--ISNUMBER(A1:C1))", 8 + 6),
        ("=INDEX(A1:B2,2,1)", 1),
        ("=INDEX(A1:C1,2)", 6),
        ("=INDEX(A1:B2,3,1)", CellError.REF),
        ("=MATCH(6,A1:B1,0)", 2),
        ('=MATCH("TEXT",A1:D1,0)', 4),
        ("=MATCH(7,A1:B1,0)", CellError.NA),
        ("=CHOOSE(2,A1,B1)", 6),
        ("=CHOOSE(5,A1,B1)", CellError.VALUE),
        ("=ROW()", 10),
        ("=ROW(A2)-ROWS(A1:B2)", 0),
        ("=NA()", CellError.NA),
        ("=KAM_TIER(A1)", "A"),
        ("=KAM_TIER(D1)", CellError.VALUE),
        ("=KAM_HHI({50,30,20})", 0.38),
        ("=KAM_NOTHING(A1)", CellError.NAME),
        ("={1,2}*A1", [[8, 16]]),
    ],
)
def test_a_formula_comes_to_its_value(formula: str, value: CellValue) -> None:
    found = come_to(formula)
    assert found == pytest.approx(value) if isinstance(value, float) else found == value


@pytest.mark.parametrize(
    "formula",
    ["=UNHEARD(A1)", "=A1+UNHEARD(A1)", "=gone", "=A1:B1+A1:A2*{1;2;3}", "=IF(UNHEARD(1),1,2)",
     "=AND(A1>1,UNHEARD(1))", "=INDEX({1,2},1)", "=INDEX(A1:B2,0,1)", "=MATCH(1,A1:B1)",
     '=MATCH("t*",A1:D1,0)', "=CHOOSE(D1,1)", "=ROWS(1)"],
)  # fmt: skip
def test_nothing_is_claimed_about_what_is_not_known(formula: str) -> None:
    assert come_to(formula) is UNKNOWN


def test_more_than_one_value_is_no_scalar() -> None:
    evaluator = Evaluator(cells(SHEET), Place("S", 9, 9))
    assert evaluator.scalar(parse("=A1:B1")) is UNKNOWN
    assert evaluator.scalar(parse("={7}")) == 7
    assert evaluator.scalar(None) is None


@pytest.mark.parametrize(
    ("condition", "truth", "decided"),
    [
        ("AND(A1>1,B1>9,C1=1)", False, ["B1>9"]),
        ("AND(A1>1,B1>1)", True, ["A1>1", "B1>1"]),
        ("OR(A1>9,B1>1)", True, ["B1>1"]),
        ("OR(A1>9,B1>9)", False, ["A1>9", "B1>9"]),
        ("NOT(AND(A1>1,B1>9))", True, ["B1>9"]),
        ("A1>1", True, ["A1>1"]),
    ],
)
def test_what_decided_a_condition_is_told(condition: str, truth: bool, decided: list[str]) -> None:
    evaluator = Evaluator(cells(SHEET), Place("S", 9, 9))
    tree = parse(f"=IF({condition},1,2)")
    assert isinstance(tree, Call)
    assert tree.arguments[0] is not None
    assert [written(node) for node in deciders(tree.arguments[0], truth, evaluator)] == decided


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_we_compute_of_our_own_workbooks_is_what_they_store(path: Path) -> None:
    book = read_book(path)
    ours = Cells(book)
    known = 0
    for sheet in book.sheets():
        for (row, column), _ in book.texts(sheet).items():
            place = Place(sheet, row, column)
            tree = ours.tree(place)
            assert tree is not None
            found, stored = Evaluator(ours, place).scalar(tree), ours.value(place)
            if found is UNKNOWN or isinstance(stored, dt.date):
                continue
            known += 1
            number = isinstance(stored, (int, float)) and not isinstance(stored, bool)
            expected = pytest.approx(stored, rel=1e-9, abs=1e-9) if number else stored
            assert found == expected, place.address
    assert known > 10_000
