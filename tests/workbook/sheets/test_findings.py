from __future__ import annotations

from kamxl.workbook.schema import render
from kamxl.workbook.sheets import findings
from kamxl.workbook.spec import Book
from tests.workbook.books import book, large, sheet


def listed(made: Book) -> list[list[object]]:
    rows: dict[int, list[object]] = {}
    for cell in sorted(sheet(made, "findings").cells):
        if cell.row >= findings.FIRST:
            rows.setdefault(cell.row, []).append(cell.content)
    return list(rows.values())


def test_errors_stand_first_and_each_has_a_remedy() -> None:
    rows = listed(book("large", "en"))
    severities = [row[0] for row in rows]
    assert severities[0] == "Error"
    assert severities == sorted(severities, key=["Error", "Warning", "Note"].index)
    assert all(row[3] and row[4] for row in rows)


def test_the_list_of_an_empty_book_is_not_empty() -> None:
    rows = listed(book("empty", "de"))
    assert rows
    assert all(row[3] for row in rows)


def test_a_list_that_nobody_reads_is_cut_and_says_so() -> None:
    rows = listed(render(large(1200, "en")))
    assert len(rows) == findings.MOST + 1
    assert "more: kamxl check" in str(rows[-1][3])
