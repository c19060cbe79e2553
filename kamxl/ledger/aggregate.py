"""Invoice lines become accounts: revenue of rolling years, margin, stability, recency, frequency.

A year is the 12 months to the end of the month of the last line, so a calendar year where the data
end in December. Amounts are summed as whole millionths, so totals are exact to the cent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np

from kamxl.domain.metrics import add_months
from kamxl.domain.portfolio import CUSTOMER, Portfolio
from kamxl.domain.rounding import Floats
from kamxl.findings import Finding, Subject
from kamxl.text import Text, number_text

MONTHS = 12
QUARTERS = 12
FEWEST_QUARTERS = 6
LISTED = 20
MILLION = 10**6
_DAY_ZERO = dt.date(1970, 1, 1)
_TEXTS = ("owner", "segment", "region", "parent")

Place = Callable[[int], str]
Values = dict[str, str | int | Text]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What lines say about accounts, as of the end of the last period."""

    portfolio: Portfolio
    as_of: dt.date
    period: str
    findings: tuple[Finding, ...]


# `age` counts whole calendar months before the month in which the periods end: 0 to 11 is the
# last year, 0 to 2 its last quarter.
_LINES = """
    CREATE TABLE lines AS
    SELECT line, id, name, "order", owner, segment, region, parent, day,
        CAST(amount AS DECIMAL(38, 0)) AS amount,
        CASE WHEN has_margin THEN CAST(margin AS DECIMAL(38, 0)) END AS margin,
        date_diff('month', day, CAST($as_of AS DATE)) AS age
    FROM (SELECT *, DATE '1970-01-01' + days AS day FROM incoming)
"""

_ACCOUNTS = """
    SELECT id,
        coalesce(sum(amount) FILTER (age < 12), 0) AS revenue,
        coalesce(sum(amount) FILTER (age >= 12 AND age < 24), 0) AS revenue_y1,
        coalesce(sum(amount) FILTER (age >= 24 AND age < 36), 0) AS revenue_y2,
        coalesce(sum(margin) FILTER (age < 12), 0) AS margin,
        coalesce(sum(margin) FILTER (age >= 12 AND age < 24), 0) AS margin_y1,
        count(*) FILTER (margin IS NULL AND age < 12) AS no_margin,
        count(*) FILTER (margin IS NULL AND age >= 12 AND age < 24) AS no_margin_y1,
        count(DISTINCT coalesce(nullif("order", ''), CAST(day AS VARCHAR)))
            FILTER (amount > 0 AND age < 12) AS orders,
        max(day) FILTER (amount > 0) AS last_order,
        min(line) AS first_line
    FROM lines GROUP BY id ORDER BY revenue DESC, id
"""

# Every quarter counts, also one without orders, from the customer's first order on.
_VARIATION = """
    WITH begun AS (
        SELECT id, least(max(age) FILTER (amount > 0) // 3, $ledger_quarters - 1) AS oldest
        FROM lines GROUP BY id
    ),
    grid AS (
        SELECT id, unnest(range(CAST(least(oldest, $quarters - 1) AS BIGINT) + 1)) AS quarter
        FROM begun WHERE oldest IS NOT NULL
    ),
    sums AS (SELECT id, age // 3 AS quarter, sum(amount) AS amount FROM lines GROUP BY ALL),
    series AS (
        SELECT id, CAST(coalesce(amount, 0) AS DOUBLE) AS amount
        FROM grid LEFT JOIN sums USING (id, quarter)
    )
    SELECT id, stddev_pop(amount) / avg(amount)
    FROM series GROUP BY id HAVING count(*) >= $fewest AND avg(amount) > 0
"""


