from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build, built
from kamxl.workbook.schema import render
from tests.office.client import Office
from tests.workbook.reading.made import example


def test_what_is_to_be_remembered_is_a_part_that_programs_carry_along(tmp_path: Path) -> None:
    book = render(example())
    build(book, tmp_path / "b.xlsx")
    assert read_book(tmp_path / "b.xlsx").state() == book.state
    with zipfile.ZipFile(tmp_path / "b.xlsx") as package:
        assert "/customXml/itemProps1.xml" in package.read("[Content_Types].xml").decode()
        assert "../customXml/item1.xml" in package.read("xl/_rels/workbook.xml.rels").decode()
    assert zipfile.ZipFile(tmp_path / "b.xlsx").testzip() is None


def test_the_same_book_is_the_same_bytes_on_disk_and_in_memory(tmp_path: Path) -> None:
    book = render(example())
    build(book, tmp_path / "a.xlsx")
    build(book, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    (tmp_path / "c.xlsx").write_bytes(built(book))
    assert read_book(tmp_path / "c.xlsx").state() == book.state


def test_a_book_that_remembers_nothing_has_no_such_part(tmp_path: Path) -> None:
    build(dataclasses.replace(render(example()), state=None), tmp_path / "b.xlsx")
    assert read_book(tmp_path / "b.xlsx").state() is None


def test_libreoffice_carries_it_along(tmp_path: Path, office: Office) -> None:
    book = render(example())
    build(book, tmp_path / "b.xlsx")
    saved = office.resave(tmp_path / "b.xlsx", tmp_path / "saved.xlsx")
    assert read_book(saved).state() == book.state
