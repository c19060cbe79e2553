"""Read one table from a file, whatever its format."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path

from kamxl.errors import InputError
from kamxl.hosts.tables.contained import read_contained
from kamxl.hosts.tables.csv import read_csv
from kamxl.hosts.tables.xlsx import read_xlsx
from kamxl.intake.raw import RawTable
from kamxl.limits import DEFAULT, MEGABYTE, Limits

CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
XLSX_SUFFIXES = frozenset({".xlsx", ".xlsm"})
BOOK_SUFFIXES = XLSX_SUFFIXES | {".xls", ".xlsb", ".ods"}
PARQUET = ".parquet"
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET_MAGIC = b"PAR1"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
# The part that a binary workbook has, as its name stands in the list of a zip file.
XLSB_PART = b"xl/workbook.bin"


def read_table(path: Path, sheet: str | None = None, limits: Limits = DEFAULT) -> RawTable:
    """Return a table of a file: text, parquet, or a sheet of a workbook.

    Of a workbook the sheet that is named, else the first that is not empty. Workbooks are told
    apart by their content, since many are named wrongly. Raises InputError with one sentence and
    the place for whatever cannot be read.
    """
    suffix = path.suffix.casefold()
    content = file_content(path, (*CSV_SUFFIXES, *BOOK_SUFFIXES, PARQUET), limits)
    name = path.name
    if suffix in BOOK_SUFFIXES:
        kind = book_kind(content, name)
        if kind == "xlsx":
            return read_xlsx(content, name, sheet, limits)
        return read_contained(content, name, kind, sheet, limits)
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        named = ".xlsx" if content.startswith(ZIP_MAGIC) else ".xls"
        raise InputError(f"inside, this is a workbook or archive; give it its name {named}", name)
    if sheet is not None:
        raise InputError("only workbooks have sheets; leave out --sheet", name)
    if suffix == PARQUET:
        return read_contained(os.fsencode(path.resolve()), name, "parquet", path.stem, limits)
    return read_csv(content, name, path.stem, limits)


def book_kind(content: bytes, file: str) -> str:
    """Return what a workbook is inside: "xlsx", "xlsb", "ods" or "xls"."""
    if content.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise InputError("the file is encrypted: remove the password and save it again", file)
        return "xls"
    if not content.startswith(ZIP_MAGIC):
        what = "a web page" if content.lstrip()[:1] == b"<" else "not a workbook"
        raise InputError(f"inside, this is {what}; open it and save it as .xlsx", file)
    if ODS_TYPE in content[:200]:
        return "ods"
    return "xlsb" if XLSB_PART in content else "xlsx"


def file_content(path: Path, suffixes: Collection[str], limits: Limits = DEFAULT) -> bytes:
    """Return a file's bytes after a look at its name, size and first bytes."""
    name, suffix = path.name, path.suffix.casefold()
    most = limits.file * MEGABYTE
    too_large = InputError(
        f"the file is larger than {limits.file} MB; export fewer rows, or raise the limit “file” "
        "in kamxl.toml",
        name,
    )
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise InputError("this is a folder; name a .csv or .xlsx file", name)
        if not stat.S_ISREG(found.st_mode):
            raise InputError("this is a device or a pipe; name a file", name)
        if found.st_size > most:
            raise too_large
        with path.open("rb") as stream:
            # Files of the system itself say that they are empty, and may be endless.
            content = stream.read(most + 1)
        if len(content) > most:
            raise too_large
    except FileNotFoundError:
        raise InputError("there is no such file; check the path", str(path)) from None
    except OSError as flaw:
        reason = flaw.strerror or "unknown reason"
        raise InputError(f"the file cannot be opened ({reason}); is it yours?", name) from None
    if suffix not in suffixes:
        known = " and ".join(s for s in (".csv", ".xlsx") if s in suffixes)
        raise InputError(f"only {known} can be read; save the table as one of these", name)
    if not content:
        raise InputError("the file is empty; export it again", name)
    return content
