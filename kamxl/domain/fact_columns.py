"""From an assessment to facts: figures computed once, as columns, for all accounts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kamxl.domain import concentration, gates, metrics, scoring, tiers
from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import competition_rank
from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.domain.facts import Facts, Strings, ordinals, yes_no
from kamxl.domain.matrix import MIDPOINT, QUADRANTS, axis_values, quadrant_numbers
from kamxl.domain.policy import LEVELS, TIERS
from kamxl.domain.portfolio import CUSTOMER, Portfolio
from kamxl.domain.redundancy import REVENUE_CRITERION
from kamxl.domain.rounding import Floats, Integers
from kamxl.domain.suggestions import ideal_match

DAYS_A_YEAR = 365.25
# Above this quarter's border the cost to serve counts as high.
HIGH_COST = 75
# Of fewer costs a quarter says nothing.
FEWEST_COSTS = 4


def facts_of(result: Assessment, *, fixed_costs: float | None = None) -> Facts:
    """Return what is known of every account of an assessment, before anyone planned anything.

    Ratings, axes and scores stand on 1 to 10 whatever the policy's scale, as thresholds of rules
    do. `fixed_costs` a year, those of the policy unless given, are needed for the result
    without a customer.
    """
    portfolio, policy = result.portfolio, result.policy
    fixed_costs = policy.fixed_costs if fixed_costs is None else fixed_costs

    def to_ten(values: Floats) -> Floats:
        return 1 + (values - policy.scale.low) / policy.scale.step

    numbers = {
        **_figures(portfolio, result),
        **_dates(portfolio, result.today),
        **_settings(result),
        "share": result.disclosure_share,
        "margin_share": result.margin_share,
        "revenue_rank": _rank(result.revenue_rank),
        "margin_rank": _rank(result.margin_rank),
        "score": to_ten(result.score),
        "rank": _rank(result.rank),
        "coverage": result.coverage,
        "attractiveness": to_ten(result.attractiveness),
        "strength": result.strength * MIDPOINT
        if policy.strength_mode == "relative"
        else to_ten(result.strength),
        "competitor_lead": (result.comparison.best - result.comparison.us) / policy.scale.step,
        "borderline": np.where(result.quadrant > 0, result.borderline, np.nan),
        "endangered": np.where(np.isnan(result.disclosure_share), np.nan, result.endangered),
        "gate_closed": np.where(portfolio.scored, _gates(result), np.nan),
        "tier_change": _steps(result),
        "icp_match": ideal_match(portfolio, policy),
        "leader": np.array(portfolio.leader, dtype=float),
        "brand": yes_no(portfolio.text("brand")),
        "expansion": yes_no(portfolio.text("expansion")),
        **{
            key: portfolio.number(key)
            for key in ("retention", "referrals", "referral_customers", "referral_revenue")
        },
        "ebit_without": _without(result, fixed_costs),
    }
    half_rank, half_tier = half_revenue(result)
    texts = {
        "tier": _named(result.tier, TIERS),
        "previous_tier": _named(tiers.tier_column(portfolio, "previous_tier"), TIERS),
        "tier_at_half_revenue": _named(half_tier, TIERS),
        "quadrant": _named(result.quadrant, QUADRANTS),
        "level": np.where(np.isnan(result.disclosure_share), "", np.array(LEVELS)[result.level]),
        "xyz": _named(result.xyz, concentration.XYZ),
        "abc": _named(result.abc, concentration.ABC),
        **{
            key: _words(portfolio.text(key))
            for key in (*("stage", "vision", "owner", "owner_role", "logo", "impulse"),)
        },
    }
    status = _words(portfolio.text("status"))
    texts["status"] = np.where((status == "") & (portfolio.number("revenue") > 0), CUSTOMER, status)
    # Who said that it is unclear has said nothing that a rule could ask.
    fits = _words(portfolio.text("reputation_fits"))
    texts["reputation_fits"] = np.where(np.isin(fits, ["yes", "no"]), fits, "")
    numbers["rank_at_half_revenue"] = _rank(half_rank)
    return Facts(
        ids=portfolio.ids,
        names=portfolio.names,
        today=result.today,
        kinds=FACT_KINDS,
        numbers={key: np.asarray(column, dtype=float) for key, column in numbers.items()},
        texts=texts,
        criteria=policy.criteria,
        ratings=to_ten(result.effective),
        points=result.contribution,
        currency=policy.currency,
    )


def _words(texts: Sequence[str]) -> Strings:
    return np.array([text.strip() for text in texts], dtype=str)


def _named(numbers: Integers, names: Sequence[str]) -> Strings:
    return np.array(["", *names], dtype=str)[numbers]


def _rank(ranks: Integers) -> Floats:
    return np.where(ranks > 0, ranks, np.nan)


def _gates(result: Assessment) -> Floats:
    """Return where a gate is closed; unknown where none is, and a criterion with one is unrated."""
    closed = result.gate != gates.NO_GATE
    guarded = [
        place
        for place, criterion in enumerate(result.policy.criteria)
        if criterion.gate is not None and criterion.active
    ]
    unrated = np.isnan(result.effective[:, guarded]).any(axis=1)
    return np.where(closed, 1.0, np.where(unrated, np.nan, 0.0))


def _figures(portfolio: Portfolio, result: Assessment) -> dict[str, Floats]:
    revenue, margin = portfolio.number("revenue"), portfolio.number("margin")
    before = portfolio.number("revenue_y1")
    hours, cost = portfolio.number("service_hours"), portfolio.number("service_cost")
    potential, orders = portfolio.number("potential"), portfolio.number("orders")
    gap = metrics.gap(portfolio)
    return {
        "revenue": revenue,
        "revenue_before": before,
        "revenue_y2": portfolio.number("revenue_y2"),
        "yearly_growth": metrics.ratio(revenue - before, before),
        "growth": metrics.metric(portfolio, "growth", result.today, result.policy),
        "margin": margin,
        "margin_before": portfolio.number("margin_y1"),
        "margin_trend": metrics.margin_trend(portfolio),
        "margin_ratio": metrics.ratio(margin, revenue),
        "potential": potential,
        "gap": gap,
        "gap_ratio": metrics.ratio(gap, revenue),
        "share_of_wallet": metrics.ratio(revenue, potential),
        "order_cv": portfolio.number("order_cv"),
        "orders": orders,
        "average_order": metrics.ratio(revenue, orders),
        "service_cost": cost,
        "cost_ratio": metrics.ratio(metrics.cost_to_serve(portfolio), revenue),
        "service_hours": hours,
        "hours_share": _parts(hours),
        "credit_index": portfolio.number("credit_index"),
        "replacement_effort": replacement_effort(revenue),
    }


def _parts(amounts: Floats) -> Floats:
    total = math.fsum(amounts[~np.isnan(amounts)])
    return amounts / total if total > 0 else np.full(len(amounts), np.nan)


def replacement_effort(revenue: Floats) -> Floats:
    """Return how many median customers replace each: r_i / median(r of the others with revenue).

    NaN without revenue, or where nobody else has any. O(n log n): the median of the others is read
    from the sorted amounts with one left out.
    """
    effort = np.full(len(revenue), np.nan)
    places = np.flatnonzero(revenue > 0)
    count = len(places) - 1
    if count < 1:
        return effort
    order = places[np.argsort(revenue[places], kind="stable")]
    ascending = revenue[order]
    spot = np.arange(len(order))

    def other(place: int) -> Floats:
        """Return the place-th smallest of the others, for each."""
        found: Floats = np.where(place < spot, ascending[place], ascending[place + 1])
        return found

    median = (other((count - 1) // 2) + other(count // 2)) / 2
    effort[order] = ascending / median
    return effort


def _dates(portfolio: Portfolio, today: dt.date) -> dict[str, Floats]:
    ends = portfolio.date("contract_end")
    return {
        "contract_end": ordinals(ends),
        "contract_months": np.array([_months(today, day) for day in ends], dtype=float),
        "days_since_order": metrics.days_since(portfolio.date("last_order"), today),
        "expansion_date": ordinals(portfolio.date("expansion_date")),
        "expansion_months": np.array(
            [_months(today, day) for day in portfolio.date("expansion_date")], dtype=float
        ),
        "years": metrics.days_since(portfolio.date("customer_since"), today) / DAYS_A_YEAR,
    }


def _months(today: dt.date, day: dt.date | None) -> float:
    """Return months from today to a day, with the fraction of a month of 30.4375 days."""
    return math.nan if day is None else (day - today).days / (DAYS_A_YEAR / 12)


def _steps(result: Assessment) -> Floats:
    before = tiers.tier_column(result.portfolio, "previous_tier")
    return np.where((before > 0) & (result.tier > 0), before - result.tier, np.nan)


def _settings(result: Assessment) -> dict[str, Floats]:
    """Return what is the same for every account: thresholds of the policy, portfolio means."""
    portfolio, policy = result.portfolio, result.policy
    revenue, margin = portfolio.number("revenue"), portfolio.number("margin")
    both = ~np.isnan(revenue) & ~np.isnan(margin)
    sold = math.fsum(revenue[both])
    ratios = metrics.ratio(metrics.cost_to_serve(portfolio), revenue)
    costs = ratios[~np.isnan(ratios)]
    constants = {
        "notice_share": policy.mark_share,
        "risk_share": policy.risk_share,
        "contract_limit": float(policy.contract_months),
        "mean_margin_ratio": math.fsum(margin[both]) / sold if sold > 0 else math.nan,
        "high_cost_ratio": float(np.percentile(costs, HIGH_COST))
        if len(costs) >= FEWEST_COSTS
        else math.nan,
    }
    return {key: np.full(len(portfolio), value) for key, value in constants.items()}


def _without(result: Assessment, fixed_costs: float | None) -> Floats:
    """Return the result of the year without each customer: Σ margin − its margin − fixed costs."""
    margin = result.portfolio.number("margin")
    revenue = result.portfolio.number("revenue")
    # A customer with revenue and no margin makes the sum a guess.
    if fixed_costs is None or bool(np.any(np.isnan(margin) & (revenue > 0))):
        return np.full(len(margin), np.nan)
    return math.fsum(margin[~np.isnan(margin)]) - margin - fixed_costs


def half_revenue(result: Assessment) -> tuple[Integers, Integers]:
    """Return ranks and tiers as they would be if revenue had half its weight; 0 where none.

    Tiers by hand do not count here: the question is what the figures say.
    """
    portfolio, policy = result.portfolio, result.policy
    halved = tuple(
        replace(c, weight=c.weight / 2) if c.key == REVENUE_CRITERION else c
        for c in policy.criteria
    )
    weights = np.array([criterion.effective_weight for criterion in halved], dtype=float)
    scores = scoring.weighted_scores(
        result.effective, weights, policy.scale.low, policy.scale.high, policy.missing
    )
    judged = scoring.assessable(scores, policy.minimum_coverage) & (
        result.severity != gates.EXCLUDES
    )
    ranked = np.where(judged, scores.score, np.nan)
    axes = [
        axis_values(result.effective, weights * np.array([c.axis == axis for c in halved]))
        for axis in ("attractiveness", "strength")
    ]
    # Only strength by criteria follows weights; stages and comparisons stay as they are.
    strength = axes[1] if policy.strength_mode == "criteria" else result.strength
    quadrant = quadrant_numbers(
        np.where(judged, axes[0], np.nan),
        np.where(judged, strength, np.nan),
        result.cut_attractiveness,
        result.cut_strength,
    )
    rank = competition_rank(ranked)
    previous = tiers.tier_column(portfolio, "previous_tier")
    before = tiers.period_counts(portfolio)
    found = tiers.mode_tiers(policy, ranked, rank, quadrant, result.abc, previous, before)
    return rank, np.where(found > 0, np.maximum(found, gates.tier_caps(result.severity)), 0)
