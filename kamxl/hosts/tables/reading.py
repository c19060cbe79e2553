"""Read one table from a file, whatever its format."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kamxl.errors import InputError
from kamxl.hosts.tables import limits
from kamxl.hosts.tables.csv import read_csv
from kamxl.hosts.tables.xlsx import read_xlsx
from kamxl.intake.raw import RawTable

CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
XLSX_SUFFIXES = frozenset({".xlsx", ".xlsm"})
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(path: Path, sheet: str | None = None) -> RawTable:
    """Return a sheet of a .csv or .xlsx file: the one named, else the first that is not empty.

    Raises InputError with one sentence and the place for whatever cannot be read.
    """
    suffix = path.suffix.casefold()
    content = file_content(path, (*CSV_SUFFIXES, *XLSX_SUFFIXES))
    name = path.name
    if suffix in XLSX_SUFFIXES:
        return read_xlsx(content, name, sheet)
    if content.startswith(ZIP_MAGIC):
        raise InputError("inside, this is a workbook or archive; give it its name .xlsx", name)
    if sheet is not None:
        raise InputError("a text file has no sheets; leave out --sheet", name)
    return read_csv(content, name, path.stem)


def file_content(path: Path, suffixes: Collection[str]) -> bytes:
    """Return a file's bytes after a look at its name, size and first bytes."""
    name, suffix = path.name, path.suffix.casefold()
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError("this is a folder; name a .csv or .xlsx file", name)
        if size > limits.FILE_BYTES:
            megabytes = limits.FILE_BYTES // 2**20
            raise InputError(f"the file is larger than {megabytes} MB; export fewer rows", name)
        content = path.read_bytes()
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
    if content.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise InputError("the file is encrypted: remove the password and save it again", name)
        raise InputError("this is an old .xls workbook; save it as .xlsx", name)
    if suffix in XLSX_SUFFIXES and not content.startswith(ZIP_MAGIC):
        what = "a web page" if content.lstrip()[:1] == b"<" else "not a workbook"
        raise InputError(f"inside, this is {what}; open it and save it as .xlsx", name)
    return content
