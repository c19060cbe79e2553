from __future__ import annotations

import pytest

from kamxl.errors import UsageError
from kamxl.hosts.memory import MemoryBook


def test_the_book_keeps_its_own_copy_of_the_cells() -> None:
    rows = [["a"], ["b", "c"]]
    book = MemoryBook({"S": rows})
    book.write("S", 0, 0, [["x"]])
    assert rows == [["a"], ["b", "c"]]
    assert book.cells["S"] == [["x", None], ["b", "c"]]


def test_what_was_read_does_not_change_with_the_book() -> None:
    book = MemoryBook({"S": [["a"]]})
    read = book.read("S")
    book.write("S", 0, 0, [["x"]])
    assert [list(row) for row in read] == [["a"]]


def test_blank_rows_and_columns_at_the_end_are_not_read() -> None:
    book = MemoryBook({"S": [["a", None, ""], [None, None, None]]})
    assert [list(row) for row in book.read("S")] == [["a"]]


def test_a_rectangle_lands_where_it_is_put_and_the_rest_stays() -> None:
    book = MemoryBook({"S": [["a", "b"], ["c", "d"]]})
    book.write("S", 1, 1, [[1.0, 2.0], [3.0, ""]])
    assert [list(row) for row in book.read("S")] == [
        ["a", "b", None], ["c", 1.0, 2.0], [None, 3.0, None],
    ]  # fmt: skip


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"'Account'.*Accounts"):
        MemoryBook({"Accounts": [["a"]]}).read("Account")
