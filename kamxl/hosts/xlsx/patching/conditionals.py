"""Conditional formats: ours follow the new sheet, a person's own stay, looks of theirs included."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from kamxl.hosts.xlsx.patching.aside import Aside
from kamxl.hosts.xlsx.patching.markup import Node, Splices, standalone, with_attributes
from kamxl.hosts.xlsx.patching.places import areas_at, meets
from kamxl.hosts.xlsx.patching.rules import Key, alike, told
from kamxl.hosts.xlsx.patching.scanning import Scanned
from kamxl.hosts.xlsx.patching.sharing import moved
from kamxl.hosts.xlsx.patching.styles import Styles, canonical
from kamxl.hosts.xlsx.patching.worksheet import insert_section
from kamxl.workbook.spec import Area

NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
EXTENSION = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
# Where formulas are moved to before they are compared: far from all edges.
_FAR = (500_000, 8_000)


@dataclass(slots=True)
class Format:
    """One rule of a conditional format, its areas, and the mark that leads to its newer half."""

    holder: Node
    node: Node
    key: Key
    areas: list[Area]
    mark: str
    formulas: list[str]
    ours: list[Area] = field(default_factory=list)
    theirs: list[Area] = field(default_factory=list)


def formats_of(root: Node) -> list[Format]:
    """Return the conditional formats of a sheet, rule by rule."""
    found = []
    for holder in root.all("conditionalFormatting"):
        areas = areas_at(holder.get("sqref"))
        for node in holder.all("cfRule"):
            found.append(_format(holder, node, areas))
    return found


def _format(holder: Node, node: Node, areas: list[Area]) -> Format:
    formulas = [child.text for child in node.all("formula")]
    top, left = min(area.top for area in areas), min(area.left for area in areas)
    relative = tuple(moved(one, _FAR[0] - top, _FAR[1] - left) or one for one in formulas)
    # Whether it is the last to be looked at is lost when LibreOffice saves.
    said = {
        name: {"true": "1", "false": "0"}.get(value, value)
        for name, value in node.attributes.items()
        if " " not in name and name not in ("priority", "dxfId", "stopIfTrue")
    }
    rest = tuple(
        # LibreOffice spells out how long bars are: what counts is their colour.
        canonical(child.first("color") or child) if child.tag == "dataBar" else canonical(child)
        for child in node.children
        if child.tag not in ("formula", "extLst")
    )
    marks = [
        child.text for more in node.all("extLst") for child in more.walk() if child.tag == "id"
    ]
    key: Key = (
        tuple(sorted((name, value) for name, value in said.items() if value not in ("", "0"))),
        relative,
        rest,
    )
    return Format(holder, node, key, areas, marks[0] if marks else "", formulas)


def replace_conditionals(
    sheet: Scanned,
    splices: Splices,
    styles: Styles,
    aside: Aside,
    new_root: Node,
    new_data: bytes,
    former_root: Node | None,
    bodies: list[bytes],
) -> None:
    """Let the conditional formats that kamxl put on a sheet become those of a new one.

    One that says what it said keeps its look and its rank, even if a person changed these. `bodies`
    are extensions that the sheet does not have yet; one may be added.
    """
    wanted = formats_of(new_root)
    known = [*wanted, *(formats_of(former_root) if former_root else ())]
    standing = formats_of(sheet.root)
    for one in standing:
        reach = [area for other in known if other.key == one.key for area in other.areas]
        for area in one.areas:
            mine = any(meets(area, other) for other in reach)
            (one.ours if mine else one.theirs).append(area)
    left = {id(one): (list(one.theirs), one.formulas) for one in standing}
    fresh: list[Format] = []
    taken: set[int] = set()
    for new in wanted:
        homes = [
            one for one in standing if one.key == new.key and one.ours and id(one) not in taken
        ]
        home = min(homes, key=partial(_distance, new), default=None)
        if home is None:
            fresh.append(new)
        else:
            taken.add(id(home))
            if not alike(home.ours, new.areas):
                left[id(home)] = ([*home.theirs, *new.areas], new.formulas)
            else:
                left[id(home)] = (home.areas, home.formulas)
    newer = _newer(sheet.root)
    gone = _settle(sheet, splices, standing, left, newer)
    rank = max((int(one.node.get("priority", "0")) for one in standing), default=0)
    halves = b""
    body: dict[str, list[bytes]] = {}
    for number, new in enumerate(fresh, start=1):
        raw, half = _brought(sheet, styles, aside, new, rank + number, new_data, new_root)
        body.setdefault(told(new.areas), []).append(raw)
        halves += half
    tag = f"{sheet.prefix}conditionalFormatting"
    made = b"".join(
        f'<{tag} sqref="{areas}">'.encode() + b"".join(raws) + f"</{tag}>".encode()
        for areas, raws in body.items()
    )
    if made:
        insert_section(sheet, splices, "conditionalFormatting", made)
    _extend(sheet, splices, newer, halves, gone, bodies)


def _distance(new: Format, one: Format) -> int:
    if alike(one.ours, new.areas):
        return 0
    return 1 if any(meets(a, b) for a in one.ours for b in new.areas) else 2


def _settle(
    sheet: Scanned,
    splices: Splices,
    standing: list[Format],
    left: dict[int, tuple[list[Area], list[str]]],
    newer: dict[str, Node],
) -> set[str]:
    """Write the areas that rules have now; returns the marks of those that are gone."""
    gone: set[str] = set()
    for holder in sheet.root.all("conditionalFormatting"):
        rules = [one for one in standing if one.holder is holder]
        if all(set(left[id(one)][0]) == set(one.areas) for one in rules):
            continue
        groups: dict[str, list[bytes]] = {}
        for one in rules:
            areas, formulas = left[id(one)]
            if not areas:
                gone.add(one.mark)
                continue
            raw = _with_formulas(sheet.data, one, formulas)
            groups.setdefault(told(areas), []).append(raw)
            half = newer.get(one.mark)
            listed = half.first("sqref") if half else None
            if listed is not None and listed.text != told(areas):
                splices.replace(listed.opened, listed.closed, told(areas).encode())
        head = sheet.data[holder.start : holder.opened]
        tail = sheet.data[holder.closed : holder.end]
        made = b"".join(
            with_attributes(head, {"sqref": areas}) + b"".join(raws) + tail
            for areas, raws in groups.items()
        )
        splices.replace(holder.start, holder.end, made)
    return gone - {""}


def _with_formulas(data: bytes, one: Format, formulas: list[str]) -> bytes:
    raw = one.node.raw(data)
    if formulas == one.formulas:
        return raw
    inner = Splices(data)
    for node, text in zip(one.node.all("formula"), formulas, strict=True):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        inner.replace(node.opened, node.closed, escaped.encode())
    made = inner.done()
    return made[one.node.start : one.node.end + len(made) - len(data)]


def _brought(
    sheet: Scanned, styles: Styles, aside: Aside, new: Format, rank: int, data: bytes, root: Node
) -> tuple[bytes, bytes]:
    """Return a rule for here, and its newer half, if it has one, with a mark of its own."""
    values: dict[str, str | None] = {"priority": str(rank)}
    if look := new.node.get("dxfId"):
        values["dxfId"] = str(styles.dxf(aside.source, int(look)))
    raw = new.node.raw(data)
    opened = new.node.opened - new.node.start
    raw = standalone(with_attributes(raw[:opened], values) + raw[opened:], sheet.prefix, {})
    if not new.mark:
        return raw, b""
    half = _newer(root).get(new.mark)
    if half is None:
        return raw, b""
    seed = f"{new.mark} {told(new.areas)} {len(sheet.data)}"
    mark = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, seed)).upper() + "}"
    other = standalone(half.raw(data), "", {"x14": NEWER})
    return (
        raw.replace(new.mark.encode(), mark.encode()),
        other.replace(new.mark.encode(), mark.encode()),
    )


def _newer(root: Node) -> dict[str, Node]:
    """Return the newer halves of conditional formats by their mark."""
    found = {}
    for node in _extensions(root):
        for rule in node.all("cfRule"):
            found[rule.get("id")] = node
    return found


def _extensions(root: Node) -> Iterable[Node]:
    for section in root.all("extLst"):
        for node in section.walk():
            if node.tag == "conditionalFormatting" and node.space == NEWER:
                yield node


def _extend(
    sheet: Scanned,
    splices: Splices,
    newer: dict[str, Node],
    halves: bytes,
    gone: set[str],
    bodies: list[bytes],
) -> None:
    parents = [
        node
        for section in sheet.root.all("extLst")
        for node in section.walk()
        if node.tag == "conditionalFormattings"
    ]
    doomed = {newer[mark].start: newer[mark] for mark in gone if mark in newer}
    doomed = {at: node for at, node in doomed.items()
              if all(rule.get("id") in gone for rule in node.all("cfRule"))}  # fmt: skip
    home = next((node for node in parents if node.space == NEWER), None)
    if home is not None and doomed and len(doomed) == len(home.children) and not halves:
        for extension in (n for s in sheet.root.all("extLst") for n in s.children):
            if home in extension.children:
                section = sheet.root.first("extLst")
                assert section
                alone = len(section.children) == 1 and not bodies
                whole = section if alone else extension
                splices.replace(whole.start, whole.end, b"")
        return
    for old in doomed.values():
        splices.replace(old.start, old.end, b"")
    if not halves:
        return
    if home is not None:
        splices.append(home, halves)
        return
    prefix = sheet.prefix
    body = (
        f'<{prefix}ext xmlns:x14="{NEWER}" uri="{EXTENSION}"><x14:conditionalFormattings>'.encode()
        + re.sub(rb'\sxmlns:x14="[^"]*"', b"", halves)
        + f"</x14:conditionalFormattings></{prefix}ext>".encode()
    )
    bodies.append(body)
