from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.actions.asking.cells import Cells, Place
from kamxl.actions.asking.tracing import Trace, Tracer, is_mark
from kamxl.cells import CellError, address
from kamxl.workbook.spec import Area
from tests.actions.asking.book import ACCOUNTS, Typed, cells


def traced(
    sheet: Sequence[Sequence[Typed]], row: int = 0, column: int = 0, **more: object
) -> Trace:
    return Tracer(cells(sheet, **more)).trace(Place("S", row, column))


def way(trace: Trace) -> list[str]:
    return [*(address(s.place.row, s.place.column) for s in trace.steps),
            address(trace.last.row, trace.last.column)]  # fmt: skip


def test_an_error_is_followed_to_where_it_begins() -> None:
    found = traced(
        [[("=B1+1", CellError.DIV0), ("=SUM(C1:C2)", CellError.DIV0), 1.0],
         [None, None, ("=1/D2", CellError.DIV0), 0.0]]
    )  # fmt: skip
    assert way(found) == ["A1", "B1", "C2"]
    assert [step.because.en for step in found.steps] == ["it uses S!B1", "it uses S!C2"]
    assert found.cause.said.en == "S!C2 shows #DIV/0!: it divides by S!D2, which is 0."
    assert found.cause.remedy is not None
    assert found.cause.remedy.de == "Tragen Sie ein, wodurch geteilt wird."


def test_the_same_error_is_followed_before_another() -> None:
    found = traced([[("=SUM(B1:C1)", CellError.REF), CellError.NA, CellError.REF]])
    assert way(found) == ["A1", "C1"]


def test_an_error_that_was_caught_is_not_followed() -> None:
    found = traced([[("=IFERROR(B1,0)+C1", CellError.NA), CellError.DIV0, CellError.NA]])
    assert way(found) == ["A1", "C1"]
    found = traced([[("=IF(ISERROR(B1),C1,0)", CellError.NUM), CellError.DIV0, CellError.NUM]])
    assert way(found) == ["A1", "C1"]


def test_only_the_branch_that_was_taken_is_followed() -> None:
    found = traced([[("=IF(D1>1,B1,C1)", CellError.NA), CellError.NA, CellError.NA, 0.0]])
    assert way(found) == ["A1", "C1"]


def test_an_index_is_followed_to_its_cell_alone() -> None:
    found = traced([[("=INDEX(B1:C1,2)", CellError.NA), CellError.NA, CellError.NA]])
    assert way(found) == ["A1", "C1"]


def test_na_on_purpose_is_no_fault() -> None:
    found = traced([[("=IF(B1=0,NA(),1)", CellError.NA), 0.0]])
    assert not found.cause.fault
    assert found.cause.said.en == (
        "S!A1 shows #N/A on purpose, because S!B1 is 0: there is no value, and charts leave a gap."
    )


def test_a_blank_is_followed_to_what_nobody_typed() -> None:
    found = Tracer(Cells(ACCOUNTS)).trace(Place("Accounts", 2, 3))
    assert [step.because.en for step in found.steps] == [
        "“Revenue, 002” (Accounts!B3) is no number, it shows nothing"
    ]
    assert found.cause.said.de == "„Revenue, 002“ (Accounts!B3) ist leer."


def test_a_known_unknown_is_told_as_one() -> None:
    found = traced([[('=IF(ISNUMBER(B1),B1,"")', ""), "?"]])
    assert found.cause.said.en == "S!B1 holds ?, which says that it is known to be unknown."


def test_a_mark_is_followed_through_zeros_that_were_computed() -> None:
    found = traced([[('=IF(B1=0,"",5)', ""), ("=IF(LEN(C1)=0,0,1)", 0.0), None]])
    assert way(found) == ["A1", "B1", "C1"]


def test_a_blank_in_a_range_of_a_row_is_found() -> None:
    found = traced([[('=IF(SUMPRODUCT(--ISNUMBER(B1:C1))>1,1,"")', ""), 3.0, None]])
    assert way(found) == ["A1", "C1"]
    assert found.steps[0].because.en == "SUMPRODUCT(--ISNUMBER(B1:C1)) is 1, not above 1"


def test_what_was_not_found_is_told_where_the_error_was_caught() -> None:
    found = traced([[('=IFERROR(MATCH(7,B1:C1,0),"")', ""), 3.0, 4.0]])
    assert found.cause.said.en == ("S!A1 shows nothing, because MATCH does not find 7 in S!B1:C1.")


def test_a_rule_that_leaves_a_cell_blank_is_told() -> None:
    found = traced([[('=IF(B1>=5,B1,"")', ""), 3.0]])
    assert found.cause.said.de == "S!A1 zeigt nichts, denn S!B1 ist 3, nicht mindestens 5."


def test_a_formula_that_was_never_computed_is_told_apart_from_an_empty_text() -> None:
    assert (
        "never been computed" in traced([[("=B1+1", None), 1.0]], unvalued=[(0, 0)]).cause.said.en
    )
    empty = traced([[('=IF(B1=1,"",2)', None), 1.0]], unvalued=[(0, 0)])
    assert empty.cause.said.en == "S!A1 shows nothing, because S!B1 is 1."


def test_what_cannot_be_told_is_shown_as_its_formula() -> None:
    assert traced([[("=UNHEARD(B1)", ""), 1.0]]).cause.said.en == (
        "S!A1 shows nothing: that is what its formula comes to, =UNHEARD(B1)"
    )
    assert "cannot read" in traced([[("=§", "")]]).cause.said.en


def test_a_cell_with_a_value_has_nothing_wrong_with_it() -> None:
    found = traced([[("=1+1", 2.0)]])
    assert (found.cause.said.en, found.cause.fault) == (
        "S!A1 shows 2; there is nothing wrong with it.",
        False,
    )


def test_a_circle_ends() -> None:
    found = traced([[("=B1", CellError.REF), ("=A1", CellError.REF)]])
    assert found.cause.said.en == "The formulas go round in a circle at S!A1."


def test_a_cell_of_an_array_is_explained_by_the_formula_of_its_first() -> None:
    found = traced(
        [[("=KAM_TIER(B1:B2)", "A"), 9.0], [CellError.NUM, 11.0]],
        1,
        arrays={(0, 0): Area(0, 0, 1, 0)},
    )
    assert "11 is outside the scale" in found.cause.said.en


@pytest.mark.parametrize("value", [None, "", " ? ", "!", "n/a", "–"])
def test_marks_stand_for_no_value(value: str | None) -> None:
    assert is_mark(value)
    assert not is_mark(0)
    assert not is_mark("A")


FORMULAS = [
    "=B1", "=A1+B1", '=IF(A1>B1,"",C1)', "=IFERROR(A1/B1,C1)", "=INDEX(A1:C1,B1)", "=SUM(A:A)",
    "=KAM_HHI(A1:C1)", "=NA()", "=gone", "=MATCH(A1,A1:C1,0)", "=§",
]  # fmt: skip
SHOWN = st.one_of(
    st.none(), st.floats(), st.booleans(), st.sampled_from([*CellError, "", "?", "!", "x"])
)


@settings(max_examples=60)
@given(
    st.lists(st.one_of(SHOWN, st.tuples(st.sampled_from(FORMULAS), SHOWN)), min_size=3, max_size=3)
)
def test_any_cell_can_be_asked_about(row: list[Typed]) -> None:
    for column in range(3):
        cause = traced([row], 0, column).cause
        assert cause.said.en
        assert cause.said.de
