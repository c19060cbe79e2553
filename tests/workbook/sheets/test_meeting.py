from __future__ import annotations

import dataclasses

import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.policy import SLOTS
from kamxl.workbook.sheets.meeting import HELPERS, formulas, values
from tests.domain import golden


def test_vicom_and_cartech_draw_level_at_341_of_511_of_the_weight_on_revenue() -> None:
    pair = golden.place("Vicom"), golden.place("Cartech")
    found = values(golden.assessment(), pair)
    slot = golden.policy().position("revenue_volume")
    assert slot is not None
    assert found[slot]["equal"] == pytest.approx(341 / 511)
    # From either side the same.
    assert values(golden.assessment(), pair[::-1])[slot]["equal"] == pytest.approx(341 / 511)


def test_there_is_none_beside_the_mean_nor_for_an_account_beside_itself() -> None:
    assert values(golden.assessment(), None) == [dict.fromkeys(HELPERS, "")] * SLOTS
    same = values(golden.assessment(), (0, 0))
    assert {line["equal"] for line in same} == {""}


def test_at_the_weight_shown_both_scores_are_equal_with_a_missing_rating_too() -> None:
    base = golden.portfolio()
    place, other = golden.place("Potenzialkunde"), golden.place("Einzelhandel")
    result = assess(base, golden.policy(), golden.TODAY)
    met = 0
    for slot, line in enumerate(values(result, (place, other))):
        share = line["equal"]
        if not isinstance(share, float):
            continue
        met += 1
        key = golden.policy().criteria[slot].key
        rest = 1 - golden.policy().criteria[slot].weight / 100
        moved = golden.reweighted(
            {
                one.key: share * 100 if one.key == key else one.weight * (1 - share) / rest
                for one in golden.policy().criteria
            }
        )
        judged = assess(base, dataclasses.replace(moved, minimum_coverage=0), golden.TODAY)
        assert judged.score[place] == pytest.approx(judged.score[other])
    assert met > 0


def test_formulas_and_values_have_the_same_helpers() -> None:
    assert set(formulas(lambda key: key, "1")) == set(HELPERS)
