"""The zip of a workbook: its entries, content types and relations, read part by part."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kamxl.hosts.xlsx.lint.parsing import Malformed, Node, Scan, Tree
from kamxl.hosts.xlsx.lint.rules import Faults
from kamxl.limits import DEFAULT, MEGABYTE, RATIO, RATIO_FROM

ENTRIES = DEFAULT.entries
# As for input: whatever we write stays below, and is looked at as well.
PART_BYTES, TOTAL_BYTES = DEFAULT.part * MEGABYTE, DEFAULT.unpacked * MEGABYTE
CHUNK, LONGEST_TARGET = 2**18, 2_083
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = "[Content_Types].xml"
# What a relation's kind says about the content type of its part.
KINDS = {
    "worksheet": "spreadsheetml.worksheet+xml",
    "chartsheet": "spreadsheetml.chartsheet+xml",
    "styles": "spreadsheetml.styles+xml",
    "sharedStrings": "spreadsheetml.sharedStrings+xml",
    "table": "spreadsheetml.table+xml",
    "comments": "spreadsheetml.comments+xml",
    "calcChain": "spreadsheetml.calcChain+xml",
    "drawing": "drawing+xml",
    "vmlDrawing": "vmlDrawing",
    "chart": "chart+xml",
    "theme": "theme+xml",
    "vbaProject": "vbaProject",
    "pivotTable": "spreadsheetml.pivotTable+xml",
    "pivotCacheDefinition": "spreadsheetml.pivotCacheDefinition+xml",
    "externalLink": "spreadsheetml.externalLink+xml",
    "sheetMetadata": "spreadsheetml.sheetMetadata+xml",
    "custom-properties": "custom-properties+xml",
    "core-properties": "core-properties+xml",
    "extended-properties": "extended-properties+xml",
    "customXmlProps": "customXmlProperties+xml",
    "threadedComment": "ms-excel.threadedcomments+xml",
    "person": "ms-excel.person+xml",
    "slicer": "ms-excel.slicer+xml",
    "slicerCache": "ms-excel.slicerCache+xml",
}


class Unusable(Exception):
    """A file whose fault is told already, and about which nothing more can be said."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation leads: its kind (`worksheet`), and the part, blank when outside."""

    kind: str
    target: str


