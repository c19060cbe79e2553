"""A change is carried out on rich workbooks: what it names, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.cells import CellError, CellValue, address
from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.places import spelled
from kamxl.hosts.xlsx.patching.scanning import scan
from kamxl.workbook.changing import Added, BookPatch, Edit, Recalculated, SheetPatch
from kamxl.workbook.spec import Area, Content, Formula, Link, Sheet
from tests.hosts.xlsx.patching import corpus
from tests.office.client import Office


def put(row: int, column: int, content: Content, style: str = "text") -> Edit:
    return Edit(row, column, content, style, "a test")


def on(name: str, *edits: Edit) -> BookPatch:
    return BookPatch([SheetPatch(name, edits)])


def done(content: bytes, *edits: Edit, sheet: str = "Data") -> bytes:
    return carried(content, on(sheet, *edits), "book.xlsx")


def refusal(content: bytes, *edits: Edit, sheet: str = "Data") -> str:
    with pytest.raises(InputError) as caught:
        done(content, *edits, sheet=sheet)
    return str(caught.value)


def extra(name: str = "Extra") -> Sheet:
    sheet = Sheet("extra", name, "#1F5A7A")
    sheet.put(0, 0, "A heading", "title")
    sheet.put(1, 0, Formula("=Data!B12*2", 18.0), "calc.money")
    sheet.put(2, 0, "<_x0041_> & \x07", "input")
    return sheet


EVERYTHING = BookPatch(
    [
        SheetPatch(
            "Data",
            (
                put(9, 0, "N4", "input.id"),
                put(9, 1, 6.0, "input.money"),
                put(9, 2, True, "input"),
                put(9, 3, Formula("=deals[[#This Row],[Value]]*2", 12.0), "calc.money"),
                put(11, 1, Formula("=SUM(B6:B10)", 15.0)),
                put(40, 30, "new", "title"),
            ),
            Recalculated({(12, 1): "xA title!"}),
            tables={"deals": Area(4, 0, 9, 3)},
            colour="#123456",
        )
    ],
    [Added(extra(), "Data")],
    names={"Rate": "Data!$B$13", "kam_new": "Extra!$A$1"},
    properties={"kamxl_version": "1"},
    state=b"remembered",
)
# What may change in the rich workbook under that change; the chain of calculation goes.
MAY = {
    "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml", "xl/styles.xml",
    "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "docProps/custom.xml",
}  # fmt: skip


# ---------------------------------------------------------------- nothing else changes


@pytest.mark.parametrize("macros", [False, True])
def test_every_part_that_is_not_named_keeps_its_bytes_and_place(macros: bool) -> None:
    before = corpus.rich(macros=macros)
    after = carried(before, EVERYTHING, "book.xlsm")
    old, new = corpus.parts(before), corpus.parts(after)
    assert set(old) - set(new) == {"xl/calcChain.xml"}
    assert {name for name in old if name in new and old[name] != new[name]} == MAY
    assert [name for name in new if name in old] == [n for n in old if n != "xl/calcChain.xml"]
    assert set(new) - set(old) == {
        "xl/worksheets/sheet3.xml", "customXml/item2.xml", "customXml/itemProps2.xml",
        "customXml/_rels/item2.xml.rels",
    }  # fmt: skip
    if macros:
        assert new["xl/vbaProject.bin"] == old["xl/vbaProject.bin"]


# What people put into a workbook, by the parts that hold it: the rich workbook has all of it.
FEATURES = {
    "own sheets": "xl/worksheets/sheet2.xml",
    "charts": "xl/charts/chart1.xml",
    "pictures": "xl/media/image1.png",
    "comments": "xl/comments1.xml",
    "threaded comments": "xl/threadedComments/threadedComment1.xml",
    "slicers": "xl/slicers/slicer1.xml",
    "caches of slicers": "xl/slicerCaches/slicerCache1.xml",
    "pivot tables": "xl/pivotTables/pivotTable1.xml",
    "sparklines": "xl/worksheets/sheet1.xml <x14:sparkline>",
    "conditional formats": "xl/worksheets/sheet1.xml <cfRule",
    "names": "xl/workbook.xml <definedName",
    "macros": "xl/vbaProject.bin",
    "ribbon": "customUI/customUI14.xml",
    "print settings": "xl/printerSettings/printerSettings1.bin",
    "column widths": 'xl/worksheets/sheet1.xml <col min="1" max="1" width="',
    "hidden rows": 'xl/worksheets/sheet1.xml hidden="1"',
    "themes": "xl/theme/theme1.xml",
    "custom XML": "customXml/item1.xml",
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_rich_workbook_has_what_people_put_into_one(feature: str) -> None:
    part, _, words = FEATURES[feature].partition(" ")
    assert words.encode() in corpus.parts(corpus.rich(macros=True))[part]


def test_a_run_keeps_the_bytes_of_all_that_is_a_companys_own(tmp_path: Path) -> None:
    before = corpus.grown(corpus.company())
    after = carried(before, corpus.renewal(before), "book.xlsx")
    own = set(corpus.parts(corpus.rich())) - {"xl/calcChain.xml"}
    shared = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml",
              "xl/styles.xml", "docProps/custom.xml"}  # fmt: skip
    was, now = corpus.parts(before), corpus.parts(after)
    changed = {part for part in now if now[part] != was.get(part)}
    assert changed
    assert changed & own <= shared
    first = corpus.parts(corpus.rich())
    assert {part for part in own if now[part] != first[part]} <= shared
    assert corpus.faults(after, tmp_path) - corpus.faults(corpus.rich(), tmp_path) == set()
    # Cells, charts and pictures of the company's sheets are among these parts.
    assert {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} <= own - changed


def test_libreoffice_reads_a_companys_workbook_after_a_run(office: Office, tmp_path: Path) -> None:
    before = corpus.grown(corpus.company())
    path = tmp_path / "book.xlsx"
    path.write_bytes(carried(before, corpus.renewal(before), "book.xlsx"))
    sheets = office.recalculate(path)
    assert list(sheets)[:2] == ["Data", "Other things"]
    assert sheets["Data"].value(11, 1) == 0 + 1.5 + 3 + 4.5
    assert {"Ranking", "Checklist"} <= set(sheets)


def test_a_second_run_on_a_companys_workbook_changes_nothing() -> None:
    assert corpus.renewal(corpus.company()).empty


def test_untouched_entries_keep_their_packed_bytes() -> None:
    before = corpus.rich()
    after = done(before, put(0, 0, "Another title"))
    packed = before[before.index(b"xl/theme/theme1.xml") : before.index(b"docProps/core.xml") - 30]
    assert packed[:60] in after


def test_every_other_cell_of_a_changed_sheet_keeps_its_bytes() -> None:
    before = corpus.rich()
    after = carried(before, EVERYTHING, "book.xlsx")
    old, new = corpus.sheet(before, "Data"), corpus.sheet(after, "Data")
    named = {(edit.row, edit.column) for edit in EVERYTHING.sheets[0].edits} | {(12, 1)}
    for cell in old.cells():
        if (cell.row, cell.column) not in named:
            same = new.cell(cell.row, cell.column)
            assert same
            assert old.data[cell.start : cell.end] == new.data[same.start : same.end]
    assert {(c.row, c.column) for c in new.cells()} == {
        (c.row, c.column) for c in old.cells()
    } | named


def test_the_validator_finds_nothing_new(tmp_path: Path) -> None:
    before = corpus.rich()
    after = carried(before, EVERYTHING, "book.xlsx")
    assert corpus.faults(after, tmp_path) - corpus.faults(before, tmp_path) == set()


def test_libreoffice_reads_the_result(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(carried(corpus.rich(), EVERYTHING, "book.xlsx"))
    sheets = office.recalculate(path)
    assert list(sheets) == ["Data", "Extra", "Other things"]
    data = sheets["Data"]
    assert [data.value(9, column) for column in range(4)] == ["N4", 6.0, 1.0, 2 * 6.0]
    assert data.value(11, 1) == 0 + 1.5 + 3 + 4.5 + 6
    assert sheets["Extra"].value(1, 0) == 15.0 * 2
    assert sheets["Extra"].value(2, 0) == "<_x0041_> & \x07"


def test_openpyxl_reads_the_result() -> None:
    after = carried(corpus.rich(), EVERYTHING, "book.xlsx")
    with pytest.warns(UserWarning, match="not supported"):
        book = openpyxl.load_workbook(io.BytesIO(after))
    assert book.sheetnames == ["Data", "Extra", "Other things"]
    assert book["Data"].tables["deals"].ref == "A5:D10"
    assert book["Data"].sheet_properties.tabColor.rgb == "FF123456"
    assert book.defined_names["Rate"].attr_text == "Data!$B$13"
    assert book["Other things"].defined_names["Local"].attr_text == "'Other things'!$A$1"
    assert book["Data"].print_area == "'Data'!$A$1:$H$30"


# ---------------------------------------------------------------- once and once more


def test_an_empty_change_gives_the_very_bytes() -> None:
    assert carried(corpus.rich(), BookPatch(), "book.xlsx") is corpus.rich()


def test_the_same_change_made_twice_gives_the_same_bytes() -> None:
    change = BookPatch(
        EVERYTHING.sheets, (), EVERYTHING.names | {"kam_new": "Data!$A$1"},
        EVERYTHING.properties, EVERYTHING.state,
    )  # fmt: skip
    once = carried(corpus.rich(), change, "book.xlsx")
    same = carried(once, change, "book.xlsx") == once
    assert same


def test_a_change_to_what_is_there_already_changes_nothing() -> None:
    before = done(corpus.rich(), put(0, 0, "A title"))
    assert done(before, put(0, 0, "A title")) is before


# ---------------------------------------------------------------- contents


@pytest.mark.parametrize(
    ("content", "stored"),
    [
        (1.5, 1.5),
        (7, 7.0),
        (-0.1, -0.1),
        (1e300, 1e300),
        (2**60, 2.0**60),
        (True, True),
        (False, False),
        ("text", "text"),
        ("  two  spaces ", "  two  spaces "),
        ("=1+1", "=1+1"),
        ("-5 € Rabatt", "-5 € Rabatt"),
        ("_x0041_", "_x0041_"),
        ("__x0041_x0041_", "__x0041_x0041_"),
        ("a\x01b\rc\nd\te", "a\x01b\rc\nd\te"),
        ("<&>\"'", "<&>\"'"),
        ("00001", "00001"),
        ("😀", "😀"),
        ("x" * 32_767, "x" * 32_767),
        (dt.date(2026, 1, 1), 46023.0),
        (dt.datetime(2026, 1, 1, 12), 46023.5),
        (CellError.NA, CellError.NA),
        (Formula("=1/0", CellError.DIV0), CellError.DIV0),
        (Formula('=IF(1<2,"a","b")', "a"), "a"),
        (Formula("=1=1", True), True),
        (Formula('=""', ""), ""),
        (Formula('=""', None), ""),
        (None, None),
        ("", None),
    ],
)
def test_a_content_is_stored_as_it_is(content: Content, stored: CellValue) -> None:
    before = corpus.rich()
    for cell in ((0, 0), (1, 0), (11, 1), (60, 60)):
        after = done(before, put(*cell, content, "input"))
        assert corpus.values(after, "Data").get(address(*cell)) == stored
        if isinstance(content, Formula):
            found = corpus.sheet(after, "Data").cell(*cell)
            assert found
            assert found.text == content.text.removeprefix("=")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("x" * 40_000, "40,000 characters"),
        ("😀" * 16_384, "characters"),
        (math.nan, "cannot hold nan"),
        (math.inf, "cannot hold inf"),
        (2**60 + 1, "more digits"),
        (10**400, "more digits"),
        ("\ud800", "half a character"),
        (dt.date(1899, 1, 1), "no day"),
        (Formula("=" + "1+" * 5_000 + "1", 1), "a formula of"),
        (Formula("=A\x01", 1), "control characters"),
        (Formula("={1}", math.nan), "cannot hold"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_with_its_cell(content: Content, why: str) -> None:
    said = refusal(corpus.rich(), put(0, 0, content))
    assert why in said
    assert said.startswith("book.xlsx!Data!A1: ")


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    before = corpus.changed(
        corpus.rich(), "xl/workbook.xml",
        lambda xml: xml.replace("<workbookPr ", '<workbookPr date1904="1" '),
    )  # fmt: skip
    after = done(before, put(0, 0, dt.date(2026, 1, 1)))
    assert corpus.values(after, "Data")["A1"] == 46023.0 - 1462


def test_a_cell_keeps_its_format_and_a_new_one_gets_the_one_named() -> None:
    before = corpus.rich()
    after = done(before, put(11, 1, 5.0, "title"), put(50, 1, 5.0, "input.money"))
    found = re.search(r's="(\d+)"', corpus.raw(before, "Data", "B12"))
    assert found
    assert f's="{found[1]}"' in corpus.raw(after, "Data", "B12")
    book = openpyxl.load_workbook(io.BytesIO(done(corpus.simple(""), put(1, 1, 5.0, "input.money"),
                                                  sheet="One")))  # fmt: skip
    cell = book["One"]["B2"]
    assert (cell.number_format, cell.fill.fgColor.rgb) == ("#,##0", "FFFFF8E1")


def test_a_row_grows_for_the_text_that_is_written_into_it_and_never_shrinks() -> None:
    before = corpus.simple(
        '<row r="1" ht="20" customHeight="1"><c r="A1"/></row><row r="2"><c r="A2"/></row>'
        '<row r="3" ht="9" customHeight="1"><c r="A3"/></row>'
    )

    def heights(wanted: float) -> list[str]:
        edits = [put(0, 0, "long"), put(1, 0, "long"), put(8, 0, "new")]
        change = SheetPatch("One", edits, heights=dict.fromkeys((0, 1, 2, 8), wanted))
        made = corpus.sheet(carried(before, BookPatch([change]), "b.xlsx"), "One")
        return [made.rows[row].attributes.get("ht", "") for row in (0, 1, 2, 8)]

    assert heights(12.5) == ["20", "", "9", ""]  # a row that says nothing has 15 points
    assert heights(24.25) == ["24.25", "24.25", "9", "24.25"]  # the third is not written to


def test_attributes_about_a_former_value_go() -> None:
    before = corpus.simple(
        '<row r="1"><c r="A1" s="0" t="e" cm="1" vm="2" ph="1"><v>#N/A</v></c></row>'
    )
    assert corpus.raw(done(before, put(0, 0, 5), sheet="One"), "One", "A1").startswith(
        '<c r="A1" s="'
    )
    after = corpus.raw(done(before, put(0, 0, 5), sheet="One"), "One", "A1")
    assert not re.search(r"\b(t|cm|vm)=", after)
    assert 'ph="1"' in after


def test_a_link_leads_to_its_place() -> None:
    after = done(corpus.rich(), put(0, 0, Link("there", "'Other things'!A1"), "link"))
    with pytest.warns(UserWarning, match="not supported"):
        book = openpyxl.load_workbook(io.BytesIO(after))
    assert book["Data"]["A1"].hyperlink.location == "'Other things'!A1"
    assert book["Data"]["A1"].value == "there"
    assert "a link of yours" in refusal(corpus.rich(), put(20, 0, Link("x", "Data!A1")))


def test_a_link_within_the_workbook_changes_also_where_libreoffice_saved_it(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(corpus.rich())
    saved = office.resave(path, tmp_path / "saved.xlsx").read_bytes()
    change = put(21, 0, Link("there", "Data!B2"), "link")
    after = done(saved, change)
    assert corpus.faults(after, tmp_path) - corpus.faults(saved, tmp_path) == set()
    [link] = [
        node
        for node in corpus.sheet(after, "Data").root.first("hyperlinks").children
        if node.get("ref") == "A22"
    ]
    assert (link.get("location"), link.get("id")) == ("Data!B2", "")
    assert done(after, change) is after
    assert "a link of yours" in refusal(saved, put(20, 0, Link("x", "Data!A1")))


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ((4, 0), "the header of the table “deals”"),
        ((8, 7), "the total row of the table “sums”"),
        ((1, 9), "fills several cells"),
        ((2, 9), "fills several cells"),
        ((1, 11), "fills several cells"),
        ((2, 11), "fills several cells"),
        ((1, 6), "merged range F1:G2"),
        ((0, 6), "merged range F1:G2"),
        ((1_048_576, 0), "no such cell"),
        ((0, 16_384), "no such cell"),
    ],
)
def test_a_cell_that_would_need_a_guess_is_refused(cell: tuple[int, int], why: str) -> None:
    for content in (5.0, Formula("=1", 1)):
        said = refusal(corpus.rich(), put(*cell, content))
        assert why in said
        assert said.startswith("book.xlsx!Data!")


def test_the_first_cell_of_merged_ones_may_change() -> None:
    after = done(corpus.rich(), put(0, 5, "other"), put(1, 6, None))
    assert corpus.values(after, "Data")["F1"] == "other"


def test_a_pivot_table_is_not_written_into() -> None:
    assert "pivot table" in refusal(corpus.rich(), put(10, 3, 1), sheet="Other things")


def test_a_sheet_that_is_gone_is_named() -> None:
    assert "no sheet “Gone”" in refusal(corpus.rich(), put(0, 0, 1), sheet="Gone")


def test_a_second_content_for_one_cell_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="two contents"):
        done(corpus.rich(), put(0, 0, 1), put(0, 0, 2))


def test_results_are_refreshed_only_beside_formulas() -> None:
    patch = BookPatch([SheetPatch("Data", (), Recalculated({(11, 1): 77.5}))])
    after = carried(corpus.rich(), patch, "book.xlsx")
    raw = corpus.raw(after, "Data", "B12")
    assert "<f>SUM(B6:B9)</f><v>77.5</v>" in raw
    assert "xl/calcChain.xml" in corpus.parts(after)
    patch = BookPatch([SheetPatch("Data", (), Recalculated({(0, 0): 1}))])
    with pytest.raises(InputError, match=r"Data!A1: there is no formula any more"):
        carried(corpus.rich(), patch, "book.xlsx")


def test_a_result_that_is_the_same_number_keeps_its_spelling() -> None:
    before = corpus.simple('<row r="1"><c r="A1"><f>1/10</f><v>0.10000000000000001</v></c></row>')
    patch = BookPatch([SheetPatch("One", (), Recalculated({(0, 0): 0.1}))])
    assert carried(before, patch, "book.xlsx") is before


@pytest.mark.parametrize("value", [True, "text", "", None, CellError.NA, 5])
def test_a_result_may_become_one_of_another_kind(value: CellValue) -> None:
    patch = BookPatch([SheetPatch("Data", (), Recalculated({(11, 1): value, (12, 1): value}))])
    after = carried(corpus.rich(), patch, "book.xlsx")
    assert corpus.values(after, "Data")["B12"] == ("" if value is None else value)
    assert corpus.values(after, "Data")["B13"] == ("" if value is None else value)


# ---------------------------------------------------------------- the chain of calculation


@pytest.mark.parametrize(
    ("edit", "stays"),
    [
        (put(11, 1, 5.0), False),
        (put(11, 1, Formula("=1", 1)), True),
        (put(0, 0, Formula("=1", 1)), False),
        (put(0, 0, 5.0), True),
        (put(11, 1, None), False),
    ],
)
def test_the_chain_of_calculation_goes_when_a_formula_comes_or_goes(
    edit: Edit, stays: bool
) -> None:
    found = corpus.parts(done(corpus.rich(), edit))
    assert ("xl/calcChain.xml" in found) is stays
    for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        assert (b"calcChain" in found[part]) is stays
    assert b"fullCalcOnLoad" not in b"".join(found.values()).replace(
        b'<calcPr calcId="124519" fullCalcOnLoad="1"/>', b""
    )


# ---------------------------------------------------------------- any edits on any sheet

texts = st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12
) | st.sampled_from(["_x0041_", "=1", "a\rb", " x ", "]]>", "<c r=''>"])
contents = st.one_of(
    texts,
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.builds(Formula, st.sampled_from(["=1+1", '="<&>"', "=SUM(A1:B2)"]), st.floats(0, 9)),
    st.none(),
)
places = st.tuples(st.integers(0, 12), st.integers(0, 12))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[str, dict[tuple[int, int], CellValue]]:
    """Draw a sheet's rows as XML, some without addresses, and what stands in it."""
    cells = draw(st.dictionaries(places, st.integers(0, 99) | st.text("ab&<", min_size=1)))
    prefix = draw(st.sampled_from(["", "x:"]))
    rows = ""
    for row in sorted({row for row, _ in cells}):
        made = ""
        last = -1
        for column in sorted(c for r, c in cells if r == row):
            value = cells[row, column]
            given_ = column != last + 1 or draw(st.booleans())
            at = f' r="{address(row, column)}"' if given_ else ""
            last = column
            if isinstance(value, str):
                text = value.replace("&", "&amp;").replace("<", "&lt;")
                made += (
                    f'<{prefix}c{at} t="inlineStr"><{prefix}is><{prefix}t>{text}</{prefix}t>'
                    f"</{prefix}is></{prefix}c>"
                )
            else:
                made += f"<{prefix}c{at}><{prefix}v>{value}</{prefix}v></{prefix}c>"
        spans = draw(st.sampled_from(["", ' spans="1:3"']))
        rows += f'<{prefix}row r="{row + 1}"{spans}>{made}</{prefix}row>'
    return prefix + "|" + rows, dict(cells)


