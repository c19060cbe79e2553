"""Functions on what an account is worth: growth and share of wallet (domain 3.8, 3.9)."""

from __future__ import annotations

import math

from kamxl.cells import CellError
from kamxl.functions.coercion import number
from kamxl.functions.spec import Answer, Argument, Example, Function, refuse
from kamxl.text import Text


def known(name: str, value: float) -> float:
    """Return a number that must be given; refused with #N/A where blank or `?`."""
    if math.isnan(value):
        raise refuse(CellError.NA, f"{name}: blank", f"{name}: leer")
    return value


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
)

ECONOMICS = (KAM_CAGR, KAM_SOW)
