"""From files of rules to one rulebook: later files replace and extend; everything is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamxl.domain.conditions import Condition, Operand, condition, kind_of, operand, parameter_units
from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.domain.rounding import nine
from kamxl.domain.rulebook import (
    TABLES,
    ActionRule,
    BenefitRule,
    GoalRule,
    KpiRule,
    NeedRule,
    PlanType,
    Question,
    Recommendation,
    RiskRule,
    Rule,
    Rulebook,
    SentenceRule,
    ServiceRule,
    SwotRule,
)
from kamxl.domain.wording import CRITERION, PHRASES, places
from kamxl.errors import PolicyError
from kamxl.rules.reading import PhraseTable, RuleFile, RuleTable
from kamxl.text import Text

KINDS: Mapping[str, type[Rule]] = {
    "questions": Question,
    "swot": SwotRule,
    "kpis": KpiRule,
    "actions": ActionRule,
    "goals": GoalRule,
    "risks": RiskRule,
    "needs": NeedRule,
    "services": ServiceRule,
    "benefits": BenefitRule,
    "sentences": SentenceRule,
    "plan_types": PlanType,
    "recommendations": Recommendation,
}
# Fields that name a fact which is a number, and those that name a day.
NUMBERS, DAYS = ("fact", "stake"), ("before", "trigger")


@dataclass(slots=True)
class _Merged:
    """Rules by table and id, each with the file it came from."""

    tables: dict[str, dict[str, tuple[RuleTable, str]]] = field(
        default_factory=lambda: {name: {} for name in TABLES}
    )
    cadence: dict[str, int] = field(default_factory=dict)
    roles: dict[str, Text] = field(default_factory=dict)
    off: list[tuple[str, str]] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)

    def add(self, given: RuleFile, file: str) -> None:
        for name in given.replace:
            self.replaced.update(self.tables[name])
            self.tables[name].clear()
        for name in TABLES:
            for rule in given.table(name):
                home = next((n for n in TABLES if n != name and rule.id in self.tables[n]), None)
                if home:
                    raise PolicyError(f"{file}: {name}.{rule.id}: {home} has a rule of that name")
                self.tables[name][rule.id] = (rule, file)
        self.cadence.update({str(tier): days for tier, days in given.cadence.items()})
        self.roles.update({key: phrase.text() for key, phrase in given.roles.items()})
        self.off += [(id_, file) for id_ in given.off]

    def ids(self, table: str) -> set[str]:
        return set(self.tables[table]) | self.replaced


def build(files: Sequence[tuple[str, RuleFile]]) -> Rulebook:
    """Return the rulebook of some files in their order; PolicyError names file, table and rule.

    A rule of a later file takes the place of the earlier one with the same id; others are appended.
    """
    merged = _Merged()
    for file, given in files:
        merged.add(given, file)
    known = {id_ for table in merged.tables.values() for id_ in table} | merged.replaced
    off = {id_ for id_, _ in merged.off}
    for id_, file in merged.off:
        if id_ not in known:
            raise PolicyError(f"{file}: off: there is no rule {id_!r}")
    tables: dict[str, Any] = {
        name: tuple(
            _rule(name, rule, file, merged)
            for rule, file in merged.tables[name].values()
            if rule.id not in off
        )
        for name in TABLES
    }
    return Rulebook(**tables, cadence=merged.cadence, roles=merged.roles)


def _rule(table: str, given: RuleTable, file: str, merged: _Merged) -> Rule:
    place = f"{file}: {table}.{given.id}"
    parameters = dict(_parameters(given, place))
    values: dict[str, Any] = {}
    for name in type(given).model_fields:
        value = getattr(given, name)
        if name in ("when", "parameters"):
            continue
        if isinstance(value, PhraseTable):
            values[name] = _template(value, f"{place}.{name}", given, parameters)
        elif name == "target":
            values[name] = _target(value, f"{place}.{name}", parameters)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
            _check_reference(name, value, f"{place}.{name}", merged)
    return KINDS[table](
        **values,
        when=tuple(
            _condition(source, f"{place}.when.{number}", parameters)
            for number, source in enumerate(given.when, start=1)
        ),
        parameters=parameters,
        units=parameter_units(given.when, FACT_KINDS, parameters),
    )


def _parameters(given: RuleTable, place: str) -> Iterator[tuple[str, float]]:
    for name, value in given.parameters.items():
        if name in FACT_KINDS:
            raise PolicyError(f"{place}.parameters.{name}: a fact has that name")
        yield name, _figure(value, f"{place}.parameters.{name}")


def _figure(value: float | str, place: str) -> float:
    """Return a number; `"10 %"` is 0.1."""
    if isinstance(value, str):
        bare = value.strip()
        try:
            return nine(float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1))
        except ValueError:
            raise PolicyError(f"{place}: {value!r} is neither a number nor a percentage") from None
    return float(value)


def _condition(source: str, place: str, parameters: Mapping[str, float]) -> Condition:
    try:
        return condition(source, FACT_KINDS, parameters)
    except PolicyError as wrong:
        raise PolicyError(f"{place}: {wrong}") from wrong


def _target(source: str, place: str, parameters: Mapping[str, float]) -> Operand | None:
    if not source:
        return None
    try:
        return operand(source, FACT_KINDS, parameters)
    except PolicyError as wrong:
        raise PolicyError(f"{place}: {wrong}") from wrong


def _template(
    phrase: PhraseTable, place: str, given: RuleTable, parameters: Mapping[str, float]
) -> Text:
    template = phrase.text()
    named = places(template)
    if set(named) != set(places(Text(template.de, template.en))):
        raise PolicyError(f"{place}: the two languages name different figures")
    for name in named:
        if name in PHRASES or name in parameters:
            continue
        if name == CRITERION and bool(getattr(given, "each", False)):
            continue
        try:
            kind_of(name, FACT_KINDS)
        except PolicyError as wrong:
            raise PolicyError(f"{place}: {{{name}}}: {wrong}") from wrong
    return template


def _check_reference(name: str, value: object, place: str, merged: _Merged) -> None:
    """Refuse names of facts, rules and roles that do not exist."""
    if name in (*NUMBERS, *DAYS) and value:
        try:
            kind = kind_of(str(value), FACT_KINDS)
        except PolicyError as wrong:
            raise PolicyError(f"{place}: {wrong}") from wrong
        if kind.textual or (name in DAYS and kind.unit != "date"):
            raise PolicyError(f"{place}: {value} is no {'day' if name in DAYS else 'number'}")
    if name == "role" and value not in merged.roles:
        raise PolicyError(f"{place}: there is no role {value!r} in [roles]")
    for table, referred in (
        ("swot", value if name == "swot" else ()),
        ("goals", [value] if name == "goal" and value else ()),
        ("kpis", [value] if name == "kpi" and value else ()),
    ):
        if isinstance(referred, (list, tuple)):
            for id_ in referred:
                if isinstance(id_, str) and id_ not in merged.ids(table):
                    raise PolicyError(f"{place}: {table} has no rule {id_!r}")
