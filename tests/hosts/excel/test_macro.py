from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw

from kamxl.actions.spec import Host, Outcome
from kamxl.errors import InputError, UsageError
from kamxl.findings import Finding
from kamxl.hosts.excel.live import ExcelPort
from kamxl.hosts.excel.macro import macro, on_caller
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book as Rendered
from kamxl.workbook.spec import Content, Formula, Link
from tests.domain import golden
from tests.hosts.excel.engine import calling, open_book


def count_rows(host: Host) -> Outcome:
    """An action as small as can be: reads a sheet, writes another, finds something."""
    (sheet, result) = host.port.sheets()
    host.port.write(result, 0, 0, [[len(host.port.read(sheet)), host.today]])
    return Outcome(Text.same("counted"), (Finding("S-DATA"),))


def test_an_action_runs_on_the_workbook_from_which_excel_calls() -> None:
    book = open_book("Typed", "Result")
    book.sheets["Typed"].range((1, 1), (3, 1)).value = [["a"], ["b"], ["c"]]
    with calling(book):
        findings = on_caller(count_rows).findings
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
    def fail(host: Host) -> Outcome:
        raise UsageError("no such sheet")

    book = open_book("Typed")
    with calling(book), pytest.raises(UsageError):
        on_caller(fail)
    assert book.app.calculation == "automatic"
    assert book.app.screen_updating


def test_a_macro_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"'refreh'.*refresh"):
        macro("refreh")


def opened(rendered: Rendered) -> xw.Book:
    """A rendered workbook as it lies open in Excel: values, protection, and what people typed."""
    book = open_book(*(sheet.name for sheet in rendered.sheets), name="accounts.xlsx")
    for sheet in rendered.sheets:
        stored = book.sheets[sheet.name].impl.stored
        for row, column, content, _ in sheet.cells:
            stored[row + 1, column + 1] = shown(content)
        for table in sheet.tables:
            for offset, made in enumerate(table.columns, table.column + 1):
                stored[table.row + 1, offset] = made.label
                for row, value in enumerate(made.values, table.row + 2):
                    stored[row, offset] = shown(value)
        if sheet.protected:
            book.sheets[sheet.name].api.Protect("", True, True, False)
    return book


def shown(content: Content) -> object:
    if isinstance(content, Formula):
        content = content.value
    elif isinstance(content, Link):
        content = content.text
    if isinstance(content, dt.date) and not isinstance(content, dt.datetime):
        return dt.datetime(content.year, content.month, content.day)
    return None if content == "" else content


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_refreshes_the_workbook_that_called(language: Language) -> None:
    import kam_macros

    inputs = Inputs(golden.portfolio(), golden.policy(), language, golden.TODAY)
    rendered = render(inputs)
    book = opened(rendered)
    names = {sheet.key: sheet.name for sheet in rendered.sheets}
    port = ExcelPort(book)
    before = {name: port.read(name) for name in port.sheets()}

    # Somebody types another weight, so that the weights no longer sum to 100.
    criteria = names["criteria"]
    heading = words.CRITERIA_COLUMNS["weight"](language)
    row, column = next(
        (row, cells.index(heading))
        for row, cells in enumerate(before[criteria])
        if heading in cells
    )
    weight = before[criteria][row + 1][column]
    assert isinstance(weight, float)
    port.write(criteria, row + 1, column, [[weight + 50]])
    with calling(book):
        findings = kam_macros.refresh().findings

    assert "W-SUM" in [finding.code for finding in findings]
    listed = port.read(names["findings"])
    assert [line[1] for line in listed[len(listed) - len(findings) :]] == [
        finding.code for finding in findings
    ]
    assert book.sheets[names["findings"]].api.ProtectContents
    untouched = set(names) - {"findings", "criteria"}
    assert {names[key] for key in untouched if port.read(names[key]) != before[names[key]]} == set()
    assert port.read(criteria)[row + 1][column] == weight + 50


def test_a_workbook_that_is_not_ours_is_left_as_it_is() -> None:
    import kam_macros

    book = open_book("Sheet1")
    with calling(book), pytest.raises(InputError, match="not a workbook of kamxl"):
        kam_macros.refresh()
    assert book.app.calculation == "automatic"
    assert book.sheets["Sheet1"].impl.stored == {}
