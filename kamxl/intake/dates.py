"""Dates as people and programs write them: ISO, DD.MM.YYYY, DD/MM/YYYY or MM/DD/YYYY."""

from __future__ import annotations

import datetime as dt
import re

from kamxl.cells import from_serial
from kamxl.intake.readings import Readings

# A bare number in a column of dates is a serial number between 1954 and 2119.
SERIALS = (20_000, 80_000)

_TIME = r"(?:(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m|Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_SLASHED = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_PIVOT = 70
# No date is written longer, its time included.
LONGEST = 64


def _date(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _PIVOT else 2000
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


def date_readings(text: str) -> Readings[dt.date]:
    """Return a text as a date with the day first (first) and with the month first (second)."""
    text = text.strip()
    if len(text) > LONGEST:
        return Readings(None, None)
    if found := _YEAR_FIRST.fullmatch(text):
        day = _date(found[1], found[3], found[4])
    elif found := _COMPACT.fullmatch(text):
        day = _date(found[1], found[2], found[3])
    elif found := _DOTTED.fullmatch(text):
        day = _date(found[3], found[2], found[1])
    elif found := _SLASHED.fullmatch(text):
        return Readings(_date(found[4], found[3], found[1]), _date(found[4], found[1], found[3]))
    else:
        day = None
    return Readings(day, day)


def serial_date(serial: float) -> dt.date | None:
    """Return the day of a spreadsheet's serial number, None where it cannot be meant as one."""
    return from_serial(serial) if SERIALS[0] <= serial <= SERIALS[1] else None