@settings(max_examples=150)
@given(sheets(), st.dictionaries(places, contents))
def test_any_edits_give_what_a_plain_model_says(
    drawn: tuple[str, dict[tuple[int, int], CellValue]], edits: dict[tuple[int, int], Content]
) -> None:
    prefix, _, rows = drawn[0].partition("|")
    before = corpus.simple(rows, prefix=prefix)
    after = done(before, *(put(*at, content, "text") for at, content in edits.items()), sheet="One")
    model: dict[str, CellValue] = {address(*at): value for at, value in drawn[1].items()}
    for at, content in edits.items():
        model[address(*at)] = content.value if isinstance(content, Formula) else content
    wanted = {at: value for at, value in model.items() if value is not None}
    found = {at: v for at, v in corpus.values(after, "One").items() if v is not None}
    assert found == wanted
    book = openpyxl.load_workbook(io.BytesIO(after), data_only=True)
    read = {
        cell.coordinate: cell.value
        for row in book["One"].iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert set(read) == set(wanted)
    numbers = {at: value for at, value in wanted.items() if not isinstance(value, str)}
    assert {at: read[at] for at in numbers} == numbers
    again = done(after, *(put(*at, content, "text") for at, content in edits.items()), sheet="One")
    assert again == after
    python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(after)).get_sheet_by_name("One")


