from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import xlwings as xw

from kamxl.actions.carrying import Carrier, rectangles
from kamxl.buttons.files import WorkbookFiles
from kamxl.cells import CellError, to_serial
from kamxl.hosts.excel.live import ExcelBook
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.build import built
from kamxl.workbook.changing import Added, BookPatch, Edit, SheetPatch
from kamxl.workbook.spec import Area, Book, Column, Content, Formula, Link, Sheet, Table
from tests.hosts.excel.engine import BrokenError, open_file

FILE = "book.xlsx"


def workbook() -> bytes:
    sheet = Sheet("list", "List", "#1F5A7A")
    sheet.put(0, 0, "A title", "title")
    sheet.put(9, 0, to_serial(dt.date(2026, 1, 31)), "input.date")
    sheet.put(10, 0, "00001", "input")
    sheet.put(11, 0, Formula("=1+1", 2.0), "calc")
    sheet.tables.append(
        Table(
            "things",
            2,
            0,
            [
                Column("id", "Id", ["a", "b"], "input.id", 10),
                Column("twice", "Twice", [2.0, 4.0], "calc", 10, formula="=ROW()*2"),
            ],
            2,
        )
    )
    other = Sheet("other", "Other", "#000000")
    other.put(0, 0, "other", "text")
    return built(
        Book([sheet, other], {"kam_one": "List!$A$1"}, "en", {"kamxl": "1"}, "t", state=b"old")
    )


def change() -> BookPatch:
    plan = Sheet("plan", "Plan", "#1F5A7A")
    plan.put(0, 0, "Plan of a", "title")
    plan.put(1, 0, Formula("=List!A11", "00001"), "calc")
    plan.put(2, 0, Link("back", "List!A1"), "link")
    plan.tables.append(Table("steps", 4, 0, [Column("step", "Step", ["one"], "input", 20)], 1))
    return BookPatch(
        sheets=[
            SheetPatch(
                "List",
                [
                    Edit(5, 0, "c", "input.id", ""),
                    Edit(5, 1, Formula("=ROW()*2", 12.0), "calc", ""),
                    Edit(9, 0, dt.date(2026, 2, 28), "input.date", ""),
                    Edit(10, 0, "=no formula", "input", ""),
                    Edit(11, 0, None, "calc", ""),
                    Edit(20, 3, CellError.NA, "calc", ""),
                    Edit(20, 4, Link("to the plan", "Plan!A1"), "link", ""),
                ],
                tables={"things": Area(2, 0, 5, 1)},
                colour="#9CA3AF",
                to_the_end=True,
            )
        ],
        added=[Added(plan, "List")],
        names={"kam_one": "Plan!$A$1", "kam_two": "List!$A$2"},
        properties={"kamxl": "2", "more": "x"},
        state=b"new",
    )  # fmt: skip


def entered(sheet: Any) -> dict[tuple[int, int], object]:
    """Return what stands in cells: formulas without their results, which nobody computes here."""

    def plain(one: object) -> object:
        if isinstance(one, Formula):
            return f"formula {one.text}"
        return one.date() if isinstance(one, dt.datetime) else one

    return {place: plain(one) for place, one in sheet.stored.items()}


def held(book: xw.Book) -> object:
    impl = book.impl
    return (
        [
            (
                sheet.name, entered(sheet), set(sheet.dressed), dict(sheet.links),
                {(table.name, table.area) for table in sheet.tables_list}, sheet.Tab.Color,
            )
            for sheet in impl.sheets_list
        ],
        dict(impl.defined), dict(impl.properties), impl.state,
    )  # fmt: skip


def carrying(book: xw.Book) -> tuple[Carrier, Callable[[], None]]:
    content = workbook()
    carrier = Carrier(ExcelBook(book), WorkbookFiles())
    return carrier, lambda: carrier.carry(change(), content, BookFile(content, FILE))


def opened() -> xw.Book:
    book = open_file(workbook(), FILE)
    book.impl.properties["kamxl"] = "1"
    return book


def test_all_that_a_change_names_is_changed_in_the_open_workbook() -> None:
    book = opened()
    _, carry = carrying(book)
    carry()
    impl = book.impl
    assert [sheet.name for sheet in impl.sheets_list] == ["Plan", "Other", "List"]
    cells = impl.sheets_list[2].stored
    assert cells[6, 1] == "c"
    assert cells[6, 2] == Formula("=ROW()*2", None)
    assert cells[10, 1] == dt.datetime(2026, 2, 28)
    assert cells[11, 1] == "=no formula"
    assert (12, 1) not in cells
    assert cells[21, 4] == CellError.NA
    assert impl.sheets_list[2].links == {(21, 5): "Plan!A1"}
    assert [table.area for table in impl.sheets_list[2].tables_list] == [Area(2, 0, 5, 1)]
    assert {(21, 4), (21, 5), (6, 1)} <= impl.sheets_list[2].dressed
    plan = impl.sheets_list[0]
    assert plan.stored[2, 1] == Formula("=List!A11", None)
    assert [(table.name, table.area) for table in plan.tables_list] == [("steps", Area(4, 0, 5, 0))]
    assert impl.defined["kam_one"] == "=Plan!$A$1"
    assert impl.defined["kam_two"] == "=List!$A$2"
    assert impl.properties == {"kamxl": "2", "more": "x"}
    assert impl.state == b"new"


def test_what_was_changed_can_be_taken_back_whole() -> None:
    book = opened()
    before = held(book)
    carrier, carry = carrying(book)
    carry()
    assert held(book) != before
    carrier.take_back()
    assert held(book) == before


STEPS = (
    "bring", "extend", "define", "enter", "link", "dress", "colour", "move", "describe", "remember",
)  # fmt: skip


# These tell what was there before by returning, so a failure behind them is Excel's own.
TELLING = ("define", "colour", "describe")
FAILURES = [
    (step, late) for step in STEPS for late in (False, True) if not (late and step in TELLING)
]


@pytest.mark.parametrize(("step", "late"), FAILURES)
def test_wherever_it_fails_all_is_taken_back(
    step: str, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened()
    before = held(book)
    carrier, carry = carrying(book)
    does = getattr(carrier.port, step)
    calls = 0

    def breaks(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 1 and not late:
            raise BrokenError
        done = does(*arguments)
        if calls == 1:
            raise BrokenError
        return done

    monkeypatch.setattr(carrier.port, step, breaks)
    with pytest.raises(BrokenError):
        carry()
    carrier.take_back()
    assert held(book) == before


def test_what_cannot_be_taken_back_does_not_keep_the_rest() -> None:
    book = opened()
    carrier, carry = carrying(book)
    carry()
    carrier.undo.append(lambda: [][0])  # type: ignore[arg-type]
    carrier.take_back()
    assert book.impl.state == b"old"


def test_scattered_cells_become_few_rectangles() -> None:
    contents: dict[tuple[int, int], Content] = {
        (row, column): f"{row},{column}" for row in range(3, 8) for column in (1, 2, 5)
    }
    contents |= {(9, 1): "alone", (7, 3): "beside"}
    made = rectangles(contents)
    assert [one.area for one in made] == [
        Area(3, 1, 6, 2),
        Area(3, 5, 7, 5),
        Area(7, 1, 7, 3),
        Area(9, 1, 9, 1),
    ]
    back = {
        (one.row + down, one.column + right): content
        for one in made
        for down, row in enumerate(one.cells)
        for right, content in enumerate(row)
    }
    assert back == contents


def test_no_content_needs_no_rectangle() -> None:
    assert rectangles({}) == []