def _commonest(column: str) -> str:
    """Return SQL for the most frequent value of a text column per id; of equals the latest."""
    return f"""
        WITH uses AS (
            SELECT id, {column} AS value, count(*) AS uses, max(day) AS latest, min(line) AS line
            FROM lines WHERE {column} <> '' GROUP BY id, {column}
        )
        SELECT id, value, count(*) OVER (PARTITION BY id) AS variants, max(line) OVER (
            PARTITION BY id) AS line
        FROM uses
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY uses DESC, latest DESC, value) = 1
        ORDER BY line
    """


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
) -> Ledger:
    """Return the accounts behind invoice lines, one place a line in every column.

    A year that begins before the month of the first line is not known whole, so it is unknown;
    the last year is what there is. A customer without lines in a year has a known zero. `texts`
    holds owner, segment, region and parent; `place` says where a line stands. ValueError without
    lines.
    """
    if not ids:
        raise ValueError("a ledger needs lines")
    first, last = min(days), max(days)
    as_of = add_months(last.replace(day=1), 1) - dt.timedelta(days=1)
    incoming = _columns(ids, days, amounts, names, margins, orders, texts or {})
    with duckdb.connect() as connection:
        connection.register("incoming", incoming)
        connection.execute(_LINES, {"as_of": as_of})
        connection.unregister("incoming")
        accounts = connection.execute(_ACCOUNTS).fetchall()
        months = _months(as_of) - _months(first)
        known_years = 1 + sum(months >= MONTHS * (year + 1) - 1 for year in (1, 2))
        variation = dict(
            connection.execute(
                _VARIATION,
                {
                    "ledger_quarters": months // 3 + 1,
                    "quarters": QUARTERS,
                    "fewest": FEWEST_QUARTERS,
                },
            ).fetchall()
        )
        chosen = {
            column: {row[0]: row[1:] for row in connection.execute(_commonest(column)).fetchall()}
            for column in ("name", *_TEXTS)
        }
        credit: Any = connection.execute(
            "SELECT count(*), sum(amount), min(line) FROM lines WHERE amount < 0"
        ).fetchone()
        used: Any = connection.execute(
            "SELECT count(*) FILTER (age < $1), count(*) FILTER (age >= $1) FROM lines",
            [MONTHS * known_years],
        ).fetchone()

    portfolio = _portfolio(
        accounts, variation, chosen, known_years, margins is not None, texts or {}
    )
    begin = add_months(as_of.replace(day=1), 1 - MONTHS)
    findings = [
        _periods(as_of, used, place(int(np.argmax(np.array(incoming["days"]))))),
        *_partial(first, begin, known_years, place(int(np.argmin(np.array(incoming["days"]))))),
        *_merged(portfolio.ids, chosen["name"], place),
    ]
    if credit[0]:
        values = {"count": credit[0], "amount": number_text(credit[1] / MILLION, 2)}
        findings.append(Finding("I-CREDIT", values, place=place(credit[2])))
    if margins is not None:
        findings.extend(_without_margin(accounts, portfolio, place))
    return Ledger(portfolio, as_of, f"{begin:%Y-%m} – {as_of:%Y-%m}", tuple(findings))


def _months(day: dt.date) -> int:
    return day.year * 12 + day.month


def _millionths(amount: float) -> int:
    # repr is the shortest decimal that means this float, so 261.96 is 261.96 exactly.
    return int((Decimal(repr(float(amount))) * MILLION).to_integral_value())


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
    margin = [_millionths(m or 0) if k else 0 for m, k in zip(margins or blank, known, strict=True)]  # type: ignore[arg-type]
    text_columns = {"id": ids, "name": names or blank, "order": orders or blank}
    text_columns |= {key: texts.get(key) or blank for key in _TEXTS}
    return {
        "line": np.arange(count),
        "days": np.array([(day - _DAY_ZERO).days for day in days], dtype=np.int32),
        "amount": _exact([_millionths(amount) for amount in amounts]),
        "margin": _exact(margin),
        "has_margin": known,
        **{key: np.array(column, dtype=object) for key, column in text_columns.items()},
    }


def _exact(units: list[int]) -> np.ndarray[Any, Any]:
    """Return whole millionths as a column: 64-bit where they fit, else as text for SQL to read."""
    if all(abs(unit) < 2**63 for unit in units):
        return np.array(units, dtype=np.int64)
    return np.array([str(unit) for unit in units], dtype=object)


def _portfolio(
    accounts: Sequence[tuple[Any, ...]],
    variation: Mapping[str, float],
    chosen: Mapping[str, Mapping[str, tuple[Any, ...]]],
    known_years: int,
    with_margin: bool,
    texts: Mapping[str, Sequence[str]],
) -> Portfolio:
    ids = tuple(row[0] for row in accounts)

    def money(column: int, year: int, missing: int | None = None) -> Floats:
        unknown = year >= known_years
        return np.array(
            [
                np.nan
                if unknown or (missing is not None and row[missing])
                else int(row[column]) / MILLION
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
        for key in _TEXTS
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
