"""Every rule has files that break it and nothing else; the same file unbroken is clean."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from kamxl.hosts.xlsx.lint import lint, outer_rules
from kamxl.hosts.xlsx.lint.rules import FAMILIES, RULES
from tests.hosts.xlsx.lint.files import (
    BOOK,
    CHAIN,
    COMMENTS,
    OTHER,
    RELATIONS,
    SHEET,
    STRINGS,
    STYLES,
    TABLE,
    TYPES,
    VML,
    Parts,
    changed,
    codes,
    good,
    packed,
    spoiled,
)

SUM = "SUM(A2:A4)+rate"
NUMBER = '<c r="B2"><v>0.25</v></c>'
DEEP = "ABS(" * 65 + "1" + ")" * 65
CASES = [
    ("XML-FORM", SHEET, "</sheetData>", ""),
    ("XML-DOCTYPE", STYLES, "<styleSheet", '<!DOCTYPE s [<!ENTITY a "b">]><styleSheet'),
    ("XML-IGNORABLE", SHEET, 'mc:Ignorable="x14ac"', 'mc:Ignorable="x14ac xr"'),
    ("XML-ROOT", STRINGS, "sst", "tss"),
    ("XML-ORDER", SHEET, '<mergeCells count="2">', '<pageSetup/><mergeCells count="2">'),
    ("XML-ORDER", SHEET, "<v>0.25</v>", "<v>0.25</v><f>1</f>"),
    ("XML-ORDER", BOOK, "<calcPr", "<sheets/><calcPr"),
    ("PART-TYPE", TYPES, "spreadsheetml.styles+xml", "spreadsheetml.table+xml"),
    ("PART-OVERRIDE", TYPES, "</Types>",
     '<Override PartName="/x.xml" ContentType="a/xml"/></Types>'),
    ("PART-RELATION", RELATIONS, "theme/theme1.xml", "theme/theme9.xml"),
    ("PART-RELATION-ID", RELATIONS, 'Id="rId4"', 'Id="rId3"'),
    ("PART-REFERENCE", SHEET, '<legacyDrawing r:id="rId2"', '<legacyDrawing r:id="rId8"'),
    ("PART-MACROS", TYPES, "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
     "vnd.ms-excel.sheet.macroEnabled.main"),
    ("SHEET-NAME", BOOK, 'name="Data"', 'name="a/b"'),
    ("SHEET-NAME", BOOK, 'name="Data"', f'name="{"😀" * 16}"'),
    ("SHEET-NAME", BOOK, 'name="Data"', 'name="History"'),
    ("SHEET-TWICE", BOOK, 'name="Data"', 'name="IT&#39;S MORE"'),
    ("SHEET-ID", BOOK, 'sheetId="2"', 'sheetId="1"'),
    ("SHEET-VISIBLE", BOOK, ' sheetId="', ' state="hidden" sheetId="'),
    ("SHEET-ACTIVE", BOOK, "<workbookView ", '<workbookView activeTab="7" '),
    ("NAME-FORM", BOOK, 'name="local"', 'name="A1"'),
    ("NAME-FORM", BOOK, 'name="local"', 'name="R1C1"'),
    ("NAME-TWICE", BOOK, "</definedNames>",
     '<definedName name="RATE">1</definedName></definedNames>'),
    ("NAME-SCOPE", BOOK, 'localSheetId="1"', 'localSheetId="5"'),
    ("ROW-ORDER", SHEET, '<row r="3"', '<row r="2"'),
    ("ROW-ORDER", SHEET, '<row r="8"', '<row r="1048577"'),
    ("CELL-ORDER", SHEET, NUMBER, NUMBER + NUMBER),
    ("CELL-ADDRESS", SHEET, 'r="B2"', 'r="B3"'),
    ("CELL-TYPE", SHEET, NUMBER, '<c r="B2" t="x"><v>1</v></c>'),
    ("CELL-STRING", SHEET, '<c r="E1" t="s"><v>5</v>', '<c r="E1" t="s"><v>500</v>'),
    ("CELL-STYLE", SHEET, 's="2"', 's="3"'),
    ("CELL-NUMBER", SHEET, "<v>0.25</v>", "<v>NaN</v>"),
    ("CELL-NUMBER", SHEET, "<v>0.25</v>", "<v>1e999</v>"),
    ("CELL-NUMBER", SHEET, "<v>0.25</v>", "<v>0,25</v>"),
    ("CELL-BOOLEAN", SHEET, 't="b"><v>1', 't="b"><v>yes'),
    ("CELL-ERROR", SHEET, "#DIV/0!<", "#FEHLER!<"),
    ("CELL-DATE", SHEET, NUMBER, '<c r="B2" t="d"><v>31.1.2026</v></c>'),
    ("CELL-LENGTH", STRINGS, ">text<", f">{'x' * 32_768}<"),
    ("CELL-CHARACTER", STRINGS, ">text<", ">a_xD800_<"),
    ("STYLE-INDEX", STYLES, 'fontId="2"', 'fontId="99"'),
    ("STYLE-INDEX", STYLES, 'numFmtId="164" fontId', 'numFmtId="165" fontId'),
    ("STYLE-NUMBER", STYLES, 'formatCode="0.00 €"', f'formatCode="{"0" * 256}"'),
    ("FORMULA-SYNTAX", SHEET, SUM, "SUM(A2:A4"),
    ("FORMULA-SYNTAX", SHEET, SUM, "1 2"),
    ("FORMULA-SYNTAX", SHEET, SUM, "SUM(A1;A2)"),
    ("FORMULA-SYNTAX", SHEET, SUM, "1+"),
    ("FORMULA-LENGTH", SHEET, SUM, "1" + "+1" * 4_096),
    ("FORMULA-ARGUMENTS", SHEET, SUM, f"SUM({','.join('1' * 256)})"),
    ("FORMULA-NESTING", SHEET, SUM, DEEP),
    ("FORMULA-TEXT", SHEET, SUM, f'"{"x" * 256}"'),
    ("FORMULA-PREFIX", SHEET, "_xlfn.IFNA(", "IFNA("),
    ("FORMULA-LANGUAGE", SHEET, SUM, "SUMME(A2:A4)"),
    ("FORMULA-SHEET", SHEET, SUM, "Gone!A1"),
    ("FORMULA-SHEET", BOOK, "Data!$A$2", "Gone!$A$2"),
    ("FORMULA-NAME", SHEET, SUM, "rates"),
    ("FORMULA-TABLE", SHEET, SUM, "Sale[Id]"),
    ("FORMULA-COLUMN", SHEET, SUM, "SUM(Sales[Ids])"),
    ("FORMULA-PATH", SHEET, SUM, "[1]Data!A1"),
    ("FORMULA-PATH", SHEET, SUM, "'C:\\x\\[b.xlsx]Data'!A1"),
    ("FORMULA-SHARED", SHEET, f"<f>{SUM}</f>", '<f t="shared" si="0"/>'),
    ("FORMULA-ARRAY", SHEET, 'ref="F2:F3"', 'ref="F2:"'),
    ("TABLE-NAME", TABLE, 'displayName="Sales"', 'displayName="A1"'),
    ("TABLE-TWICE", OTHER, 'displayName="Plan"', 'displayName="RATE"'),
    ("TABLE-TWICE", OTHER, 'id="2" name="Plan"', 'id="1" name="Plan"'),
    ("TABLE-AREA", TABLE, "A1:C4", "A1:D4"),
    ("TABLE-AREA", OTHER, "A8:B10", "A8:B8"),
    ("TABLE-COLUMN", OTHER, 'name="Y"', 'name="x"'),
    ("TABLE-HEADER", OTHER, 'name="Y"', 'name="Z"'),
    ("TABLE-HEADER", SHEET, '<c r="B8" t="s"><v>4</v></c>', '<c r="B8"><v>4</v></c>'),
    ("TABLE-HEADER", SHEET, '<c r="B8" t="s"><v>4</v></c>', ""),
    ("TABLE-OVERLAP", OTHER, "A8:B10", "B4:C10"),
    ("TABLE-MERGE", SHEET, 'ref="H4:I4"', 'ref="A9:B9"'),
    ("TABLE-FILTER", TABLE, 'autoFilter ref="A1:C4"', 'autoFilter ref="A1:B4"'),
    ("TABLE-FILTER", SHEET, "<mergeCells ", '<autoFilter ref="A1:C4"/><mergeCells '),
    ("VALIDATION-LIST", SHEET, '"a,b"', f'"{"x" * 256}"'),
    ("VALIDATION-TEXT", SHEET, 'prompt="Message"', f'prompt="{"x" * 256}"'),
    ("VALIDATION-TEXT", SHEET, 'promptTitle="Title"', f'promptTitle="{"x" * 33}"'),
    ("VALIDATION-COUNT", SHEET, 'dataValidations count="2"', 'dataValidations count="3"'),
    ("VALIDATION-AREA", SHEET, 'sqref="J1"', 'sqref=""'),
    ("VALIDATION-KIND", SHEET, 'type="decimal"', 'type="number"'),
    ("CONDITIONAL-AREA", SHEET, 'sqref="K1:K5"', 'sqref="K5:K1"'),
    ("CONDITIONAL-STYLE", SHEET, 'dxfId="0"', 'dxfId="1"'),
    ("CONDITIONAL-RULE", SHEET, 'priority="1"', 'priority="0"'),
    ("MERGE-AREA", SHEET, 'ref="H4:I4"', 'ref="H4"'),
    ("MERGE-OVERLAP", SHEET, 'ref="H4:I4"', 'ref="I2:I4"'),
    ("MERGE-COUNT", SHEET, 'mergeCells count="2"', 'mergeCells count="1"'),
    ("LINK-AREA", SHEET, 'hyperlink ref="M1"', 'hyperlink ref="M0"'),
    ("LINK-PLACE", SHEET, "location=\"'It''s more'!A1\"", 'location="Gone!A1"'),
    ("LINK-LENGTH", SHEET, "<hyperlink ref", f'<hyperlink tooltip="{"x" * 256}" ref'),
    ("AREA-WRONG", SHEET, 'dimension ref="A1:N8"', 'dimension ref="A1:"'),
    ("AREA-COLUMNS", SHEET, "<sheetData>", '<cols><col min="2" max="1"/></cols><sheetData>'),
    ("NOTE-CELL", COMMENTS, "</comment>", '</comment><comment ref="N1" authorId="0"/>'),
    ("NOTE-AUTHOR", COMMENTS, 'authorId="0"', 'authorId="1"'),
    ("NOTE-DRAWING", VML, "<x:Column>13<", "<x:Column>12<"),
    ("CHAIN-CELL", CHAIN, 'r="E4"', 'r="E1"'),
    ("CHAIN-SHEET", CHAIN, 'i="1"', 'i="9"'),
]  # fmt: skip
# Told by files as such, or by a count.
ELSEWHERE = {"PART-MISSING", "SHEET-NONE", "STYLE-COUNT", "LINK-COUNT"}


@pytest.mark.parametrize(
    ("code", "part", "old", "new"), CASES, ids=[f"{n} {case[0]}" for n, case in enumerate(CASES)]
)
def test_a_spoiled_file_is_told(tmp_path: Path, code: str, part: str, old: str, new: str) -> None:
    faults = spoiled(tmp_path / "spoiled.xlsx", part, old, new)
    assert code in codes(faults)
    fault = next(fault for fault in faults if fault.code == code)
    assert fault.part
    assert fault.sentence.en != fault.sentence.de


def test_what_is_no_zip_or_encrypted_or_cut_off_is_told(tmp_path: Path) -> None:
    path = packed(good(), tmp_path / "good.xlsx")
    whole = path.read_bytes()
    for content, code in (
        (b"", "ZIP-NONE"),
        (b"id;name\n1;x\n", "ZIP-NONE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ZIP-ENCRYPTED"),
        (whole[: len(whole) // 2], "ZIP-DAMAGED"),
    ):
        path.write_bytes(content)
        assert codes(lint(path)) == {code}


def test_a_part_whose_bytes_were_hurt_is_told(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in good().items():
            archive.writestr(name, body)
        at = archive.getinfo(SHEET).header_offset
    content = bytearray(path.read_bytes())
    content[at + 30 + struct.unpack("<H", content[at + 26 : at + 28])[0] + 200] ^= 1
    path.write_bytes(content)
    assert "ZIP-DAMAGED" in codes(lint(path)) or "XML-FORM" in codes(lint(path))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_doubled_and_straying_entries_and_bombs_are_told(tmp_path: Path) -> None:
    for name, body, code in (
        ("XL/Workbook.xml", b"<a/>", "ZIP-TWICE"),
        ("xl/../../evil.xml", b"<a/>", "ZIP-OUTSIDE"),
        ("xl/bomb.xml", b"<a>" + b" " * 2**23 + b"</a>", "ZIP-LIMIT"),
        ("xl/strange.abc", b"?", "PART-TYPE"),
    ):
        path = packed({**good(), name: body}, tmp_path / "book.xlsx")
        assert code in codes(lint(path))


def test_a_package_without_types_workbook_or_sheets_is_told(tmp_path: Path) -> None:
    for missing, code in ((TYPES, "PART-MISSING"), ("_rels/.rels", "PART-MISSING")):
        parts = {name: body for name, body in good().items() if name != missing}
        assert code in codes(lint(packed(parts, tmp_path / "book.xlsx")))


def test_what_only_a_count_breaks_is_told(tmp_path: Path) -> None:
    link = '<hyperlink ref="M2" location="rate"/>'
    xf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    for code, parts in (
        ("SHEET-NONE", without_sheets()),
        ("LINK-COUNT", changed(SHEET, "</hyperlinks>", link * 65_530 + "</hyperlinks>")),
        ("STYLE-COUNT", changed(STYLES, "</cellXfs>", xf * 65_490 + "</cellXfs>")),
    ):
        assert code in codes(lint(packed(parts, tmp_path / "book.xlsx", zipfile.ZIP_STORED)))


def without_sheets() -> Parts:
    """Return the parts of the good file whose workbook names no sheet."""
    text = good()[BOOK].decode()
    begin, end = text.index("<sheets>"), text.index("</sheets>")
    return {**good(), BOOK: (text[: begin + len("<sheets>")] + text[end:]).encode()}


def test_every_rule_has_a_family_and_a_file_that_breaks_it() -> None:
    assert {code.partition("-")[0] for code in RULES} == set(FAMILIES)
    shown = {case[0] for case in CASES} | ELSEWHERE | set(outer_rules.RULES)
    zipped = {code for code in RULES if code.startswith("ZIP-")}
    assert set(RULES) - shown - zipped == set()
