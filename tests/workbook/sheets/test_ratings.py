from __future__ import annotations

import dataclasses

from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import Ratings
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.rating_columns import COMPUTED, KEYS, TYPED
from kamxl.workbook.sheets.rating_formulas import FORMULAS
from tests.domain import golden
from tests.workbook.books import book, sheet


def test_every_column_is_either_typed_or_computed() -> None:
    assert {*TYPED, *COMPUTED} == set(KEYS)
    assert set(FORMULAS) == set(COMPUTED)


def test_blank_zero_unknown_and_wrong_are_four_things() -> None:
    cells: list[object] = [7.0] * 12
    for name, cell in (("Vicom", None), ("Hotel", "?"), ("Cartech", "gut"), ("Fertigung", 0)):
        cells[golden.place(name)] = cell
    accounts = golden.portfolio()
    accounts = dataclasses.replace(
        accounts, ratings={**accounts.ratings, "relationship": Ratings.of(cells)}
    )
    made = render(Inputs(accounts, golden.policy(), "en", golden.TODAY))
    slot = golden.policy().position("relationship")
    assert slot is not None
    columns = {c.key: c.values for c in sheet(made, "ratings").tables[0].columns}
    typed, counts = columns[f"k{slot + 1}"], columns[f"e{slot + 1}"]
    shown = {name: (typed[golden.place(name)], counts[golden.place(name)]) for name in golden.NAMES}
    assert shown["Vicom"] == (None, "")
    assert shown["Hotel"] == ("?", "?")
    assert shown["Cartech"] == ("!", "!")
    assert shown["Fertigung"] == (0.0, "!")


def test_the_boxes_of_typing_tell_what_a_1_a_5_and_a_10_are() -> None:
    one = sheet(book("golden", "de"), "ratings")
    criterion = golden.policy().criteria[0]
    boxes = [rule for rule in one.validations if rule.title == criterion.name("de")[:32]]
    assert len(boxes) == 1
    assert boxes[0].message.startswith("1: ")
    assert "\n5: " in boxes[0].message


def test_there_is_a_column_for_each_place_even_for_free_ones() -> None:
    few = dataclasses.replace(golden.policy(), criteria=golden.policy().criteria[:2],
                              tie_break=("", ""))  # fmt: skip
    made = render(Inputs(golden.portfolio(), few, "en", golden.TODAY))
    keys = [column.key for column in sheet(made, "ratings").tables[0].columns]
    typed = [key for key in keys if key in TYPED[1:]]
    assert typed[:SLOTS] == [f"k{n}" for n in range(1, SLOTS + 1)]
    assert sorted(typed) == sorted(TYPED[1:])  # those of other tasks follow, each once


def test_an_account_that_is_not_scored_has_no_row_of_ratings() -> None:
    accounts = golden.portfolio()
    scored = accounts.scored.copy()
    scored[3] = False
    made = render(
        Inputs(dataclasses.replace(accounts, scored=scored), golden.policy(), "en", golden.TODAY)
    )
    columns = {c.key: c.values for c in sheet(made, "ratings").tables[0].columns}
    assert golden.NAMES[3] not in columns["id"]
    assert list(columns["account_row"]) == [1, 2, 3, *range(5, 13)]
