"""Calls go through the real `xlwings.udfs.call_udf` and its converters; only COM is a stub."""

from __future__ import annotations

import datetime as dt
import io
import re
import types
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from kamxl.cells import CellError
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.coercion import error_of
from kamxl.functions.spec import FunctionError
from kamxl.hosts.excel.udf import doorway
from tests.functions.cases import Argument, Case
from tests.hosts.excel.com import ERROR_CODES, MISSING, ComRange, windows
from tests.hosts.functions import FunctionContract, Rows

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def udfs() -> Iterator[Any]:
    with windows() as real:
        yield real


@pytest.fixture(scope="module")
def call(udfs: Any) -> Call:
    def call_as_excel_does(name: str, *arguments: Any) -> Any:
        (function,) = (function for function in CATALOGUE if function.name == name)
        left_out = [MISSING] * (len(function.arguments) - len(arguments))
        return udfs.call_udf("kam_functions", name, (*arguments, *left_out), None, None)

    return call_as_excel_does


def as_com(value: Any, number: Callable[[float], Any]) -> Any:
    """A value or rows of values as COM hands them over, numbers in one of its ways."""
    if isinstance(value, tuple):
        return ComRange([[as_com(cell, number) for cell in row] for row in value])
    if isinstance(value, CellError):
        return ERROR_CODES[value.value]
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, bool):
        return value
    return number(value) if isinstance(value, (int, float)) else value


class Xlwings(FunctionContract):
    """Through `call_udf` and xlwings' converters, numbers as one kind of cell hands them over."""

    number: Callable[[float], Any] = float

    @pytest.fixture(autouse=True)
    def _called(self, call: Call) -> None:
        self.call = call

    def evaluate(self, function: str, arguments: Sequence[Argument]) -> Rows:
        given = [MISSING if a is None else as_com(a, type(self).number) for a in arguments]
        answer = self.call(function, *given)
        assert isinstance(answer, list)  # always rows, so that nothing is squeezed
        return [[error_of(cell) or cell for cell in row] for row in answer]

    def takes(self, case: Case) -> bool:
        return not case.jagged


class TestNumbers(Xlwings):
    pass


class TestCurrency(Xlwings):
    # COM cuts amounts of money to four digits, so a case needs those and no more.
    number = staticmethod(lambda value: Decimal(str(value)))

    def takes(self, case: Case) -> bool:
        return super().takes(case) and "huge" not in case.id


def test_a_range_of_one_cell_is_a_value(call: Call) -> None:
    assert call("KAM_TIER", ComRange([[8.0]])) == [["A"]]


def test_a_number_typed_into_the_formula_is_a_value(call: Call) -> None:
    assert call("KAM_TOP_SHARE", ComRange([[50.0, 30.0, 20.0]]), 1.0) == [[50 / 100]]


def test_an_array_from_another_function_comes_as_tuples(call: Call) -> None:
    assert call("KAM_HHI", ((50.0,), (50.0,))) == [[0.5**2 + 0.5**2]]
    assert call("KAM_HHI", (50.0, 50.0)) == [[0.5**2 + 0.5**2]]


def test_blank_cells_come_as_none_and_are_missing(call: Call) -> None:
    ratings = ComRange([[8.0, 6.0, None]])
    weights = ComRange([[50.0, 30.0, 20.0]])
    assert call("KAM_SCORE", ratings, weights) == [[(8 * 50 + 6 * 30) / (50 + 30)]]


def test_an_optional_argument_left_out_in_the_middle_has_its_default(call: Call) -> None:
    one = ComRange([[100.0]])
    assert call("KAM_SCORE", one, one, MISSING, 100.0) == [[100.0]]
    assert call("KAM_SCORE", one, one, MISSING, MISSING) == [["#NUM!"]]


def test_an_error_in_a_cell_passes_through_as_its_word(call: Call) -> None:
    cells = ComRange([[50.0, ERROR_CODES["#DIV/0!"], ERROR_CODES["#N/A"]]])
    assert call("KAM_HHI", cells) == [["#DIV/0!"]]


def test_a_blank_cell_asked_for_its_rank_has_none_and_nothing_spills(call: Call) -> None:
    assert call("KAM_RANK", ComRange([[8.0], [6.0]]), ComRange([[None]])) == [["#N/A"]]


def test_dates_and_truth_values_are_no_numbers(call: Call) -> None:
    for value in (dt.datetime(2026, 1, 2), True, "12"):
        assert call("KAM_HHI", ComRange([[50.0, value]])) == [["#VALUE!"]]


def test_ten_thousand_rows_are_one_call(call: Call) -> None:
    ratings = ComRange([[float(row % 10 + 1), 5.0] for row in range(10_000)])
    result = call("KAM_SCORE", ratings, ComRange([[50.0, 50.0]]))
    assert len(result) == 10_000
    assert result[9] == [(10 * 50 + 5 * 50) / (50 + 50)]


def test_the_function_wizard_has_a_text_for_each_function_and_argument(udfs: Any) -> None:
    import kam_functions

    for function in CATALOGUE:
        described = getattr(kam_functions, function.name).__xlfunc__
        assert described["ret"]["doc"] == function.help.en
        assert [a["doc"] for a in described["args"]] == [a.help.en for a in function.arguments]
        assert [a["name"] for a in described["args"]] == [a.name for a in function.arguments]
        assert [("optional" in a) for a in described["args"]] == [
            not a.required for a in function.arguments
        ]
        assert all(a["options"] == {"ndim": 2, "err_to_str": True} for a in described["args"])
        assert described["category"] == "kamxl"
        assert not described["volatile"]


def test_a_doorway_can_speak_german(udfs: Any) -> None:
    function = doorway("KAM_HHI", "de")
    assert function.__doc__ == "\n".join(f.help.de for f in CATALOGUE if f.name == "KAM_HHI")


def test_the_vba_wrapper_has_each_function_with_its_arguments(udfs: Any) -> None:
    import kam_functions

    written = io.StringIO()
    udfs.generate_vba_wrapper(
        "kam_functions", kam_functions, written, types.SimpleNamespace(Name="kamxl.xlam")
    )
    heads = dict(re.findall(r"^Function (\w+)\((.*)\)$", written.getvalue(), re.MULTILINE))
    assert heads == {
        function.name: ", ".join(
            argument.name if argument.required else f"Optional {argument.name}"
            for argument in function.arguments
        )
        for function in CATALOGUE
    }


def test_a_doorway_to_a_function_that_is_not_there_is_refused() -> None:
    with pytest.raises(FunctionError, match="KAM_SCORE"):
        doorway("KAM_SCOORE")
