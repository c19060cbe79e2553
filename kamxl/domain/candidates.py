"""Who gets a checklist and a strategy sheet: a segment of the portfolio, not everyone (row F1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import tier_name
from kamxl.domain.fact_kinds import QUADRANT_NAMES
from kamxl.domain.facts import enumerated
from kamxl.domain.matrix import QUADRANTS, Quadrant
from kamxl.domain.policy import TIERS, Policy, Tier
from kamxl.domain.rounding import Bools, Integers
from kamxl.text import Text

LIMIT = 50
PINNED = Text("pinned by hand", "von Hand festgelegt")


@dataclass(frozen=True, slots=True)
class Segment:
    """Whose plans are made: these tiers, these quadrants, at most so many beside the pinned."""

    tiers: tuple[Tier, ...] = ("A", "B")
    quadrants: tuple[Quadrant, ...] = ("key",)
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class Candidates:
    """The accounts that get sheets, in the order of the ranking, and why.

    `left_off` would have had one, were there no limit. All are positions in the portfolio.
    """

    places: tuple[int, ...]
    because: tuple[Text, ...]
    left_off: tuple[int, ...]

    def mask(self, count: int) -> Bools:
        """Return where a candidate is, of `count` accounts."""
        found = np.zeros(count, dtype=bool)
        found[list(self.places)] = True
        return found


def segment_of(policy: Policy) -> Segment:
    """Return the segment that a policy sets."""
    tiers = TIERS[: ("none", "a", "b", "c").index(policy.plan_tiers)]
    quadrants = QUADRANTS[: ("none", "key", "development").index(policy.plan_matrix)]
    return Segment(tiers, quadrants, policy.plan_limit)


def in_segment(result: Assessment, segment: Segment) -> Bools:
    """Return which accounts belong to a segment by tier or quadrant."""
    tiers = [TIERS.index(tier) + 1 for tier in segment.tiers]
    quadrants = [QUADRANTS.index(quadrant) + 1 for quadrant in segment.quadrants]
    found: Bools = np.isin(result.tier, tiers) | np.isin(result.quadrant, quadrants)
    return found & result.portfolio.scored


def candidates(
    result: Assessment, segment: Segment | None = None, pinned: Collection[str] = ()
) -> Candidates:
    """Return who gets sheets: pinned ids always, then the segment by rank up to its limit."""
    segment = segment or Segment()
    portfolio = result.portfolio
    wanted = frozenset(pinned)
    chosen = np.array([id_ in wanted for id_ in portfolio.ids], dtype=bool) & portfolio.scored
    others = in_segment(result, segment) & ~chosen
    by_rank = _by_order(result.order, others)
    kept = by_rank[: segment.limit]
    places = _by_order(result.order, chosen | np.isin(np.arange(len(portfolio)), kept))
    return Candidates(
        places=tuple(places),
        because=tuple(_because(result, segment, place, bool(chosen[place])) for place in places),
        left_off=tuple(by_rank[segment.limit :]),
    )


def _by_order(order: Integers, mask: Bools) -> list[int]:
    places = np.flatnonzero(mask)
    found: list[int] = places[np.argsort(order[places], kind="stable")].tolist()
    return found


def _because(result: Assessment, segment: Segment, place: int, pinned: bool) -> Text:
    reasons = [PINNED] if pinned else []
    tier = tier_name(int(result.tier[place]))
    if tier in segment.tiers:
        reasons.append(Text(f"tier {tier}", f"Klasse {tier}"))
    number = int(result.quadrant[place])
    if number and QUADRANTS[number - 1] in segment.quadrants:
        reasons.append(QUADRANT_NAMES[QUADRANTS[number - 1]])
    return enumerated(reasons)
