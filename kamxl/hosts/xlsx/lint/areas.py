"""Addresses and areas of a sheet as a file writes them."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

ROWS, COLUMNS = 1_048_576, 16_384
AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
WHOLE_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
WHOLE_ROWS = re.compile(r"\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})")


class Area(NamedTuple):
    """A rectangle of cells, counted from 1, both ends within."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Area) -> bool:
        """Return whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


@lru_cache(maxsize=20_000)
def column(letters: str) -> int:
    """Return the number of a column from 1; 0 where there is none of that name."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
        if number > COLUMNS:
            return 0
    return number


def area(text: str) -> Area | None:
    """Return the area that `B2`, `B2:C9`, `B:C` or `2:9` names, None where it names none."""
    if found := AREA.fullmatch(text):
        left, top = column(found[1]), int(found[2])
        right, bottom = (column(found[3]), int(found[4])) if found[3] else (left, top)
    elif found := WHOLE_COLUMNS.fullmatch(text):
        left, right, top, bottom = column(found[1]), column(found[2]), 1, ROWS
    elif found := WHOLE_ROWS.fullmatch(text):
        left, right, top, bottom = 1, COLUMNS, int(found[1]), int(found[2])
    else:
        return None
    good = 0 < left <= right and 0 < top <= bottom <= ROWS
    return Area(top, left, bottom, right) if good else None


def areas(text: str) -> list[Area] | None:
    """Return the areas of a list, None where it is empty or one is wrong."""
    found = [area(part) for part in text.split()]
    good = [each for each in found if each is not None]
    return good if found and len(good) == len(found) else None


def overlapping(found: Iterable[Area]) -> Iterator[tuple[Area, Area]]:
    """Yield areas that meet one before them, each once, with that one."""
    active: list[tuple[int, Area]] = []  # by left column; without overlap in any row
    for each in sorted(found):
        at = bisect_left(active, (each.left,)) - 1
        while at >= 0 and active[at][1].bottom < each.top:
            del active[at]
            at -= 1
        at, clash = max(at, 0), None
        while at < len(active) and active[at][0] <= each.right and not clash:
            other = active[at][1]
            if other.bottom < each.top:
                del active[at]
            elif other.meets(each):
                clash = other
            else:
                at += 1
        if clash:
            yield each, clash
        else:
            insort(active, (each.left, each))
