from __future__ import annotations

import re

import pytest

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.scanning import Scanned, scan

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = (
    '<row r="2" spans="1:3" ht="30"><c r="A2" t="s" s="4"><v>7</v></c><c r="C2"><f>'
    'A2&amp;"&lt;row"</f><v>1.5</v></c></row><row r="4"/>'
    '<row r="5"><c r="B5" t="inlineStr"><is><t>a &gt; b</t></is></c>'
    '<c r="D5"><f t="shared" ref="D5:D6" si="0">B5*2</f><v>2</v></c></row>'
)


def sheet(rows: str = ROWS, prefix: str = "", before: str = "") -> bytes:
    if prefix:
        rows = re.sub(r"<(/?)", rf"<\1{prefix}:", rows)
    p, ns = (f"{prefix}:", f":{prefix}") if prefix else ("", "")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}worksheet xmlns{ns}="{MAIN}">{before}'
        f'<{p}sheetData>{rows}</{p}sheetData><{p}mergeCells><{p}mergeCell ref="A2:B2"/>'
        f"</{p}mergeCells></{p}worksheet>"
    ).encode()


def told(scanned: Scanned) -> list[tuple[object, ...]]:
    """Return of each cell what it is, and the bytes that it and its parts take."""

    def raw(span: tuple[int, int] | None) -> bytes:
        return b"" if span is None else scanned.data[span[0] : span[1]]

    return [
        (c.row, c.column, c.type, c.style, c.kind, c.covers, c.text, c.filled, c.empty,
         raw((c.start, c.end)), raw((c.start, c.opened)), raw(c.formula), raw(c.value))
        for c in scanned.cells()
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "x"])
def test_rows_found_by_a_search_have_the_cells_that_a_full_reading_finds(prefix: str) -> None:
    quick = scan(sheet(prefix=prefix), "b")
    # A comment may hide rows: then every element is heard.
    full = scan(sheet(prefix=prefix, before="<!-- <row r='1'> -->"), "b")
    assert told(quick) == told(full)
    assert list(quick.rows) == list(full.rows) == [1, 3, 4]
    assert [row.attributes for row in quick.rows.values()] == [
        row.attributes for row in full.rows.values()
    ]
    assert quick.merged() == full.merged()
    assert quick.masters().keys() == full.masters().keys() == {"0"}


def test_the_cells_of_a_row_are_read_when_they_are_asked_for() -> None:
    scanned = scan(sheet(), "b")
    assert all(row.found is None for row in scanned.rows.values())
    cell = scanned.cell(4, 1)
    assert cell is not None
    assert scanned.data[cell.start : cell.end].startswith(b'<c r="B5"')
    assert [row.found is None for row in scanned.rows.values()] == [True, True, False]


def test_cells_without_addresses_follow_each_other() -> None:
    scanned = scan(sheet("<row><c/><c/></row><row><c/></row>"), "b")
    assert [(cell.row, cell.column) for cell in scanned.cells()] == [(0, 0), (0, 1), (1, 0)]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"></row>',
        '<row r="2"/><row r="2"/>',
        '<row r="3"/><row r="2"/>',
        '<row r="0"/>',
        '<row r="2"></row></sheetData><sheetData><row r="3"><c></row>',
    ],
)
def test_rows_that_are_damaged_or_out_of_order_are_refused(rows: str) -> None:
    with pytest.raises(InputError, match="damaged"):
        scan(sheet(rows), "b")


AS_PROGRAMS_WRITE = (
    '<row r="1" spans="1:9"><c r="A1" s="4" t="s"><v>7</v></c><c r="B1" s="12"/><c r="C1"><f>A1'
    '&amp;"&lt;row &#38;"</f><v>1.5</v></c><c r="D1" s="1" t="str"><f aca="false">B5&amp;"&lt;"</f>'
    "<v>a &gt; b</v></c></row>"
    '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve"> x &amp; y</t></is></c>'
    '<c r="B3"><f t="shared" ref="B3:B4" si="0">A3*2</f><v>2</v></c><c r="C3"><v></v></c>'
    '<c r="D3"><f t="array" ref="D3:D4">1</f><v>1</v></c></row>'
    '<row r="4"><c r="B4"><f t="shared" si="0"/><v>2</v></c><c r="E4"></c></row>'
)


def test_rows_that_programs_write_are_read_without_a_parser_and_alike() -> None:
    quick = scan(sheet(AS_PROGRAMS_WRITE), "b")
    full = scan(sheet(AS_PROGRAMS_WRITE, before="<!-- <row r='1'> -->"), "b")
    assert told(quick) == told(full)
