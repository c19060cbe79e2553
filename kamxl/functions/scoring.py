"""Functions that judge: score, tier and rank (domain 4.1 to 4.8)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.classes import competition_rank, tier_name, tier_numbers
from kamxl.domain.policy import Policy, Scale
from kamxl.domain.rounding import Floats, at_nine_digits, nine
from kamxl.domain.scoring import Scores, assessable, directed, weighted_scores
from kamxl.errors import PolicyError
from kamxl.functions.coercion import Block, block, first, line, number
from kamxl.functions.spec import (
    Answer,
    Argument,
    Example,
    Function,
    Refusal,
    Refused,
    refuse,
)
from kamxl.text import Text, number_text, percent_text

_POLICY = Policy(criteria=())
_BORDER_A, _BORDER_B, _BORDER_C = _POLICY.borders


def scale_of(high: float) -> Scale:
    """Return the scale that ends there; refused unless at 10 or 100."""
    try:
        return Scale(int(high) if high == high else 0)
    except PolicyError:
        raise refuse(
            CellError.NUM,
            "scale_high: a scale ends at 10 or at 100",
            "scale_high: eine Skala endet bei 10 oder bei 100",
        ) from None


def outside(name: str, value: float, scale: Scale) -> Refusal:
    """Return the refusal of a value that is not on the scale."""
    shown = number_text(value, 0 if value == int(value) else 2)
    return Refusal(
        CellError.NUM,
        Text(
            f"{name}: {shown.en} is outside the scale {scale.low} to {scale.high}",
            f"{name}: {shown.de} liegt außerhalb der Skala {scale.low} bis {scale.high}",
        ),
    )


def out_of_scale(values: Floats, scale: Scale) -> list[tuple[int, int]]:
    """Return rows and columns of values that are not on the scale, at 9 digits."""
    rounded = at_nine_digits(values)
    rows, columns = np.nonzero((rounded < scale.low) | (rounded > scale.high))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def as_rows(ratings: Block, count: int) -> Block:
    """Return ratings with a row an account, turned where they stand in a column."""
    rows, columns = ratings.shape
    if columns == count:
        return ratings
    if columns == 1 and rows == count:
        return ratings.transposed()
    raise refuse(
        CellError.VALUE,
        f"ratings: {rows} × {columns} cells (rows × columns) do not fit the number of weights, "
        f"{count}; an account's ratings stand in one row",
        f"ratings: {rows} × {columns} Zellen (Zeilen × Spalten) passen nicht zur Zahl der "
        f"Gewichte, {count}; die Bewertungen eines Kunden stehen in einer Zeile",
    )


def weights_that_count(weights: Floats) -> Floats:
    """Return weights, 0 where blank; refused where one is negative or all are 0."""
    counting: Floats = np.where(np.isnan(weights), 0.0, weights)
    if (counting < 0).any():
        raise refuse(
            CellError.NUM, "weights: a weight is negative", "weights: ein Gewicht ist negativ"
        )
    if not counting.any():
        raise refuse(
            CellError.DIV0,
            "weights: no criterion has weight",
            "weights: kein Kriterium hat Gewicht",
        )
    return counting


def signs_of(directions: Floats | None, count: int) -> Floats:
    """Return 1 or -1 for each weight, 1 where blank."""
    if directions is None:
        return np.ones(count)
    if len(directions) != count:
        raise refuse(
            CellError.VALUE,
            f"directions: {len(directions)} directions do not fit {count} weights",
            f"directions: {len(directions)} Richtungen passen nicht zu {count} Gewichten",
        )
    signs = np.where(np.isnan(directions), 1.0, directions)
    if (np.abs(signs) != 1).any():
        raise refuse(
            CellError.NUM,
            "directions: a direction is 1 (high is good) or -1 (high is bad)",
            "directions: eine Richtung ist 1 (hoch ist gut) oder -1 (hoch ist schlecht)",
        )
    return signs


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows of ratings with their scores; `refused` says for each row why it has none, or None.

    `effective` are the ratings after direction, (accounts, criteria), NaN where missing.
    """

    effective: Floats
    weights: Floats
    scale: Scale
    scores: Scores
    refused: list[Refusal | None]


