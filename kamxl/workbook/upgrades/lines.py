"""Where old and new rows (or columns) of a sheet come to stand, so that each has its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

# A new row or column and the old one that it is.
Pair = tuple[int, int]


class Lines(NamedTuple):
    """Where old and new ones stand in the end.

    `shared` are places that new ones took over, `gone` those of old ones between others that the
    new layout has no more.
    """

    old: Mapping[int, int]
    new: Mapping[int, int]
    shared: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()


def rising(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the most pairs of which both rise."""
    least: dict[int, Pair] = {}
    tails: list[int] = []
    best: list[Pair] = []
    before: dict[Pair, Pair | None] = {}
    for pair in sorted(set(pairs), key=lambda one: (one[0], -one[1])):
        place = bisect_left(tails, pair[1])
        before[pair] = best[place - 1] if place else None
        if place == len(tails):
            tails.append(pair[1])
            best.append(pair)
        else:
            tails[place], best[place] = pair[1], pair
        least[place] = pair
    found: list[Pair] = []
    last = best[-1] if best else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]


def fitted(firm: Iterable[Pair], more: Iterable[Pair]) -> list[Pair]:
    """Return firm pairs (which rise) and those of others that rise with them."""
    made = list(firm)
    for pair in more:
        place = bisect_left(made, pair)
        before = made[place - 1] if place else (-1, -1)
        after = made[place] if place < len(made) else (pair[0] + 1, pair[1] + 1)
        if before[0] < pair[0] < after[0] and before[1] < pair[1] < after[1]:
            made.insert(place, pair)
    return made


def laid(
    pairs: Sequence[Pair],
    own: Collection[int],
    old_count: int,
    new_count: int,
    *,
    end: int | None = None,
    pushed: Mapping[int, int] | None = None,
) -> Lines:
    """Return where old and new ones stand: pairs on one place, all in their order.

    Between two pairs new ones take the places of old ones, except of people's `own`, and get new
    places where these are too few. `end` is the last old one of a table: what it gets new comes
    before what stands behind it. `pushed` are places that new ones must at least have.
    """
    old: dict[int, int] = {}
    new: dict[int, int] = {}
    at = -1
    last_new = last_old = -1
    least = pushed or {}
    for n, o in [*pairs, (new_count, old_count)]:
        waiting = list(range(last_new + 1, n))
        between = list(range(last_old + 1, o))
        for one in between:
            behind = end is not None and one > end
            while waiting and behind:
                at = max(at + 1, least.get(waiting[0], 0))
                new[waiting.pop(0)] = at
            at += 1
            free = one not in own and end is None
            if free and waiting and least.get(waiting[0], 0) <= at:
                new[waiting.pop(0)] = at
            old[one] = at
        for one in waiting:
            at = max(at + 1, least.get(one, 0))
            new[one] = at
        if o < old_count:
            at = max(at + 1, least.get(n, 0))
            old[o] = new[n] = at
        last_new, last_old = n, o
    paired = {new[n] for n, _ in pairs}
    shared = frozenset(set(old.values()) & set(new.values()) - paired)
    last = max((o for _, o in pairs), default=-1)
    middle = {now for o, now in old.items() if o < last and o not in own} if end is None else set()
    return Lines(old, new, shared, frozenset(middle - paired - shared))


def pushes(lines: Iterable[Lines]) -> dict[int, int]:
    """Return the places that new rows must have so that they have them in all blocks."""
    steps: dict[int, int] = {}
    for line in lines:
        before = 0
        for row in sorted(line.new):
            gain = line.new[row] - row - before
            if gain > 0:
                steps[row] = max(steps.get(row, 0), gain)
                before += gain
    made, total = {}, 0
    last = max((row for line in lines for row in line.new), default=-1) if steps else -1
    for row in range(last + 1):
        total += steps.get(row, 0)
        if total:
            made[row] = row + total
    return made
