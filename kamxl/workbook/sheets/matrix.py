"""Matrix: KAISM as a chart and, for those without one, as four lists of names."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellError, CellValue, address, column_letters
from kamxl.domain.matrix import QUADRANTS, ruler_of
from kamxl.domain.portfolio import FORECASTS
from kamxl.domain.rounding import nine as at_nine
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import LIST_HEADER, ROW, Context
from kamxl.workbook.sheets import nine
from kamxl.workbook.sheets.lookups import first_row
from kamxl.workbook.sheets.points import CELL_NAMES, LINES, across_chart, on_chart, points
from kamxl.workbook.sheets.ranking import of_slot, values_at
from kamxl.workbook.spec import Area, Chart, Formula, Page, Series, Sheet

TITLE = Text("KAISM matrix", "KAISM-Matrix")
NOTE = Text(
    "Key Account Identification and Selection Matrix (Cheverton): how attractive an account is to "
    "us, and how strong we are with it. Size: revenue; diamond: where it is expected.",
    "Key Account Identification and Selection Matrix (Cheverton): wie attraktiv ein Kunde für uns "
    "ist und wie stark wir bei ihm sind. Größe: Umsatz; Raute: wo er erwartet wird.",
)
SAYS = Text(
    "Scatter chart of relative strength (across) and attractiveness (up) with four quadrants; the "
    "lists beside it name the same accounts.",
    "Punktdiagramm: relative Stärke (waagrecht), Attraktivität (senkrecht), vier Felder; "
    "die Listen daneben nennen dieselben Kunden.",
)
RIVALLED = Text("1 = as good as the best competitor; to 2", "1 = wie der beste Wettbewerber; bis 2")
STRENGTH = Text("Relative strength", "Relative Stärke")
ATTRACTIVENESS = Text("Attractiveness", "Attraktivität")
ON_SCALE = Text("scale 1 to", "Skala 1 bis")
BAND_NAMES = (
    Text("Revenue up to 4 % of the largest", "Umsatz bis 4 % des größten"),
    Text("up to 16 %", "bis 16 %"),
    Text("up to 36 %", "bis 36 %"),
    Text("up to 64 %", "bis 64 %"),
    Text("above 64 %", "über 64 %"),
)
BANDS = len(BAND_NAMES)
MOST = 300
LISTED = 25
# A quadrant's number and a running number in one: 2 00017 is the 17th of the second quadrant.
QUADRANT_UNIT = 100_000
LABEL_GAP = "\u00a0" * 5

HELPERS: Mapping[str, Text] = {
    "slot": Text("No.", "Nr."),
    "name": Text("Account", "Kunde"),
    "position": Text("Row in ratings", "Zeile der Bewertung"),
    "quadrant": Text("Quadrant no.", "Feld-Nr."),
    "x": STRENGTH,
    "fx": words.RATING_COLUMNS["forecast_strength"],
    "y": ATTRACTIVENESS,
    "fy": words.RATING_COLUMNS["forecast_attractiveness"],
    "forecast": Text("Forecast", "Prognose"),
    "band": Text("Band", "Band"),
    **{f"band{n}": Text(f"Band {n}", f"Band {n}") for n in range(1, BANDS + 1)},
    "running": Text("Running no.", "Laufende Nr."),
    "label": Text("Label", "Beschriftung"),
    "flag": Text("Endangered", "Gefährdet"),
    "risk": Text("Endangered no.", "Gefährdet Nr."),
}
LIST_COLUMN = 0
HELPER_COLUMN = LIST_COLUMN + len(QUADRANTS) + 1
PLACE = {key: HELPER_COLUMN + place for place, key in enumerate(HELPERS)}
FIRST = LIST_HEADER + 1
# Lines and names of the quadrants: x and y beside each other, at the foot of the helpers' left.
POINTS_COLUMN = HELPER_COLUMN + len(HELPERS) + 1
CHART_ROW, CHART_ROWS = 3, 27
LISTS = CHART_ROW + CHART_ROWS + 1
LIST_FIRST = LISTS + 3
CELLS = LIST_FIRST + LISTED + 2


def slots(context: Context) -> int:
    """Return how many places of the ranking the matrix shows."""
    return min(context.slots, MOST)


def _helper_formulas() -> dict[str, str]:
    def at(key: str) -> str:
        return f"${column_letters(PLACE[key])}{ROW}"

    def so_far(key: str) -> str:
        letters = column_letters(PLACE[key])
        return f"${letters}${FIRST + 1}:${letters}{ROW}"

    position, quadrant = at("position"), at("quadrant")

    def of(key: str) -> str:
        return f"INDEX(ratings[{key}],MAX({position},1))"

    def plotted(key: str, missing: str, shown: str) -> str:
        drawn = across_chart if "strength" in key else on_chart
        return f"=IF({shown}=0,{missing},{drawn(of(key))})"

    expected = [of(key) for key in FORECASTS]
    within = (
        f"{expected[0]}>=kam_scale_low,{expected[0]}<=kam_scale,"
        f"{expected[1]}>=kam_strength_least,{expected[1]}<=kam_strength_most"
    )

    revenue = f"N(INDEX(accounts[revenue],MAX(INDEX(ratings[account_row],MAX({position},1)),1)))"
    return {
        "position": f"={of_slot('position', at('slot'))}",
        "name": f'={of_slot("name", at("slot"))}&""',
        "quadrant": f"=IF({position}=0,0,{of('quadrant')})",
        # A text among the x values would turn the chart into one of categories.
        "x": plotted("strength", "kam_matrix_x_low", quadrant),
        "fx": plotted("forecast_strength", "kam_matrix_x_low", at("forecast")),
        "y": plotted("attractiveness", "NA()", quadrant),
        "fy": plotted("forecast_attractiveness", "NA()", at("forecast")),
        "forecast": f"=IF({quadrant}=0,0,IF(AND(ISNUMBER({expected[0]}),ISNUMBER({expected[1]})),"
        f"--AND({within}),0))",
        "band": f"=IF({quadrant}=0,0,IF(MAX(accounts[revenue])>0,1+MIN({BANDS - 1},"
        f"INT(ROUND({BANDS}*SQRT(MAX({revenue},0)/MAX(accounts[revenue])),9))),1))",
        **{f"band{n}": f"=IF({at('band')}={n},{at('y')},NA())" for n in range(1, BANDS + 1)},
        "running": f"=IF({quadrant}=0,0,{quadrant}*{QUADRANT_UNIT}+"
        f"COUNTIF({so_far('quadrant')},{quadrant}))",
        # The blanks keep the name clear of the marker.
        "label": f'=IF({quadrant}=0,"","{LABEL_GAP}"&{at("name")})',
        "flag": f"=IF({position}=0,0,{of('endangered')})",
        "risk": f"=IF({at('flag')}=1,SUM({so_far('flag')}),0)",
    }


def _values(context: Context) -> list[dict[str, CellValue]]:
    """Return the helpers' results, slot by slot."""
    result, revenue = context.result, context.portfolio.number("revenue")
    known = revenue[~np.isnan(revenue)]
    largest = float(known.max()) if len(known) else 0.0
    low, high = ends(context)
    counts = dict.fromkeys(range(1, 5), 0)
    risks = 0
    made = []
    for place in range(slots(context)):
        values: dict[str, CellValue] = dict.fromkeys(HELPERS, 0)
        values |= {"name": "", "label": "", "x": low, "y": CellError.NA}
        values |= {"fx": low, "fy": CellError.NA}
        values |= {f"band{n}": CellError.NA for n in range(1, BANDS + 1)}
        if place < len(context.by_order):
            account = context.by_order[place]
            quadrant = int(result.quadrant[account])
            values["position"] = context.positions[account]
            values["name"] = context.portfolio.names[account]
            values["quadrant"] = quadrant
            if result.endangered[account]:
                risks += 1
                values["flag"], values["risk"] = 1, risks
            if quadrant:
                counts[quadrant] += 1
                amount = max(float(np.nan_to_num(revenue[account])), 0.0)
                band = (
                    1 + min(BANDS - 1, int(at_nine(BANDS * math.sqrt(amount / largest))))
                    if largest > 0
                    else 1
                )
                y = float(result.attractiveness[account])
                values |= {
                    "label": LABEL_GAP + context.portfolio.names[account],
                    "x": min(max(float(result.strength[account]), low), high),
                    "y": y,
                    "band": band,
                    f"band{band}": y,
                    "running": quadrant * QUADRANT_UNIT + counts[quadrant],
                }
                if not np.isnan(result.forecast_strength[account]):
                    values |= {
                        "forecast": 1,
                        "fx": min(max(float(result.forecast_strength[account]), low), high),
                        "fy": float(result.forecast_attractiveness[account]),
                    }
        made.append(values)
    return made