def judged(
    ratings: Block,
    weights: Floats,
    directions: Floats | None,
    scale_high: float,
    minimum_coverage: float,
) -> Judged:
    """Return accounts with their scores, by the rules that every function on scores keeps.

    An error in the only row refuses the call, in one of several rows that row.
    """
    scale = scale_of(scale_high)
    if not 0 <= minimum_coverage <= 1:
        raise refuse(
            CellError.NUM,
            "minimum_coverage: a share from 0 to 1",
            "minimum_coverage: ein Anteil von 0 bis 1",
        )
    rows = as_rows(ratings, len(weights))
    if rows.refused and rows.shape[0] == 1:
        raise Refused(first(rows.refused.values()).of("ratings"))
    counting = weights_that_count(weights)
    signs = signs_of(directions, len(weights))
    wrong: dict[int, list[Refusal]] = {}
    for (row, _), refusal in rows.refused.items():
        wrong.setdefault(row, []).append(refusal.of("ratings"))
    for row, column in out_of_scale(rows.values, scale):
        wrong.setdefault(row, []).append(outside("ratings", float(rows.values[row, column]), scale))
    effective = directed(rows.values, signs, scale.low, scale.high)
    scores = weighted_scores(effective, counting, scale.low, scale.high)
    refused: list[Refusal | None] = [None] * len(scores.score)
    for row in np.flatnonzero(~assessable(scores, minimum_coverage)).tolist():
        refused[row] = _too_little(float(scores.coverage[row]), minimum_coverage)
    for row, refusals in wrong.items():
        refused[row] = first(refusals)
    return Judged(effective, counting, scale, scores, refused)


def _kam_score(
    ratings: Block,
    weights: Floats,
    directions: Floats | None,
    scale_high: float,
    minimum_coverage: float,
) -> Answer:
    found = judged(ratings, weights, directions, scale_high, minimum_coverage)
    cells = [
        why or score for why, score in zip(found.refused, found.scores.score.tolist(), strict=True)
    ]
    return cells[0] if len(cells) == 1 else [[cell] for cell in cells]


def _too_little(coverage: float, minimum: float) -> Refusal:
    is_, least = percent_text(coverage), percent_text(minimum)
    return Refusal(
        CellError.NA,
        Text(
            f"only {is_.en} of the weight is rated; a score needs {least.en}",
            f"nur {is_.de} des Gewichts sind bewertet; ein Punktwert braucht {least.de}",
        ),
    )


def _no_score() -> Refusal:
    return Refusal(CellError.NA, Text("there is no score", "es gibt keinen Punktwert"))


def _kam_tier(
    scores: Block, border_a: float, border_b: float, border_c: float, scale_high: float
) -> Answer:
    scale = scale_of(scale_high)
    borders = (border_a, border_b, border_c)
    if not 10 >= border_a > border_b > border_c >= 1:
        raise refuse(
            CellError.NUM,
            "borders fall from A to C and stand on the scale 1 to 10, whatever the scale is",
            "Grenzen fallen von A nach C und stehen auf der Skala 1 bis 10, gleich welche gilt",
        )
    beyond = set(out_of_scale(scores.values, scale))
    tiers = tier_numbers(scores.values.ravel(), [scale.from_ten(border) for border in borders])
    cells: list[str | Refusal] = []
    for position, tier in enumerate(tiers.tolist()):
        place = divmod(position, scores.shape[1])
        if place in scores.refused:
            cells.append(scores.refused[place].of("scores"))
        elif place in beyond:
            cells.append(outside("scores", float(scores.values[place]), scale))
        else:
            cells.append(tier_name(tier) or _no_score())
    return scores.shaped(cells)


def _kam_rank(scores: Block, score: float | None) -> Answer:
    # KAM_SCORE answers #N/A where too little is rated: an account without a score, not a fault.
    wrong = [why for why in scores.refused.values() if why.error is not CellError.NA]
    if wrong:
        raise Refused(first(wrong).of("scores"))
    values = scores.values.ravel()
    ranks = competition_rank(values)
    if score is None:
        return scores.shaped([rank or _no_score() for rank in ranks.tolist()])
    if math.isnan(score):
        return _no_score()
    here = np.flatnonzero(at_nine_digits(values) == nine(score))
    if len(here) == 0:
        return Refusal(
            CellError.NA,
            Text("score: not among the scores", "score: nicht unter den Punktwerten"),
        )
    return int(ranks[here[0]])


SCALE_HIGH = Argument(
    "scale_high",
    Text(
        "Where the scale ends: 10 (1 to 10) or 100 (1 to 100).",
        "Wo die Skala endet: 10 (1 bis 10) oder 100 (1 bis 100).",
    ),
    number,
    default=float(_POLICY.scale.high),
    blank_is_default=True,
)

