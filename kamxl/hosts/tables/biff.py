"""Find the error cells of binary workbooks, .xls (BIFF8) and .xlsb (BIFF12).

Source of the layouts: Microsoft's open specifications MS-XLS and MS-XLSB.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import olefile

from kamxl.cells import CellError
from kamxl.hosts.tables.package import tree_of

Places = dict[tuple[int, int], CellError]

_CODES = {
    0x00: CellError.NULL, 0x07: CellError.DIV0, 0x0F: CellError.VALUE, 0x17: CellError.REF,
    0x1D: CellError.NAME, 0x24: CellError.NUM, 0x2A: CellError.NA,
}  # fmt: skip
# Records of .xls: begin and end of a part, list of sheets, error or truth value, formula.
_BOF, _EOF, _BOUNDSHEET, _BOOLERR, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0205, 0x0006
# Records of .xlsb: row, error as a constant and as the result of a formula, sheet of the book.
_ROW_HEADER, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE_SHEET = 0, 3, 11, 156


def xls_errors(content: bytes, sheet: str) -> Places:
    """Return the error cells of a sheet by row and column; LookupError for what is not there."""
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        stream = ole.openstream("Workbook").read()
    start = next(
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == _BOUNDSHEET and _sheet_name(body) == sheet
    )
    found: Places = {}
    for kind, body in _records(stream, start):
        if kind == _BOOLERR and body[7]:
            row, column = struct.unpack_from("<HH", body)
            found[row, column] = _CODES.get(body[6], CellError.VALUE)
        elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
            row, column = struct.unpack_from("<HH", body)
            found[row, column] = _CODES.get(body[8], CellError.VALUE)
    return found


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the part that begins there; those of charts inside it count too."""
    depth, place = 0, start
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        place += 4 + length


def _sheet_name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    name = body[8 : 8 + length * (2 if wide else 1)]
    return name.decode("utf-16-le" if wide else "latin-1")


def xlsb_errors(content: bytes, sheet: str) -> Places:
    """Return the error cells of a sheet by row and column; LookupError for what is not there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = _target(archive, "_rels/.rels", lambda e: e.get("Type", "").endswith("Document"))
        folder, name = posixpath.split(book)
        relation = _relation_of(archive.read(book), sheet)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        part = _target(archive, rels, lambda e: e.get("Id") == relation)
        path = part if part in archive.namelist() else posixpath.join(folder, part)
        stream = archive.read(path)
    found: Places = {}
    row = 0
    for kind, body in _binary_records(stream):
        if kind == _ROW_HEADER:
            row = struct.unpack_from("<I", body)[0]
        elif kind in {_CELL_ERROR, _FORMULA_ERROR}:
            column = struct.unpack_from("<I", body)[0]
            found[row, column] = _CODES.get(body[8], CellError.VALUE)
    return found


def _target(archive: zipfile.ZipFile, rels: str, wanted: Callable[[Element], bool]) -> str:
    root = tree_of(archive.read(rels))
    return next(str(e.get("Target", "")).lstrip("/") for e in root if wanted(e))


def _relation_of(book: bytes, sheet: str) -> str:
    for kind, body in _binary_records(book):
        if kind == _BUNDLE_SHEET:
            relation, rest = _text(body[8:])
            if _text(rest)[0] == sheet:
                return relation
    raise LookupError(sheet)


def _text(body: bytes) -> tuple[str, bytes]:
    length = 2 * struct.unpack_from("<I", body)[0]
    return body[4 : 4 + length].decode("utf-16-le"), body[4 + length :]


def _binary_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(stream):
        kind, place = _number(stream, place, 2)
        length, place = _number(stream, place, 4)
        yield kind, stream[place : place + length]
        place += length


def _number(stream: bytes, place: int, most: int) -> tuple[int, int]:
    """Return a number written in groups of seven bits, and where it ends."""
    number = 0
    for group in range(most):
        byte = stream[place]
        place += 1
        number |= (byte & 0x7F) << (7 * group)
        if not byte & 0x80:
            break
    return number, place
