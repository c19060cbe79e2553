"""The lint: one pass over all parts of a workbook file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kamxl.errors import KamxlError
from kamxl.hosts.xlsx.lint.areas import COLUMNS
from kamxl.hosts.xlsx.lint.cells import Cells, same_header
from kamxl.hosts.xlsx.lint.drawings import check_drawings
from kamxl.hosts.xlsx.lint.formulas import Formulas, Namespace
from kamxl.hosts.xlsx.lint.macros import check_codes, check_macros
from kamxl.hosts.xlsx.lint.newer import check_extensions
from kamxl.hosts.xlsx.lint.notes import check_comments, read_chain
from kamxl.hosts.xlsx.lint.overlays import (
    check_conditionals,
    check_filter,
    check_links,
    check_merges,
    check_validations,
)
from kamxl.hosts.xlsx.lint.package import Package, Unusable
from kamxl.hosts.xlsx.lint.pages import check_page
from kamxl.hosts.xlsx.lint.parsing import Scan
from kamxl.hosts.xlsx.lint.properties import check_properties, check_stores
from kamxl.hosts.xlsx.lint.rows import Former, strings_kept
from kamxl.hosts.xlsx.lint.rules import Fault, Faults
from kamxl.hosts.xlsx.lint.slicers import check_pivots, check_slicers, pivot_caches, read_caches
from kamxl.hosts.xlsx.lint.styles import Styles, check_colours, read_styles
from kamxl.hosts.xlsx.lint.tables import Table, Tables, check_tables
from kamxl.hosts.xlsx.lint.texts import SharedStrings
from kamxl.hosts.xlsx.lint.threads import check_threads, read_people
from kamxl.hosts.xlsx.lint.workbook import Sheet, Workbook, check_names, read_names, read_workbook
from kamxl.hosts.xlsx.lint.worksheet import WorksheetScan, check_layout

WORKBOOKS = {
    "spreadsheetml.sheet.main+xml": (".xlsx",),
    "ms-excel.sheet.macroEnabled.main+xml": (".xlsm",),
    "spreadsheetml.template.main+xml": (".xltx",),
    "ms-excel.template.macroEnabled.main+xml": (".xltm",),
    "ms-excel.addin.macroEnabled.main+xml": (".xlam",),
}
ENDINGS = frozenset(ending for endings in WORKBOOKS.values() for ending in endings)


def lint(
    file: Path | bytes, unchanged: Collection[str] = (), before: Path | bytes | None = None
) -> list[Fault]:
    """Return every fault of a workbook file (.xlsx, .xlsm); none is what Excel opens as it is.

    Any content is borne, and told; OSError where the file cannot be read at all. Parts that are
    `unchanged` since they were looked at last are passed over, unless others depend on them; so are
    the rows of sheets that the file `before` holds too.
    """
    faults = Faults()
    try:
        package = Package(file, faults)
    except Unusable:
        return faults.found
    former = None if before is None else Former(before)
    try:
        suffix = file.suffix if isinstance(file, Path) else ""
        _Lint(package, suffix.casefold(), frozenset(unchanged), former).run()
    except Unusable:
        pass
    finally:
        package.close()
        if former:
            former.close()
    return faults.found


def refuse_faulty(file: Path | bytes, before: Path | bytes | None = None) -> None:
    """Raise KamxlError where a file that we made has a fault.

    What the file `before` had, from which it was made, is not ours.
    """
    faults = lint(file)
    if faults and before is not None:
        known = lint(before)
        faults = [fault for fault in faults if fault not in known]
    if faults:
        first = f"{faults[0].code}, {faults[0].line('en')}"
        raise KamxlError(f"this is a mistake of kamxl; nothing was written ({first})")


class _Lint:
    def __init__(
        self,
        package: Package,
        suffix: str,
        unchanged: frozenset[str],
        former: Former | None = None,
    ) -> None:
        self.package, self.faults, self.suffix = package, package.faults, suffix
        self.unchanged, self.former = unchanged, former
        self.namespace = Namespace()
        self.formulas = Formulas(self.namespace)
        self.styles = Styles()
        # Header cells by their shared string: part, place and expected name of each.
        self.headers: dict[int, list[tuple[str, str, str]]] = {}
        self.highest: list[tuple[int, str, str]] = []
        self.codes: list[tuple[str, str]] = []
        self.slicers: set[str] = set()

    def run(self) -> None:
        workbook = self._workbook()
        part = workbook.part
        read_names(self.package, workbook, self.namespace)
        for styles in self.package.related(part, "styles")[:1]:
            self.styles = read_styles(self.package, styles)
        reader = Tables(self.package, self.namespace, self.styles)
        tables = {
            at: reader.read(sheet.part) for at, sheet in enumerate(workbook.sheets) if sheet.part
        }
        check_names(self.package, workbook, self.formulas)
        self.views = len(workbook.node.one("bookViews").all("workbookView"))
        columns = {
            table.node.get("id"): frozenset(
                each.get("id") for each in table.node.one("tableColumns").all("tableColumn")
            )
            for found in tables.values()
            for table in found
        }
        self.people = read_people(self.package, part)
        self.slicer_caches = read_caches(self.package, part, columns)
        self.pivot_caches = pivot_caches(self.package, part, workbook.node)
        self.metadata = self._metadata(part)
        chain = read_chain(self.package, part, {sheet.id for sheet in workbook.sheets})
        if self.former and not strings_kept(self.package, part, self.unchanged):
            self.former = None
        for at, sheet in enumerate(workbook.sheets):
            if sheet.kind == "worksheet" and sheet.part and sheet.part not in self.unchanged:
                self._sheet(at, sheet, tables[at], chain.get(sheet.id, set()))
        self._strings(part)
        check_codes(self.package, self.codes)
        check_properties(self.package)
        check_stores(self.package, part)
        check_macros(self.package, part)
        self._others()

    def _workbook(self) -> Workbook:
        parts = self.package.related("", "officeDocument")
        if not parts:
            self.faults.add("PART-MISSING", "", "", "workbook")
            raise Unusable
        content = self.package.type(parts[0])
        endings = next((e for kind, e in WORKBOOKS.items() if content.endswith(kind)), ())
        if not endings:
            self.faults.add("PART-TYPE", parts[0], "", content or "workbook")
            if "sheet.binary" in content or "spreadsheetml" not in content:
                raise Unusable
        suffix = self.suffix
        macros = bool(self.package.related(parts[0], "vbaProject"))
        if (endings and suffix in ENDINGS and suffix not in endings) or (
            macros and content and "macroEnabled" not in content
        ):
            self.faults.add("PART-MACROS", parts[0], "", f"{suffix}, {content}")
        return read_workbook(self.package, parts[0])

    def _sheet(self, at: int, sheet: Sheet, tables: list[Table], chained: set[int]) -> None:
        faults, part = self.faults, sheet.part

        def report(code: str, place: str, what: object) -> None:
            faults.add(code, part, f"{sheet.name}!{place}", what)

        expected = {place: name for table in tables for place, name in table.header().items()}
        cells = Cells(
            report, self.formulas, at, self.styles.cells, expected, chained, self.metadata
        )
        scan = WorksheetScan(cells)
        if self.former:
            left = self.former.narrowed(self.package, part, {row for row, _ in expected})
            chained -= {key for key in chained if key // (COLUMNS + 1) in left}
        if not self.package.scan(part, scan, "worksheet"):
            return
        node = scan.node
        check_layout(node, self.styles.cells, report)
        check_tables(tables, self.formulas, at, faults)
        check_merges(node, tables, report)
        check_filter(node, tables, report)
        check_validations(node, self.formulas, at, report)
        check_conditionals(node, self.formulas, at, self.styles.differences, report)
        check_links(node, self.formulas, at, report)
        check_extensions(node, self.formulas, at, report)
        check_page(node, self.views, report)
        check_colours(node, report)
        if "codeName" in (properties := node.one("sheetPr")).attributes:
            self.codes.append((part, properties.get("codeName")))
        check_drawings(self.package, part, self.formulas, self.unchanged)
        check_threads(self.package, part, self.people, check_comments(self.package, part))
        check_slicers(self.package, part, self.slicer_caches, self.slicers)
        check_pivots(self.package, part, self.pivot_caches)
        for row, column in sorted(cells.missing):
            report("TABLE-HEADER", f"{_letters(column)}{row}", expected[row, column])
        for key in sorted(chained):
            row, column = divmod(key, COLUMNS + 1)
            report("CHAIN-CELL", f"{_letters(column)}{row}", "")
        for number, places in cells.shared.items():
            self.headers.setdefault(number, []).extend(
                (part, f"{sheet.name}!{p}", e) for p, e in places
            )
        if cells.highest >= 0:
            self.highest.append((cells.highest, part, f"{sheet.name}!{cells.highest_at}"))

    def _metadata(self, workbook: str) -> dict[str, int]:
        counts = {"cm": 0, "vm": 0}
        for part in self.package.related(workbook, "sheetMetadata")[:1]:
            node = self.package.tree(part, "metadata")
            counts["cm"] = len(node.one("cellMetadata").all("bk"))
            counts["vm"] = len(node.one("valueMetadata").all("bk"))
        return counts

    def _strings(self, workbook: str) -> None:
        strings = SharedStrings(self.headers)
        for part in self.package.related(workbook, "sharedStrings")[:1]:
            self.package.scan(part, strings, "sst")
            for code, place, what in strings.faults:
                self.faults.add(code, part, place, what)
        for highest, part, place in self.highest:
            if highest >= strings.count:
                self.faults.add("CELL-STRING", part, place, highest)
        for number, text in strings.kept.items():
            for part, place, expected in self.headers[number]:
                if not same_header(text, expected):
                    self.faults.add("TABLE-HEADER", part, place, expected)

    def _others(self) -> None:
        """Read every part that nobody has read yet: its XML and its relations."""
        for entry in list(self.package.entries.values()):
            name = entry.filename
            if name.endswith("/") or name in self.unchanged:
                continue
            kind = self.package.type(name)
            if kind.endswith("xml") and "vmlDrawing" not in kind:
                if name not in self.package.read:
                    self.package.scan(name, Scan())
            elif name not in self.package.read:
                self.package.bytes(name)
            self.package.relations(name)


def _letters(column: int) -> str:
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
