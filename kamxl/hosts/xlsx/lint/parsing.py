"""One pass of expat over a part: no entities, no DOCTYPE, prefixes and relations noted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
IGNORABLE, REQUIRES = f"{MC} Ignorable", "Requires"
PLAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)
PREFIXES = {
    MC: "mc",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm",
    "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main": "x15",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "op",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt",
    "http://schemas.openxmlformats.org/officeDocument/2006/customXml": "ds",
    "http://schemas.microsoft.com/office/2006/01/customui": "ui",
    "http://schemas.microsoft.com/office/2009/07/customui": "ui",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments": "tc",
}
RELATIONS = "/relationships "
DEEPEST = 256
MOST_NODES = 500_000

Attributes = dict[str, str]


class Malformed(Exception):
    """A part that cannot be read: the code of the rule, and what is wrong."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(what)
        self.code, self.what = code, what


class _Tags(dict[str, str]):
    """Short names of elements: `c` of the spreadsheet's own, `x14:f` of known, `?:p` of others."""

    def __missing__(self, name: str) -> str:
        uri, _, local = name.rpartition(" ")
        tag = local if uri in PLAIN else f"{PREFIXES.get(uri, '?')}:{local}"
        if len(self) < 10_000:
            self[name] = tag
        return tag


TAGS = _Tags()


class Node:
    """An element of a part that is small enough to be held."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: Attributes) -> None:
        self.tag, self.attributes = tag, attributes
        self.text = ""
        self.children: list[Node] = []

    def get(self, name: str, other: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, other)

    def all(self, tag: str) -> list[Node]:
        """Return the children of a tag."""
        return [child for child in self.children if child.tag == tag]

    def one(self, tag: str) -> Node:
        """Return the first child of a tag, or an empty one."""
        return next((child for child in self.children if child.tag == tag), Node(tag, {}))

    def within(self) -> Iterator[Node]:
        """Yield the element and all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.within()

    @property
    def relation(self) -> str:
        """Return the id of the relation that it refers to."""
        return next((v for k, v in self.attributes.items() if k.endswith("/relationships id")), "")


class Scan:
    """Reads one part; a subclass listens to `start` and `end`."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = 2**16
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._declared
        parser.EndNamespaceDeclHandler = self._undeclared
        self.depth = 0
        self.root = ""
        self.prefixes: Counter[str | None] = Counter()
        self.undeclared: list[str] = []
        self.relations: dict[str, str] = {}
        self.listen()

    def listen(self) -> None:
        """Hear the events of this class (again)."""
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read the part; Malformed where that is not possible."""
        try:
            for chunk in chunks:
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            what = f"{expat.ErrorString(error.code)}, line {error.lineno}, column {error.offset}"
            raise Malformed("XML-FORM", what) from None
        except (ValueError, LookupError):  # an encoding that there is not
            raise Malformed("XML-FORM", "unknown encoding") from None

    def start(self, tag: str, attributes: Attributes) -> None:
        """Hear that an element begins."""

    def end(self, tag: str) -> None:
        """Hear that an element ends."""

    def _doctype(self, *_: object) -> None:
        raise Malformed("XML-DOCTYPE")

    def _declared(self, prefix: str | None, _uri: str) -> None:
        self.prefixes[prefix] += 1

    def _undeclared(self, prefix: str | None) -> None:
        self.prefixes[prefix] -= 1

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = TAGS[name]
        self.depth += 1
        if self.depth > DEEPEST:
            raise Malformed("ZIP-LIMIT", f"{DEEPEST} levels of XML")
        if self.depth == 1:
            self.root = tag
        if attributes:
            told = attributes.get(IGNORABLE, "")
            if tag == "mc:Choice":
                told += " " + attributes.get(REQUIRES, "")
            if told:
                missing = [word for word in told.split() if not self.prefixes[word]]
                self.undeclared.extend(missing[:9])
            for key, value in attributes.items():
                if RELATIONS in key and value and len(self.relations) < MOST_NODES:
                    self.relations.setdefault(value, tag)
        self.start(tag, attributes)

    def _end(self, name: str) -> None:
        self.end(TAGS[name])
        self.depth -= 1


class Tree(Scan):
    """Holds a whole part as nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Node("", {})
        self.path = [self.top]
        self.texts: list[str] = []
        self.count = 0
        self.parser.CharacterDataHandler = self.texts.append

    def start(self, tag: str, attributes: Attributes) -> None:
        """Add a node."""
        self.count += 1
        if self.count > MOST_NODES:
            raise Malformed("ZIP-LIMIT", f"{MOST_NODES} elements")
        node = Node(tag, attributes)
        self.path[-1].children.append(node)
        self.path.append(node)
        self.texts.clear()

    def end(self, tag: str) -> None:
        """Finish a node."""
        self.path.pop().text = "".join(self.texts)
        self.texts.clear()

    @property
    def node(self) -> Node:
        """Return the root."""
        return self.top.children[0] if self.top.children else self.top


Report = Callable[[str, str, object], None]


def check_order(node: Node, report: Report, orders: dict[str, tuple[str, ...]]) -> None:
    """Report children that stand in the wrong order or do not belong where they are."""
    for element in node.within():
        order = orders.get(element.tag)
        if order:
            check_children(element.tag, [child.tag for child in element.children], order, report)


def check_children(
    parent: str, tags: Iterable[str], order: tuple[str, ...], report: Report
) -> None:
    """Report the children of one element that stand in the wrong order."""
    last = -1
    for tag in tags:
        if ":" in tag:
            continue
        at = order.index(tag) if tag in order else -1
        if at < last or at < 0:
            report("XML-ORDER", parent, tag)
        last = max(last, at)
