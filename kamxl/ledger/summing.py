"""Files of a ledger, however many and large, become accounts and periods; whatever is not counted
is said, with its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kamxl.domain.periods import Periods
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.intake.currencies import code_of_header
from kamxl.intake.ratetable import RateRow, by_month
from kamxl.intake.readings import Locale
from kamxl.ledger import queries
from kamxl.ledger.aggregate import Ledger, figures
from kamxl.ledger.engines import Engine, Staged
from kamxl.ledger.periods import Span
from kamxl.ledger.places import Places
from kamxl.ledger.source import TEXTS, Source
from kamxl.ledger.staging import WAYS, lines
from kamxl.text import Text, number_text, percent_text

LISTED = 20
# Beyond this part of the reported revenue a difference is a warning (domain 3.1).
TOLERANCE = 0.005
# Reasons for which a line is not counted, in the order of the catalogue.
FAULTS = ("broken", "repeated", "id", "date", "amount", "rate", "internal", "twice")
Values = dict[str, str | int | Text]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of a file there are, how many count, and how many do not, by FAULTS."""

    file: str
    lines: int
    counted: int
    left: dict[str, int]


@dataclass(frozen=True, slots=True)
class Read:
    """A ledger that an engine has read: the relations `lines` and `counted` can be asked."""

    sources: tuple[Source, ...]
    staged: Staged
    places: Places
    reporting: str


def read(
    engine: Engine,
    sources: Sequence[Source],
    *,
    reporting: str = "EUR",
    rates: Sequence[RateRow] = (),
    locale: Locale | None = None,
    once: bool = False,
) -> Read:
    """Let an engine read files, and settle what can be read in two ways by what is clear.

    Each file by its own clear amounts and days; where these disagree or are none, by `locale`, and
    without it such lines are not counted. `rates` convert to the reporting currency; `once` leaves
    out lines that repeat another one.
    """
    done = engine.stage(sources)
    amount_ways: dict[int, int] = {}
    day_ways: dict[int, int] = {}
    signed = False
    for file, comma, point, day_first, month_first, amounts, days, sign in engine.rows(WAYS):
        signed = signed or bool(sign)
        if amounts:
            amount_ways[file] = _way(comma, point, {"de": 1, "en": 2, "ch": 2}, locale)
        if days:
            day_ways[file] = _way(day_first, month_first, {"de": 1, "en": 2, "ch": 1}, locale)
    kinds = {"currency": "VARCHAR", "month": "INTEGER", "rate": "DECIMAL(18, 8)"}
    engine.put("rates", kinds, by_month(rates, 1970 * 12, 2100 * 12) if rates else [])
    headed = {
        file: code
        for file, source in enumerate(sources)
        if (code := code_of_header(source.headers["revenue"]))
    }
    sql = lines(
        done.columns,
        amount_ways,
        day_ways,
        reporting=reporting,
        once=once,
        headed=headed,
        signed=signed,
    )
    engine.view("lines", sql)
    engine.view("counted", "SELECT * FROM lines WHERE fault IS NULL")
    return Read(tuple(sources), done, Places(sources, done), reporting)


def _way(first: int, second: int, ways: dict[str, int], locale: Locale | None) -> int:
    if bool(first) != bool(second):
        return 1 if first else 2
    return ways[locale] if locale else 0


def tallies(engine: Engine, ledger: Read) -> tuple[Tally, ...]:
    """Return of each file how many of its lines count; all that there are add up."""
    found: dict[int, dict[str | None, int]] = {}
    for file, fault, count, _ in engine.rows(queries.FAULTS):
        found.setdefault(file, {})[fault] = count
    result = []
    for file, source in enumerate(ledger.sources):
        by_fault = found.get(file, {})
        left = {key: by_fault[key] for key in FAULTS if by_fault.get(key)}
        if ledger.staged.broken.get(file):
            left = {"broken": ledger.staged.broken[file], **left}
        counted = by_fault.get(None, 0)
        result.append(Tally(source.file, counted + sum(left.values()), counted, left))
    return tuple(result)


def summed(engine: Engine, ledger: Read, span: Span) -> tuple[Ledger, tuple[Tally, ...]]:
    """Return accounts, periods and findings of what was read; InputError without a line."""
    counts = tallies(engine, ledger)
    said = tuple(left_out(engine, ledger, counts))
    if not any(tally.counted for tally in counts):
        first = f" {said[0].place}: {said[0].text('en')}" if said else ""
        raise InputError(f"no line has a customer, a date and an amount that can be used.{first}")
    texts = [key for key in TEXTS if key in ledger.staged.columns]
    with_margin = "margin" in ledger.staged.columns
    found = figures(engine, with_margin, texts, ledger.places, span)
    more = [*said]
    if found.periods is not None and found.periods.partial:
        names = found.periods.partial
        listed = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
        more.append(Finding("L-PARTIAL", {"periods": listed}))
    return (
        Ledger(found.portfolio, found.as_of, found.period, (*more, *found.findings), found.periods),
        counts,
    )


