"""How well an account matches the ideal customer profile (domain 3.9, row B13)."""

from __future__ import annotations

import math

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.rounding import Floats
from kamxl.domain.suggestions import matched_share
from kamxl.functions.coercion import line, texts
from kamxl.functions.scoring import weights_that_count
from kamxl.functions.spec import Answer, Argument, Example, Function, refuse
from kamxl.text import Text


def _kam_icp_match(
    account: tuple[str, ...], ideal: tuple[str, ...], weights: Floats | None
) -> Answer:
    known = ["" if text == "?" else text for text in account]
    weighed = np.ones(len(ideal)) if weights is None else weights_that_count(weights)
    if not len(known) == len(ideal) == len(weighed):
        raise refuse(
            CellError.VALUE,
            f"{len(known)} attributes, {len(ideal)} of the ideal and {len(weighed)} weights: they "
            "have to be equally many",
            f"{len(known)} Merkmale, {len(ideal)} des Ideals und {len(weighed)} Gewichte: Es "
            "müssen gleich viele sein",
        )
    share = float(matched_share([[text] for text in known], ideal, weighed.tolist(), 1)[0])
    if math.isnan(share):
        raise refuse(
            CellError.NA,
            "nothing that the ideal asks for is known of the account",
            "nichts von dem, was das Ideal verlangt, ist vom Kunden bekannt",
        )
    return share


KAM_ICP_MATCH = Function(
    "KAM_ICP_MATCH",
    Text(
        "How well an account matches the ideal customer profile: matched weight / weight of what "
        "is known, 0 to 1.",
        "Wie gut ein Kunde dem idealen Kundenprofil entspricht: erfülltes Gewicht / Gewicht des "
        "Bekannten, 0 bis 1.",
    ),
    (
        Argument(
            "account",
            Text(
                "What the account is, one attribute a cell, such as its industry and region; "
                "blank or ? is unknown and does not count.",
                "Was der Kunde ist, ein Merkmal je Zelle, etwa Branche und Region; leer oder ? "
                "ist unbekannt und zählt nicht.",
            ),
            texts,
        ),
        Argument(
            "ideal",
            Text(
                "What fits, attribute by attribute; several separated by commas, blank for any.",
                "Was passt, Merkmal für Merkmal; mehrere durch Komma getrennt, leer für beliebig.",
            ),
            texts,
        ),
        Argument(
            "weights",
            Text(
                "One weight an attribute; left out, all count alike.",
                "Ein Gewicht je Merkmal; ohne Angabe zählen alle gleich.",
            ),
            line,
            default=None,
        ),
    ),
    _kam_icp_match,
    Example(
        ((("Hotel", "South", "50"),), (("Hotel, Spa", "North", "50"),), ((50, 30, 20),)),
        (50 + 20) / (50 + 30 + 20),
        Text.same("(50 + 20) / (50 + 30 + 20)"),
    ),
    category="scoring",
)

FITTING = (KAM_ICP_MATCH,)
