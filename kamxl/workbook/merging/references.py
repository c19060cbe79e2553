"""References in formulas: where they lead in a workbook whose rows and columns people moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kamxl.cells import column_letters

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
# Where a cell of a sheet stands now: sheet ("" for the formula's own), row and column, None for
# one that is not asked for. Returns None where it is gone.
Mover = Callable[[str, int | None, int | None], tuple[int | None, int | None] | None]

# Texts and brackets are passed by; then sheets, rows, columns, cells and areas, and other words.
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKENS = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')*'|(?<![\w.$])[^\W\d][\w.]*)!)
    | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    | (?P<rows>(?<![\w.$])\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}(?![\w.(]))
    | (?P<columns>(?<![\w.$])\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(!]))
    | (?P<area>(?<![\w.$]){_CELL}(?::{_CELL})?(?![\w.(!\[]))
    | (?P<word>[^\W\d][\w.]*|[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?|\.[0-9]+)
    | (?P<blank>\s+)
    """,
    re.VERBOSE,
)
_PARTS = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})")


def column_number(letters: str) -> int:
    """Return a column's number from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def unquoted(sheet: str) -> str:
    """Return a sheet's name from how formulas spell it, with or without its exclamation mark."""
    bare = sheet.removesuffix("!")
    if bare.startswith("'"):
        return bare[1:-1].replace("''", "'")
    return bare


def translated(
    formula: str, move: Mover, sheet_name: Callable[[str], str] = lambda written: written
) -> str | None:
    """Return a formula with its references moved; None where one leads to what is gone.

    `sheet_name` says how a sheet is written now, given how it was (`'A b'!`).
    """
    made: list[str] = []
    sheet = ""
    end = 0
    for match in _TOKENS.finditer(formula):
        made.append(formula[end : match.start()])
        end = match.end()
        kind, text = match.lastgroup, match.group()
        if kind == "sheet":
            sheet = unquoted(text)
            made.append(sheet_name(text))
            continue
        if kind in ("rows", "columns", "area"):
            moved = _moved(text, sheet, move)
            if moved is None:
                return None
            text = moved
        sheet = ""
        made.append(text)
    made.append(formula[end:])
    return "".join(made)


def _moved(text: str, sheet: str, move: Mover) -> str | None:
    parts = []
    for one in text.split(":"):
        found = _PARTS.fullmatch(one)
        assert found
        dollar, letters, other, digits = found.groups()
        if not letters:
            dollar, other = "", dollar or other
        row = int(digits) - 1 if digits else None
        column = column_number(letters) if letters else None
        if (row is not None and not 0 <= row <= LAST_ROW) or (
            column is not None and column > LAST_COLUMN
        ):
            return text
        place = move(sheet, row, column)
        if place is None:
            return None
        now_row, now_column = place
        made = dollar + column_letters(now_column) if now_column is not None else ""
        parts.append(made + (f"{other}{now_row + 1}" if now_row is not None else ""))
    return ":".join(parts)


def shifted(formula: str, rows: int, columns: int) -> str | None:
    """Return a formula as it reads so many rows and columns on; None where it leaves the sheet."""

    def part(one: str) -> str | None:
        found = _PARTS.fullmatch(one)
        assert found
        dollar, letters, other, digits = found.groups()
        if not letters:
            dollar, other = "", dollar or other
        made = ""
        if letters:
            column = column_number(letters) + (0 if dollar else columns)
            if not 0 <= column <= LAST_COLUMN:
                return None
            made = dollar + column_letters(column)
        if digits:
            row = int(digits) - 1 + (0 if other else rows)
            if not 0 <= row <= LAST_ROW:
                return None
            made += f"{other}{row + 1}"
        return made

    made: list[str] = []
    end = 0
    for match in _TOKENS.finditer(formula):
        made.append(formula[end : match.start()])
        end = match.end()
        text = match.group()
        if match.lastgroup in ("rows", "columns", "area"):
            parts = [part(one) for one in text.split(":")]
            if any(one is None for one in parts):
                return None
            text = ":".join(one for one in parts if one is not None)
        made.append(text)
    made.append(formula[end:])
    return "".join(made)


def normal(formula: str) -> str:
    """Return a formula as it is compared: programs spell the same one differently.

    Blanks, case, prefixes of newer functions, quotes of sheets and the form of numbers and truth
    values do not matter.
    """
    return "".join(_normal_tokens(formula.removeprefix("=")))


@lru_cache(maxsize=200_000)
def masked(formula: str) -> str:
    """Return what is left of a formula without the cells that it refers to.

    A formula that was filled down or whose cells people moved reads alike in this way.
    """
    made: list[str] = []
    plain = formula.removeprefix("=")
    end = 0
    for match in _TOKENS.finditer(plain):
        made += _normal_tokens(plain[end : match.start()])
        end = match.end()
        kind = match.lastgroup
        if kind == "sheet":
            made.append("!")
        elif kind in ("rows", "columns", "area"):
            made.append("#")
        else:
            made.append(normal(match.group()))
    made += _normal_tokens(plain[end:])
    return "".join(made)


def _normal_tokens(formula: str) -> Iterator[str]:
    end = 0
    for match in _TOKENS.finditer(formula):
        yield formula[end : match.start()]
        end = match.end()
        kind, text = match.lastgroup, match.group()
        if kind == "text":
            yield text
        elif kind == "sheet":
            yield unquoted(text).casefold() + "!"
        elif kind == "word" and text[0] in ".0123456789":
            yield repr(float(text))
        elif kind == "word":
            word = text.casefold().removeprefix("_xlfn.").removeprefix("_xlws.")
            if word in ("true", "false") and formula.startswith("()", end):
                end += 2
            yield word
        elif kind != "blank":
            yield text.casefold()
    yield formula[end:]
