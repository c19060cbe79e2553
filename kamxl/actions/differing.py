"""What differs between two filled workbooks: typed cells, policy, plans, and why accounts moved."""

from __future__ import annotations

from kamxl.actions.run import RunResult
from kamxl.actions.updating import language_of
from kamxl.cells import CellError
from kamxl.domain.difference import difference
from kamxl.domain.edits import PolicyEdit, Value, input_edits, likely, policy_edits, same, typed
from kamxl.domain.managers import SKILLS
from kamxl.workbook.differing.diff import Diff
from kamxl.workbook.differing.labels import ANSWER, MANAGER, WEIGHTS
from kamxl.workbook.differing.plans import plan_edits
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.plans.reading import Plans, read_plans


def differ(before: RunResult, after: RunResult) -> Diff:
    """Return what differs between two workbooks that were read, of whatever layout and language."""
    found = difference(before.result, after.result)
    match = found.match
    old, new = before.inputs, after.inputs
    cells = typed(found.before.portfolio, old.kept), typed(new.portfolio, new.kept)
    lone = {
        *(found.after.portfolio.ids[place] for place in match.came),
        *(found.before.portfolio.ids[place] for place in match.gone),
    }
    return Diff(
        names=(before.inputs.source, after.inputs.source),
        found=found,
        inputs=tuple(input_edits(*cells, match.pairs)),
        policy=(
            *policy_edits(old.policy, new.policy),
            *_judgements(old, new),
        ),
        plans=tuple(
            plan_edits(
                _plans(before),
                _plans(after),
                one_language=language_of(before.read) == language_of(after.read),
                missing=lone,
            )
        ),
        likely=tuple(likely(before.result.portfolio, after.result.portfolio, match)),
    )


def _plans(found: RunResult) -> Plans:
    forms = found.memory.forms if found.memory else {}
    return read_plans(found.book, tuple(found.read.names.values()), forms)


def _judgements(old: Inputs, new: Inputs) -> list[PolicyEdit]:
    """Return what differs in the day, judgements on weights, managers' ratings, and answers."""
    was, now = _judged(old), _judged(new)
    return [
        PolicyEdit(key, was.get(key), now.get(key))
        for key in dict.fromkeys((*now, *was))
        if not same(was.get(key), now.get(key))
    ]


def _judged(inputs: Inputs) -> dict[str, Value]:
    weights = inputs.weights
    values: dict[str, Value] = {"as_of": inputs.as_of}
    values |= {f"{WEIGHTS}importance:{key}": word for key, word in weights.importance.items()}
    values |= {f"{WEIGHTS}swing:{key}": float(points) for key, points in weights.swings.items()}
    values |= {
        f"{WEIGHTS}pair:{one}/{other}": float(times)
        for (one, other), times in weights.pairs.items()
    }
    values |= {
        f"{ANSWER}{key}": cell.value if isinstance(cell, CellError) else cell
        for key, cell in inputs.answers.items()
    }
    for row in inputs.managers:
        for skill, rating in zip(SKILLS, row.profile.ratings, strict=True):
            if row.name:
                values[f"{MANAGER}{row.name}:{skill}"] = rating
    return values
