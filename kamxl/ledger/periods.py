"""Customers by months, quarters, years or rolling twelve months, from the lines that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kamxl.domain.metrics import add_months
from kamxl.domain.periods import MONTHS_OF, Grain, Periods
from kamxl.ledger import queries
from kamxl.ledger.engines import Engine


@dataclass(frozen=True, slots=True)
class Span:
    """How lines are cut into periods: the grain, the month in which a year begins, the currency."""

    grain: Grain = "year"
    year_start: int = 1
    currency: str = "EUR"
    note: str = ""


def periods_of(
    engine: Engine,
    ids: Sequence[str],
    first: dt.date,
    last: dt.date,
    span: Span,
    *,
    with_margin: bool,
) -> Periods:
    """Return what customers brought in by period, from the first period with a line to the last.

    A customer without lines in a period has a known zero; the margin is unknown where a line has
    none. A period that the lines do not cover whole, from their first month to their last, is
    `partial`; of rolling twelve months only whole ones are there, if there are any.
    """
    begin, end = _month(first), _month(last)
    months = MONTHS_OF[span.grain]
    if span.grain == "rolling":
        ends = list(range(begin + months - 1, end + 1)) or [end]
        rows = engine.rows(queries.rolling(ends))
    else:
        start = begin - (begin - (span.year_start - 1)) % months
        rows = engine.rows(queries.by_period(start, months))
        ends = [start + months * (n + 1) - 1 for n in range((end - start) // months + 1)]
    place = {key: at for at, key in enumerate(ids)}
    revenue = np.zeros((len(ids), len(ends)))
    margin = np.zeros((len(ids), len(ends)))
    for id_, period, amount, gained, unknown in rows:
        at = place[id_], int(period)
        revenue[at] = float(amount)
        margin[at] = np.nan if unknown else float(gained or 0)
    if not with_margin:
        margin[:] = np.nan
    labels = [label(month, span) for month in ends]
    return Periods(
        grain=span.grain,
        labels=tuple(labels),
        ends=tuple(_last_day(month) for month in ends),
        ids=tuple(ids),
        revenue=revenue,
        margin=margin,
        currency=span.currency,
        note=span.note,
        partial=tuple(
            text
            for text, month in zip(labels, ends, strict=True)
            if month - months + 1 < begin or month > end
        ),
    )


def label(end: int, span: Span) -> str:
    """Return what a period is called that ends with a month: 2025, 2025/26, 2025-Q3, R2025-07."""
    year, month = divmod(end, 12)
    if span.grain in ("month", "rolling"):
        return f"{'R' if span.grain == 'rolling' else ''}{year}-{month + 1:02}"
    # The year in which the business year begins that holds the month.
    begun = (end - (span.year_start - 1)) // 12
    named = str(begun) if span.year_start == 1 else f"{begun}/{(begun + 1) % 100:02}"
    if span.grain == "year":
        return named
    return f"{named}-Q{(end - (span.year_start - 1)) % 12 // 3 + 1}"


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _last_day(month: int) -> dt.date:
    year, at = divmod(month, 12)
    return add_months(dt.date(year, at + 1, 1), 1) - dt.timedelta(days=1)
