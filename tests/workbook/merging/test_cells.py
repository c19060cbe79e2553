from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.workbook.merging.aligning import Alignment
from kamxl.workbook.merging.cells import Formulas, Held, Merged, merge_cells, same
from kamxl.workbook.spec import Content, Formula, Link
from kamxl.workbook.state import At, Remembered

PLAIN = Formulas(lambda formula: formula)
F, G, OWN = Formula("=A1+1", 2.0), Formula("=A1+2", 3.0), Formula("=7*6", 42.0)


def merged(
    there: Content, new: Content, old: Content = None, *, typed: bool = False,
    before: Content = "?", remembered: bool = True, new_row: bool = False,
) -> Merged:  # fmt: skip
    """Merge one cell: what stands there, what is new, what was remembered."""
    texts = {(0, 0): there.text} if isinstance(there, Formula) else {}
    value = there.value if isinstance(there, Formula) else there
    assert not isinstance(value, Link)
    fresh: dict[At, tuple[Content, str, bool]] = {(0, 0): (new, "calc", typed)}
    known = {(0, 0): (new if before == "?" else before, "calc", typed)}
    base = Remembered("S", {} if old is None else {(0, 0): old}) if remembered else None
    return merge_cells(
        Held("S", [[value]], texts), Alignment("S"), {} if new == "none" else fresh, known, base,
        PLAIN, new_rows=frozenset({0}) if new_row else frozenset(),
    )  # fmt: skip


EDITED: dict[str, tuple[Content, Content, Content, Content]] = {
    # what stands there, what was remembered, what is new, what becomes of it
    "a new formula where nothing stood": (None, None, F, F),
    "a cleared formula": (None, F, F, F),
    "a formula whose design changed": (F, F, G, G),
    "a formula that a deleted row broke": (Formula("=#REF!+1", CellError.REF), F, F, F),
    "a stored value that became a formula": (5.0, 5.0, F, F),
    "a formula that became a stored value": (F, F, 5.0, 5.0),
    "a stored value": ("old", "old", "new", "new"),
    "a new label where nothing stood": (None, None, "new", "new"),
    "a link to what was renamed": (
        "Cart",
        Link("Cart", "A!B1"),
        Link("Cart", "B!B1"),
        Link("Cart", "B!B1"),
    ),
    "a text that becomes a link": ("Cart", "Cart", Link("Cart", "B!B1"), Link("Cart", "B!B1")),
    "a stored value that is not needed": ("old", "old", "none", None),
    "a formula that is not needed": (F, F, "none", None),
}


@pytest.mark.parametrize("case", EDITED)
def test_what_is_kamxls_own_is_written_anew(case: str) -> None:
    there, old, new, wanted = EDITED[case]
    made = merged(there, new, old)
    (edit,) = made.edits
    assert (edit.content, made.kept, made.values) == (wanted, [], {})


KEPT: dict[str, tuple[Content, Content, Content]] = {
    "a number over a formula": (5.0, F, F),
    "a formula over a formula": (OWN, F, F),
    "a text over a label": ("mine", "old", "new"),
    "a formula over a label": (OWN, "old", "new"),
    "a text where a new label would be": ("mine", None, "new"),
    "a number where a new formula would be": (5.0, None, F),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_people_wrote_over_it_stays_and_is_told(case: str) -> None:
    there, old, new = KEPT[case]
    made = merged(there, new, old)
    assert (made.edits, made.values, len(made.kept)) == ([], {}, 1)


@pytest.mark.parametrize("there", ["mine", OWN])
def test_what_people_put_where_nothing_is_needed_stays_and_needs_no_word(there: Content) -> None:
    assert merged(there, "none", "old").empty
    assert merged(there, "none", "old").kept == []


def test_a_formula_gets_its_new_result_and_keeps_its_spelling() -> None:
    there = Formula("=A1 + 1", 1.0)
    made = merged(there, F, F)
    assert (made.edits, made.kept, made.values) == ([], [], {(0, 0): 2.0})
    assert merged(Formula("=A1+1", 2.0 + 1e-15), F, F).empty


def test_a_label_that_somebody_cleared_stays_blank() -> None:
    assert merged(None, "old", "old").empty
    assert merged(None, "new", "old").empty


def test_what_people_type_is_left_alone() -> None:
    assert merged("typed", 7.0, typed=True).empty
    assert merged(None, 7.0, typed=True).empty


def test_a_typed_cell_changes_where_it_is_asked_for() -> None:
    (edit,) = merged(5.0, 7.0, typed=True, before=5.0).edits
    assert edit.content == 7.0
    assert merged(6.0, 7.0, typed=True, before=5.0).kept != []
    assert merged(7.0, 7.0, typed=True, before=5.0).empty


def test_a_new_row_gets_what_identifies_it() -> None:
    (edit,) = merged(None, "N-1", typed=True, new_row=True).edits
    assert edit.content == "N-1"
    assert merged("mine", "N-1", typed=True, new_row=True).empty


def test_without_memory_constants_that_differ_stay() -> None:
    assert merged("theirs", "new", remembered=False).kept != []
    assert merged("new", "new", remembered=False).empty
    assert merged(None, F, remembered=False).edits != []
    assert merged(Formula("=A1+1", None), F, remembered=False).values == {(0, 0): 2.0}
    assert merged(OWN, F, remembered=False).kept != []


def test_contents_are_the_same_that_show_the_same() -> None:
    assert same(dt.date(2026, 1, 1), 46023)
    assert same("", None)
    assert same(1, 1.0)
    assert same(Link("a", "B!A1"), "a")
    assert not same(True, 1)
    assert not same("1", 1)
    assert same(dt.datetime(2026, 1, 1, 12), 46023.5)


CONTENTS = st.sampled_from([None, "", "a", "b", 1.0, 2.0, True, F, G, OWN, CellError.NA])


@given(CONTENTS, CONTENTS, CONTENTS)
def test_nothing_that_people_wrote_is_ever_lost(there: Content, old: Content, new: Content) -> None:
    """A cell that is neither ours nor blank stays, whatever was and is computed."""
    made = merged(there, new, old)
    ours = [content for content in (old, new) if content is not None]
    texts = [content.text for content in ours if isinstance(content, Formula)]
    mine = (
        there.text in texts if isinstance(there, Formula)
        else there in (None, "") or any(not isinstance(o, Formula) and same(o, there)
                                        for o in ours)
    )  # fmt: skip
    if not mine:
        assert (made.edits, made.values) == ([], {})
        assert len(made.kept) == 1 or new in (None, "")


@given(CONTENTS, CONTENTS, CONTENTS)
def test_a_second_merge_changes_nothing(there: Content, old: Content, new: Content) -> None:
    made = merged(there, new, old)
    content = made.edits[0].content if made.edits else there
    if made.values:
        assert isinstance(content, Formula)
        content = content._replace(value=made.values[0, 0])
    if new in (None, "") and content in (None, ""):
        return
    assert merged(content, new, None if new == "" else new).empty
