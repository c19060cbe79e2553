"""What key account managers say of their own skills (row J2): optional, and scored nowhere.

The source asks of a key account manager effective communication, sales, and the ability to build
long-term relations. Ratings run from 1 to 10, whatever scale accounts are rated on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamxl.domain.capacity import owner_name
from kamxl.text import Text

LOWEST, HIGHEST = 1.0, 10.0
SKILLS: Mapping[str, Text] = {
    "communication": Text("Communication", "Kommunikation"),
    "sales": Text("Sales", "Verkauf"),
    "relations": Text("Long-term relations", "Langfristige Beziehungen"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A manager's own ratings in the order of SKILLS, None where there is none."""

    name: str
    ratings: tuple[float | None, float | None, float | None]

    @property
    def rated(self) -> bool:
        """Whether anything is rated."""
        return any(rating is not None for rating in self.ratings)


def own_rating(value: object) -> float | None:
    """Return a cell as a rating from 1 to 10; None for blank and for everything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if LOWEST <= value <= HIGHEST else None
    return None


def by_owner(profiles: Iterable[Profile]) -> dict[str, Profile]:
    """Return profiles by what owners of accounts are compared by; the first of a name counts."""
    found: dict[str, Profile] = {}
    for profile in profiles:
        if key := owner_name(profile.name).casefold():
            found.setdefault(key, profile)
    return found
