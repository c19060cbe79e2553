"""The zip package of a workbook: refused where it is hostile, opened by relationship."""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from kamxl.errors import InputError
from kamxl.limits import DEFAULT, MEGABYTE, RATIO, RATIO_FROM, Limits

_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_CHUNK = 2**20
_DRIVE = re.compile(r"[A-Za-z]:")
# How many texts a list says to have: the reader makes room for them before it looks.
_SAID_COUNT = re.compile(rb"""<(?:\w+:)?sst\b[^>]*?\buniqueCount\s*=\s*["'](\d+)""")
# No part of a workbook nests as deep; trees that do end the process.
_DEEPEST = 256
ENCRYPTED = "the file is encrypted: remove the password and save it again"
DAMAGED = "the workbook is damaged; open it in a spreadsheet program and save it again"


@dataclass(frozen=True, slots=True)
class Package:
    """The sheets of a workbook in their order, by name, with the XML part of each."""

    file: str
    archive: zipfile.ZipFile
    sheets: dict[str, str]
    hidden: frozenset[str]

    def part(self, sheet: str) -> bytes:
        """Return the XML of a sheet."""
        return self.archive.read(self.sheets[sheet])

    def with_part(self, sheet: str, xml: bytes) -> bytes:
        """Return the workbook with another XML for a sheet, to be read and thrown away."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as copy:
            for name in self.archive.namelist():
                copy.writestr(name, xml if name == self.sheets[sheet] else self.archive.read(name))
        return stream.getvalue()


def open_package(content: bytes, file: str, limits: Limits = DEFAULT) -> Package:
    """Return the package of a workbook; InputError where it is hostile or damaged."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        inspect(archive, file, limits)
        return _package(archive, file)
    except DefusedXmlException:
        raise InputError("the workbook holds a DOCTYPE, which none needs; refused", file) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ParseError,
        LookupError,  # a part or an encoding that does not exist
        ValueError,
        OSError,
    ):
        raise InputError(DAMAGED, file) from None


def inspect(archive: zipfile.ZipFile, file: str, limits: Limits = DEFAULT) -> None:
    """Refuse an archive that is hostile: too large unpacked, encrypted, or with strange entries."""
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise InputError(f"the workbook has more than {limits.entries:,} parts; refused", file)
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise InputError("the workbook has two parts of one name; refused", file)
    total, most = 0, limits.unpacked * MEGABYTE
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 1:
            raise InputError(ENCRYPTED, file)
        outside = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
        if outside or _DRIVE.match(name):
            raise InputError(f"the workbook has a part outside itself ({name}); refused", file)
        total += _inflated(archive, entry, file, min(limits.part * MEGABYTE, most - total))


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, left: int) -> int:
    """Return the true size of an entry, counted while it is inflated; refuse what is hostile."""
    size, tail, name = 0, b"", entry.filename
    xml = name.casefold().endswith((".xml", ".rels", ".vml"))
    tightest = max(RATIO_FROM, RATIO * max(entry.compress_size, 1))
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if xml and not size:
                _inspect_head(chunk, entry, file)
            size += len(chunk)
            if size > left:
                raise InputError("the workbook is too large once unpacked; refused", file)
            if size > tightest:
                raise InputError(f"the part {name} is packed suspiciously tight; refused", file)
            if xml and b"\0" in chunk and name.startswith("xl/"):
                raise InputError(DAMAGED, file)
            joined = tail + chunk
            marks = _DOCTYPES if b"\0" in joined else _DOCTYPES[:1]
            if xml and any(mark in joined for mark in marks):
                raise InputError("the workbook holds a DOCTYPE, which none needs; refused", file)
            tail = chunk[-32:]
    return size


def _inspect_head(head: bytes, entry: zipfile.ZipInfo, file: str) -> None:
    """Refuse a part of XML whose beginning says what the reader cannot bear."""
    name = entry.filename
    if b"\0" in head[:4] and name.startswith("xl/"):
        if any(mark in head for mark in _DOCTYPES):
            raise InputError("the workbook holds a DOCTYPE, which none needs; refused", file)
        raise InputError(
            f"the part {name} is written in UTF-16; open the workbook in a spreadsheet program and "
            "save it again",
            file,
        )
    said = _SAID_COUNT.search(head[:4096])
    # The shortest text is <si/>.
    if said and int(said[1][:20]) > entry.file_size // 5 + 1:
        raise InputError(DAMAGED, file)


def tree_of(xml: bytes) -> Element:
    """Return a small part as a tree; ValueError for one that nests too deep or has a DOCTYPE.

    ParseError where it is no XML.
    """
    depth = 0

    def deeper(_tag: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError(f"more than {_DEEPEST} levels")

    def higher(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = deeper, higher
    # What is wrong with the XML the next reader says.
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(xml, True)
    root: Element = ElementTree.fromstring(xml, forbid_dtd=True)
    return root


def _package(archive: zipfile.ZipFile, file: str) -> Package:
    by_name = {name.casefold(): name for name in archive.namelist()}

    def real(part: str) -> str:
        return by_name[part.lstrip("/").casefold()]

    def tree(part: str) -> Element:
        return tree_of(archive.read(real(part)))

    book = next(
        (
            relation.get("Target", "")
            for relation in tree("_rels/.rels")
            if relation.get("Type", "").endswith("/officeDocument")
        ),
        "",
    ).lstrip("/")
    folder, name = posixpath.split(book)
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets: dict[str, str] = {}
    hidden: set[str] = set()
    for element in tree(book).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
        if relation in targets:
            title = element.get("name", "")
            target = targets[relation]
            path = target if target.startswith("/") else posixpath.join(folder, target)
            sheets[title] = real(posixpath.normpath(path))
            if element.get("state", "visible") != "visible":
                hidden.add(title)
    if not sheets:
        raise InputError("the workbook has no sheet with cells", file)
    return Package(file, archive, sheets, frozenset(hidden))
