"""Why an account stands where it stands: a sentence from contributions, gate and coverage."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kamxl.domain.contributions import UNITS
from kamxl.domain.policy import Criterion, Scale
from kamxl.domain.rounding import Floats, Integers, at_nine_digits, nine
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
MORE_THAN = Text("more than", "mehr als")
LESS_THAN = Text("less than", "weniger als")
AS_MUCH_AS = Text("as much as", "genauso viel wie")
THE_MEAN = Text("the portfolio mean", "das Portfolio-Mittel")
AHEAD = Text("Ahead by", "Vorn durch")
BEHIND = Text("Behind by", "Zurück durch")
MINUS = "−"


def two_decimals(value: float, language: Language) -> str:
    """Return a value of 0 or more with two decimals, half up; the workbook computes the same."""
    hundredths = math.floor(nine(value * 100) + 0.5)
    mark = "," if language == "de" else "."
    return f"{hundredths // 100}{mark}{hundredths % 100:02d}"


def signed(hundredths: int, language: Language) -> str:
    """Return a difference in points with its sign: +0.80, −0.30 or 0.00."""
    sign = "+" if hundredths > 0 else MINUS if hundredths < 0 else ""
    return sign + two_decimals(abs(hundredths) / UNITS, language)


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
    shown: Integers,
    criteria: Sequence[str],
    weights: Floats,
    high: float,
    gate: str,
    coverage: float,
    language: Language,
) -> str:
    """Return the sentence about one account, "" where it has no score.

    `parts` are its contributions in points; they sum to the score. `shown` are the same in
    hundredths, as they add up to the score that is shown. `criteria` are their names.
    """
    if not np.any(parts > 0):
        return ""

    def listed(places: list[int], values: Floats) -> str:
        return ", ".join(
            f"{criteria[place]} {two_decimals(float(values[place]), language)}" for place in places
        )

    strong = listed(largest(parts, STRENGTHS), shown / UNITS)
    sentences = [f"{STRONG(language)}: {strong}."]
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


def comparison(
    names: tuple[str, str],
    totals: tuple[int, int],
    differences: Integers,
    criteria: Sequence[str],
    language: Language,
) -> str:
    """Return how one account's score differs from another's, or from the mean's, and by what.

    Scores and differences are hundredths of a point, and the differences sum to that of the scores.
    """

    def listed(values: Integers, count: int, sign: int) -> str:
        return ", ".join(
            f"{criteria[place]} {signed(sign * int(values[place]), language)}"
            for place in largest(values.astype(float), count)
        )

    own, other = (two_decimals(total / UNITS, language) for total in totals)
    apart = totals[0] - totals[1]
    relation = AS_MUCH_AS if apart == 0 else MORE_THAN if apart > 0 else LESS_THAN
    by = f"{two_decimals(abs(apart) / UNITS, language)} " if apart else ""
    said = [f"{names[0]} {own}: {by}{relation(language)} {names[1]} ({other})."]
    if ahead := listed(differences, STRENGTHS, 1):
        said.append(f"{AHEAD(language)}: {ahead}.")
    if behind := listed(-differences, COSTS, -1):
        said.append(f"{BEHIND(language)}: {behind}.")
    return " ".join(said)
