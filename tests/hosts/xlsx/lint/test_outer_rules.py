"""Every rule about what lies over, beside and behind the cells has files that break it."""

from __future__ import annotations

import pytest

from kamxl.hosts.xlsx.lint import lint
from kamxl.hosts.xlsx.lint.outer_rules import FAMILIES, RULES
from kamxl.hosts.xlsx.lint.rules import RULES as ALL
from tests.hosts.xlsx.lint.files import BOOK, SECOND, SHEET, STYLES, codes
from tests.hosts.xlsx.patching.corpus import packed, parts, rich

DRAWING, CHART = "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
CUSTOM, CORE = "docProps/custom.xml", "docProps/core.xml"
STORE, RIBBON = "customXml/itemProps1.xml", "customUI/customUI14.xml"
PEOPLE, THREADS = "xl/persons/person.xml", "xl/threadedComments/threadedComment1.xml"
SLICER, SLICED = "xl/slicers/slicer1.xml", "xl/slicerCaches/slicerCache1.xml"
PIVOT = "xl/pivotTables/pivotTable1.xml"
UI = "http://schemas.microsoft.com/office/2009/07/customui"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
TAB = '<ribbon><tabs><tab id="t"><group id="g"><button id="b" {}/></group></tab></tabs></ribbon>'
FAR = "</xdr:from><xdr:to><xdr:col>13<"
RULE = (
    f'<ext xmlns:x14="{X14}" uri="x"><x14:dataValidations count="1"><x14:dataValidation '
    'type="{}"><x14:formula1><xm:f>{}</xm:f></x14:formula1><xm:sqref>{}</xm:sqref>'
    "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
).replace("<x14:dataValidations", '<x14:dataValidations xmlns:xm="'
          "http://schemas.microsoft.com/office/excel/2006/main" '"')  # fmt: skip
