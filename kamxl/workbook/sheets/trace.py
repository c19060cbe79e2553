"""Trace: for each warning its rule, value, operator and threshold; for each figure how it comes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.disclosure import disclosure
from kamxl.domain.policy import LEVELS, Step
from kamxl.domain.rounding import nine
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.formulas import quoted
from kamxl.workbook.sheets import concentration, settings, stress, trend
from kamxl.workbook.sheets import disclosure as disclosed
from kamxl.workbook.spec import Area, Conditional, Link, Page, Sheet

TITLE = Text("Where each figure comes from", "Woher jede Zahl kommt")
NOTE = Text(
    "Each warning with the rule that it stands on, whether reached or not; each figure with how it "
    "is computed and a link to its cell. The amounts behind them stand on Accounts and Periods.",
    "Jede Warnung mit ihrer Regel, ob erreicht oder nicht; jede Zahl mit ihrer Berechnung und "
    "einem Link zu ihrer Zelle. Die Beträge dahinter stehen auf Kunden und Perioden.",
)
RULES_TITLE = Text("Warnings and their rules", "Warnungen und ihre Regeln")
RULE_COLUMNS = (
    (Text("Rule", "Regel"), 40),
    (Text("Level", "Stufe"), 14),
    (Text("Value", "Wert"), 14),
    (Text("Operator", "Operator"), 11),
    (Text("Threshold", "Schwelle"), 12),
    (Text("Reached", "Erreicht"), 11),
    (Text("Basis", "Basis"), 18),
    (Text("Period", "Zeitraum"), 16),
    (Text("Cell of the value", "Zelle des Werts"), 24),
    (Text("Cell of the threshold", "Zelle der Schwelle"), 24),
)
LARGEST = Text("Largest share of an account or group", "Größter Anteil eines Kunden oder Konzerns")
FIGURES_TITLE = Text("Figures and how they are computed", "Zahlen und wie sie berechnet sind")
HOW = Text("How it is computed", "Wie sie berechnet ist")
HOWS: Mapping[str, Text] = {
    "cr1": Text("share of the largest of all positive amounts",
                "Anteil des größten an allen positiven Beträgen"),
    "cr5": Text("shares of the five largest, added", "Anteile der fünf größten, summiert"),
    "hhi": Text("sum of the squared shares", "Summe der quadrierten Anteile"),
    "effective": Text("1 / HHI", "1 / HHI"),
    "n50": Text("the fewest customers with more than 50 % together",
                "die wenigsten Kunden mit zusammen mehr als 50 %"),
    "gini": Text("inequality of the shares, 0 to 1 − 1/n",
                 "Ungleichheit der Anteile, 0 bis 1 − 1/n"),
    "hhi_change": Text("HHI less that of the previous year", "HHI minus den des Vorjahres"),
    "net_retention": Text("revenue of last year’s customers / their revenue then",
                          "Umsatz der Vorjahreskunden / ihr Umsatz damals"),
    "gross_retention": Text("the same, each at most what it was",
                            "ebenso, jeder höchstens so viel wie damals"),
    "owed_excess": Text("receivables of each group above the limit, added",
                        "Forderungen je Konzern über der Grenze, summiert"),
    "disclosed_revenue": Text("reported revenue, else the sum of external customers",
                              "berichteter Umsatz, sonst Summe externer Kunden"),
    "stress_until": Text("smallest k: margin − the k highest < fixed costs",
                         "kleinstes k: DB − die k höchsten < Fixkosten"),
    "stress_at_risk": Text("Σ revenue × (1 − retention) × (1 − replaced part)",
                           "Σ Umsatz × (1 − Bindungsrate) × (1 − ersetzter Anteil)"),
}  # fmt: skip
LABELS: Mapping[str, tuple[Text, str]] = {
    **{key: concentration.FIGURES[key] for key in
       ("cr1", "cr5", "hhi", "effective", "n50", "gini", "hhi_change")},
    "net_retention": (trend.KEPT["net_retention"], "percent"),
    "gross_retention": (trend.KEPT["gross_retention"], "percent"),
    "owed_excess": trend.OWED["excess"],
    "disclosed_revenue": (disclosed.AGREE_ROWS["revenue"][0], "money"),
    "stress_until": (stress.FIRM_LABELS["until"][0], "whole"),
    "stress_at_risk": (stress.FIRM_LABELS["at_risk"][0], "money"),
}  # fmt: skip
RULES_ROW = 3
FIRST = RULES_ROW + 2
COUNT = len(LEVELS) - 1 + len(settings.RULE_ROWS)
FIGURES_ROW = FIRST + COUNT + 1


def sheet(context: Context) -> Sheet:
    """Return the sheet; the figures' own sheets have been laid out before it."""
    made = Sheet("trace", context.sheet_name("trace"), "#6B7280", protected=True)
    t = context.t
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, len(RULE_COLUMNS) - 1), t(NOTE), "note"))
    made.heights[1] = 28
    for column, (_, width) in enumerate(RULE_COLUMNS):
        made.width(column, width)
    _rules(context, made)
    _figures(context, made)
    last = FIGURES_ROW + 1 + len(HOWS)
    made.page = Page(area=Area(0, 0, last, len(RULE_COLUMNS) - 1), one_page=True)
    return made


