"""Properties of the document, and the XML that others keep in a workbook."""

from __future__ import annotations

import re

from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.pages import between
from kamxl.hosts.xlsx.lint.parsing import Node
from kamxl.hosts.xlsx.lint.styles import within

GUID = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?)?)?)?")
WHOLE = frozenset({"vt:i1", "vt:i2", "vt:i4", "vt:i8", "vt:int", "vt:ui1", "vt:ui2", "vt:ui4"})


def check_properties(package: Package) -> None:
    """Tell what is wrong with the properties of the document."""
    for part in package.related("", "custom-properties"):
        names: set[str] = set()
        ids: set[str] = set()
        for each in package.tree(part, "op:Properties").children:
            name, key = each.get("name"), each.get("pid")
            if not name or len(name) > 255 or name.casefold() in names:
                package.faults.add("PROPERTY-NAME", part, name, name or "''")
            if not within(key, 2**31) or int(key) < 2 or key in ids:
                package.faults.add("PROPERTY-ID", part, name, key or "''")
            if not GUID.fullmatch(each.get("fmtid")):
                package.faults.add("PROPERTY-ID", part, name, each.get("fmtid") or "''")
            names.add(name.casefold())
            ids.add(key)
            if len(each.children) != 1 or not _fits(each.children[0]):
                package.faults.add("PROPERTY-VALUE", part, name, each.one("vt:i4").text)
    for part in package.related("", "core-properties"):
        tags: set[str] = set()
        for each in package.tree(part).children:
            tag = each.tag.rpartition(":")[2]
            dated = tag in ("created", "modified") and not MOMENT.fullmatch(each.text.strip())
            if tag in tags or dated:
                package.faults.add("PROPERTY-CORE", part, tag, each.text or "''")
            tags.add(tag)


def _fits(value: Node) -> bool:
    text = value.text.strip()
    if value.tag in WHOLE:
        return re.fullmatch(r"[-+]?\d{1,20}", text) is not None
    if value.tag in ("vt:r4", "vt:r8", "vt:decimal"):
        return between(text, float("-inf"), float("inf"))
    if value.tag == "vt:bool":
        return text in ("true", "false", "0", "1")
    if value.tag in ("vt:filetime", "vt:date"):
        return MOMENT.fullmatch(text) is not None
    return value.tag.startswith("vt:")


def check_stores(package: Package, workbook: str) -> None:
    """Tell what is wrong with the ids of the XML that others keep in the workbook."""
    ids: set[str] = set()
    for item in package.related(workbook, "customXml"):
        for part in package.related(item, "customXmlProps"):
            node = package.tree(part, "ds:datastoreItem")
            key = next((v for k, v in node.attributes.items() if k.endswith("itemID")), "")
            if not GUID.fullmatch(key) or key.casefold() in ids:
                package.faults.add("STORE-ID", part, "", key or "''")
            ids.add(key.casefold())
