"""What customers brought in by months, quarters, years, or rolling twelve months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from kamxl.domain.metrics import add_months
from kamxl.domain.rounding import Floats
from kamxl.errors import PolicyError

Grain = Literal["month", "quarter", "year", "rolling"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
# How many months a period of each grain has; rolling periods end with every month.
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "rolling": 12}


@dataclass(frozen=True, slots=True)
class Periods:
    """Revenue and margin of customers by period, the oldest period first.

    `revenue` and `margin` are customers x periods in `currency`, NaN where nothing is known: a
    known zero is a customer who bought nothing. `labels` are such as 2025, 2025/26 (a year that
    does not begin in January), 2025-Q3, 2025-07, R2025-07 (the twelve months to July 2025); `ends`
    the last day of each period. `note` says what the amounts are, where there is something to say:
    the file, the basis. `partial` are labels of periods that the data do not cover whole: their
    sums are what is known so far. PolicyError where lengths disagree, days do not rise or an id
    comes twice.
    """

    grain: Grain
    labels: tuple[str, ...]
    ends: tuple[dt.date, ...]
    ids: tuple[str, ...]
    revenue: Floats
    margin: Floats
    currency: str = "EUR"
    note: str = ""
    partial: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.grain not in GRAINS:
            raise PolicyError(f"no grain of periods: {self.grain!r}")
        shape = (len(self.ids), len(self.labels))
        for name in ("revenue", "margin"):
            amounts = np.asarray(getattr(self, name), dtype=float)
            if amounts.shape != shape:
                raise PolicyError(f"{name} is {amounts.shape}, but there are {shape}")
            object.__setattr__(self, name, amounts)
        if len(self.ends) != len(self.labels) or len(set(self.labels)) != len(self.labels):
            raise PolicyError("each period needs a label of its own and its last day")
        if any(one >= other for one, other in zip(self.ends, self.ends[1:], strict=False)):
            raise PolicyError("periods go from the oldest to the latest")
        if len(set(self.ids)) != len(self.ids):
            raise PolicyError("a customer has one row of periods")

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """The first day of each period."""
        months = MONTHS_OF[self.grain]
        return tuple(add_months(end.replace(day=1), 1 - months) for end in self.ends)

    def place(self, label: str) -> int | None:
        """Return the column of a period, or None."""
        return self.labels.index(label) if label in self.labels else None

    def year_before(self, period: int) -> int | None:
        """Return the column of the same period a year before, or None where it is not there."""
        end = self.ends[period]
        then = add_months(end.replace(day=1), -12)
        return next(
            (at for at, day in enumerate(self.ends) if day.replace(day=1) == then),
            None,
        )
