"""Whether strong relationships come with growth: a rank correlation, with its n (row D17)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamxl.domain.rounding import Floats, at_nine_digits
from kamxl.text import LANGUAGES, Text, number_text

FEWEST = 10
FEWEST_PAIRS = 3
SAID = Text(
    "Rank correlation of relationship and revenue growth: {rho} over {n} accounts.",
    "Rangkorrelation von Beziehung und Umsatzwachstum: {rho} bei {n} Kunden.",
)
TOO_FEW = Text(
    "With fewer than {least} accounts this may be chance.",
    "Bei weniger als {least} Kunden kann das Zufall sein.",
)
NOTHING = Text(
    "Too few accounts have both a rating of the relationship and a growth of revenue ({n}).",
    "Zu wenige Kunden haben eine bewertete Beziehung und ein Umsatzwachstum ({n}).",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Spearman's ρ of two columns, over how many accounts, and in words; None if not defined."""

    rho: float | None
    count: int
    few: bool
    text: Text


def average_ranks(values: Floats) -> Floats:
    """Return ranks from 1, ties sharing their mean rank, at 9 digits."""
    _, inverse, counts = np.unique(at_nine_digits(values), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse]


def relation(ratings: Floats, growth: Floats) -> Relation:
    """Return how ratings of the relationship and revenue growth go together; NaN are left out."""
    known = ~np.isnan(ratings) & ~np.isnan(growth)
    count = int(np.count_nonzero(known))
    rho: float | None = None
    if count >= FEWEST_PAIRS:
        first, second = average_ranks(ratings[known]), average_ranks(growth[known])
        first, second = first - first.mean(), second - second.mean()
        spread = float(np.sqrt((first @ first) * (second @ second)))
        rho = float(np.clip((first @ second) / spread, -1, 1)) if spread > 0 else None
    return Relation(rho, count, count < FEWEST, _said(rho, count))


def _said(rho: float | None, count: int) -> Text:
    if rho is None:
        return Text(*(NOTHING(language).format(n=count) for language in LANGUAGES))
    shown = number_text(round(rho, 2) + 0.0, 2)
    sentences = [SAID, TOO_FEW] if count < FEWEST else [SAID]
    return Text(
        *(
            " ".join(
                sentence(language).format(rho=shown(language), n=count, least=FEWEST)
                for sentence in sentences
            )
            for language in LANGUAGES
        )
    )
