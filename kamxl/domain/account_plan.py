"""Everything that is generated for the candidates' checklists and strategy sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.candidates import Candidates
from kamxl.domain.capacity import ACCOUNTS_PER_MANAGER, owner_loads
from kamxl.domain.checklist import Answer, Result, checklists, result
from kamxl.domain.completeness import Completeness, completeness
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.facts import Facts
from kamxl.domain.kpis import Kpi, kpi_proposals, unmeasured
from kamxl.domain.plan_facts import PlanFacts, plan_findings, with_plans
from kamxl.domain.planning import Proposals, proposals
from kamxl.domain.rulebook import PlanType, Rulebook, Silence
from kamxl.domain.summary import plan_type, summary
from kamxl.domain.swot import Swot, swots
from kamxl.domain.wording import Statement
from kamxl.findings import Finding

NOBODY = PlanFacts()


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What is computed for one account's checklist and strategy sheet."""

    id: str
    account: int
    plan_type: PlanType | None
    summary: Statement | None
    answers: tuple[Answer, ...]
    result: Result
    swot: Swot
    kpis: tuple[Kpi, ...]
    proposals: Proposals
    completeness: Completeness
    cadence: int | None
    contact_overdue: bool | None
    silent: tuple[Silence, ...]
    findings: tuple[Finding, ...]


def candidate_facts(
    assessed: Assessment,
    chosen: Candidates,
    rulebook: Rulebook,
    plans: Mapping[str, PlanFacts] | None = None,
    *,
    fixed_costs: float | None = None,
    accounts_per_manager: int = ACCOUNTS_PER_MANAGER,
) -> Facts:
    """Return the facts of the candidates only, in their order, with what people planned.

    Everything that needs the whole portfolio is computed before the others are left out.
    """
    facts = facts_of(assessed, fixed_costs=fixed_costs)
    loads = owner_loads(assessed, chosen.mask(len(assessed)))
    facts = facts.with_columns({"owner_load": loads}).taken(chosen.places)
    cadence = [float(rulebook.cadence.get(str(tier), np.nan)) for tier in facts.text("tier")]
    facts = facts.with_columns(
        {"cadence_days": cadence, "owner_limit": [float(accounts_per_manager)] * len(facts)}
    )
    plans = plans or {}
    facts = with_plans(facts, plans)
    measured = [
        np.nan
        if (plan := plans.get(id_)) is None or plan.kpis is None
        else float(len(unmeasured(facts, rulebook.kpis, place, plan.kpis)))
        for place, id_ in enumerate(facts.ids)
    ]
    return facts.with_columns({"criteria_unmeasured": measured})


def account_plans(
    facts: Facts,
    chosen: Candidates,
    rulebook: Rulebook,
    plans: Mapping[str, PlanFacts] | None = None,
    proposed_on: Mapping[str, Mapping[str, dt.date]] | None = None,
) -> tuple[AccountPlan, ...]:
    """Return the plans of all candidates; `facts` are those of `candidate_facts`.

    `proposed_on` tells by account and by proposal when it was first made.
    """
    plans, proposed_on = plans or {}, proposed_on or {}
    answered = checklists(facts, rulebook.questions)
    found = swots(facts, rulebook.swot)
    return tuple(
        _plan(
            facts,
            place,
            account,
            rulebook,
            plans.get(facts.ids[place], NOBODY),
            answered[place],
            found[place],
            proposed_on.get(facts.ids[place], {}),
        )
        for place, account in enumerate(chosen.places)
    )


def _plan(
    facts: Facts,
    place: int,
    account: int,
    rulebook: Rulebook,
    plan: PlanFacts,
    answers: tuple[Answer, ...],
    swot: Swot,
    proposed_on: Mapping[str, dt.date],
) -> AccountPlan:
    tier = str(facts.text("tier")[place])
    open_questions = [
        answer for answer in answers if answer.open(plan.decisions.get(answer.id, ""))
    ]
    kpis, quiet = kpi_proposals(facts, rulebook.kpis, place)
    proposed = proposals(facts, rulebook, place, swot.points, open_questions, proposed_on)
    since, cadence = facts.number("days_since_contact")[place], rulebook.cadence.get(tier)
    return AccountPlan(
        id=facts.ids[place],
        account=account,
        plan_type=plan_type(facts, rulebook.plan_types, place),
        summary=summary(facts, rulebook.sentences, place),
        answers=answers,
        result=result(answers, plan.decisions, rulebook.recommendations, facts, place),
        swot=swot,
        kpis=kpis,
        proposals=proposed,
        completeness=completeness(plan, tier),
        cadence=cadence,
        contact_overdue=None if cadence is None or np.isnan(since) else bool(since > cadence),
        silent=tuple(dict.fromkeys((*swot.silent, *quiet, *proposed.silent))),
        findings=tuple(plan_findings(account, facts.names[place], plan, facts.today)),
    )
