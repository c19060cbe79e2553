"""How firm an account's tier is, in a sentence: how often it holds, and what would change it."""

from __future__ import annotations

import math

import numpy as np

from kamxl.domain.classes import tier_name
from kamxl.domain.critical import weight_shares
from kamxl.domain.explanation import short_number
from kamxl.domain.policy import Criterion, Scale
from kamxl.domain.rounding import nine
from kamxl.domain.sensitivity import Move, Sensitivity
from kamxl.text import Language, Text

HOLDS = Text(
    "{tier} in {share} % of all weightings within ±{spread} %.",
    "{tier} bei {share} % aller Gewichtungen innerhalb ±{spread} %.",
)
MOVES = Text(
    "{tier} if {criterion} weighs {then} % instead of {now} %.",
    "{tier}, wenn {criterion} {then} % statt {now} % wiegt.",
)
STEADY = Text(
    "No change of a single weight moves it.", "Keine Änderung eines einzelnen Gewichts ändert das."
)
NEEDS = Text(
    "For {tier}: {criterion} {then} instead of {now}.",
    "Für {tier}: {criterion} {then} statt {now}.",
)
RATE = Text(
    "For {tier}: rate {criterion} with at least {then}.",
    "Für {tier}: {criterion} mit mindestens {then} bewerten.",
)
RATE_LOW = Text(
    "For {tier}: rate {criterion} with at most {then}.",
    "Für {tier}: {criterion} mit höchstens {then} bewerten.",
)
OUT_OF_REACH = Text(
    "No single rating is enough for a better tier.",
    "Keine einzelne Bewertung reicht für eine bessere Klasse.",
)
BLOCKED = Text(
    "{gate}: it keeps every better tier out of reach.",
    "{gate}: Jede bessere Klasse bleibt damit unerreichbar.",
)
DECIDED = Text(
    "{tier} by decision (computed: {computed}): no weight and no rating changes it.",
    "{tier} durch Entscheidung (errechnet: {computed}): Gewichte und Bewertungen ändern das nicht.",
)
BY_ABC = Text(
    "{tier} by the ABC analysis: no weight changes it.",
    "{tier} nach der ABC-Analyse: kein Gewicht ändert das.",
)
NOR_RATING = Text("No rating does either.", "Auch keine Bewertung.")


def whole_percent(share: float) -> int:
    """Return a share in whole per cent: 100 and 0 only where it is all or nothing."""
    rounded = math.floor(nine(share * 100) + 0.5)
    return rounded if share in (0, 1) else min(max(rounded, 1), 99)


def moved_share(share: float, by: float, upwards: bool) -> float:
    """Return a share of weight beyond a move, in per cent with one decimal, within 0 to 100."""
    tenths = nine((share + by) * 1000)
    beyond = math.floor(tenths) + 1 if upwards else math.ceil(tenths) - 1
    return min(max(beyond / 10, 0.0), 100.0)


def typed_rating(rating: float, criterion: Criterion, scale: Scale) -> float:
    """Return what people type for a rating after direction: the same, or the scale turned round."""
    return rating if criterion.direction > 0 else scale.low + scale.high - rating


def enough_rating(rating: float, criterion: Criterion, scale: Scale) -> float:
    """Return what to type to reach a rating after direction, with one decimal, never too little."""
    tenths = math.ceil(nine(rating * 10)) / 10
    return nine(typed_rating(tenths, criterion, scale))


def _shorter(value: float, language: Language) -> str:
    """Return a number without zeros that say nothing: 8.60 is 8.6 and 20.00 is 20."""
    text = short_number(value, language)
    return text[:-1] if text.endswith("0") and text[-3:-2] in (".", ",") else text


def _move(of: Sensitivity, move: Move, language: Language) -> str:
    criterion = of.result.policy.criteria[move.criterion]
    share = float(weight_shares(np.array(of.result.policy.weights, float))[move.criterion])
    then = moved_share(share, move.by, move.upwards)
    return MOVES(language).format(
        tier=tier_name(move.tier),
        criterion=criterion.name(language),
        then=_shorter(then, language),
        now=_shorter(share * 100, language),
    )


def _needed(of: Sensitivity, place: int, language: Language) -> str:
    """Return what would lift the account at a place, in words."""
    policy, position = of.result.policy, int(of.needed.criterion[place])
    if of.needed.blocked[place]:
        gate = of.result.gate_text(int(of.accounts[place]), language)
        return BLOCKED(language).format(gate=gate)
    if position < 0:
        return (NOR_RATING if policy.tier_mode == "pareto" else OUT_OF_REACH)(language)
    criterion = policy.criteria[position]
    then = enough_rating(float(of.needed.rating[place]), criterion, policy.scale)
    asked = RATE if criterion.direction > 0 else RATE_LOW
    phrase = asked if of.needed.missing[place] else NEEDS
    now = typed_rating(float(of.ratings[place, position]), criterion, policy.scale)
    return phrase(language).format(
        tier=tier_name(int(of.needed.tier[place])),
        criterion=criterion.name(language),
        then=_shorter(then, language),
        now="" if of.needed.missing[place] else _shorter(now, language),
    )


def sentence(of: Sensitivity, place: int, language: Language) -> str:
    """Return how firm the tier at a place is, the nearest move of a weight, the needed rating."""
    account, tier = int(of.accounts[place]), tier_name(int(of.tier[place]))
    if of.result.overridden[account]:
        computed = tier_name(int(of.result.computed_tier[account]))
        return DECIDED(language).format(tier=tier, computed=computed)
    if of.result.policy.tier_mode == "pareto":
        said = [BY_ABC(language).format(tier=tier)]
    else:
        holds, spread = float(of.holds[place]), _shorter(of.spread * 100, language)
        move = of.nearest_move(place)
        said = [
            HOLDS(language).format(tier=tier, share=whole_percent(holds), spread=spread),
            STEADY(language) if move is None else _move(of, move, language),
        ]
    if of.needed.tier[place]:
        said.append(_needed(of, place, language))
    return " ".join(said)
