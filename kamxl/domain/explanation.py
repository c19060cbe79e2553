"""Why an account stands where it stands: a sentence from contributions, gate and coverage."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kamxl.domain.policy import Criterion, Scale
from kamxl.domain.rounding import Floats, at_nine_digits, nine
from kamxl.text import Language, Text

STRENGTHS = 3
COSTS = 2

STRONG = Text("Strong", "Stark")
COSTLY = Text("Costs points", "Kostet Punkte")
COVERAGE = Text("Rated", "Bewertet")
CAP = Text("Cap", "Deckel")
EXCLUDED = Text("Excluded", "Ausgeschlossen")
FLAGGED = Text("Note", "Zu beachten")
OF_WEIGHT = Text("% of the weight", "% des Gewichts")


def two_decimals(value: float, language: Language) -> str:
    """Return a value of 0 or more with two decimals, half up; the workbook computes the same."""
    hundredths = math.floor(nine(value * 100) + 0.5)
    mark = "," if language == "de" else "."
    return f"{hundredths // 100}{mark}{hundredths % 100:02d}"


def short_number(value: float, language: Language) -> str:
    """Return a whole number plainly, any other with two decimals."""
    return f"{value:.0f}" if nine(value) == round(value) else two_decimals(value, language)


def gate_text(criterion: Criterion, scale: Scale, language: Language) -> str:
    """Return a gate in words: Cap C: Solvency ≤ 3, or Excluded, or Note."""
    if criterion.gate is None:
        return ""
    limit = short_number(scale.from_ten(criterion.gate.limit), language)
    effects = {
        "cap": f"{CAP(language)} {criterion.gate.cap}",
        "exclude": EXCLUDED(language),
        "flag": FLAGGED(language),
    }
    return f"{effects[criterion.gate.effect]}: {criterion.name(language)} ≤ {limit}"


def largest(values: Floats, count: int) -> list[int]:
    """Return the places of the largest positive values at 9 digits, ties by the earlier place."""
    rounded = at_nine_digits(values)
    order = np.argsort(-rounded, kind="stable")[:count]
    return [int(place) for place in order if rounded[place] > 0]


def lost_points(parts: Floats, weights: Floats, high: float) -> Floats:
    """Return what each rated criterion falls short of the full scale, in points of the score."""
    rated = parts > 0
    covered = float(weights[rated].sum())
    if covered <= 0:
        return np.zeros(len(parts))
    return np.where(rated, weights * high / covered - parts, 0.0)


def reason(
    parts: Floats,
    criteria: Sequence[Criterion],
    weights: Floats,
    high: float,
    gate: str,
    coverage: float,
    language: Language,
) -> str:
    """Return the sentence about one account, "" where it has no score.

    `parts` are its contributions in points; they sum to the score.
    """
    if not np.any(parts > 0):
        return ""

    def listed(places: list[int], values: Floats) -> str:
        return ", ".join(
            f"{criteria[place].name(language)} {two_decimals(float(values[place]), language)}"
            for place in places
        )

    sentences = [f"{STRONG(language)}: {listed(largest(parts, STRENGTHS), parts)}."]
    lost = lost_points(parts, weights, high)
    costs = largest(lost, COSTS)
    if costs:
        sentences.append(f"{COSTLY(language)}: {listed(costs, lost)}.")
    if gate:
        sentences.append(f"{gate}.")
    if nine(coverage) < 1:
        rounded = math.floor(nine(coverage * 100) + 0.5)
        sentences.append(f"{COVERAGE(language)}: {rounded} {OF_WEIGHT(language)}.")
    return " ".join(sentences)
