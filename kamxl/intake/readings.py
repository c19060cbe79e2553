"""Text that can be read in two ways: a column is read in the one that its clear members show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Locale = Literal["de", "en", "ch"]
LOCALES: tuple[Locale, ...] = ("de", "en", "ch")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Readings(Generic[T]):
    """What a text says when read in the first way and in the second; None where it says nothing."""

    first: T | None
    second: T | None

    @property
    def ambiguous(self) -> bool:
        """Whether both ways say something, and not the same."""
        return self.first is not None and self.second is not None and self.first != self.second

    @property
    def only(self) -> T | None:
        """What the text says if one way says nothing."""
        return self.first if self.first is not None else self.second


class Undecided(Exception):
    """A column that can be read in both ways; `index` is its first ambiguous member."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def settle(
    members: Sequence[Readings[T] | None],
    *,
    always: Literal[0, 1] | None = None,
    otherwise: Literal[0, 1] | None = None,
) -> list[T | None]:
    """Return what each member of a column says; None for a None and for what says nothing.

    `always` imposes a way, even on members that speak the other. `otherwise` decides only where
    the clear members of the column do not. Raises Undecided where nothing decides.
    """
    if always is not None:
        return [None if m is None else m.second if always else m.first for m in members]
    first = any(m and m.second is None and m.first is not None for m in members)
    second = any(m and m.first is None and m.second is not None for m in members)
    way: int | None = otherwise if first == second else int(second)
    settled: list[T | None] = []
    for index, member in enumerate(members):
        if member is None or not member.ambiguous:
            settled.append(None if member is None else member.only)
        elif way is None:
            raise Undecided(index)
        else:
            settled.append(member.second if way else member.first)
    return settled
