"""The zip package of a workbook: refused where it is hostile, opened by relationship."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from kamxl.errors import InputError
from kamxl.limits import DEFAULT, MEGABYTE, RATIO, RATIO_FROM, Limits

_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_CHUNK = 2**20
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
            raise InputError("the file is encrypted: remove the password and save it again", file)
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
            raise InputError(f"the workbook has a part outside itself ({name}); refused", file)
        size = _inflated(archive, entry, file, min(limits.part * MEGABYTE, most - total))
        if size > RATIO_FROM and size > RATIO * max(entry.compress_size, 1):
            raise InputError(f"the part {name} is packed suspiciously tight; refused", file)
        total += size


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, left: int) -> int:
    """Return the true size of an entry, counted while it is inflated."""
    size, tail = 0, b""
    xml = entry.filename.casefold().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise InputError("the workbook is too large once unpacked; refused", file)
            if xml and any(mark in tail + chunk for mark in _DOCTYPES):
                raise InputError("the workbook holds a DOCTYPE, which none needs; refused", file)
            tail = chunk[-32:]
    return size


def _package(archive: zipfile.ZipFile, file: str) -> Package:
    by_name = {name.casefold(): name for name in archive.namelist()}

    def real(part: str) -> str:
        return by_name[part.lstrip("/").casefold()]

    def tree(part: str) -> Element:
        root: Element = ElementTree.fromstring(archive.read(real(part)), forbid_dtd=True)
        return root

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
