"""Sentences of rules, filled with one account's figures; each keeps the figures that it used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kamxl.domain.explanation import COSTS, STRENGTHS, largest, lost_points, short_number
from kamxl.domain.facts import Facts, Figure, enumerated, shown
from kamxl.domain.gates import UNFIT
from kamxl.domain.rounding import nine
from kamxl.domain.rulebook import Rule
from kamxl.text import LANGUAGES, Language, Text

PLACE = re.compile(r"\{([A-Za-z_][\w.\-]*)\}")
NONE = Text("none", "keine")
NOT_KNOWN = Text("Not known: {}.", "Nicht bekannt: {}.")
TOP = 10.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and the figures in it."""

    text: Text
    figures: tuple[Figure, ...] = ()


@lru_cache(maxsize=4_096)
def places(template: Text) -> tuple[str, ...]:
    """Return the names of a template's places, in order; both languages must have the same."""
    return tuple(dict.fromkeys(PLACE.findall(template.en)))


def _strongest(facts: Facts, account: int) -> Text:
    return _criteria(facts, largest(facts.points[account], STRENGTHS))


def _costliest(facts: Facts, account: int) -> Text:
    weights = np.array([criterion.effective_weight for criterion in facts.criteria])
    rated = ~np.isnan(facts.ratings[account])
    covered = float(weights[rated].sum())
    if covered <= 0:
        return NONE
    parts = np.where(rated, weights * np.nan_to_num(facts.ratings[account]) / covered, 0.0)
    return _criteria(facts, largest(lost_points(parts, weights, TOP), COSTS))


def _criteria(facts: Facts, found: list[int]) -> Text:
    return enumerated([facts.criteria[place].name for place in found]) if found else NONE


def _gate(facts: Facts, account: int) -> Text:
    """Return which gates are closed: Solvency ≤ 3."""
    closed = []
    for place, criterion in enumerate(facts.criteria):
        rating = facts.ratings[account, place]
        if criterion.gate and criterion.active and nine(rating) <= nine(criterion.gate.limit):
            name, limit = criterion.name, criterion.gate.limit
            closed.append(Text(*(f"{name(la)} ≤ {short_number(limit, la)}" for la in LANGUAGES)))
    if facts.text("reputation_fits")[account] == "no":
        closed.append(UNFIT)
    return enumerated(closed) if closed else NONE


def _name(facts: Facts, account: int) -> Text:
    return Text.same(facts.names[account] or facts.ids[account] or "?")


PHRASES = {"name": _name, "strongest": _strongest, "costliest": _costliest, "gate": _gate}
# Given only where a rule is asked for one criterion after the other.
CRITERION = "criterion"


def filled(
    template: Text,
    rule: Rule,
    facts: Facts,
    account: int,
    given: Mapping[str, Text] | None = None,
) -> Statement:
    """Return a template with its places filled: facts, parameters of the rule, phrases.

    What is not known stands there as “unknown”.
    """
    if not places(template) and "{" not in template.de:
        return Statement(template)
    phrases: dict[str, Text] = dict(given or {})
    figures: list[Figure] = []
    for key in places(template):
        if key in phrases:
            continue
        if key in PHRASES:
            phrases[key] = PHRASES[key](facts, account)
        elif key in rule.parameters:
            phrases[key] = parameter(rule, key, facts.currency)
        else:
            figure = facts.figure(key, account)
            figures.append(figure)
            phrases[key] = figure.shown

    def said(language: Language) -> str:
        return PLACE.sub(lambda found: phrases[found[1]](language), template(language))

    return Statement(Text(said("en"), said("de")), tuple(figures))


def parameter(rule: Rule, key: str, currency: str) -> Text:
    """Return a parameter of a rule in words, in the unit of the fact that it is compared with."""
    value = rule.parameters[key]
    return shown(value, rule.units[key], currency) if key in rule.units else shown_plain(value)


def shown_plain(value: float) -> Text:
    """Return a number without a unit."""
    return Text(*(short_number(value, language) for language in LANGUAGES))


def lacking_text(missing: tuple[Text, ...]) -> Text:
    """Return what is missing, as a sentence; there must be something."""
    said = enumerated(missing)
    return Text(*(NOT_KNOWN(language).format(said(language)) for language in LANGUAGES))
