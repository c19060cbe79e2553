"""A ledger that was summed: as inputs of a workbook, as tables, as a report, line by line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kamxl.actions.new import DATA_ONLY, STANDARD, Reference, fitted, in_currency
from kamxl.domain.control import group_name, group_numbers, parent_findings, sums
from kamxl.domain.periods import Periods
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.errors import InputError
from kamxl.findings import Finding, gravest_first
from kamxl.ledger import queries
from kamxl.ledger.aggregate import Ledger
from kamxl.ledger.engines import Engine
from kamxl.ledger.summing import Read, Tally
from kamxl.ledger.written import quoted
from kamxl.text import Language
from kamxl.workbook.inputs import Inputs

LEDGER_SCHEMA = 1
TOP = 10
Table = dict[str, list[Any]]


def ledger_inputs(
    ledger: Ledger,
    *,
    language: Language,
    profile: str | None,
    load_profile: Callable[[str], Policy],
    reference: Reference = "deciles",
    currency: str,
    reported: float | None = None,
    source: str,
) -> Inputs:
    """Return the inputs of a new workbook from a ledger, with bands proposed from its figures."""
    policy = in_currency(load_profile(profile or DATA_ONLY), currency)
    policy = replace(policy, period=ledger.period or policy.period)
    if reported is not None:
        policy = replace(policy, reported_revenue=reported)
    fallback = None if profile else lambda: in_currency(load_profile(STANDARD), currency)
    policy, proposed = fitted(policy, ledger.portfolio, ledger.as_of, fallback, reference)
    return Inputs(
        portfolio=ledger.portfolio,
        policy=policy,
        language=language,
        as_of=ledger.as_of,
        findings=gravest_first((*ledger.findings, *proposed)),
        source=source,
        periods=ledger.periods,
    )


def account_table(portfolio: Portfolio) -> Table:
    """Return the accounts as columns, those of which something is known; `new` reads it again."""
    table: Table = {"id": list(portfolio.ids), "name": list(portfolio.names)}
    for key, values in portfolio.numbers.items():
        if not np.isnan(values).all():
            table[key] = [None if math.isnan(value) else float(value) for value in values]
    for key, texts in portfolio.texts.items():
        if any(texts):
            table[key] = list(texts)
    for key, days in portfolio.dates.items():
        table[key] = list(days)
    return table


def period_table(periods: Periods) -> Table:
    """Return customer by period as columns, one row for each pair."""
    table: Table = {
        key: [] for key in ("id", "period", "end", "revenue", "margin", "currency", "partial")
    }
    for at, id_ in enumerate(periods.ids):
        for place, label in enumerate(periods.labels):
            margin = float(periods.margin[at, place])
            table["id"].append(id_)
            table["period"].append(label)
            table["end"].append(periods.ends[place])
            table["revenue"].append(float(periods.revenue[at, place]))
            table["margin"].append(None if math.isnan(margin) else margin)
            table["currency"].append(periods.currency)
            table["partial"].append(label in periods.partial)
    return table


def group_findings(portfolio: Portfolio) -> tuple[Finding, ...]:
    """Return circles of parents, parents who are no account, and control without a reason."""
    return tuple(parent_findings(portfolio))


def views(portfolio: Portfolio, periods: Periods, label: str | None = None) -> dict[str, Any]:
    """Return the largest customers and groups of a period with their shares of its revenue.

    Of the last one without `label`. A share is None where the revenue is not positive.
    """
    place = periods.place(label) if label else len(periods.labels) - 1
    if place is None:
        raise InputError(f"there is no period {label}; there are {', '.join(periods.labels)}")
    revenue = periods.revenue[:, place]
    total = math.fsum(revenue)
    groups = group_numbers(portfolio)
    summed = np.nan_to_num(sums(groups, revenue), nan=-np.inf)

    def share(amount: float) -> float | None:
        return amount / total if total > 0 else None

    singles = np.argsort(-revenue, kind="stable")[:TOP]
    firsts = [at for at in np.argsort(-summed, kind="stable")[:TOP] if np.isfinite(summed[at])]
    return {
        "period": periods.labels[place],
        "revenue": total,
        "customers": [
            {
                "id": portfolio.ids[at],
                "name": portfolio.names[at],
                "revenue": float(revenue[at]),
                "share": share(float(revenue[at])),
            }
            for at in singles
        ],
        "groups": [
            {
                "name": group_name(portfolio, int(at)),
                "accounts": int(np.count_nonzero(groups == at)),
                "revenue": float(summed[at]),
                "share": share(float(summed[at])),
            }
            for at in firsts
        ],
    }


def ledger_report(
    ledger: Ledger, counts: Sequence[Tally], engine: str, language: Language
) -> dict[str, Any]:
    """Return a ledger as plain data: files, lines, periods, and the largest of the last period."""
    periods = ledger.periods
    assert periods is not None
    left: dict[str, int] = {}
    for tally in counts:
        for fault, count in tally.left.items():
            left[fault] = left.get(fault, 0) + count
    return {
        "schema": LEDGER_SCHEMA,
        "language": language,
        "engine": engine,
        "currency": periods.currency,
        "as_of": ledger.as_of.isoformat(),
        "files": [
            {"file": t.file, "lines": t.lines, "counted": t.counted, "left": t.left} for t in counts
        ],
        "lines": {
            "all": sum(t.lines for t in counts),
            "counted": sum(t.counted for t in counts),
            "left": left,
        },
        "periods": [
            {
                "label": label,
                "end": periods.ends[at].isoformat(),
                "partial": label in periods.partial,
                "revenue": math.fsum(periods.revenue[:, at]),
                "margin": _known(math.fsum(periods.margin[:, at])),
                "customers": int(np.count_nonzero(periods.revenue[:, at])),
            }
            for at, label in enumerate(periods.labels)
        ],
        "largest": views(ledger.portfolio, periods),
    }


def explained(engine: Engine, read: Read, customer: str, limit: int) -> dict[str, Any]:
    """Return the lines behind a customer's figures, counted or not, the oldest first.

    At most `limit` of them, `lines` says how many there are; `months` sums them all. Of a line: its
    place, day, order, amount in its own currency, the rate, the amount that counts, and `left`, why
    it is not counted. InputError where nothing is known of the customer.
    """
    literal = quoted(customer)
    months: dict[str, dict[str, Any]] = {}
    count = 0
    for month, fault, rows, amount in engine.rows(queries.totals_behind(literal)):
        count += rows
        name = "" if month is None else f"{month // 12}-{month % 12 + 1:02}"
        entry = months.setdefault(name, {"month": name, "lines": 0, "left": 0, "amount": 0.0})
        if fault is None:
            entry["lines"] += rows
            entry["amount"] = float(amount)
        else:
            entry["left"] += rows
    if not count:
        raise InputError(
            f"no line is of a customer {customer!r}; the id counts, as the file has it"
        )
    listed = [
        {
            "place": read.places(line),
            "date": day.isoformat() if isinstance(day, dt.date) else (day_text or None),
            "order": order,
            "amount": _float(own) if own is not None else (amount_text or None),
            "currency": currency or read.reporting,
            "rate": _float(rate),
            "counts": _float(amount) if fault is None else None,
            "margin": _float(margin) if fault is None else None,
            "left": fault,
        }
        for (
            line, _, day, order, own, currency, rate, amount, margin, fault, amount_text, day_text
        ) in engine.rows(queries.behind(literal, limit))
    ]  # fmt: skip
    return {
        "schema": LEDGER_SCHEMA,
        "customer": customer,
        "currency": read.reporting,
        "lines": count,
        "months": list(months.values()),
        "listed": listed,
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
