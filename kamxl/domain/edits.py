"""What was typed otherwise: two portfolios or policies beside each other, by id and by key."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kamxl.domain.policy import Criterion, Policy, Step
from kamxl.domain.portfolio import KNOWN_UNKNOWN, Portfolio
from kamxl.text import Text

# What a typed cell may hold; None is blank.
Value = float | str | bool | dt.date | Text | None
# Comes before the key of a criterion where its rating is meant.
RATING = "rating:"
# Comes before a criterion's or factor's key and one of its fields: `criterion:solvency:weight`.
CRITERION, FACTOR = "criterion:", "factor:"
# A rating that is neither a number nor a question mark, where nobody kept its text.
UNREADABLE = "!"
# Relative: what programs cut off when they store a number.
TRIFLE = 1e-12
# Of fields that hold several numbers, the settings in their order.
SPREAD: Mapping[str, tuple[str, ...]] = {
    "borders": ("border_a", "border_b", "border_c"),
    "quotas": ("quota_a", "quota_b", "quota_c"),
    "tie_break": ("tie_break_1", "tie_break_2"),
    "abc": ("abc_a", "abc_b"),
    "xyz": ("xyz_x", "xyz_y"),
}
REVENUES = ("revenue_y2", "revenue_y1", "revenue")


class Edit(NamedTuple):
    """One typed cell that holds something else; places are positions in the two portfolios."""

    before_at: int
    after_at: int
    key: str
    before: Value
    after: Value


class PolicyEdit(NamedTuple):
    """One setting, or one field of a criterion, that holds something else."""

    key: str
    before: Value
    after: Value


class Likely(NamedTuple):
    """A gone account, and the one it probably became: of which `merged` was there before."""

    gone: int
    into: int
    merged: bool


class Matched(NamedTuple):
    """Accounts that both have, as pairs of positions, and those that only one has."""

    pairs: tuple[tuple[int, int], ...]
    came: tuple[int, ...]
    gone: tuple[int, ...]


def matched(before: Portfolio, after: Portfolio) -> Matched:
    """Return which accounts are the same, by id; the second of one id is the second of the other's.

    Pairs stand in the order of `after`.
    """

    def numbered(ids: Iterable[str]) -> dict[tuple[str, int], int]:
        seen: Counter[str] = Counter()
        places: dict[tuple[str, int], int] = {}
        for place, id_ in enumerate(ids):
            places[id_, seen[id_]] = place
            seen[id_] += 1
        return places

    old, new = numbered(before.ids), numbered(after.ids)
    return Matched(
        tuple((old[key], place) for key, place in new.items() if key in old),
        tuple(place for key, place in new.items() if key not in old),
        tuple(place for key, place in old.items() if key not in new),
    )


def same(one: Value, other: Value) -> bool:
    """Return whether two cells hold the same, whatever program wrote them."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=TRIFLE, abs_tol=TRIFLE)
    return one == other


def typed(
    portfolio: Portfolio, kept: Mapping[tuple[str, int], object] | None = None
) -> dict[str, list[Value]]:
    """Return what was typed, one place an account, by column; ratings by `rating:` and criterion.

    `kept` are cells that could not be used, by column and account.
    """

    def figure(value: float) -> Value:
        return None if math.isnan(value) else float(value)

    columns: dict[str, list[Value]] = {
        "name": list(portfolio.names),
        "leader": [bool(leader) for leader in portfolio.leader],
    }
    for key, texts in portfolio.texts.items():
        columns[key] = [text or None for text in texts]
    for key, days in portfolio.dates.items():
        columns[key] = list(days)
    for key, numbers in portfolio.numbers.items():
        columns[key] = [figure(value) for value in numbers]
    for key, ratings in portfolio.ratings.items():
        columns[RATING + key] = [
            KNOWN_UNKNOWN if unknown else UNREADABLE if wrong else figure(value)
            for value, unknown, wrong in zip(
                ratings.values, ratings.unknown, ratings.wrong, strict=True
            )
        ]
    for (key, place), cell in (kept or {}).items():
        column = columns.setdefault(key, [None] * len(portfolio))
        column[place] = _value(cell)
    return columns


def _value(cell: object) -> Value:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    if cell is None or isinstance(cell, (float, str, bool, dt.date, Text)):
        return cell
    return str(cell)


def input_edits(
    before: Mapping[str, Sequence[Value]],
    after: Mapping[str, Sequence[Value]],
    pairs: Iterable[tuple[int, int]],
) -> list[Edit]:
    """Return the typed cells that differ, account by account; columns in the order of `after`."""
    keys = tuple(dict.fromkeys((*after, *before)))
    found = []
    for old, new in pairs:
        for key in keys:
            one = before[key][old] if key in before else _blank(key)
            other = after[key][new] if key in after else _blank(key)
            if not same(one, other):
                found.append(Edit(old, new, key, one, other))
    return found


