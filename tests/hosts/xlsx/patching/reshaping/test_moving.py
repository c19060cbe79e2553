from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from kamxl.errors import InputError
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.reshaping.moving import reshaped
from kamxl.hosts.xlsx.patching.structure import PRINTED
from kamxl.hosts.xlsx.patching.workbook import Workbook
from kamxl.workbook.merging.aligning import Line
from kamxl.workbook.merging.shaping import Block, BookShape, NewColumn, SheetShape, TableShape
from tests.hosts.xlsx.patching.corpus import faults, parts, rich, simple
from tests.office.client import Office

# Two columns come in before B, and three rows before row 11.
COLUMNS = Line({0: 0, **{c: c + 2 for c in range(1, 30)}})
ROWS = Line({**{r: r for r in range(10)}, **{r: r + 3 for r in range(10, 60)}})
NEW = (NewColumn(1, "Extra", ""), NewColumn(2, "More", "=deals[[#This Row],[Value]]+1"))


@cache
def moved() -> bytes:
    table = TableShape("deals", 4, NEW)
    sheet = SheetShape("Data", COLUMNS, [Block(0, 16_383, ROWS)], table, {1: (20.0, 0)})
    return reshaped(rich(), BookShape({"Data": sheet}), "rich.xlsx")


def text(part: str, content: bytes | None = None) -> str:
    return parts(content or moved())[part].decode()


def test_cells_stand_where_they_go_with_their_content() -> None:
    before, after = BookFile(rich(), "rich.xlsx"), BookFile(moved(), "rich.xlsx")
    old, new = before.read("Data"), after.read("Data")
    for row, line in enumerate(old):
        for column, value in enumerate(line):
            now_row, now_column = ROWS(row), COLUMNS(column)
            assert now_row is not None
            assert now_column is not None
            assert new[now_row][now_column] == value, (row, column)
    assert new[4][:4] == ["Name", "Extra", "More", "Value"]


def test_formulas_and_names_lead_where_they_led() -> None:
    texts = BookFile(moved(), "rich.xlsx").texts("Data")
    # B12 is D15 now, and what it sums, B6:B9, is D6:D9.
    assert texts[14, 3] == "=SUM(D6:D9)"
    assert BookFile(moved(), "rich.xlsx").names()["Rate"] == "Data!$D$15"
    book = Workbook(Package(moved(), "rich.xlsx"))
    assert book.defined(PRINTED[0], 0) == "Data!$A$1:$J$33"


def test_tables_take_their_new_columns_in() -> None:
    tables = BookFile(moved(), "rich.xlsx").tables("Data")
    # deals was A5:D9, sums G5:H9.
    assert (tables["deals"].left, tables["deals"].right) == (0, 5)
    assert (tables["sums"].left, tables["sums"].right) == (8, 9)
    columns = re.findall(r'<tableColumn id="(\d+)" name="(\w+)"', text("xl/tables/table1.xml"))
    assert columns == [("1", "Name"), ("5", "Extra"), ("6", "More"), ("2", "Value"), ("3", "Won"),
                       ("4", "Twice")]  # fmt: skip


def test_comments_rules_links_and_drawings_follow() -> None:
    content = moved()
    sheet = text("xl/worksheets/sheet1.xml", content)
    comments = next(p for p in parts(content) if re.fullmatch(r"xl/comments\d*\.xml", p))
    assert 'ref="D15"' in text(comments, content)
    assert 'ref="D15"' in text("xl/threadedComments/threadedComment1.xml", content)
    vml = next(
        body.decode() for name, body in parts(content).items() if b"<x:Row>14</x:Row>" in body
    )
    assert "<x:Column>3</x:Column>" in vml
    assert '<conditionalFormatting sqref="D6:D9">' in sheet
    assert '<hyperlink ref="A24"' in sheet
    assert "<xm:f>Data!D6:D9</xm:f><xm:sqref>K6</xm:sqref>" in sheet
    assert '<mergeCell ref="H1:I2"/>' in sheet
    chart = next(p for p in parts(content) if p.startswith("xl/charts/chart"))
    assert "Data!$D$6:$D$9" in text(chart, content)
    old = [int(n) for n in re.findall(r"<xdr:col>(\d+)<", text("xl/drawings/drawing1.xml", rich()))]
    new = [
        int(n) for n in re.findall(r"<xdr:col>(\d+)<", text("xl/drawings/drawing1.xml", content))
    ]
    assert new == [column + 2 for column in old]


def test_columns_keep_their_looks_and_new_ones_get_theirs() -> None:
    cols = re.findall(
        r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', text("xl/worksheets/sheet1.xml")
    )
    assert [(a, b, round(float(w))) for a, b, w in cols] == [
        ("1", "1", 24), ("2", "2", 21), ("6", "6", 13),
    ]  # fmt: skip


def test_what_was_without_fault_stays_so(tmp_path: Path) -> None:
    assert faults(moved(), tmp_path) - faults(rich(), tmp_path) == set()


def test_nothing_else_changes() -> None:
    before, after = parts(rich()), parts(moved())
    assert set(before) - set(after) == {"xl/calcChain.xml"}
    assert set(after) <= set(before)
    changed = {name for name in after if before[name] != after[name]}
    hanging = ("xl/worksheets/sheet1", "xl/tables/", "xl/comments", "xl/threaded", "xl/drawings/",
               "xl/charts/", "xl/workbook.xml", "xl/_rels/workbook", "[Content_Types]")  # fmt: skip
    assert [name for name in changed if not name.startswith(hanging)] == []


def test_a_shape_that_moves_nothing_gives_the_same_bytes() -> None:
    still = SheetShape("Data", Line(), [Block(0, 16_383, Line())])
    assert reshaped(rich(), BookShape({"Data": still}), "rich.xlsx") == rich()


def test_shared_formulas_are_spelled_out() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f>'
        '<v>2</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/>'
        "<v>4</v></c></row>"
    )
    rows += '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    sheet = SheetShape("One", Line(), [Block(0, 16_383, Line({0: 0, 1: 4, 2: 5}))])
    made = reshaped(simple(rows), BookShape({"One": sheet}), "one.xlsx")
    texts = BookFile(made, "one.xlsx").texts("One")
    assert texts == {(0, 1): "=A1*2", (4, 1): "=A5*2", (5, 1): "=A6*2"}


def test_merged_cells_that_would_be_torn_apart_are_refused() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    after = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
    sheet = SheetShape("One", Line(), [Block(0, 16_383, Line({0: 0, 1: 4}))])
    with pytest.raises(InputError, match="unmerge"):
        reshaped(simple(rows, after=after), BookShape({"One": sheet}), "one.xlsx")


def test_libreoffice_computes_the_same_after_the_move(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "moved.xlsx"
    path.write_bytes(moved())
    sheet = office.recalculate(path, formulas=False)["Data"]
    # 0 + 1.5 + 3 + 4.5 = 9; L2:L3 = {B6;B7}*2 = 0, 3.
    assert (sheet.value(14, 3), sheet.value(1, 13), sheet.value(2, 13)) == (9, 0, 3)
