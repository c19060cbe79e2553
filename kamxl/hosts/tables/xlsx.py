"""Read a sheet of a workbook with calamine, and look again for what calamine reads otherwise."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, NamedTuple
from xml.parsers import expat

import python_calamine as calamine

from kamxl.cells import CellError, CellValue, column_letters
from kamxl.errors import InputError
from kamxl.hosts.tables.package import Package, open_package
from kamxl.hosts.tables.regular import Irregular, Look, look
from kamxl.intake.raw import RawTable
from kamxl.limits import DEFAULT, LAST_COLUMN, LAST_ROW, Limits

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)([0-9]+)["']""")
# The two halves of a reference alone: several times faster than both together.
_LETTERS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)[0-9]+["']""")
_DIGITS = re.compile(rb"""\br\s*=\s*["'][A-Za-z]+([0-9]+)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]+)["']""")
_CELLS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
# A sheet that spans so much is nothing but a stray cell where so few of its cells are there.
_SPARSE_FROM, _SPARSE = 5_000_000, 250
_ROW_TAG = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*["']"""
    rb"""\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})["']"""
)
MERGES = 10_000
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
# Errors newer than calamine, such as #SPILL!, over which it stumbles.
_NEW_ERROR = re.compile(
    rb"""(<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']e["'][^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>)"""
    rb"(?!#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)<)[^<]*",
    re.DOTALL,
)
_PLACE = re.compile(r"([A-Za-z]+)(\d+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# Without these a sheet has neither formulas nor errors.
_MARKS = (b"<f", b":f", b'"e"', b"'e'", b"<!")
# An address beyond column ZZ or row 999.
_FAR = re.compile(rb'r="(?:[A-Za-z]{3}|[A-Za-z]{0,2}[0-9]{4})')
_NEAR = 26 * 27 * 999
_NEGATIVE = re.compile(r"-\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_DAMAGED = "the sheet is damaged; open it in a spreadsheet program and save it again"
_ERRORS = {str(error): error for error in CellError}


def read_xlsx(content: bytes, file: str, sheet: str | None, limits: Limits = DEFAULT) -> RawTable:
    """Return a sheet of a workbook: the one named, else the first that is not empty."""
    package = open_package(content, file, limits)
    names = tuple(package.sheets)
    visible = [name for name in names if name not in package.hidden]
    values = Values(content, file)
    for candidate in chosen_sheets(names, visible, sheet, file):
        rows, unvalued, _ = read_sheet(package, values, candidate, limits)
        if sheet is not None or unvalued or any(c is not None for row in rows for c in row):
            merged, hidden = looks(package.part(candidate))
            return RawTable(file, candidate, rows, unvalued, names, merged=merged, hidden=hidden)
    raise InputError("every sheet is empty", file)


def chosen_sheets(
    names: Sequence[str], visible: Sequence[str], wanted: str | None, file: str
) -> Sequence[str]:
    """Return the sheets to look at: the one wanted, else those that are seen, else all."""
    if wanted is None:
        return visible or names
    if wanted in names:
        return (wanted,)
    alike = [name for name in names if name.casefold() == wanted.strip().casefold()]
    if not alike:
        raise InputError(f"there is no sheet “{wanted}”; there are: {', '.join(names)}", file)
    return alike[:1]


class Values:
    """The values of a workbook as calamine reads them: opened once for all of its sheets."""

    def __init__(self, content: bytes, file: str) -> None:
        self._content, self._file = content, file

    @cached_property
    def _book(self) -> calamine.CalamineWorkbook:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._content))

    def read(self, name: str, place: str) -> list[list[Any]]:
        """Return the cells of a sheet from A1 on; InputError where that is not possible."""
        try:
            return self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except calamine.PasswordError:
            raise InputError("the file is encrypted: remove the password", self._file) from None
        except calamine.CalamineError:
            raise InputError(_DAMAGED, place) from None


class SheetRead(NamedTuple):
    """A sheet's cells from A1 on, and where formulas have no stored value.

    `formulas` tells by row in which columns formulas stand, as bits; None where nobody looked.
    """

    rows: list[list[CellValue]]
    unvalued: frozenset[tuple[int, int]]
    formulas: dict[int, int] | None


