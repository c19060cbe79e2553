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
from kamxl.intake.raw import RawTable
from kamxl.intake.texts import LETTERS
from kamxl.limits import DEFAULT, FIELD_CHARACTERS, LAST_COLUMN, Limits

DELIMITERS = (";", ",", "\t", "|")
VOTING_ROWS = 200
VOTING_BYTES = 2**20
# What people know encodings by. The later two are those of old DOS and Macintosh programs.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows (cp1252)",
    "cp850": "DOS (cp850)",
    "mac_roman": "Macintosh (Mac Roman)",
}
# The longer mark first: it begins with the shorter.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OLD_ENCODINGS = ("cp1252", "cp850", "mac_roman")
_ODD_LETTER = re.compile(rf"(?<=[A-Za-z{LETTERS}])[{LETTERS}]|[{LETTERS}](?=[a-z{LETTERS}])")
_OTHER_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)


def read_csv(content: bytes, file: str, sheet: str, limits: Limits = DEFAULT) -> RawTable:
    """Return the table that a text file holds; `sheet` is what a spreadsheet would call it."""
    text, encoding = decoded(content, file)
    declared = _SEPARATOR_LINE.match(text)
    if declared:
        # A spreadsheet does not show this line, so it does not count in addresses.
        text = text[declared.end() :]
    rows: list[list[CellValue]] = []
    cells = begin = spanned = 0
    before = csv.field_size_limit(FIELD_CHARACTERS)
    try:
        delimiter = declared[1] if declared else vote(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        while True:
            begin = reader.line_num
            row = next(reader, None)
            if row is None:
                break
            cells += len(row)
            if len(row) > LAST_COLUMN:
                raise InputError(
                    f"line {begin + 1} has more than {LAST_COLUMN:,} columns; is a line break or a "
                    "quotation mark missing there?",
                    file,
                )
            if cells > limits.cells:
                raise InputError(f"more than {limits.cells:,} cells; export fewer rows", file)
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
    return RawTable(
        file, sheet, rows, sheets=(sheet,), encoding=ENCODINGS[encoding], delimiter=delimiter
    )


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """Return the text of a file, and its encoding, a key of ENCODINGS.

    By its byte order mark; else UTF-8 if it is that; else the one of the old encodings in which
    most of the other letters stand where letters belong, Windows unless another has more.
    """
    marked = next((code for mark, code in _MARKS.items() if content.startswith(mark)), "")
    if marked:
        try:
            return content.decode(marked), marked
        except UnicodeDecodeError:
            raise InputError(
                f"the text says that it is {ENCODINGS[marked]}, and is not; save it as “CSV UTF-8”",
                file,
            ) from None
    try:
        if b"\0" in content:
            raise InputError("this is not text; save the table as .csv or .xlsx", file)
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        encoding = max(OLD_ENCODINGS, key=lambda old: _letters_in(content, old))
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError as flaw:
            line = content.count(b"\n", 0, flaw.start) + 1
            raise InputError(
                f"the text in line {line} is neither UTF-8 nor Windows (cp1252); save it as "
                "“CSV UTF-8”",
                file,
            ) from None


def _letters_in(content: bytes, encoding: str) -> int:
    """Return how many bytes beyond ASCII are letters of European languages, beside a letter."""
    text = content[:VOTING_BYTES].decode(encoding, "replace")
    return len(_ODD_LETTER.findall(text))


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
