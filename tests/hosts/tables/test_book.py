from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kamxl.cells import CellError
from kamxl.errors import InputError
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.workbook.schema import render
from tests.workbook.reading.made import ACCOUNT, FIRST, built, edited, example


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(example(), tmp_path_factory.mktemp("book") / "kunden.xlsx")


def changed(path: Path, out: Path, change: Callable[[str, bytes], bytes]) -> BookFile:
    """Return the workbook with its parts changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(entry, old.read(entry)))
    return read_book(out)


def test_a_workbook_knows_its_name_and_its_sheets_in_order(fresh: Path) -> None:
    book = read_book(fresh)
    assert book.name == "kunden.xlsx"
    assert book.sheets() == tuple(sheet.name for sheet in render(example()).sheets)


def test_cells_are_read_from_a1_on(fresh: Path) -> None:
    rows = read_book(fresh).read("Kunden")
    assert rows[FIRST][:2] == ["Cartech", "Cartech"]
    assert rows[FIRST][ACCOUNT["revenue"]] == 1500
    assert rows[0][0] == "Kunden"


def test_formulas_are_known_by_row_and_column(fresh: Path) -> None:
    rows = read_book(fresh).formulas("Kunden")
    bits = rows[FIRST]
    assert [bits >> ACCOUNT[key] & 1 for key in ("id", "revenue", "share", "abc")] == [0, 0, 1, 1]
    assert FIRST - 1 not in rows
    assert len(rows) == 12


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_formulas_are_found_where_cells_have_no_address_or_a_prefix(
    fresh: Path, tmp_path: Path, prefix: str
) -> None:
    xml = (
        '<{p}worksheet xmlns{q}="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<{p}sheetData><{p}row><{p}c/><{p}c><{p}f>1</{p}f></{p}c></{p}row><{p}row r="4"><{p}c r='
        '"C4"/><{p}c><{p}f t="shared" si="0"/></{p}c></{p}row></{p}sheetData></{p}worksheet>'
    ).format(p=prefix, q=":x" if prefix else "")
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: xml.encode() if part == "xl/worksheets/sheet2.xml" else content,
    )  # fmt: skip
    assert book.formulas("Übersicht") == {0: 1 << 1, 3: 1 << 3}


def test_a_damaged_sheet_is_one_sentence(fresh: Path, tmp_path: Path) -> None:
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: content[:-20] if part == "xl/worksheets/sheet2.xml" else content,
    )  # fmt: skip
    with pytest.raises(InputError, match=r"b\.xlsx!Übersicht: the sheet is damaged"):
        book.formulas("Übersicht")


def test_a_named_cell_has_its_stored_value(fresh: Path) -> None:
    book = read_book(fresh)
    assert book.named_value("kam_check_all") is True
    assert book.named_value("kam_scale") == 10
    assert book.named_value("kam_weights") is None  # an area
    assert book.named_value("nonsense") is None


def test_a_named_cell_that_was_deleted_has_no_value(fresh: Path, tmp_path: Path) -> None:
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: re.sub(
            rb'(name="kam_scale">)[^<]*', rb"\1#REF!", content) if "workbook.xml" in part
        else content,
    )  # fmt: skip
    assert book.named_value("kam_scale") is None


def test_a_formula_without_a_result_is_known_as_such(fresh: Path, tmp_path: Path) -> None:
    def type_in(book: object) -> None:
        book["Kunden"].cell(FIRST + 1, ACCOUNT["revenue"] + 1).value = "=1+1"  # type: ignore[index]

    book = read_book(edited(fresh, type_in, tmp_path / "b.xlsx"))
    assert (FIRST, ACCOUNT["revenue"]) in book.unvalued("Kunden")
    assert book.read("Kunden")[FIRST][ACCOUNT["revenue"]] is None
    assert (FIRST, ACCOUNT["share"]) not in read_book(fresh).unvalued("Kunden")


def test_an_error_is_read_as_an_error(fresh: Path) -> None:
    cells = [cell for row in read_book(fresh).read("Matrix") for cell in row]
    assert CellError.NA in cells


def test_every_formula_has_its_text(fresh: Path) -> None:
    texts = read_book(fresh).texts("Kunden")
    assert texts[FIRST, ACCOUNT["nr"]].startswith("=IF(LEN(accounts[[#This Row],[Kundennummer]])=0")
    assert len(texts) == 12 * sum(
        count.bit_count() for count in [read_book(fresh).formulas("Kunden")[FIRST]]
    )
    # What a sparkline shows is written like a formula, in no cell.
    assert not any(text.startswith("=Rangliste!") for text in
                   read_book(fresh).texts("Rangliste").values())  # fmt: skip


def test_a_formula_that_cells_share_is_spelled_out_for_each(fresh: Path, tmp_path: Path) -> None:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="2"><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*$C$1</f><v>1</v></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="0"/><v>1</v></c></row></sheetData></worksheet>'
    )
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: xml.encode() if part == "xl/worksheets/sheet2.xml" else content,
    )  # fmt: skip
    assert book.texts("Übersicht") == {(1, 1): "=A2*$C$1", (3, 1): "=A4*$C$1"}


def test_tables_and_names_are_known(fresh: Path) -> None:
    book = read_book(fresh)
    (area,) = book.tables("Kunden").values()
    assert area == (FIRST - 1, 0, FIRST - 1 + 12, len(ACCOUNT) - 1)
    assert book.tables("Start") == {}
    assert book.names()["kam_accounts_head"] == f"Kunden!$A${FIRST}"


def test_what_kamxl_remembers_is_read(fresh: Path, tmp_path: Path) -> None:
    assert read_book(fresh).state() == render(example()).state
    without = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: b"<a/>" if part == "customXml/item1.xml" else content,
    )  # fmt: skip
    assert without.state() is None


def test_reading_leaves_the_file_as_it_is(fresh: Path) -> None:
    before = fresh.read_bytes()
    book = read_book(fresh)
    for sheet in book.sheets():
        book.read(sheet)
        book.texts(sheet)
    assert fresh.read_bytes() == before


def test_a_workbook_is_an_xlsx_or_an_xlsm(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a;b")
    with pytest.raises(InputError, match=r"only \.xlsx can be read"):
        read_book(tmp_path / "list.csv")
    with pytest.raises(InputError, match="no such file"):
        read_book(tmp_path / "none.xlsx")
    (tmp_path / "odd.xlsx").write_bytes(b"<html>")
    with pytest.raises(InputError, match="inside, this is a web page"):
        read_book(tmp_path / "odd.xlsx")
