"""Hostile workbooks: each a change of a good one, at the zip, at a part, or at a cell.

`SPOILED` says of each how to make it from a workbook and the part of its sheet, and what is to
become of it: REFUSED with one sentence, or READ as if nothing were odd.
"""

from __future__ import annotations

import base64
import io
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

REFUSED, READ, EITHER = "refused", "read", "either"
BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
BOOK_RELATIONS, RELATIONS = "xl/_rels/workbook.xml.rels", "_rels/.rels"
MEGABYTE = 2**20
Spoil = Callable[[bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """How to spoil a workbook, its fate, and a word of the sentence that refuses it."""

    make: Spoil
    fate: str = REFUSED
    word: str = ""


# ---------------------------------------------------------------- the zip


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Mapping[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    """Return a zip of entries, of one name twice too."""
    stream = io.BytesIO()
    listed = list(entries.items()) if isinstance(entries, Mapping) else entries
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, body in listed:
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return stream.getvalue()


def with_part(part: str, change: Callable[[bytes], bytes]) -> Spoil:
    """Return a way to change one part; "" is the sheet's."""

    def make(content: bytes, sheet: str) -> bytes:
        entries = parts(content)
        name = part or sheet
        before = entries[name]
        entries[name] = change(before)
        assert entries[name] != before, f"{name} did not change"
        return packed(entries)

    return make


def replacing(part: str, old: str, new: str, count: int = 1) -> Spoil:
    """Return a way to replace the first match of a pattern in a part."""
    return with_part(
        part, lambda xml: re.sub(old.encode(), lambda _: new.encode(), xml, count=count)
    )


def with_more(*more: tuple[str, bytes]) -> Spoil:
    """Return a way to put more entries in."""
    return lambda content, _: packed([*parts(content).items(), *more])


def without(part: str) -> Spoil:
    """Return a way to take a part out."""

    def make(content: bytes, sheet: str) -> bytes:
        entries = parts(content)
        del entries[part or sheet]
        return packed(entries)

    return make


def _overlapping(content: bytes, _sheet: str) -> bytes:
    """Return a zip in which the data of one entry are the whole of the next, quoted."""
    inner = zlib.compress(b"0" * 8 * MEGABYTE, 9)[2:-4]
    name = b"xl/media/b.bin"
    head = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(b"0" * 8 * MEGABYTE), len(inner),
        8 * MEGABYTE, len(name), 0,
    ) + name  # fmt: skip
    quoted = b"\0" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF) + head + inner
    whole = head + b"0" * 8 * MEGABYTE
    outer = b"xl/media/a.bin"
    first = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(whole), len(quoted), len(whole),
        len(outer), 0,
    ) + outer + quoted  # fmt: skip
    start, count, listed, end = _directory(content)
    directory = listed
    for each, place, size, body in (
        (outer, 0, len(quoted), whole),
        (name, len(outer) + 30 + 5, len(inner), b"0" * 8 * MEGABYTE),
    ):
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(body), size, len(body),
            len(each), 0, 0, 0, 0, 0, start + place,
        ) + each  # fmt: skip
    tail = bytearray(end)
    struct.pack_into("<2H2L", tail, 8, count + 2, count + 2, len(directory), start + len(first))
    return content[:start] + first + directory + bytes(tail)


def _directory(content: bytes) -> tuple[int, int, bytes, bytes]:
    """Return where the list of entries begins, how many there are, the list, and the end."""
    at = content.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<H2L", content, at + 10)
    return start, count, content[start : start + size], content[at:]


def _listed_as(offset: int, form: str, value: int) -> Spoil:
    """Return a way to lie in the list of entries about that of the sheet."""

    def make(content: bytes, sheet: str) -> bytes:
        made = bytearray(content)
        start, _, listed, _ = _directory(content)
        entry = start + listed.index(sheet.encode()) - 46
        struct.pack_into(form, made, entry + offset, value)
        return bytes(made)

    return make


def _head_as(offset: int, form: str, value: int) -> Spoil:
    """Return a way to lie in the head of the sheet's entry."""

    def make(content: bytes, sheet: str) -> bytes:
        made = bytearray(content)
        struct.pack_into(form, made, content.index(sheet.encode()) - 30 + offset, value)
        return bytes(made)

    return make


