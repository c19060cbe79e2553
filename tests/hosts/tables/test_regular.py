"""What a search reads of a sheet, beside what a parser does."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamxl.cells import CellError
from kamxl.hosts.tables.book import _Formulas, _Texts
from kamxl.hosts.tables.regular import Irregular, look, texts
from kamxl.hosts.tables.xlsx import _SecondLook
from kamxl.workbook.spec import Area

SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def sheet(rows: str) -> bytes:
    return SHEET.format(rows).encode()


def as_a_parser(xml: bytes) -> tuple[object, ...]:
    second, spelled = _SecondLook(), _Texts()
    second.read(xml, "x")
    return (
        second.errors, second.unvalued, second.negative,
        _Formulas().read(xml, "x"), spelled.read(xml, "x"), spelled.arrays,
    )  # fmt: skip


def by_search(xml: bytes) -> tuple[object, ...]:
    seen, spelled = look(xml), texts(xml)
    return (seen.errors, seen.unvalued, seen.negative, seen.formulas, *spelled)


CELLS = st.sampled_from([
    '<c r="{at}"/>',
    '<c r="{at}" s="3"/>',
    '<c r="{at}"><v>-1.5</v></c>',
    '<c r="{at}" t="s"><v>0</v></c>',
    '<c r="{at}" t="e"><v>#N/A</v></c>',
    '<c r="{at}" s="1" t="n"><f aca="false">A1&lt;&gt;"&amp;"</f><v>2</v></c>',
    '<c r="{at}"><f>SUM(A1:B2)</f></c>',
    '<c r="{at}" t="str"><f>A1&#38;"x"</f><v></v></c>',
    '<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
    '<c r="{at}"><f t="shared" ref="A1:A9" si="0">B1+$C$1</f><v>1</v></c>',
    '<c r="{at}"><f t="shared" si="0"/><v>1</v></c>',
    '<c r="{at}"><f t="array" ref="A1:B2">B1:B2*2</f><v>1</v></c>',
    '<c r="{at}" t="b"><v>1</v></c>',
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(st.integers(0, 3), CELLS), max_size=5))
def test_a_search_finds_what_a_parser_finds(drawn) -> None:
    rows = "".join(
        f'<row r="{n}" spans="1:4" ht="15.75" x14ac:dyDescent="0.25">'
        + "".join(cell.format(at=f"{'ABCD'[c]}{n}") for c, cell in sorted(cells.items()))
        + "</row>"
        for n, cells in enumerate(drawn, start=1)
    ).replace(' x14ac:dyDescent="0.25"', "")
    xml = sheet(rows)
    assert by_search(xml) == as_a_parser(xml)


def test_width_and_height_reach_to_the_last_cell() -> None:
    seen = look(sheet('<row r="2"><c r="C2"/></row><row r="7"><c r="AB7"><v>1</v></c></row>'))
    assert (seen.width, seen.height) == (26 + 2, 7)


def test_an_array_is_known_by_its_area() -> None:
    xml = sheet('<row r="1"><c r="A1"><f t="array" ref="A1:B2">1</f><v>1</v></c></row>')
    assert texts(xml)[1] == {(0, 0): Area(0, 0, 1, 1)}


def test_an_error_newer_than_our_list_is_told() -> None:
    seen = look(sheet('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>'))
    assert seen.strange
    assert seen.errors == {(0, 0): CellError.VALUE}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><!-- <c r="B1"/> --></row>',
        '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
        '<row r="1"><c r="A1" cm="1"><f>1</f><v>1</v></c></row>',
        '<row r="1"> <c r="A1"/></row>',
        '<row r="1"><x:c r="A1"/></row>',
    ],
)
def test_what_programs_do_not_write_is_left_to_the_parser(rows: str) -> None:
    with pytest.raises(Irregular):
        look(sheet(rows))


def test_other_encodings_are_left_to_the_parser() -> None:
    for xml in (
        sheet("").decode().encode("utf-16"),
        sheet('<row r="1"/>').replace(b"UTF-8", b"ISO-8859-1"),
        sheet("").replace(b"<sheetData>", b"<!-- <sheetData> --><sheetData>"),
    ):
        with pytest.raises(Irregular):
            look(xml)


def test_our_templates_are_read_by_a_search() -> None:
    repository = Path(__file__).parents[3]
    template = sorted((repository / "workbook_templates").glob("*.xlsx"))[0]
    with zipfile.ZipFile(template) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = archive.read(name)
                assert by_search(xml) == as_a_parser(xml)
