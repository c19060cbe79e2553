"""Why accounts moved from one workbook to another: by inputs or by policy, and by which criterion.

The way leads over a third judgement: the later inputs under the earlier policy. What lies before it
changed because people rated or figures came in otherwise, what lies behind it because weights,
bands, directions or criteria did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.classes import tier_name
from kamxl.domain.contributions import UNITS, apportioned, hundredths
from kamxl.domain.edits import Matched, matched
from kamxl.domain.explanation import largest, signed, two_decimals
from kamxl.domain.matrix import QUADRANT_NAMES, QUADRANTS
from kamxl.domain.movement import ARROW, NO_TIER, POINTS, RANK, TIER
from kamxl.domain.policy import Scale
from kamxl.domain.portfolio import FORECASTS, SUBRATINGS, Portfolio, Ratings
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits
from kamxl.text import Language, Text, percent

NAMED = 4
BY_INPUTS = Text("Ratings and figures", "Bewertungen und Zahlen")
BY_POLICY = Text("Weights and policy", "Gewichte und Regeln")
OF_INPUTS = Text("by ratings and figures", "durch Bewertungen und Zahlen")
OF_POLICY = Text("by weights and policy", "durch Gewichte und Regeln")
FIELD = Text("matrix", "Matrix")
SHARE = Text("share", "Anteil")
CLOSED = Text("Gate now closed", "Deckel greift nun")
OPENED = Text("Gate no longer closed", "Deckel greift nicht mehr")
DECIDED = Text("Tier now decided by people", "Klasse nun von Menschen entschieden")
UNDECIDED = Text("Tier no longer decided by people", "Klasse nicht mehr von Menschen entschieden")
FIRST = Text("scored for the first time", "erstmals mit Punktwert")
LOST = Text("no score any more", "kein Punktwert mehr")
UNPARTED = Text(
    "Under the earlier policy there is no score, so it is not parted.",
    "Nach den früheren Regeln gäbe es keinen Punktwert, daher ungeteilt.",
)


@dataclass(frozen=True)
class Difference:
    """Two judgements beside each other, and one between: later inputs under the earlier policy.

    All stand on the later one's scale. Columns have one place an account that both have, in the
    order of `match.pairs`; `change` is that of the shown score in hundredths of a point, 0 where
    one of them has none. `by_inputs` and `by_policy` are (accounts, `keys`) in hundredths: what a
    criterion adds to the change by ratings and figures, and by weights and policy. Both sums make
    up the change. Where `parted` is False there is no score in between, and all stands in
    `by_inputs`. `keys` are criteria of both, the later one's first.
    """

    before: Assessment
    between: Assessment
    after: Assessment
    match: Matched
    keys: tuple[str, ...]
    names: tuple[Text, ...]
    comparable: Bools
    parted: Bools
    change: Integers
    by_inputs: Integers
    by_policy: Integers

    @property
    def by(self) -> Integers:
        """What each criterion adds to the change of the score, in hundredths of a point."""
        return self.by_inputs + self.by_policy

    def tiers(self, pair: int) -> tuple[int, int, int]:
        """Return the tier before, between and after: 1 to 4, 0 where there is none."""
        old, new = self.match.pairs[pair]
        return (
            int(self.before.tier[old]),
            int(self.between.tier[new]),
            int(self.after.tier[new]),
        )

    def scores(self, pair: int) -> tuple[int, int, int]:
        """Return the shown score before, between and after, in hundredths; 0 where none is."""
        old, new = self.match.pairs[pair]
        found = self.before.score[old], self.between.score[new], self.after.score[new]
        first, middle, last = hundredths(np.array(found, dtype=float))
        return int(first), int(middle), int(last)

    def shares(self, pair: int) -> tuple[float, float]:
        """Return the disclosure share before and after, NaN where there is none."""
        old, new = self.match.pairs[pair]
        return float(self.before.disclosure_share[old]), float(self.after.disclosure_share[new])

    def moved(self, pair: int) -> bool:
        """Return whether score, rank, tier, field of the matrix or share is another one."""
        return bool(self.words(pair, "en"))

    def ordered(self) -> list[int]:
        """Return the pairs, those first whose tier, then whose score changed most."""
        steps = [abs(last - first) for first, _, last in map(self.tiers, range(len(self.change)))]
        places = np.arange(len(self.change))
        order = np.lexsort((places, -np.abs(self.change), -np.array(steps, dtype=np.int64)))
        return [int(place) for place in order]

    def words(self, pair: int, language: Language) -> str:
        """Return what changed and by what, in words; "" where nothing did."""
        said = self._moves(pair, language)
        sentences = ["; ".join(said) + "."] if said else []
        if self.change[pair] or self.by[pair].any():
            sentences += self._reasons(pair, language)
        return " ".join((*sentences, *self._gates(pair, language)))

    def _moves(self, pair: int, language: Language) -> list[str]:
        old, new = self.match.pairs[pair]
        said = []
        first, _, last = self.scores(pair)
        if self.change[pair]:
            ends = ARROW.join(two_decimals(score / UNITS, language) for score in (first, last))
            said.append(f"{signed(int(self.change[pair]), language)} {POINTS(language)} ({ends})")
        elif not self.comparable[pair]:
            here = [
                not np.isnan(score) for score in (self.before.score[old], self.after.score[new])
            ]
            if here[0] != here[1]:
                said.append((LOST if here[0] else FIRST)(language))
        ranks = int(self.before.rank[old]), int(self.after.rank[new])
        if ranks[0] != ranks[1] and all(ranks):
            said.append(f"{RANK(language)} {ranks[0]}{ARROW}{ranks[1]}")
        tiers = self.tiers(pair)
        if tiers[0] != tiers[2]:
            ends = ARROW.join(tier_name(tier) or NO_TIER for tier in (tiers[0], tiers[2]))
            by = {tiers[2]: OF_INPUTS, tiers[0]: OF_POLICY}.get(tiers[1])
            said.append(f"{TIER(language)} {ends}" + (f" ({by(language)})" if by else ""))
        fields = int(self.before.quadrant[old]), int(self.after.quadrant[new])
        if fields[0] != fields[1]:
            ends = ARROW.join(
                QUADRANT_NAMES[QUADRANTS[field - 1]](language) if field else NO_TIER
                for field in fields
            )
            said.append(f"{FIELD(language)} {ends}")
        shown = [
            NO_TIER if np.isnan(share) else percent(share, 1, language)
            for share in self.shares(pair)
        ]
        if shown[0] != shown[1]:
            said.append(f"{SHARE(language)} {ARROW.join(shown)}")
        return said

    def _reasons(self, pair: int, language: Language) -> list[str]:
        parts = [(BY_INPUTS, self.by_inputs[pair]), (BY_POLICY, self.by_policy[pair])]
        said = []
        for label, column in parts:
            if not column.any():
                continue
            places = largest(np.abs(column).astype(float), NAMED)
            listed = ", ".join(
                f"{self.names[place](language)} {signed(int(column[place]), language)}"
                for place in places
            )
            more = " …" if np.count_nonzero(column) > len(places) else ""
            total = signed(int(column.sum()), language)
            said.append(f"{label(language)} {total}: {listed}{more or '.'}")
        if not self.parted[pair]:
            said.append(UNPARTED(language))
        return said

    def _gates(self, pair: int, language: Language) -> list[str]:
        old, new = self.match.pairs[pair]
        was, is_ = self.before.gate_text(old, language), self.after.gate_text(new, language)
        said = []
        if was and was != is_:
            said.append(f"{OPENED(language)}: {was}.")
        if is_ and was != is_:
            said.append(f"{CLOSED(language)}: {is_}.")
        by_hand = bool(self.before.overridden[old]), bool(self.after.overridden[new])
        if by_hand[0] != by_hand[1]:
            said.append(f"{(UNDECIDED if by_hand[0] else DECIDED)(language)}.")
        return said


def difference(before: Assessment, after: Assessment) -> Difference:
    """Return two judgements beside each other, accounts found by id and criteria by key."""
    scale = after.policy.scale
    if before.policy.scale != scale:
        accounts = on_scale(before.portfolio, before.policy.scale, scale)
        before = assess(accounts, before.policy.on_scale(scale.high), before.today)
    match = matched(before.portfolio, after.portfolio)
    between = assess(_with_dropped(before, after, match), before.policy, after.today)
    criteria = {c.key: c.name for policy in (before.policy, after.policy) for c in policy.criteria}
    keys = tuple(
        dict.fromkeys(c.key for policy in (after.policy, before.policy) for c in policy.criteria)
    )
    old = np.array([pair[0] for pair in match.pairs], dtype=np.int64)
    new = np.array([pair[1] for pair in match.pairs], dtype=np.int64)
    first, middle, last = (
        _aligned(result, keys)[rows]
        for result, rows in ((before, old), (between, new), (after, new))
    )
    scores = [r.score[rows] for r, rows in ((before, old), (between, new), (after, new))]
    known = [~np.isnan(score) for score in scores]
    comparable = known[0] & known[2]
    parted = comparable & known[1]
    # Without a score in between all of the change stands in the first step.
    middle = np.where(parted[:, None], middle, last)
    shown = [hundredths(score) for score in scores]
    shown[1] = np.where(parted, shown[1], shown[2])

    def step(one: Floats, other: Floats, start: Integers, end: Integers) -> Integers:
        difference = at_nine_digits(np.where(comparable[:, None], other - one, 0.0))
        return apportioned(difference, np.where(comparable, end - start, 0))

    return Difference(
        before=before,
        between=between,
        after=after,
        match=match,
        keys=keys,
        names=tuple(criteria[key] for key in keys),
        comparable=comparable,
        parted=parted | ~comparable,
        change=np.where(comparable, shown[2] - shown[0], 0),
        by_inputs=step(first, middle, shown[0], shown[1]),
        by_policy=step(middle, last, shown[1], shown[2]),
    )


def on_scale(portfolio: Portfolio, old: Scale, new: Scale) -> Portfolio:
    """Return accounts whose ratings, of one scale, stand on another."""

    def moved(values: Floats) -> Floats:
        return at_nine_digits(new.low + (values - old.low) / old.step * new.step)

    return replace(
        portfolio,
        numbers={
            key: moved(column) if key in (*FORECASTS, *SUBRATINGS) else column
            for key, column in portfolio.numbers.items()
        },
        ratings={
            key: Ratings(moved(column.values), column.unknown, column.wrong)
            for key, column in portfolio.ratings.items()
        },
    )


def _with_dropped(before: Assessment, after: Assessment, match: Matched) -> Portfolio:
    """Return the later accounts with the earlier ratings of criteria that are no longer there."""
    ratings = dict(after.portfolio.ratings)
    for criterion in before.policy.criteria:
        if after.policy.position(criterion.key) is None and criterion.key not in ratings:
            old, new = before.portfolio.rated(criterion.key), Ratings.blank(len(after))
            for there, here in match.pairs:
                new.values[here] = old.values[there]
                new.unknown[here] = old.unknown[there]
                new.wrong[here] = old.wrong[there]
            ratings[criterion.key] = new
    return replace(after.portfolio, ratings=ratings)


def _aligned(result: Assessment, keys: tuple[str, ...]) -> Floats:
    """Return contributions by the keys of criteria, 0 where one is not there."""
    columns = np.zeros((len(result), len(keys)))
    for column, key in enumerate(keys):
        place = result.policy.position(key)
        if place is not None:
            columns[:, column] = result.contribution[:, place]
    return columns
