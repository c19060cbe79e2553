"""The workbook's own part: its sheets in their order, its names, and their changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamxl.errors import InputError
from kamxl.hosts.xlsx.patching.markup import MAIN, STRICT, Node, Splices, escaped
from kamxl.hosts.xlsx.patching.package import Package, Relation

KINDS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)
# What follows the defined names in the workbook's part.
AFTER_NAMES = (
    "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
    "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
# Says that a workbook is to be computed when it is opened.
ON_OPENING = "fullCalcOnLoad"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `part` is its XML."""

    name: str
    identity: int
    relation: str
    part: str
    worksheet: bool


class Workbook:
    """The list of sheets and names of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        # The sheets as they were listed last, and what they were read from.
        self._sheets: tuple[bytes, Sequence[Relation], tuple[SheetEntry, ...]] | None = None
        found = package.related("", "officeDocument")
        if not found:
            raise InputError("the file is no workbook", package.file)
        self.part = found[0]
        root = self.tree()
        if root.space.startswith(STRICT):
            raise InputError(
                "the workbook is “Strict Open XML”: save it as “Excel Workbook (.xlsx)”",
                package.file,
            )
        if root.space != MAIN or package.type_of(self.part) not in KINDS:
            raise InputError("the file is no workbook of the kinds .xlsx and .xlsm", package.file)
        if package.related(self.part, "revisionHeaders"):
            raise InputError(
                "the workbook is shared in the old way, with a history of changes: stop sharing "
                "it (Review > Unshare Workbook)",
                package.file,
            )

    def tree(self) -> Node:
        """Return the tree of the workbook's part as it is now."""
        return self.package.tree(self.part)

    @property
    def sheets(self) -> list[SheetEntry]:
        """All sheets in their order, those of charts included."""
        relations, data = self.package.of(self.part), self.package.read(self.part)
        if self._sheets is not None and self._sheets[0] is data and self._sheets[1] is relations:
            return list(self._sheets[2])
        targets = {relation.id: relation for relation in relations}
        listed = self.tree().first("sheets")
        found: list[SheetEntry] = []
        for node in listed.children if listed else ():
            relation = targets.get(node.get("id"))
            if relation is None:
                raise InputError(
                    f"the sheet “{node.get('name')}” has no part; the file is damaged",
                    self.package.file,
                )
            found.append(
                SheetEntry(
                    node.get("name"),
                    int(node.get("sheetId")),
                    relation.id,
                    self.package.real(relation.part),
                    relation.kind.endswith("/worksheet"),
                )
            )
        self._sheets = (data, relations, tuple(found))
        return found

    def sheet(self, name: str) -> SheetEntry:
        """Return a worksheet by its name; InputError when there is none."""
        for sheet in self.sheets:
            if sheet.name == name and sheet.worksheet:
                return sheet
        raise InputError(f"there is no sheet “{name}” any more", self.package.file)

    @property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904, as Excel for Mac once did."""
        found = self.tree().first("workbookPr")
        return found is not None and found.get("date1904") in ("1", "true")

    # ------------------------------------------------------------ sheets

    def add(self, name: str, part: str, kind: str, after: str) -> None:
        """List a new sheet behind the one named `after`, or last."""
        relation = self.package.relate(self.part, kind, part)
        root, data = self.tree(), self.package.read(self.part)
        listed = root.first("sheets")
        assert listed
        sheets = self.sheets
        identity = max(sheet.identity for sheet in sheets) + 1
        names = [sheet.name for sheet in sheets]
        place = names.index(after) + 1 if after in names else len(names)
        # Some programs declare the prefix of relations for each sheet alone.
        head = data[root.start : root.opened]
        office = _office(listed)
        declared = "" if f'xmlns:r="{office}"'.encode() in head else f' xmlns:r="{office}"'
        new = (
            f'<{listed.prefix}sheet{declared} name="{escaped(name)}" sheetId="{identity}" '
            f'r:id="{relation}"/>'
        ).encode()
        splices = Splices(data)
        splices.insert(listed.children[place - 1].end, new)
        self.package.put(self.part, splices.done())
        self._renumber([*range(place), *range(place + 1, len(names) + 1)])

    def move_last(self, name: str) -> None:
        """Put a sheet behind all others."""
        names = [sheet.name for sheet in self.sheets]
        place = names.index(name)
        if place == len(names) - 1:
            return
        data = self.package.read(self.part)
        listed = self.tree().first("sheets")
        assert listed
        node, last = listed.children[place], listed.children[-1]
        splices = Splices(data)
        splices.replace(node.start, node.end, b"")
        splices.insert(last.end, node.raw(data))
        self.package.put(self.part, splices.done())
        order = [*range(place), len(names) - 1, *range(place, len(names) - 1)]
        self._renumber(order)

    def _renumber(self, order: list[int]) -> None:
        """Give what counts sheets their new numbers; order[old] is the new one."""
        root, splices = self.tree(), Splices(self.package.read(self.part))
        for name in (root.first("definedNames") or root).all("definedName"):
            if (old := _number(name, "localSheetId")) is not None and old < len(order):
                splices.attribute(name, "localSheetId", str(order[old]))
        for view in (root.first("bookViews") or root).all("workbookView"):
            changes: dict[str, str | None] = {}
            for attribute in ("activeTab", "firstSheet"):
                old = _number(view, attribute)
                if old is None and attribute == "activeTab":
                    old = 0
                if old is not None and old < len(order) and order[old] != old:
                    changes[attribute] = str(order[old])
            splices.attributes(view, changes)
        self.package.put(self.part, splices.done())

    # ------------------------------------------------------------ names

    def defined(self, name: str, sheet: int | None = None) -> str | None:
        """Return what a name stands for, that of a sheet (by its place) or of the workbook."""
        found = self._named(self.tree(), name, sheet)
        return None if found is None else found.text

    def define(
        self, name: str, reference: str, sheet: int | None = None, *, hidden: bool = False
    ) -> None:
        """Let a name stand for a reference; one that is there keeps all else."""
        root, data = self.tree(), self.package.read(self.part)
        splices = Splices(data)
        text = escaped(reference.removeprefix("=")).encode()
        found = self._named(root, name, sheet)
        if found is not None:
            if found.text.strip() == reference.removeprefix("="):
                return
            if found.empty:
                splices.append(found, text)
            else:
                splices.replace(found.opened, found.closed, text)
            self.package.put(self.part, splices.done())
            return
        local = f' localSheetId="{sheet}"' if sheet is not None else ""
        local += ' hidden="1"' if hidden else ""
        new = (
            f'<{root.prefix}definedName name="{escaped(name)}"{local}>'.encode()
            + text
            + f"</{root.prefix}definedName>".encode()
        )
        names = root.first("definedNames")
        if names is not None:
            splices.append(names, new)
        else:
            tag = f"{root.prefix}definedNames".encode()
            before = next((child for child in root.children if child.tag in AFTER_NAMES), None)
            at = before.start if before else root.closed
            splices.insert(at, b"<" + tag + b">" + new + b"</" + tag + b">")
        self.package.put(self.part, splices.done())

    def undefine(self, name: str, sheet: int) -> None:
        """Take a sheet's own name away."""
        root, splices = self.tree(), Splices(self.package.read(self.part))
        found = self._named(root, name, sheet)
        if found is not None:
            listed = root.first("definedNames")
            whole = listed if listed and len(listed.children) == 1 else found
            splices.replace(whole.start, whole.end, b"")
            self.package.put(self.part, splices.done())

    @staticmethod
    def _named(root: Node, name: str, sheet: int | None) -> Node | None:
        for node in (root.first("definedNames") or root).all("definedName"):
            if (
                node.get("name").casefold() == name.casefold()
                and _number(node, "localSheetId") == sheet
            ):
                return node
        return None

    # ------------------------------------------------------------ calculation

    def calculate_on_opening(self) -> None:
        """Ask the program that opens the workbook to compute everything."""
        root, splices = self.tree(), Splices(self.package.read(self.part))
        found = root.first("calcPr")
        if found is not None:
            splices.attribute(found, ON_OPENING, "1")
        else:
            before = next((child for child in root.children if child.tag in AFTER_NAMES), None)
            new = f'<{root.prefix}calcPr {ON_OPENING}="1"/>'.encode()
            splices.insert(before.start if before else root.closed, new)
        self.package.put(self.part, splices.done())

    def drop_chain(self) -> None:
        """Take the order of calculation away, which a program makes anew on opening."""
        for part in self.package.related(self.part, "calcChain"):
            self.package.unrelate(self.part, part)
            self.package.drop(part)


def _number(node: Node, attribute: str) -> int | None:
    found = node.get(attribute)
    return int(found) if found.isdigit() else None


def _office(listed: Node) -> str:
    """Return the namespace of relations in which the sheets are listed."""
    for key in listed.children[0].attributes:
        if key.endswith(" id"):
            return key.split(" ")[0]
    return ""
