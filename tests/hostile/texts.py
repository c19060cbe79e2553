"""Hostile texts, binary workbooks and parquet files: how to make each, and its fate."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.hostile.packages import EITHER, MEGABYTE, READ, REFUSED, ole, packed, parts
from tests.hosts.tables.binary import binary_workbook

HEAD = "Kundennummer;Kunde;Umsatz\n"
ROWS = "00001;Alpha;1000\n00002;Beta;600\n00003;Gamma;400\n"
GOOD = HEAD + ROWS


@dataclass(frozen=True, slots=True)
class TextCase:
    """The name of a file, its bytes, its fate, and a word of the sentence that refuses it."""

    name: str
    content: bytes
    fate: str = REFUSED
    word: str = ""


def _csv(text: str, fate: str = REFUSED, word: str = "", code: str = "utf-8") -> TextCase:
    return TextCase("in.csv", text.encode(code, "surrogatepass"), fate, word)


def _cell(text: str, fate: str = READ, column: int = 2) -> TextCase:
    cells = ["00004", "Delta", "50"]
    cells[column] = text
    return _csv(GOOD + ";".join(cells) + "\n", fate)


def _noise(content: bytes, seed: int, first: int = 8) -> bytes:
    dice = random.Random(seed)
    made = bytearray(content)
    for _ in range(dice.randrange(1, 30)):
        made[dice.randrange(first, len(made))] = dice.randrange(256)
    return bytes(made)


def texts() -> Mapping[str, TextCase]:
    """Return hostile texts by what is hostile about them."""
    return {
        "one line of three megabytes": _csv(HEAD + "x" * 3 * MEGABYTE),
        "one line without an end": _csv("Kundennummer;Kunde;Umsatz;" * 120_000),
        "a column for every letter": _csv(HEAD.strip() + ";x" * 17_000 + "\n" + ROWS),
        "ten thousand unknown headers": _csv(
            HEAD.strip() + "".join(f";Umsaz {n}" for n in range(10_000)) + "\n" + ROWS, READ
        ),
        "delimiters only": _csv(";" * 3 * MEGABYTE),
        "line breaks only": _csv("\n" * 3 * MEGABYTE),
        "lone carriage returns": _csv(GOOD.replace("\n", "\r"), READ),
        "quotes only": _csv('"' * 3 * MEGABYTE),
        "a quote that is never closed": _csv(HEAD + '00001;"' + ROWS * 60_000),
        "quotes in a text": _csv(HEAD + '00001;"a""' + '""' * 400_000 + '";5\n', READ),
        "quotes and delimiters in turn": _csv('";' * 1_500_000),
        "NULs": _csv(GOOD.replace("Alpha", "Al\0pha"), REFUSED, "not text"),
        "no UTF-8": TextCase("in.csv", GOOD.replace("Alpha", "M\xfcller \x81").encode("latin-1"), EITHER),
        "half a letter of UTF-16": TextCase("in.csv", GOOD.encode("utf-16") + b"\0", REFUSED, "says that it is UTF-16"),
        "UTF-16 without a mark": TextCase("in.csv", GOOD.encode("utf-16-le"), REFUSED),
        "UTF-32": TextCase("in.csv", GOOD.encode("utf-32"), READ),
        "half of a pair": TextCase("in.csv", b"\xff\xfe" + (GOOD + "\ud800;x;5\n").encode("utf-16-le", "surrogatepass"), EITHER),
        "separator: a quote": _csv('sep="\n' + GOOD, EITHER),
        "separator: a letter": _csv("sep=u\n" + GOOD, EITHER),
        "separator: a blank": _csv("sep= \n" + GOOD, EITHER),
        "separator: a smile": _csv("sep=\U0001f600\n" + GOOD, EITHER),
        "a header of a megabyte": _csv("Kunde(" + "(" * 900_000 + ";" + GOOD, EITHER),
        "brackets in a header": _csv(HEAD.strip() + ";" + "([" * 200_000 + "\n" + ROWS, READ),
        "coins without end": _cell("€" * 900_000),
        "minus signs without end": _cell("-" * 900_000),
        "brackets around a number": _cell("(" * 400_000 + "1" + ")" * 400_000),
        "digits without end": _cell("9" * 900_000),
        "groups without end": _cell("1" + ".000" * 200_000),
        "an exponent": _cell("1e999"),
        "a number beyond all money": _cell("9" * 300),
        "words for numbers": _cell("nan"),
        "a date without end": _csv(
            "Kundennummer;Kunde;Umsatz;Letzte Bestellung\n00001;A;5;2025-01-01\n00002;B;5;" + "1/" * 400_000 + "\n", READ
        ),
        "a name of a megabyte": _cell("N" * 900_000, EITHER, 1),
        "an id of a megabyte": _cell("N" * 900_000, EITHER, 0),
        "control characters": _cell("\x01\x1b[2J\x07\x7f\u202e", READ, 1),
        "lone surrogate": _csv(GOOD.replace("Alpha", "A\ud800"), EITHER),
        "letters put together": _cell("e" + "\u0301" * 200_000, EITHER, 1),
        "totals of totals": _csv(HEAD + "Summe;;5\n" * 50_000 + ROWS, READ),
        "a text that is a workbook": TextCase("in.csv", packed({"a": b"b"}), REFUSED, "its name .xlsx"),
        "a text that is a picture": TextCase("in.csv", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        "a web page": TextCase("in.xlsx", b"<!DOCTYPE html><table><tr><td>1</table>", REFUSED, "web page"),
    }  # fmt: skip


def binaries() -> Mapping[str, TextCase]:
    """Return hostile .xls, .xlsb and .ods by what is hostile about them."""
    good = binary_workbook("Kunden", [["Kundennummer", "Kunde", "Umsatz"], ["1", "A", 5.0]])
    dice = random.Random(3)
    cases = {
        "xls of nothing": TextCase("in.xls", ole()[:8]),
        "xls of zeros": TextCase("in.xls", ole()),
        "xls of noise": TextCase("in.xls", ole()[:8] + dice.randbytes(50_000)),
        "xls that is encrypted": TextCase("in.xls", ole("EncryptedPackage".encode("utf-16-le")), word="password"),
        "xlsx that is encrypted": TextCase("in.xlsx", ole("EncryptedPackage".encode("utf-16-le")), word="password"),
        "xls whose sectors go round": TextCase("in.xls", _round()),
        "xlsb of noise": TextCase("in.xlsb", _binary(good, lambda _: dice.randbytes(5_000))),
        "xlsb that is empty": TextCase("in.xlsb", _binary(good, lambda _: b"")),
        "xlsb whose record has no end": TextCase("in.xlsb", _binary(good, lambda x: x[:60] + b"\x06\xff\xff\xff\x7f")),
        "xlsb with a far cell": TextCase("in.xlsb", _binary(good, _far)),
        "xlsb cut": TextCase("in.xlsb", good[: len(good) // 2]),
        "ods of nothing": TextCase("in.ods", _document({})),
        "ods with a million columns": TextCase("in.ods", _ods('<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>')),
        "ods with errors everywhere": TextCase("in.ods", _ods('<table:table-row table:number-rows-repeated="1048576"><table:table-cell calcext:value-type="error" table:number-columns-repeated="16384"><text:p>#N/A</text:p></table:table-cell></table:table-row>')),
        "ods that repeats below zero": TextCase("in.ods", _ods('<table:table-row table:number-rows-repeated="-5"><table:table-cell table:number-columns-repeated="x"/></table:table-row>')),
        "ods that laughs": TextCase("in.ods", _ods("", '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'), word="DOCTYPE"),
        "ods that is encrypted": TextCase("in.ods", _document({
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
            "content.xml": dice.randbytes(3000)})),
    }  # fmt: skip
    for seed in range(6):
        noisy = _binary(good, lambda x, seed=seed: _noise(x, seed, 0))
        cases[f"xlsb with wrong bytes {seed}"] = TextCase("in.xlsb", noisy, EITHER)
    return cases


def parquets(folder: Path) -> Mapping[str, TextCase]:
    """Return hostile parquet files by what is hostile about them; `folder` is for making them."""

    def made(query: str) -> bytes:
        path = folder / "made.parquet"
        duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        return path.read_bytes()

    good = made("SELECT '1' AS Kundennummer, 'A' AS Kunde, 5.0 AS Umsatz")
    foot = struct.unpack("<I", good[-8:-4])[0]
    dice = random.Random(5)
    cases = {
        "parquet of nothing": TextCase("in.parquet", b"PAR1PAR1"),
        "parquet of noise": TextCase("in.parquet", b"PAR1" + dice.randbytes(500) + good[-8:]),
        "parquet cut": TextCase("in.parquet", good[:-20]),
        "parquet whose foot is said to be huge": TextCase("in.parquet", good[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1"),
        "parquet whose foot is empty": TextCase("in.parquet", good[:-8] + struct.pack("<I", 0) + b"PAR1"),
        "parquet that is encrypted": TextCase("in.parquet", b"PARE" + good[4:-4] + b"PARE"),
        "parquet with a bomb of rows": TextCase("in.parquet", made("SELECT 1 AS Kundennummer, 2 AS Umsatz FROM range(60000000)")),
        "parquet with a bomb of text": TextCase("in.parquet", made("SELECT '1' AS Kundennummer, repeat('x', 200000) AS Kunde, 5 AS Umsatz FROM range(4000)")),
        "parquet within parquet": TextCase("in.parquet", made("SELECT '1' AS Kundennummer, [[1, 2], [3]] AS Kunde, {'a': 5} AS Umsatz"), EITHER),
        "parquet of strange kinds": TextCase("in.parquet", made("SELECT 'x'::BLOB AS Kundennummer, 'A' AS Kunde, 5.0 AS Umsatz, INTERVAL 1 DAY AS Region, TIME '10:00' AS Segment"), EITHER),
        "parquet without rows": TextCase("in.parquet", made("SELECT '1' AS Kundennummer, 'A' AS Kunde, 5.0 AS Umsatz WHERE false"), EITHER),
    }  # fmt: skip
    for seed in range(8):
        body = good[: len(good) - foot - 8]
        noisy = body + _noise(good[len(body) : -8], seed, 0) + good[-8:]
        cases[f"parquet with a wrong foot {seed}"] = TextCase("in.parquet", noisy, EITHER)
    return cases


def _binary(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    entries = parts(content)
    entries["xl/worksheets/sheet1.bin"] = change(entries["xl/worksheets/sheet1.bin"])
    # Told by the name of a part in the list of the zip.
    return packed(entries)


def _far(sheet: bytes) -> bytes:
    row = b"\0\x11" + struct.pack("<IIHBBBI", 1_048_575, 0, 300, 0, 0, 0, 0)
    cell = b"\x05\x10" + struct.pack("<IId", 16_383, 0, 1.0)
    return sheet.replace(b"\x92\x01\0", row + cell + b"\x92\x01\0")


def _round() -> bytes:
    """Return a compound file whose list of sectors leads back to itself."""
    head = bytearray(512)
    head[:8] = ole()[:8]
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", head, 44, 1, 0, 0)
    struct.pack_into("<IIIII", head, 56, 4096, 0, 1, 0, 1)
    struct.pack_into("<109I", head, 76, *([0] * 109))
    return bytes(head) + struct.pack("<128I", *([0] * 128)) * 4


def _ods(rows: str, doctype: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="{space}"'
        for name, space in (
            ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
            ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
            ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
            ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
        )
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content {spaces}>'
        '<office:body><office:spreadsheet><table:table table:name="Kunden"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Kundennummer</text:p>'
        "</table:table-cell></table:table-row>"
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return _document({"META-INF/manifest.xml": b"<m/>", "content.xml": content.encode()})


def _document(entries: Mapping[str, bytes]) -> bytes:
    """Return a document whose kind stands in front, as the format wants it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, body in entries.items():
            archive.writestr(name, body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
