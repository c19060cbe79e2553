"""All pairs of options in few combinations: what one option does may depend on another one."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence


def all_pairs(options: Mapping[str, Sequence[object]]) -> list[dict[str, object]]:
    """Return combinations in which any two values of any two options occur together.

    Greedy, always the same: each combination begins with the first pair that is still missing, and
    takes for every other option the value that brings most missing pairs.
    """
    names = list(options)
    sizes = [range(len(options[name])) for name in names]
    missing = {
        (a, x, b, y)
        for a, b in itertools.combinations(range(len(names)), 2)
        for x in sizes[a]
        for y in sizes[b]
    }

    def brought(chosen: dict[int, int], place: int, value: int) -> int:
        return sum(
            (*sorted(((other, had), (place, value)))[0], *sorted(((other, had), (place, value)))[1])
            in missing
            for other, had in chosen.items()
        )

    made: list[dict[str, object]] = []
    while missing:
        a, x, b, y = min(missing)
        chosen = {a: x, b: y}
        for place in range(len(names)):
            if place not in chosen:
                chosen[place] = max(sizes[place], key=lambda v: brought(chosen, place, v))
        missing -= {
            (one, chosen[one], other, chosen[other])
            for one, other in itertools.combinations(range(len(names)), 2)
        }
        made.append({name: options[name][chosen[place]] for place, name in enumerate(names)})
    return made
