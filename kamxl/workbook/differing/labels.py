"""How cells that differ are called, and how what stands in them is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kamxl.domain.edits import CRITERION, FACTOR, RATING, Value
from kamxl.domain.managers import SKILLS
from kamxl.domain.policy import RATED, Policy
from kamxl.text import Language, Text, day_text, percent
from kamxl.workbook import words
from kamxl.workbook.sheets.disclosure import SIGNED
from kamxl.workbook.sheets.settings import LADDER_TITLE, RULES, STYLES
from kamxl.workbook.sheets.stress import LOST

BLANK = Text("blank", "leer")
# Judgements on the sheet of weights, and managers' own ratings: `weights:swing:solvency`.
WEIGHTS, MANAGER = "weights:", "manager:"
# What people wrote on the sheets of disclosure and stress test: `answer:lost_1`.
ANSWER = "answer:"
ANSWERS: Mapping[str, Text] = {**SIGNED, **LOST}
COMPARED = Text("compared with", "verglichen mit")


def amount(value: float, language: Language) -> str:
    """Return a number with its digits, no more than ten: 1,234.5 or 1.234,5."""
    plain = f"{value:,.10g}"
    return plain.translate(str.maketrans(",.", ".,")) if language == "de" else plain


def shown(value: Value, language: Language, *, as_percent: bool = False) -> str:
    """Return a typed cell in words."""
    if value is None or value == "":
        return BLANK(language)
    if isinstance(value, Text):
        return value(language)
    if isinstance(value, bool):
        return (words.YES if value else words.NO)(language)
    if isinstance(value, dt.date):
        return day_text(value, language)
    if isinstance(value, (int, float)):
        return percent(value, 1, language) if as_percent else amount(value, language)
    return value


def input_label(key: str, policies: tuple[Policy, Policy]) -> Text:
    """Return what a column of typed cells is called; a criterion's rating by its later name."""
    if key.startswith(RATING):
        return criterion_name(key.removeprefix(RATING), policies)
    for labels in (words.ACCOUNT_COLUMNS, words.RATING_COLUMNS, words.STRENGTH_COLUMNS):
        if key in labels:
            return labels[key]
    return Text.same(key)


def criterion_name(key: str, policies: tuple[Policy, Policy]) -> Text:
    """Return the name of a criterion, the later one where it has two."""
    for policy in reversed(policies):
        place = policy.position(key)
        if place is not None:
            return policy.criteria[place].name
    return Text.same(key)


def worded(kind: str, value: Value) -> Value:
    """Return the phrase of a value that is chosen from a list, any other as it is."""
    known: Mapping[str, Text] = words.CHOICES.get(kind, {})
    return known.get(value, value) if isinstance(value, str) else value


def policy_label(key: str, policies: tuple[Policy, Policy]) -> Text:
    """Return what a setting, or a field of a criterion, is called."""
    parts = key.split(":")
    if key in words.SETTINGS:
        return words.SETTINGS[key][0]
    if key.startswith(CRITERION):
        name = criterion_name(parts[1], policies)
        return name if parts[2] == "name" else _joined(name, words.CRITERIA_COLUMNS[parts[2]])
    if key.startswith(FACTOR):
        place = Text(f"Factor {parts[1]}", f"Faktor {parts[1]}")
        return _joined(place, words.FACTOR_COLUMNS[parts[2]])
    if key.startswith(WEIGHTS):
        names = [criterion_name(one, policies) for one in parts[2].split("/")]
        if parts[1] in words.WEIGHT_COLUMNS:
            return _joined(names[0], words.WEIGHT_COLUMNS[parts[1]])
        return Text(*(f" {COMPARED(one)} ".join(n(one) for n in names) for one in ("en", "de")))
    if key.startswith(MANAGER):
        return _joined(Text.same(":".join(parts[1:-1]) or "–"), SKILLS[parts[-1]])
    if key.startswith(ANSWER):
        answered = key.removeprefix(ANSWER)
        return ANSWERS.get(answered, Text.same(answered))
    start, _, rest = key.partition("_")
    if start == "ladder" and rest in words.CHOICES["level"]:
        return _joined(LADDER_TITLE, words.CHOICES["level"][rest])
    rule, _, level = rest.rpartition("_")
    if start == "rule" and rule in RULES:
        return _joined(RULES[rule], words.CHOICES["level"][level])
    return Text.same(key)


def policy_value(key: str, value: Value) -> Value:
    """Return a setting's value, in words where it is chosen from a list."""
    kind = key.rpartition(":")[2]
    if kind == "source" and isinstance(value, str):
        return words.RATED_SOURCE if value == RATED else words.ACCOUNT_COLUMNS[value]
    if key.startswith(WEIGHTS):
        kind = key.split(":")[1]
    return worded(kind, value)


def is_percent(key: str) -> bool:
    """Return whether a setting is shown as a percentage."""
    return STYLES.get(key, "").startswith("percent")


def _joined(one: Text, other: Text) -> Text:
    return Text(f"{one.en}: {other.en}", f"{one.de}: {other.de}")