END = "</extLst></worksheet>"
CASES = [
    ("NAME-PRINT", BOOK, ' localSheetId="0">Data!$A$1:$H$30', ">Data!$A$1:$H$30"),
    ("CELL-METADATA", SHEET, ' cm="1"', ' cm="2"'),
    ("STYLE-COLOUR", STYLES, 'rgb="FFFF0000"', 'rgb="red"'),
    ("STYLE-COLOUR", SHEET, '<color rgb="FF638EC6"/>', '<color rgb="638EC6"/>'),
    ("STYLE-NAME", STYLES, 'name="Hyperlink"', 'name="normal"'),
    ("CONDITIONAL-PAIR", SHEET, "<x14:id>{DA7A", "<x14:id>{DA7B"),
    ("CONDITIONAL-AREA", SHEET, "<xm:sqref>B6:B9<", "<xm:sqref>B9:B6<"),
    ("CONDITIONAL-RULE", SHEET, '<x14:cfRule type="dataBar"', '<x14:cfRule type="bar"'),
    ("LINK-TARGET", RELS, "https://example.org/", " "),
    ("LINK-TARGET", RELS, "https://example.org/", f"https://example.org/{'x' * 2_083}"),
    ("VALIDATION-KIND", SHEET, END, RULE.format("number", "1", "A1")),
    ("VALIDATION-KIND", SHEET, END, RULE.format("list", "", "A1")),
    ("VALIDATION-AREA", SHEET, END, RULE.format("list", "A2", "")),
    ("VALIDATION-COUNT", SHEET, END, RULE.format("list", "A2", "A1").replace('"1"', '"2"')),
    ("FORMULA-SHEET", SHEET, END, RULE.format("list", "Gone!A2", "A1")),
    ("AREA-SIZE", SHEET, 'width="24.28515625"', 'width="256"'),
    ("AREA-SIZE", SHEET, 'ht="30"', 'ht="410"'),
    ("AREA-SIZE", SHEET, 'ht="30"', 'ht="30" outlineLevel="8"'),
    ("SHEET-CODE", SECOND, 'codeName="Sheet2"', 'codeName="SHEET1"'),
    ("SHEET-CODE", SECOND, 'codeName="Sheet2"', 'codeName="2 b"'),
    ("VIEW-WRONG", SHEET, 'workbookViewId="0"', 'workbookViewId="1"'),
    ("VIEW-WRONG", SHEET, 'workbookViewId="0"', 'zoomScale="9" workbookViewId="0"'),
    ("VIEW-WRONG", SHEET, 'ySplit="5"', 'ySplit="-5"'),
    ("PAGE-HEADER", SHEET, "&amp;C&amp;G", "&amp;C" + "x" * 254),
    ("PAGE-SETUP", SHEET, "<headerFooter>", '<pageSetup scale="401"/><headerFooter>'),
    ("PAGE-SETUP", SHEET, 'left="0.7"', 'left="-0.7"'),
    ("PAGE-BREAK", SHEET, "<drawing ", '<rowBreaks count="2"><brk id="3"/></rowBreaks><drawing '),
    ("PAGE-BREAK", SHEET, "<drawing ",
     '<rowBreaks count="1"><brk id="1048577"/></rowBreaks><drawing '),
    ("PROTECT-RANGE", SHEET, 'name="Sums"/>',
     'name="Sums"/><protectedRange sqref="A1" name="sums"/>'),
    ("SPARKLINE-GROUP", SHEET, "<x14:sparklineGroup ", '<x14:sparklineGroup type="pie" '),
    ("SPARKLINE-CELL", SHEET, "<xm:sqref>I6<", "<xm:sqref>I6:I7<"),
    ("SPARKLINE-SOURCE", SHEET, "Data!B6:B9<", "Data!B6:C9<"),
    ("DRAWING-ANCHOR", DRAWING, FAR, FAR.replace("13", "12")),
    ("DRAWING-ANCHOR", DRAWING, "<xdr:row>16<", "<xdr:row>1048576<"),
    ("DRAWING-EMPTY", DRAWING, "</xdr:pic><xdr:clientData/>", "</xdr:pic>"),
    ("DRAWING-ID", DRAWING, 'cNvPr id="3"', 'cNvPr id="2"'),
    ("XML-ORDER", CHART, '<c:lang val="en-US"/>', '<c:spPr/><c:lang val="en-US"/>'),
    ("CHART-EMPTY", CHART, "c:barChart", "c:barPicture"),
    ("CHART-AXIS", CHART, '<c:axId val="50010002"/></c:bar', '<c:axId val="5"/></c:bar'),
    ("CHART-SERIES", CHART, '<c:idx val="0"/>', '<c:idx val="x"/>'),
    ("CHART-CACHE", CHART, '<c:ptCount val="4"/>', '<c:ptCount val="3"/>'),
    ("FORMULA-SHEET", CHART, "Data!$B$6", "Gone!$B$6"),
    ("THREAD-PERSON", THREADS, 'personId="{A1', 'personId="{A2'),
    ("THREAD-PERSON", PEOPLE, ' id="{A1111111', ' id="{A1'),
    ("THREAD-CELL", THREADS, 'ref="B12"', 'ref="B13"'),
    ("THREAD-ID", THREADS, " id=", ' parentId="{B1111111-2222-3333-4444-555555555556}" id='),
    ("SLICER-NAME", SLICER, 'slicer name="Name"', 'slicer name=""'),
    ("SLICER-CACHE", SLICER, 'cache="Slicer_Name"', 'cache="Slicer_Other"'),
    ("SLICER-SOURCE", SLICED, 'column="1"', 'column="9"'),
    ("PIVOT-CACHE", PIVOT, 'cacheId="7"', 'cacheId="8"'),
    ("PIVOT-AREA", PIVOT, 'ref="C10:D14"', 'ref="D14:C10"'),
    ("PROPERTY-NAME", CUSTOM, 'name="Owner of this"', 'name=""'),
    ("PROPERTY-ID", CUSTOM, 'pid="2"', 'pid="1"'),
    ("PROPERTY-ID", CUSTOM, "{D5CDD505-", "{D5CDD50-"),
    ("PROPERTY-VALUE", CUSTOM, "<vt:lpwstr>me</vt:lpwstr>", "<vt:i4>me</vt:i4>"),
    ("PROPERTY-CORE", CORE, "Z</dcterms:created>", " o'clock</dcterms:created>"),
    ("PROPERTY-CORE", CORE, "<dc:creator></dc:creator>", "<dc:creator/><dc:creator/>"),
    ("STORE-ID", STORE, "{11111111-", "{1111111-"),
    ("MACRO-FORM", "xl/vbaProject.bin", "\ufffd\ufffd\x11\ufffd", "PK"),
    ("RIBBON-FORM", RIBBON, f'xmlns="{UI}"', 'xmlns="urn:another"'),
    ("RIBBON-ID", RIBBON, "<ribbon/>", TAB.format('idMso="Copy"')),
    ("RIBBON-ID", RIBBON, "<ribbon/>", TAB.replace('"b"', '"g"').format("")),
    ("RIBBON-MACRO", RIBBON, "<ribbon/>", TAB.format('onAction="Go"')),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "part", "old", "new"), CASES, ids=[f"{n} {case[0]}" for n, case in enumerate(CASES)]
)
def test_a_spoiled_file_is_told(code: str, part: str, old: str, new: str) -> None:
    # Macros that are called are looked for in a workbook without any.
    entries = parts(rich(macros=code != "RIBBON-MACRO"))
    text = entries[part].decode("utf-8", "replace")
    assert old in text, text[:3000]
    entries[part] = text.replace(old, new, 1).encode()
    faults = lint(packed(entries))
    assert code in codes(faults)
    fault = next(fault for fault in faults if fault.code == code)
    assert fault.part
    assert fault.sentence.en
    assert fault.sentence.de != fault.sentence.en


@pytest.mark.parametrize("macros", [False, True])
def test_the_file_that_is_spoiled_is_good(macros: bool) -> None:
    entries = parts(rich(macros=macros))
    assert lint(packed(entries)) == []
    for name, new in ((SHEET, RULE.format("list", "A2:A4", "A1")),):
        good = {**entries, name: entries[name].replace(END.encode(), new.encode())}
        assert lint(packed(good)) == []
    if macros:
        shown = TAB.format('onAction="Go"').encode()
        good = {**entries, RIBBON: entries[RIBBON].replace(b"<ribbon/>", shown)}
        assert lint(packed(good)) == []


def test_every_rule_has_a_family_and_a_file_that_breaks_it() -> None:
    assert set(RULES) - {case[0] for case in CASES} == set()
    assert {code for code in ALL if code.partition("-")[0] in FAMILIES} <= set(RULES)
