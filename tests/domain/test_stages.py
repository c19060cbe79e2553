import dataclasses

from kamxl.domain.assessment import assess
from kamxl.domain.policy import Scale
from kamxl.domain.stages import stage_strengths
from tests.domain import golden


def test_the_stage_stands_for_strength_where_it_is_known() -> None:
    portfolio = golden.portfolio()
    stages = ("dissolving", "integrated", "interdependent", "far", *[""] * 8)
    staged = dataclasses.replace(portfolio, texts={**portfolio.texts, "stage": stages})
    found = assess(
        staged, dataclasses.replace(golden.policy(), strength_mode="stage"), golden.TODAY
    )
    assert found.strength.tolist() == [2, 10, 7.5, 8.5, 5.5, 6, 5.5, 6, 3.5, 4.5, 3.5, 3]
    assert found.quadrant[0] == 2  # attractive, but the relationship dissolves
    by_criteria = assess(staged, golden.policy(), golden.TODAY)
    assert by_criteria.strength[0] == 9.5


def test_stages_stand_on_the_scale_in_use() -> None:
    assert stage_strengths(["basic", ""], Scale(100))[0] == 1 + 11 * (3 - 1)
