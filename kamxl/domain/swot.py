"""The SWOT that figures suggest: our position with this customer, each entry with its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamxl.domain.conditions import UNCLEAR, YES, ask
from kamxl.domain.facts import POINTS, RATING, Facts, Figure
from kamxl.domain.rulebook import SWOT_PARTS, Each, Silence, SwotPart, SwotRule
from kamxl.domain.wording import CRITERION, filled
from kamxl.text import Text


@dataclass(frozen=True, slots=True)
class Point:
    """One entry. Its id is the rule's, and the criterion's where the rule is asked for each."""

    id: str
    rule: str
    subject: str
    part: SwotPart
    sentence: Text
    figures: tuple[Figure, ...]
    measure: Text | None


@dataclass(frozen=True, slots=True)
class Swot:
    """The entries of one account in the order of the four parts, and the rules that are silent."""

    points: tuple[Point, ...]
    silent: tuple[Silence, ...]

    def of(self, part: SwotPart) -> tuple[Point, ...]:
        """Return the entries of one part."""
        return tuple(point for point in self.points if point.part == part)


def proposal_id(rule: str, subject: str = "") -> str:
    """Return an id that depends on the rule and what it is about, never on an order."""
    return f"{rule}:{subject}" if subject else rule


def swots(facts: Facts, rules: Sequence[SwotRule]) -> tuple[Swot, ...]:
    """Return the SWOT of every account. A rule whose facts are missing never fires: it is silent.

    A rule for each criterion asks those of its axis that are active and weigh something.
    """
    points: list[list[Point]] = [[] for _ in range(len(facts))]
    silent: list[list[Silence]] = [[] for _ in range(len(facts))]
    for rule in rules:
        for subject, name, about in _subjects(facts, rule.each):
            asked = ask(rule.when, about)
            given = {CRITERION: name} if name else {}
            for account, answer in enumerate(asked.answers.tolist()):
                if answer == UNCLEAR:
                    missing = tuple(
                        name if name and key == "criterion_rating" else facts.missing(key)
                        for key in asked.lacking(account)
                    )
                    silent[account].append(Silence(rule.id, subject, missing))
                elif answer == YES:
                    said = filled(rule.sentence, rule, about, account, given)
                    points[account].append(
                        Point(
                            id=proposal_id(rule.id, subject),
                            rule=rule.id,
                            subject=subject,
                            part=rule.part,
                            sentence=said.text,
                            figures=said.figures,
                            measure=filled(rule.measure, rule, about, account, given).text
                            if rule.measure
                            else None,
                        )
                    )
    return tuple(
        Swot(
            tuple(sorted(found, key=lambda point: SWOT_PARTS.index(point.part))),
            tuple(quiet),
        )
        for found, quiet in zip(points, silent, strict=True)
    )


def _subjects(facts: Facts, each: Each) -> Iterator[tuple[str, Text | None, Facts]]:
    """Yield what a rule is asked about: the account, or each criterion of an axis."""
    if not each:
        yield "", None, facts
        return
    for criterion in facts.criteria:
        if criterion.effective_weight > 0 and each in ("criteria", criterion.axis):
            columns = {
                "criterion_rating": facts.number(RATING + criterion.key),
                "criterion_points": facts.number(POINTS + criterion.key),
            }
            yield criterion.key, criterion.name, facts.with_columns(columns)
