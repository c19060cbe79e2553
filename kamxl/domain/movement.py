"""What moved since an earlier run: scores, ranks and tiers beside remembered ones, and by what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import tier_name
from kamxl.domain.contributions import UNITS, hundredths
from kamxl.domain.explanation import signed
from kamxl.domain.rounding import Bools, Floats, Integers, at_nine_digits, nine
from kamxl.findings import Finding, Subject
from kamxl.text import Language, Text

NONE = -1
NAMED = 5
POINTS = Text("points", "Punkte")
RANK = Text("rank", "Rang")
TIER = Text("tier", "Klasse")
MOST_BY = Text("most by", "am meisten durch")
DROPPED = Text("criteria no longer there", "weggefallene Kriterien")
NEW = Text("new", "neu")
GONE = Text("gone", "entfallen")
MOVED = Text("moved", "bewegt")
WORDS: Mapping[str, Text] = {
    "points": POINTS, "rank": RANK, "tier": TIER, "by": MOST_BY, "dropped": DROPPED, "new": NEW,
    "gone": GONE, "moved": MOVED,
}  # fmt: skip
NO_TIER = "–"
ARROW = " → "


@dataclass(frozen=True)
class Snapshot:
    """What a run found, to be compared with a later one: columns, one place an account.

    `high` is the upper end of the scale, `keys` are the criteria's. `score` is NaN and `rank` and
    `tier` (1 to 4 for A to D) are 0 where there is none; `parts` are contributions in points,
    (accounts, criteria).
    """

    day: dt.date
    high: int
    keys: tuple[str, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    score: Floats
    rank: Integers
    tier: Integers
    parts: Floats

    def __len__(self) -> int:
        return len(self.ids)


def snapshot(result: Assessment, day: dt.date) -> Snapshot:
    """Return what there is to remember of the accounts that have ratings, at 9 digits."""
    portfolio = result.portfolio
    kept = np.flatnonzero(portfolio.scored)
    return Snapshot(
        day=day,
        high=result.policy.scale.high,
        keys=tuple(criterion.key for criterion in result.policy.criteria),
        ids=tuple(portfolio.ids[account] for account in kept),
        names=tuple(portfolio.names[account] for account in kept),
        score=at_nine_digits(result.score[kept]),
        rank=result.rank[kept],
        tier=result.tier[kept],
        parts=at_nine_digits(result.contribution[kept]),
    )


@dataclass(frozen=True)
class Movements:
    """Every account beside what an earlier run remembers of it: columns, one place an account.

    `row` is its place in `then`, NONE where it is new or has no ratings. `change` is that of the
    shown score in hundredths of a point, 0 where scores cannot be compared; `by` says what each
    criterion adds to it, in points, the last column criteria that are no longer there; all 0 where
    nothing changed. `most` is the column that moved the score most in its direction, or NONE.
    `notable` is where the tier changed, or the score by as much as the policy asks. `gone` are
    places in `then`.
    """

    result: Assessment
    then: Snapshot
    row: Integers
    comparable: Bools
    change: Integers
    before: Floats
    by: Floats
    most: Integers
    notable: Bools
    gone: tuple[int, ...]

    def new(self, account: int) -> bool:
        """Return whether an account with ratings was not there."""
        return bool(self.row[account] == NONE and self.result.portfolio.scored[account])

    def ranked(self) -> list[int]:
        """Return the accounts with ratings, those first whose score moved most."""
        accounts = np.flatnonzero(self.result.portfolio.scored)
        tiers = self._tiers()
        keys = (accounts, -np.abs(tiers[accounts]), -np.abs(self.change[accounts]))
        return [int(accounts[place]) for place in np.lexsort(keys)]

    def _tiers(self) -> Integers:
        known = self.row != NONE
        before = np.where(known, self.then.tier[self.row], 0) if len(self.then) else self.row * 0
        return np.where(known, self.result.tier - before, 0)

    def sentence(self, account: int, language: Language) -> str:
        """Return what moved in words, "" where nothing did."""
        if self.new(account):
            return f"{NEW(language)}."
        row = int(self.row[account])
        if row == NONE:
            return ""
        said = []
        if self.change[account]:
            said.append(f"{signed(int(self.change[account]), language)} {POINTS(language)}")
        ranks = int(self.then.rank[row]), int(self.result.rank[account])
        if ranks[0] != ranks[1] and all(ranks):
            said.append(f"{RANK(language)} {ranks[0]}{ARROW}{ranks[1]}")
        tiers = int(self.then.tier[row]), int(self.result.tier[account])
        if tiers[0] != tiers[1]:
            before, after = (tier_name(tier) or NO_TIER for tier in tiers)
            said.append(f"{TIER(language)} {before}{ARROW}{after}")
        if self.most[account] != NONE:
            said.append(
                f"{MOST_BY(language)} {self.mover(account, language)} "
                f"{signed(self.amount(account), language)}"
            )
        return "; ".join(said) + "." if said else ""

    def mover(self, account: int, language: Language) -> str:
        """Return the name of the criterion that moved the score most, "" where none did."""
        most, criteria = int(self.most[account]), self.result.policy.criteria
        if most == NONE:
            return ""
        return criteria[most].name(language) if most < len(criteria) else DROPPED(language)

    def amount(self, account: int) -> int:
        """Return by how many hundredths of a point it did, halves away from zero."""
        by = float(self.by[account, self.most[account]]) if self.most[account] != NONE else 0.0
        size = int(hundredths(np.array([abs(by)]))[0])
        return -size if by < 0 else size


def movements(result: Assessment, then: Snapshot) -> Movements:
    """Return what moved since a snapshot; accounts are found by their ids.

    Scores are compared where both exist and stand on the same scale.
    """
    portfolio, criteria = result.portfolio, result.policy.criteria
    places = {id_: place for place, id_ in enumerate(then.ids)}
    row = np.array(
        [
            places.get(id_, NONE) if scored else NONE
            for id_, scored in zip(portfolio.ids, portfolio.scored, strict=True)
        ],
        dtype=np.int64,
    ).reshape(len(result))
    known = row != NONE
    before = np.full(len(result), np.nan)
    parts = np.zeros((len(result), len(criteria) + 1))
    before[known] = then.score[row[known]]
    for column, key in enumerate(then.keys):
        place = result.policy.position(key)
        parts[known, len(criteria) if place is None else place] += then.parts[row[known], column]
    comparable = known & ~np.isnan(before) & ~np.isnan(result.score)
    if then.high != result.policy.scale.high:
        comparable &= False
    change = np.where(comparable, hundredths(result.score) - hundredths(before), 0)
    now = np.column_stack([result.contribution, np.zeros(len(result))])
    by = np.where((change != 0)[:, None], at_nine_digits(now - at_nine_digits(parts)), 0.0)
    along = by * np.sign(change)[:, None]
    most = np.where((change != 0) & (along.max(axis=1) > 0), along.argmax(axis=1), NONE)
    border = nine(result.policy.scale.distance(result.policy.moved))
    far = at_nine_digits(np.abs(change) / UNITS) >= border
    tier_then = np.zeros(len(result), dtype=np.int64)
    tier_then[known] = then.tier[row[known]]
    here = set(row[known].tolist())
    return Movements(
        result=result,
        then=then,
        row=row,
        comparable=comparable,
        change=change,
        before=before,
        by=by,
        most=most,
        notable=known & ((comparable & far) | (tier_then != result.tier)),
        gone=tuple(place for place in range(len(then)) if place not in here),
    )


def movement_findings(found: Movements) -> Iterator[Finding]:
    """Yield a finding for each notable movement, and one each for new and gone accounts."""
    portfolio, since = found.result.portfolio, found.then.day.isoformat()
    for account in found.ranked():
        if found.notable[account]:
            words = Text(found.sentence(account, "en"), found.sentence(account, "de"))
            values: dict[str, str | int | Text] = {
                "account": portfolio.names[account] or portfolio.ids[account],
                "since": since,
                "words": words,
            }
            yield Finding("E-MOVED", values, Subject(account=account))
    new = [portfolio.names[n] or portfolio.ids[n] for n in found.ranked() if found.new(n)]
    gone = [found.then.names[n] or found.then.ids[n] for n in found.gone]
    for code, names in (("E-NEW", new), ("E-GONE", gone)):
        if names:
            listed = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
            yield Finding(code, {"count": len(names), "names": listed, "since": since})
