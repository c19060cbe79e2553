"""What would lift an account: the smallest change of one rating that reaches the next tier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits

NO_CRITERION = -1


class Needed(NamedTuple):
    """One place an account: the next tier (0 in A), and the rating that would reach it.

    `criterion` is -1 and `rating` (after direction) NaN where no single rating is enough; `blocked`
    says that a gate keeps the account from the next tier whatever its score.
    """

    tier: Integers
    criterion: Integers
    rating: Floats
    blocked: Bools


def needed_ratings(
    ratings: Floats, weights: Floats, borders: Floats, caps: Integers, scores: Floats, high: float
) -> Needed:
    """Return for each account the rated criterion that needs to rise least, and how far.

    A rise d of criterion j adds w_j d / Σ w to the score (Σ over the rated criteria), so that
    d = (border − score) Σ w / w_j. `ratings` are (accounts, criteria) after direction, `borders`
    (accounts, 3); `high` is the top of the scale.
    """
    at = at_nine_digits(scores)[:, None] >= at_nine_digits(borders)
    tier = borders.shape[1] + 1 - at.sum(axis=1)
    present = np.maximum(tier, caps)
    blocked: Bools = (caps > 1) & (tier <= caps)
    following = np.where(present > 1, np.where(blocked, present, tier) - 1, 0)
    border = np.where(at, np.inf, borders).min(axis=1, initial=np.inf)
    rated = ~np.isnan(ratings)
    covered = rated.astype(float) @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = ((border - scores) * covered)[:, None] / weights
        goal = np.nan_to_num(ratings) + rise
        reachable = rated & (weights > 0) & (at_nine_digits(goal) <= high)
    reachable &= ((following > 0) & ~blocked)[:, None]
    if ratings.shape[1] == 0:
        none = np.full(len(ratings), NO_CRITERION, dtype=np.int64)
        return Needed(following, none, np.full(len(ratings), np.nan), blocked)
    least = np.argmin(np.where(reachable, rise, np.inf), axis=1)
    found = reachable.any(axis=1)
    return Needed(
        following,
        np.where(found, least, NO_CRITERION),
        np.where(found, np.minimum(goal[np.arange(len(goal)), least], high), np.nan),
        blocked,
    )
