from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kamxl.workbook.upgrades.lines import Lines, fitted, laid, pushes, rising


def test_most_pairs_that_rise_are_taken() -> None:
    assert rising([(0, 0), (1, 5), (2, 1), (3, 2)]) == [(0, 0), (2, 1), (3, 2)]


def test_more_pairs_come_in_where_they_rise_with_the_firm_ones() -> None:
    assert fitted([(1, 1), (5, 9)], [(3, 4), (4, 12), (0, 0)]) == [(0, 0), (1, 1), (3, 4), (5, 9)]


def test_new_rows_push_what_stands_behind_them() -> None:
    # Old 0 1 2 are new 0 3 4: two come in between.
    made = laid([(0, 0), (3, 1), (4, 2)], (), 3, 5)
    assert made == Lines({0: 0, 1: 3, 2: 4}, {0: 0, 1: 1, 2: 2, 3: 3, 4: 4})


def test_old_rows_that_are_none_of_the_new_ones_are_told() -> None:
    # Old row 1 is ours and gone, row 2 a person's; what stands last is not looked at.
    made = laid([(0, 0), (1, 3)], (2,), 5, 2)
    assert (made.gone, made.shared) == (frozenset({1}), frozenset())


def test_new_rows_take_the_places_of_old_ones_of_ours_but_not_of_peoples() -> None:
    # Old row 1 was ours, and one new row comes there.
    assert laid([(0, 0), (2, 2)], (), 3, 3).new == {0: 0, 1: 1, 2: 2}
    # Old row 1 is a person's: the new row comes behind it.
    made = laid([(0, 0), (2, 2)], (1,), 3, 3)
    assert (made.old, made.new) == ({0: 0, 1: 1, 2: 3}, {0: 0, 1: 2, 2: 3})


def test_a_table_gets_its_new_columns_before_what_stands_beside_it() -> None:
    # Columns 0 and 1 are the table's, 2 is a note beside it.
    made = laid([(0, 0), (1, 1)], (), 3, 4, end=1)
    assert (made.old, made.new) == ({0: 0, 1: 1, 2: 4}, {0: 0, 1: 1, 2: 2, 3: 3})


def test_rows_of_two_blocks_stand_on_one_line() -> None:
    # A person's row in the left block pushes its rows, and so those of the right one.
    left = laid([(0, 0), (1, 2)], (1,), 3, 2)
    right = laid([(0, 0), (1, 1)], (), 2, 2)
    assert pushes([left, right]) == {1: 2}
    assert laid([(0, 0), (1, 1)], (), 2, 2, pushed={1: 2}).new == {0: 0, 1: 2}


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8),
    st.sets(st.integers(0, 12)),
)
def test_nothing_changes_its_order_and_no_two_stand_on_one_place(
    drawn: list[tuple[int, int]], own: set[int]
) -> None:
    pairs = rising(drawn)
    made = laid(pairs, own - {old for _, old in pairs}, 13, 13)
    for line in (made.old, made.new):
        assert sorted(line) == list(range(13))
        places = [line[one] for one in sorted(line)]
        assert places == sorted(set(places))
    assert all(made.new[new] == made.old[old] for new, old in pairs)
    theirs = {made.old[one] for one in own - {old for _, old in pairs}}
    assert not theirs & set(made.new.values())
