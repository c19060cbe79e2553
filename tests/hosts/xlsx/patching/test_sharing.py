"""Formulas that cells share are moved as a spreadsheet program moves them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula.translate import Translator

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.sharing import moved
from kamxl.workbook.changing import BookPatch, Edit, Recalculated, SheetPatch
from kamxl.workbook.spec import Formula
from tests.hosts.xlsx.patching import corpus
from tests.office.client import Office


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("A1*2", "B3*2"),
        ("$A1+A$1+$A$1", "$A3+B$1+$A$1"),
        ("SUM(A1:B2)", "SUM(B3:C4)"),
        ("SUM(A:B)+SUM($A:B)", "SUM(B:C)+SUM($A:C)"),
        ("SUM(1:2)+SUM($1:2)", "SUM(3:4)+SUM($1:4)"),
        ("'My A1 sheet'!A1&\"A1\"", "'My A1 sheet'!B3&\"A1\""),
        ("Sheet1!A1+Data!$A$1", "Sheet1!B3+Data!$A$1"),
        ('IF(A1="A1:""B2""",LOG10(A1),ATAN2(1,2))', 'IF(B3="A1:""B2""",LOG10(B3),ATAN2(1,2))'),
        ("deals[[#This Row],[A1]]+deals[A1]*A1", "deals[[#This Row],[A1]]+deals[A1]*B3"),
        ("deals['[A1']]+A1", "deals['[A1']]+B3"),
        ("[1]Sheet1!A1", "[1]Sheet1!B3"),
        ("Rate*A1+kam_a1", "Rate*B3+kam_a1"),
        ("1E5+A1", "1E5+B3"),
        ("2E3*A1", "2E3*B3"),
        ("TRUE+A1", "TRUE+B3"),
        ("_xlfn.X1(A1)", "_xlfn.X1(B3)"),
        ("A1:INDEX(B:B,2)", "B3:INDEX(C:C,2)"),
        ("ABCD1+A1", "ABCD1+B3"),
        ("XFE1+A1", "XFE1+B3"),
    ],
)
def test_relative_references_move_and_nothing_else_does(formula: str, wanted: str) -> None:
    assert moved(formula, 2, 1) == wanted


@pytest.mark.parametrize("formula", ["A1*2", "$B3+C$4-SUM(A2:$D9)", "Sheet1!A1+'x y'!B2"])
def test_openpyxl_moves_them_alike(formula: str) -> None:
    translated = Translator(f"={formula}", "A1").translate_formula("C6")
    assert f"={moved(formula, 5, 2)}" == translated


def test_a_formula_that_would_leave_the_sheet_is_not_moved() -> None:
    assert moved("A1", -1, 0) is None
    assert moved("XFD1", 0, 1) is None
    assert moved("$A$1", -1, -1) == "$A$1"


def column(prefix: str = "") -> bytes:
    """Return a sheet with numbers in A1:A5 and a shared formula in B1:B5."""
    rows = ""
    for row in range(1, 6):
        shared = f'<{prefix}f t="shared" ' + (
            f'ref="B1:B5" si="0">A1*2</{prefix}f>' if row == 1 else 'si="0"/>'
        )
        rows += (
            f'<{prefix}row r="{row}"><{prefix}c r="A{row}"><{prefix}v>{row}</{prefix}v></{prefix}c>'
            f'<{prefix}c r="B{row}">{shared}<{prefix}v>{row * 2}</{prefix}v></{prefix}c>'
            f"</{prefix}row>"
        )
    return corpus.simple(rows, prefix=prefix)


def put(content: bytes, *edits: Edit, values: dict[tuple[int, int], float] | None = None) -> bytes:
    recalculated = Recalculated(values) if values else None  # type: ignore[arg-type]
    return carried(content, BookPatch([SheetPatch("One", edits, recalculated)]), "book.xlsx")


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_when_the_first_of_a_group_is_written_to_the_next_one_leads_it(
    prefix: str, tmp_path: Path, office: Office
) -> None:
    after = put(
        column(prefix), Edit(0, 1, 99.0, "text", ""), Edit(1, 1, Formula("=7", 7), "text", "")
    )
    assert f'ref="B3:B5" si="0">A3*2</{prefix}f>' in corpus.raw(after, "One", "B3")
    for row in (4, 5):
        assert corpus.raw(after, "One", f"B{row}") == corpus.raw(column(prefix), "One", f"B{row}")
    path = tmp_path / "book.xlsx"
    path.write_bytes(after)
    found = office.recalculate(path)["One"]
    assert [found.value(row, 1) for row in range(5)] == [99.0, 7.0, 3 * 2, 4 * 2, 5 * 2]


def test_a_later_one_of_a_group_may_be_written_to() -> None:
    after = put(column(), Edit(2, 1, "text", "text", ""))
    assert 'ref="B1:B5"' in corpus.raw(after, "One", "B1")
    book = openpyxl.load_workbook(io.BytesIO(after))["One"]
    found = [book.cell(row, 2).value for row in range(1, 6)]
    assert found == ["=A1*2", "=A2*2", "text", "=A4*2", "=A5*2"]


def test_a_result_of_the_one_that_leads_now_is_refreshed_too() -> None:
    after = put(column(), Edit(0, 1, 1.0, "text", ""), values={(1, 1): 44.0, (2, 1): 66.0})
    assert corpus.raw(after, "One", "B2") == (
        '<c r="B2"><f t="shared" ref="B2:B5" si="0">A2*2</f><v>44.0</v></c>'
    ).replace("44.0", "44")
    assert corpus.raw(after, "One", "B3") == '<c r="B3"><f t="shared" si="0"/><v>66</v></c>'


def test_in_a_block_each_cell_gets_a_formula_of_its_own() -> None:
    rows = ""
    for row in (1, 2):
        cells = ""
        for letter in "BC":
            lead = 'ref="B1:C2" si="3">A1+$A$9</f>' if (row, letter) == (1, "B") else 'si="3"/>'
            cells += f'<c r="{letter}{row}"><f t="shared" {lead}<v>0</v></c>'
        rows += f'<row r="{row}">{cells}</row>'
    after = put(corpus.simple(rows), Edit(0, 1, None, "text", ""))
    found = [re.sub(r"<v>.*", "", corpus.raw(after, "One", cell)) for cell in ("C1", "B2", "C2")]
    assert found == [
        '<c r="C1"><f>B1+$A$9</f>', '<c r="B2"><f>A2+$A$9</f>', '<c r="C2"><f>B2+$A$9</f>',
    ]  # fmt: skip


def test_a_group_whose_formula_cannot_be_moved_is_refused() -> None:
    rows = (
        '<row r="2"><c r="B2"><f t="shared" ref="B1:B2" si="0">XFD1048576</f></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/></c></row>'
    )
    with pytest.raises(InputError, match=r"One!B2: the formula is shared"):
        put(corpus.simple(rows), Edit(1, 1, 1.0, "text", ""))
