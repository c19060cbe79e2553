"""The summary of an account in sentences: facts, never opinions."""

from __future__ import annotations

from collections.abc import Sequence

from kamxl.domain.conditions import YES, ask_once
from kamxl.domain.facts import Facts
from kamxl.domain.rulebook import PlanType, SentenceRule
from kamxl.domain.wording import Statement, filled
from kamxl.text import LANGUAGES, Text


def summary(facts: Facts, rules: Sequence[SentenceRule], account: int) -> Statement | None:
    """Return the sentences whose rules fire, as one text; None where none does."""
    said = [
        filled(rule.sentence, rule, facts, account)
        for rule in rules
        if ask_once(rule.when, facts).answers[account] == YES
    ]
    if not said:
        return None
    text = Text(*(" ".join(each.text(language) for each in said) for language in LANGUAGES))
    return Statement(text, tuple(dict.fromkeys(fig for each in said for fig in each.figures)))


def plan_type(facts: Facts, rules: Sequence[PlanType], account: int) -> PlanType | None:
    """Return what an account's plan is for: the first rule that fires."""
    return next(
        (rule for rule in rules if ask_once(rule.when, facts).answers[account] == YES), None
    )
