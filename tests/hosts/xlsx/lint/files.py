"""Good files to be spoiled: one with all that the lint looks at, changed part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from kamxl.hosts.xlsx.lint import Fault, lint

BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
SHEET, SECOND = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
TABLE, OTHER = "xl/tables/table1.xml", "xl/tables/table2.xml"
COMMENTS, VML = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
CHAIN = "xl/calcChain.xml"

Parts = dict[str, bytes]
Change = Callable[[str], str]


@cache
def good() -> Parts:
    """Return the parts of a workbook with two sheets, two tables and everything over them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "good.xlsx"
        _write(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    return _chained(parts)


def _write(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, second = book.add_worksheet("Data"), book.add_worksheet("It's more")
        bold = book.add_format({"bold": True, "num_format": "0.00 €"})
        red = book.add_format({"font_color": "red"})
        sheet.add_table(
            "A1:C4",
            {
                "name": "Sales",
                "columns": [
                    {"header": "Id"},
                    {"header": "Amount [€]"},
                    {"header": "Two\nlines", "formula": "=Sales[[#This Row],[Id]]*2"},
                ],
            },
        )
        sheet.add_table("A8:B10", {"name": "Plan", "columns": [{"header": "X"}, {"header": "Y"}]})
        for row in range(1, 4):
            sheet.write_number(row, 0, row, bold)
            sheet.write_number(row, 1, row / 4)
        sheet.write_string("E1", "text")
        sheet.write_boolean("E2", True)
        sheet.write_formula("E3", "=SUM(A2:A4)+rate", None, 7)
        sheet.write_formula("E4", "=1/0", None, "#DIV/0!")
        sheet.write_formula("E5", "='It''s more'!A1&\"x\"", None, "x")
        sheet.write_formula("E6", "=_xlfn.IFNA(local,Sales[Id])", None, 1)
        sheet.write_array_formula("F2:F3", "{=A2:A3*2}", None, 2)
        sheet.merge_range("H1:I2", "merged")
        sheet.merge_range("H4:I4", "merged too")
        sheet.data_validation("J1", {"validate": "list", "source": ["a", "b"]})
        sheet.data_validation(
            "J2",
            {
                "validate": "decimal", "criteria": "between", "minimum": 1, "maximum": "=$A$2",
                "input_title": "Title", "input_message": "Message", "error_message": "Error",
            },
        )  # fmt: skip
        sheet.conditional_format(
            "K1:K5", {"type": "formula", "criteria": "=$A1>rate", "format": red}
        )
        sheet.conditional_format("L1:L5", {"type": "data_bar", "data_bar_2010": True})
        sheet.write_url("M1", "internal:'It''s more'!A1", None, "there")
        sheet.write_url("M2", "https://example.org/")
        sheet.write_comment("N1", "note")
        sheet.add_sparkline("O1", {"range": "Data!A2:A4"})
        second.write_string("A1", "y")
        second.autofilter("A1:B2")
        book.define_name("rate", "=Data!$A$2")
        book.define_name("Data!local", "=Data!$A$3")


def _chained(parts: Parts) -> Parts:
    """Return the parts with an order of calculation, which XlsxWriter does not write."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = f'<calcChain xmlns="{main}"><c r="E3" i="1"/><c r="E4"/></calcChain>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/>'
    override = f'<Override PartName="/{CHAIN}" ContentType="{content}"/>'
    return {
        **parts,
        CHAIN: chain.encode(),
        RELATIONS: parts[RELATIONS].replace(b"</Rel", relation.encode() + b"</Rel"),
        TYPES: parts[TYPES].replace(b"</Types>", override.encode() + b"</Types>"),
    }


def packed(parts: Parts, path: Path, kind: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write parts as a workbook file."""
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def changed(part: str, old: str, new: str) -> Parts:
    """Return the parts of the good file with one text of one part replaced, wherever it stands."""
    text = good()[part].decode()
    assert old in text, f"{old} is not in {part}: {text[:3000]}"
    return {**good(), part: text.replace(old, new).encode()}


def spoiled(path: Path, part: str, old: str, new: str) -> list[Fault]:
    """Return what the lint says when one text of one part is another one."""
    return lint(packed(changed(part, old, new), path))


def codes(faults: list[Fault]) -> set[str]:
    """Return the codes of faults."""
    return {fault.code for fault in faults}
