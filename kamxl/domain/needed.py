"""What would lift an account: the smallest change of one rating that gives it a better tier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits
from kamxl.domain.yardstick import Yardstick

NO_CRITERION = -1
# Halvings of the scale until what is left of it is nothing.
HALVINGS = 44


class Needed(NamedTuple):
    """One place an account: the better tier (0 in A), and the rating that would reach it.

    `criterion` is -1 and `rating` (after direction) NaN where no single rating is enough; `tier` is
    then the next better one. `missing` says that the criterion is not rated yet; `blocked` that a
    closed gate keeps the account from a better tier whatever else is rated.
    """

    tier: Integers
    criterion: Integers
    rating: Floats
    missing: Bools
    blocked: Bools


def needed_ratings(of: Yardstick) -> Needed:
    """Return for each judged account the criterion that needs to rise least, and how far.

    A better rating never lowers a tier, so that the smallest one that lifts it is found by halving
    the scale, on all criteria at once. A missing rating rises from what it counts as now: what the
    policy puts there, else the account's score. Cost: accounts x criteria x `HALVINGS` judgements.
    """
    count, scale = of.count, of.policy.scale
    own = of.effective[:count]
    width, present = own.shape[1], of.tier
    none = np.full(count, NO_CRITERION, dtype=np.int64)
    following = np.where(present > 1, present - 1, 0)
    blocked = (present > 1) & (of.caps[:count] == present) & (of.decided[:count] == 0)
    nothing = Needed(following, none, np.full(count, np.nan), np.zeros(count, dtype=bool), blocked)
    active = np.array([criterion.active for criterion in of.policy.criteria], dtype=bool)
    places, criteria = np.nonzero(
        (present > 1)[:, None] & active & (of.decided[:count] == 0)[:, None]
    )
    if not len(places):
        return nothing

    def tiers(cases: Integers, ratings: Floats) -> Integers:
        rows = own[places[cases]].copy()
        rows[np.arange(len(cases)), criteria[cases]] = ratings
        return of.tiers_with(places[cases], rows)

    def better(cases: Integers, ratings: Floats) -> Bools:
        found = tiers(cases, ratings)
        lifted: Bools = (found > 0) & (found < present[places[cases]])
        return lifted

    every = np.arange(len(places))
    cases = every[better(every, np.full(len(places), float(scale.high)))]
    if not len(cases):
        return nothing
    now = own[places, criteria]
    missing = np.isnan(now)
    low = np.where(missing, float(scale.low), now)[cases]
    high = np.full(len(cases), float(scale.high))
    high = np.where(better(cases, low), low, high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = better(cases, middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    # The exact rating often is a short number, from which nine digits of a score are some way off.
    short = np.round(high, 6)
    high = np.where(better(cases, short), short, high)

    counted = of.counted[:count][places, criteria]
    scores = of.result.score[of.accounts[:count]][places]
    start = np.where(np.isnan(counted), scores, counted)[cases]
    rise = np.full((count, width), np.inf)
    goal = np.full((count, width), np.nan)
    rise[places[cases], criteria[cases]] = at_nine_digits(high - start)
    goal[places[cases], criteria[cases]] = high
    found = np.isfinite(rise).any(axis=1)
    least = np.where(found, np.argmin(rise, axis=1), NO_CRITERION)
    rating = np.where(found, goal[np.arange(count), least], np.nan)
    reached = following.copy()
    rows = own[found].copy()
    rows[np.arange(len(rows)), least[found]] = rating[found]
    reached[found] = of.tiers_with(np.flatnonzero(found), rows)
    return Needed(
        reached,
        least,
        rating,
        found & np.isnan(own[np.arange(count), least]),
        blocked & ~found,
    )
