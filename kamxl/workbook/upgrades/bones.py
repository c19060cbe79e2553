"""Rules, formats and charts of an older layout, where they went when their sheets got room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamxl.workbook.merging.references import translated
from kamxl.workbook.merging.shaping import SheetShape
from kamxl.workbook.spec import Area, Page, Sheet
from kamxl.workbook.state import Bones
from kamxl.workbook.upgrades.room import Room

LAST_ROW = 1_048_575


def stretched(bones: Bones, shape: SheetShape, rooms: Mapping[str, Room]) -> Sheet:
    """Return rules and charts as they stand after the move, over all the rows that there may be.

    How long lists were in the workbook that they were noted from does not matter.
    """

    def move(
        sheet: str, row: int | None, column: int | None
    ) -> tuple[int | None, int | None] | None:
        moves = rooms[sheet].shape if sheet in rooms else shape if not sheet else None
        return moves.at(row, column) if moves else (row, column)

    def text(formula: str) -> str:
        return translated(formula, move) or formula if formula.startswith("=") else formula

    def area(one: Area) -> Area:
        top, left = shape.place(one.top, one.left)
        right = shape.columns(one.right)
        bottom = LAST_ROW if one.bottom > one.top else top
        return Area(top, left, bottom, one.right if right is None else right)

    return replace(
        bones.sheet("former", shape.name),
        validations=[
            replace(
                rule,
                area=area(rule.area),
                source=text(rule.source),
                minimum=text(rule.minimum) if isinstance(rule.minimum, str) else rule.minimum,
                maximum=text(rule.maximum) if isinstance(rule.maximum, str) else rule.maximum,
            )
            for rule in bones.validations
        ],
        conditionals=[
            replace(rule, area=area(rule.area), formula=text(rule.formula))
            for rule in bones.conditionals
        ],
        sparklines=[],
        page=_page(bones.page, shape),
    )


def _page(page: Page, shape: SheetShape) -> Page:
    def row(one: int) -> int:
        return shape.place(one, 0)[0]

    area = page.area
    if area is not None:
        area = Area(*shape.place(area.top, area.left), *shape.place(area.bottom, area.right))
    columns = page.repeat_columns
    return replace(
        page,
        area=area,
        repeat=page.repeat and (row(page.repeat[0]), row(page.repeat[1])),
        repeat_columns=columns and (shape.columns(columns[0]) or 0, shape.columns(columns[1]) or 0),
    )


def printing(bones: Bones, there: Area | None) -> Bones:
    """Return rules and charts with the print area of the file, where it is kamxl's.

    It reaches as far down as lists did; a person's begins elsewhere or has another width.
    """
    area = bones.page.area
    if area is None or there is None or area._replace(bottom=there.bottom) != there:
        return bones
    return replace(bones, page=replace(bones.page, area=there))
