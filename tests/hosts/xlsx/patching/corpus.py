"""Workbooks as people have them: rich, old, odd; made by XlsxWriter, then changed as XML."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import xlsxwriter
from openxml_audit import FileFormat, OpenXmlValidator

from kamxl.actions.into import into
from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.cells import address
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.patching import carried
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.scanning import Scanned, scan
from kamxl.hosts.xlsx.patching.stored import shared_strings, value
from kamxl.hosts.xlsx.patching.workbook import Workbook
from kamxl.rules import load_rules
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from tests.domain import golden

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def png() -> bytes:
    """Return a picture of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def parts(content: bytes) -> dict[str, bytes]:
    """Return all parts of a workbook by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Mapping[str, bytes]) -> bytes:
    """Return a workbook of some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            info = zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    return stream.getvalue()


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Return a workbook with one part's text changed."""
    entries = parts(content)
    new = change(entries[part].decode())
    assert new.encode() != entries[part], part
    entries[part] = new.encode()
    return packed(entries)


def declared(entries: dict[str, bytes], part: str, content_type: str) -> None:
    """Declare the type of a part."""
    new = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(
        b"</Types>", new.encode()
    )


def related(entries: dict[str, bytes], part: str, kind: str, target: str) -> None:
    """Let a part refer to another one."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels" if part else "_rels/.rels"
    entries.setdefault(rels, f'{HEAD}<Relationships xmlns="{RELS}"></Relationships>'.encode())
    number = entries[rels].count(b"<Relationship ") + 70
    kind = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
    new = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/></Relationships>'
    entries[rels] = entries[rels].replace(b"</Relationships>", new.encode())


@cache
def rich(*, macros: bool = False) -> bytes:
    """Return a workbook with about everything that people put into one.

    On the sheet “Data”: a table “deals” at A5:D9, a total below it in the table “sums” at G5:H9;
    merged F1:G2; a spill at J2:J4 and an array at L2:L3; hidden row 15; text in B20.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    money = book.add_format({"num_format": "#,##0.00 €", "bg_color": "#FFEEAA"})
    data = book.add_worksheet("Data")
    other = book.add_worksheet("Other things")
    data.set_column(0, 0, 23.5)
    data.set_column(3, 3, 12, money)
    data.set_row(14, 30, None, {"hidden": True})
    data.write("A1", "A title", bold)
    data.write_rich_string("A2", "partly ", bold, "bold ", red, "and red")
    data.write("B3", "<&> \"quoted\" 'text'\ttab\nline")
    data.merge_range("F1:G2", "merged", bold)
    rows = [[f"N{n}", n * 1.5, n % 2 == 0, n] for n in range(4)]
    data.add_table(
        "A5:D9",
        {
            "name": "deals",
            "data": rows,
            "columns": [
                {"header": "Name"},
                {"header": "Value"},
                {"header": "Won"},
                {"header": "Twice", "formula": "=deals[[#This Row],[Value]]*2"},
            ],
        },
    )
    data.add_table(
        "G5:H9",
        {
            "name": "sums",
            "total_row": True,
            "columns": [
                {"header": "Part", "total_string": "All"},
                {"header": "Sum", "total_function": "sum"},
            ],
        },
    )
    data.write_dynamic_array_formula("J2:J4", "=SEQUENCE(3)", None, 1)
    data.write_array_formula("L2:L3", "{=B6:B7*2}", None, 3)
    data.write_formula("B12", "=SUM(B6:B9)", money, 9)
    data.write_formula("B13", '="x"&A1', None, "xA title")
    data.write("B20", "far below", red)
    data.write_comment("B12", "a note", {"author": "Somebody"})
    data.write_url("A21", "https://example.org/", None, "elsewhere")
    data.write_url("A22", "internal:'Other things'!A1", None, "inside")
    data.conditional_format("B6:B9", {"type": "data_bar", "data_bar_2010": True})
    data.conditional_format("B6:B9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
    data.conditional_format("D6:D9", {"type": "icon_set", "icon_style": "3_arrows"})
    data.data_validation("A6:A9", {"validate": "length", "criteria": "<", "value": 9})
    data.insert_textbox("N2", "A box of mine")
    data.insert_image("N10", "point.png", {"image_data": io.BytesIO(png())})
    data.insert_button("N20", {"macro": "Go", "caption": "Go"})
    data.insert_checkbox(24, 1, True)
    data.add_sparkline("I6", {"range": "Data!B6:B9"})
    data.set_header("&C&G", {"image_center": "point.png", "image_data_center": io.BytesIO(png())})
    data.set_background(io.BytesIO(png()))
    data.print_area("A1:H30")
    data.repeat_rows(4)
    data.freeze_panes(5, 1)
    data.unprotect_range("B6:B9", "Sums")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$6:$B$9", "categories": "=Data!$A$6:$A$9"})
    data.insert_chart("P2", chart, {"description": "a chart of mine"})
    other.write("A1", "other")
    other.write("A2", 5)
    other.autofilter("A1:A2")
    book.define_name("Rate", "=Data!$B$12")
    book.define_name("'Other things'!Local", "='Other things'!$A$1")
    book.set_custom_property("Owner of this", "me", "text")
    if macros:
        book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0 not a real project"), is_stream=True)
        book.set_vba_name()
        data.set_vba_name("Sheet1")
        other.set_vba_name("Sheet2")
    book.close()
    entries = parts(stream.getvalue())
    _more(entries)
    return packed(entries)


def _more(entries: dict[str, bytes]) -> None:
    """Add what XlsxWriter does not make."""
    sheet, book = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
    entries["xl/calcChain.xml"] = (
        f'{HEAD}<calcChain xmlns="{MAIN}"><c r="B12" i="1"/><c r="B13"/></calcChain>'.encode()
    )
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    declared(entries, "xl/calcChain.xml", f"{spread}.calcChain+xml")
    related(entries, book, "calcChain", "calcChain.xml")
    entries["customXml/item1.xml"] = b'<mine xmlns="urn:of-mine">kept</mine>'
    entries["customXml/itemProps1.xml"] = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{{11111111-2222-3333-4444-555555555555}}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
    ).encode()
    custom = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    declared(entries, "customXml/itemProps1.xml", custom)
    related(entries, book, "customXml", "../customXml/item1.xml")
    related(entries, "customXml/item1.xml", "customXmlProps", "itemProps1.xml")
    entries["customUI/customUI14.xml"] = (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon/>'
        b"</customUI>"
    )
    ribbon = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    related(entries, "", ribbon, "customUI/customUI14.xml")
    entries["xl/printerSettings/printerSettings1.bin"] = bytes(range(256)) * 4
    declared(entries, "xl/printerSettings/printerSettings1.bin", f"{spread}.printerSettings")
    related(entries, sheet, "printerSettings", "../printerSettings/printerSettings1.bin")
    entries["xl/persons/person.xml"] = (
        f'{HEAD}<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><person displayName="Some Body" '
        'id="{A1111111-2222-3333-4444-555555555555}" userId="x" providerId="None"/></personList>'
    ).encode()
    declared(entries, "xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
    person = "http://schemas.microsoft.com/office/2017/10/relationships/person"
    related(entries, book, person, "persons/person.xml")
    entries["xl/threadedComments/threadedComment1.xml"] = (
        f'{HEAD}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="B12" dT="2026-01-01T00:00:00.00" '
        'personId="{A1111111-2222-3333-4444-555555555555}" '
        'id="{B1111111-2222-3333-4444-555555555555}"><text>why?</text></threadedComment>'
        "</ThreadedComments>"
    ).encode()
    threaded = "application/vnd.ms-excel.threadedcomments+xml"
    declared(entries, "xl/threadedComments/threadedComment1.xml", threaded)
    thread = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    related(entries, sheet, thread, "../threadedComments/threadedComment1.xml")
    _pivot(entries, book)
    _slicer(entries, sheet, book)


def _slicer(entries: dict[str, bytes], sheet: str, book: str) -> None:
    """Put a slicer over the first column of the table “deals”."""
    newer = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    newest = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
    kind = "http://schemas.microsoft.com/office/2007/relationships"
    entries["xl/slicers/slicer1.xml"] = (
        f'{HEAD}<slicers xmlns="{newer}"><slicer name="Name" cache="Slicer_Name" caption="Name" '
        'rowHeight="241300"/></slicers>'
    ).encode()
    declared(entries, "xl/slicers/slicer1.xml", "application/vnd.ms-excel.slicer+xml")
    entries["xl/slicerCaches/slicerCache1.xml"] = (
        f'{HEAD}<slicerCacheDefinition xmlns="{newer}" name="Slicer_Name" sourceName="Name">'
        f'<extLst><x:ext xmlns:x="{MAIN}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" '
        f'xmlns:x15="{newest}"><x15:tableSlicerCache tableId="1" column="1"/></x:ext></extLst>'
        "</slicerCacheDefinition>"
    ).encode()
    cache = "application/vnd.ms-excel.slicerCache+xml"
    declared(entries, "xl/slicerCaches/slicerCache1.xml", cache)
    related(entries, sheet, f"{kind}/slicer", "../slicers/slicer1.xml")
    related(entries, book, f"{kind}/slicerCache", "slicerCaches/slicerCache1.xml")
    for part, uri, ns, listed, one in (
        (sheet, "3A4CF648-6AED-40f4-86FF-DC5316D8AED3", newer, "slicerList", "slicer"),
        (book, "46BE6895-7355-4A93-B00E-2C351335B9C9", newest, "slicerCaches", "slicerCache"),
    ):
        folder, _, name = part.rpartition("/")
        rels = entries[f"{folder}/_rels/{name}.rels"]
        found = re.search(rf'Id="(rId\d+)"[^>]*/{one}"'.encode(), rels)
        assert found
        prefix = "x15" if ns == newest else "x14"
        extension = (
            f'<ext uri="{{{uri}}}" xmlns:{prefix}="{ns}" xmlns:x14="{newer}"><{prefix}:{listed}>'
            f'<x14:{one} xmlns:r="{OFFICE}" r:id="{found[1].decode()}"/></{prefix}:{listed}></ext>'
        ).replace(f' xmlns:x14="{newer}" xmlns:x14="{newer}"', f' xmlns:x14="{newer}"')
        root = "worksheet" if part == sheet else "workbook"
        text = entries[part].decode()
        if "</extLst>" in text:
            text = text.replace("</extLst>", f"{extension}</extLst>")
        else:
            text = text.replace(f"</{root}>", f"<extLst>{extension}</extLst></{root}>")
        entries[part] = text.encode()


def _pivot(entries: dict[str, bytes], book: str) -> None:
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    entries[cache] = (
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" saveData="0" '
        'refreshOnLoad="1" recordCount="0"><cacheSource type="worksheet"><worksheetSource '
        'name="deals"/></cacheSource><cacheFields count="2"><cacheField name="Name" numFmtId="0">'
        '<sharedItems/></cacheField><cacheField name="Value" numFmtId="0"><sharedItems/>'
        "</cacheField></cacheFields></pivotCacheDefinition>"
    ).encode()
    declared(entries, cache, f"{spread}.pivotCacheDefinition+xml")
    related(entries, book, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
    number = re.findall(
        rb'Id="(rId\d+)"[^>]*pivotCacheDefinition', entries["xl/_rels/workbook.xml.rels"]
    )
    entries[book] = entries[book].replace(
        b"</workbook>",
        b'<pivotCaches><pivotCache cacheId="7" r:id="'
        + number[0]
        + b'"/></pivotCaches></workbook>',
    )
    table = "xl/pivotTables/pivotTable1.xml"
    entries[table] = (
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Pivot" cacheId="7" dataCaption="Values">'
        '<location ref="C10:D14" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="2"><pivotField showAll="0"/><pivotField showAll="0"/></pivotFields>'
        "</pivotTableDefinition>"
    ).encode()
    declared(entries, table, f"{spread}.pivotTable+xml")
    related(entries, "xl/worksheets/sheet2.xml", "pivotTable", "../pivotTables/pivotTable1.xml")
    related(entries, table, "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")


@cache
def company() -> bytes:
    """Return the rich workbook with kamxl's sheets in it, checklist and strategy sheets included.

    It has had its first run; the next one on the same day changes nothing.
    """
    inputs = Inputs(golden.portfolio(), golden.policy(), "en", golden.TODAY)
    book = render(inputs, None, load_rules(None))
    content = carried(rich(), into(book, "own.xlsx", ("Data", "Other things")), "book.xlsx")
    return carried(content, renewal(content), "book.xlsx")


def renewal(content: bytes) -> BookPatch:
    """Return what `kamxl run` changes in a workbook."""
    found = run(BookFile(content, "book.xlsx"), golden.TODAY)
    return update(found, golden.TODAY, None, load_rules(None)).patch


def grown(content: bytes) -> bytes:
    """Return a workbook of kamxl in which somebody doubled the revenue of the first account."""
    read = run(BookFile(content, "book.xlsx"), golden.TODAY).read
    row, column = read.places.account_rows[0], read.accounts.columns["revenue"]
    typed = read.accounts.at(row, "revenue")
    assert isinstance(typed, float | int)
    edit = Edit(row, column, 2 * typed, "input", "a test")
    return carried(content, BookPatch([SheetPatch(read.accounts.name, [edit])]), "book.xlsx")


def simple(rows: str, before: str = "", after: str = "", prefix: str = "") -> bytes:
    """Return a workbook of one sheet, “One”, whose rows are given as XML."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("One")
    entries = parts(stream.getvalue())
    space = f'xmlns{":" if prefix else ""}{prefix.rstrip(":")}="{MAIN}"'
    entries["xl/worksheets/sheet1.xml"] = (
        f'{HEAD}<{prefix}worksheet {space} xmlns:r="{OFFICE}">{before}<{prefix}sheetData>{rows}'
        f"</{prefix}sheetData>{after}</{prefix}worksheet>"
    ).encode()
    return packed(entries)


def sheet(content: bytes, name: str) -> Scanned:
    """Return a sheet of a workbook."""
    package = Package(content, "book.xlsx")
    return scan(package.read(Workbook(package).sheet(name).part), name)


def raw(content: bytes, name: str, cell: str) -> str:
    """Return a cell's XML."""
    scanned = sheet(content, name)
    for one in scanned.cells():
        if address(one.row, one.column) == cell:
            return scanned.data[one.start : one.end].decode()
    return ""


def values(content: bytes, name: str) -> dict[str, object]:
    """Return a sheet's stored values by address."""
    package = Package(content, "book.xlsx")
    scanned, strings = sheet(content, name), shared_strings(package, Workbook(package).part)
    return {
        address(cell.row, cell.column): value(scanned, cell, lambda: strings)
        for cell in scanned.cells()
    }


def faults(content: bytes, folder: Path, suffix: str = ".xlsx") -> set[str]:
    """Return what the validator and our own lint find in a workbook."""
    path = folder / f"validated{suffix}"
    path.write_bytes(content)
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    errors = {f"{error.part_uri} {error.path}: {error.description}" for error in found.errors}
    return errors | {fault.line("en") for fault in lint(path)}
