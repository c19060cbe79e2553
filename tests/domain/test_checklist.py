from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.checklist import checklists
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.plan_facts import PlanFacts
from kamxl.rules import shipped_rules
from tests.domain import golden
from tests.domain.planned import (
    facts,
    plans,
    with_dates,
    with_number,
    with_texts,
)


def verdicts(name: str, **changes: object) -> dict[str, str]:
    answers = checklists(facts(**changes), shipped_rules().questions)  # type: ignore[arg-type]
    return {answer.id: answer.verdict for answer in answers[golden.place(name)]}


def said(name: str, question: str, language: str = "en", **changes: object) -> str:
    answers = checklists(facts(**changes), shipped_rules().questions)  # type: ignore[arg-type]
    found = next(a for a in answers[golden.place(name)] if a.id == question)
    return found.reason.en if language == "en" else found.reason.de


def test_every_account_is_asked_every_question() -> None:
    answers = checklists(facts(), shipped_rules().questions)
    assert {len(each) for each in answers} == {34}  # 20 + 9 + 5


# From the fixture: ratings, revenue 12,000 and margin 2,752 in all, fixed costs 2,200.
@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        (
            "Cartech",
            ["A1", "A2", "A6", "A7", "A8", "A12", "A17", "A20", "C1"],
            ["C5"],  # 2,752 − 570 − 2,200 = −18
        ),
        (
            "Vicom",
            ["A1", "A2", "A7"],
            # 18 % < 22.9 % margin; lifetime 4, need 6, relationship 2, tier C, 35 %, −204
            ["A6", "A8", "A12", "A17", "A20", "C1", "C5"],
        ),
        (
            "Großbesteller",
            ["A1", "A17", "C5"],  # 2,752 − 120 − 2,200 = 432
            ["A2", "A6", "A7", "A8", "A12", "A20", "C1"],  # margin rank 7 > revenue rank 2 + 3
        ),
        (
            "Hotel",
            ["A2", "A6", "A7", "A8", "A12", "A17", "A20", "C1", "C5"],
            ["A1"],  # 600 / 12,000 = 5 %
        ),
    ],
)
def test_the_golden_accounts_answer(name: str, yes: list[str], no: list[str]) -> None:
    found = verdicts(name)
    assert [key for key, verdict in found.items() if verdict == "yes"] == yes
    assert [key for key, verdict in found.items() if verdict == "no"] == no


def test_an_answer_states_its_figures_in_both_languages() -> None:
    assert said("Cartech", "A1") == "Share of revenue 12.5 %, threshold 10.0 %."
    assert said("Cartech", "A1", "de") == "Umsatzanteil 12,5 %, Schwelle 10,0 %."
    assert said("Vicom", "C5", "de") == "Jahresergebnis ohne Vicom: -204 EUR."


def test_an_unclear_answer_says_what_is_missing() -> None:
    assert said("Cartech", "A5") == "Not known: plans to expand and date of the expansion."
    assert said("Cartech", "B3") == "Not known: services on the strategy sheet."


def test_half_the_weight_of_revenue_would_change_who_is_chosen() -> None:
    policy = golden.reweighted({"revenue_volume": 80, "lifetime_value": 20})
    found = facts_of(assess(golden.portfolio(), policy, golden.TODAY))
    vicom = golden.place("Vicom")
    assert found.value("tier", vicom) == "A"  # 0.8 × 9 + 0.2 × 4 = 8.0
    assert found.value("tier_at_half_revenue", vicom) == "B"  # (40 × 9 + 20 × 4) / 60 = 7.33


def test_expansion_needs_a_date_to_come() -> None:
    planned = with_texts(golden.portfolio(), "Fertigung", expansion="yes")
    assert verdicts("Fertigung", portfolio=planned)["A5"] == "unclear"
    ahead = with_dates(planned, "Fertigung", expansion_date=dt.date(2026, 9, 1))
    assert verdicts("Fertigung", portfolio=ahead)["A5"] == "yes"
    past = with_dates(planned, "Fertigung", expansion_date=dt.date(2025, 9, 1))
    assert verdicts("Fertigung", portfolio=past)["A5"] == "no"
    none = with_texts(golden.portfolio(), "Fertigung", expansion="no")
    assert verdicts("Fertigung", portfolio=none)["A5"] == "no"


def test_a_prospect_has_potential_without_revenue_to_compare_it_with() -> None:
    known = with_number(golden.portfolio(), "Potenzialkunde", potential=500)
    assert verdicts("Potenzialkunde", portfolio=known)["A4"] == "yes"
    known = with_number(golden.portfolio(), "Hotel", potential=700)
    assert verdicts("Hotel", portfolio=known)["A4"] == "no"  # 100 / 600 = 16.7 % < 20 %


def test_a_reputation_called_unclear_is_unclear() -> None:
    said_so = with_texts(golden.portfolio(), "Hotel", reputation_fits="unclear")
    assert verdicts("Hotel", portfolio=said_so)["A15"] == "unclear"


def test_the_result_counts_answers_and_proposes() -> None:
    people = {
        "Cartech": PlanFacts(decisions={"A1": "yes", "A2": "no", "A7": "?", "A3": "yes"}),
    }
    result = plans(people=people)["Cartech"].result
    assert (result.yes, result.no, result.unclear, result.total) == (9, 1, 24, 34)
    assert (result.confirmed, result.decided) == (2, 3)
    assert result.open == 24 - 1 + 1  # unclear ones, less A3, which a person answered; and A7
    assert result.recommendation == "REC-KEY"


def test_each_open_question_makes_one_action() -> None:
    plan = plans()["Cartech"]
    asked = [action for action in plan.proposals.actions if action.source == "question"]
    assert len(asked) == plan.result.open == 24
    decided = {answer.id: "no" for answer in plan.answers}
    answered = plans(people={"Cartech": PlanFacts(decisions=decided)})["Cartech"]
    assert [a for a in answered.proposals.actions if a.source == "question"] == []


def test_t5_the_retail_candidate_is_a_candidate() -> None:
    found = plans()["Einzelhandel"].result
    assert found.recommendation == "REC-CANDIDATE"
    assert found.proposal.de == "Entwicklungskandidat"


def test_recommendations_of_the_golden_twelve() -> None:
    found = plans(pinned=golden.NAMES)
    assert {name: plan.result.recommendation for name, plan in found.items()} == {
        **dict.fromkeys(["Cartech", "Technologie", "Fertigung", "Hotel"], "REC-KEY"),
        **dict.fromkeys(["Potenzialkunde", "Einzelhandel", "Branchenführer"], "REC-CANDIDATE"),
        "Großbesteller": "REC-NO-GATE",
        **dict.fromkeys(["Vicom", *(f"Gelegenheit {x}" for x in "ABC")], "REC-NO"),
    }


def test_nothing_known_proposes_nothing_but_says_so() -> None:
    blank = dataclasses.replace(golden.portfolio(), ratings={}, texts={}, numbers={})
    found = plans(blank, pinned=["Hotel"])["Hotel"]
    assert found.result.recommendation == ""
    assert "Not known" in found.result.reason.en
    assert found.result.yes == 0
