"""A file of average rates: currency, period, rate; each month takes the narrowest one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from kamxl.cells import CellValue
from kamxl.errors import InputError
from kamxl.intake.aliases import BY_NAME, CURRENCY, joined
from kamxl.intake.currencies import Rates, code_of
from kamxl.intake.numbers import number_readings
from kamxl.intake.raw import RawTable
from kamxl.intake.readings import Locale
from kamxl.intake.texts import as_text, shown

RateRow = tuple[str, int, int, Decimal]
# From when to when a rate without a period counts, as months.
ALWAYS = (1900 * 12, 2200 * 12 - 1)
_RATE = frozenset(
    joined(name)
    for name in ("Kurs", "Durchschnittskurs", "Mittelkurs", "Rate", "Average rate", "Exchange rate")
)
_PERIOD = frozenset(
    joined(name)
    for name in (
        "Zeitraum", "Periode", "Monat", "Quartal", "Jahr", "Period", "Month", "Quarter", "Year",
    )
)  # fmt: skip
_WRITTEN = re.compile(r"(\d{4})(?:-?(?:Q([1-4])|(\d{1,2})))?(?:-\d{1,2})?", re.IGNORECASE)


def rate_rows(table: RawTable, locale: Locale | None = None) -> list[RateRow]:
    """Return currency, first and last month and rate of each row; a month is years x 12 + 0 to 11.

    A rate is what one unit of the currency is in the reporting one. A period is 2025, 2025-Q3,
    2025-07 or a date, blank for any. InputError where columns are missing or a cell cannot be used.
    """
    header = next((row for row in range(len(table.rows)) if len(_columns(table, row)) >= 2), None)
    columns = {} if header is None else _columns(table, header)
    if header is None or not {"currency", "rate"} <= columns.keys():
        raise InputError("a table of rates has the columns currency, period and rate", table.whole)
    rows: list[RateRow] = []
    seen: set[tuple[str, int, int]] = set()
    for row in range(header + 1, len(table.rows)):
        code = code_of(as_text(table.cell(row, columns["currency"])))
        if not code:
            continue
        rate = _rate(table.cell(row, columns["rate"]), locale)
        if rate is None:
            place = table.place(row, columns["rate"])
            raise InputError(
                f"“{shown(table.cell(row, columns['rate']))}” is no rate above 0, or can be read "
                "in two ways; say --locale",
                place,
            )
        cell = table.cell(row, columns["period"]) if "period" in columns else None
        months = _months(cell)
        if months is None:
            raise InputError(
                f"“{shown(cell)}” is no period; write 2025, 2025-Q3 or 2025-07",
                table.place(row, columns["period"]),
            )
        if (code, *months) in seen:
            raise InputError(
                f"the rate of {code} is there twice for one period", table.place(row, 0)
            )
        seen.add((code, *months))
        rows.append((code, *months, rate))
    return rows


def rows_of(rates: Rates) -> list[RateRow]:
    """Return rates that were said one by one as rows of a table."""
    return [
        (code, *(ALWAYS if year is None else (year * 12, year * 12 + 11)), Decimal(repr(rate)))
        for (code, year), rate in rates.table.items()
    ]


def by_month(rows: Iterable[RateRow], first: int, last: int) -> list[tuple[str, int, Decimal]]:
    """Return the rate of each currency in each month: that of the narrowest period."""
    found: dict[tuple[str, int], Decimal] = {}
    for code, begin, end, rate in sorted(rows, key=lambda row: row[1] - row[2]):
        for month in range(max(begin, first), min(end, last) + 1):
            found[code, month] = rate
    return [(code, month, rate) for (code, month), rate in found.items()]


def _columns(table: RawTable, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(len(table.rows[row])):
        name = joined(as_text(table.cell(row, column)))
        if name in _RATE:
            found.setdefault("rate", column)
        elif name in _PERIOD or BY_NAME.get(name) == "date":
            found.setdefault("period", column)
        elif BY_NAME.get(name) == CURRENCY:
            found.setdefault("currency", column)
    return found


def _rate(cell: CellValue, locale: Locale | None) -> Decimal | None:
    value: float | None = None
    if isinstance(cell, str):
        ways = number_readings(cell)
        # Rates have decimals: 1,085 is one with a comma, unless a comma groups thousands.
        value = ways.only if not ways.ambiguous else min(ways.first or 0, ways.second or 0)
        if locale is not None and ways.ambiguous:
            value = ways.first if locale == "de" else ways.second
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        value = float(cell)
    return Decimal(repr(value)) if value is not None and value > 0 else None


def _months(cell: CellValue) -> tuple[int, int] | None:
    if cell is None:
        return ALWAYS
    if isinstance(cell, dt.date):
        return (cell.year * 12 + cell.month - 1,) * 2
    match = _WRITTEN.fullmatch(as_text(cell))
    if match is None:
        return None
    year = int(match[1]) * 12
    if match[2]:
        begin = year + 3 * (int(match[2]) - 1)
        return begin, begin + 2
    if match[3]:
        month = int(match[3])
        return (year + month - 1,) * 2 if 1 <= month <= 12 else None
    return year, year + 11
