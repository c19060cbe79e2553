"""The doorway that Excel calls, `Book.caller()` included, on a workbook open in memory."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.buttons.excel import attached, macro
from kamxl.cells import CellValue
from kamxl.errors import UsageError
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.patching import carried
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.plans.naming import uid
from kamxl.workbook.plans.reading import uid_of
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Content, Formula
from tests.actions.test_carrying import entered
from tests.hosts.excel.engine import BrokenError, calling, open_book, open_file
from tests.workbook.reading.made import ACCOUNT, FIRST, RATING, example, name

FILE = "kunden.xlsx"


@cache
def original(language: Language = "de") -> bytes:
    """Return the file of the twelve accounts as kamxl new leaves it, run once."""
    content = built(render(example(language), rulebook=load_rules()))
    return updated(content)


# Where the log of runs says what the latest one changed.
LOGGED = (4, 8)


def updated(content: bytes) -> bytes:
    """Return a file after `kamxl run`."""
    today = dt.date.today()
    made = update(run(BookFile(content, FILE), today), today, None, load_rules())
    return carried(content, made.patch, FILE)


def typed(content: bytes, cells: dict[tuple[str, int, int], Content]) -> bytes:
    """Return a file into which a person typed."""
    sheets: dict[str, list[Edit]] = {}
    for (sheet, row, column), value in cells.items():
        sheets.setdefault(sheet, []).append(Edit(row, column, value, "text", ""))
    patches = [SheetPatch(sheet, edits) for sheet, edits in sheets.items()]
    return carried(content, BookPatch(sheets=patches), FILE)


def a_new_account(language: Language = "de") -> bytes:
    """Return the file with a thirteenth account, a changed weight, and a note of a person."""
    accounts = name("accounts", language)
    row = FIRST + 12
    return typed(
        original(language),
        {
            (accounts, row, ACCOUNT["id"]): "00013",
            (accounts, row, ACCOUNT["name"]): "Dreizehn & Co",
            (accounts, row, ACCOUNT["revenue"]): 4000.0,
            (name("ratings", language), FIRST, RATING["k2"]): 1.0,
            (name("findings", language), 2, 12): "my own note",
        },
    )


def pressed(book: xw.Book, action: str) -> str:
    """Press a button and return what is said."""
    import kam_macros

    with calling(book):
        getattr(kam_macros, action)()
    alerts: list[str] = book.app.impl.alerts
    return alerts[-1] if alerts else ""


def contents(file: BookFile, sheet: str) -> dict[tuple[int, int], object]:
    """Return what was put into cells: formulas by their text, not by their results."""
    texts = file.texts(sheet)
    made: dict[tuple[int, int], object] = {
        (row, column): value
        for row, values in enumerate(file.read(sheet))
        for column, value in enumerate(values)
        if value is not None and value != ""
    }
    return made | texts


def lying_open(book: xw.Book) -> BookFile:
    return BookFile(saved(book), FILE)


def saved(book: xw.Book) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        book.impl.SaveCopyAs(str(path))
        return path.read_bytes()


def everything(book: xw.Book) -> dict[str, Any]:
    """Return all that an open workbook holds."""
    impl = book.impl
    return {
        "sheets": [
            (
                sheet.name,
                entered(sheet),
                {(table.name, table.area) for table in sheet.tables_list},
                set(sheet.dressed),
                dict(sheet.links),
                sheet.Tab.Color,
                sheet.ProtectContents,
            )
            for sheet in impl.sheets_list
        ],
        "names": dict(impl.defined),
        "properties": dict(impl.properties),
        "state": impl.state,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_refreshes_an_open_workbook_as_a_run_does_its_file(language: Language) -> None:
    content = a_new_account(language)
    book = open_file(content, FILE)
    said = pressed(book, "refresh")
    assert said.startswith(("Die Mappe ist", "The workbook is")), said
    wanted, now = BookFile(updated(content), FILE), lying_open(book)
    assert now.sheets() == wanted.sheets()
    for sheet in wanted.sheets():
        ours, theirs = contents(now, sheet), contents(wanted, sheet)
        if sheet == name("findings", language):
            # The log of a file's run counts results too, which an open workbook computes itself.
            assert str(theirs.pop(LOGGED)).endswith(str(ours.pop(LOGGED)))
        assert ours == theirs, sheet
        assert now.tables(sheet) == wanted.tables(sheet)
    assert {n: p for n, p in now.names().items() if n.startswith("kam_")} == {
        n: p for n, p in wanted.names().items() if n.startswith("kam_")
    }
    assert contents(now, name("findings", language))[2, 12] == "my own note"
    assert contents(now, name("accounts", language))[FIRST + 12, ACCOUNT["id"]] == "00013"


def test_what_is_up_to_date_is_not_written_to() -> None:
    book = open_file(original(), FILE)
    before = everything(book)
    assert "nichts wurde geändert" in pressed(book, "refresh")
    assert book.impl.writes == []
    assert everything(book) == before


def test_excel_holds_still_and_gets_back_what_it_had() -> None:
    book = open_file(a_new_account(), FILE)
    book.app.calculation = "semiautomatic"
    at_first = dict(book.app.impl._set)
    during: list[dict[str, Any]] = []
    book.impl.before_write = lambda number: during.append(
        dict(book.app.impl._set) | vars(book.app.impl.AutoCorrect)
    )
    pressed(book, "refresh")
    assert during
    assert all(
        not one["screen_updating"]
        and one["calculation"] == "manual"
        and not one["enable_events"]
        and not one["display_alerts"]
        and not one["AutoFillFormulasInLists"]
        and str(one["status_bar"]).startswith("kamxl")
        for one in during
    )
    assert book.app.impl._set == at_first
    assert all(vars(book.app.impl.AutoCorrect).values())
    assert len(book.app.impl.alerts) == 1


def select(book: xw.Book, at: tuple[str, int, int]) -> None:
    sheet, row, column = at
    book.sheets[sheet].impl.Activate()
    book.sheets[sheet].range((row + 1, column + 1)).select()


@pytest.mark.parametrize(("action", "broken"), [("refresh", 3), ("plan", 12)])
def test_a_failure_in_the_middle_leaves_all_as_it_was(action: str, broken: int) -> None:
    book = open_file(a_new_account(), FILE)
    select(book, (name("accounts"), FIRST + 10, 3))
    before, settings = everything(book), dict(book.app.impl._set)

    def break_at(number: int) -> None:
        if number == broken:
            raise BrokenError("Excel is busy")

    book.impl.before_write = break_at
    said = pressed(book, action)
    assert len(book.impl.writes) > broken
    assert "die Mappe ist, wie sie war" in said or "the workbook is as it was" in said
    assert "Excel is busy" in said
    assert everything(book) == before
    assert book.app.impl._set == settings


LIST = """Account no.;Account;Revenue
1;Alpha AG;120000
2;Beta GmbH;80000
"""


def test_new_makes_a_workbook_from_a_list_and_opens_it(tmp_path: Path) -> None:
    book = open_file(original(), FILE)
    before = everything(book)
    source, target = tmp_path / "crm.csv", tmp_path / "ours.xlsx"
    source.write_text(LIST, encoding="utf-8")
    app = book.app.impl
    app.choices = [str(source), str(tmp_path / "ours")]
    said = pressed(book, "new")
    assert said.startswith("ours.xlsx is new. Accounts from crm.csv: 2."), said
    read = BookFile(target.read_bytes(), target.name)
    rows = read.read(name("accounts", "en"))
    assert [row[ACCOUNT["name"]] for row in rows[FIRST : FIRST + 2]] == ["Alpha AG", "Beta GmbH"]
    assert lint(target) == []
    # It lies open beside the other one, which is as it was.
    assert app.active_book.name == target.name
    assert everything(book) == before
    (asked, saved_as) = app.asked
    assert "*.csv" in asked[1]
    assert saved_as[2] == str(tmp_path / "key-accounts.xlsx")


def test_new_without_a_list_is_empty_and_never_replaces_a_file(tmp_path: Path) -> None:
    book = open_file(original(), FILE)
    target = tmp_path / "empty.xlsx"
    app = book.app.impl
    app.choices = ["", str(target)]
    assert pressed(book, "new").startswith("empty.xlsx is new and empty")
    assert BookFile(target.read_bytes(), target.name).read(name("accounts", "en"))
    made = target.read_bytes()
    app.choices = ["", str(target)]
    assert "is there already" in pressed(book, "new")
    assert target.read_bytes() == made
    app.choices = ["", ""]
    assert pressed(book, "new") == "No workbook was made."


def test_a_list_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path) -> None:
    book = open_file(original(), FILE)
    source = tmp_path / "crm.xlsx"
    source.write_bytes(b"no workbook")
    book.app.impl.choices = [str(source), str(tmp_path / "ours.xlsx")]
    assert "crm.xlsx" in pressed(book, "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["crm.xlsx"]


def sheets_of_plans(book: xw.Book) -> dict[str, str]:
    file = lying_open(book)
    found = {uid_of(file.read(sheet)): sheet for sheet in file.sheets()}
    return {str(mark): sheet for mark, sheet in found.items() if mark}


def id_at(book: xw.Book, place: int) -> str:
    return str(book.sheets[name("accounts")].impl.stored[FIRST + place + 1, ACCOUNT["id"] + 1])


def unplanned(book: xw.Book) -> int:
    """Return an account that has no strategy sheet."""
    there = sheets_of_plans(book)
    return next(place for place in range(12) if uid(id_at(book, place)) not in there)


def test_plan_makes_the_strategy_sheet_of_the_account_in_the_active_row() -> None:
    book = open_file(original(), FILE)
    place = unplanned(book)
    before = book.impl.sheets_list[:]
    select(book, (name("accounts"), FIRST + place, 3))
    said = pressed(book, "plan")
    made = sheets_of_plans(book)[uid(id_at(book, place))]
    assert said.startswith("Das Strategieblatt von")
    assert next(s for s in book.impl.sheets_list if s not in before).name == made
    assert book.sheets.active.name == made
    accounts = book.sheets[name("accounts")].impl.stored
    assert accounts[FIRST + place + 1, ACCOUNT["pinned"] + 1] == "ja"
    # The sheet refers to this workbook, not to the file that it was brought in from.
    formulas = [
        held.text for held in book.sheets[made].impl.stored.values() if isinstance(held, Formula)
    ]
    assert not any(
        "[" in text.replace("accounts[", "").replace("ratings[", "") for text in formulas
    )
    # A second press finds it, makes no other, and shows it.
    count = len(book.impl.sheets_list)
    pressed(book, "plan")
    assert len(book.impl.sheets_list) == count


def test_a_planned_account_is_archived_with_all_that_was_typed() -> None:
    book = open_file(original(), FILE)
    place = unplanned(book)
    select(book, (name("accounts"), FIRST + place, 3))
    pressed(book, "plan")
    sheet = sheets_of_plans(book)[uid(id_at(book, place))]
    assert "archiviert" in pressed(book, "archive")
    last = book.impl.sheets_list[-1]
    assert (last.name, last.Tab.Color) == (sheet, 0xAFA39C)
    accounts = book.sheets[name("accounts")].impl.stored
    assert accounts[FIRST + place + 1, ACCOUNT["pinned"] + 1] == "nein"


def test_a_key_account_is_not_archived() -> None:
    book = open_file(original(), FILE)
    there = sheets_of_plans(book)
    place = next(place for place in range(12) if uid(id_at(book, place)) in there)
    select(book, (name("accounts"), FIRST + place, 3))
    before = everything(book)
    assert "gehört weiter" in pressed(book, "archive")
    assert everything(book) == before


@pytest.mark.parametrize("action", ["plan", "archive"])
def test_without_an_account_in_the_row_one_is_asked_for(action: str) -> None:
    book = open_file(original(), FILE)
    select(book, (name("settings"), 0, 0))
    before = everything(book)
    assert "Zeile eines Kunden" in pressed(book, action)
    assert everything(book) == before


def test_check_lists_findings_and_writes_nothing() -> None:
    book = open_file(original(), FILE)
    before = everything(book)
    said = pressed(book, "check")
    assert said.startswith("Hinweise: ")
    assert everything(book) == before


def test_a_finding_leads_to_its_cell() -> None:
    book = open_file(original(), FILE)
    rows: list[list[CellValue]] = [list(row) for row in lying_open(book).read(name("findings"))]
    row, place = next((n, str(r[2])) for n, r in enumerate(rows) if len(r) > 2 and "!" in str(r[2]))
    select(book, (name("findings"), row, 0))
    assert pressed(book, "go_to_finding") == ""
    sheet, _, cell = place.rpartition("!")
    assert book.sheets.active.name == sheet
    here = book.app.impl.selected
    assert xw.utils.address_to_index_tuple(cell) == (here.row, here.column)
    select(book, (name("findings"), 0, 0))
    assert "kein Hinweis" in pressed(book, "go_to_finding")


def test_a_workbook_that_is_not_ours_is_told_so_and_left_as_it_is() -> None:
    book = open_book("Sheet1")
    said = pressed(book, "refresh")
    assert "not a workbook of kamxl" in said
    assert book.app.calculation == "automatic"
    assert book.sheets["Sheet1"].impl.stored == {}


def test_a_sheet_with_a_password_is_named_and_nothing_is_changed() -> None:
    book = open_file(a_new_account(), FILE)
    book.sheets[name("findings")].api.Protect("secret", False, True, False)
    before = everything(book)
    assert "is protected with a password" in pressed(book, "refresh")
    assert everything(book) == before


def test_a_macro_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"'refreh'.*refresh"):
        macro("refreh")


def test_from_outside_excel_a_workbook_that_is_not_open_is_named() -> None:
    with pytest.raises(UsageError, match=r"kunden\.xlsx is not open in Excel"):
        attached("kunden.xlsx", "refresh")


def test_why_tells_what_the_active_cell_shows_and_changes_nothing() -> None:
    book = open_file(original(), FILE)
    select(book, (name("criteria"), 5, 28))
    before = everything(book)
    said = pressed(book, "why")
    # The labels are the workbook's, the sentences those of this installation.
    assert "Deckel in Worten” (Kriterien!AC6) shows nothing, because" in said
    assert everything(book) == before


def test_help_and_doctor_speak_in_the_program() -> None:
    book = open_file(original(), FILE)
    assert "Warum?: " in pressed(book, "help") or "Why?: " in pressed(book, "help")
    assert pressed(book, "doctor")
