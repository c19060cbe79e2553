from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.actions.demo import demo
from kamxl.domain.account_plan import AccountPlan, account_plans, candidate_facts
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.candidates import Segment, candidates
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.plan_facts import PlanFacts
from kamxl.domain.policy import TIERS
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.hosts.tables.reading import read_table
from kamxl.profiles import load_profile
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


def told(judged: Assessment, plan: AccountPlan) -> tuple[object, ...]:
    """Return reasons, SWOT and KPIs as a reader sees them, the account's name left out."""
    name = judged.portfolio.names[plan.account]

    def said(text: Text) -> str:
        return text.en.replace(name, "…")

    return (
        judged.reason(plan.account, "en").replace(name, "…"),
        tuple(int(part) for part in judged.shown_contribution[plan.account]),
        tuple(said(point.sentence) for point in plan.swot.points),
        tuple((kpi.id, said(kpi.shown), said(kpi.why)) for kpi in plan.kpis),
    )


def everyone(judged: Assessment) -> list[AccountPlan]:
    """Return the plans of all accounts, whether in the segment or not."""
    rules = shipped_rules()
    chosen = candidates(judged, Segment(limit=10**6), judged.portfolio.ids)
    return list(account_plans(candidate_facts(judged, chosen, rules), chosen, rules))


def test_no_two_accounts_of_the_example_have_reasons_swot_and_kpis_in_common() -> None:
    inputs = demo(read_table, "en", load_profile).inputs
    judged = assess(inputs.portfolio, inputs.policy, inputs.as_of)
    found = [told(judged, plan) for plan in everyone(judged)]
    assert len(found) == 12
    assert len(set(found)) == 12
    for part in range(4):
        # Each for itself they tell most accounts apart too.
        assert len({one[part] for one in found}) >= 10


@pytest.mark.parametrize("seed", range(3))
def test_accounts_drawn_at_random_are_told_apart(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = 80
    policy = golden.policy()
    revenue = np.round(rng.lognormal(12, 1, count))
    portfolio = Portfolio(
        tuple(f"{n:05}" for n in range(count)),
        tuple(f"Account {n:05}" for n in range(count)),
        {
            "revenue": revenue,
            "revenue_y1": np.round(revenue * rng.uniform(0.7, 1.3, count)),
            "margin": np.round(revenue * rng.uniform(0.05, 0.4, count)),
            "potential": np.round(revenue * rng.uniform(0.8, 3, count)),
        },
        ratings={
            criterion.key: Ratings.of([float(one) for one in rng.integers(1, 11, count)])
            for criterion in policy.criteria
        },
    )
    judged = assess(portfolio, policy, golden.TODAY)
    found = [told(judged, plan) for plan in everyone(judged)]
    assert len(found) == count
    assert len(set(found)) == count
    assert len({one[1] for one in found}) == count
