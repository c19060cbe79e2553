"""How a sheet is shown and printed: views, sizes, page, breaks, ranges that may be changed."""

from __future__ import annotations

import math

from kamxl.hosts.xlsx.lint.areas import COLUMNS, ROWS
from kamxl.hosts.xlsx.lint.formulas import utf16
from kamxl.hosts.xlsx.lint.parsing import Node, Report
from kamxl.hosts.xlsx.lint.styles import within

LONGEST_HEADER, MOST_PAGES = 255, 32_767
ZOOM = (10, 400)
HIGHEST, WIDEST, DEEPEST = 409.5, 255.0, 7
MARGINS = ("left", "right", "top", "bottom", "header", "footer")
PANES = frozenset({"topLeft", "topRight", "bottomLeft", "bottomRight"})


def check_page(node: Node, views: int, report: Report) -> None:
    """Tell what is wrong with views, columns, header and footer, page setup and breaks."""
    _views(node, views, report)
    for column in node.one("cols").all("col"):
        place = f"cols {column.get('min')}"
        told = column.get("width", "1")
        if not between(told, 0, WIDEST):
            report("AREA-SIZE", place, told)
        check_level(column.get("outlineLevel", "0"), place, report)
    for each in node.one("headerFooter").children:
        if (length := utf16(each.text)) > LONGEST_HEADER:
            report("PAGE-HEADER", each.tag, length)
    for setup in node.all("pageSetup"):
        for key, low, high in (
            ("scale", *ZOOM), ("fitToWidth", 0, MOST_PAGES), ("fitToHeight", 0, MOST_PAGES),
        ):  # fmt: skip
            if key in setup.attributes and not between(setup.get(key), low, high):
                report("PAGE-SETUP", "pageSetup", f"{key}={setup.get(key)}")
    for margins in node.all("pageMargins"):
        for key in MARGINS:
            if not between(margins.get(key), 0, 49):
                report("PAGE-SETUP", "pageMargins", f"{key}={margins.get(key)}")
    for tag, most in (("rowBreaks", ROWS), ("colBreaks", COLUMNS)):
        for holder in node.all(tag):
            _breaks(holder, most, report)
    names: set[str] = set()
    for each in node.one("protectedRanges").all("protectedRange"):
        name = each.get("name").casefold()
        if not name or name in names:
            report("PROTECT-RANGE", "protectedRanges", each.get("name") or "''")
        names.add(name)


def _views(node: Node, views: int, report: Report) -> None:
    seen: set[str] = set()
    for view in node.one("sheetViews").all("sheetView"):
        key = view.get("workbookViewId")
        if not within(key, max(views, 1)) or key in seen:
            report("VIEW-WRONG", "sheetView", f"workbookViewId={key}")
        seen.add(key)
        for name in ("zoomScale", "zoomScaleNormal", "zoomScalePageLayoutView"):
            told = view.get(name, "100")
            if told != "0" and not between(told, *ZOOM):
                report("VIEW-WRONG", "sheetView", f"{name}={told}")
        for pane in view.all("pane"):
            for name in ("xSplit", "ySplit"):
                if not between(pane.get(name, "0"), 0, 2.0**31):
                    report("VIEW-WRONG", "pane", f"{name}={pane.get(name)}")
            if pane.get("activePane", "topLeft") not in PANES:
                report("VIEW-WRONG", "pane", f"activePane={pane.get('activePane')}")


def _breaks(holder: Node, most: int, report: Report) -> None:
    listed = [each.get("id") for each in holder.all("brk")]
    if holder.get("count", str(len(listed))) != str(len(listed)):
        report("PAGE-BREAK", holder.tag, holder.get("count"))
    for at, each in enumerate(listed):
        if not within(each, most + 1) or each in listed[:at]:
            report("PAGE-BREAK", holder.tag, each or "''")


def check_height(height: str, level: str, place: str, report: Report) -> None:
    """Tell where a row is higher than Excel takes, or nested too deeply."""
    if not between(height, 0, HIGHEST):
        report("AREA-SIZE", place, height)
    check_level(level, place, report)


def check_level(level: str, place: str, report: Report) -> None:
    """Tell where rows or columns are grouped too deeply."""
    if not within(level, DEEPEST + 1):
        report("AREA-SIZE", place, f"outlineLevel={level}")


def between(told: str, low: float, high: float) -> bool:
    """Return whether a text is a number within bounds."""
    try:
        number = float(told)
    except ValueError:
        return False
    return math.isfinite(number) and low <= number <= high
