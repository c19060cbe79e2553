"""Groups of customers: from each one's parent to the ultimate parent, and what groups sum to.

Source: domain 3.4 (group roll-up). A parent that is no account itself is a group all the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kamxl.domain.rounding import Bools, Floats, Integers


class Groups(NamedTuple):
    """Of each account: the name of its ultimate parent, and whether its chain runs in a circle.

    In a circle nobody is the ultimate parent: the account of it that is listed first stands in.
    `orphan` is where a parent is named that is no account.
    """

    ultimate: tuple[str, ...]
    circular: Bools
    orphan: Bools


def ultimate_parents(ids: Sequence[str], parents: Sequence[str]) -> Groups:
    """Return the ultimate parent of each account; a blank parent, or oneself, ends the chain.

    Of two accounts with one id the first counts. Each step is taken once, however long the chains.
    """
    place: dict[str, int] = {}
    for at, id_ in enumerate(ids):
        place.setdefault(id_, at)
    found: dict[int, str] = {}
    circular = np.zeros(len(ids), dtype=bool)
    orphan = np.zeros(len(ids), dtype=bool)
    for start in range(len(ids)):
        path: list[int] = []
        seen: dict[int, int] = {}
        at = start
        name, turning = "", False
        while True:
            if at in found:
                name, turning = found[at], bool(circular[at])
                break
            if at in seen:
                ring = path[seen[at] :]
                name, turning = ids[min(ring)], True
                break
            seen[at] = len(path)
            path.append(at)
            parent = parents[at]
            if parent in ("", ids[at]):
                name, turning = ids[at], False
                break
            if parent not in place:
                orphan[at] = True
                name, turning = parent, False
                break
            at = place[parent]
        for member in path:
            found[member], circular[member] = name, turning
    return Groups(tuple(found[at] for at in range(len(ids))), circular, orphan)


def group_sums(ultimate: Sequence[str], amounts: Floats) -> tuple[Floats, Integers]:
    """Return each group's sum at its first account, NaN elsewhere, and every account's group.

    Groups are numbered from 0 in their order; unknown amounts (NaN) are left out, a group of which
    nothing is known has NaN. Sums are exact to the last digit (fsum).
    """
    numbers: dict[str, int] = {}
    firsts: list[int] = []
    members: list[list[float]] = []
    group = np.zeros(len(ultimate), dtype=np.int64)
    for at, name in enumerate(ultimate):
        number = numbers.setdefault(name, len(numbers))
        if number == len(firsts):
            firsts.append(at)
            members.append([])
        group[at] = number
        if not math.isnan(amounts[at]):
            members[number].append(float(amounts[at]))
    sums = np.full(len(ultimate), np.nan)
    for first, known in zip(firsts, members, strict=True):
        if known:
            sums[first] = math.fsum(known)
    return sums, group
