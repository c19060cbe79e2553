from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import assess
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.facts import Facts
from kamxl.domain.plan_facts import Contact, PlanFacts, with_plans
from kamxl.domain.swot import Swot, proposal_id, swots
from kamxl.rules import shipped_rules
from tests.domain import golden
from tests.domain.planned import a_fact, facts, plans, with_dates, with_number, with_texts
from tests.domain.strategies import Case, cases


def found(known: Facts, name: str) -> Swot:
    return swots(known, shipped_rules().swot)[known.names.index(name)]


def ids(known: Facts, name: str) -> list[str]:
    return [point.id for point in found(known, name).points]


def fired(**known: float | str) -> list[str]:
    return [point.id for point in swots(a_fact(**known), shipped_rules().swot)[0].points]


# Strength axis: fit and relationship; margin in all 2,752 / 12,000 = 22.9 %.
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "Cartech",
            ["S-RATING:product_fit", "S-RATING:relationship", "S-MARGIN", "O-POTENTIAL"],
        ),
        # 18 % margin is more than half of 22.9 %; 35 % share, tier C
        ("Vicom", ["W-RATING:relationship", "T-SHARE", "T-ENDANGERED"]),
        # T4: 5 % margin is less than half of 22.9 %
        ("Großbesteller", ["W-MARGIN", "T-SOLVENCY", "T-SHARE", "T-ENDANGERED"]),
    ],
)
def test_the_golden_accounts_have_their_entries(name: str, expected: list[str]) -> None:
    assert ids(facts(), name) == expected


def test_t3_the_manufacturer_that_plans_to_expand_has_the_opportunity() -> None:
    planned = with_texts(golden.portfolio(), "Fertigung", expansion="yes")
    planned = with_dates(planned, "Fertigung", expansion_date=golden.TODAY.replace(month=9))
    plan = plans(planned)["Fertigung"]
    assert "O-EXPANSION" in [point.id for point in plan.swot.points]
    # T3 also: class B, key quadrant, so the plan is about expansion.
    assert plan.plan_type is not None
    assert plan.plan_type.id == "PLAN-EXPAND"
    assert {a.id for a in plan.proposals.actions} >= {"ACT-EXPANSION", "ACT-SECURE-GROWTH"}


def test_t4_raising_the_ratings_of_the_big_orderer_leaves_gate_threat_and_warning() -> None:
    raised = golden.portfolio()
    for key in golden.KEYS[:-1]:
        best = 1 if key == "cost_to_serve" else 9
        raised = golden.with_rating(raised, "Großbesteller", key, best)
    plan = plans(raised, pinned=["Großbesteller"])["Großbesteller"]
    entries = [point.id for point in plan.swot.points]
    assert {"T-SOLVENCY", "T-SHARE", "T-ENDANGERED"} <= set(entries)
    assert plan.result.decision == "no"
    assert {"ACT-CREDIT-LIMIT", "ACT-MONITOR"} <= {a.id for a in plan.proposals.actions}


@pytest.mark.parametrize(
    ("rule", "on_it", "off_it"),
    [
        ("S-NPS", {"promoter_score": 50.0}, {"promoter_score": 49.0}),
        ("W-NPS", {"promoter_score": -1.0}, {"promoter_score": 0.0}),
        ("O-GROWTH", {"yearly_growth": 0.10}, {"yearly_growth": 0.099}),
        ("T-DECLINE", {"yearly_growth": -0.10}, {"yearly_growth": -0.099}),
        ("T-VISION", {"vision": "contradictory"}, {"vision": "neutral"}),
        ("T-DEMOTED", {"tier_change": -1.0}, {"tier_change": 0.0}),
        ("O-PROMOTED", {"tier_change": 1.0}, {"tier_change": 0.0}),
        ("T-COMPETITOR", {"competitor_lead": 0.1}, {"competitor_lead": 0.0}),
        ("T-MONO", {"share": 0.501}, {"share": 0.5}),
        (
            "T-SHARE",
            {"share": 0.2, "risk_share": 0.2},
            {"share": 0.199, "risk_share": 0.2},
        ),
        (
            "T-CONTRACT",
            {"contract_months": 6.0, "contract_limit": 6.0},
            {"contract_months": 6.1, "contract_limit": 6.0},
        ),
        ("W-SINGLE", {"contacts": 2.0}, {"contacts": 3.0, "our_contacts": 2.0}),
        ("W-SINGLE", {"our_contacts": 1.0}, {"contacts": 3.0}),
        (
            "W-COST",
            {"cost_ratio": 0.11, "high_cost_ratio": 0.1},
            {"cost_ratio": 0.1, "high_cost_ratio": 0.1},
        ),
        (
            "O-REFERENCE",
            {"brand": 1.0, "logo": "no", "tier": "B"},
            {"brand": 1.0, "logo": "asked", "tier": "B"},
        ),
        (
            "T-ERRATIC",
            {"xyz": "Z", "abc": "A"},
            {"xyz": "Z", "abc": "B"},
        ),
    ],
)
def test_a_rule_fires_on_its_threshold_and_not_beside_it(
    rule: str, on_it: dict[str, float | str], off_it: dict[str, float | str]
) -> None:
    assert rule in fired(**on_it)
    assert rule not in fired(**off_it)


