from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.errors import InputError
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Content, Formula, Link
from kamxl.workbook.state import RUNS, Remembered, Run, State, packed, remember, unpacked
from tests.workbook.reading.made import example


def plain(content: Content) -> Content:
    if isinstance(content, Formula):
        return Formula(content.text, None)
    return content


def test_a_workbook_is_remembered_without_results_and_without_what_people_type() -> None:
    book = render(example("en"))
    found = unpacked(packed(remember(book)), "b.xlsx")
    assert found is not None
    assert found.names == dict(book.names)
    assert (found.source, found.slots, found.language) == ("crm.csv", book.slots, "en")
    for key, sheet in remember(book).sheets.items():
        wanted = {at: plain(content) for at, content in sheet.contents.items()}
        assert found.sheets[key].contents == wanted
    assert (5, 0) not in found.sheets["accounts"].contents  # an id is typed


def test_the_same_state_is_the_same_bytes() -> None:
    assert packed(remember(render(example()))) == packed(remember(render(example())))
    state = packed(remember(render(example())))
    again = unpacked(state, "b.xlsx")
    assert again is not None
    assert packed(again) == state


CONTENTS = st.one_of(
    st.text(max_size=5), st.booleans(), st.integers(-5, 5), st.sampled_from(list(CellError)),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(Link, st.text(max_size=5), st.sampled_from(["Ranking!A1", "'A > B'!C3"])),
    st.sampled_from(["A§", "=A7", "=LOG10(B7)&\"B7\"", "=$B$7+B7+'S7'!C7"]).map(
        lambda text: Formula(text, None)
    ),
)  # fmt: skip


@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 3)), CONTENTS, max_size=12),
    st.lists(st.text(max_size=3), max_size=3),
)
def test_any_contents_survive(held: dict[tuple[int, int], Content], ids: list[str]) -> None:
    state = State(sheets={"s": Remembered("S", held, tuple(ids))})
    found = unpacked(packed(state), "b.xlsx")
    assert found is not None
    assert found.sheets["s"].contents == held
    assert found.sheets["s"].ids == tuple(ids)


def test_rows_that_read_alike_are_remembered_once() -> None:
    rows = {(row, 0): Formula(f"=B{row + 1}*2", None) for row in range(5000)}
    told = json.loads(zlib.decompress(packed(State(sheets={"s": Remembered("S", rows)}))))
    assert told["sheets"]["s"]["columns"] == {"0": [[0, 5000, "~=B§*2"]]}


@pytest.mark.parametrize(
    "data", [b"", b"x", zlib.compress(b"[]"), zlib.compress(b'{"schema":1}'), zlib.compress(b"{")]
)
def test_what_is_damaged_is_as_good_as_nothing(data: bytes) -> None:
    assert unpacked(data, "b.xlsx") is None


def test_what_a_later_kamxl_remembers_is_refused_not_replaced() -> None:
    with pytest.raises(InputError, match="a newer kamxl wrote this workbook"):
        unpacked(zlib.compress(b'{"schema":99}'), "b.xlsx")


def test_so_many_runs_are_remembered() -> None:
    runs = [Run("2026-01-01", "1", {"cells": n}) for n in range(RUNS + 5)]
    assert remember(render(example()), runs).runs == tuple(runs[5:])
