"""Somebody just types: into the empty template, and into tables that grow as Excel grows them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.domain import golden
from tests.domain.strategies import taken
from tests.office.client import Office
from tests.parity.comparing import differences
from tests.parity.editing import sheet_of, table_of, typed_blocks, value

TEMPLATES = Path(__file__).parents[2] / "workbook_templates"


def with_reserve(rows: int) -> Policy:
    return dataclasses.replace(golden.policy(), reserve=rows)


def empty(language: Language) -> Book:
    return render(Inputs(Portfolio((), ()), golden.policy(), language, dt.date(2026, 1, 1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_accounts_typed_into_the_empty_template_are_judged(
    office: Office, tmp_path: Path, language: Language
) -> None:
    template = empty(language)
    path = TEMPLATES / f"key_accounts.{language}.xlsx"
    if not path.exists():  # made by `make templates`; its freshness has a test of its own
        path = tmp_path / path.name
        build(template, path)
    # The template has 30 rows and 50 more in the lists: with 12 accounts these are 68.
    slots = table_of(template, "accounts").rows + golden.policy().reserve
    expected = render(
        Inputs(golden.portfolio(), with_reserve(slots - 12), language, dt.date(2026, 1, 1))
    )
    edits = [
        edit
        for sheet in expected.sheets
        for table in sheet.tables
        for edit in typed_blocks(sheet, table)
    ]
    sheets = office.recalculate(path, edits, formulas=False)
    assert differences(expected, sheets, edited=True) == []
    assert value(template, sheets, "kam_check_all") == 1


def grown_as_excel_does(path: Path, before: Book, after: Book) -> None:
    """Extend the tables, copy the calculated columns' formulas down, and type the new rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of every part that it drops
        workbook = openpyxl.load_workbook(path)
    for key in ("accounts", "ratings"):
        old, new = table_of(before, key), table_of(after, key)
        sheet = workbook[sheet_of(before, key).name]
        table = sheet.tables[key]
        last = get_column_letter(new.column + len(new.columns))
        table.ref = f"A{new.row + 1}:{last}{new.row + 1 + new.rows}"
        table.autoFilter.ref = table.ref
        for row in range(old.rows, new.rows):
            for place, column in enumerate(new.columns):
                cell = sheet.cell(new.row + 2 + row, new.column + place + 1)
                if column.formula:
                    above = sheet.cell(new.row + 1 + old.rows, new.column + place + 1)
                    assert str(above.value).startswith("="), above.coordinate
                    cell.value = above.value
                else:
                    cell.value = column.values[row]  # type: ignore[assignment]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook.save(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_that_grew_as_in_excel_rank_the_new_accounts(
    office: Office, tmp_path: Path, language: Language
) -> None:
    few = [place for place in range(12) if golden.NAMES[place] not in ("Vicom", "Hotel", "Cartech")]
    accounts = taken(golden.portfolio(), [*few, *sorted(set(range(12)) - set(few))])
    today = golden.TODAY
    # The lists have 19 rows in both: 9 + 10 = 12 + 7.
    before = render(Inputs(taken(accounts, [*range(9)]), with_reserve(10), language, today))
    after = render(Inputs(accounts, with_reserve(7), language, today))
    path = tmp_path / "book.xlsx"
    build(before, path)
    grown_as_excel_does(path, before, after)
    sheets = office.recalculate(path, formulas=False)
    assert differences(after, sheets, edited=True) == []
    assert value(after, sheets, "kam_check_all") == 1
    assert np.all(golden.assessment().rank > 0)


def test_a_book_that_grew_beyond_its_lists_says_so(office: Office, tmp_path: Path) -> None:
    accounts = golden.portfolio()
    before = render(Inputs(taken(accounts, [*range(9)]), with_reserve(1), "en", golden.TODAY))
    after = render(Inputs(accounts, with_reserve(0), "en", golden.TODAY))
    path = tmp_path / "book.xlsx"
    build(before, path)
    grown_as_excel_does(path, before, after)
    sheets = office.recalculate(path, formulas=False)
    assert value(before, sheets, "kam_check_slots") == 0
    assert value(before, sheets, "kam_check_rows") == 1
