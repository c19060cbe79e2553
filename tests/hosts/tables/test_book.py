from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kamxl.cells import CellError
from kamxl.errors import InputError
from kamxl.hosts.tables.book import BookFile, read_book
from kamxl.workbook.schema import render
from tests.workbook.reading.made import ACCOUNT, FIRST, built, edited, example


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(example(), tmp_path_factory.mktemp("book") / "kunden.xlsx")


def changed(path: Path, out: Path, change: Callable[[str, bytes], bytes]) -> BookFile:
    """Return the workbook with its parts changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(entry, old.read(entry)))
    return read_book(out)


def everything(book: BookFile) -> list[str]:
    """Return all that is foreign in a workbook of which nothing is ours."""
    return book.foreign({}, {}, ())


def ours(book: BookFile) -> list[str]:
    """Return what is foreign in a workbook beside the example's."""
    made_of = render(example())
    return book.foreign(
        {sheet.name: len(sheet.charts) for sheet in made_of.sheets},
        {sheet.name: len(sheet.tables) for sheet in made_of.sheets},
        made_of.names,
    )


def test_a_workbook_knows_its_name_and_its_sheets_in_order(fresh: Path) -> None:
    book = read_book(fresh)
    assert book.name == "kunden.xlsx"
    assert book.sheets() == tuple(sheet.name for sheet in render(example()).sheets)


def test_cells_are_read_from_a1_on(fresh: Path) -> None:
    rows = read_book(fresh).read("Kunden")
    assert rows[FIRST][:2] == ["Cartech", "Cartech"]
    assert rows[FIRST][ACCOUNT["revenue"]] == 1500
    assert rows[0][0] == "Kunden"


def test_formulas_are_known_by_row_and_column(fresh: Path) -> None:
    rows = read_book(fresh).formulas("Kunden")
    bits = rows[FIRST]
    assert [bits >> ACCOUNT[key] & 1 for key in ("id", "revenue", "share", "abc")] == [0, 0, 1, 1]
    assert FIRST - 1 not in rows
    assert len(rows) == 12


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_formulas_are_found_where_cells_have_no_address_or_a_prefix(
    fresh: Path, tmp_path: Path, prefix: str
) -> None:
    xml = (
        '<{p}worksheet xmlns{q}="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<{p}sheetData><{p}row><{p}c/><{p}c><{p}f>1</{p}f></{p}c></{p}row><{p}row r="4"><{p}c r='
        '"C4"/><{p}c><{p}f t="shared" si="0"/></{p}c></{p}row></{p}sheetData></{p}worksheet>'
    ).format(p=prefix, q=":x" if prefix else "")
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: xml.encode() if part == "xl/worksheets/sheet2.xml" else content,
    )  # fmt: skip
    assert book.formulas("Übersicht") == {0: 1 << 1, 3: 1 << 3}


def test_a_damaged_sheet_is_one_sentence(fresh: Path, tmp_path: Path) -> None:
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: content[:-20] if part == "xl/worksheets/sheet2.xml" else content,
    )  # fmt: skip
    with pytest.raises(InputError, match=r"b\.xlsx!Übersicht: the sheet is damaged"):
        book.formulas("Übersicht")


def test_a_named_cell_has_its_stored_value(fresh: Path) -> None:
    book = read_book(fresh)
    assert book.named_value("kam_check_all") is True
    assert book.named_value("kam_scale") == 10
    assert book.named_value("kam_weights") is None  # an area
    assert book.named_value("nonsense") is None


def test_a_named_cell_that_was_deleted_has_no_value(fresh: Path, tmp_path: Path) -> None:
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: re.sub(
            rb'(name="kam_scale">)[^<]*', rb"\1#REF!", content) if "workbook.xml" in part
        else content,
    )  # fmt: skip
    assert book.named_value("kam_scale") is None


def test_a_formula_without_a_result_is_known_as_such(fresh: Path, tmp_path: Path) -> None:
    def type_in(book: object) -> None:
        book["Kunden"].cell(FIRST + 1, ACCOUNT["revenue"] + 1).value = "=1+1"  # type: ignore[index]

    book = read_book(edited(fresh, type_in, tmp_path / "b.xlsx"))
    assert (FIRST, ACCOUNT["revenue"]) in book.unvalued("Kunden")
    assert book.read("Kunden")[FIRST][ACCOUNT["revenue"]] is None
    assert (FIRST, ACCOUNT["share"]) not in read_book(fresh).unvalued("Kunden")


