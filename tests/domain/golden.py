"""The fixture of domain section 8: twelve accounts in T€, judged by the profile `standard`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache

import numpy as np

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.profiles import load_profile

TODAY = dt.date(2026, 1, 1)

KEYS = (
    "revenue_volume",
    "revenue_potential",
    "lifetime_value",
    "order_stability",
    "cost_to_serve",
    "product_need",
    "product_fit",
    "reputation",
    "relationship",
    "strategic_value",
    "solvency",
)

# vol pot ltv stab cost need fit rep rel strat solvency; `-` is blank.
TABLE = """
Cartech        | 1500 | 570 | 7 8 8 7 3 8  9  6 10 9 8
Technologie    |  800 | 320 | 5 9 7 6 4 8 10  7  8 8 8
Fertigung      |  900 | 315 | 5 9 8 7 4 8  8  5  7 7 8
Hotel          |  600 | 216 | 4 7 8 8 4 7  8  6  9 6 8
Potenzialkunde |    0 |   0 | 1 9 - - 3 9  8  8  3 7 8
Einzelhandel   |  700 | 210 | 4 8 6 5 5 7  7  6  5 6 8
Branchenführer |  400 | 100 | 3 7 7 5 7 6  7 10  4 9 8
Großbesteller  | 2400 | 120 | 7 3 2 8 6 8  6  4  6 3 2
Vicom          | 4200 | 756 | 9 4 4 6 8 6  5  7  2 3 8
Gelegenheit A  |  300 |  90 | 2 2 3 3 2 4  5  3  4 2 8
Gelegenheit B  |  150 |  45 | 2 3 3 4 3 4  4  3  3 2 8
Gelegenheit C  |   50 |  10 | 1 2 2 2 2 3  4  3  2 2 8
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
NAMES = tuple(row[0] for row in ROWS)
REVENUE = np.array([float(row[1]) for row in ROWS])
MARGIN = np.array([float(row[2]) for row in ROWS])


def place(name: str) -> int:
    """Return the row of an account."""
    return NAMES.index(name)


def policy() -> Policy:
    """Return the profile `standard`."""
    return load_profile("standard")


def portfolio() -> Portfolio:
    """Return the twelve accounts; the Potenzialkunde is a prospect, one leads its industry."""
    cells = [row[3].split() for row in ROWS]
    return Portfolio(
        ids=NAMES,
        names=NAMES,
        numbers={"revenue": REVENUE, "margin": MARGIN},
        texts={
            "status": tuple(
                "prospect" if name == "Potenzialkunde" else "customer" for name in NAMES
            )
        },
        leader=tuple(name == "Branchenführer" for name in NAMES),
        ratings={
            key: Ratings.of([None if row[j] == "-" else float(row[j]) for row in cells])
            for j, key in enumerate(KEYS)
        },
    )


@cache
def assessment() -> Assessment:
    """Return the fixture's assessment as of TODAY."""
    return assess(portfolio(), policy(), TODAY)


def reweighted(weights: dict[str, float]) -> Policy:
    """Return the profile `standard` with these weights; 0 for criteria not named."""
    return dataclasses.replace(
        policy(),
        criteria=tuple(
            dataclasses.replace(criterion, weight=weights.get(criterion.key, 0.0))
            for criterion in policy().criteria
        ),
    )


def with_rating(accounts: Portfolio, name: str, key: str, cell: object) -> Portfolio:
    """Return the accounts with one rating typed anew."""
    old = accounts.ratings[key]
    cells: list[object] = [None if np.isnan(value) else float(value) for value in old.values]
    cells[accounts.names.index(name)] = cell
    return dataclasses.replace(accounts, ratings={**accounts.ratings, key: Ratings.of(cells)})


def with_numbers(accounts: Portfolio, **columns: list[float]) -> Portfolio:
    """Return the accounts with number columns replaced or added."""
    numbers = {key: np.array(column, dtype=float) for key, column in columns.items()}
    return dataclasses.replace(accounts, numbers={**accounts.numbers, **numbers})


def of_revenues(*revenues: float) -> Portfolio:
    """Return accounts a, b, c … with these revenues and no ratings."""
    ids = tuple(chr(ord("a") + place) for place in range(len(revenues)))
    return Portfolio(ids, ids, {"revenue": np.array(revenues, dtype=float)})
