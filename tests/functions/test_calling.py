from __future__ import annotations

import timeit
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.errors import PolicyError
from kamxl.functions.calling import call, explain
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.coercion import block, number
from kamxl.functions.spec import Argument, Example, Function, FunctionError
from kamxl.text import Text
from tests.functions import cases
from tests.functions.cases import rows_of
from tests.hosts.functions import FunctionContract, Rows

WORDS = Text("words", "Worte")
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=5),
    st.dates(),
    st.sampled_from([*CellError, "#N/A", "?", ""]),
)
ANY_ARGUMENT = st.one_of(
    ANYTHING, st.lists(ANYTHING, max_size=4), st.lists(st.lists(ANYTHING, max_size=3), max_size=3)
)


class TestCalling(FunctionContract):
    """The gate itself, as Python calls it."""

    def evaluate(self, function: str, arguments: Sequence[cases.Argument]) -> Rows:
        return rows_of(call(function, *arguments))


class TestLists(FunctionContract):
    """The same with lists, NumPy's arrays where all are numbers, and error words."""

    def evaluate(self, function: str, arguments: Sequence[cases.Argument]) -> Rows:
        return rows_of(call(function, *map(_listed, arguments)))


def _listed(argument: cases.Argument) -> object:
    if not isinstance(argument, tuple):
        return argument.value if isinstance(argument, CellError) else argument
    cells = [cell for row in argument for cell in row]
    if all(type(cell) in (int, float) for cell in cells) and len({*map(len, argument)}) == 1:
        return np.array(argument)
    return [
        [cell.value if isinstance(cell, CellError) else cell for cell in row] for row in argument
    ]


def function(body: Any, *defaults: object) -> Function:
    names = body.__code__.co_varnames[: body.__code__.co_argcount]
    reads = block if body.__name__ == "of_block" else number
    arguments = [Argument(name, WORDS, reads) for name in names[: len(names) - len(defaults)]]
    arguments += [
        Argument(name, WORDS, reads, default, blank_is_default=True)
        for name, default in zip(names[len(arguments) :], defaults, strict=True)
    ]
    example = Example((1,) * len(names), 1, WORDS)
    return Function("KAM_TEST", WORDS, tuple(arguments), body, example, "service")


@given(st.sampled_from(CATALOGUE), st.lists(ANY_ARGUMENT, max_size=6))
def test_a_call_never_raises_and_always_says_why(
    declared: Function, arguments: list[object]
) -> None:
    result = call(declared, *arguments)
    rows = result if isinstance(result, list) else [[result]]
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    assert all(isinstance(cell, (int, float, str, CellError)) for cell in cells)
    reason = explain(declared, *arguments)
    shows_error = any(isinstance(cell, CellError) for cell in cells)
    assert ("no error" in reason.en) is not shows_error
    assert "a fault of kamxl" not in reason.en


def test_a_function_is_called_by_name_in_any_case() -> None:
    assert call("KAM_HHI", [50, 50]) == call("kam_hhi", [50, 50]) == 0.5**2 + 0.5**2


def test_an_unknown_function_is_named_with_its_neighbours() -> None:
    with pytest.raises(FunctionError, match="did you mean KAM_SCORE"):
        call("KAM_SCOORE", 1)
    with pytest.raises(FunctionError, match="there are KAM_SCORE, KAM_TIER"):
        explain("SUM", 1)


def test_an_argument_left_out_has_its_default_and_so_has_a_blank_cell() -> None:
    declared = function(lambda x, y: x + y, 10)
    assert call(declared, 1) == 1 + 10
    assert call(declared, 1, None) == 1 + 10
    assert call(declared, 1, [[None]]) == 1 + 10
    assert call(declared, 1, [[""]]) == 1 + 10
    assert call(declared, 1, 2) == 1 + 2


