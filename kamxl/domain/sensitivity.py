"""How firm a ranking is: `sensitivity(result)` returns what other weights would change.

Domain 4.9. Tiers are judged by the policy's mode, with previous tiers, closed gates and decisions
of people; an account's coverage, and with it whether it is ranked, stays as it is.
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
from kamxl.domain.rounding import Floats, Integers
from kamxl.domain.smaa import Acceptability
from kamxl.domain.yardstick import Yardstick, counted_ratings, yardstick

SEED = 20260101
ALPHA = 60.0
SPREAD = 0.20
TOP = 10
CHALLENGERS = 5
# How far from the present weight every tenth of a per cent is tried where tiers compare accounts.
REACH = 0.10
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
    gives a better tier. `swings` (accounts, criteria, 2): the score's change, in points, when
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


def tier_intervals(of: Yardstick) -> Intervals:
    """Return between which shares of each weight the judged accounts keep their tiers."""
    count, weights = of.count, of.weights
    active = np.array([criterion.active for criterion in of.policy.criteria], dtype=bool)
    if not of.weighed:
        found = critical.steadfast(count, len(weights))
    elif of.policy.tier_mode == "threshold":
        scores = of.result.score[of.accounts[:count]]
        found = critical.tier_intervals(
            of.counted[:count], weights, of.borders[:count], of.caps[:count], scores
        )
    else:
        found = critical.tried_intervals(
            of.tiers_under, weights, active, of.tier, REACH if of.compares else 1.0
        )
    decided = (of.decided[:count] > 0)[:, None]
    steady = critical.steadfast(count, len(weights))
    return Intervals(
        *(np.where(decided, held, moved) for held, moved in zip(steady, found, strict=True))
    )


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
    measure = yardstick(result, wanted)
    best = measure.accounts
    asked = [account for pair in pairs for account in pair]
    field = np.array(list(dict.fromkeys([*best[: max(FIELD, wanted)].tolist(), *asked])), np.int64)
    listed = best[:wanted]
    count = len(listed)

    weights = np.array(policy.weights, dtype=float)
    ratings = counted_ratings(result.effective[field], policy)
    scores = result.score[field]
    places = {account: place for place, account in enumerate(field.tolist())}
    between = [(places[i], places[j]) for i, j in pairs]

    def judged(drawn: Floats) -> Acceptability:
        tiers = measure.tiers_under(drawn)
        found = smaa.acceptability(ratings, drawn, tiers, top=top, pairs=between)
        return Acceptability(
            found.tiers,
            found.first[:count],
            found.top[:count],
            found.expected_rank[:count],
            found.central[:count],
            found.before,
            found.ranks[:count],
        )

    if len(field):
        uniform = judged(smaa.uniform_weights(weights, draws, seed))
        local = judged(smaa.local_weights(weights, alpha, draws, seed))
        near = judged(smaa.near_weights(weights, spread, draws, seed))
    else:
        uniform = local = near = judged(np.zeros((0, len(weights))))
    low, high = critical.ranking_interval(ratings, weights, scores)
    shown = ratings[:count]
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
        tier=measure.tier,
        ratings=shown,
        uniform=uniform,
        local=local,
        near=near,
        intervals=tier_intervals(measure),
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
        needed=needed_ratings(measure),
        swings=np.array([critical.weight_swings(row, weights, spread) for row in shown]).reshape(
            count, len(weights), 2
        ),
    )
