from __future__ import annotations

from typing import Any

import pytest

from kamxl.cells import CellError
from kamxl.errors import UsageError
from kamxl.hosts.office.remote import RemoteBook
from kamxl.workbook.spec import Formula


def asking(answers: dict[str, Any]) -> tuple[RemoteBook, list[tuple[str, list[Any]]]]:
    asked: list[tuple[str, list[Any]]] = []

    def ask(what: str, given: list[Any]) -> Any:
        asked.append((what, given))
        return answers.get(what)

    return RemoteBook(ask), asked


def test_entries_are_told_as_plain_data() -> None:
    book, asked = asking({"sheets": ["S"]})
    book.enter("S", 1, 2, [[Formula("=SUM(A1,B1)", 3.0), "00001", 1.5, None, True, CellError.NA]])
    told = [{"formula": "=SUM(A1;B1)"}, "00001", 1.5, None, True, {"error": "#N/A"}]
    assert asked[-1] == ("enter", ["S", 1, 2, [told]])


def test_what_was_held_back_is_given_back_after_a_failure() -> None:
    book, asked = asking({})
    with pytest.raises(ZeroDivisionError), book.paused():
        raise ZeroDivisionError
    assert [what for what, _ in asked] == ["pause", "resume"]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    book, _ = asking({"sheets": ["Accounts"], "name": "book.xlsx"})
    with pytest.raises(UsageError, match=r"'Account' in book\.xlsx; there are: Accounts"):
        book.enter("Account", 0, 0, [["x"]])
