"""Tables: names, areas, columns, and the header cells that must say the same."""

from __future__ import annotations

from dataclasses import dataclass

from kamxl.hosts.xlsx.lint.areas import Area, area, overlapping
from kamxl.hosts.xlsx.lint.formulas import Formulas, Namespace
from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.parsing import Node, check_order
from kamxl.hosts.xlsx.lint.rules import Faults
from kamxl.hosts.xlsx.lint.styles import Styles, within
from kamxl.hosts.xlsx.lint.texts import decoded
from kamxl.hosts.xlsx.lint.workbook import legal_name

ORDERS: dict[str, tuple[str, ...]] = {
    "table": ("autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst"),
    "tableColumn": ("calculatedColumnFormula", "totalsRowFormula", "xmlColumnPr", "extLst"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet; `header` names what stands in the cells of its header row."""

    part: str
    name: str
    area: Area
    columns: tuple[str, ...]
    node: Node
    headed: bool

    def header(self) -> dict[tuple[int, int], str]:
        """Return what must stand where, by row and column from 1."""
        if not self.headed:
            return {}
        row, left = self.area.top, self.area.left
        return {(row, left + at): name for at, name in enumerate(self.columns)}


class Tables:
    """Reads the tables of all sheets, whose names and ids share one space."""

    def __init__(self, package: Package, namespace: Namespace, styles: Styles) -> None:
        self.package, self.namespace, self.styles = package, namespace, styles
        self.ids: set[str] = set()

    def read(self, sheet: str) -> list[Table]:
        """Return the tables of the sheet of a part."""
        parts = self.package.related(sheet, "table")
        found = [table for part in parts if (table := self._read(part))]
        by_area = {table.area: table for table in found}
        for one, other in overlapping(table.area for table in found):
            self.package.faults.add(
                "TABLE-OVERLAP", by_area[one].part, by_area[one].name, by_area[other].name
            )
        return found

    def _read(self, part: str) -> Table | None:
        faults = self.package.faults
        node = self.package.tree(part, "table")
        check_order(node, lambda code, place, what: faults.add(code, part, place, what), ORDERS)
        name, key = node.get("displayName"), node.get("id")
        if not legal_name(name):
            faults.add("TABLE-NAME", part, name, name or "''")
        names = self.namespace
        if name.casefold() in names.tables or (name.casefold(), -1) in names.names:
            faults.add("TABLE-TWICE", part, name, name)
        if key in self.ids or not within(key, 2**31) or key == "0":
            faults.add("TABLE-TWICE", part, name, f"id {key}")
        self.ids.add(key)
        columns = self._columns(part, node)
        names.tables[name.casefold()] = {column.casefold() for column in columns}
        covered = area(node.get("ref"))
        headed = node.get("headerRowCount", "1") != "0"
        totals = node.get("totalsRowCount", "0") not in ("0", "")
        told = node.one("tableColumns").get("count", str(len(columns)))
        if (
            covered is None
            or covered.bottom - covered.top < headed + totals
            or covered.right - covered.left + 1 != len(columns)
            or told != str(len(columns))
        ):
            faults.add("TABLE-AREA", part, name, node.get("ref"))
        if covered is None:
            return None
        self._filter(part, node, covered, totals)
        return Table(part, name, covered, columns, node, headed)

    def _columns(self, part: str, node: Node) -> tuple[str, ...]:
        faults, columns = self.package.faults, node.one("tableColumns").all("tableColumn")
        names: set[str] = set()
        ids: set[str] = set()
        for each in columns:
            name, key = decoded(each.get("name")), each.get("id")
            if not name or name.casefold() in names or key in ids or len(name) > 255:
                faults.add("TABLE-COLUMN", part, name, name or "''")
            names.add(name.casefold())
            ids.add(key)
            for style in ("dataDxfId", "headerRowDxfId", "totalsRowDxfId"):
                if not within(
                    each.get(style, "0"), self.styles.differences or style not in each.attributes
                ):
                    faults.add("STYLE-INDEX", part, name, f"{style}={each.get(style)}")
        return tuple(decoded(each.get("name")) for each in columns)

    def _filter(self, part: str, node: Node, covered: Area, totals: bool) -> None:
        for each in node.all("autoFilter"):
            filtered = area(each.get("ref"))
            expected = covered._replace(bottom=covered.bottom - totals)
            columns = covered.right - covered.left + 1
            inside = all(within(c.get("colId"), columns) for c in each.all("filterColumn"))
            if filtered != expected or not inside:
                self.package.faults.add(
                    "TABLE-FILTER", part, node.get("displayName"), each.get("ref")
                )


def check_tables(tables: list[Table], formulas: Formulas, sheet: int, faults: Faults) -> None:
    """Tell what is wrong with the formulas of columns, once everything that they name is known."""
    for table in tables:
        for column in table.node.one("tableColumns").all("tableColumn"):
            for kind in ("calculatedColumnFormula", "totalsRowFormula"):
                for each in column.all(kind):
                    for code, what in formulas.check(each.text, sheet):
                        faults.add(code, table.part, column.get("name"), what)
