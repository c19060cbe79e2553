"""Changing 2,000 cells of a sheet of 10,000 rows in place, beside load and save by openpyxl."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from kamxl.hosts.xlsx.patching import carried
from kamxl.workbook.changing import BookPatch, Edit, Recalculated, SheetPatch

ROWS, COLUMNS, EDITS = 10_000, 8, 2_000


@pytest.fixture(scope="module")
def content() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Data")
        for row in range(ROWS):
            for column in range(COLUMNS - 2):
                sheet.write(row, column, f"text {row}" if column % 2 else row * 1.5 + column)
            for column in (COLUMNS - 2, COLUMNS - 1):
                sheet.write_formula(row, column, f"=A{row + 1}*{column}", None, row)
    return stream.getvalue()


EDITED = [Edit(row * 5, row % 6, f"new {row}", "input", "") for row in range(EDITS)]


def test_patch(benchmark, content: bytes) -> None:
    benchmark.group = f"{EDITS} of {ROWS * COLUMNS} cells"
    change = BookPatch([SheetPatch("Data", EDITED)])
    benchmark.pedantic(lambda: carried(content, change, "book.xlsx"), rounds=3)


def test_patch_and_refresh_every_result(benchmark, content: bytes) -> None:
    benchmark.group = f"{EDITS} of {ROWS * COLUMNS} cells"
    values = {(row, column): row + 0.5 for row in range(ROWS) for column in (6, 7)}
    change = BookPatch([SheetPatch("Data", EDITED, Recalculated(values))])
    benchmark.pedantic(lambda: carried(content, change, "book.xlsx"), rounds=3)


def test_peer_load_and_save_with_openpyxl(benchmark, content: bytes) -> None:
    def load_and_save() -> None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for edit in EDITED:
            book["Data"].cell(edit.row + 1, edit.column + 1).value = str(edit.content)
        book.save(io.BytesIO())

    benchmark.group = f"{EDITS} of {ROWS * COLUMNS} cells"
    benchmark.pedantic(load_and_save, rounds=1)
