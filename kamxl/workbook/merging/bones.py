"""Rules, charts and page of a sheet, moved to where its rows and columns stand in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kamxl.workbook.merging.aligning import Alignment
from kamxl.workbook.spec import Area, Chart, Page, Series, Sheet

Places = Mapping[str, Alignment | None]
Spell = Callable[[str], str | None]


class _GoneError(Exception):
    """An area is gone that something speaks of."""


def moved_bones(sheet: Sheet, own: Alignment, places: Places, spell: Spell) -> Sheet | None:
    """Return a sheet's rules, charts and page as the file places them; None if some are gone.

    `own` is where this sheet stands, `places` are all by the names of the rendering; `spell`
    translates its formulas.
    """
    try:
        return replace(
            sheet,
            name=own.name,
            page=_page(sheet.page, own),
            validations=[
                replace(
                    rule,
                    area=_area(rule.area, own),
                    source=_text(rule.source, spell),
                    minimum=_bound(rule.minimum, spell),
                    maximum=_bound(rule.maximum, spell),
                )
                for rule in sheet.validations
            ],
            conditionals=[
                replace(rule, area=_area(rule.area, own), formula=_text(rule.formula, spell))
                for rule in sheet.conditionals
            ],
            charts=[_chart(chart, own, places, spell) for chart in sheet.charts],
            sparklines=[
                replace(
                    line,
                    row=_row(line.row, own),
                    column=_column(line.column, own),
                    area=_area(line.area, own),
                )
                for line in sheet.sparklines
            ],
        )
    except _GoneError:
        return None


def _row(row: int, own: Alignment) -> int:
    now = own.rows(row)
    if now is None:
        raise _GoneError
    return now


def _column(column: int, own: Alignment) -> int:
    now = own.columns(column)
    if now is None:
        raise _GoneError
    return now


def _area(area: Area, own: Alignment) -> Area:
    if own.identity:
        return area
    return Area(
        _row(area.top, own), _column(area.left, own), _row(area.bottom, own),
        _column(area.right, own),
    )  # fmt: skip


def _text(formula: str, spell: Spell) -> str:
    if not formula.startswith("="):
        return formula
    made = spell(formula)
    if made is None:
        raise _GoneError
    return made


def _bound(bound: float | str | None, spell: Spell) -> float | str | None:
    return _text(bound, spell) if isinstance(bound, str) else bound


def _page(page: Page, own: Alignment) -> Page:
    return replace(
        page,
        repeat=page.repeat and (_row(page.repeat[0], own), _row(page.repeat[1], own)),
        repeat_columns=page.repeat_columns
        and (_column(page.repeat_columns[0], own), _column(page.repeat_columns[1], own)),
        area=page.area and _area(page.area, own),
    )


def _chart(chart: Chart, own: Alignment, places: Places, spell: Spell) -> Chart:
    def where(at: tuple[str, Area]) -> tuple[str, Area]:
        name, area = at
        alignment = places.get(name)
        return at if alignment is None else (alignment.name, _area(area, alignment))

    def series(one: Series) -> Series:
        return replace(
            one,
            name=_text(one.name, spell) if one.name.startswith("=") else one.name,
            categories=where(one.categories),
            values=where(one.values),
        )

    return replace(
        chart,
        row=_row(chart.row, own),
        column=_column(chart.column, own),
        series=[series(one) for one in chart.series],
    )