def left_out(engine: Engine, ledger: Read, counts: Sequence[Tally]) -> list[Finding]:
    """Return what is not counted, and what is there twice, with places."""
    findings: list[Finding] = []
    staged, places = ledger.staged, ledger.places
    for file, reason in staged.refused.items():
        findings.append(Finding("L-FILE", {"reason": reason}, place=ledger.sources[file].file))
    for file, count in staged.broken.items():
        samples = [sample for sample in staged.samples if sample.file == file]
        text = samples[0].text.splitlines()[0][:60] if samples and samples[0].text else ""
        row = samples[0].row if samples else 0
        place = places.at(file, row or places.first_broken(file))
        findings.append(Finding("L-BROKEN", {"count": count, "value": text}, place=place))
    total: dict[str, int] = {}
    for tally in counts:
        for fault, count in tally.left.items():
            total[fault] = total.get(fault, 0) + count
    amounts = {
        fault: sum(float(a or 0) for _, f, _, a in engine.rows(queries.FAULTS) if f == fault)
        for fault in ("internal", "twice")
        if total.get(fault)
    }
    for fault in FAULTS[1:]:
        if not total.get(fault):
            continue
        rows = engine.rows(queries.listed(fault, LISTED))
        if fault in ("repeated", "internal", "twice"):
            codes = {"repeated": "L-REPEATED", "internal": "L-INTERNAL", "twice": "L-ONCE"}
            values: Values = {"count": total[fault]}
            if fault in amounts:
                values["amount"] = number_text(amounts[fault], 2)
            findings.append(Finding(codes[fault], values, place=places(rows[0][0])))
            continue
        of_kind = [_of_line(fault, row, ledger) for row in rows]
        findings += of_kind
        if total[fault] > len(rows):
            more: Values = {"count": total[fault] - len(rows), "code": of_kind[0].code}
            findings.append(Finding("I-MORE", more, place=of_kind[0].place))
    if "order_id" in staged.columns:
        findings += _twice(engine, places)
    lines_, counted = sum(t.lines for t in counts), sum(t.counted for t in counts)
    said: Values = {"counted": counted, "lines": lines_, "left": lines_ - counted}
    findings.append(Finding("L-COUNTED", said))
    return findings


def _of_line(fault: str, row: tuple[Any, ...], ledger: Read) -> Finding:
    line, _, id_, name, _, day_text, amount, amount_text, currency = row
    place = ledger.places(line)
    who = name or id_ or "?"
    sum_ = number_text(float(amount), 2) if amount is not None else (amount_text or "?")
    if fault == "id":
        return Finding("I-LINE-ID", {"amount": sum_}, place=place)
    if fault == "rate":
        values: Values = {"account": who, "currency": currency, "reporting": ledger.reporting}
        return Finding("I-CURRENCY", values, place=place)
    if fault == "date":
        if not day_text:
            return Finding("I-LINE-DATE", {"account": who, "amount": sum_}, place=place)
        return Finding("L-DATE", {"account": who, "value": day_text[:40]}, place=place)
    if not amount_text:
        return Finding("I-LINE-AMOUNT", {"account": who}, place=place)
    return Finding("L-AMOUNT", {"account": who, "value": amount_text[:40]}, place=place)


def _twice(engine: Engine, places: Places) -> list[Finding]:
    rows = engine.rows(queries.twice(LISTED))
    findings = [
        Finding(
            "L-TWICE",
            {
                "account": id_,
                "order": order,
                "day": day.isoformat(),
                "amount": number_text(float(amount) / copies, 2),
                "count": copies,
            },
            place=places(last),
        )
        for id_, order, day, amount, copies, _, last, _ in rows
    ]
    if rows and rows[0][7] > len(rows):
        more: Values = {"count": rows[0][7] - len(rows), "code": "L-TWICE"}
        findings.append(Finding("I-MORE", more, place=findings[0].place))
    return findings


def reconciled(periods: Periods, reported: float, label: str | None = None) -> Finding:
    """Return how far the lines of a period are from the revenue of the income statement.

    Without `label` of the last period that is known whole. InputError for a period that is not
    there.
    """
    whole = [name for name in periods.labels if name not in periods.partial]
    name = label or (whole or periods.labels)[-1]
    place = periods.place(name)
    if place is None:
        raise InputError(f"there is no period {name}; there are {', '.join(periods.labels)}")
    total = math.fsum(periods.revenue[:, place])
    difference = total - reported
    share = difference / reported if reported else 0.0
    code = "L-RECONCILED" if abs(share) <= TOLERANCE and reported else "L-REPORTED"
    values: Values = {
        "period": name,
        "sum": number_text(total, 2),
        "difference": number_text(difference, 2),
        "share": percent_text(share, 2),
        "reported": number_text(reported, 2),
    }
    return Finding(code, values)