def test_an_error_is_read_as_an_error(fresh: Path) -> None:
    cells = [cell for row in read_book(fresh).read("Matrix") for cell in row]
    assert CellError.NA in cells


def test_a_workbook_of_ours_has_nothing_foreign(fresh: Path) -> None:
    assert ours(read_book(fresh)) == []


def test_all_is_foreign_where_nothing_is_ours(fresh: Path) -> None:
    found = everything(read_book(fresh))
    sheets = [f"sheet “{sheet.name}”" for sheet in render(example()).sheets]
    assert found[: len(sheets)] == sheets
    assert not any(entry.startswith("sheet ") for entry in found[len(sheets) :])
    assert "the name “kam_scale”" in found


def test_names_that_programs_make_are_no_ones_own(fresh: Path, tmp_path: Path) -> None:
    extra = (
        b'<definedName name="_xlnm._FilterDatabase" localSheetId="2" hidden="1">Kunden!$A$5:$B$9'
        b'</definedName><definedName name="_xlfn.IFERROR" hidden="1">#NAME?</definedName>'
        b'<definedName name="Ziel">Kunden!$A$1</definedName></definedNames>'
    )
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: content.replace(b"</definedNames>", extra),
    )  # fmt: skip
    assert ours(book) == ["the name “Ziel”"]


def related(kind: str, target: str, mode: str = "") -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("kind", "word"),
    [("threadedComment", "threaded comments"), ("pivotTable", "a pivot table"),
     ("oleObject", "an embedded object"), ("ctrlProp", "form controls"), ("slicer", "a slicer"),
     ("image", "a picture"), ("vmlDrawing", "a picture in the header or footer of"),
     ("customProperty", "custom properties"), ("table", "1 table")],
)  # fmt: skip
def test_what_a_sheet_brings_along_is_named(
    fresh: Path, tmp_path: Path, kind: str, word: str
) -> None:
    book = changed(
        fresh, tmp_path / "b.xlsx",
        lambda part, content: content.replace(b"</Relationships>", related(kind, "../x.xml"))
        if part == "xl/worksheets/_rels/sheet3.xml.rels" else content,
    )  # fmt: skip
    preposition = "" if word.endswith(" of") else " on"
    assert ours(book) == [f"{word}{preposition} “Kunden”"]


def test_links_within_the_workbook_are_no_loss_and_others_are(fresh: Path, tmp_path: Path) -> None:
    for target, wanted in (("#Kunden!A1", []), ("https://x.org", ["links to other places"])):
        book = changed(
            fresh, tmp_path / "b.xlsx",
            lambda part, content, target=target: content.replace(  # type: ignore[misc]
                b"</Relationships>", related("hyperlink", target, ' TargetMode="External"'))
            if part == "xl/worksheets/_rels/sheet3.xml.rels" else content,
        )  # fmt: skip
        assert ours(book) == [f"{word} on “Kunden”" for word in wanted]


def test_a_workbook_is_an_xlsx_or_an_xlsm(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a;b")
    with pytest.raises(InputError, match=r"only \.xlsx can be read"):
        read_book(tmp_path / "list.csv")
    with pytest.raises(InputError, match="no such file"):
        read_book(tmp_path / "none.xlsx")
    (tmp_path / "odd.xlsx").write_bytes(b"<html>")
    with pytest.raises(InputError, match="inside, this is a web page"):
        read_book(tmp_path / "odd.xlsx")


def test_reading_leaves_the_file_as_it_is(fresh: Path) -> None:
    before = fresh.read_bytes()
    book = read_book(fresh)
    for sheet in book.sheets():
        book.read(sheet)
        book.formulas(sheet)
    ours(book)
    assert fresh.read_bytes() == before


def test_a_workbook_is_judged_through_its_relations_not_its_file_names(
    fresh: Path, tmp_path: Path
) -> None:
    out = tmp_path / "b.xlsx"
    with zipfile.ZipFile(fresh) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            content = old.read(entry).replace(b"xl/workbook.xml", b"xl/book1.xml")
            renamed = entry.replace("xl/workbook.xml", "xl/book1.xml")
            new.writestr(renamed.replace("_rels/workbook.xml", "_rels/book1.xml"), content)
    assert ours(read_book(out)) == []
