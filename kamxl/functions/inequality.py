"""Functions on how unequal customers are: one figure of all amounts each (domain 3.2)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.concentration import (
    customers_for,
    gini,
    herfindahl,
    hhi_bounds,
    normalised,
)
from kamxl.domain.rounding import Floats, nine
from kamxl.functions.coercion import number, numbers
from kamxl.functions.concentration import AMOUNTS, shares_of
from kamxl.functions.spec import Answer, Argument, Example, Function, refuse
from kamxl.text import Text

_FIFTY_THIRTY_TWENTY = ((50, 30, 20),)
_ALL = Argument("amounts", AMOUNTS, numbers)
_HHI = 0.5**2 + 0.3**2 + 0.2**2


def _count(amounts: Floats) -> int:
    return int(np.sum(amounts > 0))


def _kam_hhi_norm(amounts: Floats) -> Answer:
    hhi = herfindahl(shares_of(amounts))
    return None if hhi is None else normalised(hhi, _count(amounts))


def _kam_effective(amounts: Floats) -> Answer:
    hhi = herfindahl(shares_of(amounts))
    return None if hhi is None else 1 / hhi


def _kam_n50(amounts: Floats, part: float) -> Answer:
    if not 0 <= part < 1:
        raise refuse(
            CellError.NUM, "part: a share from 0 to below 1", "part: ein Anteil von 0 bis unter 1"
        )
    return customers_for(shares_of(amounts), part)


def _kam_gini(amounts: Floats) -> Answer:
    return gini(shares_of(amounts))


def _kam_hhi_bounds(shares: Floats, rest: float | None) -> Answer:
    known = shares[~np.isnan(shares)]
    if len(known) == 0 or (known <= 0).any():
        raise refuse(
            CellError.NUM,
            "shares: the largest shares, each above 0",
            "shares: die größten Anteile, jeder über 0",
        )
    left = nine(1 - math.fsum(known)) if rest is None or math.isnan(rest) else rest
    if left < 0 or nine(math.fsum(known) + left) > 1:
        raise refuse(
            CellError.NUM,
            "shares and rest are more than 1 together; shares are fractions",
            "shares und rest sind zusammen mehr als 1; Anteile sind Bruchteile",
        )
    low, high = hhi_bounds(np.sort(known)[::-1], left)
    return [[low, high]]


KAM_HHI_NORM = Function(
    "KAM_HHI_NORM",
    Text(
        "Herfindahl index freed of the number of customers: (HHI − 1/n) / (1 − 1/n), 0 when all "
        "are equal, 1 for one customer.",
        "Herfindahl-Index, bereinigt um die Kundenzahl: (HHI − 1/n) / (1 − 1/n), 0 wenn alle "
        "gleich sind, 1 bei einem Kunden.",
    ),
    (_ALL,),
    _kam_hhi_norm,
    Example(
        (_FIFTY_THIRTY_TWENTY,),
        (_HHI - 1 / 3) / (1 - 1 / 3),
        Text("(0.38 − 1/3) / (1 − 1/3)", "(0,38 − 1/3) / (1 − 1/3)"),
    ),
    category="concentration",
)

KAM_EFFECTIVE = Function(
    "KAM_EFFECTIVE",
    Text(
        "Effective number of customers, 1/HHI: so many equal customers would be concentrated as "
        "much.",
        "Effektive Kundenzahl, 1/HHI: so viele gleich große Kunden wären ebenso konzentriert.",
    ),
    (_ALL,),
    _kam_effective,
    Example((_FIFTY_THIRTY_TWENTY,), 1 / _HHI, Text("1 / 0.38", "1 / 0,38")),
    category="concentration",
)

KAM_N50 = Function(
    "KAM_N50",
    Text(
        "The smallest number of customers that together carry more than half, or more than "
        "another part.",
        "Kleinste Zahl von Kunden, die zusammen mehr als die Hälfte tragen, oder mehr als einen "
        "anderen Teil.",
    ),
    (
        _ALL,
        Argument(
            "part",
            Text("The part to exceed, 0 to below 1.", "Der zu übersteigende Teil, 0 bis unter 1."),
            number,
            default=0.5,
            blank_is_default=True,
        ),
    ),
    _kam_n50,
    Example(
        (_FIFTY_THIRTY_TWENTY,),
        2,
        Text("50 % is not more than half; 50 % + 30 % is", "50 % ist nicht mehr; 50 % + 30 % ist"),
    ),
    category="concentration",
)

KAM_GINI = Function(
    "KAM_GINI",
    Text(
        "Gini coefficient of the positive amounts: 0 when all are equal, (n − 1)/n when one has "
        "all.",
        "Gini-Koeffizient der positiven Beträge: 0 wenn alle gleich sind, (n − 1)/n wenn einer "
        "alles hat.",
    ),
    (_ALL,),
    _kam_gini,
    Example(
        (_FIFTY_THIRTY_TWENTY,),
        (-2 * 20 + 0 * 30 + 2 * 50) / (3 * 100),
        Text.same("(−2 × 20 + 0 × 30 + 2 × 50) / (3 × 100)"),
    ),
    category="concentration",
)

KAM_HHI_BOUNDS = Function(
    "KAM_HHI_BOUNDS",
    Text(
        "Between what HHI lies when only the largest shares are known: the least and the greatest "
        "value, in two cells.",
        "Zwischen welchen Werten HHI liegt, wenn nur die größten Anteile bekannt sind: kleinster "
        "und größter Wert in zwei Zellen.",
    ),
    (
        Argument(
            "shares",
            Text(
                "The largest shares as fractions, all of those above the smallest listed.",
                "Die größten Anteile als Bruchteile, lückenlos bis zum kleinsten genannten.",
            ),
            numbers,
        ),
        Argument(
            "rest",
            Text(
                "The share of all others together; left out: what the shares leave of 1.",
                "Anteil aller übrigen zusammen; ohne Angabe: was an 1 fehlt.",
            ),
            number,
            default=None,
        ),
    ),
    _kam_hhi_bounds,
    Example(
        (((0.35, 0.2, 0.125),),),
        (
            (
                0.35**2 + 0.2**2 + 0.125**2,
                0.35**2 + 0.2**2 + 0.125**2 + 2 * 0.125**2 + (0.325 - 2 * 0.125) ** 2,
            ),
        ),
        Text(
            "0.35² + 0.2² + 0.125²; at most two more of 0.125 and 0.075",
            "0,35² + 0,2² + 0,125²; höchstens zwei weitere mit 0,125 und 0,075",
        ),
    ),
    category="concentration",
)

INEQUALITY = (KAM_HHI_NORM, KAM_EFFECTIVE, KAM_N50, KAM_GINI, KAM_HHI_BOUNDS)