def ends(context: Context) -> tuple[float, float]:
    """Return where the axis of strength begins and ends."""
    relative = context.policy.strength_mode == "relative"
    return ruler_of(context.policy.scale, relative=relative).ends


def _x_title(context: Context) -> str:
    relative = context.policy.strength_mode == "relative"
    about = context.t(RIVALLED) if relative else _on_scale(context)
    return f"{context.t(STRENGTH)} ({about})"


def _on_scale(context: Context) -> str:
    return f"{context.t(ON_SCALE)} {context.policy.scale.high}"


def _lists(context: Context, made: Sheet, values: list[dict[str, CellValue]]) -> None:
    t, f = context.t, context.f
    last = FIRST + slots(context) - 1
    letters = column_letters(PLACE["running"])
    running = f"${letters}${FIRST + 1}:${letters}${last + 1}"
    numbers = [v["quadrant"] for v in values]
    for place, quadrant in enumerate(QUADRANTS):
        column, number = LIST_COLUMN + place, place + 1
        made.width(column, 35)
        made.put(
            LISTS,
            column,
            f(f"=INDEX(kam_quadrant_names,{number})", context.choice("quadrant", quadrant)),
            "header",
        )
        made.put(
            LISTS + 1,
            column,
            f(f"=INDEX(kam_quadrant_strategies,{number})", context.choice("strategy", quadrant)),
            "calc_wrap",
        )
        count = (
            int(np.sum(context.result.quadrant[context.rated] == number)) if context.rated else 0
        )
        made.put(LISTS + 2, column, f(f"=COUNTIF(ratings[quadrant],{number})", count), "strong")
        members = [place_ for place_ in range(len(values)) if numbers[place_] == number]
        for line in range(LISTED):
            row = LIST_FIRST + line
            match = first_row(str(number * QUADRANT_UNIT + line + 1), running)
            formula = (
                f"=IFERROR({of_slot('name', match)}&IF(LEN({of_slot('warning', match)})>0,"
                f'" – "&{of_slot("warning", match)},""),"")'
            )
            text = ""
            if line < len(members):
                shown = values_at(context, members[line])
                warning = shown["warning"]
                text = f"{shown['name']}" + (f" – {warning}" if warning else "")
            made.put(row, column, f(formula, text), "listed")
        row = LIST_FIRST + LISTED
        counted = address(LISTS + 2, column)
        more = count - LISTED
        made.put(
            row,
            column,
            f(
                f'=IF({counted}>{LISTED},({counted}-{LISTED})&" "&kam_word_more,"")',
                f"{more} {t(words.PHRASES['more'])}" if more > 0 else "",
            ),
            "caption",
        )