RATINGS = Argument(
    "ratings",
    Text(
        "One account's ratings in a row or a column, or a block with a row an account.",
        "Bewertungen eines Kunden in Zeile oder Spalte, oder ein Block mit einer Zeile je Kunde.",
    ),
    block,
)
WEIGHTS = Argument(
    "weights",
    Text(
        "One weight a criterion, in a row or a column; blank is 0. The sum need not be 100.",
        "Ein Gewicht je Kriterium, in Zeile oder Spalte; leer ist 0. Die Summe muss nicht "
        "100 sein.",
    ),
    line,
)
DIRECTIONS = Argument(
    "directions",
    Text(
        "1 where high is good, -1 where high is bad; blank is 1.",
        "1, wo hoch gut ist, -1, wo hoch schlecht ist; leer ist 1.",
    ),
    line,
    default=None,
    blank_is_default=True,
)
MINIMUM_COVERAGE = Argument(
    "minimum_coverage",
    Text(
        "Share of the weight that must be rated for a score, 0 to 1.",
        "Anteil des Gewichts, der für einen Punktwert bewertet sein muss, 0 bis 1.",
    ),
    number,
    default=_POLICY.minimum_coverage,
    blank_is_default=True,
)


def _border(name: str, tier: str, default: float) -> Argument:
    return Argument(
        name,
        Text(
            f"Least score for tier {tier}, on the scale 1 to 10 whatever scale_high is.",
            f"Mindestpunktwert für Klasse {tier}, auf der Skala 1 bis 10, gleich was scale_high "
            "ist.",
        ),
        number,
        default=default,
        blank_is_default=True,
    )


KAM_SCORE = Function(
    "KAM_SCORE",
    Text(
        "Weighted score of one account, or of each row of a block. Blank and ? are left out and "
        "the other weights count in proportion; #N/A when too little of the weight is rated.",
        "Gewichteter Punktwert eines Kunden oder jeder Zeile eines Blocks. Leer und ? zählen "
        "nicht, die übrigen Gewichte gelten im Verhältnis; #NV, wenn zu wenig Gewicht bewertet "
        "ist.",
    ),
    (
        RATINGS,
        WEIGHTS,
        DIRECTIONS,
        SCALE_HIGH,
        MINIMUM_COVERAGE,
    ),
    _kam_score,
    Example(
        (((8, 6, 5),), ((50, 30, 20),)),
        (8 * 50 + 6 * 30 + 5 * 20) / (50 + 30 + 20),
        Text.same("(8 × 50 + 6 × 30 + 5 × 20) / (50 + 30 + 20)"),
    ),
    category="scoring",
)

KAM_TIER = Function(
    "KAM_TIER",
    Text(
        "Tier A to D of a score, or of each score of a range; a score on a border reaches the "
        "better tier.",
        "Klasse A bis D eines Punktwerts oder jedes Punktwerts eines Bereichs; wer die Grenze "
        "genau trifft, gehört zur besseren Klasse.",
    ),
    (
        Argument(
            "scores",
            Text(
                "A score, or a range of scores; errors stay in their cells.",
                "Ein Punktwert oder ein Bereich; Fehler bleiben in ihren Zellen.",
            ),
            block,
        ),
        _border("border_a", "A", _BORDER_A),
        _border("border_b", "B", _BORDER_B),
        _border("border_c", "C", _BORDER_C),
        SCALE_HIGH,
    ),
    _kam_tier,
    Example(
        (((8.0,), (6.6,), (3.9,)),),
        (("A",), ("B",), ("D",)),
        Text("8 ≥ 8; 6 ≤ 6.6 < 8; 3.9 < 4", "8 ≥ 8; 6 ≤ 6,6 < 8; 3,9 < 4"),
    ),
    category="scoring",
)

KAM_RANK = Function(
    "KAM_RANK",
    Text(
        "Rank of one score among scores, or of each of them: 1 is the highest, equal scores "
        "(9 digits) share a rank and the next is skipped.",
        "Rang eines Punktwerts unter Punktwerten oder jedes von ihnen: 1 ist der höchste, gleiche "
        "(9 Stellen) teilen sich einen Rang, der nächste entfällt.",
    ),
    (
        Argument(
            "scores",
            Text(
                "All scores; blank and #N/A have no rank.",
                "Alle Punktwerte; leer und #NV haben keinen Rang.",
            ),
            block,
        ),
        Argument(
            "score",
            Text(
                "One of the scores; left out: a rank for each.",
                "Einer der Punktwerte; ohne Angabe: ein Rang für jeden.",
            ),
            number,
            default=None,
        ),
    ),
    _kam_rank,
    Example(
        (((6.6,), (9.0,), (6.6,), (2.0,)),),
        ((2,), (1,), (2,), (4,)),
        Text(
            "9 is first, two share rank 2, so rank 3 is skipped",
            "9 ist erster, zwei teilen sich Rang 2, also entfällt Rang 3",
        ),
    ),
    category="scoring",
)

SCORING = (KAM_SCORE, KAM_TIER, KAM_RANK)
