"""The list of sheets and names: numbers that count sheets follow, all else stays."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
import xlsxwriter

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.workbook import Workbook
from kamxl.workbook.changing import Added, BookPatch, Edit, SheetPatch
from kamxl.workbook.spec import Area, Column, Page, Sheet, Table
from tests.hosts.xlsx.patching import corpus


def four(active: int = 2) -> bytes:
    """Return a workbook of sheets A to D, each with a print area and a name of its own."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for number, name in enumerate("ABCD"):
            one = book.add_worksheet(name)
            one.write(0, 0, name)
            one.print_area(0, 0, number, number)
            book.define_name(f"{name}!own", f"={name}!$A$1")
            if number == active:
                one.activate()
        book.worksheets()[1].set_first_sheet()
    return stream.getvalue()


def kept(content: bytes) -> dict[str, tuple[str, str]]:
    """Return, by sheet, its print area and its own name."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        one.title: (one.print_area, one.defined_names["own"].attr_text)
        for one in book
        if "own" in one.defined_names
    }


def shown(content: bytes) -> tuple[str, str]:
    """Return which sheet is active and which tab is the first in view."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book.active.title, book.sheetnames[book.views[0].firstSheet or 0]


@pytest.mark.parametrize("active", [0, 2, 3])
@pytest.mark.parametrize("name", "ABCD")
def test_a_sheet_that_moves_to_the_end_takes_its_names_and_leaves_the_view(
    name: str, active: int
) -> None:
    before = four(active)
    after = carried(before, BookPatch([SheetPatch(name, to_the_end=True)]), "book.xlsx")
    order = openpyxl.load_workbook(io.BytesIO(after)).sheetnames
    assert order == [*(one for one in "ABCD" if one != name), name]
    assert kept(after) == kept(before)
    assert shown(after) == shown(before) == ("ABCD"[active], "B")


@pytest.mark.parametrize("after_sheet", ["A", "B", "C", "D", ""])
def test_a_new_sheet_pushes_no_name_and_no_view(after_sheet: str) -> None:
    new = Sheet("new", "New", "#123456", Page(area=Area(0, 0, 9, 9), repeat=(0, 1)))
    new.put(0, 0, "x")
    before = four()
    after = carried(before, BookPatch(added=[Added(new, after_sheet)]), "book.xlsx")
    names = openpyxl.load_workbook(io.BytesIO(after)).sheetnames
    assert names.index("New") == ("ABCD".index(after_sheet) + 1 if after_sheet else 4)
    assert kept(after) == kept(before)
    assert shown(after) == shown(before)
    made = openpyxl.load_workbook(io.BytesIO(after))["New"]
    assert made.print_area == "'New'!$A$1:$J$10"
    assert made.print_title_rows == "$1:$2"
    assert made.sheet_view.tabSelected in (False, None)


def test_a_name_gets_a_new_reference_or_comes_into_being() -> None:
    change = BookPatch(names={"RATE": "=Data!$B$13", "kam_new": "Data!$A$1"})
    after = carried(corpus.rich(), change, "book.xlsx")
    book = Workbook(Package(after, "book.xlsx"))
    assert book.defined("Rate") == "Data!$B$13"
    assert book.defined("kam_new") == "Data!$A$1"
    assert b'name="Rate"' in corpus.parts(after)["xl/workbook.xml"]


def test_names_come_to_a_workbook_that_had_none() -> None:
    before = corpus.simple('<row r="1"/>')
    after = carried(before, BookPatch(names={"kam_a": "One!$A$1"}), "book.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(after)).defined_names["kam_a"].attr_text == "One!$A$1"


@pytest.mark.parametrize("name", ["data", "DATA", "Other things"])
def test_a_new_sheet_never_takes_a_name_that_is_there(name: str) -> None:
    with pytest.raises(InputError, match="a sheet"):
        carried(corpus.rich(), BookPatch(added=[Added(Sheet("x", name, "#123456"), "")]), "b.xlsx")


@pytest.mark.parametrize(("name", "why"), [("Deals", "a table"), ("rate", "is taken")])
def test_a_new_sheet_never_takes_a_tables_name_that_is_there(name: str, why: str) -> None:
    new = Sheet("x", "New", "#123456")
    new.tables.append(Table(name, 0, 0, [Column("id", "Id", ["1"], "input.id", 9)], 1))
    with pytest.raises(InputError, match=why):
        carried(corpus.rich(), BookPatch(added=[Added(new, "")]), "book.xlsx")


def test_a_new_table_gets_a_number_of_its_own() -> None:
    new = Sheet("x", "New", "#123456")
    new.tables.append(Table("fresh", 0, 0, [Column("id", "Id", ["1"], "input.id", 9)], 1))
    after = carried(corpus.rich(), BookPatch(added=[Added(new, "Data")]), "book.xlsx")
    package = Package(after, "book.xlsx")
    numbers = [package.tree(part).get("id") for part in package.names() if "/tables/" in part]
    assert sorted(numbers) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("xl/workbook.xml", corpus.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main", "Strict"),
        ("[Content_Types].xml", "sheet.main+xml", "other.main+xml", "no workbook"),
        ("_rels/.rels", "/officeDocument\"", "/nothing\"", "no workbook"),
    ],
)  # fmt: skip
def test_other_files_are_refused(part: str, old: str, new: str, why: str) -> None:
    wrong = corpus.changed(corpus.rich(), part, lambda text: text.replace(old, new))
    with pytest.raises(InputError, match=why):
        Workbook(Package(wrong, "book.xlsx"))


def test_a_workbook_shared_in_the_old_way_is_refused() -> None:
    entries = dict(corpus.parts(corpus.rich()))
    corpus.related(entries, "xl/workbook.xml", "revisionHeaders", "revisions/revisionHeaders.xml")
    entries["xl/revisions/revisionHeaders.xml"] = b"<headers/>"
    with pytest.raises(InputError, match="shared in the old way"):
        Workbook(Package(corpus.packed(entries), "book.xlsx"))


@pytest.mark.parametrize("settings", ["<calcPr", ""])
def test_a_workbook_can_ask_to_be_computed_when_it_is_opened(settings: str) -> None:
    before = corpus.changed(
        corpus.rich(), "xl/workbook.xml",
        lambda text: re.sub(
            r"<calcPr[^>]*/>", '<calcPr iterate="1"/>' if settings == "<calcPr" else "", text
        ),
    )  # fmt: skip
    change = BookPatch([SheetPatch("Data", [Edit(0, 0, "new", "text", "")])], recalculate=True)
    after = carried(before, change, "book.xlsx")
    found = re.findall(rb"<calcPr[^>]*/>", corpus.parts(after)["xl/workbook.xml"])
    kept = b' iterate="1"' if settings == "<calcPr" else b""
    assert found == [b"<calcPr" + kept + b' fullCalcOnLoad="1"/>']
    assert carried(after, change, "book.xlsx") == after
