"""What people type, and nothing else: all that a workbook is rendered from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kamxl.cells import CellValue
from kamxl.domain.managers import Profile, own_rating
from kamxl.domain.movement import Snapshot
from kamxl.domain.periods import Periods
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Finding
from kamxl.text import Language

# Cells that could not be used, as they were typed: by column (`revenue`, `rating:product_fit`) and
# account. A fresh rendering shows them again.
Kept = dict[tuple[str, int], CellValue]
RATING = "rating:"


@dataclass(frozen=True, slots=True)
class WeightsInput:
    """What people judged on the sheet of weights, by the keys of criteria.

    `importance` is important, less or excluded; `swings` are points of 0 to 100; `pairs` say how
    many times more the first of two criteria counts than one further down, from 1/9 to 9.
    """

    importance: Mapping[str, str] = field(default_factory=dict)
    swings: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """A manager's own ratings in the order of `SKILLS`, as they were typed; "" where no name is."""

    name: str = ""
    ratings: tuple[CellValue, CellValue, CellValue] = (None, None, None)

    @property
    def blank(self) -> bool:
        """Whether nothing is typed."""
        return not self.name and all(cell is None for cell in self.ratings)

    @property
    def profile(self) -> Profile:
        """What of it counts."""
        one, two, three = (own_rating(cell) for cell in self.ratings)
        return Profile(self.name, (one, two, three))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The account that the sheet of explanation explains, and the one beside it, as typed.

    "" is the first of the ranking, and the mean.
    """

    account: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a workbook remembers of runs: `then` is compared with, `last` is the latest one's.

    `day` is that of the run that writes the workbook: it stores what it finds; None stores nothing.
    """

    then: Snapshot | None = None
    last: Snapshot | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Accounts and policy as of a day, in the language of the workbook.

    `findings` are those of reading or importing; the assessment's own come on top. `source` says
    where the accounts came from, for the first sheet. `kept` are cells that could not be used.
    `managers` are in the order of their rows, blank ones between others included. `periods` is what
    accounts brought in by period, None where nothing is known of periods. `answers` are single
    cells beside their captions on sheets that otherwise compute, as they were typed: `lost_1`.
    """

    portfolio: Portfolio
    policy: Policy
    language: Language
    as_of: dt.date
    findings: tuple[Finding, ...] = ()
    source: str = ""
    kept: Mapping[tuple[str, int], CellValue] = field(default_factory=dict)
    weights: WeightsInput = field(default_factory=WeightsInput)
    chosen: Chosen = field(default_factory=Chosen)
    managers: tuple[ManagerRow, ...] = ()
    memory: Memory = field(default_factory=Memory)
    periods: Periods | None = None
    answers: Mapping[str, CellValue] = field(default_factory=dict)
