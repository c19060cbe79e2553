"""Functions on what an account is worth: lifetime value, growth, wallet (domain 3.8, 3.9)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.lifetime import ENDLESS, fractions, lifetime_values, lifetime_years
from kamxl.domain.policy import Policy
from kamxl.domain.rounding import Floats
from kamxl.functions.coercion import Block, block, first, number
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, refuse
from kamxl.text import Text

_POLICY = Policy(criteria=())
# No account is judged for longer.
MOST_YEARS = 100


def known(name: str, value: float) -> float:
    """Return a number that must be given; refused with #N/A where blank or `?`."""
    if math.isnan(value):
        raise refuse(CellError.NA, f"{name}: blank", f"{name}: leer")
    return value


def _kam_clv(
    margins: Block,
    retention: Block | float,
    discount: float,
    years: float,
    sustainability: Block | float,
) -> Answer:
    if not 0 <= years <= MOST_YEARS or years != int(years):
        raise refuse(
            CellError.NUM,
            f"years: a whole number from 1 to {MOST_YEARS}, or 0 for without end",
            f"years: eine ganze Zahl von 1 bis {MOST_YEARS}, oder 0 für ohne Ende",
        )
    if discount < 0:
        raise refuse(
            CellError.NUM,
            "discount: a rate of 0 or more, such as 0.1",
            "discount: ein Satz ab 0, etwa 0,1",
        )
    stay = _beside(margins, retention, "retention", _POLICY.retention)
    believed = _beside(margins, sustainability, "sustainability", 1.0)
    values = lifetime_values(margins.values, stay.values, discount, int(years), believed.values)
    cells: list[float | Refusal] = []
    for position, value in enumerate(values.ravel().tolist()):
        place = divmod(position, margins.shape[1])
        refused = [
            side.refused[place].of(name)
            for name, side in (
                ("margins", margins),
                ("retention", stay),
                ("sustainability", believed),
            )
            if place in side.refused
        ]
        if refused:
            cells.append(first(refused))
        elif math.isnan(margins.values[place]):
            cells.append(Refusal(CellError.NA, Text("margins: blank", "margins: leer")))
        elif math.isnan(value):
            cells.append(_endless() if years == ENDLESS else _too_large())
        else:
            cells.append(value)
    return cells[0] if len(cells) == 1 else margins.shaped(cells)


def _beside(margins: Block, given: Block | float, name: str, default: float) -> Block:
    """Return fractions in the shape of the margins: one for all, or one each; blank: default."""
    if isinstance(given, float):
        return Block(np.full(margins.shape, given), {})
    if given.shape == (1, 1) and margins.shape != (1, 1):
        alone = given.refused.get((0, 0))
        places = np.ndindex(margins.shape)
        given = Block(
            np.full(margins.shape, given.values[0, 0]),
            dict.fromkeys(places, alone) if alone else {},
        )
    if given.shape != margins.shape:
        raise refuse(
            CellError.VALUE,
            f"{name}: one value, or a range in the shape of margins",
            f"{name}: ein Wert, oder ein Bereich in der Form von margins",
        )
    values: Floats = np.where(np.isnan(given.values), default, given.values)
    outside = np.argwhere(~fractions(values)).tolist()
    beyond = {(row, column): _no_fraction() for row, column in outside}
    return Block(values, {**beyond, **given.refused})


def _no_fraction() -> Refusal:
    return Refusal(CellError.NUM, Text("a share from 0 to 1", "ein Anteil von 0 bis 1"))


def _endless() -> Refusal:
    return Refusal(
        CellError.NUM,
        Text(
            "without end (years 0) the value is infinite; it needs a retention below 1 or a "
            "discount above 0",
            "ohne Ende (years 0) ist der Wert unendlich; es braucht retention unter 1 oder "
            "discount über 0",
        ),
    )


def _too_large() -> Refusal:
    return Refusal(CellError.NUM, Text("the value is too large", "der Wert ist zu groß"))


def _kam_cagr(first: float, last: float, years: float) -> Answer:
    if known("years", years) <= 0 or known("first", first) <= 0 or known("last", last) < 0:
        raise refuse(
            CellError.NUM,
            "first and years are above 0, last is not negative",
            "first und years liegen über 0, last ist nicht negativ",
        )
    return float((last / first) ** (1 / years) - 1)