def _end_as(offset: int, form: str, value: int) -> Spoil:
    def make(content: bytes, _sheet: str) -> bytes:
        made = bytearray(content)
        struct.pack_into(form, made, content.rindex(b"PK\x05\x06") + offset, value)
        return bytes(made)

    return make


def _cut(share: float) -> Spoil:
    return lambda content, _: content[: int(len(content) * share)]


def _in_front(content: bytes, _sheet: str) -> bytes:
    return b"#!/bin/sh\nexit 1\n" + content


def _nested(content: bytes, _sheet: str) -> bytes:
    inner = b"0" * MEGABYTE
    for level in range(5):
        inner = packed({f"{level}-{n}.zip": inner for n in range(10)})
    return packed({**parts(content), "xl/media/nested.zip": inner})


# ---------------------------------------------------------------- XML

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
_PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'


def _doctype(part: str, doctype: str, code: str = "utf-8") -> Spoil:
    def change(xml: bytes) -> bytes:
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", xml.decode("utf-8-sig"))
        return f'<?xml version="1.0" encoding="{code}"?>\n{doctype}{text}'.encode(code)

    return with_part(part, change)


def _deep(part: str, levels: int = 100_000) -> Spoil:
    dice = random.Random(7)
    tags = [f"z{dice.randrange(10**6)}".encode() for _ in range(levels)]
    nest = b"".join(b"<%s>" % tag for tag in tags)
    nest += b"".join(b"</%s>" % tag for tag in reversed(tags))
    return with_part(part, lambda xml: re.sub(rb"</[^<>]*>\s*\Z", lambda m: nest + m[0], xml))


def _in_sheet(xml: str) -> Spoil:
    """Return a way to put rows at the end of the sheet."""
    return replacing("", "</sheetData>", f"{xml}</sheetData>")


def _attributes(count: int) -> Spoil:
    many = " ".join(f'a{n}="1"' for n in range(count))
    return _in_sheet(f'<row r="900" {many}><c r="A900" {many}><v>1</v></c></row>')


def _sheets(count: int) -> Spoil:
    """Return a way to add sheets that are copies of the first."""

    def make(content: bytes, sheet: str) -> bytes:
        entries = parts(content)
        listed = related = typed = ""
        for n in range(count):
            path = f"xl/worksheets/more{n}.xml"
            entries[path] = (
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
            )
            listed += f'<sheet name="More {n}" sheetId="{7000 + n}" r:id="more{n}"/>'
            related += (
                f'<Relationship Id="more{n}" Target="worksheets/more{n}.xml" Type="http://schemas.'
                'openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
            )
            typed += (
                f'<Override PartName="/{path}" ContentType="application/vnd.openxmlformats-'
                'officedocument.spreadsheetml.worksheet+xml"/>'
            )
        for part, end, more in (
            (BOOK, b"</sheets>", listed),
            (BOOK_RELATIONS, b"</Relationships>", related),
            ("[Content_Types].xml", b"</Types>", typed),
        ):
            entries[part] = entries[part].replace(end, more.encode() + end)
        return packed(entries)

    return make


def _utf16(xml: bytes) -> bytes:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", xml.decode("utf-8"))
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


def _external(content: bytes, _sheet: str) -> bytes:
    entries = parts(content)
    entries["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId1"/></externalLink>'
    )
    entries["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/externalLinkPath" Target="http://127.0.0.1:9/secret.xlsx" '
        b'TargetMode="External"/></Relationships>'
    )
    entries[BOOK_RELATIONS] = entries[BOOK_RELATIONS].replace(
        b"</Relationships>",
        b'<Relationship Id="ext1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
    )
    entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
    )
    return packed(entries)


def noise(seed: int, part: str = "") -> Spoil:
    """Return a way to change a few bytes of a part, the same for the same seed."""

    def change(xml: bytes) -> bytes:
        dice = random.Random(seed)
        made = bytearray(xml)
        for _ in range(dice.randrange(1, 9)):
            place = dice.randrange(len(made))
            kind = dice.randrange(4)
            if kind == 0:
                made[place] = dice.randrange(256)
            elif kind == 1:
                del made[place : place + dice.randrange(1, 400)]
            elif kind == 2:
                made[place:place] = made[place - 50 : place]
            else:
                digit = re.compile(rb"\d+").search(bytes(made), place)
                if digit:
                    new = dice.choice([b"0", b"-1", b"99999999999999999999", b"1e308", b"NaN"])
                    made[digit.start() : digit.end()] = new
        return bytes(made) + b" " * (bytes(made) == xml)

    return with_part(part, change)


