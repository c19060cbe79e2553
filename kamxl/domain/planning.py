"""What a plan proposes: goals, actions, risks, needs, loyalty; each with an id that stays.

The day on which something is due counts from the day on which it was first proposed
(`proposed_on`, by id), so that running again does not put it off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kamxl.domain.checklist import Answer
from kamxl.domain.conditions import UNCLEAR, YES, Operand, ask_once
from kamxl.domain.facts import Facts, Figure, shown
from kamxl.domain.rulebook import (
    ActionRule,
    BenefitRule,
    GoalRule,
    NeedRule,
    RiskRule,
    Rule,
    Rulebook,
    Silence,
)
from kamxl.domain.swot import Point, proposal_id
from kamxl.domain.wording import filled
from kamxl.text import Text

# Where an action comes from: a rule of its own, an entry of the SWOT, an open question.
FROM_RULE, FROM_SWOT, FROM_QUESTION = "rule", "swot", "question"
SWOT_DAYS = 90


@dataclass(frozen=True, slots=True)
class ProposedGoal:
    """A goal with how, why, what, both sides' benefit, today's value and the one to reach."""

    id: str
    goal: Text
    how: Text
    why: Text
    what: Text
    benefit_us: Text
    benefit_customer: Text
    kpi: str
    baseline: Text | None
    target: Text | None
    due: dt.date
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ProposedAction:
    """Something to do, where it comes from, what it answers, and by when."""

    id: str
    action: Text
    source: str
    rule: str
    role: Text
    due: dt.date
    goal: str
    swot: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ProposedRisk:
    """A risk: likelihood and impact 1 to 5, what is at stake, what to do, what to watch."""

    id: str
    risk: Text
    counter: Text
    indicator: Text
    likelihood: int
    impact: int
    stake: float | None
    stake_shown: Text | None
    swot: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ProposedNeed:
    """A need to expect, the day that sets it off, and the last day for a solution before it."""

    id: str
    need: Text
    solution: Text
    trigger: dt.date | None
    act_by: dt.date | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ProposedService:
    """A service or process to agree, its standard, and whose it is."""

    id: str
    service: Text
    standard: Text
    role: Text


@dataclass(frozen=True, slots=True)
class ProposedBenefit:
    """A benefit for loyalty."""

    id: str
    benefit: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that a plan proposes for one account, and the rules that could not be asked."""

    goals: tuple[ProposedGoal, ...]
    actions: tuple[ProposedAction, ...]
    risks: tuple[ProposedRisk, ...]
    needs: tuple[ProposedNeed, ...]
    services: tuple[ProposedService, ...]
    benefits: tuple[ProposedBenefit, ...]
    silent: tuple[Silence, ...]


def proposals(
    facts: Facts,
    rulebook: Rulebook,
    account: int,
    points: Sequence[Point],
    questions: Sequence[Answer],
    proposed_on: Mapping[str, dt.date] | None = None,
) -> Proposals:
    """Return what one account's plan proposes.

    `points` are its SWOT; `questions` those answers that are open, of which each makes an action.
    Every threat and opportunity has an action: one of the table, or the measure of its own rule.
    """
    planner = _Planner(
        facts, account, rulebook, {point.id: point for point in points}, proposed_on or {}
    )
    goals = tuple(planner.goals())
    return Proposals(
        goals=goals,
        actions=tuple(planner.actions({goal.id for goal in goals}, questions)),
        risks=tuple(planner.risks()),
        needs=tuple(planner.needs()),
        services=tuple(planner.services()),
        benefits=tuple(planner.benefits()),
        silent=tuple(dict.fromkeys(planner.silent)),
    )


