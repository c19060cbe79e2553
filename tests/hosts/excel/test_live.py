from __future__ import annotations

from contextlib import suppress

import pytest

from kamxl.cells import CellError
from kamxl.errors import UsageError
from kamxl.hosts.excel.live import ExcelBook
from kamxl.workbook.spec import Area, Formula
from tests.hosts.contract import PortContract
from tests.hosts.excel.engine import Book, open_book, open_file


class TestExcelBook(PortContract):
    def open(self, content: bytes, name: str) -> ExcelBook:
        return ExcelBook(open_file(content, name))


def test_the_engine_would_make_a_formula_of_a_text_without_the_ports_apostrophe() -> None:
    book = open_book("S")
    book.sheets["S"].range((1, 1)).options(ndim=2).formula = [["=1+1"]]
    assert book.sheets["S"].impl.stored[1, 1] == Formula("=1+1", None)


def test_plain_words_are_written_as_they_are() -> None:
    # An apostrophe stays visible when somebody edits the cell, so it is kept to where it is needed.
    book = open_book("S")
    written: list[object] = []
    impl = book.sheets["S"].impl.range((1, 1), (1, 3))
    kind = type(impl)

    def record(self: object, value: list[list[object]]) -> None:
        written.extend(value[0])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kind, "formula", property(lambda self: None, record))
        ExcelBook(book).enter("S", 0, 0, [["Kunde Nord", CellError.NA, "00001"]])
    assert written == ["Kunde Nord", "#N/A", "'00001"]


def test_a_protected_sheet_is_written_and_protected_again_as_it_was() -> None:
    book = open_book("S")
    native = book.sheets["S"].api
    native.Protect("", True, True, False, AllowFormattingColumns=True)
    ExcelBook(book).enter("S", 0, 0, [["result"]])
    assert native.stored == {(1, 1): "result"}
    assert native.ProtectContents
    assert (native.ProtectDrawingObjects, native.ProtectScenarios) == (True, False)
    assert native.Protection.AllowFormattingColumns
    assert not native.Protection.AllowFormattingRows


def test_a_sheet_that_somebody_gave_a_password_stays_closed_and_is_named() -> None:
    book = open_book("Results")
    book.sheets["Results"].api.Protect("secret", False, True, False)
    with pytest.raises(UsageError, match="'Results' is protected with a password"):
        ExcelBook(book).enter("Results", 0, 0, [["x"]])
    assert book.sheets["Results"].api.ProtectContents


def test_everything_that_was_held_back_is_restored_after_a_failure() -> None:
    book = open_book("S")
    book.app.calculation = "semiautomatic"
    before = dict(book.app.impl._set)
    during: list[object] = []
    with suppress(RuntimeError), ExcelBook(book).paused():
        during += [book.app.screen_updating, book.app.calculation]
        raise RuntimeError
    assert during == [False, "manual"]
    assert book.app.impl._set == before


def test_a_workbook_of_another_kind_is_refused_in_a_sentence() -> None:
    with pytest.raises(UsageError, match=r"save it as an Excel workbook"):
        ExcelBook(open_book("S", name="book.xls")).copy()


def test_an_excel_that_cannot_tell_what_a_workbook_remembers_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(Book, "SaveCopyAs")
    with pytest.raises(UsageError, match=r"kamxl run book\.xlsx"):
        ExcelBook(open_book("S")).copy()


def test_nothing_is_entered_where_there_is_nothing() -> None:
    book = open_book("S")
    ExcelBook(book).enter("S", 5, 5, [])
    assert book.impl.writes == []


def test_a_rectangle_is_one_call() -> None:
    book = open_book("S")
    ExcelBook(book).enter("S", 1, 2, [["x"] * 3] * 100)
    assert book.impl.writes == [("S", Area(1, 2, 100, 4))]