def _kam_sow(own: float, spend: float) -> Answer:
    if known("spend", spend) <= 0:
        raise refuse(
            CellError.DIV0,
            "spend: what the account spends in all is above 0",
            "spend: die Gesamtausgaben des Kunden liegen über 0",
        )
    return known("own", own) / spend


KAM_CLV = Function(
    "KAM_CLV",
    Text(
        "Customer lifetime value: the margins of years to come, each year times retention and "
        "divided by 1 + discount, summed up.",
        "Kundenlebenszeitwert: die Deckungsbeiträge kommender Jahre, jedes Jahr mal retention und "
        "durch 1 + discount, aufsummiert.",
    ),
    (
        Argument(
            "margins",
            Text(
                "A year's contribution margin, or one for each of several accounts.",
                "Deckungsbeitrag eines Jahres, oder einer für jeden von mehreren Kunden.",
            ),
            block,
        ),
        Argument(
            "retention",
            Text(
                "Part of such accounts that stays each year, 0 to 1: one, or one for each margin; "
                "blank is the default.",
                "Anteil solcher Kunden, der jedes Jahr bleibt, 0 bis 1: einer, oder einer je "
                "Deckungsbeitrag; leer ist die Vorgabe.",
            ),
            block,
            default=_POLICY.retention,
            blank_is_default=True,
        ),
        Argument(
            "discount",
            Text("Yearly discount rate, such as 0.1.", "Jährlicher Zinssatz, etwa 0,1."),
            number,
            default=_POLICY.discount,
            blank_is_default=True,
        ),
        Argument(
            "years",
            Text("Over how many years; 0: without end.", "Über wie viele Jahre; 0: ohne Ende."),
            number,
            default=float(lifetime_years(_POLICY)),
            blank_is_default=True,
        ),
        Argument(
            "sustainability",
            Text(
                "Part of the value that one believes in, 0 to 1: one, or one for each margin.",
                "Anteil des Werts, an den man glaubt, 0 bis 1: einer, oder einer je "
                "Deckungsbeitrag.",
            ),
            block,
            default=1.0,
            blank_is_default=True,
        ),
    ),
    _kam_clv,
    Example(
        (((100,), (200,)), 0.5, 0, 2),
        ((100 * 0.5 + 100 * 0.5**2,), (200 * 0.5 + 200 * 0.5**2,)),
        Text("100 × 0.5 + 100 × 0.5², and so on", "100 × 0,5 + 100 × 0,5² und so fort"),
    ),
    category="economics",
)

KAM_CAGR = Function(
    "KAM_CAGR",
    Text(
        "Compound annual growth rate between two amounts.",
        "Durchschnittliches jährliches Wachstum zwischen zwei Beträgen.",
    ),
    (
        Argument("first", Text("The amount at the start.", "Der Betrag am Anfang."), number),
        Argument("last", Text("The amount at the end.", "Der Betrag am Ende."), number),
        Argument("years", Text("Years between them.", "Jahre dazwischen."), number),
    ),
    _kam_cagr,
    Example((100, 121, 2), (121 / 100) ** 0.5 - 1, Text.same("(121 / 100)^(1/2) − 1")),
    category="economics",
)

KAM_SOW = Function(
    "KAM_SOW",
    Text(
        "Share of wallet: own sales over all that the account spends in the category.",
        "Lieferanteil: eigener Umsatz durch alles, was der Kunde in der Kategorie ausgibt.",
    ),
    (
        Argument(
            "own", Text("Own sales to the account.", "Eigener Umsatz mit dem Kunden."), number
        ),
        Argument(
            "spend",
            Text(
                "What the account spends in the category in all.",
                "Was der Kunde in der Kategorie insgesamt ausgibt.",
            ),
            number,
        ),
    ),
    _kam_sow,
    Example((30, 120), 30 / 120, Text.same("30 / 120")),
    category="economics",
)

ECONOMICS = (KAM_CLV, KAM_CAGR, KAM_SOW)