def _blank(key: str) -> Value:
    return False if key == "leader" else None


def policy_values(policy: Policy) -> dict[str, Value]:
    """Return every setting by its key, and every field of a criterion or factor."""
    values: dict[str, Value] = {}
    for one in dataclasses.fields(policy):
        value = getattr(policy, one.name)
        if one.name in SPREAD:
            values |= {key: _value(part) for key, part in zip(SPREAD[one.name], value, strict=True)}
        elif one.name == "scale":
            values["scale"] = float(policy.scale.high)
        elif one.name == "ladder":
            values |= {f"ladder_{step.level}": _step(step) for step in policy.ladder}
        elif one.name == "portfolio_rules":
            for rule, steps in policy.portfolio_rules.items():
                values |= {f"rule_{rule}_{step.level}": _step(step) for step in steps}
        elif one.name == "criteria":
            for criterion in policy.criteria:
                values |= _criterion(criterion)
        elif one.name == "factors":
            for place, factor in enumerate(policy.factors, start=1):
                start = f"{FACTOR}{place}:"
                values |= {f"{start}name": factor.name, f"{start}weight": float(factor.weight)}
                values |= _anchors(start, factor.anchors)
        else:
            values[one.name] = _value(value) if value != "" else None
    return values


def _step(step: Step) -> str:
    return f"{step.operator} {step.threshold:g}"


def _anchors(start: str, anchors: Sequence[Text | None]) -> dict[str, Value]:
    return {f"{start}anchor_{n}": text for n, text in zip((1, 5, 10), anchors, strict=True)}


def _criterion(criterion: Criterion) -> dict[str, Value]:
    start, gate = f"{CRITERION}{criterion.key}:", criterion.gate
    values: dict[str, Value] = {
        "name": criterion.name,
        "weight": float(criterion.weight),
        "active": criterion.active,
        "direction": "high" if criterion.direction > 0 else "low",
        "axis": criterion.axis,
        "source": criterion.source,
        "gate_limit": float(gate.limit) if gate else None,
        "gate_cap": gate.cap if gate else None,
        "gate_effect": gate.effect if gate else None,
        "shape": criterion.shape,
        "description": criterion.description,
        "band_1": criterion.floor,
        **{f"band_{n}": _value(band) for n, band in enumerate(criterion.bands, start=2)},
    }
    return {
        **{start + key: value for key, value in values.items()},
        **_anchors(start, criterion.anchors),
    }


def policy_edits(before: Policy, after: Policy) -> list[PolicyEdit]:
    """Return the settings that differ; of a criterion that one of them lacks, name and weight."""
    old, new = policy_values(before), policy_values(after)
    own = [{criterion.key for criterion in policy.criteria} for policy in (before, after)]
    lone = own[0] ^ own[1]
    found = []
    for key in dict.fromkeys((*new, *old)):
        start, criterion, field = (*key.split(":"), "", "")[:3]
        single = start == CRITERION[:-1] and criterion in lone
        if single and field not in ("name", "weight"):
            continue
        one, other = old.get(key), new.get(key)
        if not same(one, other):
            found.append(PolicyEdit(key, one, other))
    return found


def likely(before: Portfolio, after: Portfolio, match: Matched) -> list[Likely]:
    """Return of each gone account the one it probably became, where that is only one.

    One that came under another id with the same name or VAT id; or one that was there, with the
    same name or VAT id, or whose revenue rose, in every year, by what the gone one had.
    """

    def face(portfolio: Portfolio, place: int) -> Iterator[tuple[str, str]]:
        for kind, text in (
            ("name", portfolio.names[place]),
            ("vat_id", portfolio.text("vat_id")[place]),
        ):
            tidy = "".join(text.split()).casefold()
            if tidy:
                yield kind, tidy

    found = []
    for gone in match.gone:
        mine = set(face(before, gone))
        new = [place for place in match.came if mine & set(face(after, place))]
        there = [
            place
            for old, place in match.pairs
            if mine & set(face(after, place)) or _swallowed(before, after, gone, old, place)
        ]
        for places, merged in ((new, False), (there, True)):
            if len(places) == 1:
                found.append(Likely(gone, places[0], merged))
                break
    return found


def _swallowed(before: Portfolio, after: Portfolio, gone: int, old: int, new: int) -> bool:
    """Return whether an account's revenue rose in every year by what a gone one had."""
    amounts = [
        tuple(float(one.number(key)[place]) for one, place in
              ((before, gone), (before, old), (after, new)))
        for key in REVENUES
    ]  # fmt: skip
    known = [one for one in amounts if not math.isnan(one[0])]
    return any(lost for lost, _, _ in known) and all(
        math.isclose((0.0 if math.isnan(was) else was) + lost, now, rel_tol=TRIFLE)
        for lost, was, now in known
    )