def _link(context: Context, key: str, row: int, column: int) -> Link:
    name, cell = context.sheet_name(key), address(row, column)
    return Link(f"{name}: {cell}", f"{quoted(name)}!{cell}")


def _rules(context: Context, made: Sheet) -> None:
    t, result, policy = context.t, context.result, context.policy
    made.put(RULES_ROW, 0, t(RULES_TITLE), "heading")
    for column, (label, _) in enumerate(RULE_COLUMNS):
        made.put(RULES_ROW + 1, column, t(label), "header")
    shares = result.disclosure_share[~np.isnan(result.disclosure_share)]
    of_groups = result.group_share[~np.isnan(result.group_share)]
    largest = float(max(shares.max(), of_groups.max(initial=0.0), 0.0)) if len(shares) else None
    row = FIRST
    steps = {step.level: step for step in policy.ladder}
    both = "MAX(MAX(accounts[disclosure_share]),MAX(accounts[group_share]),0)"
    formula = f"=IF(COUNT(accounts[disclosure_share])=0,kam_word_na,{both})"
    for n, level in enumerate(LEVELS[1:]):
        link = Link(t(words.SHEETS["accounts"]), _link(context, "accounts", 0, 0).target)
        where = settings.LADDER + 2 + n
        _rule(context, made, row, LARGEST, steps[level], (formula, largest, "percent"), link, where)
        row += 1
    change = context.trend.hhi_change
    values = {
        "cr5": result.concentration.cr5,
        "hhi": result.concentration.hhi,
        "hhi_change": change,
    }
    for n, (rule, of_rule) in enumerate(settings.RULE_ROWS):
        step = next(s for s in policy.portfolio_rules[rule] if s.level == of_rule)
        formula = f"=IF(ISNUMBER(kam_{rule}),kam_{rule},kam_word_na)"
        link = _link(context, "concentration", concentration.FIGURE_ROW[rule], 1)
        number = "percent" if rule == "cr5" else "index"
        label, where = settings.RULES[rule], settings.RULES_AT + 2 + n
        _rule(context, made, row, label, step, (formula, values[rule], number), link, where)
        row += 1
    reached = address(FIRST, 5)
    area = Area(FIRST, 5, FIRST + COUNT - 1, 5)
    made.conditionals.append(Conditional(area, "formula", f"={reached}=kam_yes", "warn"))


