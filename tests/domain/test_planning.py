from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tests.domain import golden
from tests.domain.planned import plans, with_dates, with_number, with_texts

TODAY = golden.TODAY


def test_ids_of_proposals_are_unique_within_a_plan() -> None:
    for plan in plans(pinned=golden.NAMES).values():
        proposed = plan.proposals
        ids = [
            each.id
            for part in (
                proposed.goals, proposed.actions, proposed.risks, proposed.needs, proposed.services,
                proposed.benefits,
            )
            for each in part
        ]  # fmt: skip
        assert len(ids) == len(set(ids))


def test_every_threat_and_opportunity_is_answered_by_an_action() -> None:
    for plan in plans(pinned=golden.NAMES).values():
        answered = {id_ for action in plan.proposals.actions for id_ in action.swot}
        wanted = {p.id for p in plan.swot.points if p.part in ("threat", "opportunity")}
        assert wanted <= answered


def test_the_endangered_large_account_is_kept_and_replaced_and_not_just_served() -> None:
    actions = [action.id for action in plans(pinned=["Vicom"])["Vicom"].proposals.actions]
    assert {"ACT-RETAIN", "ACT-REPLACE", "ACT-DIVERSIFY"} <= set(actions)
    assert "ACT-STANDARD" not in actions


def test_replacing_vicom_takes_so_many_median_customers() -> None:
    actions = plans(pinned=["Vicom"])["Vicom"].proposals.actions
    # Without Vicom: 50 150 300 400 600 700 800 900 1,500 2,400, the median (600 + 700) / 2 = 650.
    text = next(action.action.en for action in actions if action.id == "ACT-REPLACE")
    assert "6.46 median customers" in text  # 4,200 / 650


def test_a_day_due_counts_from_when_an_action_was_first_proposed() -> None:
    def due(since: dict[str, dt.date]) -> dt.date:
        plan = plans(proposed_on={"Cartech": since})
        return next(a.due for a in plan["Cartech"].proposals.actions if a.id == "ACT-SPONSOR")

    assert due({}) == TODAY + dt.timedelta(days=60)
    before = dt.date(2025, 10, 1)
    assert due({"ACT-SPONSOR": before}) == dt.date(2025, 11, 30)  # 60 days: it is overdue by now


def test_t7_the_action_for_a_dated_need_is_due_before_it() -> None:
    known = with_texts(golden.portfolio(), "Hotel", expansion="yes")
    known = with_dates(known, "Hotel", expansion_date=dt.date(2026, 7, 1))
    plan = plans(known)["Hotel"]
    need = next(need for need in plan.proposals.needs if need.id == "NEED-EXPANSION")
    assert need.trigger == dt.date(2026, 7, 1)
    assert need.act_by == dt.date(2026, 5, 2)  # 60 days before
    action = next(a for a in plan.proposals.actions if a.id == "ACT-EXPANSION")
    assert action.due == dt.date(2026, 5, 2)
    assert action.goal == "GOAL-GROW"


@pytest.mark.parametrize("days", [1, 5, 59, 61])
def test_t7_even_a_near_day_leaves_the_action_before_it(days: int) -> None:
    trigger = TODAY + dt.timedelta(days=days)
    known = with_texts(golden.portfolio(), "Hotel", expansion="yes")
    plan = plans(with_dates(known, "Hotel", expansion_date=trigger))["Hotel"]
    action = next(a for a in plan.proposals.actions if a.id == "ACT-EXPANSION")
    assert TODAY <= action.due < trigger


def test_a_goal_names_both_benefits_baseline_and_target() -> None:
    goal = next(g for g in plans()["Hotel"].proposals.goals if g.id == "GOAL-GROW")
    assert goal.benefit_us.en
    assert goal.benefit_customer.de
    assert goal.baseline is not None
    assert goal.target is not None
    assert (goal.baseline.en, goal.target.en) == ("600 EUR", "660 EUR")  # 600 × 1.1
    assert goal.kpi == "KPI-GROWTH"


def test_the_prospect_gets_a_first_order_for_a_goal() -> None:
    goals = [goal.id for goal in plans()["Potenzialkunde"].proposals.goals]
    assert "GOAL-FIRST-ORDER" in goals
    assert "GOAL-GROW" not in goals


def test_risks_state_what_is_at_stake() -> None:
    risks = {r.id: r for r in plans(pinned=["Großbesteller"])["Großbesteller"].proposals.risks}
    assert risks["RISK-CREDIT"].stake == 2400
    assert risks["RISK-CREDIT"].swot == ("T-SOLVENCY",)
    assert all(1 <= r.likelihood <= 5 and 1 <= r.impact <= 5 for r in risks.values())


def test_a_change_of_demand_by_a_fifth_is_a_need() -> None:
    def needs(before: float) -> list[str]:
        known = with_number(golden.portfolio(), "Hotel", revenue_y1=before)
        return [need.id for need in plans(known)["Hotel"].proposals.needs]

    assert needs(500) == ["NEED-DEMAND-UP"]  # 600 / 500 = +20 %
    assert needs(750) == ["NEED-DEMAND-DOWN"]  # 600 / 750 = −20 %
    assert needs(700) == []


def test_benefits_follow_the_tier() -> None:
    found = plans()
    assert "BEN-SERVICE" in [b.id for b in found["Cartech"].proposals.benefits]
    assert "BEN-SERVICE" not in [b.id for b in found["Hotel"].proposals.benefits]
    assert found["Einzelhandel"].proposals.benefits == ()  # tier C


def test_services_name_a_standard_and_whose_they_are() -> None:
    services = {one.id: one for one in plans()["Cartech"].proposals.services}
    assert services["SERV-CONTACT"].standard.en == "Contact at least every 30 days."
    assert services["SERV-DELIVERY"].role.de == "Betrieb"
    assert "SERV-ORDERING" not in services
    endangered = plans(pinned=["Vicom"])["Vicom"].proposals.services
    assert "SERV-ORDERING" not in {one.id for one in endangered}


def test_a_rule_that_could_not_be_asked_is_listed_with_what_is_missing() -> None:
    silent = {each.rule: each.missing for each in plans()["Hotel"].silent}
    assert [text.en for text in silent["NEED-EXPANSION"]] == ["plans to expand"]


def test_no_figure_of_a_proposal_is_not_a_number() -> None:
    for plan in plans(pinned=golden.NAMES).values():
        for action in plan.proposals.actions:
            assert "nan" not in action.action.en.split()
        for risk in plan.proposals.risks:
            assert risk.stake is None or not np.isnan(risk.stake)