class Package:
    """A workbook file that is open, and the faults that come up while it is read."""

    def __init__(self, file: Path | bytes, faults: Faults) -> None:
        self.faults = faults
        self.archive = _opened(file, faults)
        self.entries = _entries(self.archive, faults)
        self.total = 0
        self.read: set[str] = set()
        # What is read instead of a part: the rows of a sheet that changed.
        self.instead: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._read_types()

    def close(self) -> None:
        """Close the file."""
        self.archive.close()

    def real(self, part: str) -> str:
        """Return the name of an entry as the zip spells it, blank where there is none."""
        entry = self.entries.get(part.lstrip("/").casefold())
        return entry.filename if entry else ""

    def type(self, part: str) -> str:
        """Return the content type of a part."""
        ending = part.rpartition(".")[2].casefold()
        return self.types.get(part.casefold()) or self._defaults.get(ending, "")

    # ------------------------------------------------------------ contents
    def chunks(self, part: str) -> Iterator[bytes]:
        """Yield what a part holds, counted while it is inflated."""
        entry = self.entries[part.casefold()]
        self.read.add(part)
        if part in self.instead:
            yield self.instead[part]
            return
        size = 0
        try:
            with self.archive.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self.total += len(chunk)
                    if size > PART_BYTES or self.total > TOTAL_BYTES:
                        raise Malformed("ZIP-LIMIT", f"{self.total:,} bytes")
                    if size > RATIO_FROM and size > RATIO * max(entry.compress_size, 1):
                        raise Malformed("ZIP-LIMIT", f"packed to 1/{RATIO}")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Malformed("ZIP-DAMAGED", type(error).__name__) from None
        except (NotImplementedError, RuntimeError):
            raise Malformed("ZIP-DAMAGED", "packed in an unknown way") from None

    def scan(self, part: str, scan: Scan, root: str = "") -> bool:
        """Read a part once; tell what is wrong with its XML and return whether it was read."""
        try:
            scan.read(self.chunks(part))
        except Malformed as error:
            self.faults.add(error.code, part, "", error.what)
            return False
        for prefix in dict.fromkeys(scan.undeclared):
            self.faults.add("XML-IGNORABLE", part, "", prefix)
        if root and scan.root != root:
            self.faults.add("XML-ROOT", part, "", scan.root)
            return False
        if scan.relations:
            known = self.relations(part)
            for relation, tag in scan.relations.items():
                if relation not in known:
                    self.faults.add("PART-REFERENCE", part, tag, relation)
        return True

    def tree(self, part: str, root: str = "") -> Node:
        """Return a part as nodes; without any where it cannot be read."""
        tree = Tree()
        return tree.node if self.scan(part, tree, root) else Node(root, {})

    def bytes(self, part: str) -> bytes:
        """Return a small part whole, blank where it cannot be read."""
        try:
            return b"".join(self.chunks(part))
        except Malformed as error:
            self.faults.add(error.code, part, "", error.what)
            return b""

    # ------------------------------------------------------------ relations
    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their ids."""
        if part not in self._relations:
            self._relations[part] = {}  # its own XML refers to none
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts to which relations of one kind lead."""
        return [r.target for r in self.relations(part).values() if r.kind == kind and r.target]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        place = self.real(posixpath.join(folder, "_rels", f"{name}.rels"))
        if not place:
            return {}
        found: dict[str, Relation] = {}
        for node in self.tree(place, "Relationships").all("Relationship"):
            key, target = node.get("Id"), node.get("Target")
            if not key or key in found:
                self.faults.add("PART-RELATION-ID", place, key, key)
            kind = node.get("Type").rpartition("/")[2]
            found[key] = Relation(kind, "")
            outside = node.get("TargetMode") == "External"
            reachable = bool(target.strip()) and len(target) <= LONGEST_TARGET
            if outside and kind == "hyperlink" and not reachable:
                self.faults.add("LINK-TARGET", place, key, len(target))
            if outside or target.startswith("#"):
                continue
            path = target if target.startswith("/") else posixpath.join("/", folder, target)
            real = self.real(posixpath.normpath(path)) or self.real(
                posixpath.normpath(unquote(path))
            )
            if not real:
                self.faults.add("PART-RELATION", place, key, target)
                continue
            wanted = KINDS.get(kind)
            if wanted and not self.type(real).endswith(wanted):
                self.faults.add("PART-TYPE", real, "", self.type(real) or kind)
            found[key] = Relation(kind, real)
        return found

    def _read_types(self) -> None:
        if not (place := self.real(TYPES)):
            self.faults.add("PART-MISSING", "", "", TYPES)
            raise Unusable
        for node in self.tree(place, "Types").children:
            content = node.get("ContentType")
            if node.tag == "Default":
                self._defaults[node.get("Extension").casefold()] = content
            elif node.tag == "Override":
                part = node.get("PartName").lstrip("/").casefold()
                if part in self.types:
                    self.faults.add("PART-TYPE", place, node.get("PartName"), "twice")
                self.types[part] = content
                if part not in self.entries and unquote(part) not in self.entries:
                    self.faults.add("PART-OVERRIDE", place, "", node.get("PartName"))
        for entry in self.entries.values():
            name = entry.filename
            if name != place and not name.endswith("/") and not self.type(name):
                self.faults.add("PART-TYPE", name, "", "missing")


def _opened(file: Path | bytes, faults: Faults) -> zipfile.ZipFile:
    if isinstance(file, bytes):
        start = file[:8]
    else:
        with file.open("rb") as stream:
            start = stream.read(8)
    if start == OLE:
        faults.add("ZIP-ENCRYPTED", "")
        raise Unusable
    if not start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        faults.add("ZIP-NONE", "")
        raise Unusable
    try:
        return zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        faults.add("ZIP-DAMAGED", "", "", "the list of its entries")
        raise Unusable from None


def _entries(archive: zipfile.ZipFile, faults: Faults) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by their names in lower case."""
    found: dict[str, zipfile.ZipInfo] = {}
    listed = archive.infolist()
    if len(listed) > ENTRIES:
        faults.add("ZIP-LIMIT", "", "", f"{len(listed):,} entries")
        raise Unusable
    for entry in listed:
        name = entry.filename
        if entry.flag_bits & 1:
            faults.add("ZIP-ENCRYPTED", name)
            raise Unusable
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
            faults.add("ZIP-OUTSIDE", name)
        if name.casefold() in found:
            faults.add("ZIP-TWICE", name)
        found[name.casefold()] = entry
    return found
