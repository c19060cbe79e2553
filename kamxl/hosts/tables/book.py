"""A filled workbook as a file: its sheets, formulas, tables, names, and what it remembers."""

from __future__ import annotations

import base64
import contextlib
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml.common import DefusedXmlException

from kamxl import __version__
from kamxl.cells import CellValue, Grid
from kamxl.errors import InputError
from kamxl.hosts.tables.package import DAMAGED, open_package, tree_of
from kamxl.hosts.tables.reading import book_kind, file_content
from kamxl.hosts.tables.regular import Irregular, texts
from kamxl.hosts.tables.xlsx import Values, column_number, read_sheet, without_formulas
from kamxl.limits import DEFAULT, Limits
from kamxl.workbook.merging.references import shifted
from kamxl.workbook.spec import Area
from kamxl.workbook.state import STATE_SPACE

XLSX = (".xlsx", ".xlsm")
CELL = re.compile(r"([A-Z]+)(\d+)")
# A formula in the bytes of a sheet, whatever their encoding.
_FORMULA = re.compile(rb"<(?:[^<>\s/]+:)?f[\s/>]|\0")
OF_STATE = re.compile(r"customXml/item\d+\.xml", re.IGNORECASE)


class BookFile:
    """A workbook file, read only."""

    def __init__(self, content: bytes, name: str, limits: Limits = DEFAULT) -> None:
        self._values = Values(content, name)
        self._name = name
        self._limits = limits
        self._package = open_package(content, name, limits)
        self._grids: dict[str, Grid] = {}
        self._unvalued: dict[str, frozenset[tuple[int, int]]] = {}
        # Where formulas stand, of sheets that were read; None where nobody looked.
        self._masks: dict[str, dict[int, int] | None] = {}
        self._texts: dict[str, dict[tuple[int, int], str]] = {}
        self._arrays: dict[str, dict[tuple[int, int], Area]] = {}

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
            self._grids[sheet], self._unvalued[sheet], self._masks[sheet] = read_sheet(
                self._package, self._values, sheet, self._limits
            )
        return self._grids[sheet]

    def unvalued(self, sheet: str) -> frozenset[tuple[int, int]]:
        """Return the rows and columns of formulas that have no stored result."""
        self.read(sheet)
        return self._unvalued[sheet]

    def formulas(self, sheet: str) -> dict[int, int]:
        """Return where formulas stand: by row, a number whose bit c is set for column c."""
        known = self._masks.get(sheet)
        if known is not None:
            return known
        return _Formulas().read(self._package.part(sheet), f"{self._name}!{sheet}")

    def texts(self, sheet: str) -> dict[tuple[int, int], str]:
        """Return the text of every formula, "=" included, by row and column.

        Formulas that a group of cells shares are spelled out; those of an array or a data table
        stand where the program keeps them.
        """
        if sheet not in self._texts:
            self._texts[sheet], self._arrays[sheet] = self._spelled(sheet)
        return self._texts[sheet]

    def _spelled(
        self, sheet: str
    ) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], Area]]:
        known = self._masks.get(sheet)
        if known is not None and not known:
            return {}, {}
        xml = self._package.part(sheet)
        if known is None and without_formulas(xml):
            return {}, {}
        if known is not None:
            with contextlib.suppress(Irregular):
                return texts(xml)
        reader = _Texts()
        return reader.read(xml, f"{self._name}!{sheet}"), reader.arrays

    def arrays(self, sheet: str) -> dict[tuple[int, int], Area]:
        """Return the areas over which one formula spreads, by the cell that holds it."""
        self.texts(sheet)
        return self._arrays[sheet]

    def tables(self, sheet: str) -> dict[str, Area]:
        """Return the extents of a sheet's tables, header included, by their names."""
        found: dict[str, Area] = {}
        for kind, target in self._relations(self._package.sheets[sheet]):
            if kind != "table":
                continue
            root = self._tree(target)
            extent = _area(root.get("ref", ""))
            if extent is not None:
                found[root.get("displayName", root.get("name", ""))] = extent
        return found

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's own defined names stand for."""
        return self._names

    def printed(self, sheet: str) -> Area | None:
        """Return the print area of a sheet, None where it has none or several."""
        number = str(list(self._package.sheets).index(sheet))
        for element in self._workbook:
            if element.get("name") == "_xlnm.Print_Area" and element.get("localSheetId") == number:
                cells = (element.text or "").rpartition("!")[2].replace("$", "")
                first, _, last = cells.partition(":")
                top, bottom = CELL.fullmatch(first), CELL.fullmatch(last or first)
                if top and bottom and "," not in (element.text or ""):
                    return Area(
                        int(top[2]) - 1, column_number(top[1]) - 1,
                        int(bottom[2]) - 1, column_number(bottom[1]) - 1,
                    )  # fmt: skip
        return None

    def properties(self) -> dict[str, str]:
        """Return the workbook's custom properties as texts."""
        found: dict[str, str] = {}
        for kind, target in self._relations(""):
            if kind != "custom-properties" or target not in self._package.archive.namelist():
                continue
            for node in self._tree(target):
                found[node.get("name", "")] = "".join(node.itertext()).strip()
        return found

    def digest(self, sheet: str) -> str:
        """Return what tells the bytes from which a sheet is read from others.

        To them belong shared texts, formats, which make days of numbers, and who reads.
        """
        found = blake2b(self._around, digest_size=16)
        found.update(self._package.part(sheet))
        return found.hexdigest()

    @cached_property
    def _around(self) -> bytes:
        found = blake2b(__version__.encode(), digest_size=16)
        part = next(target for kind, target in self._relations("") if kind == "officeDocument")
        dates = [node.get("date1904", "") for node in self._workbook]
        found.update(repr([one for one in dates if one]).encode())
        for kind, target in self._relations(part):
            if kind in ("sharedStrings", "styles"):
                found.update(kind.encode())
                found.update(self._package.archive.read(target))
        return found.digest()

    def state(self) -> bytes | None:
        """Return what kamxl remembered in the workbook, None where it has never been."""
        for part in self._package.archive.namelist():
            if not OF_STATE.fullmatch(part):
                continue
            if STATE_SPACE.encode() not in self._package.archive.read(part)[:4096]:
                continue
            root = self._tree(part)
            if root.tag == f"{{{STATE_SPACE}}}state":
                with contextlib.suppress(ValueError):
                    return base64.b64decode("".join((root.text or "").split()), validate=True)
        return None

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
            and element.get("localSheetId") is None
        }

    def _tree(self, part: str) -> Element:
        try:
            return tree_of(self._package.archive.read(part))
        except (ParseError, DefusedXmlException, LookupError, ValueError):
            raise InputError(f"the part {part} is damaged: {DAMAGED}", self._name) from None


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
        except (expat.ExpatError, LookupError, ValueError):
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


