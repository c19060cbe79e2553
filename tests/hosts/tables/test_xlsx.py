from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from kamxl.cells import CellError
from kamxl.errors import InputError
from kamxl.hosts.tables.xlsx import read_xlsx
from kamxl.intake.raw import RawTable
from tests.hosts.tables.packing import changed, workbook

SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, sheet: str | None = None) -> RawTable:
    return read_xlsx(content, "crm.xlsx", sheet)


def test_cells_keep_their_types_and_addresses() -> None:
    table = read(workbook({"Kunden": [[], [None, "00001", 1.5, dt.date(2024, 5, 1), True, None]]}))
    assert table.sheet == "Kunden"
    assert table.cell(1, 1) == "00001"
    assert table.cell(1, 2) == 1.5
    assert table.cell(1, 3) in (dt.date(2024, 5, 1), dt.datetime(2024, 5, 1))
    assert table.cell(1, 4) is True
    assert table.place(1, 1) == "crm.xlsx!Kunden!B2"


def test_error_cells_and_formulas_without_result_are_told_from_blanks() -> None:
    content = workbook({"Kunden": [["ID", "x"], ["a", "=NA()"], ["b", "=1+1"], ["c", None]]})

    def without_results(xml: bytes) -> bytes:
        xml = xml.replace(
            b'<c r="B2"><f>NA()</f><v>0</v>', b'<c r="B2" t="e"><f>NA()</f><v>#N/A</v>'
        )
        return xml.replace(b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")

    table = read(changed(content, SHEET, without_results))
    assert [table.cell(row, 1) for row in (1, 2, 3)] == [CellError.NA, None, None]
    assert table.unvalued == {(2, 1)}


def test_a_formula_with_a_result_is_its_result() -> None:
    table = read(workbook({"Kunden": [["ID"], ["=1-1"]]}))
    assert table.cell(1, 0) == 0
    assert table.unvalued == frozenset()


def test_an_error_newer_than_the_reader_is_still_an_error() -> None:
    content = workbook({"Kunden": [["ID"], [None, "=NA()"]]})
    error = b'<c r="B2" t="e"><f>NA()</f><v>#SPILL!</v>'
    content = changed(
        content, SHEET, lambda xml: xml.replace(b'<c r="B2"><f>NA()</f><v>0</v>', error)
    )
    assert read(content).cell(1, 1) is CellError.VALUE


def test_the_first_sheet_that_is_visible_and_not_empty_is_read() -> None:
    content = workbook(
        {"Leer": [], "Verborgen": [["x"]], "Kunden": [["ID"]], "Mehr": [["y"]]},
        hidden=["Verborgen"],
    )
    table = read(content)
    assert table.sheet == "Kunden"
    assert table.sheets == ("Leer", "Verborgen", "Kunden", "Mehr")


def test_a_sheet_can_be_named_in_any_case_and_hidden() -> None:
    content = workbook({"Kunden": [["ID"]], "Archiv": [["x"]]}, hidden=["Archiv"])
    assert read(content, "archiv").sheet == "Archiv"


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are() -> None:
    content = workbook({"Kunden": [["ID"]], "Archiv": [["x"]]})
    with pytest.raises(InputError, match="no sheet “Kunde”; there are: Kunden, Archiv"):
        read(content, "Kunde")


def test_a_workbook_of_empty_sheets_is_refused() -> None:
    with pytest.raises(InputError, match="every sheet is empty"):
        read(workbook({"A": [], "B": []}))


def test_a_cell_far_out_is_refused_before_it_ends_the_process() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = changed(
        workbook({"Kunden": [["ID"]]}), SHEET, lambda xml: xml.replace(b"</sheetData>", far)
    )
    with pytest.raises(
        InputError, match=r"crm.xlsx!Kunden!XFD1048576: .*delete what stands far out"
    ):
        read(content)


def test_a_row_beyond_the_last_is_damage() -> None:
    content = workbook({"Kunden": [["ID"]]})
    content = changed(content, SHEET, lambda xml: xml.replace(b'<row r="1"', b'<row r="99999999"'))
    with pytest.raises(InputError, match="damaged"):
        read(content)


def test_a_broken_sheet_is_one_sentence() -> None:
    content = workbook({"Kunden": [["ID"], ["=NA()"]]})
    content = changed(content, SHEET, lambda xml: xml.replace(b"</sheetData>", b"</sheetDat"))
    with pytest.raises(InputError, match=r"crm.xlsx!Kunden: the sheet is damaged"):
        read(content)


def test_a_sheet_that_says_a_smaller_size_loses_no_rows() -> None:
    content = workbook({"Kunden": [["ID"], ["a"], ["b"]]})
    lie = b'<dimension ref="A1"/>'
    content = changed(content, SHEET, lambda xml: xml.replace(b'<dimension ref="A1:A3"/>', lie))
    assert [list(row) for row in read(content).rows] == [["ID"], ["a"], ["b"]]


def test_a_negative_number_that_is_formatted_as_a_day_stays_a_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, (value, form) in enumerate(
        [(-5, "dd.mm.yyyy"), (-5.25, "hh:mm"), (0.5, "hh:mm"), (45000, "dd.mm.yyyy")], start=1
    ):
        book.active.cell(row, 1, value).number_format = form
    book.save(tmp_path / "book.xlsx")
    rows = read_xlsx((tmp_path / "book.xlsx").read_bytes(), "book.xlsx", None).rows
    assert rows == [[-5], [-5.25], ["12:00:00"], [dt.date(2023, 3, 15)]]
