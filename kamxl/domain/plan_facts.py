"""What people wrote on an account's strategy sheet, and the facts and findings that follow.

Everything is optional: None says that nobody has said anything, an empty list that there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kamxl.domain.facts import Facts, Strings
from kamxl.domain.rounding import Floats
from kamxl.findings import Finding, Subject

# The three teams that serve a key account together (row D11).
TEAMS: tuple[str, ...] = ("sales", "service", "operations")
OPEN: tuple[str, ...] = ("open", "running")
CLOSED: tuple[str, ...] = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer, and who of us (`ours`) knows them.

    `influence` is 1 to 5, `attitude` −2 to 2.
    """

    name: str
    role: str = ""
    influence: float | None = None
    attitude: float | None = None
    ours: str = ""
    last_contact: dt.date | None = None
    confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with how, why and what, both sides' benefit, and when it was decided and told."""

    id: str
    text: str = ""
    how: str = ""
    why: str = ""
    what: str = ""
    benefit_us: str = ""
    benefit_customer: str = ""
    due: dt.date | None = None
    decided: dt.date | None = None
    informed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A need to come: what sets it off, and when; `met` once it is."""

    id: str
    text: str
    trigger: dt.date | None = None
    value: float | None = None
    solution: str = ""
    goal: str = ""
    met: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """An action with owner and due day; `status` is open, running, done or dropped ("" is open)."""

    id: str
    text: str = ""
    owner: str = ""
    due: dt.date | None = None
    status: str = "open"
    goal: str = ""
    need: str = ""
    source: str = ""

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.status not in CLOSED

    def overdue(self, today: dt.date) -> bool:
        """Whether it is still to be done, and was due before today."""
        return self.open and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Service:
    """What we deliver, to which standard, and whether the customer knows the process."""

    text: str
    standard: str = ""
    process: str = ""
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """One account's plan as people left it."""

    goals: tuple[Goal, ...] | None = None
    team: Mapping[str, str] | None = None
    services: tuple[Service, ...] | None = None
    contacts: tuple[Contact, ...] | None = None
    last_contact: dt.date | None = None
    needs: tuple[Need, ...] | None = None
    tasks: tuple[Task, ...] | None = None
    kpis: tuple[str, ...] | None = None
    offers: int | None = None
    benefits: int | None = None
    business: str | None = None
    objectives: str | None = None
    customer_needs: str | None = None
    challenges: str | None = None
    purchasing: str | None = None
    long_benefit: str | None = None
    charter: tuple[str, ...] | None = None
    promoter_score: float | None = None
    satisfaction: float | None = None
    adoption: float | None = None
    decisions: Mapping[str, str] = field(default_factory=dict)

    @property
    def decided(self) -> dt.date | None:
        """The last day on which a goal was decided; None while one of them is not."""
        days = [goal.decided for goal in self.goals or ()]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def informed(self) -> dt.date | None:
        """The first day on which the customer was told of a goal."""
        return min((goal.informed for goal in self.goals or () if goal.informed), default=None)

    @property
    def latest_contact(self) -> dt.date | None:
        """The last day on which anyone spoke with anyone there."""
        days = [contact.last_contact for contact in self.contacts or ()]
        return max((day for day in [*days, self.last_contact] if day), default=None)


def told_too_early(goal: Goal) -> bool:
    """Return whether the customer was told of a goal before it was decided internally (D4)."""
    if goal.informed is None:
        return False
    return goal.decided is None or goal.informed < goal.decided


def _order_kept(plan: PlanFacts) -> float:
    """Return 0 where one goal was told too early, 1 where all are decided, NaN otherwise."""
    goals = plan.goals or ()
    if any(told_too_early(goal) for goal in goals):
        return 0.0
    return 1.0 if goals and all(goal.decided for goal in goals) else np.nan


def _distinct(names: Sequence[str]) -> float:
    return float(len({" ".join(name.split()).casefold() for name in names if name.strip()}))


