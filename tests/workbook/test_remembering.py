import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.movement import Snapshot, snapshot
from kamxl.workbook.inputs import Memory
from kamxl.workbook.remembering import (
    packed_entries,
    packed_run,
    rotated,
    snapshot_of,
    unpacked_entry,
    unpacked_run,
)
from tests.domain import golden

DAY = dt.date(2025, 11, 1)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


def of(day: dt.date) -> Snapshot:
    return snapshot(golden.assessment(), day)


def test_what_is_packed_is_unpacked_again():
    names = ('O\'Neil "Q" [1]', *golden.NAMES[1:])
    score = np.array([np.nan, *of(DAY).score[1:]])
    packed = dataclasses.replace(of(DAY), names=names, score=score, high=100)
    run = unpacked_run(packed_run(packed))
    assert run == (DAY, 100, golden.KEYS)
    entries = {id_: unpacked_entry(text, 11) for id_, text in packed_entries(packed).items()}
    again = snapshot_of(run, [(id_, entry) for id_, entry in entries.items() if entry])
    assert (again.ids, again.names) == (packed.ids, names)
    np.testing.assert_array_equal(again.score, score)
    np.testing.assert_array_equal(again.parts, packed.parts)
    assert again.rank.tolist() == packed.rank.tolist()
    assert again.tier.tolist() == packed.tier.tolist()


@pytest.mark.parametrize(
    "text", [None, "", "Notiz", 7.0, True, "[]", '["2025-11-01",7,["a"]]', '["x",10,[]]', "{}"]
)
def test_what_is_no_run_is_not_taken_for_one(text: object):
    assert unpacked_run(text) is None


@pytest.mark.parametrize(
    "text", [None, "Notiz", 7.0, '["A",5,1,1,[1,2]]', '["A",5,1,9,[1]]', '["A",5,1,1]', "[1,2,3]"]
)
def test_what_is_no_account_of_a_run_is_not_taken_for_one(text: object):
    assert unpacked_entry(text, 1) is None


def test_a_run_compares_with_the_latest_one_of_an_earlier_day():
    memory = Memory(then=of(BEFORE), last=of(DAY))
    assert rotated(memory, AFTER).then is memory.last
    # A second run on the day changes nothing, nor does a clock that goes wrong.
    assert rotated(memory, DAY).then is memory.then
    assert rotated(memory, BEFORE).then is memory.then
    assert rotated(Memory(), DAY) == Memory(day=DAY)
    assert rotated(Memory(last=of(DAY)), DAY).then is None
