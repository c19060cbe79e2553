"""Small lines in cells: ours follow the new sheet, a person's own and the looks of all stay."""

from __future__ import annotations

from typing import NamedTuple

from kamxl.hosts.xlsx.patching.markup import Node, Splices, standalone
from kamxl.hosts.xlsx.patching.scanning import Scanned

NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
TERMS = "http://schemas.microsoft.com/office/excel/2006/main"
EXTENSION = "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"


class Line(NamedTuple):
    """A small line: the list that it is in, its element, and what it shows."""

    listed: Node
    node: Node
    shows: Node


def lines_of(root: Node) -> dict[str, Line]:
    """Return the small lines of a sheet by the cell that they lie in."""
    found = {}
    for section in root.all("extLst"):
        for listed in (node for node in section.walk() if node.tag == "sparklines"):
            for node in listed.all("sparkline"):
                cell, shows = node.first("sqref"), node.first("f")
                if cell is not None and shows is not None:
                    found[cell.text.replace("$", "").strip()] = Line(listed, node, shows)
    return found


def replace_sparklines(
    sheet: Scanned, splices: Splices, new_root: Node, new_data: bytes, former_root: Node | None
) -> bytes:
    """Let the small lines of kamxl become those of a new sheet; none goes.

    One that a person deleted stays away. Returns an extension for the sheet where it has none yet.
    """
    here, wanted = lines_of(sheet.root), lines_of(new_root)
    before = lines_of(former_root) if former_root else {}
    spaces = {"x14": NEWER, "xm": TERMS}
    fresh = []
    for cell, line in wanted.items():
        mine = here.get(cell)
        if mine is None and cell not in before:
            fresh.append(line)
        elif mine is not None and mine.shows.text.replace("$", "") != line.shows.text.replace(
            "$", ""
        ):
            splices.replace(mine.shows.opened, mine.shows.closed, line.shows.inner(new_data))
    if not fresh:
        return b""
    body = b"".join(standalone(line.node.raw(new_data), "", spaces) for line in fresh)
    home = next((here[cell].listed for cell in wanted if cell in here), None)
    if home is not None:
        splices.append(home, body)
        return b""
    # All lines of a sheet built aside are in one group, which carries their look.
    group = next(node for node in _all(new_root, "sparklineGroup"))
    listed = fresh[0].listed
    raw = new_data[group.start : listed.opened] + body + new_data[listed.closed : group.end]
    whole = standalone(raw, "", spaces)
    groups = next(iter(_all(sheet.root, "sparklineGroups")), None)
    if groups is not None:
        splices.append(groups, whole)
        return b""
    prefix = sheet.prefix
    return (
        f'<{prefix}ext xmlns:x14="{NEWER}" uri="{EXTENSION}"><x14:sparklineGroups>'.encode()
        + whole
        + f"</x14:sparklineGroups></{prefix}ext>".encode()
    )


def _all(root: Node, tag: str) -> list[Node]:
    return [node for section in root.all("extLst") for node in section.walk() if node.tag == tag]
