from __future__ import annotations

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.domain.account_plan import AccountPlan, account_plans, candidate_facts
from kamxl.domain.assessment import assess
from kamxl.domain.candidates import Segment, candidates
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.plan_facts import PlanFacts
from kamxl.domain.policy import TIERS
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.rules import shipped_rules
from kamxl.text import Text
from tests.domain import golden
from tests.domain.planned import plans
from tests.domain.strategies import Case, cases, taken


def words(plan: AccountPlan) -> tuple[str, ...]:
    """Return reasons, SWOT and KPIs of a plan as they read."""
    reasons = (plan.summary.text.en if plan.summary else "", plan.result.reason.en)
    swot = tuple(point.sentence.en for point in plan.swot.points)
    kpis = tuple(f"{k.name.en} {k.shown.en} {k.why.en}" for k in plan.kpis)
    return (*reasons, *swot, *kpis)


def test_no_two_of_the_golden_twelve_read_the_same() -> None:
    found = plans(pinned=golden.NAMES)
    assert len(found) == 12
    assert len({words(plan) for plan in found.values()}) == 12


@settings(max_examples=20, deadline=None)
@given(cases())
def test_no_two_different_accounts_read_the_same(case: Case) -> None:
    judged = assess(case.portfolio, case.policy, golden.TODAY)
    chosen = candidates(judged, Segment(TIERS), judged.portfolio.ids)
    rules = shipped_rules()
    found = account_plans(candidate_facts(judged, chosen, rules), chosen, rules)
    said = [words(plan) for plan in found if plan.summary]
    assert len(set(said)) == len(said)


@settings(max_examples=20, deadline=None)
@given(cases())
def test_no_sentence_has_an_empty_or_broken_place(case: Case) -> None:
    judged = assess(case.portfolio, case.policy, golden.TODAY)
    chosen = candidates(judged, Segment(TIERS), judged.portfolio.ids)
    rules = shipped_rules()
    for plan in account_plans(candidate_facts(judged, chosen, rules), chosen, rules):
        for text in _texts(plan):
            for phrase in (text.en, text.de):
                assert "{" not in phrase
                assert " nan" not in phrase
                assert "inf " not in phrase


def _texts(plan: AccountPlan) -> list[Text]:
    proposed = plan.proposals
    return [
        *(answer.reason for answer in plan.answers),
        *(answer.action for answer in plan.answers),
        *(point.sentence for point in plan.swot.points),
        *(action.action for action in proposed.actions),
        *(risk.risk for risk in proposed.risks),
        *(need.need for need in proposed.needs),
        *(benefit.benefit for benefit in proposed.benefits),
        *(text for g in proposed.goals for text in (g.goal, g.how, g.why, g.what)),
        *([plan.summary.text] if plan.summary else []),
        plan.result.reason,
    ]


@given(st.permutations(range(12)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_accounts_changes_nothing(order: list[int]) -> None:
    there = plans(taken(golden.portfolio(), order))
    here = plans()
    assert {key: words(plan) for key, plan in there.items()} == {
        key: words(plan) for key, plan in here.items()
    }


def test_contact_is_overdue_by_the_cadence_of_the_tier() -> None:
    day = golden.TODAY.replace(year=2025, month=11, day=1)  # 61 days before
    people = {name: PlanFacts(last_contact=day) for name in ("Cartech", "Hotel")}
    found = plans(people=people)
    assert (found["Cartech"].cadence, found["Cartech"].contact_overdue) == (30, True)
    assert (found["Hotel"].cadence, found["Hotel"].contact_overdue) == (90, False)
    assert found["Fertigung"].contact_overdue is None


def test_the_summary_states_rank_tier_and_share() -> None:
    said = plans()["Cartech"].summary
    assert said is not None
    assert (
        "Cartech: customer, looked after by unknown. Rank 1 with 8.03 points: tier A, key account."
        in said.text.en
    )
    assert "12,5 % des Umsatzes" in said.text.de
    assert "score" in {figure.key for figure in said.figures}


def test_facts_of_100_000_accounts_are_columns() -> None:
    count = 100_000
    rng = np.random.default_rng(7)
    ids = tuple(map(str, range(count)))
    big = Portfolio(
        ids,
        ids,
        {k: rng.lognormal(8, 2, count) for k in ("revenue", "revenue_y1", "margin", "potential")},
        ratings={
            key: Ratings(rng.integers(1, 11, count).astype(float), *np.zeros((2, count), bool))
            for key in golden.KEYS
        },
    )
    judged = assess(big, golden.policy(), golden.TODAY)
    start = time.perf_counter()
    facts = facts_of(judged)
    chosen = candidates(judged, Segment(limit=20))
    rules = shipped_rules()
    plans_ = account_plans(candidate_facts(judged, chosen, rules), chosen, rules)
    assert len(facts) == count
    assert len(plans_) == 20
    assert time.perf_counter() - start < 20
