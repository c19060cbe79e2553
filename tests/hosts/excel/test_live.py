from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest

from kamxl.cells import CellError
from kamxl.errors import UsageError
from kamxl.hosts.excel.live import ExcelPort, quiet
from tests.hosts.contract import PortContract, Typed
from tests.hosts.excel.engine import Formula, open_book


class TestExcelPort(PortContract):
    def open(self, cells: Typed) -> ExcelPort:
        book = open_book(*cells, name=self.name)
        for sheet, rows in cells.items():
            typed = book.sheets[sheet].impl.stored
            for row, values in enumerate(rows, 1):
                for column, value in enumerate(values, 1):
                    typed[row, column] = None if value == "" else value
        return ExcelPort(book)


def test_a_sheet_is_read_in_one_call_and_written_in_one() -> None:
    book = open_book("S")
    port = ExcelPort(book)
    port.write("S", 0, 0, [[float(row), "text", None] for row in range(1000)])
    assert port.read("S")[999] == [999.0, "text"]
    assert book.sheets["S"].impl.calls == ["write", "read"]


def test_a_currency_cell_which_arrives_as_decimal_is_a_number() -> None:
    book = open_book("S")
    book.sheets["S"].impl.stored[1, 1] = Decimal("12.3456")
    (row,) = ExcelPort(book).read("S")
    assert row == [12.3456]
    assert type(row[0]) is float


def test_a_point_in_time_keeps_its_time_and_midnight_is_a_day() -> None:
    book = open_book("S")
    cells = book.sheets["S"].impl.stored
    cells[1, 1], cells[1, 2] = dt.datetime(2026, 1, 2, 3, 4), dt.datetime(2026, 1, 2)
    assert ExcelPort(book).read("S") == [[dt.datetime(2026, 1, 2, 3, 4), dt.date(2026, 1, 2)]]


def test_the_engine_would_make_a_formula_of_a_text_without_the_ports_apostrophe() -> None:
    book = open_book("S")
    book.sheets["S"].range((1, 1)).value = "=1+1"
    assert isinstance(book.sheets["S"].impl.stored[1, 1], Formula)


def test_plain_words_are_written_as_they_are() -> None:
    # An apostrophe stays visible when somebody edits the cell, so it is kept to where it is needed.
    book = open_book("S")
    written: list[object] = []

    class Recorder(dict[tuple[int, int], object]):
        def __setitem__(self, key: tuple[int, int], value: object) -> None:
            written.append(value)

    book.sheets["S"].impl.stored = Recorder()
    ExcelPort(book).write("S", 0, 0, [["Kunde Nord", CellError.NA, 4]])
    assert written == ["Kunde Nord", "#N/A", 4.0]


def test_a_protected_sheet_is_written_and_protected_again_as_it_was() -> None:
    book = open_book("S")
    native = book.sheets["S"].api
    native.Protect("", True, True, False, AllowFormattingColumns=True)
    ExcelPort(book).write("S", 0, 0, [["result"]])
    assert ExcelPort(book).read("S") == [["result"]]
    assert native.ProtectContents
    assert (native.ProtectDrawingObjects, native.ProtectScenarios) == (True, False)
    assert native.Protection.AllowFormattingColumns
    assert not native.Protection.AllowFormattingRows


def test_a_sheet_that_somebody_gave_a_password_stays_closed_and_is_named() -> None:
    book = open_book("Results")
    book.sheets["Results"].api.Protect("secret", False, True, False)
    with pytest.raises(UsageError, match="'Results' is protected with a password"):
        ExcelPort(book).write("Results", 0, 0, [["x"]])
    assert book.sheets["Results"].api.ProtectContents


def test_redrawing_and_calculation_are_restored_after_a_failure() -> None:
    book = open_book("S")
    book.app.calculation = "semiautomatic"
    during: list[object] = []
    with suppress(RuntimeError), quiet(book):
        during += [book.app.screen_updating, book.app.calculation]
        raise RuntimeError
    assert during == [False, "manual"]
    assert (book.app.screen_updating, book.app.calculation) == (True, "semiautomatic")
