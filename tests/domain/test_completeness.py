from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from kamxl.domain.completeness import completeness
from kamxl.domain.plan_facts import Contact, Goal, Need, PlanFacts, Task

DAY = dt.date(2026, 1, 1)
WHOLE = PlanFacts(
    goals=(Goal("1", "Grow", "how", "why", "what", "us", "them", decided=DAY),),
    team={"sales": "a", "service": "b", "operations": "c"},
    contacts=(Contact("a", ours="x"), Contact("b", ours="y"), Contact("c", ours="x")),
    needs=(Need("1", "Renovation", DAY),),
    tasks=(Task("1", owner="x", due=DAY), Task("2", status="done")),
    kpis=("a", "b", "c"),
    objectives="grow",
    customer_needs="speed",
    challenges="cost",
    long_benefit="stable",
    charter=("1", "2", "3", "4"),
)


def test_a_whole_plan_is_complete_for_every_class() -> None:
    for tier in "ABCD":
        found = completeness(WHOLE, tier)
        assert (found.share, found.text) == (1, None)


def test_an_empty_plan_owes_everything_and_class_a_one_thing_more() -> None:
    assert completeness(PlanFacts(), "A").total == 13
    assert completeness(PlanFacts(), "B").total == 12
    assert completeness(PlanFacts(), "A").filled == 0


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"objectives": " "}, "goals of the customer"),
        ({"customer_needs": "?"}, "needs of the customer"),
        ({"challenges": None}, "challenges of the customer"),
        ({"long_benefit": ""}, "benefit of the long relationship"),
        ({"charter": ("1", "2", "3")}, "our intent (four questions)"),
        ({"team": {"sales": "a", "service": "b"}}, "sales, service and operations"),
        ({"contacts": WHOLE.contacts[:2] if WHOLE.contacts else ()}, "three contacts, two of ours"),
        ({"kpis": ("a", "b")}, "three KPIs"),
        ({"needs": (Need("1", "Renovation"),)}, "a future need with its day"),
        ({"tasks": (Task("1", owner="x"),)}, "owner and day of every open action"),
    ],
)
def test_each_thing_that_is_missing_is_named(change: dict[str, object], missing: str) -> None:
    found = completeness(dataclasses.replace(WHOLE, **change), "A")  # type: ignore[arg-type]
    assert [text.en for text in found.missing] == [missing]
    assert found.share == pytest.approx(12 / 13)


def test_one_team_is_enough_below_class_a() -> None:
    plan = dataclasses.replace(WHOLE, team={"sales": "a"})
    assert completeness(plan, "B").share == 1
    assert completeness(plan, "A").share < 1
