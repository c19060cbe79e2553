"""How references are spelled once cells have moved."""

from __future__ import annotations

import re

from kamxl.cells import column_letters
from kamxl.hosts.xlsx.patching.places import COLUMNS, ROWS, areas_at, spelled
from kamxl.workbook.merging.references import translated
from kamxl.workbook.merging.shaping import BookShape, SheetShape
from kamxl.workbook.spec import Area

_SPAN = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?\d+:\$?\d+")


class Spelling:
    """Formulas and areas as they read after the move."""

    def __init__(self, shape: BookShape) -> None:
        self.shapes = {n.casefold(): s for n, s in shape.sheets.items() if not s.identity}
        self.known: dict[tuple[str, str], str] = {}

    def moved(self, formula: str, sheet: str) -> str:
        """Return a formula of a sheet ("" where it belongs to none) as it reads now."""
        if sheet.casefold() not in self.shapes and "!" not in formula:
            return formula
        key = (formula, sheet)
        if key not in self.known:

            def move(
                of: str, row: int | None, column: int | None
            ) -> tuple[int | None, int | None] | None:
                shape = self.shapes.get((of or sheet).casefold())
                return shape.at(row, column) if shape else (row, column)

            made = translated(formula, move)
            self.known[key] = formula if made is None else made
        return self.known[key]


def moved_areas(references: str, shape: SheetShape) -> str:
    """Return a list of areas of a sheet as it reads now."""
    made = []
    for one in references.split():
        if _SPAN.fullmatch(one):
            area = areas_at(one)[0]
            if area.bottom == ROWS - 1 and area.top == 0:
                left, right = shape.columns(area.left), shape.columns(area.right)
                area = area._replace(left=left or 0, right=min(right or 0, COLUMNS - 1))
                made.append(spelled_columns(area))
                continue
            made.append(one)
            continue
        made.append(spelled(moved_area(areas_at(one)[0], shape)))
    return " ".join(made)


def spelled_columns(area: Area) -> str:
    """Return whole columns as a reference."""
    return f"{column_letters(area.left)}:{column_letters(area.right)}"


def moved_area(area: Area, shape: SheetShape) -> Area:
    """Return the rectangle whose corners stand where those of another went."""
    top, left = shape.place(area.top, area.left)
    bottom, right = shape.place(area.bottom, area.right)
    return Area(min(top, bottom), left, max(top, bottom), right)
