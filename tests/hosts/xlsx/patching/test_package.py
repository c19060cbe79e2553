"""The package: untouched entries to the byte; hostile, signed and damaged files refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.package import Package
from tests.hosts.xlsx.patching import corpus

Entries = dict[str, bytes]


def test_a_package_that_nobody_changed_reads_back_the_same() -> None:
    content = corpus.rich()
    again = Package(content, "book.xlsx").packed()
    assert corpus.parts(again) == corpus.parts(content)
    assert list(corpus.parts(again)) == list(corpus.parts(content))


def test_untouched_entries_keep_time_comment_and_packed_bytes() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"of the whole"
        for name, body in corpus.parts(corpus.rich()).items():
            info = zipfile.ZipInfo(name, (2019, 3, 4, 5, 6, 8))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.comment, info.external_attr = b"mine", 0o600 << 16
            archive.writestr(info, body, compresslevel=1)
    content = stream.getvalue()
    package = Package(content, "book.xlsx")
    package.put("xl/workbook.xml", package.read("xl/workbook.xml") + b" ")
    made = package.packed()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert new.testzip() is None
        assert new.comment == b"of the whole"
        for before, after in zip(old.infolist(), new.infolist(), strict=True):
            assert before.filename == after.filename
            assert (before.date_time, before.comment) == (after.date_time, after.comment)
            assert before.external_attr == after.external_attr
            if before.filename != "xl/workbook.xml":
                assert before.compress_size == after.compress_size


def test_entries_written_as_a_stream_are_read_and_written_with_their_sizes() -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in corpus.parts(corpus.rich()).items():
            archive.writestr(name, body)
    content = stream.getvalue()
    assert any(entry.flag_bits & 8 for entry in zipfile.ZipFile(io.BytesIO(content)).infolist())
    made = Package(content, "book.xlsx").packed()
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert not any(entry.flag_bits & 8 for entry in archive.infolist())
    assert corpus.parts(made) == corpus.parts(content)


def test_parts_are_found_by_relation_whatever_their_names() -> None:
    entries = corpus.parts(corpus.rich())
    renamed = {
        name.replace("xl/workbook.xml", "xl/Book.XML"): body for name, body in entries.items()
    }
    renamed["xl/_rels/book.xml.rels"] = renamed.pop("xl/_rels/workbook.xml.rels")
    package = Package(
        corpus.packed(
            {
                name: body.replace(b"xl/workbook.xml", b"xl/book.xml")
                for name, body in renamed.items()
            }
        ),
        "book.xlsx",
    )
    assert package.related("", "officeDocument") == ["xl/Book.XML"]
    assert len(package.related("xl/Book.XML", "worksheet")) == 2


def with_part(name: str, body: bytes) -> Callable[[Entries], bytes]:
    return lambda entries: corpus.packed({**entries, name: body})


def signed(entries: Entries) -> bytes:
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    corpus.related(entries, "", origin, "_xmlsignatures/origin.sigs")
    return corpus.packed({**entries, "_xmlsignatures/origin.sigs": b""})


def twice(entries: Entries) -> bytes:
    return corpus.packed({**entries, "XL/Workbook.xml": b"<x/>"})


def locked(entries: Entries) -> bytes:
    content = bytearray(corpus.packed(entries))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(mark)
        struct.pack_into("<H", content, place + at, 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (signed, "signed"),
        (twice, "two parts of one name"),
        (locked, "encrypted"),
        (with_part("../evil.xml", b"<x/>"), "outside itself"),
        (with_part("/evil.xml", b"<x/>"), "outside itself"),
        (with_part("xl/evil.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "DOCTYPE"),
        (with_part("xl/evil.xml", "<!DOCTYPE x><x/>".encode("utf-16")), "DOCTYPE"),
        (with_part("xl/bomb.bin", b"\0" * 2**22), "suspiciously tight"),
        (lambda entries: b"\xd0\xcf\x11\xe0" + b"\0" * 99, "encrypted or of the old kind"),
        (lambda entries: b"no zip at all", "damaged"),
        (lambda entries: corpus.packed(entries)[:-400], "damaged"),
        (lambda entries: b"", "damaged"),
    ],
)
def test_what_must_not_be_changed_is_refused(make: Callable[[Entries], bytes], why: str) -> None:
    content = make(dict(corpus.parts(corpus.rich())))
    with pytest.raises(InputError, match=why) as caught:
        Package(content, "book.xlsx")
    assert str(caught.value).startswith("book.xlsx: ")


def test_a_damaged_entry_is_refused() -> None:
    content = bytearray(corpus.rich())
    at = content.index(b"xl/theme/theme1.xml") + 200
    content[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(InputError, match="damaged"):
        Package(bytes(content), "book.xlsx")


def test_a_part_that_goes_takes_its_declared_type_along() -> None:
    package = Package(corpus.rich(), "book.xlsx")
    package.unrelate("xl/workbook.xml", "xl/calcChain.xml")
    package.drop("xl/calcChain.xml")
    found = corpus.parts(package.packed())
    assert "xl/calcChain.xml" not in found
    assert b"calcChain" not in found["[Content_Types].xml"]
    assert b"calcChain" not in found["xl/_rels/workbook.xml.rels"]


def test_a_new_part_comes_last_with_a_name_relation_and_type_of_its_own() -> None:
    package = Package(corpus.rich(), "book.xlsx")
    part = package.fresh("xl/worksheets/sheet{}.xml")
    assert part == "xl/worksheets/sheet3.xml"
    package.put(part, b"<x/>")
    package.declare(part, "application/x-test")
    one = package.relate("xl/workbook.xml", "urn:test", part)
    assert one not in {relation.id for relation in Package(corpus.rich(), "").of("xl/workbook.xml")}
    again = Package(package.packed(), "book.xlsx")
    assert again.names()[-1] == part
    assert again.type_of(part) == "application/x-test"
    assert again.related("xl/workbook.xml", "urn:test") == [part]


def test_the_same_bytes_change_nothing() -> None:
    package = Package(corpus.rich(), "book.xlsx")
    package.put("xl/workbook.xml", b"<other/>")
    assert package.changed == {"xl/workbook.xml"}
    package.put("xl/workbook.xml", corpus.parts(corpus.rich())["xl/workbook.xml"])
    assert package.changed == frozenset()