def test_white_space_needs_the_rating_and_the_share_of_wallet() -> None:
    # 600 of 2,400 is 25 %, less than 30 %; potential is rated 7.
    roomy = with_number(golden.portfolio(), "Hotel", potential=2400)
    assert "O-WHITESPACE" in ids(facts(roomy), "Hotel")
    full = with_number(golden.portfolio(), "Hotel", potential=1000)  # 60 %
    assert "O-WHITESPACE" not in ids(facts(full), "Hotel")


def test_a_rule_without_its_facts_is_silent_and_says_what_is_missing() -> None:
    silent = {each.rule: each.missing for each in found(facts(), "Cartech").silent}
    assert [text.en for text in silent["T-VISION"]] == ["vision"]
    assert [text.de for text in silent["T-CONTRACT"]] == ["Vertragsende"]


def test_nothing_fires_where_nothing_is_known() -> None:
    assert fired() == []


def test_an_entry_keeps_rule_subject_and_figures() -> None:
    point = found(facts(), "Vicom").points[0]
    assert (point.id, point.rule, point.subject) == (
        "W-RATING:relationship", "W-RATING", "relationship",
    )  # fmt: skip
    assert point.sentence.en == "Relationship & engagement: we are rated only 2 of 10."
    assert [(figure.key, figure.value) for figure in point.figures] == [("criterion_rating", 2.0)]


def test_ids_do_not_depend_on_the_order_of_rules_or_accounts() -> None:
    assert proposal_id("T-SHARE") == "T-SHARE"
    known = facts()
    backwards = known.taken(list(range(len(known)))[::-1])
    rules = shipped_rules().swot
    for name in golden.NAMES:
        there = swots(backwards, rules[::-1])[backwards.names.index(name)]
        assert {p.id for p in there.points} == set(ids(known, name))


def test_a_criterion_without_weight_is_not_asked() -> None:
    policy = golden.reweighted({"product_fit": 50, "revenue_volume": 50})
    known = facts_of(assess(golden.portfolio(), policy, golden.TODAY))
    assert "S-RATING:relationship" not in ids(known, "Cartech")
    assert "S-RATING:product_fit" in ids(known, "Cartech")


@given(cases(), st.data())
def test_forgetting_a_figure_never_adds_an_entry(case: Case, data: st.DataObject) -> None:
    known = facts_of(assess(case.portfolio, case.policy, golden.TODAY), fixed_costs=1.0)
    rules = shipped_rules().swot
    before = [{point.id for point in swot.points} for swot in swots(known, rules)]
    key = data.draw(st.sampled_from([*known.numbers, *known.texts]))
    blank = np.full(len(known), "" if known.kind(key).textual else np.nan)
    after = [{p.id for p in swot.points} for swot in swots(known.with_columns({key: blank}), rules)]
    assert all(now <= then for now, then in zip(after, before, strict=True))


@given(st.integers(1, 9), st.integers(1, 10))
def test_a_better_solvency_never_adds_a_threat(worse: int, better: int) -> None:
    worse, better = sorted((worse, better))

    def threats(rating: int) -> set[str]:
        changed = golden.with_rating(golden.portfolio(), "Großbesteller", "solvency", rating)
        return {p.id for p in found(facts(changed), "Großbesteller").of("threat")}

    assert threats(better) <= threats(worse)


def test_a_map_of_relationships_with_one_contact_is_a_weakness() -> None:
    alone = PlanFacts(contacts=(Contact("Weber", ours="Keller"),))
    known = with_plans(facts(), {"Hotel": alone})
    point = next(p for p in found(known, "Hotel").points if p.id == "W-SINGLE")
    assert point.sentence.en == (
        "The relationship hangs on few people: 1 contacts there, 1 of ours."
    )
