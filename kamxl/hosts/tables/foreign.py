"""Read .xls, .xlsb, .ods and parquet, with libraries that have no limits of their own.

Error cells, which calamine leaves blank, are put back.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

import python_calamine as calamine
from defusedxml.common import DefusedXmlException

from kamxl.cells import CellValue
from kamxl.errors import InputError
from kamxl.hosts.tables.biff import xls_errors, xlsb_errors
from kamxl.hosts.tables.ods import ods_errors
from kamxl.hosts.tables.package import DAMAGED, ENCRYPTED, inspect
from kamxl.hosts.tables.parquet import read_parquet
from kamxl.hosts.tables.xlsx import cell_value, chosen_sheets, set_cell
from kamxl.intake.raw import RawTable
from kamxl.limits import DEFAULT, Limits

_MANIFEST = "META-INF/manifest.xml"
_SECOND_LOOKS = {"xls": xls_errors, "xlsb": xlsb_errors, "ods": ods_errors}


def read_foreign(
    content: bytes, file: str, kind: str, sheet: str | None, limits: Limits = DEFAULT
) -> RawTable:
    """Return a sheet of a workbook: the one named, else the first that is not empty.

    Of parquet `content` is the path of the file. To be run in a child process (see `contained`): a
    hostile file may end it.
    """
    if kind == "parquet":
        return read_parquet(Path(os.fsdecode(content)), sheet or "", limits)
    if kind != "xls":
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            inspect(archive, file, limits)
            listed = kind == "ods" and _MANIFEST in archive.namelist()
            if listed and b"encryption-data" in archive.read(_MANIFEST):
                raise InputError(ENCRYPTED, file)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise InputError(DAMAGED, file) from None
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = tuple(s.name for s in book.sheets_metadata if s.typ == _WORKSHEET)
            visible = [s.name for s in book.sheets_metadata if s.visible == _VISIBLE]
            for name in chosen_sheets(names, visible, sheet, file):
                rows = _rows(book.get_sheet_by_name(name), f"{file}!{name}", limits)
                for (row, column), error in _SECOND_LOOKS[kind](content, name).items():
                    set_cell(rows, row, column, error)
                if sheet is not None or any(c is not None for row in rows for c in row):
                    return RawTable(file, name, rows, sheets=names)
    except calamine.PasswordError:
        raise InputError(ENCRYPTED, file) from None
    except (
        calamine.CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ParseError,
        DefusedXmlException,
        StopIteration,
        OSError,
        ValueError,
        LookupError,
    ):
        raise InputError(DAMAGED, file) from None
    raise InputError("every sheet is empty", file)


_WORKSHEET = calamine.SheetTypeEnum.WorkSheet
_VISIBLE = calamine.SheetVisibleEnum.Visible


def _rows(sheet: calamine.CalamineSheet, place: str, limits: Limits) -> list[list[CellValue]]:
    if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > limits.cells:
        raise InputError(
            f"the cells span more than {limits.cells:,}; delete what stands far out", place
        )
    raw = sheet.to_python(skip_empty_area=False)
    return [[cell_value(cell) for cell in row] for row in raw]
