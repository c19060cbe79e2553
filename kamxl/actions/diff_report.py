"""What differs between two workbooks as plain data for JSON: docs/diff.md says what fields mean."""

from __future__ import annotations

import datetime as dt
import math
from typing import TypedDict

from kamxl.actions.reporting import ConcentrationReport, concentration_report
from kamxl.domain.classes import tier_name
from kamxl.domain.contributions import UNITS
from kamxl.domain.edits import Edit, PolicyEdit, Value
from kamxl.domain.matrix import QUADRANTS
from kamxl.text import Language, Text
from kamxl.workbook.differing.diff import Diff
from kamxl.workbook.differing.labels import input_label, policy_label, policy_value, worded
from kamxl.workbook.differing.plans import PlanEdit

# Raised whenever a field changes its meaning or goes.
DIFF_SCHEMA = 1
Plain = float | str | bool | None


class CellEdit(TypedDict):
    """A typed cell that holds something else; None is blank."""

    key: str
    label: str
    before: Plain
    after: Plain


class PlanLineEdit(TypedDict):
    """A field of a plan's line that holds something else; of a new or gone line the field is None.

    `line` is the line's id, "" where no run has named it yet; `about` is what it is about.
    """

    sheet: str
    section: str
    line: str
    about: str
    status: str
    field: str | None
    before: Plain
    after: Plain


class CriterionDifference(TypedDict):
    """What a criterion adds to the change of the score: `inputs` and `policy` sum to `points`."""

    criterion: str
    name: str
    inputs: float
    policy: float
    points: float


class AccountDifference(TypedDict):
    """One account; `between` is how the later inputs are judged by the earlier policy.

    `status` is both, new or gone. Contributions sum to `change`, None where one has no score.
    """

    id: str
    name: str
    status: str
    text: str
    change: float | None
    score: dict[str, float | None]
    rank: dict[str, int | None]
    tier: dict[str, str | None]
    quadrant: dict[str, str | None]
    share: dict[str, float | None]
    contributions: list[CriterionDifference]
    inputs: list[CellEdit]
    plans: list[PlanLineEdit]
    likely: str | None
    merged: bool


class DiffReport(TypedDict):
    """Everything that `kamxl diff --json` prints."""

    schema: int
    language: str
    before: str
    after: str
    same: bool
    scale: int
    policy: list[CellEdit]
    accounts: list[AccountDifference]
    concentration: dict[str, ConcentrationReport]


def diff_report(diff: Diff, language: Language, account: str | None = None) -> DiffReport:
    """Return what differs as plain data; with `account` only of one, even where nothing does."""
    found, match = diff.found, diff.found.match
    if account is None:
        listed = [_both(diff, pair, language) for pair in diff.touched]
        came, gone = match.came, match.gone
    else:
        pair = diff.pair_of(account)
        listed = [] if pair is None else [_both(diff, pair, language)]
        came = tuple(p for p in match.came if found.after.portfolio.ids[p] == account)
        gone = tuple(p for p in match.gone if found.before.portfolio.ids[p] == account)
    return DiffReport(
        schema=DIFF_SCHEMA,
        language=language,
        before=diff.names[0],
        after=diff.names[1],
        same=diff.same,
        scale=found.after.policy.scale.high,
        policy=[_policy(diff, edit, language) for edit in diff.policy],
        accounts=[
            *listed,
            *(_one(diff, None, place, language) for place in came),
            *(_one(diff, place, None, language) for place in gone),
        ],
        concentration={
            "before": concentration_report(found.before),
            "after": concentration_report(found.after),
        },
    )


def _both(diff: Diff, pair: int, language: Language) -> AccountDifference:
    old, new = diff.found.match.pairs[pair]
    made = _one(diff, old, new, language)
    found = diff.found
    made["text"] = found.words(pair, language)
    made["score"]["between"] = _figure(found.between.score[new])
    made["tier"]["between"] = tier_name(int(found.between.tier[new]))
    if found.comparable[pair]:
        made["change"] = int(found.change[pair]) / UNITS
        made["contributions"] = [
            CriterionDifference(
                criterion=key,
                name=name(language),
                inputs=int(inputs) / UNITS,
                policy=int(policy) / UNITS,
                points=int(inputs + policy) / UNITS,
            )
            for key, name, inputs, policy in zip(
                found.keys, found.names, found.by_inputs[pair], found.by_policy[pair], strict=True
            )
            if inputs or policy
        ]
    made["inputs"] = [_input(diff, edit, language) for edit in diff.inputs_of.get(new, ())]
    made["plans"] = [_plan(edit, language) for edit in diff.plans_of.get(made["id"], ())]
    return made


def _one(diff: Diff, old: int | None, new: int | None, language: Language) -> AccountDifference:
    found = diff.found
    ends = {"before": (found.before, old), "after": (found.after, new)}
    three = {"before": (found.before, old), "between": (found.between, None),
             "after": (found.after, new)}  # fmt: skip
    portfolio, place = (
        (found.before.portfolio, old) if new is None else (found.after.portfolio, new)
    )
    assert place is not None
    likely = next((one for one in diff.likely if one.gone == old and new is None), None)
    return AccountDifference(
        id=portfolio.ids[place],
        name=portfolio.names[place],
        status="new" if old is None else "gone" if new is None else "both",
        text="",
        change=None,
        score={k: None if p is None else _figure(r.score[p]) for k, (r, p) in three.items()},
        rank={k: None if p is None else int(r.rank[p]) or None for k, (r, p) in ends.items()},
        tier={k: None if p is None else tier_name(int(r.tier[p])) for k, (r, p) in three.items()},
        quadrant={
            k: QUADRANTS[int(r.quadrant[p]) - 1] if p is not None and r.quadrant[p] else None
            for k, (r, p) in ends.items()
        },
        share={
            k: None if p is None else _figure(r.disclosure_share[p]) for k, (r, p) in ends.items()
        },
        contributions=[],
        inputs=[],
        plans=[],
        likely=found.after.portfolio.ids[likely.into] if likely else None,
        merged=bool(likely and likely.merged),
    )


def _input(diff: Diff, edit: Edit, language: Language) -> CellEdit:
    return CellEdit(
        key=edit.key,
        label=input_label(edit.key, diff.policies)(language),
        before=_plain(worded(edit.key, edit.before), language),
        after=_plain(worded(edit.key, edit.after), language),
    )


def _policy(diff: Diff, edit: PolicyEdit, language: Language) -> CellEdit:
    return CellEdit(
        key=edit.key,
        label=policy_label(edit.key, diff.policies)(language),
        before=_plain(policy_value(edit.key, edit.before), language),
        after=_plain(policy_value(edit.key, edit.after), language),
    )


def _plan(edit: PlanEdit, language: Language) -> PlanLineEdit:
    return PlanLineEdit(
        sheet=edit.sheet,
        section=edit.section(language),
        line=edit.line,
        about=edit.about,
        status=edit.status,
        field=edit.field(language) if edit.field else None,
        before=_plain(edit.before, language),
        after=_plain(edit.after, language),
    )


def _plain(value: Value, language: Language) -> Plain:
    if isinstance(value, Text):
        return value(language)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _figure(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
