"""Ratings that facts suggest (domain 3.9, rows B13, B19, G3, G7); people decide, none counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kamxl.domain.policy import Policy, Scale
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rounding import Floats
from kamxl.text import Text

# What the ideal customer profile may name, by the column of the accounts; the policy's settings are
# `icp_…` and `icp_…_weight`.
PROFILE: tuple[str, ...] = ("segment", "region", "company_size", "use_case")
# By the ratings column; what they are suggestions for.
NAMES: Mapping[str, Text] = {
    "suggested_fit": Text("Suggested: product fit", "Vorschlag Produktpassung"),
    "suggested_reputation": Text("Suggested: reputation", "Vorschlag Ruf"),
    "suggested_strategic": Text("Suggested: strategic value", "Vorschlag strategischer Wert"),
    "suggested_solvency": Text("Suggested: solvency", "Vorschlag Zahlungsfähigkeit"),
}
# A known brand, or a leader of its industry.
KNOWN = 9.0
VISION: Mapping[str, float] = {"aligned": 9.0, "neutral": 5.0, "contradictory": 2.0}
# Creditreform's index, from where on, and the rating.
CREDIT: tuple[tuple[float, float], ...] = (
    (100, 10), (150, 9), (200, 7), (250, 5), (300, 3), (350, 2), (500, 1)
)  # fmt: skip
WORST_CREDIT = 600


def _tidy(text: str) -> str:
    """Return a text as it compares: lower case, without blanks at its ends and doubled ones."""
    return " ".join(part for part in text.split(" ") if part).lower()


def listed(texts: str) -> str:
    """Return texts separated by commas as one that holds each between commas."""
    return "," + _tidy(texts).replace(", ", ",").replace(" ,", ",") + ","


def ideal_match(portfolio: Portfolio, policy: Policy) -> Floats:
    """Return the matched share of weight of the ideal customer profile, NaN where unknown.

    What the profile leaves open and what is not known of an account does not count.
    """
    return matched_share(
        [portfolio.text(key) for key in PROFILE],
        [getattr(policy, f"icp_{key}") for key in PROFILE],
        [getattr(policy, f"icp_{key}_weight") for key in PROFILE],
        len(portfolio),
    )


def matched_share(
    known_as: Sequence[Sequence[str]], ideal: Sequence[str], weights: Sequence[float], count: int
) -> Floats:
    """Return for each of `count` accounts the matched weight over that of what is known, or NaN.

    Attribute by attribute: what the accounts are known as ("" for unknown), the texts that fit,
    separated by commas ("" where any would do), and the weight.
    """
    matched, total = np.zeros(count), np.zeros(count)
    for texts, wanted, weight in zip(known_as, ideal, weights, strict=True):
        if not _tidy(wanted):
            continue
        named = [_tidy(text) for text in texts]
        known = np.array([bool(text) for text in named], dtype=bool)
        fits = np.array([f",{text}," in listed(wanted) for text in named], dtype=bool)
        total += weight * known
        matched += weight * (known & fits)
    with np.errstate(invalid="ignore"):
        share: Floats = np.where(total > 0, matched / total, np.nan)
    return share


def credit_ratings(index: Floats) -> Floats:
    """Return ratings 1 to 10 of Creditreform's index from 100 to 600, NaN outside."""
    starts, ratings = (np.array(column) for column in zip(*CREDIT, strict=True))
    place = np.searchsorted(starts, index, side="right") - 1
    inside = (index >= starts[0]) & (index <= WORST_CREDIT)
    return np.where(inside, ratings[np.maximum(place, 0)], np.nan)


def suggestions(portfolio: Portfolio, policy: Policy) -> dict[str, Floats]:
    """Return suggested ratings on the scale by the keys of NAMES, NaN where there is none."""
    known = np.array(portfolio.leader, dtype=bool) | np.array(
        [text == "yes" for text in portfolio.text("brand")], dtype=bool
    )
    vision = np.array([VISION.get(text, np.nan) for text in portfolio.text("vision")])
    return {
        "suggested_fit": _scaled(1 + 9 * ideal_match(portfolio, policy), policy.scale),
        "suggested_reputation": _scaled(np.where(known, KNOWN, np.nan), policy.scale),
        "suggested_strategic": _scaled(vision, policy.scale),
        "suggested_solvency": _scaled(
            credit_ratings(portfolio.number("credit_index")), policy.scale
        ),
    }


def _scaled(ratings: Floats, scale: Scale) -> Floats:
    return scale.low + scale.step * (ratings - 1)
