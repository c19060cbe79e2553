"""The LibreOffice harness itself: it really computes, and it survives what may happen."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
import xlsxwriter

from tests.office.client import Edit, Office, OfficeError

pytestmark = pytest.mark.office


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A table whose cached results are all wrong (99), and a few errors."""
    path = tmp_path / "Bücher & mehr.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Konten")
        sheet.add_table(
            0,
            0,
            3,
            3,
            {
                "name": "accounts",
                "columns": [
                    {"header": "Kunde"},
                    {"header": "Umsatz"},
                    {"header": "Marge"},
                    {"header": "Anteil"},
                ],
            },
        )
        for row, (name, revenue, margin) in enumerate(
            [("Alpha", 60, 6), ("Beta", 30, 3), ("Gamma", 10, 1)], start=1
        ):
            sheet.write_row(row, 0, [name, revenue, margin])
            sheet.write_formula(
                row, 3, "=accounts[[#This Row],[Umsatz]]/SUM(accounts[Umsatz])", None, 99
            )
        other = workbook.add_worksheet("Fehler")
        for row, formula in enumerate(
            ["=NA()", "=1/0", '="a"+1', "=10^308*10", "=NOSUCH(1)", "=SUM(accounts[Umsatz])"]
        ):
            other.write_formula(row, 0, formula, None, 99)
        other.write_formula(6, 0, '=TEXT(1.5,"0.0")', None, "99")
        other.write_formula(7, 0, "=TRUE()", None, 0)
        other.write_string(8, 0, "=kein Bezug")
    return path


def test_an_edit_flows_through_a_table_and_the_cached_results_are_ignored(
    office: Office, book: Path
) -> None:
    before = book.read_bytes()
    sheets = office.recalculate(book, [Edit.number("Konten", 1, 1, 160)])
    assert list(sheets) == ["Konten", "Fehler"]
    accounts = sheets["Konten"]
    assert accounts.data[0] == ["Kunde", "Umsatz", "Marge", "Anteil"]
    assert [accounts.value(row, 3) for row in (1, 2, 3)] == [160 / 200, 30 / 200, 10 / 200]
    assert accounts.formula(1, 3).startswith("=")
    assert accounts.formula(1, 1) == ""
    assert book.read_bytes() == before


def test_errors_are_told_from_values(office: Office, book: Path) -> None:
    sheet = office.recalculate(book)["Fehler"]
    words = [sheet.value(row, 0) for row in range(9)]
    assert words == [
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#NUM!",
        "#NAME?",
        100,
        "1.5",
        1,
        "=kein Bezug",
    ]
    assert sorted(sheet.errors) == [(row, 0) for row in range(5)]
    assert all(sheet.data[row][0] is None for row in range(5))


def test_every_kind_of_edit_arrives(office: Office, book: Path) -> None:
    sheet = office.recalculate(
        book,
        [
            Edit.text("Konten", 1, 0, "=007"),
            Edit.blank("Konten", 3, 1),
            Edit.formula("Konten", 6, 0, "=SUM(Konten!B2:B3,Fehler!A8)"),
            Edit.formula("Konten", 6, 1, '=IF(SUM(accounts[Umsatz])>0,"x","a,b")'),
            Edit.formula("Konten", 6, 2, '=IF(SUM(accounts[Umsatz])<0,"x","a,b")'),
            Edit.formula("Konten", 2, 2, "=accounts[[#This Row],[Umsatz]]/10"),
            Edit.block("Konten", 8, 0, [["a", 1.5, None], ["00001", 2, "c"]]),
        ],
    )["Konten"]
    assert sheet.value(1, 0) == "=007"
    assert sheet.value(3, 1) == ""
    assert sheet.value(1, 3) == 60 / (60 + 30)
    assert sheet.value(6, 0) == 60 + 30 + 1
    assert sheet.value(6, 1) == "x"
    assert sheet.value(2, 2) == 30 / 10
    assert sheet.value(6, 2) == "a,b"
    assert sheet.data[8][:3] == ["a", 1.5, ""]
    assert sheet.data[9][:3] == ["00001", 2, "c"]