# ---------------------------------------------------------------- files of other programs


def test_a_file_that_libreoffice_saved_is_changed_as_well(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(corpus.rich())
    saved = office.resave(path, tmp_path / "saved.xlsx").read_bytes()
    after = carried(saved, EVERYTHING, "book.xlsx")
    assert corpus.faults(after, tmp_path) - corpus.faults(saved, tmp_path) == set()
    values = corpus.values(after, "Data")
    assert [values[cell] for cell in ("A10", "B10", "B12")] == ["N4", 6.0, 15.0]
    old, new = corpus.parts(saved), corpus.parts(after)
    kept = {name for name in old if "drawing" in name or "comments" in name or "chart" in name}
    assert kept
    assert all(new[name] == old[name] for name in kept)
    path.write_bytes(after)
    assert office.recalculate(path)["Extra"].value(1, 0) == 15.0 * 2


def test_a_file_that_openpyxl_saved_is_changed_as_well(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="not supported"):
        book = openpyxl.load_workbook(io.BytesIO(corpus.rich()))
    stream = io.BytesIO()
    book.save(stream)
    saved = stream.getvalue()
    after = carried(saved, EVERYTHING, "book.xlsx")
    # This openpyxl stores texts in cells; the validator says so anew with each count of them.
    new = corpus.faults(after, tmp_path) - corpus.faults(saved, tmp_path)
    assert {fault for fault in new if "inline-string" not in fault} == set()
    assert corpus.values(after, "Data")["A10"] == "N4"
    assert openpyxl.load_workbook(io.BytesIO(after)).sheetnames == ["Data", "Extra", "Other things"]


def test_new_cells_become_one_where_nothing_of_a_persons_lies() -> None:
    def merged(content: bytes) -> set[str]:
        found = scan(corpus.parts(content)["xl/worksheets/sheet1.xml"], "Data").merged()
        return set(map(spelled, found))

    content = corpus.rich()
    taken, free = Area(8, 0, 8, 1), Area(200, 1, 200, 3)
    change = BookPatch([SheetPatch("Data", (put(200, 1, "wide"),), merges=(taken, free))])
    after = merged(carried(content, change, "book.xlsx"))
    # B9 holds a number of a person's: A9:B9 stays parted.
    assert after == merged(content) | {"B201:D201"}
