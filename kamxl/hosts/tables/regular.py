"""Reads the cells of a sheet by a search, where its bytes are as programs write them.

A parser calls back for each element; a search finds tens of times as many cells in the same time.
Its pattern must cover all rows without a gap: comments, prefixes, cells without an address or with
children that it does not know make the sheet one for the parser.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kamxl.cells import CellError
from kamxl.limits import LAST_COLUMN, LAST_ROW
from kamxl.workbook.merging.references import shifted
from kamxl.workbook.spec import Area

BEGIN, END = b"<sheetData>", b"</sheetData>"
_ATTRIBUTES = rb"""(?: [A-Za-z0-9:]+="[^"<>&]*")*"""
_TOKEN = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="([a-zA-Z]+)")?(?:/>|>'
    rb"(?:<f(" + _ATTRIBUTES + rb")(?:/>|>([^<]*)</f>))?"
    rb"(?:<v>([^<]*)</v>|(<v/>|<is><t(?: [a-z:]+=\"[a-z]+\")?>[^<]*</t></is>))?</c>)"
    rb'|<row r="([0-9]{1,7})"' + _ATTRIBUTES + rb"(?:/>|>)|</row>"
)
_ATTRIBUTE = re.compile(rb' (t|ref|si)="([^"]*)"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_ENTITY = re.compile("&([^;]{1,8});")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NEGATIVE = re.compile(rb"-\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
_ERRORS = {str(error).encode(): error for error in CellError}
# Row, column, type, what a formula says of itself (None without one), its text, stored value.
Found = tuple[int, int, bytes, bytes | None, bytes, bytes | None]


@dataclass(slots=True)
class Look:
    """What a sheet holds beside values, by row and column from 0 on.

    `formulas` has by row a number whose bit c is set for column c; `unvalued` are formulas without
    a stored result, `strange` says that some error is newer than our list.
    """

    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    negative: dict[tuple[int, int], float] = field(default_factory=dict)
    formulas: dict[int, int] = field(default_factory=dict)
    cells: int = 0
    width: int = 0
    height: int = 0
    strange: bool = False


class Irregular(Exception):
    """The bytes of a sheet are not as programs write them; a parser must read it."""


@lru_cache(maxsize=16_384)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _cells(xml: bytes) -> Iterator[Found]:
    """Yield all cells in their order; Irregular where the pattern leaves a gap."""
    head = xml[:200]
    encoding = _ENCODING.search(head)
    if b"\0" in head or (encoding and encoding[1].lower() != b"utf-8"):
        raise Irregular
    begin, end = xml.find(BEGIN), xml.find(END)
    # Nothing may hide an element of that name: a comment, a section of text, an instruction.
    if begin < 0 or end < 0 or xml.find(BEGIN, end) >= 0:
        raise Irregular
    if xml.find(b"<!", 0, begin) >= 0 or xml.find(b"<?", 2, begin) >= 0:
        raise Irregular
    at = begin + len(BEGIN)
    row = last = -1
    for found in _TOKEN.finditer(xml, at, end):
        if found.start() != at:
            raise Irregular
        at = found.end()
        letters, digits, kind, said, text, value, other, number = found.groups()
        if letters is None:
            if number is not None:
                if (int(number) <= row + 1 and row >= 0) or int(number) > LAST_ROW:
                    raise Irregular
                row, last = int(number) - 1, -1
            continue
        column = _column(letters)
        if int(digits) != row + 1 or not last < column < LAST_COLUMN:
            raise Irregular
        last = column
        if other is not None and said is not None and not other.startswith(b"<v"):
            raise Irregular
        yield row, column, kind or b"n", said, text or b"", value
    if at != end:
        raise Irregular


def look(xml: bytes) -> Look:
    """Return what a sheet holds beside values; Irregular where a parser must read it."""
    made = Look()
    formulas = made.formulas
    for row, column, kind, said, _, value in _cells(xml):
        if column >= made.width:
            made.width = column + 1
        made.height = row + 1
        made.cells += 1
        if said is not None:
            formulas[row] = formulas.get(row, 0) | 1 << column
        if kind == b"e":
            known = _ERRORS.get(value or b"")
            made.strange |= known is None
            made.errors[row, column] = known or CellError.VALUE
        elif said is not None and kind != b"str" and not (value and value.strip()):
            made.unvalued.add((row, column))
        elif value and kind == b"n" and value[0] == 45 and _NEGATIVE.fullmatch(value):
            made.negative[row, column] = float(value)
    return made


def texts(xml: bytes) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], Area]]:
    """Return the text of every formula, "=" included, and the areas over which one spreads.

    Irregular where a parser must read the sheet.
    """
    found: dict[tuple[int, int], str] = {}
    arrays: dict[tuple[int, int], Area] = {}
    masters: dict[bytes, tuple[int, int, str]] = {}
    for row, column, _, said, raw, _ in _cells(xml):
        if said is None:
            continue
        text = _decoded(raw)
        if said:
            told = dict(_ATTRIBUTE.findall(said))
            kind, group = told.get(b"t"), told.get(b"si")
            if kind == b"array" and (covered := _area(told.get(b"ref", b""))) is not None:
                arrays[row, column] = covered
            if kind == b"shared" and group:
                if text:
                    masters[group] = row, column, text
                elif group in masters:
                    top, left, master = masters[group]
                    text = shifted(master, row - top, column - left) or ""
        # Tens of thousands of cells of a table hold the same text.
        found[row, column] = sys.intern(f"={text}")
    return found, arrays


def _area(reference: bytes) -> Area | None:
    found = _REFERENCE.fullmatch(reference.decode())
    if not found:
        return None
    top, left = int(found[2]) - 1, _column(found[1].encode())
    if found[3] is None:
        return Area(top, left, top, left)
    return Area(top, left, int(found[4]) - 1, _column(found[3].encode()))


def _decoded(raw: bytes) -> str:
    """Return a text as a parser gives it; Irregular for what is not known here."""
    if b"\r" in raw:
        raise Irregular
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise Irregular from None
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _entity(found: re.Match[str]) -> str:
    name = found[1]
    if name in _ENTITIES:
        return _ENTITIES[name]
    try:
        if name.startswith("#x"):
            return chr(int(name[2:], 16))
        if name.startswith("#"):
            return chr(int(name[1:]))
    except (ValueError, OverflowError):
        pass
    raise Irregular
