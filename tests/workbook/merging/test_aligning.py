from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellValue
from kamxl.workbook.merging.aligning import Alignment, Line, Marks, aligned, under_headings

Rows = list[list[CellValue]]


def sheet() -> Rows:
    """A title, a header, a list of eight numbered rows, a caption below."""
    rows: Rows = [["Title", None, None], [None] * 3, ["No.", "Name", "Score"]]
    rows += [[n, None, None] for n in range(1, 9)]
    return [*rows, [None, "Below", None]]


def marks(rows: Rows) -> Marks:
    texts = {
        (r, c): value for r, row in enumerate(rows) for c, value in enumerate(row)
        if value is not None
    }  # fmt: skip
    return Marks(texts, texts.keys())


def test_a_sheet_that_nobody_touched_stands_as_it_stood() -> None:
    found = aligned("S", marks(sheet()), sheet(), ())
    assert found is not None
    assert found.identity
    assert found.at(7, 2) == (7, 2)


@pytest.mark.parametrize("at", range(12))
def test_an_inserted_row_moves_what_is_below(at: int) -> None:
    rows = sheet()
    rows.insert(at, [None, "mine", None])
    found = aligned("S", marks(sheet()), rows, ())
    assert found is not None
    for (row, column), value in marks(sheet()).texts.items():
        place = found.at(row, column)
        assert place == (row + (row >= at), column)
        assert rows[place[0]][place[1]] == value


@pytest.mark.parametrize("at", range(4))
def test_an_inserted_column_moves_what_is_right_of_it(at: int) -> None:
    rows = [[*row[:at], "mine", *row[at:]] for row in sheet()]
    found = aligned("S", marks(sheet()), rows, ())
    assert found is not None
    for (row, column), value in marks(sheet()).texts.items():
        place = found.at(row, column)
        assert place == (row, column + (column >= at))
        assert rows[place[0]][place[1]] == value


def test_a_deleted_row_is_gone_and_the_rest_is_found() -> None:
    rows = sheet()
    del rows[5]
    found = aligned("S", marks(sheet()), rows, ())
    assert found is not None
    assert found.at(5, 0) is None
    assert found.at(6, 0) == (5, 0)


def test_a_label_that_somebody_changed_is_found_by_its_neighbours() -> None:
    rows = sheet()
    rows[2][1] = "My name"
    rows.insert(0, [None] * 3)
    found = aligned("S", marks(sheet()), rows, ())
    assert found is not None
    assert found.at(2, 1) == (3, 1)


def test_another_sheet_is_not_taken_for_ours() -> None:
    assert aligned("S", marks(sheet()), [["something", "else"]], ()) is None


def test_named_cells_that_changed_places_cannot_be_told() -> None:
    found = marks(sheet())
    crossed = Marks(found.texts, found.filled, {(3, 0): (8, 0), (8, 0): (3, 0)})
    rows = sheet()
    rows[3], rows[8] = rows[8], rows[3]
    assert aligned("S", crossed, rows, ()) is None


def test_what_is_not_known_moves_with_what_is_before_it() -> None:
    line = Line({2: 2, 5: 7})
    assert [line(n) for n in (0, 2, 3, 5, 6, 100)] == [0, 2, 3, 7, 8, 102]
    assert Line(gone=frozenset({4}))(4) is None
    assert Alignment("S", line).at(4, 1) == (4, 1)


@given(st.lists(st.integers(0, 12), max_size=4))
def test_rows_inserted_anywhere_are_told_from_ours(inserted: list[int]) -> None:
    rows = sheet()
    for at in inserted:
        rows.insert(min(at, len(rows)), ["mine", None, 4711])
    found = aligned("S", marks(sheet()), rows, ())
    assert found is not None
    for (row, column), value in marks(sheet()).texts.items():
        place = found.at(row, column)
        assert place is not None
        assert rows[place[0]][place[1]] == value


def test_a_table_is_found_by_its_headings_wherever_they_stand() -> None:
    rows: Rows = [["x"], [], ["Score", "mine", "NAME", "No."]]
    found = under_headings("S", 0, {0: "No.", 1: "Name", 2: "Score"}, rows)
    assert found == (2, {0: 3, 1: 2, 2: 0})
    assert under_headings("S", 0, {0: "No.", 1: "Name", 2: "Score"}, [["Name"]]) is None
