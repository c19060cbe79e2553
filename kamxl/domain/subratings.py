"""The questions behind the strategic value: their mean stands in where nobody rated the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import SUBRATINGS, Portfolio
from kamxl.domain.rounding import Bools, Floats
from kamxl.findings import Finding, Subject
from kamxl.text import Text

# The criterion that they belong to, by its key.
STRATEGIC = "strategic_value"
# Source 000, the fifth criterion: look beyond money; does the reputation suit; does the vision
# agree; are the benefits of a long relation seen. Source 003: a demanding customer raises quality,
# a key customer develops the company.
NAMES: Mapping[str, Text] = dict(
    zip(
        SUBRATINGS,
        (
            Text("Value beyond money", "Wert über Geld hinaus"),
            Text("Reputation suits us", "Ruf passt zu uns"),
            Text("Vision agrees", "Vision stimmt überein"),
            Text("Benefit of a long relation", "Nutzen langer Beziehung"),
            Text("Demands raise our quality", "Ansprüche heben Qualität"),
            Text("Develops our company", "Entwickelt uns weiter"),
        ),
        strict=True,
    )
)


def on_scale(values: Floats, low: float, high: float) -> Bools:
    """Return where there is a number on the scale."""
    found: Bools = (values >= low) & (values <= high)
    return found


def mean_subratings(portfolio: Portfolio, low: float, high: float) -> Floats:
    """Return the mean of those questions that are rated on the scale, NaN where none is."""
    answers = np.array([portfolio.number(key) for key in SUBRATINGS])
    used = on_scale(answers, low, high)
    with np.errstate(invalid="ignore"):
        mean: Floats = np.where(used, answers, 0.0).sum(axis=0) / used.sum(axis=0)
    return mean


def subrating_findings(portfolio: Portfolio, policy: Policy) -> Iterator[Finding]:
    """Yield answers that are off the scale and do not count."""
    low, high = policy.scale.low, policy.scale.high
    for key, name in NAMES.items():
        values = portfolio.number(key)
        outside = ~np.isnan(values) & ~on_scale(values, low, high)
        for account in np.flatnonzero(outside).tolist():
            yield Finding(
                "R-RANGE",
                {
                    "account": portfolio.names[account],
                    "criterion": name,
                    "value": f"{values[account]:g}",
                    "low": low,
                    "high": high,
                },
                Subject(account, field=key),
            )
