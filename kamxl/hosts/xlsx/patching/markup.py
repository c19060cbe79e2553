"""XML as bytes with places: what is read keeps its offsets, what changes is spliced in.

Nothing is parsed and written again: a part keeps its spelling, prefixes and order outside the
bytes that are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from kamxl.errors import InputError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/"
START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ENCODINGS = ("utf-8", "us-ascii", "ascii")
# No part of a workbook nests as deep.
_DEEPEST = 256
_DAMAGED = "the file is damaged; open it in a spreadsheet program and save it again"


@dataclass(slots=True)
class Node:
    """An element: where its start tag begins and ends, where its end tag begins and ends."""

    space: str
    tag: str
    prefix: str
    attributes: dict[str, str]
    start: int
    opened: int
    closed: int = 0
    end: int = 0
    empty: bool = False
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, tag: str) -> list[Node]:
        """Return the children of a tag."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Node | None:
        """Return the first child of a tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def walk(self) -> Iterator[Node]:
        """Yield the element and all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute by its name without prefix."""
        if name in self.attributes:
            return self.attributes[name]
        return next(
            (value for key, value in self.attributes.items() if key.endswith(f" {name}")), default
        )

    def raw(self, data: bytes) -> bytes:
        """Return the bytes of the element."""
        return data[self.start : self.end]

    def inner(self, data: bytes) -> bytes:
        """Return the bytes between its tags."""
        return b"" if self.empty else data[self.opened : self.closed]


class Reader:
    """Builds the tree of a part; a DOCTYPE or another encoding than UTF-8 is refused."""

    def __init__(self, data: bytes, place: str) -> None:
        self.data, self.place = data, place
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.finish
        self.parser.CharacterDataHandler = self.characters
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> Node:
        """Return the root."""
        if self.data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in self.data[:4]:
            self._encoded("UTF-16")
        try:
            self.parse()
        except (expat.ExpatError, LookupError, ValueError):
            raise InputError(_DAMAGED, self.place) from None
        assert self.root is not None
        return self.root

    def parse(self) -> None:
        """Give the parser its bytes."""
        self.parser.Parse(self.data, True)

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.casefold() not in _ENCODINGS:
            self._encoded(encoding)

    def _encoded(self, encoding: str) -> None:
        raise InputError(
            f"a part is written in {encoding}; open the file in a spreadsheet program and save it",
            self.place,
        )

    def _doctype(self, *_: object) -> None:
        raise InputError("the workbook holds a DOCTYPE, which none needs; refused", self.place)

    def opening(self) -> tuple[int, int, bool]:
        """Return where the start tag that is being read begins and ends, and whether it is all."""
        at = self.parser.CurrentByteIndex
        found = START_TAG.match(self.data, at)
        if not found:
            raise InputError(_DAMAGED, self.place)
        return at, found.end(), self.data[found.end() - 2] == 0x2F

    def closing(self, node: Node) -> tuple[int, int]:
        """Return where the end tag that is being read begins and ends."""
        if node.empty:
            return node.opened, node.opened
        at = self.parser.CurrentByteIndex
        return at, self.data.index(b">", at) + 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        if len(self.stack) >= _DEEPEST:
            raise InputError(f"a part nests deeper than {_DEEPEST} levels; refused", self.place)
        space, tag, prefix = names(name)
        at, opened, empty = self.opening()
        plain = {names(key)[0] + " " + names(key)[1] if " " in key else key: value
                 for key, value in attributes.items()}  # fmt: skip
        node = Node(space, tag, prefix, plain, at, opened, empty=empty)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)

    def finish(self, name: str) -> None:
        """Close an element."""
        node = self.stack.pop()
        node.closed, node.end = self.closing(node)

    def characters(self, text: str) -> None:
        """Take in text."""
        if self.stack:
            self.stack[-1].text += text


@lru_cache(maxsize=4096)
def names(name: str) -> tuple[str, str, str]:
    """Return namespace, local name and prefix (with its colon) of a name as expat gives it."""
    parts = name.split(" ")
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], f"{parts[2]}:" if len(parts) > 2 else ""


def parse(data: bytes, place: str) -> Node:
    """Return the tree of a part; InputError where it is damaged, foreign or dangerous."""
    return Reader(data, place).read()


class Splices:
    """Replacements in bytes, collected in any order and made at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._made: list[tuple[int, int, tuple[int, int], bytes]] = []

    def replace(self, start: int, end: int, new: bytes, rank: int = 0) -> None:
        """Put bytes in the place of those from start to end."""
        self._made.append((start, end, (rank, len(self._made)), new))

    def insert(self, at: int, new: bytes, rank: int = 0) -> None:
        """Put bytes in, before what is replaced from there on.

        Those for one place follow each other by rank, then in the order in which they came.
        """
        self.replace(at, at, new, rank)

    def append(self, node: Node, new: bytes) -> None:
        """Put bytes in as the last children of an element; once for an empty one."""
        if node.empty:
            tag = f"{node.prefix}{node.tag}".encode()
            head = self.data[node.start : node.opened - 2].rstrip()
            self.replace(node.start, node.end, head + b">" + new + b"</" + tag + b">")
        else:
            self.insert(node.closed, new)

    def clear(self, node: Node) -> None:
        """Take an element away, with all replacements in it."""
        self._made = [one for one in self._made if not node.start <= one[0] < node.end]
        self.replace(node.start, node.end, b"")

    def attribute(self, node: Node, name: str, value: str | None) -> None:
        """Give an element an attribute; None takes it away. Once for each element."""
        self.attributes(node, {name: value})

    def attributes(self, node: Node, values: dict[str, str | None]) -> None:
        """Give an element several attributes."""
        tag = with_attributes(self.data[node.start : node.opened], values)
        if tag != self.data[node.start : node.opened]:
            self.replace(node.start, node.opened, tag)

    def done(self) -> bytes:
        """Return the bytes with all replacements; two that overlap are a mistake of ours."""
        if not self._made:
            return self.data
        pieces, at = [], 0
        made = sorted(self._made, key=lambda one: (one[0], one[1] > one[0], one[2]))
        for start, end, _, new in made:
            if start < at:
                raise AssertionError(f"two changes overlap at byte {start}")
            pieces += [self.data[at:start], new]
            at = end
        pieces.append(self.data[at:])
        return b"".join(pieces)


def with_attributes(tag: bytes, values: dict[str, str | None]) -> bytes:
    """Return a start tag with some attributes set, or taken away where the value is None."""
    for name, value in values.items():
        pattern = rb"\s+" + re.escape(name.encode()) + rb"""\s*=\s*("[^"]*"|'[^']*')"""
        new = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
        if re.search(pattern, tag):
            tag = re.sub(pattern, lambda _, new=new: new, tag, count=1)  # type: ignore[misc]
        elif new:
            tail = b"/>" if tag.endswith(b"/>") else b">"
            tag = tag[: -len(tail)].rstrip() + new + tail
    return tag


def escaped(text: str) -> str:
    """Return a text as attributes and elements hold it."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;")
        .replace("\t", "&#9;")
    )


def standalone(snippet: bytes, prefix: str, spaces: dict[str, str]) -> bytes:
    """Return an element from another part, with the namespaces declared that it is used to.

    `prefix` is that of the part it goes to: without one the main namespace is there already.
    """
    if prefix:
        spaces = {"": MAIN, **spaces}
    end = re.compile(rb"<[^\s/>]+").match(snippet)
    assert end
    declared = "".join(f' xmlns{":" if name else ""}{name}="{uri}"' for name, uri in spaces.items())
    return snippet[: end.end()] + declared.encode() + snippet[end.end() :]
