"""Macros and the tab on the ribbon that calls them."""

from __future__ import annotations

from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.workbook import DEFINED

OLE = b"\xd0\xcf\x11\xe0"
IDS = ("id", "idQ", "idMso")
# What a tab is made of; everything of these has exactly one id.
CONTROLS = frozenset(
    {
        "ui:tab", "ui:group", "ui:button", "ui:toggleButton", "ui:checkBox", "ui:editBox",
        "ui:comboBox", "ui:dropDown", "ui:gallery", "ui:menu", "ui:dynamicMenu", "ui:splitButton",
        "ui:separator", "ui:menuSeparator", "ui:box", "ui:buttonGroup", "ui:labelControl",
    }
)  # fmt: skip
CALLBACKS = frozenset({"onAction", "onLoad", "loadImage", "onChange"})


def check_macros(package: Package, workbook: str) -> None:
    """Tell what is wrong with the macros of a workbook and with its tab."""
    projects = package.related(workbook, "vbaProject")
    for part in projects:
        if not package.bytes(part).startswith(OLE):
            package.faults.add("MACRO-FORM", part)
    for part in package.related("", "extensibility"):
        node = package.tree(part)
        if node.tag != "ui:customUI":
            package.faults.add("RIBBON-FORM", part, "", node.tag)
        seen: set[str] = set()
        for each in node.within():
            ids = [each.get(key) for key in IDS if key in each.attributes]
            if each.tag in CONTROLS and (len(ids) != 1 or not ids[0]):
                package.faults.add("RIBBON-ID", part, each.tag, " ".join(ids) or "''")
            if (own := each.get("id")) and own in seen:
                package.faults.add("RIBBON-ID", part, each.tag, own)
            seen.add(own)
            for key, macro in each.attributes.items():
                if not projects and (key in CALLBACKS or key.startswith("get")):
                    package.faults.add("RIBBON-MACRO", part, each.get("id"), macro)


def check_codes(package: Package, codes: list[tuple[str, str]]) -> None:
    """Tell where two sheets, by part and code name, are one for macros."""
    seen: set[str] = set()
    for part, code in codes:
        if code.casefold() in seen or not DEFINED.fullmatch(code) or len(code) > 31:
            package.faults.add("SHEET-CODE", part, "sheetPr", code)
        seen.add(code.casefold())
