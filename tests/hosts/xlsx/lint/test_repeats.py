"""Rows that repeat others are passed over, and no fault is lost by that."""

from __future__ import annotations

import io
import random
import re
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from kamxl.hosts.xlsx.lint import Fault, lint
from kamxl.hosts.xlsx.lint.repeats import Repeats, stripped
from tests.hosts.xlsx.lint.files import SHEET, Parts, packed
from tests.hosts.xlsx.patching.corpus import parts

ROWS = 40


@cache
def table() -> Parts:
    """Return a workbook with a table of many kinds of cells and formulas beside it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, red = book.add_worksheet("Data"), book.add_format({"bold": True})
        columns = [
            {"header": "C1 part"},
            {"header": "C2 part"},
            {"header": "Sum", "formula": "=t[[#This Row],[C1 part]]+x_12"},
        ]
        sheet.add_table(0, 0, ROWS, 2, {"name": "t", "columns": columns})
        for row in range(1, ROWS + 1):
            sheet.write(row, 0, row * 1.25e-7, red)
            sheet.write(row, 1, f"text & {row}")
            sheet.write_formula(row, 3, f"=$A{row + 1}+A{row}+B$2", red, row)
            sheet.write_formula(row, 4, f'=A{row + 1}&"x"', None, f"{row} Söhne")
            sheet.write_boolean(row, 5, row % 2 == 0)
            sheet.write_formula(row, 6, "=NA()", None, "#N/A")
            sheet.write_blank(row, 7, None, red)
            sheet.write_number(row, 8, -row)
            sheet.write_formula(
                row, 9, f"=IF(A{row + 1}>3,x_12,t[[#This Row],[C2 part]])", None, ""
            )
        book.define_name("x_12", "=Data!$A$2")
    return parts(stream.getvalue())


def told(path: Path, sheet: str) -> tuple[list[Fault], list[Fault]]:
    """Return the faults of a sheet, and those of the same one whose rows are each looked at."""
    apart = sheet.replace("<row ", "<!-- --><row ")
    return tuple(  # type: ignore[return-value]
        [
            Fault(fault.code, fault.part, fault.place, "" if "XML" in fault.code else fault.what)
            for fault in lint(packed({**table(), SHEET: text.encode()}, path))
        ]
        for text in (sheet, apart)
    )


def test_the_rows_of_the_good_file_repeat_each_other() -> None:
    _, *rows = table()[SHEET].split(b"<row ")
    repeats, passed = Repeats(), 0
    for row in rows:
        body = b"<row " + row.partition(b"</row>")[0]
        passed += repeats.known(body)
        repeats.learn()
    # New are the header, nine rows whose number is one digit, which other numbers hold too, and
    # the first two after them, as a truth value comes in two; row 12 is in the name x_12.
    assert passed >= 41 - 1 - 9 - 2 - 1


FAULTS = [
    ('s="1"', 's="17"', "CELL-STYLE"),
    ("<v>-20<", "<v>-2x<", "CELL-NUMBER"),
    ('t="b"><v>1', 't="b"><v>2', "CELL-BOOLEAN"),
    ('t="b"><v>1', 't="s"><v>99', "CELL-STRING"),
    ("#N/A<", "#NV<", "CELL-ERROR"),
    (" Söhne<", " _xD800_<", "CELL-CHARACTER"),
    (" Söhne<", f" {'x' * 32_768}<", "CELL-LENGTH"),
    ('r="E21"', 'r="E22"', "CELL-ADDRESS"),
    ('r="E21"', 'r="D21"', "CELL-ORDER"),
    ("$A21+", "$A1048577+", "FORMULA-SYNTAX"),
    ("x_12", "x_21", "FORMULA-NAME"),
    ("[C1 part]", "[C21 part]", "FORMULA-COLUMN"),
    ("[C1 part]", "[C3 part]", "FORMULA-COLUMN"),
    ("&gt;3,", "&gt;3;", "FORMULA-SYNTAX"),
    ("NA()", "LOG10(IFNA(1,2))", "FORMULA-PREFIX"),
    ('<row r="21"', '<row r="20"', "ROW-ORDER"),
    (" Söhne<", " \x07<", "XML-FORM"),
    (" Söhne<", " &auml;<", "XML-FORM"),
    ("</f>", "</g>", "XML-FORM"),
]


@pytest.mark.parametrize(("old", "new", "code"), FAULTS)
def test_a_fault_in_a_late_row_is_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    sheet = table()[SHEET].decode()
    begin = sheet.index('<row r="21"')
    end = sheet.index("</row>", begin)
    assert old in sheet[begin:end]
    spoiled = sheet[:begin] + sheet[begin:end].replace(old, new, 1) + sheet[end:]
    passed, looked = told(tmp_path / "t.xlsx", spoiled)
    assert code in {fault.code for fault in passed}
    assert [fault.code for fault in passed] == [fault.code for fault in looked]


def test_what_chance_does_to_a_late_row_is_told_as_by_looking_at_every_row(tmp_path: Path) -> None:
    sheet = table()[SHEET].decode()
    places = [found.start() for found in re.finditer(r"[\w.#$+&;]", sheet)]
    late = [place for place in places if place > sheet.index('<row r="15"')]
    dice = random.Random(6)
    for _ in range(150):
        at = dice.choice(late)
        spoiled = sheet[:at] + dice.choice("019aAx.#<_$+(") + sheet[at + dice.choice((0, 1)) :]
        passed, looked = told(tmp_path / "t.xlsx", spoiled)
        assert [fault.code for fault in passed] == [fault.code for fault in looked], spoiled[
            at - 40 : at + 40
        ]


def test_only_rows_of_references_are_taken_out_of_a_formula() -> None:
    for formula, expected in (
        ("$A12+B$3+AB7:C$9", "$A+B$+AB:C$"),
        ("name_A1+LOG10(2)+A1_x+x.A1", "name_A1+LOG10(2)+A1_x+x.A1"),
        ("t[[#This Row],[C1 part]]+'A1'!B2", "t[[#This Row],[C1 part]]+'A1'!B"),
        ('A1048577&"A1"', 'A1048577&"A1"'),
    ):
        assert stripped(formula) == expected