class _Planner:
    """Asks the tables about one account, and keeps which rules were silent."""

    def __init__(
        self,
        facts: Facts,
        account: int,
        rulebook: Rulebook,
        points: Mapping[str, Point],
        proposed_on: Mapping[str, dt.date],
    ) -> None:
        self.facts, self.account = facts, account
        self.rulebook, self.points = rulebook, points
        self.proposed_on = proposed_on
        self.silent: list[Silence] = []

    def fires(self, rule: Rule) -> bool:
        asked = ask_once(rule.when, self.facts)
        answer = asked.answers[self.account]
        if answer == UNCLEAR:
            missing = tuple(self.facts.missing(key) for key in asked.lacking(self.account))
            self.silent.append(Silence(rule.id, "", missing))
        return bool(answer == YES)

    def say(self, template: Text, rule: Rule) -> tuple[Text, tuple[Figure, ...]]:
        said = filled(template, rule, self.facts, self.account)
        return said.text, said.figures

    def after(self, id_: str, days: int) -> dt.date:
        return self.proposed_on.get(id_, self.facts.today) + dt.timedelta(days=days)

    def day(self, fact: str) -> dt.date | None:
        value = self.facts.value(fact, self.account) if fact else None
        return dt.date.fromordinal(int(value)) if isinstance(value, float) else None

    def amount(self, target: Operand | None, fact: str) -> Text | None:
        if target is None:
            return None
        value = float(target.values(self.facts)[self.account])
        if np.isnan(value):
            return None
        return shown(value, self.facts.kind(fact or target.fact), self.facts.currency)

    def answered(self, swot: Sequence[str]) -> tuple[str, ...]:
        """Return the entries of this account's SWOT that belong to rules."""
        return tuple(id_ for id_, point in self.points.items() if point.rule in swot)

    def goals(self) -> Iterator[ProposedGoal]:
        for rule in self.rulebook.goals:
            if self.fires(rule):
                yield self.goal(rule)

    def goal(self, rule: GoalRule) -> ProposedGoal:
        goal, figures = self.say(rule.goal, rule)
        why, more = self.say(rule.why, rule)
        return ProposedGoal(
            id=rule.id,
            goal=goal,
            how=self.say(rule.how, rule)[0],
            why=why,
            what=self.say(rule.what, rule)[0],
            benefit_us=self.say(rule.benefit_us, rule)[0],
            benefit_customer=self.say(rule.benefit_customer, rule)[0],
            kpi=rule.kpi,
            baseline=self.facts.figure(rule.fact, self.account).shown if rule.fact else None,
            target=self.amount(rule.target, rule.fact),
            due=self.after(rule.id, rule.days),
            figures=tuple(dict.fromkeys((*figures, *more))),
        )

    def actions(self, goals: set[str], questions: Sequence[Answer]) -> Iterator[ProposedAction]:
        covered: set[str] = set()
        for rule in self.rulebook.actions:
            # An action for entries of the SWOT is proposed where one of them stands.
            answers = self.answered(rule.swot)
            if (rule.swot and not answers) or not self.fires(rule):
                continue
            covered.update(answers)
            text, figures = self.say(rule.action, rule)
            yield ProposedAction(
                id=rule.id,
                action=text,
                source=FROM_SWOT if answers else FROM_RULE,
                rule=rule.id,
                role=self.role(rule.role),
                due=self.due(rule),
                goal=rule.goal if rule.goal in goals else "",
                swot=answers,
                figures=figures,
            )
        for point in self.points.values():
            if point.measure and point.id not in covered:
                id_ = proposal_id("swot", point.id)
                yield ProposedAction(
                    id=id_,
                    action=point.measure,
                    source=FROM_SWOT,
                    rule=point.rule,
                    role=self.role("kam"),
                    due=self.after(id_, SWOT_DAYS),
                    goal="",
                    swot=(point.id,),
                    figures=point.figures,
                )
        for answer in questions:
            id_ = proposal_id("ask", answer.id)
            yield ProposedAction(
                id=id_,
                action=answer.action,
                source=FROM_QUESTION,
                rule=answer.id,
                role=self.role(answer.role),
                due=self.after(id_, answer.days),
                goal="",
                swot=(),
                figures=answer.figures,
            )

    def role(self, key: str) -> Text:
        return self.rulebook.roles.get(key) or Text.same(key)

    def due(self, rule: ActionRule) -> dt.date:
        """Return when an action is due: after it was proposed, or ahead of a day."""
        trigger = self.day(rule.before)
        if trigger is None:
            return self.after(rule.id, rule.days)
        return _ahead(trigger, rule.days, self.proposed_on.get(rule.id, self.facts.today))

    def risks(self) -> Iterator[ProposedRisk]:
        for rule in self.rulebook.risks:
            entries = self.answered(rule.swot)
            if (not rule.swot or entries) and self.fires(rule):
                yield self.risk(rule, entries)

    def risk(self, rule: RiskRule, entries: tuple[str, ...]) -> ProposedRisk:
        text, figures = self.say(rule.risk, rule)
        stake = self.facts.value(rule.stake, self.account) if rule.stake else None
        return ProposedRisk(
            id=rule.id,
            risk=text,
            counter=self.say(rule.counter, rule)[0],
            indicator=self.say(rule.indicator, rule)[0],
            likelihood=rule.likelihood,
            impact=rule.impact,
            stake=stake if isinstance(stake, float) else None,
            stake_shown=self.facts.figure(rule.stake, self.account).shown if rule.stake else None,
            swot=entries,
            figures=figures,
        )

    def needs(self) -> Iterator[ProposedNeed]:
        for rule in self.rulebook.needs:
            if self.fires(rule):
                yield self.need(rule)

    def need(self, rule: NeedRule) -> ProposedNeed:
        text, figures = self.say(rule.need, rule)
        trigger = self.day(rule.trigger)
        return ProposedNeed(
            id=rule.id,
            need=text,
            solution=self.say(rule.solution, rule)[0],
            trigger=trigger,
            act_by=None
            if trigger is None
            else _ahead(trigger, rule.lead, self.proposed_on.get(rule.id, self.facts.today)),
            figures=figures,
        )

    def services(self) -> Iterator[ProposedService]:
        for rule in self.rulebook.services:
            if self.fires(rule):
                service, _ = self.say(rule.service, rule)
                standard, _ = self.say(rule.standard, rule)
                yield ProposedService(rule.id, service, standard, self.role(rule.role))

    def benefits(self) -> Iterator[ProposedBenefit]:
        for rule in self.rulebook.benefits:
            if self.fires(rule):
                yield self.benefit(rule)

    def benefit(self, rule: BenefitRule) -> ProposedBenefit:
        return ProposedBenefit(rule.id, self.say(rule.benefit, rule)[0], rule.kind)


def _ahead(trigger: dt.date, days: int, proposed: dt.date) -> dt.date:
    """Return the day some days ahead of another, not before it was proposed, if that is ahead."""
    ahead = max(trigger - dt.timedelta(days=days), proposed)
    return min(ahead, trigger - dt.timedelta(days=1))
