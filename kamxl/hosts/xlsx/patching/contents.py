"""What a cell gets, as a sheet's XML spells it.

Nothing is cut or rounded: what cannot be held exactly is refused, with the cell named.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import NamedTuple

from kamxl.cells import EPOCH, CellError, CellValue
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import escaped
from kamxl.workbook.spec import Content, Formula, Link

TEXT, FORMULA = 32_767, 8_192
FROM_1904 = 1_462
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


class Written(NamedTuple):
    """A content in XML: the cell's type, its formula or None, and its value ("" for none)."""

    type: str
    formula: str | None
    value: str


class Writer:
    """Spells contents for one workbook: its days may count from 1904."""

    def __init__(self, from_1904: bool) -> None:
        self.from_1904 = from_1904

    def written(self, content: Content, place: str) -> Written:
        """Return a content in XML; InputError where a cell cannot hold it."""
        if isinstance(content, Formula):
            kind, value = self.value(content.value, place)
            if content.value is None:
                kind = "str"
            return Written("str" if kind == "inlineStr" else kind, _formula(content.text, place),
                           value)  # fmt: skip
        if isinstance(content, Link):
            content = content.text
        kind, value = self.value(content, place)
        if kind == "inlineStr" and not content:
            return Written("", None, "")
        return Written(kind, None, value)

    def value(self, value: CellValue, place: str) -> tuple[str, str]:
        """Return type and text of a value."""
        if value is None:
            return "", ""
        if isinstance(value, bool):
            return "b", str(int(value))
        if isinstance(value, CellError):
            return "e", value.value
        if isinstance(value, (int, float)):
            return "", _number(value, place)
        if isinstance(value, dt.date):
            return "", self._day(value, place)
        return "inlineStr", text(value, place)

    def _day(self, day: dt.date, place: str) -> str:
        since = dt.datetime(EPOCH.year, EPOCH.month, EPOCH.day)
        moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)
        # Before March 1900 spreadsheets count a day that never was.
        first = dt.datetime(1904, 1, 1) if self.from_1904 else dt.datetime(1900, 3, 1)
        if moment.tzinfo is not None or moment < first:
            raise InputError(f"{day.isoformat()} is no day that a cell can hold", place)
        serial = (moment - since) / dt.timedelta(days=1) - (FROM_1904 if self.from_1904 else 0)
        return _number(int(serial) if serial.is_integer() else serial, place)


def _number(value: float, place: str) -> str:
    if isinstance(value, int):
        if abs(value) >= 2**1000 or int(float(value)) != value:
            raise InputError("a number with more digits than a cell holds; give a text", place)
    elif not math.isfinite(value):
        raise InputError(f"a cell cannot hold {value}", place)
    number = float(value)
    return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def text(value: str, place: str) -> str:
    """Return a text as XML holds it: control characters and what looks like one are escaped."""
    if len(value) > TEXT // 2 and len(value.encode("utf-16-le", "surrogatepass")) // 2 > TEXT:
        raise InputError(f"a text of {len(value):,} characters: a cell holds {TEXT:,}", place)
    if SURROGATE.search(value):
        raise InputError("a text with half a character (a lone surrogate)", place)
    plain = CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", ESCAPED.sub("_x005F_", value))
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _formula(formula: str, place: str) -> str:
    body = formula.removeprefix("=")
    if not body or formula.startswith("{"):
        raise InputError(f"“{formula}” is no formula that kamxl writes", place)
    if len(body) > FORMULA:
        raise InputError(f"a formula of {len(body):,} characters: a cell holds {FORMULA:,}", place)
    if CONTROL.search(body) or SURROGATE.search(body):
        raise InputError("a formula with control characters", place)
    return escaped(body).replace("&quot;", '"')
