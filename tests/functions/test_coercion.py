from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from kamxl.cells import CellError
from kamxl.functions import coercion
from kamxl.functions.spec import Refusal, Refused


def refused(read: Any, value: object) -> Refusal:
    with pytest.raises(Refused) as caught:
        read(coercion.grid_of(value))
    return caught.value.refusal


@pytest.mark.parametrize(
    "cell", [2, 2.0, Decimal("2.0000"), np.float64(2), np.int64(2), np.float32(2)]
)
def test_numbers_of_every_kind_are_numbers(cell: Any) -> None:
    assert coercion.number_or_refusal(cell) == 2.0


@pytest.mark.parametrize("cell", [None, "", "?", " ? ", math.nan])
def test_a_blank_and_a_question_mark_are_missing(cell: Any) -> None:
    found = coercion.number_or_refusal(cell)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize(
    "cell",
    ["abc", "12", "1.5", " ", "#ABC", True, False, dt.date(2026, 1, 1), dt.datetime(2026, 1, 1)],
)
def test_text_even_of_digits_and_truth_values_and_dates_are_not_numbers(cell: Any) -> None:
    found = coercion.number_or_refusal(cell)
    assert isinstance(found, Refusal)
    assert found.error is CellError.VALUE
    assert not found.incoming


@pytest.mark.parametrize("cell", [math.inf, -math.inf, 10**400])
def test_a_number_without_end_is_out_of_range(cell: Any) -> None:
    found = coercion.number_or_refusal(cell)
    assert isinstance(found, Refusal)
    assert found.error is CellError.NUM


@pytest.mark.parametrize("error", CellError)
def test_an_error_and_its_word_pass_through(error: CellError) -> None:
    for cell in (error, error.value):
        found = coercion.number_or_refusal(cell)
        assert isinstance(found, Refusal)
        assert (found.error, found.incoming) == (error, True)


def test_a_german_excel_shows_its_own_words() -> None:
    assert coercion.error_text(CellError.NA).de == "#NV"
    assert coercion.error_text(CellError.DIV0).de == "#DIV/0!"


def test_a_scalar_is_one_cell_and_a_flat_list_a_row() -> None:
    assert coercion.grid_of(5) == ((5,),)
    assert list(coercion.grid_of([1, 2])) == [[1, 2]]
    assert coercion.grid_of([[1], [2]]) == [[1], [2]]
    assert coercion.grid_of(np.array([[1.0], [2.0]])) == [[1.0], [2.0]]


@pytest.mark.parametrize("value", [[], [[]], [[1, 2], [3]], [[1], 2], {"a": 1}])
def test_what_is_no_rectangle_of_cells_is_refused(value: object) -> None:
    with pytest.raises(Refused) as caught:
        coercion.grid_of(value)
    assert caught.value.refusal.error is CellError.VALUE


def test_a_block_keeps_what_is_wrong_in_its_place() -> None:
    block = coercion.block([[1, "x"], [None, "#N/A"]])
    assert block.shape == (2, 2)
    assert np.isnan(block.values).tolist() == [[False, True], [True, True]]
    assert {place: why.error for place, why in block.refused.items()} == {
        (0, 1): CellError.VALUE,
        (1, 1): CellError.NA,
    }
    assert block.refused[0, 1].why.en == "row 1, column 2: “x” is text, not a number"
    assert block.refused[0, 1].why.de == "Zeile 1, Spalte 2: „x“ ist Text, keine Zahl"


def test_a_block_turned_over_remembers_where_its_cells_stood() -> None:
    turned = coercion.block([[1], ["x"]]).transposed()
    assert turned.shape == (1, 2)
    assert turned.refused[0, 1].why.en.startswith("row 2, column 1")


def test_the_first_incoming_error_in_reading_order_goes_before_faults_of_our_own() -> None:
    why = refused(coercion.numbers, [["x", 1], ["#REF!", "#N/A"]])
    assert why.error is CellError.REF
    assert refused(coercion.numbers, [[1, "x"], [True, 2]]).why.en.startswith("row 1, column 2")


def test_a_row_a_column_and_a_block_are_one_column_of_numbers() -> None:
    for cells in ([[1, 2, 3, 4]], [[1], [2], [3], [4]], [[1, 2], [3, 4]]):
        assert coercion.numbers(cells).tolist() == [1, 2, 3, 4]


def test_a_block_is_no_line() -> None:
    assert coercion.line([[1], [2]]).tolist() == [1, 2]
    assert refused(coercion.line, [[1, 2], [3, 4]]).error is CellError.VALUE


def test_a_range_is_not_one_number() -> None:
    assert coercion.number(((5,),)) == 5
    assert refused(coercion.number, [1, 2]).why.en == "1 × 2 cells, where one is expected"


def test_long_text_is_shortened_in_the_reason() -> None:
    why = refused(coercion.number, "x" * 100).why.en
    assert why == f"“{'x' * 39}…” is text, not a number"
