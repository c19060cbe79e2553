"""The workbook's part: its sheets and its defined names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kamxl.hosts.xlsx.lint.areas import area
from kamxl.hosts.xlsx.lint.formulas import Formulas, Namespace, utf16
from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.parsing import Node, check_order
from kamxl.hosts.xlsx.lint.styles import within

LONGEST_NAME, LONGEST_DEFINED = 31, 255
FORBIDDEN = re.compile(r"[:\\/?*\[\]\x00-\x1f]")
DEFINED = re.compile(r"(?:[^\W\d]|\\)[\w.?\\]*")
R1C1 = re.compile(r"[Rr](?:\d+)?(?:[Cc]\d*)?|[Cc](?:\d+)?")
ORDERS: dict[str, tuple[str, ...]] = {
    "workbook": (
        "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
        "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
        "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
        "fileRecoveryPr", "webPublishObjects", "extLst",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the workbook names it; `part` is blank where the relation leads nowhere."""

    name: str
    id: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the workbook's part tells."""

    part: str
    node: Node
    sheets: tuple[Sheet, ...]


def read_workbook(package: Package, part: str) -> Workbook:
    """Return sheets in their order, and tell what is wrong with them."""
    node = package.tree(part, "workbook")
    faults = package.faults
    check_order(node, lambda code, place, what: faults.add(code, part, place, what), ORDERS)
    relations = package.relations(part)
    sheets: list[Sheet] = []
    visible: list[bool] = []
    names: set[str] = set()
    ids: set[str] = set()
    for each in node.one("sheets").all("sheet"):
        name, key = each.get("name"), each.get("sheetId")
        if not legal_sheet(name):
            faults.add("SHEET-NAME", part, name, name or "''")
        if name.casefold() in names:
            faults.add("SHEET-TWICE", part, name, name)
        if key in ids or not within(key, 65_535) or int(key) < 1:
            faults.add("SHEET-ID", part, name, key)
        names.add(name.casefold())
        ids.add(key)
        relation = relations.get(each.relation)
        if relation is None and not each.relation:
            faults.add("PART-REFERENCE", part, name, "(none)")
        sheets.append(
            Sheet(name, key, relation.target if relation else "", relation.kind if relation else "")
        )
        visible.append(each.get("state", "visible") == "visible")
    if not sheets:
        faults.add("SHEET-NONE", part)
    elif not any(visible):
        faults.add("SHEET-VISIBLE", part)
    for view in node.one("bookViews").all("workbookView"):
        active = view.get("activeTab")
        # Excel itself moves on from a hidden first sheet when none is said to be active.
        if active and sheets and (not within(active, len(sheets)) or not visible[int(active)]):
            faults.add("SHEET-ACTIVE", part, "workbookView", active)
    return Workbook(part, node, tuple(sheets))


def legal_sheet(name: str) -> bool:
    """Return whether a sheet may have a name."""
    return (
        0 < utf16(name) <= LONGEST_NAME
        and not FORBIDDEN.search(name)
        and not name.startswith("'")
        and not name.endswith("'")
        and name.casefold() != "history"
    )


def legal_name(name: str) -> bool:
    """Return whether a name or a table may be called so."""
    return (
        0 < len(name) <= LONGEST_DEFINED
        and DEFINED.fullmatch(name) is not None
        and R1C1.fullmatch(name) is None
        and area(name.upper()) is None
        and name.casefold() not in ("true", "false")
    )


def read_names(package: Package, workbook: Workbook, namespace: Namespace) -> None:
    """Note sheets and defined names, and tell what is wrong with the names."""
    faults, part = package.faults, workbook.part
    namespace.sheets = {sheet.name.casefold(): at for at, sheet in enumerate(workbook.sheets)}
    namespace.externals = len(workbook.node.one("externalReferences").all("externalReference"))
    for each in workbook.node.one("definedNames").all("definedName"):
        name, scope = each.get("name"), -1
        if not legal_name(name):
            faults.add("NAME-FORM", part, name, name or "''")
        if local := each.get("localSheetId"):
            if not within(local, len(workbook.sheets)):
                faults.add("NAME-SCOPE", part, name, local)
                continue
            scope = int(local)
        if name.startswith("_xlnm.Print_") and scope < 0:
            faults.add("NAME-PRINT", part, name, name)
        if (name.casefold(), scope) in namespace.names:
            faults.add("NAME-TWICE", part, name, name)
        namespace.names.add((name.casefold(), scope))


def check_names(package: Package, workbook: Workbook, formulas: Formulas) -> None:
    """Tell what is wrong with the formulas of names, once all names and tables are known."""
    for each in workbook.node.one("definedNames").all("definedName"):
        local = each.get("localSheetId")
        scope = int(local) if local and within(local, len(workbook.sheets)) else -1
        if any(each.get(key) in ("1", "true") for key in ("function", "vbProcedure", "xlm")):
            continue
        for code, what in formulas.check(each.text, scope):
            package.faults.add(code, workbook.part, each.get("name"), what)
