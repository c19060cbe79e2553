"""Periods: what each customer brought in by month, quarter or year, and how concentrated each is.

The amounts come from a ledger and may be typed over; kamxl reads them back and keeps them. Figures
above them are formulas over the columns.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellValue, column_letters, to_serial
from kamxl.domain.concentration import concentration
from kamxl.domain.periods import Periods
from kamxl.domain.rounding import Floats
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.sheets.concentration import FIGURES as LABELS
from kamxl.workbook.spec import Area, Chart, Page, Series, Sheet

TITLE = Text("What customers brought in by period", "Was Kunden je Zeitraum brachten")
NOTE = Text(
    "Amounts may be typed over, and customers added below the last; blank is not zero. Above them "
    "how concentrated each period is.",
    "Beträge dürfen überschrieben und Kunden unter dem letzten ergänzt werden; leer ist nicht "
    "null. Darüber, wie konzentriert jeder Zeitraum ist.",
)
NOTHING = Text(
    "No periods are known. kamxl ledger fills this sheet from invoices.",
    "Keine Zeiträume bekannt. kamxl ledger füllt dieses Blatt aus Rechnungen.",
)
SAID: Mapping[str, Text] = {
    "grain": Text("Periods are", "Zeiträume sind"),
    "currency": Text("Amounts in", "Beträge in"),
    "note": Text("Amounts are", "Beträge sind"),
}
GRAIN: Mapping[str, Text] = {
    "month": Text("months", "Monate"),
    "quarter": Text("quarters", "Quartale"),
    "year": Text("years", "Jahre"),
    "rolling": Text("rolling twelve months", "rollierende zwölf Monate"),
}
KINDS: Mapping[str, Text] = {
    "revenue": words.ACCOUNT_COLUMNS["revenue"],
    "margin": words.ACCOUNT_COLUMNS["margin"],
}
UNTIL = Text("until", "bis")
CHART = Text("Share of the largest and of the five largest", "Anteil des größten, der fünf größten")
SAYS = Text(
    "Columns: share of the largest customer; line: share of the five largest, by period. The same "
    "figures stand above the amounts.",
    "Säulen: Anteil des größten Kunden; Linie: Anteil der fünf größten, je Zeitraum. Dieselben "
    "Zahlen stehen über den Beträgen.",
)
KEYS: Mapping[str, str] = {
    "n": "whole", "total": "money", "cr1": "percent", "cr5": "percent", "hhi": "index",
    "effective": "score",
}  # fmt: skip
SAID_ROW = 2
FIGURE_ROW = SAID_ROW + len(SAID) + 1
END_ROW = FIGURE_ROW + len(KEYS) + 1
KIND_ROW, HEADER = END_ROW + 1, END_ROW + 2
FIRST = HEADER + 1
AMOUNTS = 2
# Rows that are ready to type into below those in use.
READY = 20
KEPT = "periods"


def kept_key(kind: str, label: str, id_: str) -> str:
    """Return under which key a cell is kept that is no amount."""
    return f"{KEPT}:{kind}:{label}:{id_}"


def sheet(context: Context) -> Sheet:
    """Return the sheet: what the amounts are, figures, and the amounts by customer."""
    made = Sheet("periods", context.sheet_name("periods"), "#1F5A7A")
    t, found = context.t, context.inputs.periods
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE if found else NOTHING), "subtitle")
    made.width(0, 26)
    made.width(1, 30)
    made.page = Page(area=Area(0, 0, HEADER, AMOUNTS), one_page=True)
    if found is None:
        return made
    made.freeze = (FIRST, AMOUNTS)
    told = {"grain": t(GRAIN[found.grain]), "currency": found.currency, "note": found.note}
    for place, (key, label) in enumerate(SAID.items()):
        made.put(SAID_ROW + place, 0, t(label), "label")
        made.put(SAID_ROW + place, 1, told[key] or None, "calc")
    last = FIRST + len(found.ids) + READY - 1
    _customers(context, made, found, last)
    for n, kind in enumerate(KINDS):
        amounts = found.revenue if kind == "revenue" else found.margin
        for period in range(len(found.labels)):
            column = AMOUNTS + n * len(found.labels) + period
            _period(context, made, found, kind, period, column, amounts[:, period], last)
    _chart(context, made, found)
    width = AMOUNTS + len(KINDS) * len(found.labels) - 1
    # Blank rows that are ready to type into are not printed.
    printed = FIRST + max(len(found.ids), 1) - 1
    made.page = Page(
        repeat=(KIND_ROW, HEADER), repeat_columns=(0, 1), wide=0 if width > 14 else 1,
        area=Area(0, 0, printed, width),
    )  # fmt: skip
    return made


def _customers(context: Context, made: Sheet, found: Periods, last: int) -> None:
    t, portfolio = context.t, context.portfolio
    names = dict(zip(portfolio.ids, portfolio.names, strict=True))
    made.put(END_ROW, 1, t(UNTIL), "caption")
    made.put(HEADER, 0, t(words.ACCOUNT_COLUMNS["id"]), "header_input")
    made.put(HEADER, 1, t(words.ACCOUNT_COLUMNS["name"]), "header")
    for row in range(FIRST, last + 1):
        place = row - FIRST
        id_ = found.ids[place] if place < len(found.ids) else None
        made.put(row, 0, id_, "input.id")
        made.put(row, 1, names.get(id_ or "") or None, "calc")
    for place, key in enumerate(KEYS):
        made.put(FIGURE_ROW + place, 0, t(LABELS[key][0]), "label")
        made.put(FIGURE_ROW + place, 1, None, "calc")


def figure_formulas(cells: str) -> dict[str, str]:
    """Return the formulas of a period's figures over its column of amounts."""
    count, positive = f'COUNTIF({cells},">0")', f'SUMIF({cells},">0")'
    hhi = f"SUMPRODUCT(--({cells}>0),{cells},{cells})/{positive}/{positive}"
    top = f"SUMPRODUCT(LARGE({cells},{{1,2,3,4,5}}))/{positive}"
    return {
        "n": f"={count}",
        "total": f'=IF(COUNT({cells})=0,"",SUM({cells}))',
        "cr1": f'=IF({count}=0,"",LARGE({cells},1)/{positive})',
        "cr5": f'=IF({count}=0,"",IF({count}<5,1,{top}))',
        "hhi": f'=IF({count}=0,"",{hhi})',
        "effective": f'=IF({count}=0,"",1/({hhi}))',
    }


