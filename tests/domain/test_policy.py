import dataclasses
import math

import pytest

from kamxl.domain.policy import LADDER, METRICS, Criterion, Policy, Scale, Step
from kamxl.errors import PolicyError
from kamxl.text import Text
from tests.domain import golden

NAME = Text("Fit", "Passform")


def test_the_scale_to_100_is_1_plus_11_for_each_point_above_1():
    hundred = Scale(100)
    assert [hundred.from_ten(x) for x in (1, 5.5, 10)] == [1, 50.5, 100]
    assert hundred.distance(0.25) == 2.75
    assert [Scale().from_ten(x) for x in (1, 5.5, 10)] == [1, 5.5, 10]


@pytest.mark.parametrize(("high", "low"), [(7, 1), (10, 0), (5, 1)])
def test_another_scale_is_refused(high: int, low: int):
    with pytest.raises(PolicyError, match="1 to 10 or 1 to 100"):
        Scale(high, low)


@pytest.mark.parametrize("weight", [-1, math.nan, math.inf])
def test_a_weight_is_0_or_more(weight: float):
    with pytest.raises(PolicyError, match="'fit': weight"):
        Criterion("fit", NAME, weight)


def test_a_criterion_refuses_a_source_it_does_not_know_and_a_tenth_threshold():
    with pytest.raises(PolicyError, match="unknown source 'turnover'"):
        Criterion("fit", NAME, 5, source="turnover")
    with pytest.raises(PolicyError, match="more than 9"):
        Criterion("fit", NAME, 5, bands=(1.0,) * 10)
    assert all(Criterion("fit", NAME, 5, source=metric).source == metric for metric in METRICS)


def test_an_excluded_criterion_has_no_weight_but_keeps_it():
    criterion = Criterion("fit", NAME, 5, active=False)
    assert (criterion.weight, criterion.effective_weight) == (5, 0)
    policy = Policy((criterion, Criterion("need", NAME, 7)))
    assert policy.weights == (0, 7)
    assert policy.weight_total == 7


def test_a_step_carries_its_operator():
    notice, critical = LADDER[0], LADDER[-1]
    assert notice == Step("notice", ">=", 0.10)
    assert notice.reached(0.10)
    assert critical == Step("critical", ">", 0.50)
    assert not critical.reached(0.50)
    assert critical.reached(0.500000001)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"borders": (6.0, 8.0, 4.0)}, "must fall"),
        ({"borders": (8.0, 8.0, 4.0)}, "must fall"),
        ({"tie_break": ("revenue_volume", "relationship")}, "never broken by revenue"),
        ({"tie_break": ("revenue", "relationship")}, "never broken by revenue"),
    ],
)
def test_a_policy_that_contradicts_itself_cannot_be_built(
    change: dict[str, object], complaint: str
):
    with pytest.raises(PolicyError, match=complaint):
        dataclasses.replace(golden.policy(), **change)  # type: ignore[arg-type]


def test_keys_are_unique_and_there_are_fifteen_places():
    with pytest.raises(PolicyError, match="twice: fit"):
        Policy((Criterion("fit", NAME, 5), Criterion("fit", NAME, 6)))
    many = tuple(Criterion(f"k{place}", NAME, 1) for place in range(16))
    assert len(Policy(many[:15]).criteria) == 15
    with pytest.raises(PolicyError, match="16 criteria"):
        Policy(many)


def test_a_criterion_is_found_by_its_key():
    assert golden.policy().position("lifetime_value") == 2
    assert golden.policy().position("nothing") is None


def test_another_scale_keeps_everything_else():
    policy = golden.policy()
    assert policy.on_scale(100).scale == Scale(100)
    assert policy.on_scale(100).on_scale(10) == policy
