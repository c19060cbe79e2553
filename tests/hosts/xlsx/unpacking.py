"""Looks into a workbook file: its parts as XML, its sheets' cells by address."""

from __future__ import annotations

import re
import zipfile
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class XmlCell(NamedTuple):
    """A cell as the file holds it: type, formula, and cached or typed value as text."""

    type: str
    formula: str | None
    value: str | None


class Unpacked:
    """A workbook file, its parts parsed when asked for."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}

    def xml(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part])

    def matching(self, pattern: str) -> list[str]:
        return [name for name in self.names if re.fullmatch(pattern, name)]

    @cached_property
    def strings(self) -> list[str]:
        items = self.xml("xl/sharedStrings.xml").findall(f"{MAIN}si")
        return ["".join(item.itertext()) for item in items]

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet, by its name."""
        targets = {
            relation.get("Id"): f"xl/{relation.get('Target')}"
            for relation in self.xml("xl/_rels/workbook.xml.rels")
        }
        found = self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        return {str(sheet.get("name")): targets[sheet.get(RELATION)] for sheet in found}

    def cells(self, sheet: str) -> dict[str, XmlCell]:
        """Return a sheet's cells by address, texts resolved."""
        made = {}
        for cell in self.xml(self.sheets[sheet]).iter(f"{MAIN}c"):
            formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
            kind = str(cell.get("t", "n"))
            text = None if value is None else value.text or ""
            if kind == "s" and text is not None:
                text = self.strings[int(text)]
            made[str(cell.get("r"))] = XmlCell(
                kind, None if formula is None else formula.text, text
            )
        return made
