"""Conditions of rules: `share >= 10 %`, `margin_rank <= revenue_rank + 3`; yes, no or unclear.

A condition compares a fact with a number, a word, a parameter of its rule or another fact (times or
plus something). Alternatives are joined by `or`. Where a fact is not known, the comparison is
unclear; several conditions join as Kleene's logic has it: one no makes no, and one unclear among
yes makes unclear. So what is missing never makes a yes that knowing it could undo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kamxl.domain.facts import POINTS, RATING, FactKind, Facts
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.errors import PolicyError
from kamxl.text import Text

Operator = Literal[">=", "<=", ">", "<", "=", "!="]
Verdict = Literal["yes", "no", "unclear"]
VERDICTS: Mapping[int, Verdict] = {1: "yes", 0: "no", -1: "unclear"}
NO, UNCLEAR = 0, -1
YES = 1
RATED = FactKind(Text("rating", "Bewertung"), "points")

COMPARISON = re.compile(r"^(\S+)\s+(>=|<=|!=|>|<|=)\s+(.+)$")
OPERAND = re.compile(r"^(\S+?)(\s*%)?(?:\s+([-+*])\s+(\S+?)(\s*%)?)?$")
ALTERNATIVES = re.compile(r"\s+or\s+")


@dataclass(frozen=True, slots=True)
class Operand:
    """A number, a word or a fact, times `factor` plus `plus`; `source` is how it was written."""

    fact: str = ""
    text: str = ""
    number: float = 0.0
    factor: float = 1.0
    plus: float = 0.0
    source: str = ""

    def values(self, facts: Facts) -> Floats:
        """Return the operand for every account, NaN where its fact is unknown."""
        start = facts.number(self.fact) if self.fact else np.full(len(facts), self.number)
        return start * self.factor + self.plus


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact, an operator, and what it is compared with."""

    fact: str
    operator: Operator
    operand: Operand

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts it needs."""
        return (self.fact, self.operand.fact) if self.operand.fact else (self.fact,)

    def answers(self, facts: Facts) -> Integers:
        """Return 1 yes, 0 no, -1 unclear for every account, compared at 9 digits."""
        if facts.kind(self.fact).textual:
            left = facts.text(self.fact)
            same = left == self.operand.text
            held: Bools = same if self.operator == "=" else ~same
            return np.where(left == "", UNCLEAR, held.astype(np.int64))
        number, limit = facts.number(self.fact), self.operand.values(facts)
        unknown = np.isnan(number) | np.isnan(limit)
        number, limit = at_nine_digits(number), at_nine_digits(limit)
        match self.operator:
            case ">=":
                held = number >= limit
            case "<=":
                held = number <= limit
            case ">":
                held = number > limit
            case "<":
                held = number < limit
            case "=":
                held = number == limit
            case _:
                held = number != limit
        return np.where(unknown, UNCLEAR, held.astype(np.int64))


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives, of which one must hold; `source` is how it was written."""

    alternatives: tuple[Comparison, ...]
    source: str

    def answers(self, facts: Facts) -> Integers:
        """Return 1 yes, 0 no, -1 unclear for every account."""
        answers = np.array([part.answers(facts) for part in self.alternatives])
        unclear = (answers == UNCLEAR).any(axis=0)
        return np.where((answers == YES).any(axis=0), YES, np.where(unclear, UNCLEAR, NO))

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts it needs, in the order in which they are named."""
        return tuple(dict.fromkeys(key for part in self.alternatives for key in part.facts))


@dataclass(frozen=True, slots=True)
class Asked:
    """What conditions answer for every account, together and one by one."""

    answers: Integers
    each: tuple[Integers, ...]
    conditions: tuple[Condition, ...]
    known: Mapping[str, Bools]

    def lacking(self, account: int) -> tuple[str, ...]:
        """Return the facts whose absence makes conditions unclear for one account."""
        wanted = (
            key
            for condition, answered in zip(self.conditions, self.each, strict=True)
            if answered[account] == UNCLEAR
            for key in condition.facts
            if not self.known[key][account]
        )
        return tuple(dict.fromkeys(wanted))


def ask(conditions: Sequence[Condition], facts: Facts) -> Asked:
    """Return whether all conditions hold: 1 yes, 0 no, -1 unclear; none at all always hold."""
    found = np.full(len(facts), YES, dtype=np.int64)
    each = tuple(condition.answers(facts) for condition in conditions)
    for one in each:
        found = np.where((found == NO) | (one == NO), NO, np.minimum(found, one))
    known = {key: facts.known(key) for condition in conditions for key in condition.facts}
    return Asked(found, each, tuple(conditions), known)


def ask_once(conditions: Sequence[Condition], facts: Facts) -> Asked:
    """Return what `ask` does, worked out once for these facts and these very conditions.

    So many rules are asked for one account after the other at the price of one.
    """
    known = facts.asked.get(id(conditions))
    if known is None:
        # The conditions are kept, so that no others come to bear their identity.
        known = facts.asked[id(conditions)] = conditions, ask(conditions, facts)
    found: Asked = known[1]
    return found


def condition(
    source: str, kinds: Mapping[str, FactKind], parameters: Mapping[str, float]
) -> Condition:
    """Return a condition from how it is written; PolicyError says what is wrong with it."""
    parts = ALTERNATIVES.split(source.strip())
    return Condition(tuple(_comparison(part, kinds, parameters) for part in parts), source.strip())


def _comparison(
    source: str, kinds: Mapping[str, FactKind], parameters: Mapping[str, float]
) -> Comparison:
    found = COMPARISON.match(source.strip())
    if not found:
        raise PolicyError(f"{source!r} is no condition: write FACT >= VALUE")
    fact, operator, right = found.groups()
    kind = kind_of(fact, kinds)
    if kind.textual:
        if operator not in ("=", "!="):
            raise PolicyError(f"{source!r}: {fact} is a word; compare it with = or !=")
        if kind.choices and right not in kind.choices:
            raise PolicyError(f"{source!r}: {fact} is one of {', '.join(kind.choices)}")
        return Comparison(fact, operator, Operand(text=right))  # type: ignore[arg-type]
    if kind.unit == "yes_no" and right in ("yes", "no"):
        return Comparison(fact, operator, Operand(number=float(right == "yes")))  # type: ignore[arg-type]
    return Comparison(fact, operator, operand(right, kinds, parameters))  # type: ignore[arg-type]


def parameter_units(
    sources: Sequence[str], kinds: Mapping[str, FactKind], parameters: Mapping[str, float]
) -> dict[str, FactKind]:
    """Return how parameters are written: in the unit of the fact that each is compared with."""
    units: dict[str, FactKind] = {}
    for source in sources:
        for part in ALTERNATIVES.split(source.strip()):
            compared = COMPARISON.match(part.strip())
            right = compared and OPERAND.match(compared[3].strip())
            if compared and right and right[1] in parameters:
                units[right[1]] = kind_of(compared[1], kinds)
    return units


def operand(source: str, kinds: Mapping[str, FactKind], parameters: Mapping[str, float]) -> Operand:
    """Return an operand from how it is written: `10 %`, `limit`, `revenue * 1.1`."""
    found = OPERAND.match(source.strip())
    if not found:
        raise PolicyError(f"{source!r} is no value: write a number, a parameter or a fact")
    first, hundredth, sign, second, second_hundredth = found.groups()
    start = _number(first, hundredth, parameters)
    change = None if second is None else _number(second, second_hundredth, parameters)
    if second is not None and change is None:
        raise PolicyError(f"{source!r}: {second!r} is neither a number nor a parameter")
    factor = change if sign == "*" and change is not None else 1.0
    plus = 0.0 if change is None or sign == "*" else change if sign == "+" else -change
    if start is not None:
        return Operand(number=start, factor=factor, plus=plus, source=source.strip())
    if kind_of(first, kinds).textual:
        raise PolicyError(f"{source!r}: {first} is a word, not a number")
    return Operand(fact=first, factor=factor, plus=plus, source=source.strip())


def _number(word: str, hundredth: str | None, parameters: Mapping[str, float]) -> float | None:
    if word in parameters:
        return parameters[word]
    try:
        value = float(word)
    except ValueError:
        return None
    return nine(value / 100) if hundredth else value


def kind_of(fact: str, kinds: Mapping[str, FactKind]) -> FactKind:
    """Return what a fact is; PolicyError where there is none of that name."""
    if fact.startswith((RATING, POINTS)) and not fact.endswith("."):
        return RATED
    if fact not in kinds:
        raise PolicyError(f"there is no fact {fact!r}; `kamxl rules list --facts` names them all")
    return kinds[fact]
