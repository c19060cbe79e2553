from __future__ import annotations

import dataclasses

import pytest

from kamxl.domain.policy import METRICS
from kamxl.domain.portfolio import DATE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.accounts import COMPUTED, FORMULAS, INPUTS, QUADRATIC, SELDOM
from tests.domain import golden
from tests.workbook.books import book, sheet


def test_every_column_is_either_typed_or_computed() -> None:
    assert {*INPUTS, *COMPUTED} == set(words.ACCOUNT_COLUMNS)
    assert not set(INPUTS) & set(COMPUTED)
    assert set(FORMULAS) == set(COMPUTED)
    known = {"id", "name", "leader", *NUMBER_COLUMNS, *DATE_COLUMNS, *TEXT_COLUMNS}
    assert set(INPUTS) == known


def test_every_metric_is_a_column_that_a_criterion_can_look_up() -> None:
    assert set(METRICS) <= {*INPUTS, *COMPUTED}


def test_ids_are_text_with_their_zeros() -> None:
    column = sheet(book("large", "en"), "accounts").tables[0].columns[0]
    assert column.key == "id"
    assert column.values[0] == "00000"
    assert column.style == "input.id"


@pytest.mark.parametrize(("kind", "stamped"), [("large", ()), ("stamped", QUADRATIC)])
def test_what_costs_a_look_at_all_others_is_stored_above_the_limit(
    kind: str, stamped: tuple[str, ...]
) -> None:
    table = sheet(book(kind, "en"), "accounts").tables[0]
    assert {column.key for column in table.columns if column.stamped} == set(stamped)


def test_blank_is_not_zero() -> None:
    table = sheet(book("golden", "en"), "accounts").tables[0]
    values = {column.key: column.values for column in table.columns}
    assert values["revenue"][4] == 0  # the Potenzialkunde's known zero
    assert values["potential"][4] is None


def test_columns_that_nobody_filled_are_folded_away_and_filled_ones_are_not() -> None:
    table = sheet(book("golden", "en"), "accounts").tables[0]
    assert {column.level for column in table.columns if column.key in SELDOM} == {1}
    given = dataclasses.replace(golden.portfolio(), texts={"use_case": ("till", *[""] * 11)})
    made = render(Inputs(given, golden.policy(), "en", golden.TODAY))
    levels = {c.key: c.level for c in sheet(made, "accounts").tables[0].columns}
    assert (levels["use_case"], levels["company_size"], levels["revenue"]) == (0, 1, 0)
