"""Facts and plans of the golden twelve for the tests of what plans say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

import numpy as np

from kamxl.domain.account_plan import AccountPlan, account_plans, candidate_facts
from kamxl.domain.assessment import assess
from kamxl.domain.candidates import Segment, candidates
from kamxl.domain.fact_columns import facts_of
from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.domain.facts import Facts
from kamxl.domain.plan_facts import PlanFacts
from kamxl.domain.portfolio import Portfolio
from kamxl.rules import shipped_rules
from tests.domain import golden

FIXED_COSTS = 2200.0


def facts(portfolio: Portfolio | None = None) -> Facts:
    """Return the facts of the golden twelve, or of a variation of them."""
    judged = assess(portfolio or golden.portfolio(), golden.policy(), golden.TODAY)
    return facts_of(judged, fixed_costs=FIXED_COSTS)


def a_fact(**values: float | str) -> Facts:
    """Return the facts of one account of which only these are known."""
    nothing = Facts(("1",), ("One",), golden.TODAY, FACT_KINDS, {}, {})
    return nothing.with_columns({key: np.array([value]) for key, value in values.items()})


def plans(
    portfolio: Portfolio | None = None,
    people: Mapping[str, PlanFacts] | None = None,
    pinned: Collection[str] = (),
    proposed_on: Mapping[str, Mapping[str, dt.date]] | None = None,
    segment: Segment | None = None,
) -> dict[str, AccountPlan]:
    """Return the generated plans by account, for the golden twelve or a variation of them."""
    judged = assess(portfolio or golden.portfolio(), golden.policy(), golden.TODAY)
    chosen = candidates(judged, segment, pinned)
    rules = shipped_rules()
    known = candidate_facts(judged, chosen, rules, people, fixed_costs=FIXED_COSTS)
    return {p.id: p for p in account_plans(known, chosen, rules, people, proposed_on)}


def with_texts(portfolio: Portfolio, name: str, **texts: str) -> Portfolio:
    """Return the portfolio with texts of one account typed anew."""
    changed = dict(portfolio.texts)
    for key, text in texts.items():
        column = list(portfolio.text(key))
        column[portfolio.names.index(name)] = text
        changed[key] = tuple(column)
    return dataclasses.replace(portfolio, texts=changed)


def with_dates(portfolio: Portfolio, name: str, **days: dt.date) -> Portfolio:
    """Return the portfolio with dates of one account typed anew."""
    changed = dict(portfolio.dates)
    for key, day in days.items():
        column = list(portfolio.date(key))
        column[portfolio.names.index(name)] = day
        changed[key] = tuple(column)
    return dataclasses.replace(portfolio, dates=changed)


def with_number(portfolio: Portfolio, name: str, **values: float) -> Portfolio:
    """Return the portfolio with numbers of one account typed anew."""
    changed = dict(portfolio.numbers)
    for key, value in values.items():
        column = portfolio.number(key).copy()
        column[portfolio.names.index(name)] = value
        changed[key] = column
    return dataclasses.replace(portfolio, numbers=changed)
