"""What a cell of a file holds: its formula, and its value as it is stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kamxl.cells import CellError, CellValue
from kamxl.hosts.xlsx.patching.markup import Node, parse
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.scanning import Scanned, SheetCell

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ERRORS = {str(error): error for error in CellError}
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));")
_TEXT = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_PHONETIC = re.compile(r"<(?:\w+:)?rPh[ >].*?</(?:\w+:)?rPh>", re.DOTALL)


def plain(raw: str) -> str:
    """Return the text that an XML text stands for."""

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 16))
        return chr(int(found[2])) if found[2] else _ENTITIES.get(found[3], found[0])

    return _ENTITY.sub(one, raw.replace("\r\n", "\n").replace("\r", "\n"))


def unescaped(text: str) -> str:
    """Return a text without the escapes that spreadsheets use for characters."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def text_of(item: str) -> str:
    """Return the text of a shared or inline string's XML, without its formats and readings."""
    return unescaped(plain("".join(_TEXT.findall(_PHONETIC.sub("", item)))))


def shared_strings(package: Package, workbook: str) -> list[str]:
    """Return the texts that cells share."""
    found = package.related(workbook, "sharedStrings")
    if not found:
        return []
    data = package.read(found[0])
    root: Node = parse(data, f"{package.file} ({found[0]})")
    return [text_of(node.inner(data).decode()) for node in root.all("si")]


def value(sheet: Scanned, cell: SheetCell, shared: Callable[[], Sequence[str]]) -> CellValue:
    """Return a cell's stored value; a day is its number.

    `shared` gives the texts that cells share: what kamxl writes shares none, so they are read late.
    """
    if cell.value is None:
        return None
    raw = sheet.data[cell.value[0] : cell.value[1]].decode()
    if cell.inline:
        return text_of(raw)
    text = plain(raw[raw.index(">") + 1 :].rpartition("</")[0])
    if cell.type == "str":
        return unescaped(text)
    if not text.strip():
        return None
    if cell.type == "s":
        strings = shared()
        return strings[int(text)] if int(text) < len(strings) else None
    if cell.type == "b":
        return text.strip() in ("1", "true")
    if cell.type == "e":
        return _ERRORS.get(text.strip(), CellError.VALUE)
    try:
        return float(text)
    except ValueError:
        return text
