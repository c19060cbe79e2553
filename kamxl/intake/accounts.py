"""A table with one row per account becomes a portfolio."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain.portfolio import (
    CUSTOMER,
    DATE_COLUMNS,
    NUMBER_COLUMNS,
    PROSPECT,
    TEXT_COLUMNS,
    TIER_NUMBERS,
    Portfolio,
    Ratings,
)
from kamxl.domain.rounding import Floats
from kamxl.findings import Finding
from kamxl.intake.aliases import CURRENCY, RATING
from kamxl.intake.columns import Columns
from kamxl.intake.currencies import Rates
from kamxl.intake.mapping import Mapping
from kamxl.intake.notes import Notes
from kamxl.intake.raw import RawTable
from kamxl.intake.readings import Locale
from kamxl.intake.texts import answer, impulse, is_yes, logo, role, stage, status, vision
from kamxl.text import Text

# Amounts in a currency.
MONEY = (
    "revenue_y2", "revenue_y1", "revenue", "margin_y1", "margin", "potential", "service_cost",
    "impulse_cost", "referral_revenue", "avoidable_costs", "receivables",
)  # fmt: skip
# What says a key in either language, by the column.
_SAID = {
    "stage": stage,
    "vision": vision,
    "impulse": impulse,
    "logo": logo,
    "owner_role": role,
    **dict.fromkeys(("reputation_fits", "brand", "external", "expansion", "pinned"), answer),
}
_STATUS_WORDS = {CUSTOMER: Text("customer", "Kunde"), PROSPECT: Text("prospect", "Interessent")}


def read_accounts(
    table: RawTable, mapping: Mapping, locale: Locale | None = None, rates: Rates | None = None
) -> tuple[Portfolio, tuple[Finding, ...]]:
    """Return the accounts of a table, one a row that says something, and what is odd about them.

    Amounts of another currency are converted; without a rate they are unknown, and that is said.
    Raises InputError where a column cannot be read: ambiguous without `locale`, or mostly wrong.
    """
    notes = Notes()
    columns = Columns(table, mapping, locale, notes)
    numbers = {
        key: _floats(columns.numbers(key))
        for key in (*NUMBER_COLUMNS, *TIER_NUMBERS)
        if columns.has(key)
    }
    _convert(columns, numbers, rates or Rates(), notes)
    dates = {key: tuple(columns.dates(key)) for key in DATE_COLUMNS if columns.has(key)}
    texts = {
        key: tuple(columns.texts(key))
        for key in (*TEXT_COLUMNS, "previous_tier")
        if columns.has(key)
    }
    for key, said in _SAID.items():
        if key in texts:
            texts[key] = tuple(said(text) for text in texts[key])
    texts["status"] = _statuses(columns, numbers, texts.get("status"), notes)
    leader = [is_yes(c) for c in columns.cells("leader")] if columns.has("leader") else []
    ratings = {
        column.key.removeprefix(RATING): Ratings.of(_rating_cells(columns, column.key))
        for column in mapping.columns
        if column.key.startswith(RATING)
    }
    portfolio = Portfolio(
        ids=tuple(columns.ids),
        names=tuple(columns.names),
        numbers=numbers,
        texts=texts,
        dates=dates,
        leader=tuple(leader),
        ratings=ratings,
        scored=np.array(_scored(columns, notes), dtype=bool),
    )
    return portfolio, notes.findings()


def _convert(columns: Columns, numbers: dict[str, Floats], rates: Rates, notes: Notes) -> None:
    """Convert the amounts of each row to the reporting currency; without a rate to unknown."""
    columns.refuse_foreign(rates, MONEY)
    general = columns.texts(CURRENCY) if columns.has(CURRENCY) else [""] * len(columns.ids)
    said: set[int] = set()
    for key in MONEY:
        if key not in numbers:
            continue
        own = columns.currencies(key)
        # What stands beside an amount goes before what its row says.
        codes = [mine or code for mine, code in zip(own, general, strict=True)]
        factors = _floats([rates.factor(code) for code in codes])
        numbers[key] = numbers[key] * factors
        for index in np.flatnonzero(np.isnan(factors)).tolist():
            values: dict[str, str | int | Text] = {
                "account": columns.who(index), "currency": codes[index],
                "reporting": rates.reporting,
            }  # fmt: skip
            where = key if own[index] else CURRENCY
            if where == key or index not in said:
                notes.add(Finding("I-CURRENCY", values, place=columns.place(index, where)))
            said.add(index)


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _rating_cells(columns: Columns, key: str) -> list[CellValue]:
    """Return rating cells with numbers written as text turned into numbers, others unchanged."""
    numbers = columns.numbers(key, note=False)
    return [
        cell if number is None else number
        for cell, number in zip(columns.cells(key), numbers, strict=True)
    ]


def _scored(columns: Columns, notes: Notes) -> list[bool]:
    """Return which rows get a score: all but those without an id or with one that came before."""
    seen: set[str] = set()
    scored: list[bool] = []
    for index, key in enumerate(columns.ids):
        scored.append(bool(key) and key not in seen)
        if not key:
            notes.add(Finding("A-ID", place=columns.place_of(index)))
        elif key in seen:
            notes.add(Finding("A-DUPLICATE", {"id": key}, place=columns.place_of(index)))
        seen.add(key)
    return scored


def _statuses(
    columns: Columns,
    numbers: dict[str, Floats],
    given: tuple[str, ...] | None,
    notes: Notes,
) -> tuple[str, ...]:
    """Return customer or prospect: as it is called, else by whether there ever was revenue."""
    revenues = [column for key, column in numbers.items() if key.startswith("revenue")]
    statuses: list[str] = []
    for index in range(len(columns.ids)):
        bought = any(column[index] != 0 and not np.isnan(column[index]) for column in revenues)
        # Without a column of revenue nothing tells a prospect, and a blank is to be asked for.
        inferred = CUSTOMER if bought or not revenues else PROSPECT
        text = given[index] if given else ""
        known = status(text) if text else inferred
        if known is None:
            known = inferred
            values: dict[str, str | int | Text] = {"account": columns.who(index), "value": text}
            values["status"] = _STATUS_WORDS[known]
            notes.add(Finding("I-STATUS", values, place=columns.place(index, "status")))
        statuses.append(known)
    return tuple(statuses)
