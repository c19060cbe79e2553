"""Read rule tables; pydantic is the customs officer, frozen dataclasses come out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kamxl.domain.policy import Tier
from kamxl.domain.rulebook import TABLES, Decision, Each, Part, SwotPart
from kamxl.errors import PolicyError
from kamxl.text import Text

# As much as a cell of Excel holds.
LONGEST = 32_767

Phrase = Annotated[str, StringConstraints(pattern=r"\S", max_length=LONGEST)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Days = Annotated[int, Field(ge=0, le=3660)]
Weight = Annotated[int, Field(ge=1, le=5)]


class Table(BaseModel):
    """A table of a file: nothing but what is declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PhraseTable(Table):
    """A phrase in both languages."""

    en: Phrase
    de: Phrase

    def text(self) -> Text:
        """Return it as a Text."""
        return Text(self.en, self.de)


class RuleTable(Table):
    """What every rule may say."""

    id: Id
    when: list[Phrase] = []
    parameters: dict[Name, Annotated[float, Field(allow_inf_nan=False)] | str] = {}
    rows: list[str] = []


class QuestionTable(RuleTable):
    """A question of the checklist."""

    part: Part
    question: PhraseTable
    reason: PhraseTable
    action: PhraseTable
    role: Name = "kam"
    days: Days = 30


class SwotTable(RuleTable):
    """An entry of the SWOT."""

    part: SwotPart
    each: Each = ""
    sentence: PhraseTable
    measure: PhraseTable | None = None


class KpiTable(RuleTable):
    """A KPI."""

    name: PhraseTable
    unit: PhraseTable
    criteria: list[str] = []
    always: bool = False
    direction: Literal[1, -1] = 1
    fact: str = ""
    target: str = ""
    hint: PhraseTable | None = None


class ActionTable(RuleTable):
    """An action."""

    action: PhraseTable
    role: Name
    days: Days = 90
    before: str = ""
    swot: list[Id] = []
    goal: str = ""


class GoalTable(RuleTable):
    """A goal."""

    goal: PhraseTable
    how: PhraseTable
    why: PhraseTable
    what: PhraseTable
    benefit_us: PhraseTable
    benefit_customer: PhraseTable
    kpi: str = ""
    fact: str = ""
    target: str = ""
    days: Days = 365


class RiskTable(RuleTable):
    """A risk."""

    risk: PhraseTable
    counter: PhraseTable
    indicator: PhraseTable
    likelihood: Weight
    impact: Weight
    stake: str = ""
    swot: list[Id] = []


class NeedTable(RuleTable):
    """A need to expect."""

    need: PhraseTable
    solution: PhraseTable
    trigger: str = ""
    lead: Days = 60


class ServiceTable(RuleTable):
    """A service."""

    service: PhraseTable
    standard: PhraseTable
    role: Name


class BenefitTable(RuleTable):
    """A benefit for loyalty."""

    benefit: PhraseTable
    kind: Literal["information", "discount", "service", "event", "bonus", "reference"]


class SentenceTable(RuleTable):
    """A sentence of the summary."""

    sentence: PhraseTable


class NamedTable(RuleTable):
    """A recommendation: what to decide, its name, and why."""

    decision: Decision
    name: PhraseTable
    sentence: PhraseTable


class PlanTypeTable(RuleTable):
    """What a plan is for."""

    name: PhraseTable
    description: PhraseTable


class RuleFile(Table):
    """A file of rules: some tables, and what it changes about those that come with kamxl.

    `replace` names tables of which only this file's rules count, `off` rules that are not asked.
    """

    replace: list[Literal[TABLES]] = []  # type: ignore[valid-type]
    off: list[Id] = []
    cadence: dict[Tier, Annotated[int, Field(ge=1, le=3660)]] = {}
    roles: dict[Name, PhraseTable] = {}
    questions: list[QuestionTable] = []
    swot: list[SwotTable] = []
    kpis: list[KpiTable] = []
    actions: list[ActionTable] = []
    goals: list[GoalTable] = []
    risks: list[RiskTable] = []
    needs: list[NeedTable] = []
    services: list[ServiceTable] = []
    benefits: list[BenefitTable] = []
    sentences: list[SentenceTable] = []
    plan_types: list[PlanTypeTable] = []
    recommendations: list[NamedTable] = []

    def table(self, name: str) -> list[RuleTable]:
        """Return the rules of a table by its name."""
        found: list[RuleTable] = getattr(self, name)
        return found


def rules_from_toml(text: str, file: str) -> RuleFile:
    """Return what a TOML text says; PolicyError names `file` and the field."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyError(f"{file}: not a TOML file: {wrong}") from wrong
    try:
        given = RuleFile.model_validate(data)
    except ValidationError as wrong:
        complaints = "; ".join(
            f"{_field(error['loc'], data)}: {error['msg']}" for error in wrong.errors()
        )
        raise PolicyError(f"{file}: {complaints}") from wrong
    ids = [rule.id for table in TABLES for rule in given.table(table)]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        raise PolicyError(f"{file}: rules named twice: {', '.join(twice)}")
    return given


def read_rules(path: Path) -> RuleFile:
    """Return what a file says."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise PolicyError(f"{path}: cannot be read: {wrong}") from wrong
    return rules_from_toml(text, str(path))


def _field(place: tuple[int | str, ...], data: Mapping[str, object]) -> str:
    """Return where an error is in words people find again: swot.T-SHARE.sentence.de."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in place]
    rules = data.get(str(place[0])) if place else None
    if len(place) > 1 and isinstance(place[1], int) and isinstance(rules, list):
        entry = rules[place[1]]
        if isinstance(entry, dict) and "id" in entry:
            parts[1] = str(entry["id"])
    return ".".join(parts)
