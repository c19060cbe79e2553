"""Formulas that a group of cells shares: the text of one, moved to where another stands."""

from __future__ import annotations

import re

from kamxl.cells import column_letters
from kamxl.hosts.xlsx.patching.places import COLUMNS, ROWS, column_of

# Texts, quoted sheets and brackets are passed by; then names and references.
_TOKENS = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>'(?:[^']|'')*'!?)
    | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    | (?P<rows>(?<![\w.$])\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![\w.(]))
    | (?P<columns>(?<![\w.$])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!]))
    | (?P<cell>(?<![\w.$])\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(!\[]))
    | (?P<word>[^\W\d][\w.]*!?|[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?)
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


def moved(formula: str, rows: int, columns: int) -> str | None:
    """Return a formula as it reads so many rows and columns on; None where it leaves the sheet."""
    outside = False

    def column(dollar: str, letters: str) -> str:
        nonlocal outside
        place = column_of(letters) + (0 if dollar else columns)
        outside |= not 0 <= place < COLUMNS
        return dollar + (letters if dollar else column_letters(max(place, 0)))

    def row(dollar: str, digits: str) -> str:
        nonlocal outside
        place = int(digits) + (0 if dollar else rows)
        outside |= not 1 <= place <= ROWS
        return f"{dollar}{place}"

    def part(text: str, one: object) -> str:
        dollar = "$" if text.startswith("$") else ""
        bare = text.removeprefix("$")
        return column(dollar, bare) if one is column else row(dollar, bare)

    def token(match: re.Match[str]) -> str:
        text = match.group()
        if match.lastgroup == "rows":
            return ":".join(part(one, row) for one in text.split(":"))
        if match.lastgroup == "columns":
            return ":".join(part(one, column) for one in text.split(":"))
        found = _CELL.fullmatch(text) if match.lastgroup == "cell" else None
        if not found or not (column_of(found[2]) < COLUMNS and 1 <= int(found[4]) <= ROWS):
            return text
        return column(found[1], found[2]) + row(found[3], found[4])

    made = _TOKENS.sub(token, formula)
    return None if outside else made