_BIG = b"0" * (24 * MEGABYTE)
_FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

SPOILED: Mapping[str, Case] = {
    # -- the zip
    "flat bomb": Case(with_more(("xl/media/big.bin", _BIG)), word="tight"),
    "bomb in the sheet": Case(
        with_part("", lambda x: x.replace(b"</sheetData>", b" " * 24 * MEGABYTE + b"</sheetData>")),
        word="tight",
    ),
    "bomb of shared strings": Case(
        with_part(STRINGS, lambda x: x.replace(b"</sst>", b"<si><t/></si>" * 3_000_000 + b"</sst>")),
        word="tight",
    ),
    "nested bomb": Case(_nested, EITHER),
    "overlapping entries": Case(_overlapping),
    "too many entries": Case(
        with_more(*[(f"xl/media/{n}.bin", b"") for n in range(10_001)]), word="10,000 parts"
    ),
    "duplicate entry": Case(with_more((BOOK, b"<workbook/>")), word="two parts of one name"),
    "duplicate entry in capitals": Case(with_more((BOOK.upper(), b"<workbook/>")), word="two parts"),
    "parent folders": Case(with_more(("../../evil.xml", b"<a/>")), word="outside"),
    "parent folders of Windows": Case(with_more(("..\\..\\evil.xml", b"<a/>")), word="outside"),
    "absolute": Case(with_more(("/etc/evil.xml", b"<a/>")), word="outside"),
    "drive letter": Case(with_more(("C:\\evil.xml", b"<a/>")), word="outside"),
    "drive letter with slashes": Case(with_more(("c:/evil.xml", b"<a/>")), word="outside"),
    "terminal codes in a name": Case(with_more(("../\x1b[2J\x07\nkamxl: fine", b"")), word="outside"),
    "encrypted entry": Case(_listed_as(8, "<H", 1)),
    "unknown packing": Case(_listed_as(10, "<H", 97)),
    "wrong sum": Case(_listed_as(16, "<L", 1), word="damaged"),
    "size said too small": Case(_listed_as(24, "<L", 10), word="damaged"),
    "size said too large": Case(_listed_as(24, "<L", 2**31), EITHER),
    "size in a field that is not there": Case(_listed_as(24, "<L", 2**32 - 1), EITHER),
    "packed size said too large": Case(_listed_as(20, "<L", 2**31), EITHER),
    "place beyond the file": Case(_listed_as(42, "<L", 2**31)),
    "another name in the head": Case(_head_as(30, "4s", b"evil"), word="damaged"),
    "head without a mark": Case(_head_as(0, "4s", b"evil"), word="damaged"),
    "more entries said than there are": Case(_end_as(10, "<H", 65_535), EITHER),
    "list said to be elsewhere": Case(_end_as(16, "<L", 2**31)),
    "list said to be huge": Case(_end_as(12, "<L", 2**32 - 1)),
    "a program in front": Case(_in_front),
    "rest behind": Case(lambda content, _: content + b"\0" * 1000, EITHER),
    **{f"cut at {share:.0%}": Case(_cut(share)) for share in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99)},
    "cut by a byte": Case(lambda content, _: content[:-1]),
    "nothing but a head": Case(lambda content, _: content[:4]),
    "an empty zip": Case(lambda *_: packed({})),
    "no book": Case(without(BOOK)),
    "no relations": Case(without(RELATIONS)),
    "no relations of the book": Case(without(BOOK_RELATIONS)),
    "no sheet": Case(without("")),
    "no styles": Case(without(STYLES), EITHER),
    "no shared strings": Case(without(STRINGS), EITHER),
    "no content types": Case(without("[Content_Types].xml"), EITHER),
    # -- DTDs
    **{
        f"{what} in {name}": Case(_doctype(part, doctype, code), word="DOCTYPE")
        for part, name in (("", "the sheet"), (STRINGS, "shared strings"), (BOOK, "the book"),
                           (STYLES, "styles"), (RELATIONS, "relations"),
                           ("[Content_Types].xml", "content types"), ("docProps/app.xml", "properties"))
        for what, doctype, code in (("laughs", _LAUGHS, "utf-8"),)
    },
    "entity of a file": Case(_doctype("", _OUTSIDE), word="DOCTYPE"),
    "entity of the web": Case(_doctype(STRINGS, _PARAMETER), word="DOCTYPE"),
    "laughs in UTF-16": Case(_doctype("", _LAUGHS, "utf-16"), word="DOCTYPE"),
    "laughs in UTF-7": Case(_doctype("", _LAUGHS, "utf-7")),
    # -- XML
    "deep sheet": Case(_deep(""), EITHER),
    "deep book": Case(_deep(BOOK)),
    "deep styles": Case(_deep(STYLES), EITHER),
    "deep shared strings": Case(_deep(STRINGS), EITHER),
    "deep relations": Case(_deep(BOOK_RELATIONS)),
    "many attributes": Case(_attributes(30_000), EITHER),
    "not UTF-8": Case(replacing("", "</sheetData>", "<!-- \udcff -->".encode("utf-8", "surrogateescape").decode("latin-1") + "</sheetData>"), EITHER),
    "bytes that are no UTF-8": Case(with_part("", lambda x: x.replace(b"<v>", b"\xff\xfe<v>", 1))),
    "NULs in the sheet": Case(with_part("", lambda x: x.replace(b"<v>", b"<v>\0", 1))),
    "NULs in shared strings": Case(with_part(STRINGS, lambda x: x.replace(b"<t>", b"<t>\0", 1)), EITHER),
    "a character that XML forbids": Case(replacing(STRINGS, "<t>", "<t>&#0;&#x1F;"), EITHER),
    "an unknown entity": Case(replacing(STRINGS, "<t>", "<t>&evil;"), EITHER),
    "sheet in UTF-16": Case(with_part("", _utf16), EITHER),
    "shared strings in UTF-16": Case(with_part(STRINGS, _utf16), EITHER),
    "an unknown encoding": Case(replacing("", 'encoding="UTF-8"', 'encoding="EVIL-8"'), EITHER),
    "sheet that is not XML": Case(with_part("", lambda _: b"PK\x03\x04" * 100)),
    "empty sheet part": Case(with_part("", lambda _: b"")),
    "empty book": Case(with_part(BOOK, lambda _: b"")),
    # -- cells
    "far cell": Case(_in_sheet(_FAR), word="far out"),
    "far cell in small letters": Case(_in_sheet(_FAR.replace("XFD1", "xfd1")), word="far out"),
    "far cell with noughts": Case(_in_sheet(_FAR.replace("XFD1", "XFD0001"))),
    "far cell by an entity": Case(_in_sheet(_FAR.replace("XFD1", "&#88;FD1"))),
    "far row alone": Case(_in_sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), EITHER),
    "far row, cells without place": Case(_in_sheet('<row r="1048576">' + "<c><v>1</v></c>" * 300 + "</row>"), EITHER),
    "row beyond the last": Case(_in_sheet('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>')),
    "cell beyond the last row": Case(_in_sheet('<row r="9"><c r="A99999999999"><v>1</v></c></row>')),
    "cell beyond the last column": Case(_in_sheet('<row r="9"><c r="ZZZZZZZZ9"><v>1</v></c></row>')),
    "column 16385": Case(_in_sheet('<row r="9"><c r="XFE9"><v>1</v></c></row>')),
    "17,000 columns": Case(_in_sheet('<row r="9">' + "<c><v>1</v></c>" * 17_000 + "</row>")),
    "row zero": Case(_in_sheet('<row r="0"><c r="A0"><v>1</v></c></row>')),
    "row below zero": Case(_in_sheet('<row r="-1"><c r="A-1"><v>1</v></c></row>')),
    "row that is a word": Case(_in_sheet('<row r="evil"><c r="evil"><v>1</v></c></row>')),
    "string beyond the list": Case(_in_sheet('<row r="900"><c r="A900" t="s"><v>99999999</v></c></row>'), EITHER),
    "string below the list": Case(_in_sheet('<row r="900"><c r="A900" t="s"><v>-1</v></c></row>'), EITHER),
    "numbers that are none": Case(_in_sheet('<row r="900"><c r="A900"><v>1e999</v></c><c r="B900"><v>evil</v></c><c r="C900" t="b"><v>7</v></c><c r="D900" t="d"><v>never</v></c><c r="E900" t="evil"><v>1</v></c></row>'), EITHER),
    "styles beyond the list": Case(_in_sheet('<row r="900"><c r="A900" s="999999"><v>1</v></c></row>'), EITHER),
    "rows twice and backwards": Case(_in_sheet('<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row><row r="2"/>'), EITHER),
    "size said too small for the sheet": Case(replacing("", '<dimension ref="[^"]*"', '<dimension ref="A1"'), READ),
    "size said to be the whole sheet": Case(replacing("", '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'), READ),
    "size that is none": Case(replacing("", '<dimension ref="[^"]*"', '<dimension ref="evil"'), EITHER),
    "merged over the whole sheet": Case(replacing("", "</sheetData>", '</sheetData><mergeCells count="4294967295"><mergeCell ref="A1:XFD1048576"/></mergeCells>'), EITHER),
    "formula over the whole sheet": Case(_in_sheet('<row r="900"><c r="A900"><f t="array" ref="A900:XFD1048576">1</f><v>1</v></c></row>'), EITHER),
    "shared formula without a master": Case(_in_sheet('<row r="900"><c r="A900"><f t="shared" si="4294967295"/><v>1</v></c></row>'), EITHER),
    "deep formula": Case(_in_sheet('<row r="900"><c r="A900"><f>' + "(" * 50_000 + "1" + ")" * 50_000 + "</f><v>1</v></c></row>"), EITHER),
    "shared strings said to be billions": Case(replacing(STRINGS, 'count="\\d+" uniqueCount="\\d+"', 'count="4294967295" uniqueCount="4294967295"'), REFUSED, "damaged"),
    "a long text": Case(replacing(STRINGS, "<t>", "<t>" + base64.b64encode(random.Random(1).randbytes(3 * MEGABYTE)).decode()), EITHER),
    # -- styles
    "styles that lead to themselves": Case(with_part(STYLES, lambda x: re.sub(rb'xfId="\d+"', b'xfId="0" parentId="0"', x)), READ),
    "styles said to be billions": Case(with_part(STYLES, lambda x: re.sub(rb'count="\d+"', b'count="4294967295"', x)), EITHER),
    "formats of numbers that are missing": Case(with_part(STYLES, lambda x: re.sub(rb'numFmtId="\d+"', b'numFmtId="4294967295"', x)), EITHER),
    # -- relations
    "relation to nowhere": Case(replacing(BOOK_RELATIONS, 'Target="worksheets/[^"]*"', 'Target="worksheets/none.xml"'), EITHER),
    "relation to itself": Case(replacing(BOOK_RELATIONS, 'Target="worksheets/[^"]*"', 'Target="workbook.xml"'), EITHER),
    "relation outside": Case(replacing(BOOK_RELATIONS, 'Target="worksheets/[^"]*"', 'Target="../../../../etc/passwd"'), EITHER),
    "relation to the web": Case(replacing(BOOK_RELATIONS, 'Target="worksheets/[^"]*"', 'Target="http://127.0.0.1:9/s.xml" TargetMode="External"'), EITHER),
    "relation to the styles": Case(replacing(BOOK_RELATIONS, 'Target="worksheets/[^"]*"', 'Target="styles.xml"'), EITHER),
    "book that is its own relations": Case(replacing(RELATIONS, 'Target="xl/workbook.xml"', 'Target="_rels/.rels"')),
    "ids twice": Case(with_part(BOOK_RELATIONS, lambda x: re.sub(rb'Id="rId\d+"', b'Id="rId1"', x)), EITHER),
    "relation without a target": Case(replacing(BOOK_RELATIONS, 'Target="worksheets/[^"]*"', ""), EITHER),
    # -- the book
    "200 sheets": Case(_sheets(200), READ),
    "two sheets of one name": Case(with_part(BOOK, lambda x: x.replace(b"</sheets>", re.search(rb"<sheet [^>]*>", x)[0] + b"</sheets>")), EITHER),  # type: ignore[index]
    "sheet with terminal codes": Case(replacing(BOOK, '<sheet name="[^"]*"', '<sheet name="&#27;[2J&#10;x"'), EITHER),
    "sheet without a name": Case(replacing(BOOK, '<sheet name="[^"]*"', '<sheet name=""'), EITHER),
    "names to everywhere": Case(replacing(BOOK, "</sheets>", '</sheets><definedNames><definedName name="kam_as_of">Settings!$XFD$1048576</definedName><definedName name="kam_x">#REF!</definedName></definedNames>'), EITHER),
    "links to other files": Case(_external, READ),
}  # fmt: skip


def ole(marker: bytes = b"") -> bytes:
    """Return the beginning of a compound file with a word in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + marker + bytes(1000)
