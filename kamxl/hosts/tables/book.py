"""A filled workbook as a file: its sheets, where formulas are, and what in it is not ours."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml import ElementTree

from kamxl.cells import CellValue, Grid
from kamxl.errors import InputError
from kamxl.hosts.tables.package import open_package
from kamxl.hosts.tables.reading import file_content
from kamxl.hosts.tables.xlsx import column_number, read_sheet

XLSX = (".xlsx", ".xlsm")
CELL = re.compile(r"([A-Z]+)(\d+)")
# What a sheet may bring along that a fresh rendering would not have: relation type and word.
FOREIGN_RELATIONS = {
    "comments": "comments",
    "threadedComment": "threaded comments",
    "pivotTable": "a pivot table",
    "oleObject": "an embedded object",
    "ctrlProp": "form controls",
    "control": "form controls",
    "image": "a picture",
    "slicer": "a slicer",
    "hyperlink": "links to other places",
    "customProperty": "custom properties",
}
FOREIGN_PARTS = {
    "vbaProject.bin": "macros",
    "externalLinks/": "links to other workbooks",
    "connections.xml": "data connections",
    "customXml/": "custom XML",
    "slicerCaches/": "slicers",
}
# Names that programs make by themselves: print areas, filters, functions newer than the file.
MADE_BY_PROGRAMS = re.compile(r"_xl|_FilterDatabase|Excel_BuiltIn|__Anonymous", re.IGNORECASE)
# What SharePoint and Teams put into every file that lies there.
OF_SHAREPOINT = (b"schemas.microsoft.com/office/2006/metadata", b"schemas.microsoft.com/sharepoint")
DRAWN = {
    "pic": "a picture",
    "sp": "a shape or text box",
    "cxnSp": "a line",
    "contentPart": "a drawing in ink",
}


class BookFile:
    """A workbook file, read only."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._package = open_package(content, name)
        self._grids: dict[str, Grid] = {}
        self._unvalued: dict[str, frozenset[tuple[int, int]]] = {}

    @property
    def name(self) -> str:
        """The file's name."""
        return self._name

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        return tuple(self._package.sheets)

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on; error cells are CellError, blank ones None."""
        if sheet not in self._grids:
            self._grids[sheet], self._unvalued[sheet] = read_sheet(
                self._package, self._content, sheet
            )
        return self._grids[sheet]

    def unvalued(self, sheet: str) -> frozenset[tuple[int, int]]:
        """Return the rows and columns of formulas that have no stored result."""
        self.read(sheet)
        return self._unvalued[sheet]

    def formulas(self, sheet: str) -> dict[int, int]:
        """Return where formulas stand: by row, a number whose bit c is set for column c."""
        return _Formulas().read(self._package.part(sheet), f"{self._name}!{sheet}")

    def named_value(self, name: str) -> CellValue:
        """Return the stored value of a named cell, None where there is no such name."""
        reference = self._names.get(name, "")
        sheet, _, cell = reference.rpartition("!")
        found = CELL.fullmatch(cell.replace("$", ""))
        sheet = sheet.strip("'").replace("''", "'")
        if not found or sheet not in self._package.sheets:
            return None
        row, column = int(found[2]) - 1, column_number(found[1]) - 1
        rows = self.read(sheet)
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else None

    def foreign(
        self, charts: Mapping[str, int], tables: Mapping[str, int], names: Collection[str]
    ) -> list[str]:
        """Return in words what is not ours besides cells.

        `charts` and `tables` say how many of them each of our sheets has, `names` are our names.
        """
        found = [f"sheet “{name}”" for name in self._all_sheets() if name not in charts]
        parts = self._package.archive.namelist()
        for mark, word in FOREIGN_PARTS.items():
            if any(mark in part and not self._of_sharepoint(part) for part in parts):
                found.append(word)
        found += [
            f"the name “{name}”"
            for name in self._names
            if name not in names and not MADE_BY_PROGRAMS.match(name)
        ]
        for sheet in charts:
            found += self._foreign_on(sheet, charts[sheet], tables.get(sheet, 0))
        return found

    def _all_sheets(self) -> list[str]:
        """Return the names of all sheets, those of charts and old macros included."""
        return [
            element.get("name", "")
            for element in self._workbook
            if element.tag.rpartition("}")[2] == "sheet"
        ]

    def _of_sharepoint(self, part: str) -> bool:
        if not part.startswith("customXml/"):
            return False
        number = re.sub(r"\D", "", posixpath.basename(part))
        items = [
            other
            for other in self._package.archive.namelist()
            if re.fullmatch(rf"customXml/item{number}\.xml", other)
        ]
        return bool(items) and all(
            any(mark in self._package.archive.read(item) for mark in OF_SHAREPOINT)
            for item in items
        )

    def _foreign_on(self, sheet: str, charts: int, our_tables: int) -> Iterator[str]:
        part = self._package.sheets[sheet]
        tables = 0
        relations = list(self._relations(part))
        kinds = {kind for kind, _ in relations}
        if "vmlDrawing" in kinds and not kinds & {"comments", "ctrlProp", "control", "oleObject"}:
            yield f"a picture in the header or footer of “{sheet}”"
        for kind, target in relations:
            if kind == "drawing":
                yield from self._drawn(sheet, target, charts)
            elif kind == "table":
                tables += 1
            elif kind in FOREIGN_RELATIONS and not (kind == "hyperlink" and target.startswith("#")):
                yield f"{FOREIGN_RELATIONS[kind]} on “{sheet}”"
        if tables > our_tables:
            more = tables - our_tables
            yield f"{more} table{'s' if more > 1 else ''} on “{sheet}”"

    def _drawn(self, sheet: str, part: str, charts: int) -> Iterator[str]:
        root = self._tree(part)
        local = [element.tag.rpartition("}")[2] for element in root.iter()]
        more = local.count("graphicFrame") - charts
        if more > 0:
            yield f"{more} chart{'s' if more > 1 else ''} on “{sheet}”"
        for tag, word in DRAWN.items():
            if tag in local:
                yield f"{word} on “{sheet}”"

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self._package.archive.namelist():
            return
        for relation in self._tree(rels):
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or target.startswith("#"):
                yield kind, target
            elif target.startswith("/"):
                yield kind, target.lstrip("/")
            else:
                yield kind, posixpath.normpath(posixpath.join(folder, target))

    @cached_property
    def _workbook(self) -> list[Element]:
        """The elements of the workbook's own part, which its relation names."""
        target = next(target for kind, target in self._relations("") if kind == "officeDocument")
        return list(self._tree(target).iter())

    @cached_property
    def _names(self) -> dict[str, str]:
        return {
            element.get("name", ""): element.text or ""
            for element in self._workbook
            if element.tag.rpartition("}")[2] == "definedName"
        }

    def _tree(self, part: str) -> Element:
        root: Element = ElementTree.fromstring(self._package.archive.read(part), forbid_dtd=True)
        return root


class _Formulas:
    """Finds the cells with a formula of a sheet."""

    def __init__(self) -> None:
        self.found: dict[int, int] = {}
        self._row = self._column = -1

    def read(self, xml: bytes, place: str) -> dict[int, int]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise InputError(
                "the sheet is damaged; open it in a spreadsheet program and save it again", place
            ) from None
        return self.found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            found = CELL.fullmatch(attributes.get("r", ""))
            if found:
                self._row, self._column = int(found[2]) - 1, column_number(found[1]) - 1
            else:
                self._column += 1
        elif tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif tag == "f":
            self.found[self._row] = self.found.get(self._row, 0) | 1 << self._column


def read_book(path: Path) -> BookFile:
    """Return a workbook file; InputError with one sentence where it cannot be read."""
    content = file_content(path, XLSX)
    return BookFile(content, path.name)
