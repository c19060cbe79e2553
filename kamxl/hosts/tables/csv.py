"""Read text with delimiters: its encoding, its delimiter and its rows."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter

from kamxl.cells import CellValue
from kamxl.errors import InputError
from kamxl.hosts.tables import limits
from kamxl.intake.raw import RawTable

DELIMITERS = (";", ",", "\t", "|")
VOTING_ROWS = 200
_OTHER_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


def read_csv(content: bytes, file: str, sheet: str) -> RawTable:
    """Return the table that a text file holds; `sheet` is what a spreadsheet would call it."""
    text = decoded(content, file)
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        # A spreadsheet does not show this line, so it does not count in addresses.
        text = text[declared.end() :]
    rows: list[list[CellValue]] = []
    cells = begin = spanned = 0
    before = csv.field_size_limit(limits.FIELD_CHARACTERS)
    try:
        delimiter = declared[1] if declared else vote(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        while True:
            begin = reader.line_num
            row = next(reader, None)
            if row is None:
                break
            cells += len(row)
            if cells > limits.CELLS:
                raise InputError(f"more than {limits.CELLS:,} cells; export fewer rows", file)
            rows.append([cell or None for cell in row])
            spanned = reader.line_num - begin
        if rows and text.count('"') % 2 and spanned > 1:
            raise InputError(
                f"a quotation mark opened in line {begin - spanned + 1} is never closed; "
                "close it or export again",
                file,
            )
    except csv.Error as flaw:
        raise InputError(
            f"line {begin + 1} cannot be read ({flaw}); is a quotation mark missing there?", file
        ) from None
    finally:
        csv.field_size_limit(before)
    return RawTable(file, sheet, rows, sheets=(sheet,))


def decoded(content: bytes, file: str) -> str:
    """Return the text of a file: by its byte order mark, else UTF-8, else Windows (cp1252)."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if b"\0" in content:
            raise InputError("this is not text; save the table as .csv or .xlsx", file)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as flaw:
            line = content.count(b"\n", 0, flaw.start) + 1
            raise InputError(
                f"the text in line {line} is neither UTF-8 nor Windows (cp1252); save it as "
                "“CSV UTF-8”",
                file,
            ) from None


def vote(text: str) -> str:
    """Return the delimiter by which most rows have equally many columns, and many of them."""
    best, delimiter = (0.0, 0), ","
    for candidate in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=candidate)
        try:
            rows = [row for row in itertools.islice(reader, VOTING_ROWS) if any(row)]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if candidate == ",":
                # Decimal commas must not outvote the true delimiter where both are as regular.
                width = 1 + max(len(_OTHER_COMMA.findall(",".join(row))) for row in rows)
            ballot = (count / len(rows), width)
            if ballot > best:
                best, delimiter = ballot, candidate
    return delimiter
