"""What the sheet of weights says: proposals from what people judged, and what to remark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kamxl.domain.policy import Criterion, Policy
from kamxl.domain.rounding import Floats, nine
from kamxl.domain.weighting import (
    INCONSISTENT,
    RANDOM_INDEX,
    Comparison,
    compare,
    missing_pairs,
    preference_weights,
    proportional_weights,
    reciprocal,
)
from kamxl.errors import UsageError
from kamxl.findings import Finding, Subject
from kamxl.text import Text, number_text
from kamxl.workbook import words
from kamxl.workbook.inputs import WeightsInput

# What an importance counts in shares of the weight.
POINTS = {"important": 2.0, "less": 1.0, "excluded": 0.0}


@dataclass(frozen=True, slots=True)
class Weighing:
    """Proposals for the weights of the active criteria, in their order; they sum to 100.

    `points` and `swings` are NaN where nothing was judged, `matrix` is the reciprocal one of the
    pairs. `judged` and `wanted` count judgements by method; a proposal is None before all are made.
    """

    active: tuple[Criterion, ...]
    points: Floats
    swings: Floats
    matrix: Floats
    comparison: Comparison | None
    proposals: dict[str, Floats | None]
    judged: dict[str, int]
    wanted: dict[str, int]


def weigh(policy: Policy, typed: WeightsInput) -> Weighing:
    """Return what the judgements propose for the criteria that are active."""
    active = tuple(criterion for criterion in policy.criteria if criterion.active)
    keys = [criterion.key for criterion in active]
    n = len(keys)
    points = np.array([POINTS.get(typed.importance.get(key, ""), np.nan) for key in keys])
    swings = np.array([typed.swings.get(key, np.nan) for key in keys])
    upper = np.array([[typed.pairs.get((a, b), np.nan) for b in keys] for a in keys])
    matrix = reciprocal(upper.reshape(n, n))
    comparison = compare(matrix)
    pairs, all_pairs = n * (n - 1) // 2 - missing_pairs(matrix), n * (n - 1) // 2
    return Weighing(
        active=active,
        points=points,
        swings=swings,
        matrix=matrix,
        comparison=comparison,
        proposals={
            "importance": proportional_weights(points),
            "pairwise": comparison.weights if comparison else None,
            "preference": preference_weights(matrix),
            "swing": proportional_weights(swings),
        },
        judged={
            "importance": int(np.sum(~np.isnan(points))),
            "pairwise": pairs,
            "preference": pairs,
            "swing": int(np.sum(~np.isnan(swings))),
        },
        wanted={"importance": n, "pairwise": all_pairs, "preference": all_pairs, "swing": n},
    )


def weighing_findings(policy: Policy, typed: WeightsInput) -> Iterator[Finding]:
    """Yield a comparison that contradicts itself, and judgements begun and not finished."""
    found = weigh(policy, typed)
    for method in ("importance", "pairwise", "swing"):
        judged, wanted = found.judged[method], found.wanted[method]
        if 0 < judged < wanted:
            yield Finding(
                "W-PAIRS",
                {"method": words.WEIGHT_METHODS[method], "judged": judged, "wanted": wanted},
                Subject(field=f"judged_{method}"),
            )
    comparison = found.comparison
    if (
        comparison is not None
        and comparison.triple is not None
        and nine(comparison.ratio) >= INCONSISTENT
    ):
        first, second, third = (found.active[place].name for place in comparison.triple)
        yield Finding(
            "W-CR",
            {
                "ratio": number_text(comparison.ratio, 3),
                "random": number_text(RANDOM_INDEX[len(found.active) - 1], 2),
                "first": first,
                "second": second,
                "third": third,
                "direct": _times(comparison.direct),
                "implied": _times(comparison.implied),
            },
            Subject(field="pairs_ratio"),
        )


def _times(ratio: float) -> Text:
    """Return how many times more as people say it: 3, or 1/3."""
    if nine(ratio) >= 1:
        return _short(ratio)
    below = _short(1 / ratio)
    return Text(f"1/{below.en}", f"1/{below.de}")


def _short(ratio: float) -> Text:
    return number_text(ratio, 0 if nine(ratio) == round(ratio) else 2)


def taken(policy: Policy, typed: WeightsInput, method: str) -> tuple[Policy, Finding]:
    """Return the policy with the weights that a method proposes, and the finding that says so.

    Criteria that are not active keep theirs. UsageError where the judgements are not complete.
    """
    found = weigh(policy, typed)
    proposal = found.proposals[method]
    sheet, label = words.SHEETS["weights"], words.WEIGHT_METHODS[method]
    if proposal is None:
        raise UsageError(
            f"--weights {method}: the sheet “{sheet.en}” (German: “{sheet.de}”) proposes no "
            f"weights “{label.en}” yet: {found.judged[method]} of {found.wanted[method]} are "
            "judged; fill in the rest"
        )
    by_key = {c.key: float(w) for c, w in zip(found.active, proposal, strict=True)}
    criteria = tuple(replace(c, weight=by_key.get(c.key, c.weight)) for c in policy.criteria)
    finding = Finding("W-TAKEN", {"count": len(by_key), "method": label}, Subject(field="weight"))
    return replace(policy, criteria=criteria), finding
