"""Invoice lines become accounts: revenue of rolling years, margin, stability, recency, frequency.

A year is the 12 months to the end of the month of the last line, so a calendar year where the data
end in December. Amounts are summed as decimals, so totals are exact to the cent. What the sums are
stands in `queries`; lines come from a table that was read (`aggregate`) or from files that an
engine reads itself (`summing`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kamxl.domain.metrics import add_months
from kamxl.domain.periods import Periods
from kamxl.domain.portfolio import CUSTOMER, Portfolio
from kamxl.domain.rounding import Floats
from kamxl.findings import Finding, Subject
from kamxl.ledger import queries
from kamxl.ledger.engines import DuckEngine, Engine
from kamxl.ledger.periods import Span, periods_of
from kamxl.ledger.source import TEXTS
from kamxl.ledger.written import MONEY
from kamxl.text import Text, number_text

MONTHS = 12
QUARTERS = 12
FEWEST_QUARTERS = 6
LISTED = 20
_DAY_ZERO = dt.date(1970, 1, 1)

Place = Callable[[int], str]
Values = dict[str, str | int | Text]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What lines say about accounts, as of the end of the last period."""

    portfolio: Portfolio
    as_of: dt.date
    period: str
    findings: tuple[Finding, ...]
    periods: Periods | None = None


def aggregate(
    ids: Sequence[str],
    days: Sequence[dt.date],
    amounts: Sequence[float],
    *,
    names: Sequence[str] | None = None,
    margins: Sequence[float | None] | None = None,
    orders: Sequence[str] | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
    place: Place = lambda line: "",
    span: Span | None = None,
) -> Ledger:
    """Return the accounts behind invoice lines, one place a line in every column.

    A year that begins before the month of the first line is not known whole, so it is unknown;
    the last year is what there is. A customer without lines in a year has a known zero. `texts`
    holds some of TEXTS; `place` says where a line stands. ValueError without lines.
    """
    if not ids:
        raise ValueError("a ledger needs lines")
    with DuckEngine() as engine:
        incoming = _columns(ids, days, amounts, names, margins, orders, texts or {})
        engine.connection.register("incoming", incoming)
        engine.connection.execute(_LINES)
        engine.connection.unregister("incoming")
        return figures(engine, margins is not None, texts or {}, place, span)


