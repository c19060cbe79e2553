"""A table with one row per invoice line becomes lines that a ledger can sum."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping as Map
from dataclasses import dataclass

from kamxl.domain.portfolio import INTERNAL
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.intake.aliases import CURRENCY
from kamxl.intake.columns import Columns
from kamxl.intake.currencies import Rates
from kamxl.intake.mapping import Mapping
from kamxl.intake.notes import Notes
from kamxl.intake.raw import RawTable
from kamxl.intake.readings import Locale
from kamxl.intake.texts import answer
from kamxl.text import number_text

LINE_TEXTS: tuple[str, ...] = (
    "owner", "segment", "region", "parent", "control_group", "control_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InvoiceLines:
    """Lines with an id, a date and an amount, as columns; `places` says where each stands.

    `margins` and `orders` are None where the table has no such column; `texts` maps LINE_TEXTS.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    days: tuple[dt.date, ...]
    amounts: tuple[float, ...]
    margins: tuple[float | None, ...] | None
    orders: tuple[str, ...] | None
    texts: Map[str, tuple[str, ...]]
    places: tuple[str, ...]


def read_invoices(
    table: RawTable, mapping: Mapping, locale: Locale | None = None, rates: Rates | None = None
) -> tuple[InvoiceLines, tuple[Finding, ...]]:
    """Return the lines of a table that can be summed, and findings about those that cannot.

    Amounts of another currency are converted at the rate of the line's year; a line without a rate
    cannot be summed.
    Raises InputError where a column cannot be read, or no line is left.
    """
    notes = Notes()
    columns = Columns(table, mapping, locale, notes)
    days, amounts = columns.dates("date"), columns.numbers("revenue")
    margins = columns.numbers("margin") if columns.has("margin") else None
    orders = columns.texts("order_id") if columns.has("order_id") else None
    texts = {key: columns.texts(key) for key in LINE_TEXTS if columns.has(key)}
    raw_days, raw_amounts = columns.cells("date"), columns.cells("revenue")
    external = columns.texts("external") if columns.has("external") else [""] * len(days)
    own = [index for index, said in enumerate(external) if answer(said) == INTERNAL]
    if own:
        place = columns.place(own[0], "external")
        total = number_text(math.fsum(amounts[index] or 0 for index in own), 2)
        notes.add(Finding("L-INTERNAL", {"count": len(own), "amount": total}, place=place))
    inside = frozenset(own)
    rates = rates or Rates()
    columns.refuse_foreign(rates, ("revenue", "margin"))
    currencies = columns.texts(CURRENCY) if columns.has(CURRENCY) else [""] * len(days)
    beside = columns.currencies("revenue")
    currencies = [own or code for own, code in zip(beside, currencies, strict=True)]
    factors = [
        rates.factor(code, day.year if day else None)
        for code, day in zip(currencies, days, strict=True)
    ]
    used: list[int] = []
    for index, key in enumerate(columns.ids):
        if index in inside:
            continue
        day, amount = days[index], amounts[index]
        sum_ = number_text(amount, 2) if amount is not None else "?"
        if key and day is not None and amount is not None:
            if factors[index] is not None:
                used.append(index)
                continue
            foreign = {
                "account": columns.who(index), "currency": currencies[index],
                "reporting": rates.reporting,
            }  # fmt: skip
            where = "revenue" if beside[index] else CURRENCY
            notes.add(Finding("I-CURRENCY", foreign, place=columns.place(index, where)))
        elif not key:
            notes.add(Finding("I-LINE-ID", {"amount": sum_}, place=columns.place_of(index)))
        elif day is None and raw_days[index] is None:
            values = {"account": columns.who(index), "amount": sum_}
            notes.add(Finding("I-LINE-DATE", values, place=columns.place(index, "date")))
        elif amount is None and raw_amounts[index] is None:
            place = columns.place(index, "revenue")
            notes.add(Finding("I-LINE-AMOUNT", {"account": columns.who(index)}, place=place))
    if not used:
        if None in factors:
            raise InputError(
                "no line is in a currency with a rate; say --currency for the one of the reports, "
                "or --rate USD=0.92",
                table.whole,
            )
        raise InputError("no line has a customer id, a date and an amount", table.whole)

    def converted(values: list[float | None]) -> tuple[float | None, ...]:
        return tuple(
            None if value is None or factor is None else value * factor
            for value, factor in ((values[i], factors[i]) for i in used)
        )

    lines = InvoiceLines(
        ids=tuple(columns.ids[i] for i in used),
        names=tuple(columns.names[i] for i in used),
        days=tuple(day for i in used if (day := days[i]) is not None),
        amounts=tuple(amount for amount in converted(amounts) if amount is not None),
        margins=None if margins is None else converted(margins),
        orders=None if orders is None else tuple(orders[i] for i in used),
        texts={key: tuple(column[i] for i in used) for key, column in texts.items()},
        places=tuple(columns.place_of(i) for i in used),
    )
    return lines, notes.findings()