def test_several_rounds_of_edits_need_one_opening(office: Office, book: Path) -> None:
    rounds = office.recalculate_steps(
        book, [[], [Edit.number("Konten", 1, 1, 0)], [Edit.number("Konten", 2, 1, 10)]]
    )
    assert [sheets["Konten"].value(1, 3) for sheets in rounds] == [0.6, 0, 0]
    assert [sheets["Konten"].value(2, 3) for sheets in rounds] == [0.3, 30 / 40, 10 / 20]


def test_the_german_locale_reaches_the_workbook(tmp_path: Path, office: Office, book: Path) -> None:
    assert office.recalculate(book)["Fehler"].value(6, 0) == "1.5"
    with Office(tmp_path / "german", locale="de-DE") as german:
        sheets = german.recalculate(book)
    # The format code "0.0" means something else there: the reason to shun TEXT() in a workbook.
    assert sheets["Fehler"].value(6, 0) != "1.5"
    assert sheets["Konten"].value(1, 3) == 60 / 100


def test_what_is_saved_holds_the_new_results(office: Office, book: Path, tmp_path: Path) -> None:
    saved, again = tmp_path / "saved.xlsx", tmp_path / "again.xlsx"
    office.recalculate(book, [Edit.number("Konten", 1, 1, 160)], save_as=saved)
    assert office.resave(saved, again) == again
    import openpyxl

    sheet = openpyxl.load_workbook(again, data_only=True)["Konten"]
    assert sheet["D2"].value == 160 / 200
    assert "accounts" in sheet.tables


def test_pages_become_pictures(office: Office, book: Path, tmp_path: Path) -> None:
    pages = office.render(book, tmp_path / "pages")
    assert len(pages) == 2
    assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_a_dead_worker_is_replaced(tmp_path: Path, book: Path) -> None:
    with Office(tmp_path / "mortal") as mortal:
        mortal.version()
        assert mortal._process is not None
        os.killpg(mortal._process.pid, signal.SIGKILL)
        assert mortal.recalculate(book)["Konten"].value(1, 3) == 0.6


def test_a_slow_answer_is_an_error_and_leaves_nothing_behind(tmp_path: Path, book: Path) -> None:
    with Office(tmp_path / "slow", timeout=0.05) as slow:
        with pytest.raises(OfficeError, match="no answer within"):
            slow.recalculate(book)
        slow.timeout = 120
        assert slow.recalculate(book)["Konten"].value(1, 3) == 0.6


def test_a_file_that_is_no_workbook_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 but not really")
    with pytest.raises(OfficeError):
        office.recalculate(broken)
    book = tmp_path / "fine.xlsx"
    with xlsxwriter.Workbook(str(book)) as workbook:
        workbook.add_worksheet("Da")
    with pytest.raises(OfficeError, match="no sheet 'Nirgends'"):
        office.recalculate(book, [Edit.number("Nirgends", 0, 0, 1)])


@pytest.mark.slow
def test_sixty_thousand_cells_are_read_in_bulk(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Daten")
        for row in range(6_000):
            for column in range(9):
                sheet.write_number(row, column, row + column)
            sheet.write_formula(
                row, 9, f"=IF(A{row + 1}<500,IF(MOD(A{row + 1},2),NA(),1/0),A{row + 1}*2)", None, 0
            )
    office.version()
    started = time.perf_counter()
    sheet_read = office.recalculate(path)["Daten"]
    seconds = time.perf_counter() - started
    assert len(sheet_read.data) * len(sheet_read.data[0]) == 60_000
    assert len(sheet_read.errors) == 500
    assert [sheet_read.value(row, 9) for row in (0, 1, 498, 499)] == ["#DIV/0!", "#N/A"] * 2
    assert sheet_read.value(5_999, 9) == 5_999 * 2
    assert seconds < 20
