"""KPIs that fit the criteria for which an account was chosen (row D14), and three for all (D15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain.conditions import UNCLEAR, YES, ask_once
from kamxl.domain.explanation import STRENGTHS, largest
from kamxl.domain.facts import Facts, shown
from kamxl.domain.rounding import nine
from kamxl.domain.rulebook import KpiRule, Silence
from kamxl.text import LANGUAGES, Text, number_text

MOST = 8
AT_RISK = 0.5
Light = Literal["on track", "at risk", "missed"]
ALWAYS = Text("for every key account", "für jeden Schlüsselkunden")
CHOSEN_FOR = Text("chosen for {}: {} points", "gewählt wegen {}: {} Punkte")


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure to measure by: today's value where it can be derived, and a target to start from.

    `criterion` is what the account was chosen for, "" where the KPI is for all. `direction` is +1
    where more is better.
    """

    id: str
    name: Text
    unit: Text
    direction: int
    value: float | None
    shown: Text
    target: float | None
    target_shown: Text | None
    criterion: str
    why: Text
    derivable: bool
    hint: Text | None


def kpi_proposals(
    facts: Facts, rules: Sequence[KpiRule], account: int, most: int = MOST
) -> tuple[tuple[Kpi, ...], tuple[Silence, ...]]:
    """Return the KPIs of one account, those for all first, and rules that could not be asked.

    Then come, in turn, the KPIs of the criteria that give it most of its points.
    """
    found: dict[str, Kpi] = {}
    silent: list[Silence] = []
    for rule, criterion, why in _ordered(facts, account, rules):
        if rule.id in found or len(found) >= most:
            continue
        asked = ask_once(rule.when, facts)
        if asked.answers[account] == UNCLEAR:
            missing = tuple(facts.missing(key) for key in asked.lacking(account))
            silent.append(Silence(rule.id, criterion, missing))
        elif asked.answers[account] == YES:
            found[rule.id] = _kpi(rule, facts, account, criterion, why)
    return tuple(found.values()), tuple(dict.fromkeys(silent))


def deciding_criteria(facts: Facts, account: int) -> tuple[str, ...]:
    """Return the criteria that give an account most of its points, the first three."""
    parts = np.nan_to_num(facts.points[account])
    return tuple(facts.criteria[place].key for place in largest(parts, STRENGTHS))


def _ordered(
    facts: Facts, account: int, rules: Sequence[KpiRule]
) -> Iterator[tuple[KpiRule, str, Text]]:
    reasons = {}
    for key in deciding_criteria(facts, account):
        place = facts.position(key)
        if place is not None:
            points = number_text(float(facts.points[account, place]), 2)
            name = facts.criteria[place].name
            reasons[key] = Text(
                *(CHOSEN_FOR(lang).format(name(lang), points(lang)) for lang in LANGUAGES)
            )
    for rule in rules:
        if rule.always:
            key = next((key for key in rule.criteria if key in reasons), "")
            yield rule, key, reasons.get(key, ALWAYS)
    by_criterion = [
        [rule for rule in rules if key in rule.criteria and not rule.always] for key in reasons
    ]
    for turn in range(max(map(len, by_criterion), default=0)):
        for key, listed in zip(reasons, by_criterion, strict=True):
            if turn < len(listed):
                yield listed[turn], key, reasons[key]


def _kpi(rule: KpiRule, facts: Facts, account: int, criterion: str, why: Text) -> Kpi:
    kind = facts.kind(rule.fact) if rule.fact else None
    value = facts.value(rule.fact, account) if rule.fact else None
    today = float(value) if isinstance(value, (int, float)) else None
    goal = float(rule.target.values(facts)[account]) if rule.target else np.nan
    target = None if np.isnan(goal) else goal
    return Kpi(
        id=rule.id,
        name=rule.name,
        unit=rule.unit,
        direction=rule.direction,
        value=today,
        shown=shown(today, kind, facts.currency) if kind else Text("–", "–"),
        target=target,
        target_shown=None
        if target is None
        else shown(target, kind, facts.currency)
        if kind
        else number_text(target, 0 if target == round(target) else 2),
        criterion=criterion,
        why=why,
        derivable=bool(rule.fact),
        hint=rule.hint,
    )


def light(
    base: float | None, target: float | None, actual: float | None, elapsed: float
) -> Light | None:
    """Return where a KPI stands: on track, at risk, or missed; None where a figure is missing.

    `elapsed` is the part of the time to the target that has gone by, 0 to 1; as much of the way
    from the base to the target is expected. Half of that is at risk, less is missed.
    """
    if base is None or target is None or actual is None:
        return None
    way = target - base
    gone = nine((actual - base) / way) if way else float(actual == target)
    expected = nine(min(max(elapsed, 0.0), 1.0))
    if gone >= expected:
        return "on track"
    return "at risk" if gone >= expected * AT_RISK else "missed"


def unmeasured(
    facts: Facts, rules: Sequence[KpiRule], account: int, chosen: Sequence[str]
) -> tuple[str, ...]:
    """Return the deciding criteria for which none of the chosen KPIs stands."""
    measured = {key for rule in rules if rule.id in chosen for key in rule.criteria}
    known = {key for rule in rules for key in rule.criteria}
    return tuple(
        key for key in deciding_criteria(facts, account) if key in known and key not in measured
    )
