"""What is good is not blamed: our books, what LibreOffice saves, rich files of other makers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openxml_audit import FileFormat, OpenXmlValidator

from kamxl.errors import KamxlError
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.lint import lint
from kamxl.text import LANGUAGES, Language
from tests.hosts.xlsx.lint.files import SHEET, good, packed
from tests.office.client import Office
from tests.workbook.books import EVERY, book

TEMPLATES = sorted((Path(__file__).parents[4] / "workbook_templates").glob("*.xlsx"))


def said(path: Path) -> list[str]:
    return [f"{fault.code} {fault.line('en')}" for fault in lint(path)]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_book_of_ours_has_a_fault(tmp_path: Path, kind: str, language: Language) -> None:
    path = tmp_path / "book.xlsx"
    build(book(kind, language), path)
    assert said(path) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_fault(path: Path) -> None:
    assert said(path) == []


def test_the_file_that_other_tests_spoil_is_good(tmp_path: Path) -> None:
    path = packed(good(), tmp_path / "good.xlsx")
    assert said(path) == []
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2016).validate(path)
    assert [f"{error.part_uri} {error.description}" for error in found.errors] == []


def test_parts_that_did_not_change_are_passed_over(tmp_path: Path) -> None:
    spoiled = good() | {SHEET: good()[SHEET].replace(b'r="A2"', b'r="A1"', 1)}
    path = packed(spoiled, tmp_path / "spoiled.xlsx")
    assert {fault.part for fault in lint(path)} == {SHEET}
    assert lint(path, frozenset(good()) - {SHEET}) == lint(path)
    assert lint(path, frozenset({SHEET})) == []


def test_a_formula_that_a_column_repeats_is_blamed_in_every_row(tmp_path: Path) -> None:
    sheet = good()[SHEET]
    wrong = sheet.replace(b"Sales[[#This Row],[Id]]*2", b"Sales[[#This Row],[Gone]]*2")
    path = packed(good() | {SHEET: wrong}, tmp_path / "spoiled.xlsx")
    assert [f.code for f in lint(path) if f.part == SHEET] == ["FORMULA-COLUMN"] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_libreoffice_saves_has_no_fault(
    office: Office, tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "book.xlsx"
    build(book("golden", language), path)
    assert said(office.resave(path, tmp_path / "saved.xlsx")) == []


def rich(path: Path) -> None:
    """Write what XlsxWriter can: charts, pictures, notes, sparklines, rules, new functions."""
    picture = Path(__file__).parents[4] / "docs" / "pictures"
    with xlsxwriter.Workbook(str(path), {"use_future_functions": True}) as made:
        sheet, chart_sheet = made.add_worksheet("Ä & B"), made.add_chartsheet("Only a chart")
        hidden = made.add_worksheet("2026")
        bold, red = made.add_format({"bold": True}), made.add_format({"bg_color": "red"})
        for row in range(40):
            sheet.write_row(row, 0, [row, row * 1.5e-7, f"text {row}", -row])
        sheet.write_rich_string("F1", "a ", bold, "bold", " end")
        sheet.write_string("F2", "_x0041_ and \x07 and <&>\"' \n 😀" + "x" * 30_000)
        sheet.write_datetime("F3", dt.datetime(2026, 1, 2), made.add_format({"num_format": 14}))
        for at, formula in enumerate(FORMULAS):
            hidden.write_formula(at, 0, formula, None, 0)
        hidden.write_dynamic_array_formula("C1", "=FILTER('Ä & B'!A1:A9,'Ä & B'!A1:A9>3)", None, 4)
        hidden.write_dynamic_array_formula("D1", "=SORT(UNIQUE('Ä & B'!A1:A9))", None, 4)
        hidden.hide()
        for kind in ("column", "pie", "scatter", "stock", "radar"):
            chart = made.add_chart({"type": kind})
            for column in "ABD":
                values = f"='Ä & B'!${column}$1:${column}$9"
                chart.add_series({"categories": values, "values": values})
            sheet.insert_chart("H1", chart)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "='Ä & B'!$A$1:$A$9"})
        chart_sheet.set_chart(chart)
        sheet.insert_image("H40", sorted(picture.glob("*.png"))[0])
        sheet.insert_textbox("H60", "text")
        sheet.insert_button("H70", {"caption": "Go"})
        sheet.insert_checkbox("H80", True)
        sheet.write_comment("A1", "note", {"visible": True})
        sheet.write_comment("XFD1048576", "far away")
        sheet.set_header("&C&G", {"image_center": sorted(picture.glob("*.png"))[0]})
        sheet.set_background(sorted(picture.glob("*.png"))[0])
        sheet.add_sparkline("G1", {"range": "'Ä & B'!A1:A9", "type": "win_loss"})
        for rule in RULES:
            sheet.conditional_format("A1:D40", {**rule, "format": red})
        sheet.data_validation("E1", {"validate": "list", "source": "='2026'!$A$1:$A$3"})
        sheet.data_validation("E2", {"validate": "any", "input_message": "m" * 255})
        sheet.data_validation("E3", {"validate": "custom", "value": "=LEN(E3)<5"})
        sheet.write_url("E5", "external:other.xlsx#Sheet!A1")
        sheet.write_url("E6", "internal:'2026'!A1", tip="tip")
        sheet.write_url("E7", "mailto:someone@example.org")
        sheet.autofilter("A1:D40")
        sheet.filter_column("A", "x > 3")
        sheet.protect("", {"sort": True})
        sheet.unprotect_range("E1:E9", "Open")
        sheet.set_column("B:D", 12, red, {"level": 1})
        sheet.repeat_rows(0)
        sheet.print_area("A1:F40")
        sheet.ignore_errors({"number_stored_as_text": "A1:A9 C1"})
        sheet.freeze_panes(1, 1)
        hidden.add_table(
            "F1:H5",
            {"total_row": True, "columns": [
                {"header": "a'b#[c]", "total_string": "Sum"},
                {"header": "B", "total_function": "sum"},
                {"header": "C", "formula": "=[@B]*2", "total_function": "average"},
            ]},
        )  # fmt: skip
        hidden.add_table("J1:K5", {"header_row": False, "autofilter": False})
        made.define_name("Konto_1", "='Ä & B'!$A$1:INDEX('Ä & B'!$A:$A,9)")
        made.define_name("constant", "=1.5")


FORMULAS = (
    "=SUM('Ä & B'!A1:A9 'Ä & B'!1:1,,3)", "=IF(TRUE,,{1,2;\"a\",#N/A})", "=-(1)^-2%", "=+A1",
    "=XLOOKUP(1,A1:A2,B1:B2)&\"\"\"q\"\"\"", "=LET(_xlpm.x,1,_xlpm.x+1)",
    "=LAMBDA(_xlpm.x,_xlpm.x+1)(2)", "=PI()",
    "=A1:INDEX(A1:A9,3)", "=Konto_1+constant", "=SUM('Ä & B:2026'!A1)", "=LOG10(1E-3)",
    "='Ä & B'!A1:'Ä & B'!A3", "=#REF!+1", "=SUM((A1,A3))", "=COUNTIF(A:A,\"<>\")", "=.5+1.",
    "=SUM(Table1[B])", "=ROWS(Table1[[#Headers],[B]:[C]])", "=STDEV.S(1,2)", "=A1 = B1",
    "=MY_MACRO(1)", "=NETWORKDAYS.INTL(1,2)",
)  # fmt: skip
RULES = (
    {"type": "2_color_scale"}, {"type": "3_color_scale"}, {"type": "data_bar"},
    {"type": "data_bar", "data_bar_2010": True, "min_type": "formula", "min_value": "=$A$1"},
    {"type": "icon_set", "icon_style": "5_ratings"},
    {"type": "cell", "criteria": "between", "minimum": 1, "maximum": "=$A$3"},
    {"type": "top", "value": 3, "criteria": "%"}, {"type": "blanks"}, {"type": "errors"},
    {"type": "text", "criteria": "containing", "value": "x"}, {"type": "unique"},
    {"type": "time_period", "criteria": "last week"}, {"type": "average", "criteria": "above"},
)  # fmt: skip


def test_what_xlsxwriter_makes_has_no_fault(tmp_path: Path) -> None:
    rich(tmp_path / "rich.xlsx")
    assert said(tmp_path / "rich.xlsx") == []


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_what_openpyxl_makes_or_saves_has_no_fault(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["a", 1, True, dt.date(2026, 1, 1), None, "=SUM(B1:B1)", dt.time(1, 2), "#N/A"])
    sheet["A2"].comment = Comment("note", "somebody")
    sheet["A3"].hyperlink = "https://example.org/"
    sheet.merge_cells("C5:D6")
    rule = DataValidation(type="list", formula1='"a,b"', allow_blank=True)
    rule.add("A7:A9")
    sheet.add_data_validation(rule)
    made.create_sheet("O'Neil")["A1"] = "='Sheet'!A1"
    made.save(tmp_path / "made.xlsx")
    assert said(tmp_path / "made.xlsx") == []
    for at, name in enumerate(TEMPLATES):
        loaded = openpyxl.load_workbook(name)
        loaded.save(tmp_path / f"saved {at}.xlsx")
        loaded.close()
        assert said(tmp_path / f"saved {at}.xlsx") == []


def test_a_book_is_looked_at_before_it_is_put_in_place(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    build(book("empty", "en"), path)
    before = path.read_bytes()
    names = {**book("empty", "en").names, "lost": "Gone!$A$1"}
    with pytest.raises(KamxlError, match=r"mistake of kamxl; nothing was written .FORMULA-SHEET"):
        build(dataclasses.replace(book("empty", "en"), names=names), path)
    assert path.read_bytes() == before
