"""A binary workbook (.xlsb) for tests, record by record after MS-XLSB."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

from kamxl.cells import CellError

_CODES = {CellError.DIV0: 0x07, CellError.NA: 0x2A, CellError.VALUE: 0x0F}
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
</Types>"""
_RELATIONS = """<Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
Target="{target}"/></Relationships>"""


def binary_workbook(name: str, rows: Sequence[Sequence[float | str | CellError | None]]) -> bytes:
    """Return a workbook of one sheet."""
    last = max(len(cells) for cells in rows) - 1
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, last)
    sheet = bytearray(_record(129) + _record(148, extent) + _record(145))
    for number, cells in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(cells):
            head = struct.pack("<II", column, 0)
            if isinstance(cell, CellError):
                sheet += _record(3, head + bytes([_CODES[cell]]))
            elif isinstance(cell, str):
                sheet += _record(6, head + _text(cell))
            elif cell is not None:
                sheet += _record(5, head + struct.pack("<d", cell))
    sheet += _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _text("rId1") + _text(name)
    book = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        of_book = _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin")
        archive.writestr("_rels/.rels", of_book)
        of_sheet = _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", of_sheet)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", bytes(sheet))
    return stream.getvalue()


def _record(kind: int, body: bytes = b"") -> bytes:
    return _number(kind) + _number(len(body)) + body


def _number(number: int) -> bytes:
    """Return a number in groups of seven bits."""
    groups = b""
    while True:
        number, group = number >> 7, number & 0x7F
        groups += bytes([group | (0x80 if number else 0)])
        if not number:
            return groups


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
