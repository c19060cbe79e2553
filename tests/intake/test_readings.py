from __future__ import annotations

import pytest

from kamxl.intake.readings import Readings, Undecided, settle

FIRST, SECOND, BOTH = Readings(1, None), Readings(None, 2), Readings(3, 4)
SAME, NOTHING = Readings(5, 5), Readings(None, None)


def test_the_clear_members_decide_for_the_others() -> None:
    assert settle([BOTH, FIRST, SAME, NOTHING, None]) == [3, 1, 5, None, None]
    assert settle([BOTH, SECOND]) == [4, 2]


def test_a_column_without_a_clear_member_is_undecided() -> None:
    with pytest.raises(Undecided) as undecided:
        settle([SAME, BOTH])
    assert undecided.value.index == 1


def test_members_that_contradict_each_other_decide_nothing() -> None:
    assert settle([FIRST, SECOND]) == [1, 2]
    with pytest.raises(Undecided):
        settle([FIRST, SECOND, BOTH])


def test_an_imposed_way_goes_before_what_members_say() -> None:
    assert settle([FIRST, SECOND, BOTH], always=0) == [1, None, 3]


def test_a_fallback_decides_only_what_members_do_not() -> None:
    assert settle([BOTH], otherwise=1) == [4]
    assert settle([BOTH, FIRST], otherwise=1) == [3, 1]
