from __future__ import annotations

import datetime as dt

import pytest

from kamxl.actions.asking.cells import Cells, Place
from kamxl.actions.asking.evaluating import UNKNOWN, Evaluator
from kamxl.actions.asking.formula import parse
from kamxl.actions.asking.wording import (
    LONGEST,
    caught,
    condition,
    label,
    lookup,
    told,
    told_place,
    told_value,
    written,
)
from kamxl.cells import CellError
from kamxl.text import Text
from tests.actions.asking.book import ACCOUNTS, Book

HERE = Place("Accounts", 2, 3)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, Text("nothing", "nichts")),
        ("", Text("nothing", "nichts")),
        (1234.5, Text("1,234.5", "1.234,5")),
        (1 / 3, Text("0.333333", "0,333333")),
        (0, Text("0", "0")),
        (12_000_000.0, Text("12,000,000", "12.000.000")),
        (1e300, Text("1e+300", "1e+300")),
        (True, Text("TRUE", "WAHR")),
        (CellError.NA, Text("#N/A", "#NV")),
        (dt.date(2026, 1, 2), Text("2026-01-02", "02.01.2026")),
        ("a\nb", Text("“a b”", "„a b“")),
        (UNKNOWN, Text("something else", "etwas anderes")),
    ],
)
def test_a_value_is_told_as_people_write_it(value: object, said: Text) -> None:
    assert told_value(value) == said  # type: ignore[arg-type]


def test_a_long_text_is_shortened() -> None:
    assert len(told_value("x" * 500).en) == LONGEST + 2


def test_a_cell_of_a_table_is_told_by_heading_and_row() -> None:
    cells = Cells(ACCOUNTS)
    assert told_place(cells, HERE) == Text(
        "“Ratio, 002” (Accounts!D3)", "„Ratio, 002“ (Accounts!D3)"
    )
    assert label(cells, Place("Accounts", 2, 0)) == "No."


def test_a_named_cell_is_told_by_the_text_beside_it() -> None:
    assert label(Cells(ACCOUNTS), Place("Set tings", 0, 1)) == "Least revenue"


def test_a_cell_below_headings_is_told_by_its_own_until_a_blank_row() -> None:
    cells = Cells(
        Book({"S": [["No", "Name", "Town"], [1.0, "A", "X"], [2.0, "B", "Y"], [], [3.0, "C", "Z"]]})
    )
    assert label(cells, Place("S", 2, 1)) == "Name"
    assert label(cells, Place("S", 4, 1)) == ""
    assert told_place(cells, Place("S", 4, 1)) == Text.same("S!B5")


@pytest.mark.parametrize(
    ("formula", "truth", "said"),
    [
        (
            "ISNUMBER([@Revenue])",
            False,
            "“Revenue, 002” (Accounts!B3) is no number, it shows nothing",
        ),
        ("ISNUMBER([@Margin])", True, "“Margin, 002” (Accounts!C3) is a number"),
        ("LEN(TRIM([@Revenue]))=0", True, "“Revenue, 002” (Accounts!B3) is blank"),
        ('[@Revenue]=""', True, "“Revenue, 002” (Accounts!B3) is blank"),
        ("LEN([@No.])>0", True, "“No.” (Accounts!A3) is not blank"),
        ("[@Margin]=10", True, "“Margin, 002” (Accounts!C3) is 10"),
        ("[@Margin]<>9", True, "“Margin, 002” (Accounts!C3) is 10, not 9"),
        ("N([@Margin])>20", False, "“Margin, 002” (Accounts!C3) is 10, not above 20"),
        (
            "[@Margin]>=least",
            False,
            "“Margin, 002” (Accounts!C3) is 10, not at least “Least revenue” (Set tings!B1) (100)",
        ),
        ("UNHEARD(1)<2", True, "UNHEARD(1) is below 2"),
        ("[@Margin]", True, "“Margin, 002” (Accounts!C3) is 10"),
    ],
)
def test_a_condition_is_told_with_what_it_met(formula: str, truth: bool, said: str) -> None:
    cells = Cells(ACCOUNTS)
    found = condition(cells, Evaluator(cells, HERE), parse(formula), truth)
    assert found.en == said
    assert found.de != said or "UNHEARD" in said


def test_a_lookup_says_what_it_did_not_find_and_where() -> None:
    cells = Cells(ACCOUNTS)
    evaluator = Evaluator(cells, HERE)
    node = parse("=MATCH([@Margin],accounts[Revenue],0)+1")
    said = "MATCH does not find 10 in accounts[Revenue]"
    assert caught(cells, evaluator, node).en == said
    assert lookup(cells, evaluator, parse("=MATCH(200,accounts[Revenue],0)")) is None
    assert caught(cells, evaluator, parse("=1/0")).de == "1/0 ist #DIV/0!"


@pytest.mark.parametrize(
    "formula",
    ["A1+B1*2", "-A1", "A1%", 'IF(A1="a""b",,TRUE)', "S!A1:B2", '{1,2;"a",#N/A}', "rate", "t[A]",
     "t[@A]"],
)  # fmt: skip
def test_a_formula_is_written_as_it_is_typed(formula: str) -> None:
    assert written(parse(formula)) == formula
    assert written(None) == ""


def test_a_part_of_a_formula_is_told_by_its_cells() -> None:
    cells = Cells(ACCOUNTS)
    evaluator = Evaluator(cells, HERE)
    assert told(cells, evaluator, parse("INDEX(accounts[Margin],1)")).en == (
        "“Margin, 001” (Accounts!C2)"
    )
    assert told(cells, evaluator, parse("revenues")).en == "Accounts!B2:B3"
    assert told(cells, evaluator, parse('""')).en == '""'
