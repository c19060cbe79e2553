"""Concentration: how much hangs on few customers; figures, warnings, Pareto and Lorenz."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellError, CellValue, address, column_letters
from kamxl.domain.concentration import ABC, LISTED, XYZ
from kamxl.domain.policy import LEVELS
from kamxl.domain.rounding import nine
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import LIST_HEADER, ROW, Context, span
from kamxl.workbook.sheets.accounts import totals
from kamxl.workbook.sheets.lookups import first_row
from kamxl.workbook.sheets.settings import RULES
from kamxl.workbook.spec import Area, Chart, Conditional, Formula, Page, Series, Sheet

TITLE = Text("Concentration", "Konzentration")
NOTE = Text(
    "Shares of the ladder are of the net total (disclosure share); indices use positive amounts "
    "only (structural share). Thresholds of HHI are a convention borrowed from antitrust.",
    "Anteile der Warnleiter beziehen sich auf die Nettosumme; Indizes nutzen nur positive Beträge. "
    "Die Schwellen des HHI sind eine Konvention aus dem Kartellrecht.",
)
FIGURES: Mapping[str, tuple[Text, str]] = {
    "n": (Text("Customers with a positive amount", "Kunden mit positivem Betrag"), "whole"),
    "total": (Text("Net total", "Nettosumme"), "money"),
    "cr1": (Text("CR1: the largest", "CR1: der größte"), "percent"),
    "cr3": (Text("CR3: the three largest", "CR3: die drei größten"), "percent"),
    "cr5": (Text("CR5: the five largest", "CR5: die fünf größten"), "percent"),
    "cr10": (Text("CR10: the ten largest", "CR10: die zehn größten"), "percent"),
    "hhi": (Text("Herfindahl index HHI", "Herfindahl-Index HHI"), "index"),
    "hhi_normalised": (Text("HHI*, normalised", "HHI*, normiert"), "index"),
    "effective": (Text("Effective number of customers", "Effektive Kundenzahl"), "score"),
    "n50": (Text("Customers for more than 50 %", "Kunden für mehr als 50 %"), "whole"),
    "gini": (Text("Gini", "Gini"), "index"),
    "gini_corrected": (Text("Gini, small samples", "Gini, kleine Zahl"), "index"),
    "shannon": (Text("Shannon entropy H (nats)", "Shannon-Entropie H (nats)"), "index"),
    "diversity": (
        Text("exp(H): as if so many equal customers", "exp(H): wie so viele gleich große Kunden"),
        "score",
    ),
    "evenness": (Text("Evenness H / ln n", "Gleichmäßigkeit H / ln n"), "index"),
    "theil": (Text("Theil: ln n − H", "Theil: ln n − H"), "index"),
    "hhi_low": (
        Text("HHI at least, from the ten largest", "HHI mindestens, aus den zehn größten"),
        "index",
    ),
    "hhi_high": (
        Text("HHI at most, from the ten largest", "HHI höchstens, aus den zehn größten"),
        "index",
    ),
    "hhi_before": (Text("HHI previous year", "HHI Vorjahr"), "index"),
    "hhi_change": (Text("Change of HHI", "Änderung HHI"), "index"),
    "top_fifth": (
        Text("Share of the largest 20 % of customers", "Anteil der größten 20 % der Kunden"),
        "percent",
    ),
    "overhang": (Text("Negative accounts (credit notes)", "Gutschriftüberhang"), "money"),
    "unknown": (Text("Accounts without amount", "Kunden ohne Betrag"), "whole"),
    "known": (Text("Accounts with an amount", "Kunden mit Betrag"), "percent"),
    "annualised": (Text("Annualised accounts", "Hochgerechnete Kunden"), "whole"),
    "unallocated": (Text("Not allocated to accounts", "Nicht zugeordnet"), "money"),
}
BY_GROUP = Text("By group", "Je Konzern")
FIGURE = Text("Figure", "Kennzahl")
WARNINGS = Text("Warnings", "Warnungen")
LEVEL = Text("Level", "Stufe")
OVERALL = Text("Gravest of all", "Insgesamt")

LIST: Mapping[str, tuple[Text, str, float]] = {
    "slot": (Text("No.", "Nr."), "listed.whole", 5),
    "name": (Text("Account", "Kunde"), "listed", 30),
    "amount": (Text("Amount", "Betrag"), "listed.money", 14),
    "share": (Text("Share", "Anteil"), "listed.percent", 9),
    "cumulative": (Text("Cumulative", "Kumuliert"), "listed.percent", 11),
    "abc": (Text("ABC", "ABC"), "listed_tier", 6),
    "warning": (Text("Warning", "Warnung"), "listed", 26),
    "position": (Text("Row in accounts", "Zeile der Kunden"), "helper", 9),
    "lorenz_x": (Text("Lorenz: customers", "Lorenz: Kunden"), "helper.score", 9),
    "lorenz_y": (Text("Lorenz: amounts", "Lorenz: Beträge"), "helper.score", 9),
}
LIST_COLUMN = 6
PLACE = {key: LIST_COLUMN + place for place, key in enumerate(LIST)}
FIRST = LIST_HEADER + 1
FIGURE_ROW = {key: FIRST + place for place, key in enumerate(FIGURES)}
RULES_ROW = FIRST + len(FIGURES) + 1
DIAGONAL_COLUMN = LIST_COLUMN + len(LIST)
XYZ_ROW = RULES_ROW + 6
CHARTS_ROW = XYZ_ROW + 10
PARETO_MOST = 30

PARETO_TITLE = Text("Pareto: shares and their sum", "Pareto: Anteile und ihre Summe")
LORENZ_TITLE = Text("Lorenz curve", "Lorenzkurve")
PARETO_SAYS = Text(
    "Columns: share of each of the largest customers; line: their cumulative share. "
    "The same figures stand in the list beside.",
    "Säulen: Anteil der größten Kunden; Linie: kumulierter Anteil. Dieselben Zahlen stehen in der "
    "Liste daneben.",
)
LORENZ_SAYS = Text(
    "Cumulative share of amounts against cumulative share of customers, smallest first; the "
    "diagonal would be equality.",
    "Kumulierter Anteil der Beträge über dem der Kunden, kleinste zuerst; die Diagonale wäre "
    "Gleichheit.",
)
CUSTOMERS = Text("Customers", "Kunden")
AMOUNTS = Text("Amounts", "Beträge")
ACCOUNTS_BY_CLASS = Text("Accounts: ABC by XYZ", "Kunden: ABC nach XYZ")
SHARE_BY_CLASS = Text("Share: ABC by XYZ", "Anteil: ABC nach XYZ")
NO_VARIATION = Text("not known", "unbekannt")
EQUALITY = Text("Equality", "Gleichheit")
CUMULATIVE = Text("Cumulative", "Kumuliert")


def _base_formulas() -> dict[str, str]:
    top = 'IF(kam_n=0,"",SUMIF(accounts[size_order],"<="&{k},accounts[share]))'
    return {
        "n": '=COUNTIF(accounts[amount],">0")',
        "total": '=IF(COUNT(accounts[net_amount])=0,"",SUM(accounts[net_amount]))',
        **{f"cr{k}": "=" + top.format(k=k) for k in (1, 3, 5, 10)},
        "hhi": '=IF(kam_n=0,"",SUMSQ(accounts[share]))',
        "hhi_normalised": '=IF(kam_n=0,"",IF(kam_n=1,1,(kam_hhi-1/kam_n)/(1-1/MAX(kam_n,2))))',
        "effective": '=IF(kam_n=0,"",1/kam_hhi)',
        "n50": '=IF(kam_n=0,"",SUMPRODUCT(--(accounts[cumulative_after]<=0.5))+1)',
        "gini": '=IF(kam_n=0,"",'
        "(kam_n+1-2*SUMPRODUCT(accounts[size_order],accounts[share]))/kam_n)",
        "gini_corrected": '=IF(kam_n<2,"",kam_gini*kam_n/(kam_n-1))',
        "shannon": '=IF(kam_n=0,"",-SUM(accounts[share_log]))',
        "diversity": '=IF(kam_n=0,"",EXP(kam_shannon))',
        "evenness": '=IF(kam_n<2,"",kam_shannon/LN(MAX(kam_n,2)))',
        "theil": '=IF(kam_n=0,"",LN(MAX(kam_n,1))-kam_shannon)',
        "hhi_low": f'=IF(kam_n=0,"",SUMPRODUCT(--(accounts[size_order]<={LISTED}),'
        "accounts[share],accounts[share]))",
        "hhi_high": _highest_hhi(),
        "hhi_before": '=IF(kam_total_before>0,SUMSQ(accounts[share_before]),"")',
        "hhi_change": "=IF(AND(ISNUMBER(kam_hhi),ISNUMBER(kam_hhi_before)),"
        'kam_hhi-kam_hhi_before,"")',
        "top_fifth": '=IF(kam_n=0,"",SUMIF(accounts[size_order],"<="&ROUNDUP(kam_n/5,0),'
        "accounts[share]))",
        "overhang": '=SUMIF(accounts[net_amount],"<0")',
        "unknown": "=SUMPRODUCT(ISNUMBER(accounts[nr])*(1-ISNUMBER(accounts[amount]))*"
        "(TRIM(accounts[external])<>kam_no))",
        "known": '=IF(COUNT(accounts[net_amount])+kam_unknown=0,"",'
        "COUNT(accounts[net_amount])/(COUNT(accounts[net_amount])+kam_unknown))",
        "annualised": "=COUNT(accounts[annual_factor])",
        "unallocated": "=IF(AND(kam_basis_margin=0,ISNUMBER(kam_reported_revenue)),"
        'kam_reported_revenue-SUM(accounts[net_amount]),"")',
    }


def _highest_hhi() -> str:
    rest = f"MAX(ROUND(1-kam_cr{LISTED},9),0)"
    smallest = f"LARGE(accounts[share],MIN({LISTED},kam_n))"
    whole = f"INT(ROUND({rest}/{smallest},9))"
    return f'=IF(kam_n=0,"",kam_hhi_low+{whole}*{smallest}^2+({rest}-{whole}*{smallest})^2)'


def _beside_formulas(name: str, amount: str, share: str) -> dict[str, str]:
    """Return the figures of another base, beside: by margin, by group."""
    share, amount = f"accounts[{share}]", f"accounts[{amount}]"
    n, hhi = f"kam_{name}_n", f"kam_{name}_hhi"

    def top(k: int) -> str:
        places = "{" + ",".join(str(n) for n in range(1, k + 1)) + "}"
        return f'=IF({n}=0,"",IF(COUNT({share})<{k},1,SUMPRODUCT(LARGE({share},{places}))))'

    return {
        "n": f'=COUNTIF({amount},">0")',
        **{f"cr{k}": top(k) for k in (1, 3, 5, 10)},
        "hhi": f'=IF({n}=0,"",SUMSQ({share}))',
        "hhi_normalised": f'=IF({n}=0,"",IF({n}=1,1,({hhi}-1/{n})/(1-1/MAX({n},2))))',
        "effective": f'=IF({n}=0,"",1/{hhi})',
    }


# What is shown beside: by the contribution margin, and by group instead of account.
BESIDE: Mapping[str, dict[str, str]] = {
    "margin": {
        **_beside_formulas("margin", "margin_amount", "margin_share"),
        "total": '=IF(COUNT(accounts[margin_amount])=0,"",SUM(accounts[margin_amount]))',
    },
    "group": _beside_formulas("group", "group_amount", "group_part"),
}


def _figure_values(context: Context) -> dict[str, CellValue]:
    result = context.result
    figures = result.concentration
    shares = np.sort(result.share[result.share > 0])[::-1]
    named = np.array([bool(id_) for id_ in context.portfolio.ids], dtype=bool)
    known = int(np.sum(~np.isnan(result.net_amount)))
    unknown = int(np.sum(np.isnan(result.net_amount) & named & ~context.portfolio.internal))
    reported = context.policy.reported_revenue if context.policy.basis == "revenue" else None
    change = (
        None
        if figures.hhi is None or result.hhi_before is None
        else figures.hhi - result.hhi_before
    )
    values: dict[str, CellValue | None] = {
        **{key: getattr(figures, key) for key in FIGURES if hasattr(figures, key)},
        "hhi_before": result.hhi_before,
        "hhi_change": change,
        "top_fifth": math.fsum(shares[: math.ceil(figures.n / 5)]) if figures.n else None,
        "unknown": unknown,
        "known": None if not known + unknown else known / (known + unknown),
        "annualised": int(np.sum(result.annual_factor != 1)),
        "unallocated": None if reported is None else reported - (figures.total or 0.0),
    }
    return {key: "" if value is None else value for key, value in values.items()}


def _figures(context: Context, made: Sheet) -> None:
    t, f = context.t, context.f
    made.put(LIST_HEADER, 0, t(FIGURE), "header")
    basis = context.choice("basis", context.policy.basis)
    made.put(LIST_HEADER, 1, f("=kam_basis", basis), "header")
    made.put(LIST_HEADER, 2, t(words.ACCOUNT_COLUMNS["margin"]), "header")
    made.put(LIST_HEADER, 3, t(BY_GROUP), "header")
    values, formulas = _figure_values(context), _base_formulas()
    for key, (label, number) in FIGURES.items():
        row = FIGURE_ROW[key]
        made.put(row, 0, t(label), "label")
        made.put(row, 1, f(formulas[key], values[key]), f"calc.{number}")
        context.name_cell(f"kam_{key}", "concentration", row, 1)
        for column, (name, beside) in enumerate(BESIDE.items(), start=2):
            if key in beside:
                value = getattr(getattr(context.result, f"{name}_concentration"), key)
                made.put(
                    row, column, f(beside[key], "" if value is None else value), f"calc.{number}"
                )
                context.name_cell(f"kam_{name}_{key}", "concentration", row, column)
            else:
                made.put(row, column, None, "calc")


def _rules(context: Context, made: Sheet) -> None:
    t, f, result = context.t, context.f, context.result
    made.put(RULES_ROW, 0, t(WARNINGS), "header")
    made.put(RULES_ROW, 1, t(LEVEL), "header")
    made.put(RULES_ROW, 2, None, "header")
    rules: dict[str, tuple[tuple[str, int], ...]] = {
        "cr5": (("warning", 2), ("high", 3)),
        "hhi": (("notice", 1), ("high", 3)),
        "hhi_change": (("notice", 1),),
    }
    names = "=IF({n}=0,kam_word_none,INDEX(kam_level_names,MAX({n},1)))"

    def shown(row: int, number: int) -> None:
        text = context.choice("level", LEVELS[number]) if number else t(words.PHRASES["none"])
        made.put(row, 1, f(names.format(n=address(row, 2)), text), "status")

    numbers = []
    for place, (rule, levels) in enumerate(rules.items()):
        row = RULES_ROW + 1 + place
        made.put(row, 0, t(RULES[rule]), "label")
        value = f"ROUND(N(kam_{rule}),9)"
        tests = ",".join(
            f'{number}*((kam_rule_{rule}_{level}_operator=">=")*({value}>='
            f'kam_rule_{rule}_{level}_threshold)+(kam_rule_{rule}_{level}_operator=">")*'
            f"({value}>kam_rule_{rule}_{level}_threshold))"
            for level, number in levels
        )
        number = LEVELS.index(result.rule_levels[rule])
        numbers.append(number)
        made.put(row, 2, f(f"=IF(ISNUMBER(kam_{rule}),MAX({tests}),0)", number), "helper")
        shown(row, number)
        context.name_cell(f"kam_level_{rule}", "concentration", row, 2)
    row = RULES_ROW + 4
    made.put(row, 0, t(OVERALL), "strong")
    number = LEVELS.index(result.portfolio_level)
    made.put(
        row,
        2,
        f(
            "=MAX(MAX(accounts[level]),MAX(accounts[group_level]),kam_level_cr5,kam_level_hhi,kam_level_hhi_change)",
            number,
        ),
        "helper",
    )
    context.name_cell("kam_level", "concentration", row, 2)
    shown(row, number)
    context.name_cell("kam_level_text", "concentration", row, 1)
    made.conditionals += [
        Conditional(
            Area(RULES_ROW + 1, 1, row, 1), "formula", f"=$C{RULES_ROW + 2}>=3", "bad", True
        ),
        Conditional(
            Area(RULES_ROW + 1, 1, row, 1), "formula", f"=$C{RULES_ROW + 2}=2", "warn", True
        ),
    ]


def _of_class(letter: str, column: int, row: int, shares: bool) -> str:
    """Return the formula for one class of size and, by column, of variation: X, Y, Z, unknown."""
    if column <= len(XYZ):
        both = f'accounts[abc],"{letter}",accounts[xyz],"{XYZ[column - 1]}"'
        return f"=SUMIFS(accounts[share],{both})" if shares else f"=COUNTIFS({both})"
    if shares:
        blank = f'(accounts[abc]="{letter}")*(accounts[xyz]="")'
        return f"=SUMPRODUCT({blank},accounts[share])"
    return f'=COUNTIF(accounts[abc],"{letter}")-SUM({span(row, 1, len(XYZ))})'


def _by_class(context: Context, made: Sheet) -> None:
    """Lay out how many accounts, and what share, are in each class of size and of variation."""
    t, f, result = context.t, context.f, context.result
    row = XYZ_ROW
    for title, style, classes in (
        (ACCOUNTS_BY_CLASS, "calc.whole", ABC),
        (SHARE_BY_CLASS, "calc.percent", ABC[:3]),
    ):
        for column, heading in enumerate((t(title), *XYZ, t(NO_VARIATION))):
            made.put(row, column, heading, "header")
        shares = title is SHARE_BY_CLASS
        for letter in classes:
            row += 1
            made.put(row, 0, letter, "label")
            of_class = result.abc == ABC.index(letter) + 1
            for column in range(1, 5):
                here = of_class & (result.xyz == column % 4)
                value: CellValue = (
                    math.fsum(result.share[here & (result.share > 0)])
                    if shares
                    else int(np.sum(here))
                )
                made.put(row, column, f(_of_class(letter, column, row, shares), value), style)
        row += 1


def _list_formulas() -> dict[str, str]:
    def at(key: str) -> str:
        return f"${column_letters(PLACE[key])}{ROW}"

    position = at("position")

    def of(key: str) -> str:
        return f"INDEX(accounts[{key}],{position})"

    return {
        "position": f"=IFERROR({first_row(at('slot'), 'accounts[size_order]')},0)",
        "name": f'=IF({position}=0,"",{of("name")}&"")',
        "amount": f'=IF({position}=0,"",{of("amount")})',
        "share": f'=IF({position}=0,"",{of("share")})',
        "cumulative": f'=IF({position}=0,"",{of("cumulative_after")})',
        "abc": f'=IF({position}=0,"",{of("abc")})',
        "warning": f'=IF({position}=0,"",{of("warning")})',
        "lorenz_x": f"=IF(kam_n=0,0,IF({at('slot')}>kam_n+1,0,(kam_n-{at('slot')}+1)/kam_n))",
        "lorenz_y": f"=IF(kam_n=0,NA(),IF({at('slot')}>kam_n+1,NA(),IF({position}=0,0,"
        f"1-{of('cumulative')})))",
    }


def _list_values(context: Context, place: int) -> dict[str, CellValue]:
    result = context.result
    count = len(context.by_size)
    beyond = count == 0 or place > count
    x: CellValue = 0 if beyond else (count - place) / count
    y: CellValue = CellError.NA if beyond else 0.0
    if place >= count:
        return dict.fromkeys(LIST, "") | {"position": 0, "lorenz_x": x, "lorenz_y": y}
    account = context.by_size[place]
    level = int(result.level[account])
    return {
        "position": context.account_places[account],
        "name": context.portfolio.names[account],
        "amount": float(result.amount[account]),
        "share": float(result.share[account]),
        "cumulative": nine(float(result.cumulative[account] + result.share[account])),
        "abc": ABC[result.abc[account] - 1],
        "warning": context.choice("level_meaning", LEVELS[level]) if level else "",
        "lorenz_x": x,
        "lorenz_y": 1 - float(result.cumulative[account]),
    }


def pareto(context: Context, row: int, column: int, width: int, height: int) -> Chart:
    """Return the Pareto chart, wherever it is to stand."""
    rows = min(PARETO_MOST, context.slots, max(12, len(context.by_size) + 3))
    name = context.sheet_name("concentration")

    def area(key: str) -> tuple[str, Area]:
        return name, Area(FIRST, PLACE[key], FIRST + rows - 1, PLACE[key])

    t = context.t
    return Chart(
        "pareto",
        row,
        column,
        width,
        height,
        t(PARETO_TITLE),
        t(PARETO_SAYS),
        "",
        "",
        [
            Series(t(LIST["share"][0]), area("name"), area("share"), "column"),
            Series(t(CUMULATIVE), area("name"), area("cumulative"), "line"),
        ],
        y_range=(0, 1),
        y_format="0%",
        legend=(0, 1),
    )


def sheet(context: Context) -> Sheet:
    """Return the sheet: figures and warnings left, charts below them, the list right."""
    made = Sheet(
        "concentration", context.sheet_name("concentration"), "#8A5300", freeze=(FIRST, 0),
        protected=True,
    )  # fmt: skip
    t, f = context.t, context.f
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE), "subtitle")
    for column, wide in ((0, 38), (1, 16), (2, 16), (3, 12), (4, 12), (5, 3)):
        made.width(column, wide)
    made.heights[LIST_HEADER] = 30
    _figures(context, made)
    _rules(context, made)
    _by_class(context, made)
    for key, (label, _, width) in LIST.items():
        made.put(LIST_HEADER, PLACE[key], t(label), "header")
        made.width(PLACE[key], width, 1 if PLACE[key] >= PLACE["position"] else 0)
    templates = {key: context.compiled(formula) for key, formula in _list_formulas().items()}
    for place in range(context.slots):
        row = FIRST + place
        values = _list_values(context, place)
        made.put(row, PLACE["slot"], place + 1, LIST["slot"][1])
        for key, formula in templates.items():
            content = Formula(formula.replace(ROW, str(row + 1)), values[key])
            made.put(row, PLACE[key], content, LIST[key][1])
    last = FIRST + context.slots - 1
    for place, value in enumerate((0, 1)):
        made.put(FIRST + place, DIAGONAL_COLUMN, value, "plain_helper")
    made.put(LIST_HEADER, DIAGONAL_COLUMN, t(EQUALITY), "plain_helper")
    made.width(DIAGONAL_COLUMN, 9, 1)
    name = made.name
    made.charts.append(pareto(context, CHARTS_ROW, 0, 500, 330))
    diagonal = name, Area(FIRST, DIAGONAL_COLUMN, FIRST + 1, DIAGONAL_COLUMN)
    made.charts.append(
        Chart(
            "scatter",
            CHARTS_ROW + 18,
            0,
            500,
            360,
            t(LORENZ_TITLE),
            t(LORENZ_SAYS),
            t(CUSTOMERS),
            t(AMOUNTS),
            [
                Series(
                    t(LORENZ_TITLE),
                    (name, Area(FIRST, PLACE["lorenz_x"], last, PLACE["lorenz_x"])),
                    (name, Area(FIRST, PLACE["lorenz_y"], last, PLACE["lorenz_y"])),
                    "curve",
                ),
                Series(t(EQUALITY), diagonal, diagonal, "line"),
            ],
            x_range=(0, 1),
            y_range=(0, 1),
            x_format="0%",
            y_format="0%",
            legend=(0, 1),
        )
    )
    shown = max(FIRST + max(len(context.by_size), 1) - 1, CHARTS_ROW + 37)
    made.page = Page(
        landscape=False,
        repeat=(LIST_HEADER, LIST_HEADER),
        area=Area(0, 0, shown, PLACE["warning"]),
    )
    filled = f"=LEN(${address(FIRST, PLACE['name'])})"
    whole = Area(FIRST, LIST_COLUMN, last, PLACE["warning"])
    warning = f"${address(FIRST, PLACE['warning'])}"
    made.conditionals.append(
        Conditional(
            Area(FIRST, PLACE["warning"], last, PLACE["warning"]),
            "formula",
            f"=LEN({warning})>0",
            "warn",
        )
    )
    # Last, since LibreOffice shows only the first of several.
    made.conditionals.append(Conditional(whole, "formula", f"{filled}>0", "row"))
    made.conditionals.append(Conditional(whole, "formula", f"{filled}=0", "unseen"))
    made.put(2, 0, f("=kam_level_text", level_text(context)), "strong")
    why = '=IF(kam_n=0,kam_word_no_amount,IF(kam_denominator>0,"",kam_word_no_total))'
    made.put(3, 0, f(why, _why_not(context)), "subtitle")
    return made


def _why_not(context: Context) -> str:
    """Return why figures or shares do not exist, "" where they do."""
    if not context.result.concentration.n:
        return context.t(words.PHRASES["no_amount"])
    _, denominator = totals(context)["kam_denominator"]
    return "" if denominator > 0 else context.t(words.PHRASES["no_total"])


def level_text(context: Context) -> str:
    """Return the portfolio's gravest level in words."""
    number = LEVELS.index(context.result.portfolio_level)
    return context.choice("level", LEVELS[number]) if number else context.t(words.PHRASES["none"])