def read_sheet(package: Package, values: Values, name: str, limits: Limits = DEFAULT) -> SheetRead:
    """Return a sheet's cells from A1 on, and where formulas stand and have no stored value."""
    place = f"{package.file}!{name}"
    xml = package.part(name)
    begin = xml.find(b"<sheetData")
    end = xml.find(b"</sheetData", begin)
    plain = 0 <= begin < end and _plain(xml, begin, end)
    near = plain and limits.cells >= _NEAR and _near(xml, begin, end)
    seen = None if near else _looked(xml, place, limits)
    if seen is None and not near:
        _refuse_wide(xml, place, limits)
    if seen.strange if seen else not plain and _ERROR.search(xml):
        mended = _NEW_ERROR.sub(rb"\1#VALUE!", xml)
        if mended != xml:
            values = Values(package.with_part(name, mended), package.file)
    raw = values.read(name, place)
    rows = [
        [
            (cell or None) if type(cell) is str else cell if type(cell) is float
            else cell_value(cell)
            for cell in row
        ]
        for row in raw
    ]  # fmt: skip
    formulas: dict[int, int] | None
    if seen is None:
        timed = any(isinstance(cell, dt.time) for row in raw for cell in row)
        if not timed and plain:
            return SheetRead(rows, frozenset(), {})
        if not (timed or _ERROR.search(xml) or _FORMULA.search(xml)):
            return SheetRead(rows, frozenset(), None)
        second = _SecondLook()
        second.read(xml, place)
        seen = Look(second.errors, second.unvalued, second.negative)
        formulas = None
    else:
        formulas = seen.formulas
    for (row, column), error in seen.errors.items():
        set_cell(rows, row, column, error)
    for (row, column), number in seen.negative.items():
        # A number below zero that is formatted as a day reads as a time of day.
        if isinstance(raw[row][column], dt.time):
            set_cell(rows, row, column, number)
    return SheetRead(rows, frozenset(seen.unvalued), formulas)


def _plain(xml: bytes, begin: int, end: int) -> bool:
    """Return whether rows surely have neither formulas nor errors; where in doubt, they may."""
    return all(xml.find(mark, begin, end) < 0 for mark in _MARKS)


def without_formulas(xml: bytes) -> bool:
    """Return whether a sheet surely has no formulas; where in doubt, it may."""
    begin = xml.find(b"<sheetData")
    end = xml.find(b"</sheetData", begin)
    return 0 <= begin < end and xml.count(b"sheetData") == 2 and _plain(xml, begin, end)


def _near(xml: bytes, begin: int, end: int) -> bool:
    """Return whether each cell says that it lies within ZZ999; where in doubt, one may not."""
    return (
        xml.count(b'<c r="', begin, end) == xml.count(b"<c", begin, end)
        and xml.count(b'<row r="', begin, end) == xml.count(b"<row", begin, end)
        # No second list of rows, no prefix.
        and xml.count(b"sheetData") == 2
        and xml.find(b":c", begin, end) < 0
        and xml.find(b":row", begin, end) < 0
        and not _FAR.search(xml, begin, end)
    )


def _looked(xml: bytes, place: str, limits: Limits) -> Look | None:
    """Return what a search sees on a sheet; None where only a parser can read it."""
    try:
        seen = look(xml)
    except Irregular:
        return None
    span = seen.width * seen.height
    if span > limits.cells or (span > _SPARSE_FROM and span > _SPARSE * seen.cells):
        _refuse_wide(xml, place, limits)
    return seen


def looks(xml: bytes) -> tuple[tuple[tuple[int, int, int, int], ...], frozenset[int]]:
    """Return the areas of merged cells of a sheet, at most MERGES, and its hidden rows."""
    merged = tuple(
        (int(top) - 1, column_number(left.decode()) - 1,
         int(bottom) - 1, column_number(right.decode()) - 1)
        for left, top, right, bottom in islice((m.groups() for m in _MERGE.finditer(xml)), MERGES)
    )  # fmt: skip
    hidden = set()
    if _HIDDEN.search(xml):
        for row in _ROW_TAG.findall(xml):
            number = _ROW_NUMBER.search(row)
            if number and _HIDDEN.search(row):
                hidden.add(int(number[1]) - 1)
    return merged, frozenset(hidden)


def cell_value(cell: Any) -> CellValue:
    """Return what a cell holds, from what calamine says of it."""
    if cell == "" and isinstance(cell, str):
        return None
    if isinstance(cell, dt.timedelta):
        return cell / dt.timedelta(days=1)
    if isinstance(cell, dt.time):
        return cell.isoformat()
    value: CellValue = cell
    return value


