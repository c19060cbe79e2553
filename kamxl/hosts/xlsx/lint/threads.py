"""Threaded comments: their people, their cells, and what they answer."""

from __future__ import annotations

from collections.abc import Collection

from kamxl.hosts.xlsx.lint.areas import area
from kamxl.hosts.xlsx.lint.package import Package
from kamxl.hosts.xlsx.lint.properties import GUID


def read_people(package: Package, workbook: str) -> frozenset[str]:
    """Return the ids of the people who comment."""
    found: set[str] = set()
    for part in package.related(workbook, "person"):
        for person in package.tree(part, "tc:personList").all("tc:person"):
            key = person.get("id").casefold()
            if not GUID.fullmatch(key) or key in found:
                package.faults.add("THREAD-PERSON", part, person.get("displayName"), key or "''")
            found.add(key)
    return frozenset(found)


def check_threads(
    package: Package, sheet: str, people: Collection[str], noted: Collection[str]
) -> None:
    """Tell what is wrong with threads on a sheet's part, of which some cells have comments."""
    for part in package.related(sheet, "threadedComment"):
        ids: set[str] = set()
        for each in package.tree(part, "tc:ThreadedComments").all("tc:threadedComment"):
            ref, key, parent = each.get("ref"), each.get("id"), each.get("parentId")
            if each.get("personId").casefold() not in people:
                package.faults.add("THREAD-PERSON", part, ref, each.get("personId") or "''")
            if area(ref) is None or ":" in ref or ref not in noted:
                package.faults.add("THREAD-CELL", part, ref, ref or "''")
            if not GUID.fullmatch(key) or key in ids or (parent and parent not in ids):
                package.faults.add("THREAD-ID", part, ref, parent or key or "''")
            ids.add(key)
