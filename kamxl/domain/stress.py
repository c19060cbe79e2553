"""What the loss of customers would do to the result (domain 3.7): revenue, margin, break-even.

Amounts in currency of one year, ratios as fractions; None where a figure does not exist.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.policy import LEVELS
from kamxl.domain.rounding import Bools, Floats, money
from kamxl.errors import PolicyError

MONTHS = 12
# Whose loss is looked at unless someone says otherwise: the largest, the two, the three largest.
TOPS = (1, 2, 3)
WARNING = LEVELS.index("warning")


def margin_ratio(margin: float, revenue: float) -> float | None:
    """Return margin / revenue; None without revenue."""
    return margin / revenue if revenue > 0 else None


def break_even(fixed_costs: float, ratio: float | None) -> float | None:
    """Return the revenue at which the margin carries the fixed costs.

    None without fixed costs, or where the margin ratio is not positive: no revenue would do.
    """
    return None if ratio is None or ratio <= 0 or fixed_costs <= 0 else fixed_costs / ratio


def safety(revenue: float, even: float | None) -> float | None:
    """Return the margin of safety (R − BE) / R; negative below break-even."""
    return None if even is None or revenue <= 0 else (revenue - even) / revenue


def customers_until_loss(margins: Floats, fixed_costs: float) -> int | None:
    """Return how many customers, those with the highest margins first, may not all be lost.

    The smallest k with margin − (k highest) < fixed costs: 0 where there is a loss already, None
    where there would be none without any customer.
    """
    falling = np.sort(margins[margins > 0])[::-1]
    left = math.fsum(margins[~np.isnan(margins)])
    border = money(fixed_costs)

    def all_lost(count: int) -> bool:
        return money(left - math.fsum(falling[:count])) < border

    # What is left falls with every customer lost, so the border is found by halving.
    fewest = bisect.bisect_left(range(len(falling) + 1), True, key=all_lost)
    return fewest if fewest <= len(falling) else None


def months_covered(cash: float | None, fixed_costs: float) -> float | None:
    """Return for how many months cash pays the fixed costs; None without either."""
    return None if cash is None or fixed_costs <= 0 else cash / (fixed_costs / MONTHS)


def runway(cash: float | None, ebit: float) -> float | None:
    """Return for how many months cash pays a yearly loss; infinite where there is none."""
    if cash is None:
        return None
    return cash / (-ebit / MONTHS) if ebit < 0 else math.inf


def revenue_at_risk(revenue: Floats, probabilities: Floats, substitution: float) -> float:
    """Return Σ p · r · (1 − substitution): what is expected to go and not to be replaced."""
    expected = revenue * probabilities
    return math.fsum(expected[~np.isnan(expected)]) * (1 - substitution)


def replacement(revenue: Floats, lost: Bools) -> float | None:
    """Return how many customers of median size of the others the lost revenue is; None without."""
    others = revenue[~lost & (revenue > 0)]
    gone = revenue[lost & ~np.isnan(revenue)]
    return math.fsum(gone) / float(np.median(others)) if len(others) else None


@dataclass(frozen=True, slots=True)
class Loss:
    """The year without some accounts, named by their ids.

    `revenue`, `margin` and `ebit` are what remains, `ratio` and `break_even` those of the new mix,
    `gap` the revenue missing to break-even (negative: above it), `safety` the margin of safety,
    `runway` months of cash (infinite without a loss), `replacement` in customers of median size.
    """

    ids: tuple[str, ...]
    lost_revenue: float
    lost_margin: float
    revenue: float
    margin: float
    ebit: float
    ratio: float | None
    break_even: float | None
    gap: float | None
    safety: float | None
    runway: float | None
    replacement: float | None


def without(
    revenues: Floats,
    margins: Floats,
    lost: Bools,
    fixed_costs: float,
    cash: float | None = None,
    ids: tuple[str, ...] = (),
) -> Loss:
    """Return the year without the customers marked `lost`; `fixed_costs` are what then remains."""
    revenue, margin = (math.fsum(column[~np.isnan(column)]) for column in (revenues, margins))
    gone_revenue, gone_margin = (
        math.fsum(column[lost & ~np.isnan(column)]) for column in (revenues, margins)
    )
    left, carried = revenue - gone_revenue, margin - gone_margin
    ratio = margin_ratio(carried, left)
    even = break_even(fixed_costs, ratio)
    return Loss(
        ids=ids,
        lost_revenue=gone_revenue,
        lost_margin=gone_margin,
        revenue=left,
        margin=carried,
        ebit=carried - fixed_costs,
        ratio=ratio,
        break_even=even,
        gap=None if even is None else even - left,
        safety=safety(left, even),
        runway=runway(cash, carried - fixed_costs),
        replacement=replacement(revenues, lost),
    )


@dataclass(frozen=True)
class Stress:
    """The year as it is, and each loss.

    `carried` is the share of the fixed costs that each account's margin carries, NaN where its
    margin is unknown; `without_margin` counts customers with revenue of which no margin is known:
    they carry nothing here, so results are worse than they may be. `revenue_at_risk` is None
    without probabilities, `months_covered` without cash.
    """

    fixed_costs: float
    revenue: float
    margin: float
    ebit: float
    ratio: float | None
    break_even: float | None
    safety: float | None
    months_covered: float | None
    customers_until_loss: int | None
    revenue_at_risk: float | None
    carried: Floats
    without_margin: int
    losses: tuple[Loss, ...]


def _usual(result: Assessment) -> list[Bools]:
    """Return the losses of the one, two, three largest, and of each customer with a warning."""
    largest = [(result.size_order > 0) & (result.size_order <= top) for top in TOPS]
    places = np.arange(len(result))
    warned = [places == place for place in np.flatnonzero(result.level >= WARNING)]
    found: list[Bools] = []
    for lost in (*largest, *warned):
        if np.any(lost) and not any(np.array_equal(lost, other) for other in found):
            found.append(lost)
    return found


def stress(
    result: Assessment,
    fixed_costs: float,
    *,
    cash: float | None = None,
    losses: Sequence[Sequence[str]] | None = None,
    avoidable: Mapping[str, float] | None = None,
    probabilities: Mapping[str, float] | None = None,
    substitution: float = 0.0,
) -> Stress:
    """Return what the loss of customers would do, in currency of a year.

    `fixed_costs` of the year, 0 or more; `cash` at hand; `losses` are sets of ids, by default the
    one, two and three largest and everyone whose share is a warning; `avoidable` are the fixed
    costs by id that would go with an account; `probabilities` by id that it leaves within the year,
    0 to 1; `substitution` the part of lost revenue that others replace, 0 to 1. Companies of one's
    own are left out. PolicyError names an id that is unknown, or a number that makes no sense.
    """
    portfolio = result.portfolio
    _check(portfolio.ids, fixed_costs, losses, avoidable or {}, probabilities or {}, substitution)
    revenues, margins = portfolio.external_number("revenue"), portfolio.external_number("margin")
    revenue, margin = (math.fsum(column[~np.isnan(column)]) for column in (revenues, margins))
    saved = np.array([(avoidable or {}).get(id_, 0.0) for id_ in portfolio.ids], dtype=float)
    ids = np.array(portfolio.ids, dtype=object)
    sets = _usual(result) if losses is None else [np.isin(ids, list(lost)) for lost in losses]

    ratio = margin_ratio(margin, revenue)
    even = break_even(fixed_costs, ratio)
    risk = None
    if probabilities is not None:
        chances = np.array([probabilities.get(id_, 0.0) for id_ in portfolio.ids], dtype=float)
        risk = revenue_at_risk(revenues, chances, substitution)
    return Stress(
        fixed_costs=fixed_costs,
        revenue=revenue,
        margin=margin,
        ebit=margin - fixed_costs,
        ratio=ratio,
        break_even=even,
        safety=safety(revenue, even),
        months_covered=months_covered(cash, fixed_costs),
        customers_until_loss=customers_until_loss(margins, fixed_costs),
        revenue_at_risk=risk,
        carried=margins / fixed_costs if fixed_costs > 0 else np.full(len(margins), np.nan),
        without_margin=int(np.sum((revenues > 0) & np.isnan(margins))),
        losses=tuple(
            without(
                revenues,
                margins,
                lost,
                fixed_costs - math.fsum(saved[lost]),
                cash,
                tuple(portfolio.ids[place] for place in np.flatnonzero(lost)),
            )
            for lost in sets
        ),
    )


def _check(
    ids: Sequence[str],
    fixed_costs: float,
    losses: Sequence[Sequence[str]] | None,
    avoidable: Mapping[str, float],
    probabilities: Mapping[str, float],
    substitution: float,
) -> None:
    if not (math.isfinite(fixed_costs) and fixed_costs >= 0):
        raise PolicyError(f"fixed costs are 0 or more, not {fixed_costs!r}")
    known = set(ids)
    named = [id_ for lost in losses or () for id_ in lost]
    unknown = sorted({id_ for id_ in (*named, *avoidable, *probabilities) if id_ not in known})
    if unknown:
        raise PolicyError(f"no account has the id: {', '.join(unknown)}")
    fractions = {f"probability of {id_}": p for id_, p in probabilities.items()}
    for what, value in {**fractions, "substitution": substitution}.items():
        if not 0 <= value <= 1:
            raise PolicyError(f"{what} is between 0 and 1, not {value!r}")
