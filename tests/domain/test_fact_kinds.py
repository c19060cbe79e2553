from __future__ import annotations

from kamxl.domain import fact_kinds
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.policy import LEVELS
from kamxl.domain.stages import STAGE_STRENGTH
from kamxl.workbook.words import CHOICES
from tests.domain import golden


def test_words_of_facts_are_those_that_people_choose_from() -> None:
    for key in ("stage", "vision", "logo", "impulse", "status"):
        assert set(fact_kinds.FACT_KINDS[key].choices) == set(CHOICES[key])


def test_words_of_facts_are_those_of_the_kernels() -> None:
    assert tuple(fact_kinds.QUADRANT_NAMES) == QUADRANTS
    assert tuple(fact_kinds.LEVEL_NAMES) == LEVELS
    assert set(fact_kinds.STAGE_NAMES) == set(STAGE_STRENGTH)


def test_every_column_of_facts_is_of_a_known_kind() -> None:
    found = facts_of(golden.assessment())
    assert [key for key in found.numbers if fact_kinds.FACT_KINDS[key].textual] == []
    assert [key for key in found.texts if not fact_kinds.FACT_KINDS[key].textual] == []
