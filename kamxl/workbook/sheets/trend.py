"""Trend: concentration over the years, who drives it, who came and went, what lenders take."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain import control
from kamxl.domain.concentration import Concentration, structural_shares
from kamxl.domain.trend import CAME, DRIVERS, LISTED, Trend, year_before
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.sheets.concentration import FIGURES as LABELS
from kamxl.workbook.spec import Area, Chart, Conditional, Page, Series, Sheet

TITLE = Text("How the concentration moved", "Wie sich die Konzentration bewegt")
NOTE = Text(
    "In the basis of the settings, of external customers. The change of HHI is taken apart by "
    "customer: what each adds is its share squared now less that before.",
    "In der Basis der Einstellungen, nur externe Kunden. Die Änderung des HHI ist je Kunde "
    "zerlegt: sein Anteil zum Quadrat heute minus der im Vorjahr.",
)
FIGURE = Text("Figure", "Kennzahl")
YEARS: tuple[Text, ...] = (
    Text("2 years before", "Vorvorjahr"),
    Text("Previous year", "Vorjahr"),
    Text("This year", "Dieses Jahr"),
)
CHANGE = Text("Change", "Änderung")
KEYS: Mapping[str, str] = {
    "n": "whole", "total": "money", "cr1": "percent", "cr5": "percent", "hhi": "index",
    "effective": "score",
}  # fmt: skip
DRIVERS_TITLE = Text("Who drives the change of HHI", "Wer die Änderung des HHI treibt")
DRIVER_COLUMNS = (
    words.ACCOUNT_COLUMNS["name"],
    words.ACCOUNT_COLUMNS["share_before"],
    words.ACCOUNT_COLUMNS["share"],
    words.ACCOUNT_COLUMNS["hhi_part"],
)
REST = Text("All others together", "Alle übrigen zusammen")
KEPT_TITLE = Text("What stayed of last year’s revenue", "Was vom Umsatz des Vorjahres blieb")
KEPT: Mapping[str, Text] = {
    "net_retention": Text("Net revenue retention", "Netto-Umsatzbindung"),
    "gross_retention": Text("Gross revenue retention", "Brutto-Umsatzbindung"),
    "customer_retention": Text("Customer retention", "Kundenbindung"),
}
CAME_TITLE = Text("Who came and went", "Wer kam und ging")
CAME_COLUMNS = (
    Text("Customers", "Kunden"),
    Text("How many", "Anzahl"),
    Text("Revenue (lost: previous year)", "Umsatz (verlorene: Vorjahr)"),
    Text("The first in the list", "Die ersten der Liste"),
)
CAME_LABELS: Mapping[str, Text] = {
    "new": Text("new", "neu"),
    "returned": Text("returned", "zurückgekehrt"),
    "lost": Text("lost", "verloren"),
}
OWED_TITLE = Text("Receivables: what a lender takes", "Forderungen: was ein Kreditgeber nimmt")
OWED: Mapping[str, tuple[Text, str]] = {
    "pool": (Text("Receivables of all groups", "Forderungen aller Konzerne"), "money"),
    "cap": (Text("At most of one group", "Höchstens je Konzern"), "money"),
    "excess": (Text("Excess, not eligible", "Überhang, nicht anrechenbar"), "money"),
    "eligible": (Text("Eligible", "Anrechenbar"), "money"),
}
OWED_COLUMNS = (
    Text("Group", "Konzern"),
    words.ACCOUNT_COLUMNS["receivables"],
    Text("Part", "Anteil"),
    Text("Excess", "Überhang"),
)
CHART = Text("Share of the largest and of the five largest", "Anteil des größten, der fünf größten")
SAYS = Text(
    "Columns: share of the largest customer; line: share of the five largest, by year. The same "
    "figures stand in the list.",
    "Säulen: Anteil des größten Kunden; Linie: Anteil der fünf größten, nach Jahren. Dieselben "
    "Zahlen stehen in der Liste.",
)
WIDTHS = (34, 17, 17, 17, 15, 13, 13, 13, 13, 13)
HEADER = 3
DRIVER_ROW = HEADER + len(KEYS) + 3
KEPT_ROW = DRIVER_ROW + 2 * DRIVERS + 4
CAME_ROW = KEPT_ROW + len(KEPT) + 2
OWED_ROW = CAME_ROW + len(CAME) + 3
OWED_LIST = OWED_ROW + len(OWED) + 1
LAST = OWED_LIST + LISTED
HELPER, NAMED = 11, 5


def _years() -> list[dict[str, str]]:
    """Return the formulas of each year by key."""
    made = []
    for amounts, total in (("amount_y2", ""), ("amount_before", "kam_total_before")):
        cells = f"accounts[{amounts}]"
        count, positive = f'COUNTIF({cells},">0")', total or f'SUMIF({cells},">0")'
        hhi = f"SUMPRODUCT(--({cells}>0),{cells},{cells})/{positive}/{positive}"
        top = f"SUMPRODUCT(LARGE({cells},{{1,2,3,4,5}}))/{positive}"
        made.append(
            {
                "n": f"={count}",
                "total": f'=IF(COUNT({cells})=0,"",SUM({cells}))',
                "cr1": f'=IF({count}=0,"",LARGE({cells},1)/{positive})',
                "cr5": f'=IF({count}=0,"",IF({count}<5,1,{top}))',
                "hhi": f'=IF({count}=0,"",{hhi})',
                "effective": f'=IF({count}=0,"",1/({hhi}))',
            }
        )
    return [*made, {key: f"=kam_{key}" for key in KEYS}]


def _nth(column: str, value: str, row: str, was: tuple[str, str] | None) -> str:
    """Return the row of a value in a column; after `was`, its row and value, if they are equal."""
    found = f"MATCH({value},{column},0)"
    if was:
        below = f"INDEX({column},MIN({was[0]}+1,ROWS({column}))):INDEX({column},ROWS({column}))"
        found = f"IF({value}={was[1]},{was[0]}+MATCH({value},{below},0),{found})"
    return f"=IF({row},{found},0)"


def sheet(context: Context) -> Sheet:
    """Return the sheet, all of it computed."""
    made = Sheet("trend", context.sheet_name("trend"), "#8A5300", protected=True)
    t, found = context.t, context.trend
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, 9), t(NOTE), "note"))
    made.heights[1] = 28
    for column, width in enumerate(WIDTHS):
        made.width(column, width)
    made.width(HELPER - 1, 2)
    for column in range(HELPER, HELPER + 2 * NAMED):
        made.width(column, 9, 1)
    _by_year(context, made, found)
    _drivers(context, made, found)
    _kept(context, made, found)
    _came(context, made, found)
    _owed(context, made, found)
    made.page = Page(landscape=False, area=Area(0, 0, LAST, 9), one_page=True)
    return made


def _headings(context: Context, made: Sheet, row: int, title: Text, labels: Sequence[Text]) -> None:
    made.put(row, 0, context.t(title), "heading")
    made.heights[row + 1] = 30
    for column, label in enumerate(labels):
        made.put(row + 1, column, context.t(label), "header")


def _cell(value: float | None) -> CellValue:
    return "" if value is None else value


def _by_year(context: Context, made: Sheet, found: Trend) -> None:
    t, f = context.t, context.f
    for column, label in enumerate((FIGURE, *YEARS, CHANGE)):
        made.put(HEADER, column, t(label), "header")
    for place, (key, number) in enumerate(KEYS.items()):
        row = HEADER + 1 + place
        made.put(row, 0, t(LABELS[key][0]), "label")
        for year, formulas in enumerate(_years()):
            value = getattr(_year(found, year), key)
            made.put(row, 1 + year, f(formulas[key], _cell(value)), f"calc.{number}")
        now, before = address(row, 3), address(row, 2)
        values = getattr(found.years[2], key), getattr(found.years[1], key)
        change: CellValue = "" if None in values else values[0] - values[1]
        both = f"AND(ISNUMBER({now}),ISNUMBER({before}))"
        made.put(row, 4, f(f'=IF({both},{now}-{before},"")', change), f"calc.{number}")
    name = made.name

    def area(key: str) -> tuple[str, Area]:
        row = HEADER if key == "years" else HEADER + 1 + [*KEYS].index(key)
        return name, Area(row, 1, row, 3)

    made.charts.append(
        Chart(
            "pareto", HEADER, 5, 400, 230, t(CHART), t(SAYS), "", "",
            [
                Series(t(LABELS["cr1"][0]), area("years"), area("cr1"), "column"),
                Series(t(LABELS["cr5"][0]), area("years"), area("cr5"), "line"),
            ],
            y_range=(0, 1), y_format="0%", legend=(0, 1),
        )
    )  # fmt: skip


def _year(found: Trend, year: int) -> Concentration:
    return found.years[year]


def _drivers(context: Context, made: Sheet, found: Trend) -> None:
    t, f, result = context.t, context.f, context.result
    _headings(context, made, DRIVER_ROW, DRIVERS_TITLE, DRIVER_COLUMNS)
    before = structural_shares(year_before(result))
    column = "accounts[hhi_part]"
    for side, accounts in enumerate((found.up, found.down)):
        pick, sign = (("LARGE", ">"), ("SMALL", "<"))[side]
        for n in range(DRIVERS):
            row = DRIVER_ROW + 2 + side * DRIVERS + n
            position, value = address(row, HELPER), address(row, HELPER + 1)
            was = (address(row - 1, HELPER), address(row - 1, HELPER + 1)) if n else None
            account = accounts[n] if n < len(accounts) else None
            part: CellValue = "" if account is None else float(found.part[account])
            taken = f"{pick}({column},{n + 1})"
            enough = f'COUNTIF({column},"{sign}0")>{n}'
            made.put(row, HELPER + 1, f(f'=IF({enough},{taken},"")', part), "plain_helper")
            at = 0 if account is None else context.account_places[account]
            placed = f(_nth(column, value, f"ISNUMBER({value})", was), at)
            made.put(row, HELPER, placed, "plain_helper")
            shown: list[CellValue] = [""] * 4
            if account is not None:
                shown = [
                    context.portfolio.names[account],
                    "" if math.isnan(before[account]) else float(before[account]),
                    "" if np.isnan(result.share[account]) else float(result.share[account]),
                    part,
                ]
            formulas = (
                f'INDEX(accounts[name],{position})&""',
                f"INDEX(accounts[share_before],{position})",
                f"INDEX(accounts[share],{position})",
                value,
            )
            for n_, (formula, style) in enumerate(
                zip(formulas, ("calc", "calc.percent", "calc.percent", "calc.index"), strict=True)
            ):
                text = f'=IF({position}=0,"",{formula})'
                made.put(row, n_, f(text, shown[n_]), style)
    row = DRIVER_ROW + 2 + 2 * DRIVERS
    listed = f"{address(DRIVER_ROW + 2, 3)}:{address(row - 1, 3)}"
    told = math.fsum(found.part[a] for a in (*found.up, *found.down))
    others = "" if found.hhi_change is None else found.hhi_change - told
    made.put(row, 0, t(REST), "label")
    made.put(row, 1, None, "calc")
    made.put(row, 2, None, "calc")
    text = f'=IF(ISNUMBER(kam_hhi_change),kam_hhi_change-SUM({listed}),"")'
    made.put(row, 3, f(text, others), "calc.index")


def _kept(context: Context, made: Sheet, found: Trend) -> None:
    t, f = context.t, context.f
    now, then = "accounts[net_revenue]", "accounts[revenue_y1]"
    bought = f"ISNUMBER({now})*ISNUMBER({then})*({then}>0)"
    last = f"SUMPRODUCT({bought},{then})"
    formulas = {
        "net_retention": f'=IF({last}>0,SUMPRODUCT({bought},{now})/{last},"")',
        "gross_retention": f"=IF({last}>0,(SUMPRODUCT({bought}*({now}>0)*({now}<{then}),{now})+"
        f'SUMPRODUCT({bought}*({now}>={then}),{then}))/{last},"")',
        "customer_retention": f"=IF(SUMPRODUCT({bought})>0,SUMPRODUCT({bought}*({now}>0))/"
        f'SUMPRODUCT({bought}),"")',
    }
    made.put(KEPT_ROW, 0, t(KEPT_TITLE), "heading")
    for place, (key, label) in enumerate(KEPT.items()):
        row = KEPT_ROW + 1 + place
        made.put(row, 0, t(label), "label")
        made.put(row, 1, f(formulas[key], _cell(getattr(found, key))), "calc.percent")
        context.name_cell(f"kam_{key}", "trend", row, 1)


def _came(context: Context, made: Sheet, found: Trend) -> None:
    t, f, portfolio = context.t, context.f, context.portfolio
    _headings(context, made, CAME_ROW, CAME_TITLE, CAME_COLUMNS)
    for place, kind in enumerate(CAME):
        row, number = CAME_ROW + 2 + place, place + 1
        accounts = found.accounts(kind)
        amounts = portfolio.number("revenue_y1" if kind == "lost" else "revenue")[accounts]
        column = "accounts[revenue_y1]" if kind == "lost" else "accounts[net_revenue]"
        made.put(row, 0, t(CAME_LABELS[kind]), "label")
        made.put(row, 1, f(f"=COUNTIF(accounts[came],{number})", len(accounts)), "calc.whole")
        total = f(f"=SUMIF(accounts[came],{number},{column})", math.fsum(amounts))
        made.put(row, 2, total, "calc.money")
        parts = []
        for n in range(NAMED):
            at = address(row, HELPER + n)
            if n:
                was = address(row, HELPER + n - 1)
                rest = (
                    f"INDEX(accounts[came],MIN({was}+1,ROWS(accounts[came]))):"
                    "INDEX(accounts[came],ROWS(accounts[came]))"
                )
                found_at = f"IF({was}=0,0,{was}+MATCH({number},{rest},0))"
            else:
                found_at = f"MATCH({number},accounts[came],0)"
            enough = f"COUNTIF(accounts[came],{number})>{n}"
            here = context.account_places[accounts[n]] if n < len(accounts) else 0
            made.put(row, HELPER + n, f(f"=IF({enough},{found_at},0)", here), "plain_helper")
            parts.append(f'IF({at}=0,"","; "&INDEX(accounts[name],{at}))')
        names = "".join(f"; {portfolio.names[a]}" for a in accounts[:NAMED])[2:]
        text = f(f"=MID({'&'.join(parts)},3,1000)", names)
        made.merges.append((Area(row, 3, row, 9), text, "calc_wrap"))
        context.name_cell(f"kam_{kind}", "trend", row, 1)


def _owed(context: Context, made: Sheet, found: Trend) -> None:
    t, f, owed = context.t, context.f, found.receivables
    column = "accounts[group_receivables]"
    above = f"ISNUMBER({column})*({column}>MAX(kam_owed_cap,0))"
    formulas = {
        "pool": f'=SUMIF({column},">0")',
        "cap": "=kam_receivables_limit*kam_owed_pool",
        "excess": f"=ROUND(SUMPRODUCT({above},{column})-kam_owed_cap*SUMPRODUCT({above}),4)",
        "eligible": "=ROUND(kam_owed_pool-kam_owed_excess,4)",
    }
    made.put(OWED_ROW, 0, t(OWED_TITLE), "heading")
    for place, (key, (label, number)) in enumerate(OWED.items()):
        row = OWED_ROW + 1 + place
        made.put(row, 0, t(label), "label")
        made.put(row, 1, f(formulas[key], getattr(owed, key)), f"calc.{number}")
        context.name_cell(f"kam_owed_{key}", "trend", row, 1)
    for n_, label in enumerate(OWED_COLUMNS):
        made.put(OWED_LIST, n_, t(label), "header")
    for n in range(LISTED):
        row = OWED_LIST + 1 + n
        position, value = address(row, HELPER), address(row, HELPER + 1)
        was = (address(row - 1, HELPER), address(row - 1, HELPER + 1)) if n else None
        account = owed.over[n] if n < len(owed.over) else None
        amount: CellValue = "" if account is None else float(owed.owed[account])
        enough = f'COUNTIF({column},">0")>{n}'
        taken = f(f'=IF({enough},LARGE({column},{n + 1}),"")', amount)
        made.put(row, HELPER + 1, taken, "plain_helper")
        at = 0 if account is None else context.account_places[account]
        placed = f(_nth(column, value, f"ISNUMBER({value})", was), at)
        made.put(row, HELPER, placed, "plain_helper")
        shown: list[CellValue] = [""] * 4
        if account is not None:
            owes = float(owed.owed[account])
            name = control.group_name(context.portfolio, account)
            tidy = " ".join(part for part in name.split(" ") if part)
            shown = [tidy, owes, owes / owed.pool, max(owes - owed.cap, 0.0)]
        texts = (
            group_name(position),
            value,
            f"{value}/kam_owed_pool",
            f"MAX({value}-kam_owed_cap,0)",
        )
        styles = ("calc", "calc.money", "calc.percent", "calc.money")
        for n_, (formula, style) in enumerate(zip(texts, styles, strict=True)):
            made.put(row, n_, f(f'=IF({position}=0,"",{formula})', shown[n_]), style)
    first = address(OWED_LIST + 1, 3)
    area = Area(OWED_LIST + 1, 3, OWED_LIST + LISTED, 3)
    made.conditionals.append(Conditional(area, "formula", f"=N({first})>0", "warn"))


def group_name(position: str) -> str:
    """Return the formula of what a group is called, by the row of its first account."""
    root = f"INDEX(accounts[root],{position})"

    def of(key: str, at: str = root) -> str:
        return f"INDEX(accounts[{key}],{at})"

    named = f"TRIM({of('control_group')})"
    return (
        f'IF(LEN({named})>0,{named},IF(LEFT({of("group_key", position)},2)="c:",'
        f"TRIM({of('parent')}),TRIM(IF(LEN({of('name')})=0,{of('id')},{of('name')}))))"
    )
