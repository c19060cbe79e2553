"""Functions on how much hangs on few customers, by structural shares (domain 3.1, 3.2)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.concentration import herfindahl, structural_shares, top_share
from kamxl.domain.rounding import Floats, at_nine_digits, nine
from kamxl.functions.coercion import Block, number, numbers, sound_block
from kamxl.functions.spec import Answer, Argument, Example, Function, Refusal, refuse
from kamxl.text import Text


def shares_of(amounts: Floats) -> Floats:
    """Return structural shares; refused with #DIV/0! where no amount is positive."""
    shares = structural_shares(amounts)
    if np.isnan(shares).all():
        raise refuse(
            CellError.DIV0,
            "amounts: none is positive, so there is no total to take shares of",
            "amounts: keiner ist positiv, also gibt es keine Summe für Anteile",
        )
    return shares


def no_amount() -> Refusal:
    """Return the answer where there is nothing to judge."""
    return Refusal(CellError.NA, Text("there is no amount", "es gibt keinen Betrag"))


def _kam_share(amounts: Block, amount: float | None) -> Answer:
    values = amounts.values.ravel()
    shares = shares_of(values)
    if amount is None:
        return amounts.shaped(
            [no_amount() if math.isnan(share) else share for share in shares.tolist()]
        )
    if math.isnan(amount):
        return no_amount()
    here = np.flatnonzero(at_nine_digits(values) == nine(amount))
    if len(here) == 0:
        return Refusal(
            CellError.NA, Text("amount: not among the amounts", "amount: nicht unter den Beträgen")
        )
    return float(shares[here[0]])


def _kam_hhi(amounts: Floats) -> Answer:
    return herfindahl(shares_of(amounts))


def _kam_top_share(amounts: Floats, k: float) -> Answer:
    if not (k >= 1 and k == int(k)):
        raise refuse(
            CellError.NUM,
            "k: a whole number of customers, 1 or more",
            "k: eine ganze Zahl von Kunden, 1 oder mehr",
        )
    return top_share(shares_of(amounts), int(k))


AMOUNTS = Text(
    "Revenue or margin of all customers, any shape; blank and ? are left out, amounts below 0 "
    "count as 0.",
    "Umsatz oder Marge aller Kunden, in beliebiger Form; leer und ? zählen nicht, Beträge unter 0 "
    "als 0.",
)

KAM_SHARE = Function(
    "KAM_SHARE",
    Text(
        "Share of one customer in the sum of all positive amounts, or of each; the shares of all "
        "sum to 1.",
        "Anteil eines Kunden an der Summe aller positiven Beträge, oder jedes Kunden; alle "
        "Anteile ergeben 1.",
    ),
    (
        Argument("amounts", AMOUNTS, sound_block),
        Argument(
            "amount",
            Text(
                "One of the amounts; left out: a share for each.",
                "Einer der Beträge; ohne Angabe: ein Anteil für jeden.",
            ),
            number,
            default=None,
        ),
    ),
    _kam_share,
    Example(
        (((50.0,), (30.0,), (20.0,)),),
        ((50 / 100,), (30 / 100,), (20 / 100,)),
        Text("50 / (50 + 30 + 20), and so on", "50 / (50 + 30 + 20) und so fort"),
    ),
    category="concentration",
)

KAM_HHI = Function(
    "KAM_HHI",
    Text(
        "Herfindahl-Hirschman index of concentration: the sum of the squared shares, from 1/n "
        "(all equal) to 1 (one customer).",
        "Herfindahl-Hirschman-Index der Konzentration: Summe der quadrierten Anteile, von 1/n "
        "(alle gleich) bis 1 (ein Kunde).",
    ),
    (Argument("amounts", AMOUNTS, numbers),),
    _kam_hhi,
    Example(
        (((50, 30, 20),),),
        0.5**2 + 0.3**2 + 0.2**2,
        Text("0.5² + 0.3² + 0.2²", "0,5² + 0,3² + 0,2²"),
    ),
    category="concentration",
)

KAM_TOP_SHARE = Function(
    "KAM_TOP_SHARE",
    Text(
        "Share of the k largest customers together in the sum of all positive amounts.",
        "Anteil der k größten Kunden zusammen an der Summe aller positiven Beträge.",
    ),
    (
        Argument("amounts", AMOUNTS, numbers),
        Argument(
            "k",
            Text("How many of the largest, 1 or more.", "Wie viele der größten, 1 oder mehr."),
            number,
        ),
    ),
    _kam_top_share,
    Example(
        (((50, 30, 20),), 2), (50 + 30) / (50 + 30 + 20), Text.same("(50 + 30) / (50 + 30 + 20)")
    ),
    category="concentration",
)

CONCENTRATION = (KAM_SHARE, KAM_HHI, KAM_TOP_SHARE)
