"""How firm a ranking is: `sensitivity(result)` returns what other weights would change.

Domain 4.9. Tiers are those by the borders of the score, with hysteresis and closed gates, whatever
mode the policy sets; an account's coverage, and with it whether it is ranked, stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kamxl.domain import critical, smaa
from kamxl.domain.assessment import Assessment
from kamxl.domain.critical import Intervals
from kamxl.domain.dominance import dominance_pairs
from kamxl.domain.needed import Needed, needed_ratings
from kamxl.domain.policy import TIERS
from kamxl.domain.rounding import Floats, Integers, at_nine_digits
from kamxl.domain.scoring import missing_fill
from kamxl.domain.smaa import Acceptability
from kamxl.domain.tiers import tier_column

SEED = 20260101
ALPHA = 60.0
SPREAD = 0.20
TOP = 10
CHALLENGERS = 5
# Ranks are counted among so many of the best: who comes after them hardly ever leads.
FIELD = 500


class Move(NamedTuple):
    """One weight's move that changes a tier: its share of all weights by so much, to which tier.

    Where the score is on a border, `by` is 0: any move `upwards`, or any other, changes the tier.
    """

    criterion: int
    by: float
    upwards: bool
    tier: int


@dataclass(frozen=True)
class Sensitivity:
    """What other weights would change, for the `accounts` with the highest scores, best first.

    `accounts`, `field` (among whom ranks are counted), `challengers` and `dominance` (better,
    worse) are positions in the portfolio; everything else has one place for each of `accounts`, or
    is named (accounts, criteria). Ratings are after direction, shares of weight fractions,
    probabilities shares of the `draws`, all from the generator PCG64 with `seed`.

    `uniform`: any weighting is as likely as any other; `local`: Dirichlet(`alpha` w) around the
    present weights w; `near`: each weight evenly within ± `spread`. Their `before` follow `pairs`.
    `intervals`: the shares of each weight between which the tier holds. `ranking_low`,
    `ranking_high` (criteria): those between which the whole ranking holds. `critical`
    (challengers, criteria): where the leader and a challenger are equal. `needed`: the rating that
    lifts to the next tier. `swings` (accounts, criteria, 2): the score's change, in points, when
    one weight is cut or raised by `spread`.
    """

    result: Assessment
    accounts: Integers
    field: Integers
    draws: int
    seed: int
    alpha: float
    spread: float
    pairs: tuple[tuple[int, int], ...]
    tier: Integers
    ratings: Floats
    uniform: Acceptability
    local: Acceptability
    near: Acceptability
    intervals: Intervals
    ranking_low: Floats
    ranking_high: Floats
    challengers: Integers
    critical: Floats
    dominance: tuple[tuple[int, int], ...]
    needed: Needed
    swings: Floats

    def __len__(self) -> int:
        return len(self.accounts)

    @property
    def holds(self) -> Floats:
        """The share of the weightings near the present one that leave each account its tier."""
        return self.near.tiers[np.arange(len(self)), self.tier - 1]

    def nearest_move(self, place: int) -> Move | None:
        """Return the smallest move of one weight that changes the tier at a place, or None."""
        shares = critical.weight_shares(np.array(self.result.policy.weights, dtype=float))
        low, high, below, above = (column[place] for column in self.intervals)
        moves = [
            Move(criterion, float(end[criterion] - shares[criterion]), up, int(beyond[criterion]))
            for end, beyond, up in ((low, below, False), (high, above, True))
            for criterion in np.flatnonzero(beyond).tolist()
        ]
        return min(moves, key=lambda move: abs(move.by), default=None)


def counted_ratings(result: Assessment) -> Floats:
    """Return the effective ratings with what the policy puts where one is missing."""
    policy = result.policy
    fill = missing_fill(policy.missing, policy.scale.low, policy.scale.high)
    if fill is None:
        return result.effective
    active = np.array([criterion.active for criterion in policy.criteria], dtype=bool)
    open_ = np.isnan(result.effective) & active & result.portfolio.scored[:, None]
    return np.where(open_, fill, result.effective)


def account_borders(result: Assessment) -> Floats:
    """Return (accounts, 3) borders of A, B and C on the scale, moved by a previous tier."""
    policy = result.policy
    borders = np.array([policy.scale.from_ten(border) for border in policy.borders])
    previous = tier_column(result.portfolio, "previous_tier")[:, None]
    delta = policy.scale.distance(policy.hysteresis)
    held = np.where(previous <= np.arange(1, 4), -delta, delta)
    return borders + np.where(previous > 0, held, 0.0)


def account_caps(result: Assessment) -> Integers:
    """Return the best tier that a closed gate leaves to each account, 1 where none caps."""
    caps = [result.cap(account) for account in range(len(result))]
    return np.array([TIERS.index(cap) + 1 if cap else 1 for cap in caps], dtype=np.int64)


def sensitivity(
    result: Assessment,
    *,
    accounts: int | None = None,
    draws: int | None = None,
    pairs: Sequence[tuple[int, int]] = (),
    alpha: float = ALPHA,
    spread: float = SPREAD,
    top: int = TOP,
    seed: int = SEED,
) -> Sensitivity:
    """Return how firm the ranks and tiers of the best `accounts` are.

    `accounts` and `draws` default to the policy's; `pairs` are positions (i, j) in the portfolio of
    which P(i scores more than j) is asked, both ranked. The same seed gives the same numbers.
    """
    policy = result.policy
    draws = policy.draws if draws is None else draws
    wanted = policy.stability_accounts if accounts is None else accounts
    ranked = np.flatnonzero(result.rank > 0)
    best = ranked[np.argsort(result.order[ranked], kind="stable")]
    asked = [account for pair in pairs for account in pair]
    field = np.array(list(dict.fromkeys([*best[: max(FIELD, wanted)].tolist(), *asked])), np.int64)
    listed = best[:wanted]
    count = len(listed)

    weights = np.array(policy.weights, dtype=float)
    ratings, scores = counted_ratings(result)[field], result.score[field]
    borders, caps = account_borders(result)[field], account_caps(result)[field]
    places = {account: place for place, account in enumerate(field.tolist())}
    between = [(places[i], places[j]) for i, j in pairs]

    def judged(drawn: Floats) -> Acceptability:
        found = smaa.acceptability(ratings, drawn, borders, caps, top=top, pairs=between)
        return Acceptability(
            found.tiers[:count],
            found.first[:count],
            found.top[:count],
            found.expected_rank[:count],
            found.central[:count],
            found.before,
        )

    if len(field):
        uniform = judged(smaa.uniform_weights(weights, draws, seed))
        local = judged(smaa.local_weights(weights, alpha, draws, seed))
        near = judged(smaa.near_weights(weights, spread, draws, seed))
    else:
        uniform = local = near = judged(np.zeros((0, len(weights))))
    low, high = critical.ranking_interval(ratings, weights, scores)
    shown, own = ratings[:count], scores[:count]
    reached = at_nine_digits(own)[:, None] >= at_nine_digits(borders[:count])
    rivals = shown[1 : 1 + CHALLENGERS]
    return Sensitivity(
        result=result,
        accounts=listed,
        field=field,
        draws=draws,
        seed=seed,
        alpha=alpha,
        spread=spread,
        pairs=tuple(pairs),
        tier=np.maximum(4 - reached.sum(axis=1), caps[:count]),
        ratings=shown,
        uniform=uniform,
        local=local,
        near=near,
        intervals=critical.tier_intervals(shown, weights, borders[:count], caps[:count], own),
        ranking_low=low,
        ranking_high=high,
        challengers=listed[1 : 1 + CHALLENGERS],
        critical=critical.critical_weights(
            np.broadcast_to(shown[:1], rivals.shape), rivals, weights
        ),
        dominance=tuple(
            (int(listed[better]), int(listed[worse]))
            for better, worse in dominance_pairs(shown, weights)
        ),
        needed=needed_ratings(
            shown, weights, borders[:count], caps[:count], own, float(policy.scale.high)
        ),
        swings=np.array([critical.weight_swings(row, weights, spread) for row in shown]).reshape(
            count, len(weights), 2
        ),
    )