class _Texts:
    """Finds the text of every formula of a sheet."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._row = self._column = -1
        self._in_cell = self._inside = False
        self._parts: list[str] = []
        self._shared = ""
        self._masters: dict[str, tuple[int, int, str]] = {}
        self.arrays: dict[tuple[int, int], Area] = {}

    def read(self, xml: bytes, place: str) -> dict[tuple[int, int], str]:
        parser = expat.ParserCreate()
        if _FORMULA.search(xml):
            parser.buffer_text = True
            parser.StartElementHandler = self._start
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise InputError(
                "the sheet is damaged; open it in a spreadsheet program and save it again", place
            ) from None
        return self.found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._in_cell = True
            found = CELL.fullmatch(attributes.get("r", ""))
            if found:
                self._row, self._column = int(found[2]) - 1, column_number(found[1]) - 1
            else:
                self._column += 1
        elif tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif tag == "f" and self._in_cell:
            self._inside, self._parts = True, []
            self._shared = attributes.get("si", "") if attributes.get("t") == "shared" else ""
            covered = _area(attributes.get("ref", "")) if attributes.get("t") == "array" else None
            if covered is not None:
                self.arrays[self._row, self._column] = covered

    def _characters(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._in_cell = False
        if tag != "f" or not self._inside:
            return
        self._inside = False
        text = "".join(self._parts)
        if self._shared and text:
            self._masters[self._shared] = (self._row, self._column, text)
        elif self._shared and self._shared in self._masters:
            row, column, shared = self._masters[self._shared]
            text = shifted(shared, self._row - row, self._column - column) or ""
        # Tens of thousands of cells of a table hold the same text.
        self.found[self._row, self._column] = sys.intern(f"={text}")


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    top, bottom = CELL.fullmatch(first), CELL.fullmatch(last or first)
    if not top or not bottom:
        return None
    return Area(
        int(top[2]) - 1, column_number(top[1]) - 1,
        int(bottom[2]) - 1, column_number(bottom[1]) - 1,
    )  # fmt: skip


def read_book(path: Path, limits: Limits = DEFAULT) -> BookFile:
    """Return a workbook file; InputError with one sentence where it cannot be read."""
    content = file_content(path, XLSX, limits)
    kind = book_kind(content, path.name)
    if kind != "xlsx":
        raise InputError(f"inside, this is a .{kind} workbook; save it as .xlsx", path.name)
    return BookFile(content, path.name, limits)
