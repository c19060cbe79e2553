from __future__ import annotations

import datetime as dt

import pytest

from kamxl.errors import UsageError
from kamxl.findings import Finding
from kamxl.hosts.excel.macro import macro, on_caller
from kamxl.workbook.port import Port
from tests.hosts.excel.engine import calling, open_book


def count_rows(port: Port, today: dt.date) -> tuple[Finding, ...]:
    """An action as small as can be: reads a sheet, writes another, finds something."""
    (sheet, result) = port.sheets()
    port.write(result, 0, 0, [[len(port.read(sheet)), today]])
    return (Finding("S-DATA"),)


def test_an_action_runs_on_the_workbook_from_which_excel_calls() -> None:
    book = open_book("Typed", "Result")
    book.sheets["Typed"].range((1, 1), (3, 1)).value = [["a"], ["b"], ["c"]]
    with calling(book):
        findings = on_caller(count_rows)
    assert [finding.code for finding in findings] == ["S-DATA"]
    assert book.sheets["Result"].range((1, 1)).value == 3
    assert book.sheets["Result"].range((1, 2)).value.date() == dt.date.today()


def test_an_action_works_behind_a_still_screen_and_leaves_excel_as_it_was() -> None:
    book = open_book("Typed", "Result")
    with calling(book):
        on_caller(count_rows)
    assert book.app.impl.settings == [
        ("screen_updating", False),
        ("calculation", "manual"),
        ("calculation", "automatic"),
        ("screen_updating", True),
    ]


def test_a_failing_action_leaves_excel_as_it_was() -> None:
    def fail(port: Port, today: dt.date) -> tuple[Finding, ...]:
        raise UsageError("no such sheet")

    book = open_book("Typed")
    with calling(book), pytest.raises(UsageError):
        on_caller(fail)
    assert book.app.calculation == "automatic"
    assert book.app.screen_updating


def test_a_macro_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"'refreh'.*refresh"):
        macro("refreh")


def test_the_doorway_gives_a_function_that_needs_no_arguments() -> None:
    import kam_macros

    assert kam_macros.refresh.__name__ == "refresh"
