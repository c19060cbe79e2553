"""A sheet without the rows that the file before holds too."""

from __future__ import annotations

from kamxl.hosts.xlsx.lint.rows import changed_rows


def sheet(*rows: str) -> bytes:
    body = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(rows, start=1))
    return f"<worksheet><sheetData>{body}</sheetData><x/></worksheet>".encode()


def test_only_changed_rows_and_the_last_are_read() -> None:
    found = changed_rows(sheet("a", "b", "c", "d"), sheet("a", "B", "c", "d"), ())
    assert found is not None
    assert found[0] == (
        b'<worksheet><sheetData><row r="2">B</row><row r="4">d</row></sheetData><x/></worksheet>'
    )
    assert found[1] == {1, 3}


def test_rows_that_are_asked_for_stay() -> None:
    found = changed_rows(sheet("a", "b", "c"), sheet("a", "b", "c"), {1})
    assert found is not None
    assert found[1] == {2}


def test_a_row_that_moved_is_a_changed_one() -> None:
    found = changed_rows(sheet("a", "b", "c"), sheet("x", "a", "b", "c"), ())
    assert found is not None
    assert found[1] == frozenset()


def test_where_formulas_are_shared_all_rows_are_read() -> None:
    shared = '<c r="A1"><f t="shared" si="0"/></c>'
    assert changed_rows(sheet(shared, "b"), sheet(shared, "c"), ()) is None


def test_where_rows_bear_no_numbers_all_are_read() -> None:
    bare = b"<worksheet><sheetData><row/><row/><row/></sheetData></worksheet>"
    assert changed_rows(bare, bare, ()) is None
