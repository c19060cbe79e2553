"""Functions between figures, ratings and the matrix: bands, scales, coverage (domain 2 and 4)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError, CellValue
from kamxl.domain.bands import band_rating
from kamxl.domain.matrix import MIDPOINT, QUADRANT_NAMES, QUADRANTS, quadrant_numbers
from kamxl.domain.policy import BAND_COUNT, Scale
from kamxl.domain.rounding import Floats
from kamxl.domain.scoring import directed, weighted_scores
from kamxl.functions.coercion import Block, block, first, line, number, word
from kamxl.functions.phrases import LANGUAGE, language_of
from kamxl.functions.scoring import (
    DIRECTIONS,
    RATINGS,
    SCALE_HIGH,
    WEIGHTS,
    as_rows,
    out_of_scale,
    outside,
    scale_of,
    signs_of,
    weights_that_count,
)
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, refuse
from kamxl.text import Text


def _rated(ratings: Block, weights: Floats) -> tuple[Floats, list[Refusal | None]]:
    """Return rows of ratings, and why a row cannot be read."""
    rows = as_rows(ratings, len(weights))
    wrong: list[Refusal | None] = [None] * rows.shape[0]
    for (row, _), refusal in rows.refused.items():
        wrong[row] = wrong[row] or refusal.of("ratings")
    return rows.values, wrong


def _kam_coverage(ratings: Block, weights: Floats) -> Answer:
    values, wrong = _rated(ratings, weights)
    counting = weights_that_count(weights)
    covered = (~np.isnan(values)).astype(float) @ counting / counting.sum()
    cells = [why or share for why, share in zip(wrong, covered.tolist(), strict=True)]
    if len(cells) == 1:
        return cells[0]
    return [[cell] for cell in cells]


def _kam_scores(
    ratings: Block, weights: Floats, directions: Floats | None, scale_high: float
) -> Answer:
    scale = scale_of(scale_high)
    values, wrong = _rated(ratings, weights)
    counting = weights_that_count(weights)
    for row, column in out_of_scale(values, scale):
        wrong[row] = wrong[row] or outside("ratings", float(values[row, column]), scale)
    signs = signs_of(directions, len(weights))
    found = weighted_scores(
        directed(values, signs, scale.low, scale.high), counting, scale.low, scale.high
    )
    answers: list[list[CellValue | Refusal]] = []
    for row, why in enumerate(wrong):
        figures = (found.score, found.coverage, found.lowest, found.highest)
        answers.append([why] * 4 if why else [float(figure[row]) for figure in figures])
    return answers


def _kam_band(values: Block, thresholds: Floats, shape: str, floor: float | None) -> Answer:
    tidy = shape.strip().lower()
    if tidy not in ("step", "linear"):
        raise refuse(CellError.VALUE, 'shape: "step" or "linear"', 'shape: "step" oder "linear"')
    if len(thresholds) > BAND_COUNT or np.isnan(thresholds).all():
        raise refuse(
            CellError.VALUE,
            f"thresholds: 1 to {BAND_COUNT} of them, for the ratings 2 to 10",
            f"thresholds: 1 bis {BAND_COUNT} davon, für die Bewertungen 2 bis 10",
        )
    given = [None if math.isnan(one) else one for one in thresholds.tolist()]
    least = None if floor is None or math.isnan(floor) else floor
    ratings = band_rating(
        values.values.ravel(), given, "linear" if tidy == "linear" else "step", least
    )
    cells: list[CellValue | Refusal] = []
    for position, rating in enumerate(ratings.tolist()):
        place = divmod(position, values.shape[1])
        refused = values.refused.get(place)
        cells.append(refused.of("values") if refused else "" if math.isnan(rating) else rating)
    return cells[0] if len(cells) == 1 else values.shaped(cells)


def _kam_rescale(values: Block, old_high: float, new_high: float) -> Answer:
    old, new = scale_of(old_high), scale_of(new_high)
    beyond = set(out_of_scale(values.values, old))
    cells: list[CellValue | Refusal] = []
    for position, value in enumerate(values.values.ravel().tolist()):
        place = divmod(position, values.shape[1])
        if place in values.refused:
            cells.append(values.refused[place].of("values"))
        elif place in beyond:
            cells.append(outside("values", value, old))
        else:
            cells.append("" if math.isnan(value) else _moved(value, old, new))
    return cells[0] if len(cells) == 1 else values.shaped(cells)


def _moved(value: float, old: Scale, new: Scale) -> float:
    return new.from_ten(1 + (value - old.low) / old.step)


def _kam_quadrant(
    attractiveness: Block,
    strength: Block,
    cut_attractiveness: float,
    cut_strength: float,
    language: str,
) -> Answer:
    tongue = language_of(language)
    if attractiveness.shape != strength.shape:
        raise refuse(
            CellError.VALUE,
            "attractiveness and strength: two ranges of one shape",
            "attractiveness und strength: zwei Bereiche gleicher Form",
        )
    numbers = quadrant_numbers(
        attractiveness.values.ravel(), strength.values.ravel(), cut_attractiveness, cut_strength
    )
    cells: list[CellValue | Refusal] = []
    for position, place_number in enumerate(numbers.tolist()):
        place = divmod(position, attractiveness.shape[1])
        refused = [
            side.refused[place].of(name)
            for name, side in (("attractiveness", attractiveness), ("strength", strength))
            if place in side.refused
        ]
        if refused:
            cells.append(first(refused))
        elif place_number:
            cells.append(QUADRANT_NAMES[QUADRANTS[place_number - 1]](tongue))
        else:
            cells.append(_off_the_matrix())
    return cells[0] if len(cells) == 1 else attractiveness.shaped(cells)


def _off_the_matrix() -> Refusal:
    return Refusal(CellError.NA, Text("an axis is blank", "eine Achse ist leer"))


KAM_COVERAGE = Function(
    "KAM_COVERAGE",
    Text(
        "Share of the weight that is rated, of one account or of each row of a block.",
        "Anteil des Gewichts, der bewertet ist, für einen Kunden oder jede Zeile eines Blocks.",
    ),
    (RATINGS, WEIGHTS),
    _kam_coverage,
    Example(
        (((8, None, "?"),), ((50, 30, 20),)),
        50 / (50 + 30 + 20),
        Text.same("50 / (50 + 30 + 20)"),
    ),
    category="scoring",
)

KAM_SCORES = Function(
    "KAM_SCORES",
    Text(
        "For each row of ratings four cells: score, share of the weight that is rated, and the "
        "lowest and highest score that the missing ratings leave open.",
        "Für jede Zeile von Bewertungen vier Zellen: Punktwert, bewerteter Anteil des Gewichts, "
        "niedrigster und höchster Punktwert, den fehlende Bewertungen offen lassen.",
    ),
    (RATINGS, WEIGHTS, DIRECTIONS, SCALE_HIGH),
    _kam_scores,
    Example(
        (((8, 6, None),), ((50, 30, 20),)),
        ((
            (8 * 50 + 6 * 30) / (50 + 30),
            (50 + 30) / 100,
            (8 * 50 + 6 * 30 + 1 * 20) / 100,
            (8 * 50 + 6 * 30 + 10 * 20) / 100,
        ),),
        Text("the missing rating is 1 at worst, 10 at best", "es fehlt eine 1 bis eine 10"),
    ),
    category="scoring",
)  # fmt: skip

KAM_BAND = Function(
    "KAM_BAND",
    Text(
        "Rating 1 to 10 of a figure by its thresholds: the first is where rating 2 begins. Falling "
        "thresholds mean that less is better.",
        "Bewertung 1 bis 10 einer Zahl nach Schwellen: die erste ist der Beginn der 2. Fallende "
        "Schwellen bedeuten, dass weniger besser ist.",
    ),
    (
        Argument("values", Text("A figure or a range.", "Eine Zahl oder ein Bereich."), block),
        Argument(
            "thresholds",
            Text(
                "Up to nine, for the ratings 2 to 10; blank leaves a rating out.",
                "Bis zu neun, für die Bewertungen 2 bis 10; leer lässt eine Bewertung aus.",
            ),
            line,
        ),
        Argument(
            "shape",
            Text(
                '"step" holds a rating up to the next threshold, "linear" rises evenly.',
                '"step" hält die Bewertung bis zur nächsten Schwelle, "linear" steigt gleichmäßig.',
            ),
            word,
            default="step",
            blank_is_default=True,
        ),
        Argument(
            "floor",
            Text(
                "Only linear: the figure at which the rating is 1.",
                "Nur linear: die Zahl, bei der die Bewertung 1 ist.",
            ),
            number,
            default=None,
            blank_is_default=True,
        ),
    ),
    _kam_band,
    Example(
        (((5,), (10,), (35,)), ((10, 20, 30),)),
        ((1.0,), (2.0,), (4.0,)),
        Text("5 < 10; 10 reaches 10; 35 reaches 30", "5 < 10; 10 erreicht 10; 35 erreicht 30"),
    ),
    category="scoring",
)

KAM_RESCALE = Function(
    "KAM_RESCALE",
    Text(
        "Ratings or scores of one scale on the other: 1 to 10 becomes 1 to 100 by 1 + 11 (x − 1), "
        "so that ranks and tiers stay.",
        "Bewertungen oder Punktwerte auf der anderen Skala: aus 1 bis 10 wird 1 bis 100 durch "
        "1 + 11 (x − 1); Ränge und Klassen bleiben.",
    ),
    (
        Argument("values", Text("A value or a range.", "Ein Wert oder ein Bereich."), block),
        Argument(
            "old_high",
            Text(
                "Where the present scale ends: 10 or 100.", "Ende der jetzigen Skala: 10 oder 100."
            ),
            number,
            default=10.0,
            blank_is_default=True,
        ),
        Argument(
            "new_high",
            Text("Where the other scale ends: 10 or 100.", "Ende der anderen Skala: 10 oder 100."),
            number,
            default=100.0,
            blank_is_default=True,
        ),
    ),
    _kam_rescale,
    Example(
        (((1, 8.03, 10),),),
        ((1.0, 1 + 11 * (8.03 - 1), 100.0),),
        Text("1 + 11 × (8.03 − 1)", "1 + 11 × (8,03 − 1)"),
    ),
    category="scoring",
)


def _cut(name: str) -> Argument:
    return Argument(
        name,
        Text(
            "Where high begins; a value on the cut is high.",
            "Wo hoch beginnt; ein Wert auf dem Schnitt ist hoch.",
        ),
        number,
        default=MIDPOINT,
        blank_is_default=True,
    )


KAM_QUADRANT = Function(
    "KAM_QUADRANT",
    Text(
        "Quadrant of the key account matrix (KAISM): high or low attractiveness and strength.",
        "Feld der Schlüsselkundenmatrix (KAISM): hohe oder niedrige Attraktivität und Stärke.",
    ),
    (
        Argument("attractiveness", Text("One value or a range.", "Wert oder Bereich."), block),
        Argument("strength", Text("The same shape.", "Gleiche Form."), block),
        _cut("cut_attractiveness"),
        _cut("cut_strength"),
        LANGUAGE,
    ),
    _kam_quadrant,
    Example(
        (((7.66,), (5.5,), (5.0,)), ((9.5,), (5.4,), (3.5,))),
        (("Key account",), ("Key development account",), ("Opportunistic account",)),
        Text(
            "high and high; on the cut and below it; low and low",
            "hoch und hoch; auf dem Schnitt und darunter; niedrig und niedrig",
        ),
    ),
    category="scoring",
)

JUDGING = (KAM_SCORES, KAM_COVERAGE, KAM_BAND, KAM_RESCALE, KAM_QUADRANT)
