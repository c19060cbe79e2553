from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from kamxl.errors import InputError
from kamxl.hosts.tables.package import open_package
from kamxl.limits import RATIO_FROM, Limits
from tests.hosts.tables.packing import added, changed, workbook

BOOK = workbook({"Kunden": [["ID"]], "Alt": [["x"]]}, hidden=["Alt"])


def refused(content: bytes) -> str:
    with pytest.raises(InputError) as error:
        open_package(content, "crm.xlsx")
    assert error.value.place == "crm.xlsx"
    return str(error.value)


def test_sheets_are_found_by_their_relations() -> None:
    package = open_package(BOOK, "crm.xlsx")
    assert list(package.sheets) == ["Kunden", "Alt"]
    assert package.hidden == {"Alt"}
    assert b"<sheetData>" in package.part("Kunden")


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_in_every_part_and_encoding(code: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(code)
    assert "DOCTYPE" in refused(added(BOOK, "xl/more.xml", bomb))


def test_a_part_packed_too_tight_is_refused() -> None:
    zeros = b"0" * (2 * RATIO_FROM)
    assert "suspiciously tight" in refused(added(BOOK, "xl/more.xml", zeros))


def test_too_many_parts_and_too_much_inside_are_refused() -> None:
    with pytest.raises(InputError, match="too large once unpacked"):
        open_package(added(BOOK, "big.bin", bytes(range(256)) * 5000), "crm.xlsx", Limits(part=1))
    with pytest.raises(InputError, match="more than 3 parts"):
        open_package(BOOK, "crm.xlsx", Limits(entries=3))


def test_a_part_outside_the_package_is_refused() -> None:
    assert "outside itself" in refused(added(BOOK, "../evil.xml", b"<x/>"))
    assert "outside itself" in refused(added(BOOK, "/evil.xml", b"<x/>"))


def test_two_parts_of_one_name_are_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        twice = added(BOOK, "xl/Workbook.xml", b"<x/>")
    assert "two parts of one name" in refused(twice)


@pytest.mark.parametrize("length", [10, 200, len(BOOK) // 2, len(BOOK) - 10])
def test_a_file_cut_short_is_damaged(length: int) -> None:
    assert "damaged" in refused(BOOK[:length])


def test_a_part_whose_bytes_are_wrong_is_damaged() -> None:
    stream = io.BytesIO(BOOK)
    with zipfile.ZipFile(stream) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    broken = (
        BOOK[:start] + bytes(byte ^ 0xFF for byte in BOOK[start : start + 20]) + BOOK[start + 20 :]
    )
    assert "damaged" in refused(broken)


def test_an_archive_that_is_no_workbook_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "x")
    assert "damaged" in refused(stream.getvalue())


def test_a_workbook_of_charts_only_has_no_cells() -> None:
    relations = "xl/_rels/workbook.xml.rels"
    content = changed(BOOK, relations, lambda xml: xml.replace(b'/worksheet"', b'/chartsheet"'))
    assert "no sheet with cells" in refused(content)


def test_an_encoding_that_does_not_exist_is_damage() -> None:
    content = changed(BOOK, "xl/workbook.xml", lambda xml: xml.replace(b"UTF-8", b"UTF-98"))
    assert "damaged" in refused(content)