def _period(
    context: Context,
    made: Sheet,
    found: Periods,
    kind: str,
    period: int,
    column: int,
    amounts: Floats,
    last: int,
) -> None:
    t, f, label = context.t, context.f, found.labels[period]
    made.width(column, 14)
    made.put(END_ROW, column, to_serial(found.ends[period]), "caption.date")
    made.put(KIND_ROW, column, t(KINDS[kind]), "header")
    made.put(HEADER, column, label, "header")
    letters = column_letters(column)
    cells = f"{letters}${FIRST + 1}:{letters}${last + 1}"
    figures = concentration(amounts)
    formulas = figure_formulas(cells)
    for place, (key, number) in enumerate(KEYS.items()):
        value = getattr(figures, key)
        content = f(formulas[key], "" if value is None else value)
        made.put(FIGURE_ROW + place, column, content, f"calc.{number}")
    for row in range(FIRST, last + 1):
        place = row - FIRST
        typed: CellValue = None
        if place < len(found.ids):
            amount = float(amounts[place])
            typed = None if np.isnan(amount) else amount
            typed = context.inputs.answers.get(kept_key(kind, label, found.ids[place]), typed)
        made.put(row, column, typed, "input.money")


def _chart(context: Context, made: Sheet, found: Periods) -> None:
    t, name = context.t, made.name
    right = AMOUNTS + len(found.labels) - 1

    def area(row: int) -> tuple[str, Area]:
        return name, Area(row, AMOUNTS, row, right)

    rows = {key: FIGURE_ROW + place for place, key in enumerate(KEYS)}
    made.charts.append(
        Chart(
            "pareto", 0, AMOUNTS + len(KINDS) * len(found.labels) + 1, 560, 300, t(CHART), t(SAYS),
            "", "",
            [
                Series(t(LABELS["cr1"][0]), area(HEADER), area(rows["cr1"]), "column"),
                Series(t(LABELS["cr5"][0]), area(HEADER), area(rows["cr5"]), "line"),
            ],
            y_range=(0, 1), y_format="0%", legend=(0, 1),
        )
    )  # fmt: skip
