from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from kamxl.domain.plan_facts import (
    Contact,
    Goal,
    Need,
    PlanFacts,
    Service,
    Task,
    plan_findings,
    told_too_early,
    with_plans,
)
from tests.domain import golden
from tests.domain.planned import facts, plans

TODAY = golden.TODAY  # 1 January 2026
SUMMER = dt.date(2026, 7, 1)


def figure(plan: PlanFacts, key: str) -> float:
    known = with_plans(facts(), {"Hotel": plan})
    return float(known.number(key)[golden.place("Hotel")])


def codes(plan: PlanFacts) -> list[str]:
    return [finding.code for finding in plan_findings(3, "Hotel", plan, TODAY)]


def goal(decided: dt.date | None, informed: dt.date | None) -> Goal:
    return Goal("goals.1", "Grow", decided=decided, informed=informed)


JANUARY, MARCH = dt.date(2025, 1, 1), dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("decided", "informed", "too_early"),
    [
        (JANUARY, MARCH, False),
        (JANUARY, JANUARY, False),
        (MARCH, JANUARY, True),
        (None, JANUARY, True),
        (JANUARY, None, False),
        (None, None, False),
    ],
)
def test_t5_the_customer_is_told_after_the_decision_or_it_is_an_error(
    decided: dt.date | None, informed: dt.date | None, too_early: bool
) -> None:
    one = goal(decided, informed)
    assert told_too_early(one) is too_early
    assert ("P-S1-ORDER" in codes(PlanFacts(goals=(one,)))) is too_early


def test_t5_the_finding_is_an_error_and_names_both_days() -> None:
    found = next(iter(plan_findings(3, "Hotel", PlanFacts(goals=(goal(MARCH, JANUARY),)), TODAY)))
    assert found.severity == "error"
    assert "2025-01-01" in found.text("de")
    assert "2025-03-01" in found.text("de")


def test_the_question_of_the_order_follows_the_worst_goal() -> None:
    fine, wrong, open_ = goal(JANUARY, MARCH), goal(MARCH, JANUARY), goal(None, None)
    assert figure(PlanFacts(goals=(fine,)), "order_kept") == 1
    assert figure(PlanFacts(goals=(fine, wrong)), "order_kept") == 0
    assert np.isnan(figure(PlanFacts(goals=(fine, open_)), "order_kept"))
    assert np.isnan(figure(PlanFacts(goals=()), "order_kept"))


def test_t7_an_action_that_is_due_after_the_renovation_begins_is_found() -> None:
    renovation = Need("needs.1", "Renovation", trigger=SUMMER)

    def due(day: dt.date) -> list[str]:
        task = Task("actions.1", "Upgrade", due=day, need="needs.1")
        return codes(PlanFacts(needs=(renovation,), tasks=(task,)))

    assert due(dt.date(2026, 6, 30)) == []
    assert due(SUMMER) == ["P-LATE-FOR-NEED"]
    assert due(dt.date(2026, 8, 1)) == ["P-LATE-FOR-NEED"]


def test_t7_the_hotel_answers_that_its_need_is_recorded_and_dated() -> None:
    people = {"Hotel": PlanFacts(needs=(Need("needs.1", "Renovation", trigger=SUMMER),))}
    plan = plans(people=people)["Hotel"]
    answers = {answer.id: answer.verdict for answer in plan.answers}
    assert answers["B6"] == "yes"
    assert "O-NEED" in [point.id for point in plan.swot.points]


def test_t7_what_is_overdue_is_found_and_asks_for_a_new_day() -> None:
    late = Task("actions.1", "Call", due=dt.date(2025, 12, 31))
    assert codes(PlanFacts(tasks=(late,))) == ["P-OVERDUE"]
    assert figure(PlanFacts(tasks=(late,)), "actions_overdue") == 1
    today = Task("actions.1", "Call", due=TODAY)
    done = Task("actions.2", "Call", due=dt.date(2025, 1, 1), status="done")
    assert codes(PlanFacts(tasks=(today, done))) == []


def test_a_goal_for_one_side_and_a_goal_without_action_are_found() -> None:
    one_sided = Goal("goals.1", "Grow", benefit_us="revenue")
    assert codes(PlanFacts(goals=(one_sided,), tasks=())) == ["P-ONE-SIDED", "P-GOAL-IDLE"]
    both = Goal("goals.1", "Grow", benefit_us="revenue", benefit_customer="terms")
    served = Task("actions.1", "Call", goal="goals.1")
    assert codes(PlanFacts(goals=(both,), tasks=(served,))) == []


def test_contacts_are_counted_as_people_not_as_lines() -> None:
    contacts = (
        Contact("Eva Weber", ours="Keller", last_contact=dt.date(2025, 12, 2)),
        Contact("eva  weber", ours="keller", last_contact=dt.date(2025, 11, 1)),
        Contact("Tom Alt", ours="Brandt"),
        Contact(""),
    )
    plan = PlanFacts(contacts=contacts)
    assert figure(plan, "contacts") == 2
    assert figure(plan, "our_contacts") == 2
    assert figure(plan, "days_since_contact") == 30  # 2 December to 1 January


def test_no_plan_says_nothing_and_an_empty_list_says_none() -> None:
    assert np.isnan(figure(PlanFacts(), "contacts"))
    assert figure(PlanFacts(contacts=()), "contacts") == 0
    assert np.isnan(figure(PlanFacts(), "needs"))
    assert figure(PlanFacts(needs=()), "needs") == 0


def test_team_services_and_profile_are_counted() -> None:
    plan = PlanFacts(
        team={"sales": "Keller", "service": " ", "operations": "Brandt"},
        services=(Service("Delivery", standard="24 h", known=True), Service("Hotline")),
        customer_needs="speed",
        challenges="?",
        long_benefit="stable income",
    )
    assert figure(plan, "team_named") == 2
    assert figure(plan, "services") == 1
    assert figure(plan, "services_known") == 1
    assert figure(plan, "profile_known") == 0  # a question mark is not an answer
    assert figure(plan, "benefit_seen") == 1


def test_a_plan_of_an_account_that_is_gone_is_left_aside() -> None:
    known = with_plans(facts(), {"gone": PlanFacts(contacts=())})
    assert np.isnan(known.number("contacts")).all()


def test_all_questions_about_working_can_be_answered_yes() -> None:
    contacts = tuple(
        Contact(name, ours=ours, last_contact=dt.date(2025, 12, 20))
        for name, ours in (("a", "x"), ("b", "y"), ("c", "x"))
    )
    plan = PlanFacts(
        goals=(goal(JANUARY, MARCH),),
        team={"sales": "a", "service": "b", "operations": "c"},
        services=(Service("Delivery", standard="24 h", known=True),),
        contacts=contacts,
        needs=(Need("needs.1", "Renovation", trigger=SUMMER),),
        kpis=("KPI-ADOPTION", "KPI-MARGIN", "KPI-SATISFACTION", "KPI-GROWTH"),
        offers=1,
        benefits=2,
    )
    answers = {a.id: a.verdict for a in plans(people={"Hotel": plan})["Hotel"].answers}
    assert [key for key in answers if key[0] == "B" and answers[key] == "yes"] == [
        *(f"B{number}" for number in range(1, 9))
    ]
    assert answers["C3"] == "yes"