def test_a_wrong_number_of_arguments_shows_value_and_the_usage() -> None:
    declared = function(lambda x, y: x + y, 10)
    for arguments in ((), (1, 2, 3)):
        assert call(declared, *arguments) is CellError.VALUE
        assert "where KAM_TEST(x, [y=10]) is expected" in explain(declared, *arguments).en


def test_numbers_too_large_to_compute_with_are_out_of_range() -> None:
    def overflows(x: float) -> float:
        raise OverflowError

    assert call(function(overflows), 1) is CellError.NUM


def test_exceptions_become_the_errors_of_a_cell() -> None:
    def fails(error: Exception) -> Function:
        def body(x: float) -> float:
            raise error

        return function(body)

    assert call(fails(ZeroDivisionError()), 1) is CellError.DIV0
    assert call(fails(PolicyError("a scale ends at 7")), 1) is CellError.NUM
    assert call(fails(RuntimeError("boom")), 1) is CellError.VALUE
    assert "report it (RuntimeError: boom)" in explain(fails(RuntimeError("boom")), 1).en


def test_a_result_that_is_no_number_is_not_shown_as_one() -> None:
    assert call(function(lambda x: float("nan")), 1) is CellError.NA
    assert call(function(lambda x: float("inf")), 1) is CellError.NUM


def test_the_first_incoming_error_in_reading_order_is_the_result() -> None:
    declared = function(lambda x, y, z: x)
    assert call(declared, 1, "#REF!", "#N/A") is CellError.REF
    assert call(declared, "text", 2, CellError.NULL) is CellError.NULL
    assert call(declared, "text", 2, 3) is CellError.VALUE


def test_a_result_of_one_cell_is_a_value() -> None:
    def of_block(x: Any) -> Any:
        return x.shaped(x.values.ravel().tolist())

    declared = function(of_block)
    assert call(declared, 5) == call(declared, [5]) == call(declared, [[5]]) == 5
    assert call(declared, [1, 2]) == [[1, 2]]
    assert call(declared, [[1], [2]]) == [[1], [2]]
    assert call(declared, [[1, 2], [3, 4]]) == [[1, 2], [3, 4]]


def test_a_wrong_shape_can_be_asked_about() -> None:
    assert explain("KAM_SCORE", [[8, 6]], [50, 30, 20]) == Text(
        "KAM_SCORE shows #VALUE!: ratings: 1 × 2 cells (rows × columns) do not fit the number of "
        "weights, 3; an account's ratings stand in one row.",
        "KAM_SCORE zeigt #WERT!: ratings: 1 × 2 Zellen (Zeilen × Spalten) passen nicht zur Zahl "
        "der Gewichte, 3; die Bewertungen eines Kunden stehen in einer Zeile.",
    )


def test_in_an_array_the_first_error_is_explained_with_its_place() -> None:
    assert explain("KAM_TIER", [[8], [11], [0]]) == Text(
        "KAM_TIER: 2 of 3 cells show an error, first row 2, column 1 with #NUM!: scores: 11 is "
        "outside the scale 1 to 10.",
        "KAM_TIER: 2 von 3 Zellen zeigen einen Fehler, zuerst Zeile 2, Spalte 1 mit #ZAHL!: "
        "scores: 11 liegt außerhalb der Skala 1 bis 10.",
    )


def test_where_there_is_no_error_the_answer_says_so() -> None:
    assert explain("KAM_TIER", 8).en == "KAM_TIER shows A; there is no error."
    assert explain("KAM_TIER", [8, 3]).de == "KAM_TIER zeigt 2 Werte und keinen Fehler."


def test_the_gate_costs_a_scalar_call_less_than_fifty_microseconds() -> None:
    declared = function(lambda x, y: x, 10)
    different = iter(range(10**9))
    cost = min(timeit.repeat(lambda: call(declared, next(different)), number=1000, repeat=9)) / 1000
    assert cost < 50e-6
    again = min(timeit.repeat(lambda: call(declared, 5.0), number=1000, repeat=9)) / 1000
    assert again < 50e-6
