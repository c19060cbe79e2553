"""Sheets built beside the workbook with XlsxWriter, so that their pieces can be brought into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from kamxl.cells import CellValue
from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.patching.package import Package
from kamxl.hosts.xlsx.patching.scanning import scan
from kamxl.hosts.xlsx.patching.styles import Source
from kamxl.hosts.xlsx.patching.workbook import Workbook
from kamxl.workbook.spec import Area, Book, Sheet

STYLES = "kamxl_styles_of_cells"
Values = Callable[[str, Area], Iterable[tuple[int, int, CellValue]]]


class Aside:
    """A workbook of some sheets, with a cell in each of some styles.

    `values` gives the cells that charts show of sheets that are not among them.
    """

    def __init__(
        self,
        sheets: Sequence[Sheet],
        styles: Sequence[str],
        language: str,
        values: Values = lambda name, area: (),
    ) -> None:
        swatches = Sheet("styles", STYLES, "#000000")
        for row, key in enumerate(styles):
            swatches.put(row, 0, None, key)
        book = Book([*sheets, *_shown(sheets, values), swatches], {}, language, {}, "")
        self.package = Package(built(book), "aside.xlsx")
        self.workbook = Workbook(self.package)
        self.source = Source(
            self.package.read(self.package.related(self.workbook.part, "styles")[0])
        )
        swatch = scan(self.package.read(self.workbook.sheet(STYLES).part), STYLES)
        self._styles = {}
        for row, key in enumerate(styles):
            cell = swatch.cell(row, 0)
            self._styles[key] = cell.style if cell else 0

    def style(self, key: str) -> int:
        """Return the number of a style's cell format here."""
        return self._styles[key]

    def part(self, name: str) -> str:
        """Return the part of a sheet."""
        return self.workbook.sheet(name).part


def bones(sheet: Sheet) -> Sheet:
    """Return a sheet without what stands in its cells: rules, charts and page are left."""
    return dataclasses.replace(
        sheet, cells=[], tables=[], merges=[], widths={}, heights={}, hidden_rows=set(),
        freeze=None, protected=False,
    )  # fmt: skip


def _shown(sheets: Sequence[Sheet], values: Values) -> list[Sheet]:
    """Return stand-ins for sheets that charts show and that are not here with their cells.

    One that is here without cells gets those that charts show.
    """
    here = {sheet.name: sheet for sheet in sheets}
    whole = {sheet.name for sheet in sheets if sheet.cells or sheet.tables}
    made: dict[str, Sheet] = {}
    places: dict[str, set[Area]] = {}
    for sheet in sheets:
        for chart in sheet.charts:
            for series in chart.series:
                for name, area in (series.categories, series.values):
                    if name not in whole:
                        places.setdefault(name, set()).add(area)
    for name, areas in places.items():
        target = here.get(name) or made.setdefault(name, Sheet("", name, "#000000"))
        shown = {(row, column): value for area in areas for row, column, value in
                 values(name, area)}  # fmt: skip
        for (row, column), value in sorted(shown.items()):
            target.put(row, column, value)
    return list(made.values())
