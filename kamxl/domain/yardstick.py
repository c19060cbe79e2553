"""Which tiers accounts would have under other weights, or with other ratings, in any tier mode.

A yardstick knows everyone who is ranked, best first, and judges the first `count` of them as
`assess` does: by the policy's mode, with previous tiers, closed gates and decisions of people.
What an account's tier depends on besides weights and its own ratings stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kamxl.domain import gates, matrix, relative, smaa
from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import group_tiers, held_borders, quota_limits
from kamxl.domain.policy import TIERS, CutMode, Policy
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits
from kamxl.domain.scoring import missing_fill, weighted_scores
from kamxl.domain.stages import stage_strengths
from kamxl.domain.tiers import overrides, period_counts, tier_column

LOWEST = len(TIERS)
# Scores held at a time: 2 MB, so that they stay near the processor.
BLOCK = 250_000


def medians(values: Floats) -> Floats:
    """Return the median of each row of known values, at 9 digits each; NaN where none is known."""
    known = np.sum(~np.isnan(values), axis=1)
    found = np.full(len(values), np.nan)
    for count in np.unique(known[known > 0]).tolist():
        rows = known == count
        middle = sorted({(count - 1) // 2, count // 2})
        ordered = np.partition(np.nan_to_num(values[rows], nan=np.inf), middle, axis=1)
        found[rows] = at_nine_digits(ordered[:, middle]).mean(axis=1)
    return found


def counted_ratings(effective: Floats, policy: Policy) -> Floats:
    """Return ratings (accounts, criteria) with what the policy puts where one is missing."""
    fill = missing_fill(policy.missing, policy.scale.low, policy.scale.high)
    if fill is None:
        return effective
    active = np.array([criterion.active for criterion in policy.criteria], dtype=bool)
    return np.where(np.isnan(effective) & active, fill, effective)


def account_borders(result: Assessment) -> Floats:
    """Return (accounts, 3) borders of A, B and C on the scale, moved by a previous tier."""
    policy = result.policy
    return held_borders(
        [policy.scale.from_ten(border) for border in policy.borders],
        tier_column(result.portfolio, "previous_tier"),
        policy.scale.distance(policy.hysteresis),
        period_counts(result.portfolio),
        policy.hysteresis_periods,
    )


@dataclass(frozen=True)
class Yardstick:
    """How the tiers of ranked accounts come about. The first `count` of `accounts` are judged.

    `accounts` are positions in the portfolio, everyone ranked, best first; every column has one
    place for each of them. `decided` is the tier that people decided, 0 where they did not; `abc`
    the ABC class; `fixed` the strength that a stage or a comparison with
    competitors gives, NaN where criteria decide it.
    """

    result: Assessment
    accounts: Integers
    count: int
    effective: Floats
    counted: Floats
    borders: Floats
    caps: Integers
    decided: Integers
    abc: Integers
    fixed: Floats
    unfit: Bools

    @property
    def policy(self) -> Policy:
        """The policy that is in use."""
        return self.result.policy

    @property
    def weights(self) -> Floats:
        """The present weights (criteria)."""
        return np.array(self.policy.weights, dtype=float)

    @property
    def tier(self) -> Integers:
        """The present tiers of the accounts that are judged, decisions included."""
        return self.result.tier[self.accounts[: self.count]]

    @property
    def compares(self) -> bool:
        """Whether a tier depends on all other accounts: by quota, or by a cut at the median."""
        mode = self.policy.tier_mode
        return mode == "quota" or (mode == "matrix" and self.policy.cut_mode == "median")

    @property
    def weighed(self) -> bool:
        """Whether a tier depends on weights at all: the ABC class does not."""
        return self.policy.tier_mode != "pareto"

    @property
    def relative(self) -> bool:
        """Whether strength is a ratio to the best competitor."""
        return self.policy.strength_mode == "relative"

    def _strength(self, points: Floats, fixed: Floats) -> Floats:
        """Return strengths: those that are fixed, else what the criteria's points stand for."""
        if self.relative:
            points = relative.fallback(points, self.policy.scale)
        return np.where(np.isnan(fixed), points, fixed)

    def _cut(self, mode: CutMode, place: int, values: Floats) -> float:
        """Return the cut of the first or second axis, by `mode`."""
        policy, by_rival = self.policy, self.relative and place == 1
        strength = policy.cut_relative if by_rival else policy.cut_strength
        custom = strength if place else policy.cut_attractiveness
        return matrix.cut_of(mode, values, custom, policy.scale, relative=by_rival)

    def axes(self, drawn: Floats, effective: Floats, fixed: Floats) -> tuple[Floats, Floats]:
        """Return attractiveness and strength (draws, accounts) with all digits, NaN if none."""
        found = []
        for axis in ("attractiveness", "strength"):
            of = np.array([c.axis == axis for c in self.policy.criteria], dtype=float)
            found.append(smaa.raw_scores(effective, drawn * of))
        return found[0], self._strength(found[1], fixed)

    def tiers_under(self, drawn: Floats) -> Integers:
        """Return the tiers (draws, judged accounts) under drawn weights, 0 where there is none.

        Memory stays bounded: draws are worked through in blocks. Cost: draws x judged accounts
        x criteria; draws x all ranked accounts x criteria where tiers compare accounts.
        """
        found = np.zeros((len(drawn), self.count), dtype=np.int64)
        seen = len(self.accounts) if self.compares else self.count
        step = max(BLOCK // max(seen, 1), 1)
        for begin in range(0, len(drawn), step):
            block = drawn[begin : begin + step]
            tiers = self._by_mode(block)
            tiers = np.where(tiers > 0, np.maximum(tiers, self.caps[: self.count]), 0)
            found[begin : begin + step] = tiers
        decided = self.decided[: self.count]
        return np.where(decided > 0, decided, found)

    def _by_mode(self, drawn: Floats) -> Integers:
        """Return tiers (draws, judged accounts) before gates and decisions."""
        count, policy = self.count, self.policy
        everyone = self.counted if policy.tier_mode == "quota" else self.counted[:count]
        # Rounding keeps the order, so that of everyone only what is compared is rounded.
        everyones = smaa.raw_scores(everyone, drawn)
        scores = at_nine_digits(everyones[:, :count])
        known = ~np.isnan(scores)
        tiers = np.full(known.shape, LOWEST, dtype=np.int64)
        match policy.tier_mode:
            case "threshold":
                for limits in at_nine_digits(self.borders[:count]).T:
                    tiers -= scores >= limits
            case "quota":
                for cuts in self._quota_cuts(everyones).T:
                    tiers -= scores >= cuts[:, None]
            case "pareto":
                tiers[:] = group_tiers(self.abc[:count], np.ones(count, np.int64))
            case "matrix":
                tiers = self._quadrants_as_tiers(drawn)
        return np.where(known, tiers, 0)

    def _quadrants_as_tiers(self, drawn: Floats) -> Integers:
        seen = slice(None if self.compares else self.count)
        axes = self.axes(drawn, self.effective[seen], self.fixed[seen])
        high = []
        for place, axis in enumerate(axes):
            fixed: CutMode = "custom" if self.policy.cut_mode == "custom" else "midpoint"
            cut = np.full(len(drawn), self._cut(fixed, place, axis[0]))
            if self.policy.cut_mode == "median":
                middle = medians(axis)
                cut = np.where(np.isnan(middle), cut, at_nine_digits(middle))
            high.append(at_nine_digits(axis[:, : self.count]) >= cut[:, None])
        missing = np.isnan(axes[0]) | np.isnan(axes[1])
        numbers = 1 + 2 * (~high[0]).astype(np.int64) + (~high[1])
        return np.where(missing[:, : self.count], LOWEST, numbers)

    def _quota_cuts(self, scores: Floats) -> Floats:
        """Return (draws, 3): the score of the last rank of A, B and C in each draw.

        A competition rank is at most n where the score is at least the n-th highest one.
        """
        known = np.nan_to_num(scores, nan=-np.inf)
        total = scores.shape[1]
        cuts = np.empty((len(scores), LOWEST - 1))
        lasts = [int(limit) for limit in quota_limits(self.policy.quotas, total)]
        inside = sorted({total - last for last in lasts if 0 < last <= total})
        if inside:
            known = np.partition(known, inside, axis=1)
        for place, last in enumerate(lasts):
            within = 0 < last <= total
            cuts[:, place] = known[:, total - last] if within else np.inf if last < 1 else -np.inf
        return at_nine_digits(cuts)

    def tiers_with(self, places: Integers, rows: Floats) -> Integers:
        """Return the tier that each judged account at `places` has with other ratings, `rows`.

        Rows are (cases, criteria), ratings after direction, NaN where missing, none of them below
        the present ones: only so far does what the others have stay what it is. 0 without a tier.
        """
        policy, scale, weights = self.policy, self.policy.scale, self.weights
        _, severity = gates.closed_gates(rows, policy, self.unfit[places])
        scores = at_nine_digits(
            weighted_scores(rows, weights, scale.low, scale.high, policy.missing).score
        )
        match policy.tier_mode:
            case "threshold":
                limits = at_nine_digits(self.borders[places])
                tiers = LOWEST - (scores[:, None] >= limits).sum(axis=1)
            case "quota":
                tiers = LOWEST - (scores[:, None] >= self._present_cuts).sum(axis=1)
            case "pareto":
                tiers = group_tiers(self.abc[places], np.ones(len(places), np.int64))
            case "matrix":
                tiers = self._positions(places, rows)
        tiers = np.maximum(tiers, gates.tier_caps(severity))
        tiers = np.where((severity == gates.EXCLUDES) | np.isnan(scores), 0, tiers)
        decided = self.decided[places]
        return np.where(decided > 0, decided, tiers)

    @cached_property
    def _present_cuts(self) -> Floats:
        return self._quota_cuts(smaa.raw_scores(self.counted, self._present))

    @property
    def _present(self) -> Floats:
        weights = self.weights
        shares: Floats = weights[None, :] / weights.sum()
        return shares

    @cached_property
    def _present_axes(self) -> tuple[Floats, Floats]:
        return self.axes(self._present, self.effective, self.fixed)

    def _positions(self, places: Integers, rows: Floats) -> Integers:
        """Return the tiers of accounts by their place on the matrix, with other ratings."""
        values: list[Floats] = []
        for axis in ("attractiveness", "strength"):
            of = np.array([c.axis == axis for c in self.policy.criteria], dtype=float)
            values.append(at_nine_digits(matrix.axis_values(rows, self.weights * of)))
        values[1] = at_nine_digits(self._strength(values[1], self.fixed[places]))
        high = []
        for place, (value, present) in enumerate(zip(values, self._present_axes, strict=True)):
            others = at_nine_digits(present[0])
            cut = np.full(len(rows), self._cut(self.policy.cut_mode, place, others))
            known = np.sort(others[~np.isnan(others)])
            if self.policy.cut_mode == "median" and len(known):
                # Who rises above the median moves it: up to the upper of the two in the middle at
                # most. Who had no value yet comes on top of those who have one.
                cut[:] = known[len(known) // 2]
                cut[np.isnan(others[places])] = known[(len(known) - 1) // 2]
            high.append(value >= cut)
        missing = np.isnan(values[0]) | np.isnan(values[1])
        numbers = 1 + 2 * (~high[0]).astype(np.int64) + (~high[1])
        return np.where(missing, LOWEST, numbers)


def yardstick(result: Assessment, count: int) -> Yardstick:
    """Return how the tiers of everyone ranked come about; the best `count` of them are judged."""
    portfolio, policy = result.portfolio, result.policy
    ranked = np.flatnonzero(result.rank > 0)
    accounts = ranked[np.argsort(result.order[ranked], kind="stable")]
    fixed = np.full(len(portfolio), np.nan)
    if policy.strength_mode == "stage":
        fixed = stage_strengths(portfolio.text("stage"), policy.scale)
    elif policy.strength_mode == "relative":
        fixed = result.comparison.ratio
    effective = result.effective[accounts]
    return Yardstick(
        result=result,
        accounts=accounts,
        count=min(count, len(accounts)),
        effective=effective,
        counted=counted_ratings(effective, policy),
        borders=account_borders(result)[accounts],
        caps=np.maximum(gates.tier_caps(result.severity[accounts]), 1),
        decided=overrides(portfolio, result.today)[accounts],
        abc=result.abc[accounts],
        fixed=fixed[accounts],
        unfit=gates.unfit(portfolio)[accounts],
    )
