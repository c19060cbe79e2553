"""Functions on how firm a ranking is when weights move (domain 4.9)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError, CellValue
from kamxl.domain.classes import tier_numbers
from kamxl.domain.critical import critical_weights
from kamxl.domain.policy import Policy
from kamxl.domain.rounding import Floats
from kamxl.domain.scoring import directed, weighted_scores
from kamxl.domain.sensitivity import SEED
from kamxl.domain.smaa import near_weights, tiers_and_first, uniform_weights
from kamxl.functions.coercion import Block, number, sound_block
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
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, Refused, refuse
from kamxl.text import Text

_POLICY = Policy(criteria=())


def _effective(
    ratings: Block, weights: Floats, directions: Floats | None, scale_high: float
) -> Floats:
    scale = scale_of(scale_high)
    rows = as_rows(ratings, len(weights))
    beyond = out_of_scale(rows.values, scale)
    if beyond:
        raise Refused(outside("ratings", float(rows.values[beyond[0]]), scale))
    return directed(rows.values, signs_of(directions, len(weights)), scale.low, scale.high)


def _kam_critical_weight(
    first: Block, second: Block, weights: Floats, directions: Floats | None, scale_high: float
) -> Answer:
    counting = weights_that_count(weights)
    one = _effective(first, weights, directions, scale_high)
    other = _effective(second, weights, directions, scale_high)
    if one.shape[0] != 1 or other.shape[0] != 1:
        raise refuse(
            CellError.VALUE,
            "first and second: the ratings of one account each",
            "first und second: die Bewertungen je eines Kunden",
        )
    shares = critical_weights(one, other, counting)[0]
    cells: list[CellValue | Refusal] = [
        _never() if math.isnan(share) else share for share in shares.tolist()
    ]
    return [cells] if weights.size != 1 else cells[0]


def _never() -> Refusal:
    return Refusal(
        CellError.NA,
        Text(
            "no weight of this criterion makes the two equal",
            "kein Gewicht dieses Kriteriums macht die beiden gleich",
        ),
    )


def _kam_stability(
    ratings: Block,
    weights: Floats,
    directions: Floats | None,
    spread: float,
    scale_high: float,
) -> Answer:
    if not 0 <= spread <= 1:
        raise refuse(CellError.NUM, "spread: a share from 0 to 1", "spread: ein Anteil von 0 bis 1")
    scale = scale_of(scale_high)
    counting = weights_that_count(weights)
    effective = _effective(ratings, weights, directions, scale_high)
    count = len(effective)
    borders = [scale.from_ten(border) for border in _POLICY.borders]
    if spread == 0:
        drawn = uniform_weights(counting, _POLICY.draws, SEED)
    else:
        drawn = near_weights(counting, spread, _POLICY.draws, SEED)
    tiers, first = tiers_and_first(effective, drawn, lambda scores: tier_numbers(scores, borders))
    scored = ~np.isnan(weighted_scores(effective, counting, scale.low, scale.high).score)
    rows: list[list[CellValue | Refusal]] = []
    for account in range(count):
        if scored[account]:
            rows.append([*tiers[account].tolist(), float(first[account])])
        else:
            rows.append([_nothing_rated()] * 5)
    return rows


def _nothing_rated() -> Refusal:
    return Refusal(CellError.NA, Text("nothing is rated", "nichts ist bewertet"))


def _account(name: str, en: str, de: str) -> Argument:
    return Argument(name, Text(en, de), sound_block)


KAM_CRITICAL_WEIGHT = Function(
    "KAM_CRITICAL_WEIGHT",
    Text(
        "For each criterion the share of all weight at which two accounts score the same, while "
        "the other weights keep their proportions; #N/A where there is none.",
        "Je Kriterium der Anteil am Gesamtgewicht, bei dem zwei Kunden gleich viele Punkte haben, "
        "bei gleichem Verhältnis der übrigen; #NV, wo es keinen gibt.",
    ),
    (
        _account("first", "Ratings of one account.", "Bewertungen eines Kunden."),
        _account("second", "Ratings of the other.", "Bewertungen des anderen."),
        WEIGHTS,
        DIRECTIONS,
        SCALE_HIGH,
    ),
    _kam_critical_weight,
    Example(
        (((9, 4),), ((7, 8),), ((20, 80),)),
        ((4 / 6, 2 / 6),),
        Text(
            "9 t + 4 (1 − t) = 7 t + 8 (1 − t) at t = 4/6",
            "9 t + 4 (1 − t) = 7 t + 8 (1 − t) bei t = 4/6",
        ),
    ),
    category="scoring",
)

KAM_STABILITY = Function(
    "KAM_STABILITY",
    Text(
        "For each row of ratings five cells: in which share of all weightings the account is tier "
        "A, B, C, D, and in which it is first. Weightings are drawn, always the same ones.",
        "Je Zeile von Bewertungen fünf Zellen: in welchem Anteil aller Gewichtungen der Kunde "
        "Klasse A, B, C, D ist und in welchem erster. Gezogen wird immer gleich.",
    ),
    (
        RATINGS,
        WEIGHTS,
        DIRECTIONS,
        Argument(
            "spread",
            Text(
                "Each weight moves by so much at most, such as 0.2; 0: any weights at all.",
                "So weit bewegt sich jedes Gewicht höchstens, etwa 0,2; 0: beliebige Gewichte.",
            ),
            number,
            default=0.2,
            blank_is_default=True,
        ),
        SCALE_HIGH,
    ),
    _kam_stability,
    Example(
        (((9, 9), (2, 3)), ((50, 50),)),
        ((1.0, 0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 1.0, 0.0)),
        Text(
            "9 is A and 2 to 3 is D whatever the weights",
            "9 ist A und 2 bis 3 ist D, gleich wie gewichtet wird",
        ),
    ),
    category="scoring",
)

FIRMNESS = (KAM_CRITICAL_WEIGHT, KAM_STABILITY)
