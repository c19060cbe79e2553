"""Addresses as files spell them, and what rectangles of cells have to do with each other."""

from __future__ import annotations

import re
from functools import lru_cache

from kamxl.cells import address
from kamxl.errors import InputError
from kamxl.workbook.spec import Area

ROWS, COLUMNS = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_AREA = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")


@lru_cache(maxsize=COLUMNS)
@lru_cache(maxsize=16_384)
def column_of(letters: str) -> int:
    """Return a column counted from 0: A is 0, AA 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_at(reference: str, place: str) -> tuple[int, int]:
    """Return row and column of an address such as B7."""
    found = _CELL.fullmatch(reference)
    if not found:
        raise InputError(f"“{reference}” is no address of a cell; the file is damaged", place)
    return int(found[2]) - 1, column_of(found[1])


def area_at(reference: str, place: str) -> Area:
    """Return the rectangle of a reference such as B7 or B7:D9."""
    found = _AREA.fullmatch(reference)
    if not found:
        raise InputError(f"“{reference}” is no range of cells; the file is damaged", place)
    top, left = int(found[2]) - 1, column_of(found[1])
    if not found[3]:
        return Area(top, left, top, left)
    return Area(top, left, int(found[4]) - 1, column_of(found[3]))


def areas_at(references: str) -> list[Area]:
    """Return the rectangles of a list, whole rows and columns included."""
    found = []
    for one in references.split():
        if re.fullmatch(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}", one):
            left, right = (column_of(part.strip("$")) for part in one.split(":"))
            found.append(Area(0, left, ROWS - 1, right))
        elif re.fullmatch(r"\$?\d+:\$?\d+", one):
            top, bottom = (int(part.strip("$")) - 1 for part in one.split(":"))
            found.append(Area(top, 0, bottom, COLUMNS - 1))
        else:
            found.append(area_at(one, ""))
    return found


def spelled(area: Area) -> str:
    """Return a rectangle as a reference."""
    first = address(area.top, area.left)
    last = address(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"


def within(row: int, column: int, area: Area) -> bool:
    """Return whether a cell lies in a rectangle."""
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def meets(one: Area, other: Area) -> bool:
    """Return whether two rectangles have a cell in common."""
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
    )


def holds(outer: Area, inner: Area) -> bool:
    """Return whether a rectangle lies in another."""
    return (
        outer.top <= inner.top
        and outer.left <= inner.left
        and outer.bottom >= inner.bottom
        and outer.right >= inner.right
    )


def without(area: Area, hole: Area) -> list[Area]:
    """Return what is left of a rectangle without another: at most four rectangles."""
    if not meets(area, hole):
        return [area]
    left = []
    if area.top < hole.top:
        left.append(Area(area.top, area.left, hole.top - 1, area.right))
    top, bottom = max(area.top, hole.top), min(area.bottom, hole.bottom)
    if area.left < hole.left:
        left.append(Area(top, area.left, bottom, hole.left - 1))
    if area.right > hole.right:
        left.append(Area(top, hole.right + 1, bottom, area.right))
    if area.bottom > hole.bottom:
        left.append(Area(hole.bottom + 1, area.left, area.bottom, area.right))
    return left
