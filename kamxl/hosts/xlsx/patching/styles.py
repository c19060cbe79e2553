"""Formats of another workbook brought into a person's: appended, never changed, none twice."""

from __future__ import annotations

from kamxl.hosts.xlsx.patching.markup import MAIN, Node, Splices, escaped, parse, standalone
from kamxl.hosts.xlsx.patching.package import Package

SECTIONS = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
FIRST_OWN_FORMAT = 164
Canonical = tuple[object, ...]


def canonical(node: Node) -> Canonical:
    """Return what an element says, however it is spelled."""
    return (
        node.tag,
        tuple(sorted((key.rpartition(" ")[2], value) for key, value in node.attributes.items())),
        tuple(canonical(child) for child in node.children),
        node.text.strip() if not node.children else "",
    )


class Styles:
    """The formats of a workbook; what is new is kept until `save`."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package = package
        found = package.related(workbook, "styles")
        if not found:
            part = package.fresh("xl/styles{}.xml")
            package.put(part, _EMPTY)
            package.declare(part, TYPE)
            package.relate(
                workbook,
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles",
                part,
            )
            found = [part]
        self.part = found[0]
        self.data = package.read(self.part)
        self.root = package.tree(self.part)
        self.known: dict[str, dict[Canonical, int]] = {}
        self.count: dict[str, int] = {}
        self.new: dict[str, list[bytes]] = {}
        for tag in ("fonts", "fills", "borders", "cellXfs", "dxfs"):
            section = self.root.first(tag)
            entries = section.children if section else []
            self.known[tag] = {}
            for place, node in enumerate(entries):
                self.known[tag].setdefault(canonical(node), place)
            self.count[tag] = len(entries)
        listed = self.root.first("numFmts")
        self.codes = {
            node.get("formatCode"): int(node.get("numFmtId"))
            for node in (listed.children if listed else ())
        }

    def xf(self, source: Source, place: int) -> int:
        """Return the number here of a cell format of another workbook."""
        node = source.entries("cellXfs")[place]
        numbers = {
            "numFmtId": str(self._code(source, int(node.get("numFmtId", "0")))),
            "fontId": str(self._entry(source, "fonts", int(node.get("fontId", "0")))),
            "fillId": str(self._entry(source, "fills", int(node.get("fillId", "0")))),
            "borderId": str(self._entry(source, "borders", int(node.get("borderId", "0")))),
            "xfId": "0",
        }
        attributes = {**node.attributes, **numbers}
        key: Canonical = (
            node.tag,
            tuple(sorted(attributes.items())),
            tuple(canonical(child) for child in node.children),
            "",
        )
        listed = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
        inner = node.inner(source.data)
        body = b">" + inner + b"</xf>" if inner else b"/>"
        return self._add("cellXfs", key, f"<xf{listed}".encode() + body)

    def dxf(self, source: Source, place: int) -> int:
        """Return the number here of a conditional format's look in another workbook."""
        node = source.entries("dxfs")[place]
        code = node.first("numFmt")
        if code is None:
            return self._entry(source, "dxfs", place)
        number = str(self._number(code.get("formatCode")))
        splices = Splices(source.data)
        splices.attribute(code, "numFmtId", number)
        moved = len(splices.done()) - len(source.data)
        raw = splices.done()[node.start : node.end + moved]
        return self._add("dxfs", canonical(parse(raw, "")), raw)

    def _entry(self, source: Source, tag: str, place: int) -> int:
        node = source.entries(tag)[place]
        return self._add(tag, canonical(node), node.raw(source.data))

    def _add(self, tag: str, key: Canonical, raw: bytes) -> int:
        known = self.known[tag]
        if key not in known:
            known[key] = self.count[tag]
            self.count[tag] += 1
            self.new.setdefault(tag, []).append(standalone(raw, self.root.prefix, {}))
        return known[key]

    def _code(self, source: Source, number: int) -> int:
        return self._number(source.codes[number]) if number in source.codes else number

    def _number(self, code: str) -> int:
        if code not in self.codes:
            number = max(FIRST_OWN_FORMAT - 1, *self.codes.values(), 0) + 1
            self.codes[code] = number
            raw = f'<numFmt numFmtId="{number}" formatCode="{escaped(code)}"/>'.encode()
            self.new.setdefault("numFmts", []).append(standalone(raw, self.root.prefix, {}))
        return self.codes[code]

    def save(self) -> None:
        """Append what is new to the part."""
        if not self.new:
            return
        splices = Splices(self.data)
        prefix = self.root.prefix
        for tag, entries in self.new.items():
            body = b"".join(entries)
            count = self.count.get(tag)
            section = self.root.first(tag)
            if section is None:
                count = len(entries) if count is None else count
                after = SECTIONS[SECTIONS.index(tag) + 1 :]
                before = next((node for node in self.root.children if node.tag in after), None)
                head = f'<{prefix}{tag} count="{count}">'.encode()
                splices.insert(
                    before.start if before else self.root.closed,
                    head + body + f"</{prefix}{tag}>".encode(),
                )
                continue
            total = str(len(section.children) + len(entries))
            if section.empty:
                head = f'<{prefix}{tag} count="{total}">'.encode()
                tail = f"</{prefix}{tag}>".encode()
                splices.replace(section.start, section.end, head + body + tail)
            else:
                splices.attribute(section, "count", total)
                splices.append(section, body)
        self.package.put(self.part, splices.done())


class Source:
    """The formats of a workbook that was built aside."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = parse(data, "styles built aside")
        listed = self.root.first("numFmts")
        self.codes = {
            int(node.get("numFmtId")): node.get("formatCode")
            for node in (listed.children if listed else ())
        }

    def entries(self, tag: str) -> list[Node]:
        """Return the entries of a section."""
        section = self.root.first(tag)
        return section.children if section else []


_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" '
    'xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