def figures(
    engine: Engine,
    with_margin: bool,
    texts: Collection[str],
    place: Place,
    span: Span | None = None,
) -> Ledger:
    """Return the accounts behind the relation `counted` of an engine; see `aggregate`."""
    first, last, _ = engine.rows(queries.EXTENT)[0]
    as_of = add_months(last.replace(day=1), 1) - dt.timedelta(days=1)
    end = month_of(as_of)
    accounts = engine.rows(queries.accounts(end))
    months = end - month_of(first)
    known_years = 1 + sum(months >= MONTHS * (year + 1) - 1 for year in (1, 2))
    variation = dict(
        engine.rows(queries.variation(end, months // 3 + 1, QUARTERS, FEWEST_QUARTERS))
    )
    chosen = {
        column: {row[0]: row[1:] for row in engine.rows(queries.commonest(column))}
        for column in ("name", *texts)
    }
    credit = engine.rows(queries.CREDIT)[0]
    used = engine.rows(queries.used(end, MONTHS * known_years))[0]
    ends = [engine.rows(queries.first_line_of(day.isoformat()))[0][0] for day in (first, last)]
    portfolio = _portfolio(accounts, variation, chosen, known_years, with_margin, texts)
    begin = add_months(as_of.replace(day=1), 1 - MONTHS)
    findings = [
        _periods(as_of, used, place(ends[1])),
        *_partial(first, begin, known_years, place(ends[0])),
        *_merged(portfolio.ids, chosen["name"], place),
    ]
    if credit[0]:
        values: Values = {"count": credit[0], "amount": number_text(float(credit[1]), 2)}
        findings.append(Finding("I-CREDIT", values, place=place(credit[2])))
    if with_margin:
        findings.extend(_without_margin(accounts, portfolio, place))
    periods = (
        periods_of(engine, portfolio.ids, first, last, span, with_margin=with_margin)
        if span
        else None
    )
    return Ledger(portfolio, as_of, f"{begin:%Y-%m} – {as_of:%Y-%m}", tuple(findings), periods)


def month_of(day: dt.date) -> int:
    """Return the number of a day's month, as the queries count them."""
    return day.year * 12 + day.month - 1


# As numbers come from a table, each is what its shortest decimal says: 261.96 is 261.96 exactly.
_LINES = f"""
    CREATE TABLE counted AS
    SELECT line, id, name, "order", {", ".join(TEXTS)}, DATE '1970-01-01' + days AS day,
        CAST(amount AS {MONEY}) AS amount,
        CASE WHEN has_margin THEN CAST(margin AS {MONEY}) END AS margin
    FROM incoming
"""


def _columns(
    ids: Sequence[str],
    days: Sequence[dt.date],
    amounts: Sequence[float],
    names: Sequence[str] | None,
    margins: Sequence[float | None] | None,
    orders: Sequence[str] | None,
    texts: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    count = len(ids)
    blank = ("",) * count
    known = np.array([m is not None and bool(np.isfinite(m)) for m in margins or (None,) * count])
    margin = [
        repr(float(m or 0)) if k else "0" for m, k in zip(margins or blank, known, strict=True)
    ]
    text_columns = {"id": ids, "name": names or blank, "order": orders or blank}
    text_columns |= {key: texts.get(key) or blank for key in TEXTS}
    return {
        "line": np.arange(count),
        "days": np.array([(day - _DAY_ZERO).days for day in days], dtype=np.int32),
        "amount": np.array([repr(float(amount)) for amount in amounts], dtype=object),
        "margin": np.array(margin, dtype=object),
        "has_margin": known,
        **{key: np.array(column, dtype=object) for key, column in text_columns.items()},
    }


def _portfolio(
    accounts: Sequence[tuple[Any, ...]],
    variation: Mapping[str, float],
    chosen: Mapping[str, Mapping[str, tuple[Any, ...]]],
    known_years: int,
    with_margin: bool,
    texts: Collection[str],
) -> Portfolio:
    ids = tuple(row[0] for row in accounts)

    def money(column: int, year: int, missing: int | None = None) -> Floats:
        unknown = year >= known_years
        return np.array(
            [
                np.nan if unknown or (missing is not None and row[missing]) else float(row[column])
                for row in accounts
            ],
            dtype=float,
        )

    numbers = {
        "revenue": money(1, 0),
        "revenue_y1": money(2, 1),
        "revenue_y2": money(3, 2),
        "order_cv": np.array([variation.get(key, np.nan) for key in ids], dtype=float),
        "orders": np.array([row[8] for row in accounts], dtype=float),
    }
    if with_margin:
        numbers |= {"margin": money(4, 0, 6), "margin_y1": money(5, 1, 7)}
    labels = {
        key: tuple(chosen[key].get(account, ("",))[0] for account in ids)
        for key in TEXTS
        if key in texts
    }
    return Portfolio(
        ids=ids,
        names=tuple(chosen["name"].get(account, (account,))[0] for account in ids),
        numbers=numbers,
        texts={**labels, "status": (CUSTOMER,) * len(ids)},
        dates={"last_order": tuple(row[9] for row in accounts)},
    )


def _periods(as_of: dt.date, used: tuple[int, int], where: str) -> Finding:
    values: Values = {"end": as_of.isoformat(), "from_": used[0], "outside": used[1]}
    return Finding("I-PERIODS", values, place=where)


def _partial(first: dt.date, begin: dt.date, known_years: int, where: str) -> list[Finding]:
    start = add_months(begin, -MONTHS * known_years)
    if known_years == 3 or first >= add_months(start, MONTHS):
        return []
    values = {"start": first.isoformat(), "from_": start.isoformat()}
    return [Finding("I-PARTIAL", values, place=where)]


def _merged(
    ids: Sequence[str], names: Mapping[str, tuple[Any, ...]], place: Place
) -> list[Finding]:
    positions = {key: position for position, key in enumerate(ids)}
    several = [(key, *row) for key, row in names.items() if row[1] > 1]
    listed = [
        Finding("I-MERGED", {"id": key, "name": name}, Subject(account=positions[key]), place(line))
        for key, name, _, line in several[:LISTED]
    ]
    return listed + _more("I-MERGED", len(several), listed)


def _without_margin(
    accounts: Sequence[tuple[Any, ...]], portfolio: Portfolio, place: Place
) -> list[Finding]:
    lacking = [(i, row[6] + row[7], row[10]) for i, row in enumerate(accounts) if row[6] + row[7]]
    listed = [
        Finding(
            "I-LINE-MARGIN",
            {"account": portfolio.names[account], "count": count},
            Subject(account=account, field="margin"),
            place(line),
        )
        for account, count, line in lacking[:LISTED]
    ]
    return listed + _more("I-LINE-MARGIN", len(lacking), listed)


def _more(code: str, count: int, listed: Sequence[Finding]) -> list[Finding]:
    if count <= LISTED:
        return []
    values: Values = {"count": count - LISTED, "code": code}
    return [Finding("I-MORE", values, place=listed[0].place)]
