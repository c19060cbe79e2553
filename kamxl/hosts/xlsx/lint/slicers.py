"""Slicers and pivot tables: the caches and tables that they need."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.hosts.xlsx.lint.areas import area
from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.parsing import Node


def read_caches(package: Package, workbook: str, tables: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the names of the slicers' caches; `tables` are ids of tables with their columns'."""
    names: set[str] = set()
    for part in package.related(workbook, "slicerCache"):
        node = package.tree(part, "x14:slicerCacheDefinition")
        name = node.get("name")
        if not name or name.casefold() in names:
            package.faults.add("SLICER-CACHE", part, name, name or "''")
        names.add(name.casefold())
        for each in node.within():
            if each.tag == "x15:tableSlicerCache":
                table, column = each.get("tableId"), each.get("column")
                if column not in tables.get(table, ()):
                    package.faults.add("SLICER-SOURCE", part, name, f"{table}, {column}")
    return names


def check_slicers(package: Package, sheet: str, caches: set[str], names: set[str]) -> None:
    """Tell what is wrong with the slicers of a sheet's part; `names` are those of all sheets."""
    for part in package.related(sheet, "slicer"):
        for each in package.tree(part, "x14:slicers").all("x14:slicer"):
            name, cache = each.get("name"), each.get("cache")
            if not name or name.casefold() in names:
                package.faults.add("SLICER-NAME", part, name, name or "''")
            names.add(name.casefold())
            if cache.casefold() not in caches:
                package.faults.add("SLICER-CACHE", part, name, cache or "''")


def pivot_caches(package: Package, workbook: str, node: Node) -> set[str]:
    """Return the ids of the caches of pivot tables."""
    ids: set[str] = set()
    for each in node.one("pivotCaches").all("pivotCache"):
        key = each.get("cacheId")
        if not key.isdecimal() or key in ids:
            package.faults.add("PIVOT-CACHE", workbook, "pivotCaches", key or "''")
        ids.add(key)
    return ids


def check_pivots(package: Package, sheet: str, caches: set[str]) -> None:
    """Tell what is wrong with the pivot tables of a sheet's part."""
    for part in package.related(sheet, "pivotTable"):
        node = package.tree(part, "pivotTableDefinition")
        if node.get("cacheId") not in caches:
            package.faults.add("PIVOT-CACHE", part, node.get("name"), node.get("cacheId") or "''")
        place = node.one("location").get("ref")
        if area(place) is None:
            package.faults.add("PIVOT-AREA", part, node.get("name"), place or "''")
