"""Overview: one printed A4 page for the management (domain E11)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellValue, address, to_serial
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.policy import TIERS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.sheets import concentration, matrix, ranking
from kamxl.workbook.sheets.lookups import first_row
from kamxl.workbook.spec import Area, Conditional, Page, Sheet

TITLE = Text("Key accounts at a glance", "Schlüsselkunden auf einen Blick")
ACCOUNTS = Text("Accounts", "Kunden")
TOTAL = Text("Net total", "Nettosumme")
TIER_A = Text("Accounts in tier A", "Kunden in Klasse A")
LARGEST = Text("Share of the largest", "Anteil des größten")
EFFECTIVE = Text("Effective customers", "Effektive Kundenzahl")
GRAVEST = Text("Concentration warning", "Klumpenwarnung")
TOP = Text("The first ten by points", "Die ersten zehn nach Punkten")
TIERS_TITLE = Text("Tiers", "Klassen")
QUADRANTS_TITLE = Text("Matrix", "Matrix")
ENDANGERED = Text("Endangered large accounts", "Gefährdete Großkunden")
NOT_RANKED = Text("Not assessable yet", "Noch nicht beurteilbar")
KEY_STATUS = Text(
    "Key accounts: key quadrant and tier A or B",
    "Schlüsselkunden: Feld Schlüsselkunde und Klasse A oder B",
)
CHECKS = Text("Checks of this file", "Prüfungen dieser Datei")
AS_OF = Text("As of", "Stichtag")

TILES_ROW = 3
TOP_ROW = 7
TOP_COUNT = 10
SIDE = 8
RISK_LINES = 4
CHART_ROW = 21

COLUMNS: Mapping[str, tuple[Text, str]] = {
    "rank": (words.RANKING_COLUMNS["rank"], "calc.whole"),
    "name": (words.RANKING_COLUMNS["name"], "calc"),
    "tier": (words.RANKING_COLUMNS["tier"], "tier"),
    "score": (words.RANKING_COLUMNS["score"], "calc.score"),
    "revenue_rank": (words.RANKING_COLUMNS["revenue_rank"], "calc.whole"),
    "disclosure_share": (words.RANKING_COLUMNS["share"], "calc.percent"),
    "warning": (words.RANKING_COLUMNS["warning"], "calc_wrap"),
}
WIDTHS = (9, 30, 9, 11, 12, 11, 30, 2, 32, 10, 10)


def sheet(context: Context, areas: Mapping[str, Area]) -> Sheet:
    """Return the page: figures on top, the first ten, tiers and matrix, two charts."""
    made = Sheet("overview", context.sheet_name("overview"), "#2E7D4F", protected=True)
    t, f = context.t, context.f
    made.put(0, 0, t(TITLE), "title")
    for column, width in enumerate(WIDTHS):
        made.width(column, width)
    made.put(1, 0, f"{t(AS_OF)}", "subtitle")
    made.put(1, 1, f("=kam_as_of", to_serial(context.inputs.as_of)), "subtitle.date")
    made.put(1, 3, f('=kam_period&""', context.policy.period), "subtitle")
    _tiles(context, made)
    _top(context, made)
    _side(context, made)
    made.charts.append(
        matrix.chart(context, areas, CHART_ROW, 0, 590, 420, min(TOP_COUNT, context.policy.labels))
    )
    made.charts.append(concentration.pareto(context, CHART_ROW, 6, 590, 420))
    made.page = Page(area=Area(0, 0, CHART_ROW + 21, len(WIDTHS) - 1), one_page=True)
    warning = f"$G{TOP_ROW + 3}"
    made.conditionals.append(
        Conditional(
            Area(TOP_ROW + 2, 6, TOP_ROW + 1 + TOP_COUNT, 6),
            "formula",
            f"=LEN({warning})>0",
            "warn",
        )
    )
    made.conditionals.append(
        Conditional(Area(TILES_ROW, 8, TILES_ROW, 8), "formula", "=kam_level>=3", "bad")
    )
    return made


def _number(value: float | None) -> CellValue:
    return "" if value is None else value


def _tiles(context: Context, made: Sheet) -> None:
    t, f, result = context.t, context.f, context.result
    figures = result.concentration
    named = sum(bool(id_) for id_ in context.portfolio.ids)
    tiles: tuple[tuple[int, Text, str, CellValue, str], ...] = (
        (0, ACCOUNTS, "=COUNT(accounts[nr])", named, "figure.whole"),
        (1, TOTAL, "=kam_total", _number(figures.total), "figure.money"),
        (2, TIER_A, '=COUNTIF(ratings[tier],"A")', int(np.sum(result.tier == 1)), "figure.whole"),
        (4, LARGEST, "=kam_cr1", _number(figures.cr1), "figure.percent"),
        (6, EFFECTIVE, "=kam_effective", _number(figures.effective), "figure.decimal"),
        (8, GRAVEST, "=kam_level_text", concentration.level_text(context), "figure"),
    )
    made.heights[TILES_ROW] = 30
    for column, label, formula, value, style in tiles:
        made.put(TILES_ROW, column, f(formula, value), style)
        made.put(TILES_ROW + 1, column, t(label), "caption")


def _top(context: Context, made: Sheet) -> None:
    t, f = context.t, context.f
    made.put(TOP_ROW, 0, t(TOP), "heading")
    for column, (label, _) in enumerate(COLUMNS.values()):
        made.put(TOP_ROW + 1, column, t(label), "header")
    sheet_ref = "<ranking>"
    for place in range(TOP_COUNT):
        row = TOP_ROW + 2 + place
        within = place < context.slots
        values = ranking.values_at(context, place) if within else ranking.blank_values()
        for column, (key, (_, style)) in enumerate(COLUMNS.items()):
            if not within:
                made.put(row, column, None, style)
                continue
            where = sheet_ref + address(ranking.FIRST + place, ranking.PLACE[key], absolute=True)
            made.put(row, column, f(f"={where}", values[key]), style)


def _side(context: Context, made: Sheet) -> None:
    t, f, result = context.t, context.f, context.result
    row = TOP_ROW
    made.put(row, SIDE, t(TIERS_TITLE), "heading")
    for place, tier in enumerate(TIERS):
        made.put(row + 1 + place, SIDE, tier, "label")
        count = int(np.sum(result.tier == place + 1))
        made.put(row + 1 + place, SIDE + 1, f(f'=COUNTIF(ratings[tier],"{tier}")', count), "strong")
    row += 5
    not_ranked = int(np.sum(~result.assessable[context.rated])) if context.rated else 0
    made.put(row, SIDE, t(NOT_RANKED), "label")
    made.put(
        row,
        SIDE + 1,
        f('=COUNTIF(ratings[key],"<0")', not_ranked),
        "strong",
    )
    row += 1
    for place, quadrant in enumerate(QUADRANTS):
        made.put(
            row + place,
            SIDE,
            f(f"=INDEX(kam_quadrant_names,{place + 1})", context.choice("quadrant", quadrant)),
            "label",
        )
        count = int(np.sum(result.quadrant == place + 1))
        made.put(
            row + place, SIDE + 1, f(f"=COUNTIF(ratings[quadrant],{place + 1})", count), "strong"
        )
    row += 4
    made.put(row, SIDE, t(KEY_STATUS), "calc_wrap")
    both = int(np.sum((result.quadrant == 1) & ((result.tier == 1) | (result.tier == 2))))
    made.put(
        row,
        SIDE + 1,
        f(
            '=COUNTIFS(ratings[quadrant],1,ratings[tier],"A")+'
            'COUNTIFS(ratings[quadrant],1,ratings[tier],"B")',
            both,
        ),
        "strong",
    )
    made.heights[row] = 26
    _risks(context, made)


def _risks(context: Context, made: Sheet) -> None:
    t, f = context.t, context.f
    row = TOP_ROW + 2 + TOP_COUNT - 1
    risks = [a for a in context.by_order[: matrix.slots(context)] if context.result.endangered[a]]
    parts = "&".join(
        f'IFERROR({ranking.of_slot("name", first_row(str(n), "kam_matrix_risk"))}&"; ","")'
        for n in range(1, RISK_LINES + 1)
    )
    text = "".join(context.portfolio.names[a] + "; " for a in risks[:RISK_LINES])
    made.put(row, SIDE, t(ENDANGERED), "strong")
    made.put(row + 1, SIDE, f(f"={parts}", text), "caption")
    made.put(row, SIDE + 1, f("=MAX(kam_matrix_risk)", len(risks)), "strong")
