"""Whether what somebody typed can be used: numbers, days, words of lists, ratings on the scale."""

from __future__ import annotations

from kamxl.cells import CellError, CellValue
from kamxl.domain.policy import TIERS, Policy
from kamxl.domain.portfolio import FORECASTS, KNOWN_UNKNOWN, SUBRATINGS, TIER_NUMBERS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.forms.spec import Field
from kamxl.workbook.handing.typed import ACCOUNTS, DATES, NUMBERS, RATINGS, STRENGTH, Key
from kamxl.workbook.reading.accounts import CHOSEN, LAST_SERIAL
from kamxl.workbook.sheets.accounts import FRACTIONS

LONGEST = 32_767
ERRORS = frozenset(error.value for error in CellError)
NO_NUMBER = Text("no number", "keine Zahl")
NO_DATE = Text("no date", "kein Datum")
NOT_LISTED = Text("not in the list", "nicht in der Liste")
OFF_SCALE = Text("not on the scale", "nicht auf der Skala")
FRACTION = Text("not from 0 to 1", "nicht von 0 bis 1")
TOO_LONG = Text("longer than a cell holds", "länger, als eine Zelle fasst")
ERROR = Text("an error value", "ein Fehlerwert")
TIER_LETTERS = ("previous_tier", "override_tier")


def flaw(key: Key, value: CellValue, policy: Policy, one: Field | None) -> Text | None:
    """Return why a value cannot be used, None where it can; `one` is a form's field."""
    if value is None:
        return None
    if isinstance(value, str) and value in ERRORS:
        return ERROR
    if isinstance(value, str) and len(value) > LONGEST:
        return TOO_LONG
    if one is not None:
        return NO_DATE if one.style.endswith(".date") and not _day(value) else None
    name = key.field
    if name in DATES and key.place in (ACCOUNTS, RATINGS):
        return None if _day(value) else NO_DATE
    if key.place == ACCOUNTS:
        return _account(name, value)
    if key.place == RATINGS:
        return _rating(name, value, policy)
    if key.place == STRENGTH and name in NUMBERS:
        return None if _number(value) else NO_NUMBER
    return None


def _account(name: str, value: CellValue) -> Text | None:
    if name in NUMBERS:
        if not _number(value):
            return NO_NUMBER
        low, high = FRACTIONS.get(name, (-1e15, 1e15))
        inside = isinstance(value, float) and low <= value <= high
        return None if inside else (FRACTION if name in FRACTIONS else NO_NUMBER)
    if name == "leader":
        return None if value in ("yes", "no") else NOT_LISTED
    if name in (*CHOSEN, "stage", "status") and value not in words.CHOICES.get(name, {value: ""}):
        return NOT_LISTED
    return None


def _rating(name: str, value: CellValue, policy: Policy) -> Text | None:
    if name in TIER_LETTERS:
        return None if str(value).strip().upper() in TIERS else NOT_LISTED
    if name in TIER_NUMBERS:
        return None if _number(value) else NO_NUMBER
    if name.startswith("k:") or name in (*FORECASTS, *SUBRATINGS):
        if value == KNOWN_UNKNOWN and name.startswith("k:"):
            return None
        on = isinstance(value, float) and policy.scale.low <= value <= policy.scale.high
        return None if on else OFF_SCALE
    return None


def _number(value: CellValue) -> bool:
    return isinstance(value, float)


def _day(value: CellValue) -> bool:
    return isinstance(value, float) and 1 <= value <= LAST_SERIAL
