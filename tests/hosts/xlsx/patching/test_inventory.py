"""Whatever a change does that it was not to do is found before the file is replaced."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.inventory import Intended, SheetIntent, Unintended, check
from kamxl.workbook.changing import BookPatch, Edit, Recalculated, SheetPatch
from kamxl.workbook.spec import Area, Formula, Sheet
from tests.hosts.xlsx.patching import corpus

Change = Callable[[str], str]
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
PATCH = SheetPatch(
    "Data",
    [
        Edit(0, 0, "changed", "text", ""),
        Edit(11, 1, Formula("=1+1", 2), "text", ""),
        Edit(50, 50, 7, "text", ""),
    ],
    Recalculated({(12, 1): "fresh"}),
    tables={"deals": Area(4, 0, 9, 3)},
    structure=Sheet("data", "Data", "#123456"),
)
CHANGE = BookPatch(
    [PATCH], names={"kam_new": "Data!$A$1"}, properties={"kamxl_version": "1"}, state=b"s"
)
INTENDED = Intended(
    {
        SHEET: SheetIntent(
            PATCH,
            {(edit.row, edit.column): edit.content for edit in PATCH.edits},
            {(12, 1): "fresh"},
            frozenset(),
        )
    },
    CHANGE,
    {},
)


def after() -> bytes:
    return carried(corpus.rich(), CHANGE, "book.xlsx")


def found(content: bytes) -> str:
    with pytest.raises(Unintended) as caught:
        check(corpus.rich(), content, INTENDED, "book.xlsx")
    assert "nothing was written" in str(caught.value)
    return str(caught.value)


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


def sub(pattern: str, new: str) -> Change:
    return lambda text: re.sub(pattern, new, text, count=1)


def test_what_was_intended_passes() -> None:
    check(corpus.rich(), after(), INTENDED, "book.xlsx")


@pytest.mark.parametrize(
    ("part", "change", "what"),
    [
        # cells
        (SHEET, swap("<v>4.5</v>", "<v>4.6</v>"), "Data!B9: the cell would change"),
        (SHEET, sub(r'<c r="B20"[^>]*>.*?</c>', ""), "Data!B20: the cell would go"),
        (SHEET, sub(r"</row>", '<c r="ZZ1"><v>1</v></c></row>'), "Data!ZZ1: the cell would change"),
        (SHEET, sub(r'<row r="20".*?</row>', ""), "row 20 would go"),
        (SHEET, swap(' hidden="1"', ""), "row 15 would look otherwise"),
        (SHEET, swap(">changed<", ">other<"), "Data!A1: the content would be another one"),
        (SHEET, sub(r'(<c r="A1") s="\d+"', r'\1 s="0"'), "Data!A1: the cell would look otherwise"),
        (SHEET, swap("<f>1+1</f>", "<f>1+2</f>"), "Data!B12: the formula would be another"),
        (SHEET, swap("<f>1+1</f><v>2</v>", "<f>1+1</f><v>3</v>"), "Data!B12: the content"),
        (SHEET, sub(r'<c r="AY51".*?</c>', ""), "Data!AY51: the cell would be missing"),
        (SHEET, swap("<v>fresh</v>", "<v>old</v>"), "Data!B13: the result would not be stored"),
        (SHEET, swap('<f>"x"&amp;A1</f>', '<f>"y"&amp;A1</f>'), "Data!B13: the formula would"),
        # around them
        (SHEET, sub(r"<mergeCells.*?</mergeCells>", ""), "other elements"),
        (SHEET, sub(r'(<col [^>]*width=")[\d.]+', r"\g<1>5"), "element cols would change"),
        (SHEET, swap("<worksheet ", '<worksheet xmlns:q="urn:q" '), "first element"),
        (SHEET, sub(r"<dataValidation .*?</dataValidation>", ""), "a rule of yours"),
        (SHEET, sub(r'<cfRule type="iconSet".*?</cfRule>', ""), "a conditional format"),
        (SHEET, sub(r"<ext [^>]*05C60535.*?</ext>", ""), "Data!I6: a sparkline would"),
        # the workbook
        (BOOK, sub(r'(name="Rate">)[^<]*', r"\1Data!$A$1"), "the name “rate” would change"),
        (BOOK, sub(r'<definedName name="Local".*?</definedName>', ""), "the name “local”"),
        (BOOK, sub(r"<calcPr[^>]*/>", '<calcPr calcId="1"/>'), "the workbook's settings"),
        (BOOK, swap('name="Other things"', 'name="Others"'), "the list of sheets"),
        # other parts
        ("xl/styles.xml", sub(r"<font>", "<font><i/>"), r"formats of the workbook (fonts)"),
        ("xl/styles.xml", sub(r"(<cellStyleXfs[^>]*>)<xf [^>]*/>", r"\1"), "cellStyleXfs"),
        ("xl/sharedStrings.xml", swap("far below", "not so far"), "the part xl/sharedStrings.xml"),
        ("xl/theme/theme1.xml", swap("Office", "Orifice"), "the part xl/theme/theme1.xml"),
        ("xl/comments1.xml", swap("a note", "no note"), "the part xl/comments1.xml"),
        ("xl/tables/table2.xml", swap("All", "None"), "xl/tables/table2.xml would change in more"),
        ("xl/tables/table1.xml", swap('name="Won"', 'name="Lost"'), "xl/tables/table1.xml"),
        ("docProps/custom.xml", swap(">me<", ">you<"), "properties of the workbook"),
        ("customXml/item1.xml", swap("kept", "lost"), "the part customXml/item1.xml"),
        ("xl/drawings/drawing1.xml", swap("a chart of mine", "none"), "something drawn"),
        ("[Content_Types].xml", sub(r"<Override[^>]*theme[^>]*/>", ""), "an entry of"),
        ("xl/_rels/workbook.xml.rels", sub(r"<Relationship [^>]*theme[^>]*/>", ""), "an entry of"),
    ],
)
def test_what_was_not_intended_is_named(part: str, change: Change, what: str) -> None:
    assert what in found(corpus.changed(after(), part, change))


@pytest.mark.parametrize("part", ["xl/theme/theme1.xml", "xl/media/image1.png", "docProps/app.xml"])
def test_a_part_that_is_lost_is_named(part: str) -> None:
    entries = {name: body for name, body in corpus.parts(after()).items() if name != part}
    assert f"the part {part} would go" in found(corpus.packed(entries))


def test_a_cell_that_was_not_written_is_named() -> None:
    assert "Data!A1: the content would be another one" in found(
        corpus.changed(corpus.rich(), "docProps/custom.xml", swap("</Prop", " </Prop"))
    )
