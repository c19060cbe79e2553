"""The zip package of a workbook that people own: untouched entries keep their very bytes.

Parts are found by relationships, never by the names of files. What is hostile, encrypted, signed
or damaged is refused.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import Node, Splices, escaped, parse
from kamxl.limits import DEFAULT, MEGABYTE, RATIO, RATIO_FROM, Limits

TYPES = "[Content_Types].xml"
TYPE_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATION_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
ENCRYPTED = b"\xd0\xcf\x11\xe0"
_ZIP64 = 1
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAMAGED = "the workbook is damaged; open it in a spreadsheet program and save it again"


class Relation(NamedTuple):
    """What a part refers to; `part` is "" for something outside the file."""

    id: str
    kind: str
    target: str
    part: str


@dataclass(slots=True)
class _Entry:
    info: zipfile.ZipInfo
    packed: bytes
    extra: bytes


class Package:
    """The entries of a workbook file in their order."""

    def __init__(
        self, content: bytes, file: str, limits: Limits = DEFAULT, like: Package | None = None
    ) -> None:
        """Open a workbook; what it has in common with another one is not unpacked again."""
        self.file = file
        self._limits = limits
        self._entries: dict[str, _Entry] = {}
        self._new: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self._read: dict[str, bytes] = {}
        self._relations: dict[str, tuple[bytes, Sequence[Relation]]] = {}
        self._comment = b""
        if content[:4] == ENCRYPTED:
            raise InputError(
                "the file is encrypted or of the old kind (.xls): take the password away, save it "
                "as .xlsx",
                file,
            )
        try:
            self._open(content, like)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error,
                OSError):  # fmt: skip
            raise InputError(_DAMAGED, file) from None
        self._by_name = {name.casefold(): name for name in self._entries}
        self._refuse_signed()

    # ------------------------------------------------------------ reading

    def copy(self) -> Package:
        """Return the same package, to be changed: it shares what neither of them changes."""
        made = copy(self)
        made._entries, made._by_name = dict(self._entries), dict(self._by_name)
        made._new, made._dropped = dict(self._new), set(self._dropped)
        made._read, made._relations = dict(self._read), dict(self._relations)
        return made

    def _open(self, content: bytes, like: Package | None) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._comment = archive.comment
            entries = archive.infolist()
            if len(entries) > self._limits.entries:
                self._refuse(f"the workbook has more than {self._limits.entries:,} parts; refused")
            if len({entry.filename.casefold() for entry in entries}) < len(entries):
                self._refuse("the workbook has two parts of one name; refused")
            total = 0
            for entry in entries:
                name = entry.filename
                if entry.flag_bits & 1:
                    self._refuse("the file is encrypted: remove the password and save it again")
                if name.startswith("/") or "\\" in name or ".." in name.split("/"):
                    self._refuse(f"the workbook has a part outside itself ({name}); refused")
                size = entry.file_size
                total += size
                tight = size > RATIO_FROM and size > RATIO * max(entry.compress_size, 1)
                if total > self._limits.unpacked * MEGABYTE or tight:
                    self._refuse("the workbook is packed suspiciously tight; refused")
                packed = self._entries[name] = self._packed(content, entry)
                known = like._entries.get(name) if like else None
                if (
                    like
                    and known
                    and (known.info.CRC, known.info.file_size, known.info.compress_type)
                    == (entry.CRC, size, entry.compress_type)
                    and known.packed == packed.packed
                ):
                    self._read[name] = like._read[name]
                    continue
                # Reading checks the sums, and that no more comes out than was said.
                self._read[name] = archive.read(entry)
                if name.casefold().endswith((".xml", ".rels", ".vml")):
                    head = self._read[name]
                    if b"<!DOCTYPE" in (head.replace(b"\0", b"") if b"\0" in head else head):
                        self._refuse("the workbook holds a DOCTYPE, which none needs; refused")

    @staticmethod
    def _packed(content: bytes, entry: zipfile.ZipInfo) -> _Entry:
        at = entry.header_offset
        name, extra = struct.unpack_from("<HH", content, at + 26)
        data = at + 30 + name + extra
        return _Entry(
            entry,
            content[data : data + entry.compress_size],
            _extras(content[at + 30 + name : data]),
        )

    def _refuse(self, message: str) -> None:
        raise InputError(message, self.file)

    def _refuse_signed(self) -> None:
        if any(relation.kind.endswith("/digital-signature/origin") for relation in self.of("")):
            self._refuse(
                "the workbook is signed and a change would break the signature: remove it in Excel "
                "(File > Info), or work on a copy"
            )

    # ------------------------------------------------------------ parts

    def real(self, part: str) -> str:
        """Return a part's name as it is spelled here; InputError when it is missing."""
        for name in (part, unquote(part)):
            found = self._by_name.get(name.lstrip("/").casefold())
            if found and found not in self._dropped:
                return found
        raise InputError(f"the part {part} is missing: {_DAMAGED}", self.file)

    def has(self, part: str) -> bool:
        """Return whether there is a part."""
        found = self._by_name.get(part.casefold())
        return bool(found) and found not in self._dropped

    def names(self) -> list[str]:
        """Return all parts in their order, new ones last."""
        every = [*self._entries, *(name for name in self._new if name not in self._entries)]
        return [name for name in every if name not in self._dropped]

    def read(self, part: str) -> bytes:
        """Return a part as it is now."""
        if part in self._new:
            return self._new[part]
        if part not in self._read:
            raise InputError(f"the part {part} is missing: {_DAMAGED}", self.file)
        return self._read[part]

    def tree(self, part: str) -> Node:
        """Return a part's tree as it is now."""
        return parse(self.read(part), f"{self.file} ({part})")

    def put(self, part: str, data: bytes) -> None:
        """Replace a part, or add one; the same bytes change nothing."""
        if part in self._entries and data == self._read[part]:
            self._new.pop(part, None)
        else:
            self._new[part] = data
        self._dropped.discard(part)
        self._by_name[part.casefold()] = part

    def drop(self, part: str) -> None:
        """Take a part away, its declared type included."""
        self._dropped.add(part)
        self._new.pop(part, None)
        data = self.read(TYPES)
        splices = Splices(data)
        for node in self.tree(TYPES).all("Override"):
            if node.get("PartName").casefold() == f"/{part}".casefold():
                splices.replace(node.start, node.end, b"")
        self.put(TYPES, splices.done())

    def fresh(self, pattern: str) -> str:
        """Return a name that no part has, such as xl/worksheets/sheet{}.xml with a number."""
        number = 1
        while pattern.format(number).casefold() in self._by_name:
            number += 1
        return pattern.format(number)

    @property
    def changed(self) -> frozenset[str]:
        """The parts that are new, other than before, or gone."""
        return frozenset(self._new) | frozenset(self._dropped & set(self._entries))

    # ------------------------------------------------------------ types and relations

    def type_of(self, part: str) -> str:
        """Return the declared content type of a part."""
        root = self.tree(TYPES)
        for node in root.all("Override"):
            if node.get("PartName").casefold() == f"/{part}".casefold():
                return node.get("ContentType")
        ending = part.rpartition(".")[2].casefold()
        for node in root.all("Default"):
            if node.get("Extension").casefold() == ending:
                return node.get("ContentType")
        return ""

    def declare(self, part: str, content_type: str = "application/xml") -> None:
        """Declare the type of a part where it is not yet declared so."""
        if self.type_of(part) == content_type:
            return
        root, splices = self.tree(TYPES), Splices(self.read(TYPES))
        new = f'<{root.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
        splices.append(root, new.encode())
        self.put(TYPES, splices.done())

    def of(self, part: str) -> Sequence[Relation]:
        """Return the relations of a part ("" for the package), in their order."""
        rels = self.relations_part(part)
        if not self.has(rels):
            return []
        rels = self.real(rels)
        data = self.read(rels)
        known = self._relations.get(part)
        if known is not None and known[0] is data:
            return known[1]
        folder = posixpath.dirname(part)
        found: list[Relation] = []
        for node in self.tree(rels).all("Relationship"):
            target = node.get("Target")
            inside = ""
            if node.get("TargetMode") != "External" and not target.startswith("#"):
                # LibreOffice writes ../customXml/item1.xml even at the top of the package.
                inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append(Relation(node.get("Id"), node.get("Type"), target, inside))
        self._relations[part] = (data, found)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts that a part refers to by a kind of relation (its last word)."""
        return [
            self.real(relation.part)
            for relation in self.of(part)
            if relation.kind.rpartition("/")[2] == kind and relation.part
        ]

    @staticmethod
    def relations_part(part: str) -> str:
        """Return the name of the part that holds a part's relations."""
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def relate(self, part: str, kind: str, target: str, identity: str = "") -> str:
        """Make a part refer to another one; returns the relation's id."""
        rels = self.relations_part(part)
        if not self.has(rels):
            self.put(rels, f'{_HEAD}<Relationships xmlns="{RELATION_SPACE}"/>'.encode())
        rels = self.real(rels)
        taken = {relation.id for relation in self.of(part)}
        number = 1
        while not identity or identity in taken:
            identity, number = f"rId{number}", number + 1
        root, splices = self.tree(rels), Splices(self.read(rels))
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        new = (
            f'<{root.prefix}Relationship Id="{identity}" Type="{kind}" '
            f'Target="{escaped(relative)}"/>'
        )
        splices.append(root, new.encode())
        self.put(rels, splices.done())
        return identity

    def unrelate(self, part: str, target: str) -> None:
        """Take away the relation of a part to another one."""
        gone = {relation.id for relation in self.of(part) if relation.part and
                self.has(relation.part) and self.real(relation.part) == target}  # fmt: skip
        rels = self.real(self.relations_part(part))
        splices = Splices(self.read(rels))
        for node in self.tree(rels).all("Relationship"):
            if node.get("Id") in gone:
                splices.replace(node.start, node.end, b"")
        self.put(rels, splices.done())

    # ------------------------------------------------------------ writing

    def packed(self) -> bytes:
        """Return the file: old entries in their order and with their bytes, new ones behind."""
        stream = io.BytesIO()
        directory = []
        for name in self.names():
            entry = self._entries.get(name)
            if entry is None:
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
                entry = _Entry(info, b"", b"")
            if name in self._new:
                data = self._new[name]
                body = data if entry.info.compress_type == zipfile.ZIP_STORED else _deflated(data)
                crc, size = zlib.crc32(data), len(data)
            else:
                body, crc, size = entry.packed, entry.info.CRC, entry.info.file_size
            directory.append((entry, stream.tell(), crc, len(body), size))
            stream.write(_local(entry, crc, len(body), size))
            stream.write(body)
        start, count = stream.tell(), len(directory)
        for one in directory:
            stream.write(_central(*one))
        sizes = (count, count, stream.tell() - start, start, len(self._comment))
        stream.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *sizes))
        stream.write(self._comment)
        return stream.getvalue()


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _extras(extra: bytes) -> bytes:
    """Return extra fields without those about sizes over 4 GB, which no longer hold."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept


def _shared(entry: _Entry, crc: int, packed: int, size: int, extra: bytes) -> tuple[bytes, bytes]:
    """Return what both headers of an entry have in common, and its name in bytes."""
    info = entry.info
    unicode = info.flag_bits & 0x800
    name = info.orig_filename.encode("utf-8" if unicode else "cp437")
    year, month, day, hour, minute, second = info.date_time
    # Sizes stand in the header, not behind the data.
    flags = info.flag_bits & ~0x08
    head = struct.pack(
        "<5H3L2H", 20, flags, info.compress_type,
        hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day,
        crc, packed, size, len(name), len(extra),
    )  # fmt: skip
    return head, name


def _local(entry: _Entry, crc: int, packed: int, size: int) -> bytes:
    head, name = _shared(entry, crc, packed, size, entry.extra)
    return b"PK\x03\x04" + head + name + entry.extra


def _central(entry: _Entry, offset: int, crc: int, packed: int, size: int) -> bytes:
    info, extra = entry.info, _extras(entry.info.extra)
    head, name = _shared(entry, crc, packed, size, extra)
    made_by = struct.pack("<BB", info.create_version, info.create_system)
    tail = struct.pack(
        "<3H2L", len(info.comment), 0, info.internal_attr, info.external_attr, offset
    )
    return b"PK\x01\x02" + made_by + head + tail + name + extra + info.comment