def _points(context: Context, made: Sheet) -> Mapping[str, Area]:
    """Place what the chart needs beside the accounts; return where its points stand."""
    areas = points(context, made, FIRST, POINTS_COLUMN)
    row = max(area.bottom for area in areas.values()) + 1
    policy = context.policy
    made.put(row + 1, POINTS_COLUMN, policy.scale.high, "plain_helper")
    context.name_cell("kam_matrix_scale", "matrix", row + 1, POINTS_COLUMN)
    titles = (_x_title(context), f"{context.t(ATTRACTIVENESS)} ({_on_scale(context)})")
    for offset, (axis, label) in enumerate(zip("xy", titles, strict=True)):
        made.put(row + 2 + offset, POINTS_COLUMN, label, "plain_helper")
        context.name_cell(f"kam_matrix_{axis}_title", "matrix", row + 2 + offset, POINTS_COLUMN)
    shown = f"{context.t(words.PHRASES['forecast'])} (t+{policy.horizon})"
    expected = context.f('=kam_word_forecast&" (t+"&kam_horizon&")"', shown)
    made.put(row + 4, POINTS_COLUMN, expected, "plain_helper")
    context.name_cell("kam_matrix_forecast_title", "matrix", row + 4, POINTS_COLUMN)
    for offset, (end, value) in enumerate(zip(("low", "high"), ends(context), strict=True)):
        made.put(row + 5 + offset, POINTS_COLUMN, value, "plain_helper")
        context.name_cell(f"kam_matrix_x_{end}", "matrix", row + 5 + offset, POINTS_COLUMN)
    for column in range(POINTS_COLUMN, POINTS_COLUMN + 3):
        made.width(column, 9, 1)
    return areas


