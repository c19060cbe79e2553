from __future__ import annotations

import pytest

from kamxl.cells import address
from kamxl.domain.policy import METRICS, RATED, SLOTS
from kamxl.workbook.sheets.criteria import FIRST, PLACE, TYPED, account_column
from kamxl.workbook.spec import Formula
from tests.domain import golden
from tests.workbook.books import book, sheet


def test_there_are_fifteen_places_and_each_may_be_typed_into() -> None:
    one = sheet(book("golden", "en"), "criteria")
    yellow = {(cell.row, cell.column) for cell in one.cells if cell.style.startswith("input")}
    expected = {(FIRST + slot, PLACE[key]) for slot in range(SLOTS) for key in TYPED}
    assert yellow == expected


def test_weights_and_keys_stand_as_the_policy_has_them() -> None:
    one = sheet(book("golden", "en"), "criteria")
    cells = {(cell.row, cell.column): cell.content for cell in one.cells}
    for slot, criterion in enumerate(golden.policy().criteria):
        assert cells[FIRST + slot, PLACE["key"]] == criterion.key
        assert cells[FIRST + slot, PLACE["weight"]] == criterion.weight
    assert cells[FIRST + 11, PLACE["key"]] is None


@pytest.mark.parametrize("source", METRICS)
def test_the_column_of_a_metric_is_where_the_table_of_accounts_has_it(source: str) -> None:
    table = sheet(book("golden", "en"), "accounts").tables[0]
    assert table.columns[account_column(source) - 1].key == source


def test_a_rated_criterion_has_no_column() -> None:
    assert account_column(RATED) == 0


def test_the_helper_rows_are_hidden_and_named() -> None:
    made = book("golden", "en")
    one = sheet(made, "criteria")
    row = int(made.names["kam_weights"].rpartition("$")[2]) - 1
    assert row in one.hidden_rows
    helpers = {(c.row, c.column): c.content for c in one.cells}
    first = helpers[row, 2]
    assert isinstance(first, Formula)
    assert first.text == f"=${address(FIRST, PLACE['used_weight'])}"