def set_cell(rows: list[list[CellValue]], row: int, column: int, value: CellValue) -> None:
    """Put a value into rows that may be ragged or too few."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    cells = rows[row]
    cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


@lru_cache(maxsize=16_384)
def column_number(letters: str) -> int:
    """Return a column's number counted from 1: A is 1, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _refuse_wide(xml: bytes, place: str, limits: Limits) -> None:
    """Refuse a sheet whose cells span more than memory holds: calamine would end the process."""
    letters, digits = _LETTERS.findall(xml), set(_DIGITS.findall(xml))
    cells = sum(map(xml.count, _CELLS))
    if cells == len(letters):
        columns = set(letters)
        if any(len(one) > len("XFD") for one in columns):
            raise InputError(_DAMAGED, place)
        width = max((column_number(one.decode()) for one in columns), default=0)
        rows = [*_ROW.findall(xml), *digits]
        height = max((_counted(row) for row in digits), default=0)
        last = max(map(_counted, rows), default=0)
    else:
        # Cells that do not say where they stand, or another prefix: looked at one by one.
        bounds = _Bounds()
        bounds.read(xml, place)
        cells, width, height, last = bounds.cells, bounds.width, bounds.height, bounds.last
    if last > LAST_ROW:
        raise InputError(_DAMAGED, place)
    if width > LAST_COLUMN:
        raise InputError(
            f"the cells reach beyond column {column_letters(LAST_COLUMN - 1)}, the last that a "
            "sheet has; delete the columns that are no data",
            place,
        )
    span = width * height
    if span > limits.cells or (span > _SPARSE_FROM and span > _SPARSE * cells):
        far = next(
            (
                f"{column_letters(column_number(column.decode()) - 1)}{int(row)}"
                for column, row in _REFERENCE.findall(xml)
                if column_number(column.decode()) == width or int(row) == height
            ),
            f"{column_letters(width - 1)}{height}",
        )
        much = (
            f"over {limits.cells:,} cells"
            if span > limits.cells
            else f"though there are only {cells:,}"
        )
        raise InputError(
            f"the cells reach to column {column_letters(width - 1)} and row {height:,}, {much}; "
            f"delete what stands far out, such as {far}",
            f"{place}!{far}",
        )


def _counted(digits: bytes) -> int:
    """Return a number of digits, however many there are."""
    return int(digits) if len(digits) < 12 else LAST_ROW + 1


class _Bounds:
    """Finds how far the cells of a sheet reach that do not all say where they stand."""

    def __init__(self) -> None:
        self.cells = self.width = self.height = self.last = 0
        self._row = self._column = 0

    def read(self, xml: bytes, place: str) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise InputError(_DAMAGED, place) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
            self.last = max(self.last, self._row)
        elif tag == "c":
            found = _PLACE.fullmatch(attributes.get("r", ""))
            if found:
                self._column, self._row = column_number(found[1][:8]), _counted(found[2].encode())
            else:
                self._column += 1
            self.cells += 1
            self.width = max(self.width, self._column)
            self.height = max(self.height, self._row)
            self.last = max(self.last, self._row)


class _SecondLook:
    """Finds error cells, formulas without a stored value, and numbers below zero."""

    def __init__(self) -> None:
        self.errors: dict[tuple[int, int], CellError] = {}
        self.unvalued: set[tuple[int, int]] = set()
        self.negative: dict[tuple[int, int], float] = {}
        self._row = self._column = -1
        self._type = ""
        self._formula = self._in_value = False
        self._text: list[str] = []

    def read(self, xml: bytes, place: str) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise InputError(_DAMAGED, place) from None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif tag == "c":
            found = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = column_number(found[1]) - 1 if found else self._column + 1
            self._type = attributes.get("t", "n")
            self._formula, self._text = False, []
        elif tag == "f":
            self._formula = True
        elif tag == "v":
            self._in_value = True

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            value = "".join(self._text).strip()
            if self._type == "e":
                # Errors newer than our list, such as #SPILL!, are still errors.
                known = _ERRORS.get(value, CellError.VALUE)
                self.errors[self._row, self._column] = known
            elif self._formula and not value and self._type != "str":
                self.unvalued.add((self._row, self._column))
            elif self._type == "n" and _NEGATIVE.fullmatch(value):
                self.negative[self._row, self._column] = float(value)