def chart(
    context: Context,
    areas: Mapping[str, Area],
    row: int,
    column: int,
    width: int,
    height: int,
    most_labels: int,
) -> Chart:
    """Return the matrix chart, wherever it is to stand, with so many names at most."""
    t, name = context.t, context.sheet_name("matrix")
    last = FIRST + slots(context) - 1

    def whole(key: str) -> tuple[str, Area]:
        return name, Area(FIRST, PLACE[key], last, PLACE[key])

    def cell(defined: str) -> str:
        return f"={context.names[defined]}"

    def right(area: Area) -> Area:
        return Area(area.top, area.left + 1, area.bottom, area.right + 1)

    series = [
        Series(t(label), whole("x"), whole(f"band{n}"), f"band{n}")
        for n, label in enumerate(BAND_NAMES, start=1)
    ]
    forecast = cell("kam_matrix_forecast_title")
    series.append(Series(forecast, whole("fx"), whole("fy"), "forecast"))
    for line in LINES:
        series.append(Series(line, (name, areas[line]), (name, right(areas[line])), "line"))
    for place, quadrant in enumerate(QUADRANTS):
        heading = f"={name}!{address(LISTS, LIST_COLUMN + place, absolute=True)}"
        where = areas[quadrant]
        series.append(Series(heading, (name, where), (name, right(where)), "quadrant", label=True))
    for key in CELL_NAMES:
        area = areas[key]
        heading = f"={name}!{address(area.top, area.left + 2, absolute=True)}"
        series.append(Series(heading, (name, area), (name, right(area)), "quadrant", label=True))
    for place in range(min(most_labels, slots(context))):
        row_ = FIRST + place
        heading = f"={name}!{address(row_, PLACE['label'], absolute=True)}"

        def path(key: str, at: int = row_) -> tuple[str, Area]:
            """Return where the account is and where it is expected."""
            return name, Area(at, PLACE[key], at, PLACE[f"f{key}"])

        series.append(Series(heading, path("x"), path("y"), "label", label=True))
    scale = (1.0, float(context.policy.scale.high))
    return Chart(
        "scatter",
        row,
        column,
        width,
        height,
        t(TITLE),
        t(SAYS),
        _x_title(context),
        f"{t(ATTRACTIVENESS)} ({t(ON_SCALE)} {context.policy.scale.high})",
        series,
        x_range=ends(context),
        y_range=scale,
        legend=tuple(range(BANDS + 1)),
        right_margin=0.15,
    )


def sheet(context: Context) -> tuple[Sheet, Mapping[str, Area]]:
    """Return the sheet, and where the points of the quadrants stand."""
    made = Sheet("matrix", context.sheet_name("matrix"), "#2E7D4F", protected=True)
    t = context.t
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE), "subtitle")
    values = _values(context)
    formulas = {key: context.compiled(formula) for key, formula in _helper_formulas().items()}
    for key, label in HELPERS.items():
        made.put(LIST_HEADER, PLACE[key], t(label), "plain_helper")
        made.width(PLACE[key], 9, 1)
    for place, found in enumerate(values):
        row = FIRST + place
        made.put(row, PLACE["slot"], place + 1, "plain_helper")
        for key, formula in formulas.items():
            content = Formula(formula.replace(ROW, str(row + 1)), found[key])
            made.put(row, PLACE[key], content, "plain_helper")
    last = FIRST + len(values) - 1
    context.name_area("kam_matrix_risk", "matrix", Area(FIRST, PLACE["risk"], last, PLACE["risk"]))
    _lists(context, made, values)
    nine.cells(context, made, CELLS, LIST_COLUMN)
    areas = _points(context, made)
    made.charts.append(chart(context, areas, CHART_ROW, 0, 985, 530, context.policy.labels))
    made.page = Page(
        landscape=False,
        area=Area(0, 0, CELLS + nine.ROWS, LIST_COLUMN + len(QUADRANTS) - 1),
        one_page=True,
    )
    return made, areas
