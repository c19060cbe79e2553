from __future__ import annotations

import numpy as np

from kamxl.domain.candidates import Segment, candidates, in_segment
from tests.domain import golden

NAMES = np.array(golden.NAMES)


def chosen(segment: Segment | None = None, pinned: tuple[str, ...] = ()) -> list[str]:
    found = candidates(golden.assessment(), segment, pinned)
    return [golden.NAMES[place] for place in found.places]


def test_tiers_a_and_b_and_the_quadrant_key_get_sheets_in_the_order_of_the_ranking() -> None:
    assert chosen() == [
        "Cartech", "Technologie", "Fertigung", "Hotel", "Potenzialkunde", "Einzelhandel",
        "Branchenführer",
    ]  # fmt: skip


def test_the_reason_is_said() -> None:
    found = candidates(golden.assessment(), pinned=("Vicom",))
    said = dict(zip((golden.NAMES[p] for p in found.places), found.because, strict=True))
    assert said["Cartech"].en == "tier A and key account"
    assert said["Einzelhandel"].de == "Schlüsselkunde"
    assert said["Vicom"].en == "pinned by hand"


def test_a_pinned_account_keeps_its_place_in_the_ranking() -> None:
    assert chosen(pinned=("Gelegenheit C", "Vicom"))[-2:] == ["Vicom", "Gelegenheit C"]
    assert chosen(pinned=("nobody",)) == chosen()


def test_beyond_the_limit_the_lower_ranks_are_left_off_but_not_the_pinned() -> None:
    found = candidates(golden.assessment(), Segment(limit=2), ("Vicom",))
    assert [golden.NAMES[p] for p in found.places] == ["Cartech", "Technologie", "Vicom"]
    assert [golden.NAMES[p] for p in found.left_off] == [
        "Fertigung", "Hotel", "Potenzialkunde", "Einzelhandel", "Branchenführer",
    ]  # fmt: skip


def test_a_segment_may_be_the_tiers_alone() -> None:
    assert chosen(Segment(quadrants=())) == [
        "Cartech", "Technologie", "Fertigung", "Hotel", "Potenzialkunde",
    ]  # fmt: skip
    assert chosen(Segment(tiers=("A",), quadrants=())) == ["Cartech"]


def test_the_segment_is_a_column_too() -> None:
    assert NAMES[in_segment(golden.assessment(), Segment(tiers=("D",), quadrants=()))].tolist() == [
        "Gelegenheit A", "Gelegenheit B", "Gelegenheit C",
    ]  # fmt: skip


def test_the_mask_marks_the_candidates() -> None:
    found = candidates(golden.assessment())
    assert int(found.mask(12).sum()) == 7
