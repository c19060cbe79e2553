"""The rule tables as data: what they ask, when they fire, what they say. Read by `kamxl.rules`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kamxl.domain.conditions import Condition, Operand
from kamxl.domain.facts import FactKind
from kamxl.text import Text

Part = Literal["identification", "working", "risk"]
SwotPart = Literal["strength", "weakness", "opportunity", "threat"]
SWOT_PARTS: tuple[SwotPart, ...] = ("strength", "weakness", "opportunity", "threat")
Decision = Literal["key", "candidate", "no"]
# For which criteria a rule is asked, one by one; "" for once an account.
Each = Literal["", "strength", "attractiveness", "criteria"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What every rule has: an id, when it fires, named parameters, the lines of its sources.

    `parameters` are what conditions and sentences call by name; `units` is how they are written.
    """

    id: str
    when: tuple[Condition, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, FactKind] = field(default_factory=dict)
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question(Rule):
    """One question of the checklist: yes when its conditions hold.

    `reason` states the figures, `action` is what an open question makes somebody do.
    """

    part: Part
    question: Text
    reason: Text
    action: Text
    role: str = "kam"
    days: int = 30


@dataclass(frozen=True, kw_only=True)
class SwotRule(Rule):
    """One entry of the SWOT, about our position with this customer; `measure` deals with it."""

    part: SwotPart
    sentence: Text
    measure: Text | None = None
    each: Each = ""


@dataclass(frozen=True, kw_only=True)
class KpiRule(Rule):
    """A figure to measure by, for some criteria or always; `fact` tells today's value if one does.

    `direction` is +1 where more is better. `unit` is a word for people.
    """

    name: Text
    unit: Text
    criteria: tuple[str, ...] = ()
    always: bool = False
    direction: Literal[1, -1] = 1
    fact: str = ""
    target: Operand | None = None
    hint: Text | None = None


@dataclass(frozen=True, kw_only=True)
class ActionRule(Rule):
    """Something to do: due `days` from when it was first proposed, or that long `before` a day.

    It answers the SWOT entries named in `swot`, and serves the goal named in `goal`.
    """

    action: Text
    role: str
    days: int = 90
    before: str = ""
    swot: tuple[str, ...] = ()
    goal: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalRule(Rule):
    """A goal to propose, with how, why and what, and what both sides gain."""

    goal: Text
    how: Text
    why: Text
    what: Text
    benefit_us: Text
    benefit_customer: Text
    kpi: str = ""
    fact: str = ""
    target: Operand | None = None
    days: int = 365


@dataclass(frozen=True, kw_only=True)
class RiskRule(Rule):
    """A risk with how likely and how grave (1 to 5), what is at stake, and what to do and watch."""

    risk: Text
    counter: Text
    indicator: Text
    likelihood: int
    impact: int
    stake: str = ""
    swot: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NeedRule(Rule):
    """A need to expect, from what is known; `trigger` is the fact with its day."""

    need: Text
    solution: Text
    trigger: str = ""
    lead: int = 60


@dataclass(frozen=True, kw_only=True)
class ServiceRule(Rule):
    """A service or process to agree with a key account, to a standard, and whose it is."""

    service: Text
    standard: Text
    role: str


@dataclass(frozen=True, kw_only=True)
class BenefitRule(Rule):
    """A benefit for loyalty; granted to accounts for which its conditions hold."""

    benefit: Text
    kind: Literal["information", "discount", "service", "event", "bonus", "reference"]


@dataclass(frozen=True, kw_only=True)
class SentenceRule(Rule):
    """One sentence of the summary."""

    sentence: Text


@dataclass(frozen=True, kw_only=True)
class Recommendation(Rule):
    """What the checklist proposes, as a name and a sentence: the first that fires."""

    decision: Decision
    name: Text
    sentence: Text


@dataclass(frozen=True, kw_only=True)
class PlanType(Rule):
    """What a plan is for, by the account's place on the matrix: the first that fires."""

    name: Text
    description: Text


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """All rule tables, and figures that go with them.

    `cadence` is days between contacts by tier. `roles` names who does something.
    """

    questions: tuple[Question, ...] = ()
    swot: tuple[SwotRule, ...] = ()
    kpis: tuple[KpiRule, ...] = ()
    actions: tuple[ActionRule, ...] = ()
    goals: tuple[GoalRule, ...] = ()
    risks: tuple[RiskRule, ...] = ()
    needs: tuple[NeedRule, ...] = ()
    services: tuple[ServiceRule, ...] = ()
    benefits: tuple[BenefitRule, ...] = ()
    sentences: tuple[SentenceRule, ...] = ()
    plan_types: tuple[PlanType, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    cadence: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, Text] = field(default_factory=dict)


# By the name of their table in a file.
TABLES: tuple[str, ...] = (
    "questions", "swot", "kpis", "actions", "goals", "risks", "needs", "services", "benefits",
    "sentences", "plan_types", "recommendations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule that could not be asked, and what is missing for it."""

    rule: str
    subject: str
    missing: tuple[Text, ...]
