from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.functions import calling
from kamxl.functions.calling import call
from kamxl.functions.coercion import block, number
from kamxl.functions.remembering import Remembered, digest
from kamxl.functions.spec import Argument, Example, Function
from kamxl.text import Text

WORDS = Text("words", "Worte")


def counting() -> tuple[Function, list[float]]:
    asked: list[float] = []

    def body(x: float) -> float:
        asked.append(x)
        return x

    arguments = (Argument("x", WORDS, number),)
    example = Example((1,), 1, WORDS)
    return Function("KAM_TEST", WORDS, arguments, body, example, "service"), asked


def test_the_same_cells_are_computed_once() -> None:
    function, asked = counting()
    assert [call(function, 2.5), call(function, [[2.5]]), call(function, [[2.5]])] == [2.5] * 3
    assert asked == [2.5, 2.5]  # a value and a range of one cell are told apart


def test_values_that_python_takes_for_equal_are_told_apart() -> None:
    told = [digest((x,)) for x in (1, 1.0, True, "1", Decimal(1), None, "", [1], [[1]], (1,))]
    assert len(set(told)) == len(told)
    assert call("KAM_HHI", [50, 1]) != call("KAM_HHI", [50, True]) is CellError.VALUE


def test_equal_values_are_told_alike_whichever_objects_they_are() -> None:
    twice = "".join(["a", "b"])
    assert digest((["ab", twice],)) == digest((["ab", "ab"],))
    day = dt.date(2026, 1, 1)
    assert digest((day, day)) == digest((day, dt.date(2026, 1, 1)))
    assert digest((float("nan"), CellError.NA)) == digest((float("nan"), CellError.NA))


def test_what_cannot_be_told_is_computed_and_not_remembered() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert digest((endless,)) is None
    assert digest((lambda: 1,)) is None
    assert call("KAM_HHI", lambda: 1) is CellError.VALUE


def test_two_functions_of_one_name_are_told_apart() -> None:
    (first, _), (second, asked) = counting(), counting()
    assert call(first, 7.5) == call(second, 7.5) == 7.5
    assert asked == [7.5]


def test_who_changes_a_result_does_not_change_what_is_remembered() -> None:
    result = call("KAM_TIER", [[9], [1]])
    assert isinstance(result, list)
    result[0][0] = "changed"  # type: ignore[index]
    assert call("KAM_TIER", [[9], [1]]) == [["A"], ["D"]]


def test_the_oldest_go_first_and_what_was_asked_again_is_young() -> None:
    kept = Remembered(most_cells=4, most_results=10)
    for name in (b"a", b"b"):
        kept.put((len, name), [[1, 2]])
    assert kept.get((len, b"a")) == [[1, 2]]
    kept.put((len, b"c"), [[3]])
    assert kept.get((len, b"b")) is None
    assert kept.get((len, b"a")) == [[1, 2]]
    kept.put((len, b"d"), [[0] * 5])
    assert kept.get((len, b"d")) is None
    kept.put((len, b"c"), [[4]])
    assert (len(kept), kept.get((len, b"c"))) == (2, [[4]])


def test_there_are_never_more_results_than_allowed() -> None:
    kept = Remembered(most_cells=100, most_results=2)
    for name in (b"a", b"b", b"c"):
        kept.put((len, name), [[1]])
    assert (len(kept), kept.get((len, b"a"))) == (2, None)


@given(st.lists(st.lists(st.one_of(st.floats(), st.text(max_size=3), st.none()), min_size=2,
                         max_size=2), min_size=1, max_size=3))  # fmt: skip
def test_what_is_remembered_is_what_would_be_computed(rows: list[list[object]]) -> None:
    def body(x: object) -> object:
        return x.shaped(x.values.ravel().tolist())  # type: ignore[attr-defined]

    function = Function(
        "KAM_TEST", WORDS, (Argument("x", WORDS, block),), body, Example((1,), 1, WORDS), "service"
    )
    assert repr(call(function, rows)) == repr(call(function, rows))
    assert calling.digest((rows,)) == digest((rows,))
