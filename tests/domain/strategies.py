"""Made-up policies and portfolios for the laws."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from kamxl.domain.policy import Criterion, Gate, Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.text import Text


class Case(NamedTuple):
    """A portfolio and the policy that judges it, on the scale 1 to 10."""

    portfolio: Portfolio
    policy: Policy


RATINGS = st.one_of(
    st.none(), st.just("?"), st.integers(1, 10), st.sampled_from([1.5, 2.25, 5.5, 9.75])
)
AMOUNTS = st.one_of(
    st.just(math.nan), st.just(0.0), st.integers(-500, 100_000).map(lambda cents: cents / 100)
)


@st.composite
def criteria(draw: st.DrawFn, count: int) -> tuple[Criterion, ...]:
    """Return criteria with whole weights, at least one of them above 0."""
    weights = draw(st.lists(st.integers(0, 40), min_size=count, max_size=count).filter(any))
    return tuple(
        Criterion(
            key=f"k{place}",
            name=Text.same(f"k{place}"),
            weight=weight,
            direction=draw(st.sampled_from([1, -1])),
            axis=draw(st.sampled_from(["attractiveness", "strength", "none"])),
            gate=draw(st.sampled_from([None, None, Gate(3), Gate(2, "D")])),
        )
        for place, weight in enumerate(weights)
    )


@st.composite
def cases(draw: st.DrawFn, *, accounts: int = 8) -> Case:
    """Return up to `accounts` accounts with blanks, `?`, zeros, negatives and ties."""
    count = draw(st.integers(1, accounts))
    judged = draw(criteria(draw(st.integers(1, 6))))
    columns = {
        criterion.key: Ratings.of(draw(st.lists(RATINGS, min_size=count, max_size=count)))
        for criterion in judged
    }
    ids = tuple(f"{place:05d}" for place in range(count))
    revenue = draw(st.lists(AMOUNTS, min_size=count, max_size=count))
    return Case(
        Portfolio(ids, ids, {"revenue": np.array(revenue)}, ratings=columns),
        Policy(judged, tie_break=(judged[0].key, judged[-1].key)),
    )


def taken(portfolio: Portfolio, places: list[int]) -> Portfolio:
    """Return only some accounts."""
    return replace(
        portfolio,
        ids=tuple(portfolio.ids[place] for place in places),
        names=tuple(portfolio.names[place] for place in places),
        numbers={key: column[places] for key, column in portfolio.numbers.items()},
        texts={key: tuple(col[place] for place in places) for key, col in portfolio.texts.items()},
        dates={key: tuple(col[place] for place in places) for key, col in portfolio.dates.items()},
        leader=tuple(portfolio.leader[place] for place in places),
        scored=portfolio.scored[places],
        ratings={
            key: Ratings(column.values[places], column.unknown[places], column.wrong[places])
            for key, column in portfolio.ratings.items()
        },
    )


def rated_anew(portfolio: Portfolio, key: str, account: int, rating: float) -> Portfolio:
    """Return the portfolio with one rating replaced by a number."""
    old = portfolio.ratings[key]
    values, unknown, wrong = old.values.copy(), old.unknown.copy(), old.wrong.copy()
    values[account], unknown[account], wrong[account] = rating, False, False
    return replace(portfolio, ratings={**portfolio.ratings, key: Ratings(values, unknown, wrong)})


def on_hundred(portfolio: Portfolio) -> Portfolio:
    """Return the same ratings on the scale 1 to 100: y = 1 + 11 (x - 1)."""
    return replace(
        portfolio,
        ratings={
            key: Ratings(1 + 11 * (column.values - 1), column.unknown, column.wrong)
            for key, column in portfolio.ratings.items()
        },
    )
