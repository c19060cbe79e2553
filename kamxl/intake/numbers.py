"""Numbers as people and programs write them: 1.234,56, 1 234,56, 1'234.56, 1,234.56, (5), 5-."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kamxl.intake.readings import Readings

# Beyond this no amount of money is plausible, and floats lose the cent.
LARGEST = 1e15

# No amount is written longer.
LONGEST = 64

_ALIKE = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "ʼ": "'", "´": "'", "`": "'"})
_MONEY = r"(?:€|eur(?:os?)?|s?fr\.|chf|us\$|usd|\$|£|gbp)"
_AROUND = re.compile(rf"^{_MONEY}\s*|\s*{_MONEY}$", re.IGNORECASE)
_DIGITS = re.compile(r"-?(?:0|[1-9]\d*)")


def _pattern(group: str, mark: str) -> re.Pattern[str]:
    grouped = rf"[1-9]\d{{0,2}}(?P<by>[{group} '])\d{{3}}(?:(?P=by)\d{{3}})*"
    return re.compile(
        rf"(?:{grouped}|\d+)(?:[{mark}]\d+)?(?:e[+-]?\d{{1,3}})?|[{mark}]\d+", re.IGNORECASE
    )


_COMMA, _POINT = _pattern(".", ","), _pattern(",", ".")


def _peeled(text: str) -> tuple[str, bool, bool] | None:
    """Return digits and marks without currency, sign and percent, whether negative, whether %."""
    body = unicodedata.normalize("NFKC", text).translate(_ALIKE).strip()
    signs = percents = 0
    negative = False
    while True:
        before = body
        body = _AROUND.sub("", body).strip()
        if body[:1] in ("+", "-"):
            signs, negative, body = signs + 1, body[0] == "-", body[1:]
        elif body[-1:] == "-":
            signs, negative, body = signs + 1, True, body[:-1]
        elif body[:1] == "(" and body[-1:] == ")":
            signs, negative, body = signs + 1, True, body[1:-1]
        elif body[-1:] == "%":
            percents, body = percents + 1, body[:-1]
        body = body.strip()
        if body == before:
            break
    return None if signs > 1 or percents > 1 else (body, negative, percents == 1)


def _value(body: str, pattern: re.Pattern[str], mark: str, sign: int, per: int) -> float | None:
    if not pattern.fullmatch(body):
        return None
    group = "." if mark == "," else ","
    plain = body.replace(group, "").replace(" ", "").replace("'", "").replace(mark, ".")
    value = float(sign * Decimal(plain) / per)
    return value if abs(value) <= LARGEST else None


def number_readings(text: str) -> Readings[float]:
    """Return a text as a number with decimal comma (first) and with decimal point (second)."""
    if len(text) <= 15 and _DIGITS.fullmatch(text):
        value = float(text)
        return Readings(value, value)
    peeled = _peeled(text) if len(text) <= LONGEST else None
    if peeled is None:
        return Readings(None, None)
    body, negative, percent = peeled
    sign, per = (-1 if negative else 1), (100 if percent else 1)
    return Readings(
        _value(body, _COMMA, ",", sign, per),
        _value(body, _POINT, ".", sign, per),
    )


def is_number(text: str) -> bool:
    """Return whether a text is a number in any way of writing."""
    return number_readings(text).only is not None
