"""A sheet: the order of its elements, its cells, and what lies over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kamxl.hosts.xlsx.lint.areas import COLUMNS, area, areas
from kamxl.hosts.xlsx.lint.cells import Cells
from kamxl.hosts.xlsx.lint.parsing import (
    Attributes,
    Node,
    Report,
    Tree,
    check_children,
    check_order,
)
from kamxl.hosts.xlsx.lint.repeats import Repeats
from kamxl.hosts.xlsx.lint.styles import within

ROW_END, LONGEST_ROW = b"</row>", 2**22
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
ORDERS: dict[str, tuple[str, ...]] = {
    "sheetView": ("pane", "selection", "pivotSelection", "extLst"),
    "cfRule": ("formula", "colorScale", "dataBar", "iconSet", "extLst"),
    "dataValidation": ("formula1", "formula2"),
    "mergeCells": ("mergeCell",),
    "hyperlinks": ("hyperlink",),
    "dataValidations": ("dataValidation",),
}
# May come more than once; everything else on a sheet comes once.
REPEATED = frozenset({"conditionalFormatting"})


class WorksheetScan(Tree):
    """Holds a sheet as nodes, except its cells, which are only heard."""

    def __init__(self, cells: Cells) -> None:
        super().__init__()
        self.cells = cells
        self.within_cells = False

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read the sheet, without the rows that are like good ones before them."""
        super().read(self._sifted(chunks))

    def _sifted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        repeats, cells = Repeats(), self.cells
        rest, plain = b"", not cells.chained
        for chunk in chunks:
            if not plain:
                yield chunk
                continue
            *rows, rest = (rest + chunk).split(ROW_END)
            for row in rows:
                if self.within_cells and repeats.known(row) and cells.passes(repeats):
                    continue
                told = cells.told
                yield row + ROW_END
                if self.within_cells and cells.told == told:
                    repeats.learn()
            if len(rest) > LONGEST_ROW:
                plain = False
                yield rest
                rest = b""
        yield rest

    def start(self, tag: str, attributes: Attributes) -> None:
        """Add a node, or give the cells the word."""
        super().start(tag, attributes)
        if tag == "sheetData" and self.depth == 2:
            self.within_cells = True
            self.cells.listen(self.parser, self._resume)

    def _resume(self, name: str) -> None:
        self.within_cells = False
        self.texts.clear()
        self.listen()
        self.parser.CharacterDataHandler = self.texts.append
        self._end(name)


def check_layout(node: Node, formats: int, report: Report) -> None:
    """Tell what is wrong with the order of a sheet's elements, its columns and its views."""
    tags = [child.tag for child in node.children]
    check_children("worksheet", tags, ORDER, report)
    for tag in dict.fromkeys(tags):
        if ":" not in tag and tag not in REPEATED and tags.count(tag) > 1:
            report("XML-ORDER", "worksheet", tag)
    for child in node.children:
        check_order(child, report, ORDERS)
    last = 0
    for column in node.one("cols").all("col"):
        first, end = column.get("min"), column.get("max")
        if not (within(first, COLUMNS + 1) and within(end, COLUMNS + 1)) or not (
            last < int(first) <= int(end)
        ):
            report("AREA-COLUMNS", "cols", f"{first}-{end}")
        else:
            last = int(end)
        if not within(column.get("style", "0"), formats):
            report("CELL-STYLE", f"cols {first}", column.get("style"))
    for tag, key in (("dimension", "ref"), ("autoFilter", "ref"), ("sortState", "ref")):
        for each in node.all(tag):
            if area(each.get(key)) is None:
                report("AREA-WRONG", tag, each.get(key) or "''")
    for view in node.one("sheetViews").children:
        for each in view.children:
            for key in ("activeCell", "topLeftCell", "sqref"):
                if key in each.attributes and areas(each.get(key)) is None:
                    report("AREA-WRONG", each.tag, each.get(key) or "''")
    for tag, holder in (("ignoredError", "ignoredErrors"), ("protectedRange", "protectedRanges")):
        for each in node.one(holder).all(tag):
            if areas(each.get("sqref")) is None:
                report("AREA-WRONG", tag, each.get("sqref") or "''")