def _figures(plan: PlanFacts, today: dt.date) -> Iterator[tuple[str, float]]:
    """Yield the facts that one plan tells."""
    if plan.decided:
        yield "decided", float(plan.decided.toordinal())
    if plan.informed:
        yield "informed", float(plan.informed.toordinal())
    yield "order_kept", _order_kept(plan)
    if plan.team is not None:
        yield "team_named", float(sum(bool(plan.team.get(team, "").strip()) for team in TEAMS))
    if plan.services is not None:
        yield "services", float(sum(bool(each.standard or each.process) for each in plan.services))
        yield "services_known", float(sum(each.known is True for each in plan.services))
    if plan.contacts is not None:
        yield "contacts", _distinct([contact.name for contact in plan.contacts])
        yield "our_contacts", _distinct([contact.ours for contact in plan.contacts])
    if plan.latest_contact:
        yield "days_since_contact", float((today - plan.latest_contact).days)
    if plan.needs is not None:
        waiting = [need for need in plan.needs if not need.met]
        yield "needs", float(len(waiting))
        yield "needs_dated", float(sum(need.trigger is not None for need in waiting))
    if plan.tasks is not None:
        yield "actions_open", float(sum(task.open for task in plan.tasks))
        yield "actions_overdue", float(sum(task.overdue(today) for task in plan.tasks))
    if plan.kpis is not None:
        yield "kpis_chosen", float(len(plan.kpis))
    profile = (plan.customer_needs, plan.challenges)
    if any(text is not None for text in profile):
        yield "profile_known", float(all(_said(text) for text in profile))
    if plan.long_benefit is not None:
        yield "benefit_seen", float(_said(plan.long_benefit))
    for key in ("offers", "benefits", "promoter_score", "satisfaction", "adoption"):
        value = getattr(plan, key)
        if value is not None:
            yield key, float(value)


def _said(text: str | None) -> bool:
    """Return whether a text says something: neither blank nor a known unknown."""
    return bool(text and text.strip() and text.strip() != "?")


def with_plans(facts: Facts, plans: Mapping[str, PlanFacts]) -> Facts:
    """Return the facts with what people planned, by the ids of accounts."""
    keys = dict.fromkeys(key for plan in plans.values() for key, _ in _figures(plan, facts.today))
    columns: dict[str, Floats] = {key: np.full(len(facts), np.nan) for key in keys}
    places = {id_: place for place, id_ in reversed(list(enumerate(facts.ids)))}
    for id_, plan in plans.items():
        if id_ in places:
            for key, value in _figures(plan, facts.today):
                columns[key][places[id_]] = value
    given: dict[str, Floats | Sequence[float] | Strings] = dict(columns)
    return facts.with_columns(given)


def plan_findings(account: int, name: str, plan: PlanFacts, today: dt.date) -> Iterator[Finding]:
    """Yield what contradicts itself in one plan: told too early, too late for a need, overdue."""
    subject = Subject(account, field="plan")
    for goal in plan.goals or ():
        if told_too_early(goal):
            yield Finding(
                "P-S1-ORDER",
                {
                    "account": name,
                    "goal": goal.text or goal.id,
                    "informed": str(goal.informed),
                    "decided": str(goal.decided or "–"),
                },
                subject,
            )
        one_sided = bool(goal.benefit_us.strip()) != bool(goal.benefit_customer.strip())
        if one_sided:
            yield Finding("P-ONE-SIDED", {"account": name, "goal": goal.text or goal.id}, subject)
    needs = {need.id: need for need in plan.needs or ()}
    for task in plan.tasks or ():
        need = needs.get(task.need)
        late = need is not None and need.trigger is not None and task.due is not None
        if task.open and late and task.due >= need.trigger:  # type: ignore[operator,union-attr]
            yield Finding(
                "P-LATE-FOR-NEED",
                {
                    "account": name,
                    "action": task.text or task.id,
                    "due": str(task.due),
                    "need": need.text if need else "",
                    "trigger": str(need.trigger if need else ""),
                },
                subject,
            )
        if task.overdue(today):
            yield Finding(
                "P-OVERDUE",
                {"account": name, "action": task.text or task.id, "due": str(task.due)},
                subject,
            )
    met = {task.goal for task in plan.tasks or () if task.status != "dropped"}
    if plan.tasks is not None:
        for goal in plan.goals or ():
            if goal.id not in met:
                yield Finding(
                    "P-GOAL-IDLE", {"account": name, "goal": goal.text or goal.id}, subject
                )
