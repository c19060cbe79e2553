from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from kamxl.domain.periods import Periods
from kamxl.errors import PolicyError

QUARTERS = ("2024-Q4", "2025-Q1", "2025-Q4")
ENDS = (dt.date(2024, 12, 31), dt.date(2025, 3, 31), dt.date(2025, 12, 31))


def made(**changes: object) -> Periods:
    content: dict[str, object] = {
        "grain": "quarter",
        "labels": QUARTERS,
        "ends": ENDS,
        "ids": ("1", "2"),
        "revenue": np.zeros((2, 3)),
        "margin": np.full((2, 3), np.nan),
    }
    return Periods(**{**content, **changes})  # type: ignore[arg-type]


def test_a_quarter_begins_two_months_before_the_month_it_ends_in() -> None:
    assert made().starts == (dt.date(2024, 10, 1), dt.date(2025, 1, 1), dt.date(2025, 10, 1))


def test_the_same_period_a_year_before_is_found_by_its_end() -> None:
    periods = made()
    assert [periods.year_before(at) for at in range(3)] == [None, None, 0]
    assert (periods.place("2025-Q1"), periods.place("2025")) == (1, None)


def test_the_end_of_february_is_a_year_before_the_29th() -> None:
    ends = (dt.date(2023, 2, 28), dt.date(2024, 2, 29))
    periods = made(
        grain="rolling",
        labels=("R2023-02", "R2024-02"),
        ends=ends,
        revenue=np.zeros((2, 2)),
        margin=np.zeros((2, 2)),
    )
    assert periods.year_before(1) == 0
    assert periods.starts == (dt.date(2022, 3, 1), dt.date(2023, 3, 1))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"grain": "week"}, "grain"),
        ({"revenue": np.zeros((3, 2))}, "revenue"),
        ({"labels": ("a", "a", "b")}, "label"),
        ({"ends": ENDS[::-1]}, "oldest"),
        ({"ids": ("1", "1")}, "row"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        made(**changes)
