from __future__ import annotations

from kamxl.cells import CellError
from kamxl.functions.calling import call
from tests.domain.golden import NAMES, REVENUE


def test_golden_classes_by_size() -> None:
    classes = call("KAM_ABC", [[amount] for amount in REVENUE.tolist()])
    assert isinstance(classes, list)
    by_name = dict(zip(NAMES, (row[0] for row in classes), strict=True))
    assert {name for name, found in by_name.items() if found == "A"} == {
        "Vicom", "Großbesteller", "Cartech", "Fertigung", "Technologie",
    }  # fmt: skip
    assert by_name["Potenzialkunde"] == "N"


def test_a_single_customer_is_a() -> None:
    assert call("KAM_ABC", [100]) == "A"


def test_borders_must_rise() -> None:
    assert call("KAM_ABC", [1, 2], 0.9, 0.8) is CellError.NUM


def test_steadiness_needs_six_periods() -> None:
    assert call("KAM_XYZ", [10, 10, 10, 10, 10]) is CellError.NA
    assert call("KAM_XYZ", [10] * 6) == "X"
    assert call("KAM_XYZ", [[10]] * 6) == "X"
    assert call("KAM_XYZ", [0] * 6) is CellError.DIV0


def test_a_wrong_cell_stays_in_its_row() -> None:
    assert call("KAM_XYZ", [[10] * 6, [10] * 5 + ["#REF!"]]) == [["X"], [CellError.REF]]


def test_exactly_half_is_high_and_more_is_a_mono_customer() -> None:
    assert call("KAM_CONC_LEVEL", 0.5) == "High"
    assert call("KAM_CONC_LEVEL", 0.501, "de") == "Kritisch"
    assert call("KAM_CONC_LEVEL", 0.0999) == ""
    assert call("KAM_CONC_LEVEL", 0.1, "fr") is CellError.VALUE


def test_groups_roll_up_and_feed_the_index() -> None:
    rolled = call("KAM_GROUP", [["a"], ["b"], ["c"]], [["T"], ["T"], [None]], [[30], [20], [50]])
    assert rolled == [[50.0], [""], [50.0]]
    assert call("KAM_HHI", rolled) == 0.5**2 + 0.5**2
    assert call("KAM_GROUP", [1.0, 2.0], [None, 1.0]) == [["1"], ["1"]]
    assert call("KAM_GROUP", ["a", "b"], [None]) is CellError.VALUE