def _rule(
    context: Context,
    made: Sheet,
    row: int,
    label: Text,
    step: Step,
    valued: tuple[str, float | None, str],
    link: Link,
    where: int,
) -> None:
    t, f = context.t, context.f
    formula, value, number = valued
    there, operator, threshold = (address(row, column) for column in (2, 3, 4))
    shown: CellValue = t(words.PHRASES["na"]) if value is None else value
    reached: CellValue = t(words.PHRASES["na"])
    if value is not None:
        reached = context.yes_no(step.reached(nine(value)))
    holds = (
        f'IF(IF({operator}=">=",ROUND({there},9)>={threshold},ROUND({there},9)>{threshold}),'
        "kam_yes,kam_no)"
    )
    of_settings = "<settings>"
    made.put(row, 0, t(label), "label")
    name = f(
        f"={of_settings}{address(where, 1, absolute=True)}", context.choice("level", step.level)
    )
    made.put(row, 1, name, "calc")
    made.put(row, 2, f(formula, shown), f"amount.{number}")
    sign = f(f"={of_settings}{address(where, 2, absolute=True)}", step.operator)
    made.put(row, 3, sign, "status")
    border = f(f"={of_settings}{address(where, 3, absolute=True)}", step.threshold)
    made.put(row, 4, border, "calc.percent0" if number == "percent" else "calc.score")
    test = f"=IF(ISNUMBER({there}),{holds},kam_word_na)"
    made.put(row, 5, f(test, reached), "status")
    made.put(row, 6, f("=kam_basis", context.choice("basis", context.policy.basis)), "calc")
    made.put(row, 7, f('=kam_period&""', context.policy.period), "calc")
    made.put(row, 8, link, "link")
    made.put(row, 9, _link(context, "settings", where, 3), "link")


def _figures(context: Context, made: Sheet) -> None:
    t, f = context.t, context.f
    made.put(FIGURES_ROW, 0, t(FIGURES_TITLE), "heading")
    values = _values(context)
    made.put(FIGURES_ROW + 1, 0, t(concentration.FIGURE), "header")
    made.put(FIGURES_ROW + 1, 1, None, "header")
    made.put(FIGURES_ROW + 1, 2, t(RULE_COLUMNS[2][0]), "header")
    made.merges.append((Area(FIGURES_ROW + 1, 3, FIGURES_ROW + 1, 7), t(HOW), "header"))
    made.put(FIGURES_ROW + 1, 8, t(RULE_COLUMNS[8][0]), "header")
    for place, (key, how) in enumerate(HOWS.items()):
        row = FIGURES_ROW + 2 + place
        label, number = LABELS[key]
        made.put(row, 0, t(label), "label")
        named = f"kam_{key}"
        made.put(row, 1, named, "helper")
        made.put(row, 2, f(f"={named}", values[key]), f"amount.{number}")
        made.merges.append((Area(row, 3, row, 7), t(how), "calc_wrap"))
        target = context.names[named].replace("$", "")
        name, _, cell = target.rpartition("!")
        bare = name.removeprefix("'").removesuffix("'").replace("''", "'")
        made.put(row, 8, Link(f"{bare}: {cell}", target), "link")


def _values(context: Context) -> dict[str, CellValue]:
    figures, moved, tested = context.result.concentration, context.trend, stress.tested(context)
    until: CellValue = tested.customers_until_loss
    if until is None:
        until = context.t(words.PHRASES["no_loss" if tested.never_a_loss else "na"])
    found = disclosure(context.result)
    values: dict[str, CellValue] = {
        **{key: getattr(figures, key) for key in
           ("cr1", "cr5", "hhi", "effective", "n50", "gini")},
        "hhi_change": moved.hhi_change,
        "net_retention": moved.net_retention,
        "gross_retention": moved.gross_retention,
        "owed_excess": moved.receivables.excess,
        "disclosed_revenue": found.of_accounts if found.reported is None else found.reported,
        "stress_until": until,
        "stress_at_risk": tested.revenue_at_risk,
    }  # fmt: skip
    return {key: "" if value is None else value for key, value in values.items()}
