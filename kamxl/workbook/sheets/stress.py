"""Stress test: what is left of the year when the largest, or chosen customers leave (domain 3.7).

Every figure is a formula over the accounts and a few settings; one printed page is evidence of the
early warning that § 1 StaRUG asks of managers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from kamxl.cells import CellError, CellValue, address, to_serial
from kamxl.domain.rounding import money
from kamxl.domain.stress import TOPS
from kamxl.domain.stresstest import SINGLY, Scenario, StressTest, stress_test
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.choosing import chosen, entry
from kamxl.workbook.context import Context
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.sheets import stress_formulas as formulas
from kamxl.workbook.sheets.stress_formulas import (
    CHART,
    CHOSEN,
    FIGURES,
    FIRM,
    HALVING,
    HEADER,
    HELPER,
    HELPERS,
    PICK,
    PICKS,
    SINGLE,
    STEPS,
)
from kamxl.workbook.spec import (
    Area,
    Chart,
    Conditional,
    Content,
    Page,
    Series,
    Sheet,
    Validation,
)

TITLE = Text("What if the largest customers leave?", "Was, wenn die größten Kunden gehen?")
NOTE = Text(
    "The year as it is, and without customers: what is left of revenue, margin and result, and "
    "whether the new mix still carries the fixed costs. Yellow cells may be changed; everything "
    "follows. Printed, the page is evidence of early warning (§ 1 StaRUG).",
    "Das Jahr, wie es ist, und ohne Kunden: was von Umsatz, Deckungsbeitrag und Ergebnis bleibt "
    "und ob der neue Mix die Fixkosten noch trägt. Gelbe Zellen dürfen geändert werden; alles "
    "folgt. Gedruckt ist die Seite ein Nachweis der Früherkennung (§ 1 StaRUG).",
)
AS_OF = Text("As of", "Stichtag")
FIGURE = Text("Figure", "Kennzahl")
SCENARIOS: tuple[Text, ...] = (
    Text("The year", "Das Jahr"),
    Text("Without the largest", "Ohne den größten"),
    Text("Without the two largest", "Ohne die zwei größten"),
    Text("Without the three largest", "Ohne die drei größten"),
    Text("Without the chosen", "Ohne die gewählten"),
)
# As the charts call them.
SHORT: tuple[Text, ...] = (
    Text("Year", "Jahr"),
    *(Text(f"− top {top}", f"− Top {top}") for top in TOPS),
    Text("− chosen", "− gewählte"),
)
LABELS: Mapping[str, Text] = {
    "names": Text("Customers that leave", "Kunden, die gehen"),
    "lost_revenue": Text("Revenue lost", "Umsatz, der wegfällt"),
    "lost_share": Text("Part of the revenue", "Anteil am Umsatz"),
    "lost_margin": Text("Contribution margin lost", "Deckungsbeitrag, der wegfällt"),
    "revenue": Text("Revenue left", "Umsatz danach"),
    "margin": Text("Contribution margin left", "Deckungsbeitrag danach"),
    "ratio": Text("Margin ratio of the mix", "DB-Quote des Mix"),
    "fixed_costs": Text("Fixed costs left", "Fixkosten danach"),
    "ebit": Text("EBIT", "EBIT"),
    "break_even": Text("Break-even revenue", "Umsatz an der Gewinnschwelle"),
    "gap": Text("Revenue missing to break-even", "Umsatz, der zur Gewinnschwelle fehlt"),
    "safety": Text("Margin of safety", "Sicherheitsabstand"),
    "months_covered": Text("Months of fixed costs covered", "Gedeckte Monate an Fixkosten"),
    "runway": Text("Runway in months", "Reichweite in Monaten"),
}
STYLES: Mapping[str, str] = {
    "names": "calc_wrap", "lost_share": "amount.percent", "ratio": "amount.percent",
    "safety": "amount.percent", "months_covered": "amount.decimal", "runway": "amount.decimal",
    "ebit": "amount_strong.money",
}  # fmt: skip
FIRM_TITLE = Text("How firmly the year stands", "Wie fest das Jahr steht")
FIRM_LABELS: Mapping[str, tuple[Text, str, Text]] = {
    "until": (
        Text("Customers until loss", "Kunden bis zum Verlust"),
        "amount.whole",
        Text(
            "So many of the highest margins lost, and there is a loss.",
            "So viele der höchsten Deckungsbeiträge weg, und es gibt Verlust.",
        ),
    ),
    "at_risk": (
        Text("Revenue at risk", "Gefährdeter Umsatz"),
        "amount.money",
        Text(
            "Each revenue × (1 − retention) × (1 − replaced part).",
            "Je Umsatz × (1 − Bindungsrate) × (1 − ersetzter Anteil).",
        ),
    ),
    "without_margin": (
        Text("Customers without a known margin", "Kunden ohne bekannten DB"),
        "amount.whole",
        Text(
            "They have revenue and carry nothing here: results look worse.",
            "Sie haben Umsatz und tragen hier nichts: Ergebnis wirkt schlechter.",
        ),
    ),
}
SINGLE_TITLE = Text("The ten largest, one by one", "Die zehn größten einzeln")
SINGLE_LABELS: tuple[Text, ...] = (
    words.ACCOUNT_COLUMNS["name"],
    words.ACCOUNT_COLUMNS["revenue"],
    words.ACCOUNT_COLUMNS["margin"],
    Text("Fixed costs carried", "Getragene Fixkosten"),
    Text("EBIT without", "EBIT ohne ihn"),
    Text("Missing to break-even", "Fehlt zur Gewinnschwelle"),
)
CHOOSE_TITLE = Text("The chosen: who leaves?", "Die gewählten: Wer geht?")
CHOOSE = Text("Choose from the list, or type a number.", "Aus der Liste wählen oder Nummer tippen.")
NOT_LISTED = Text(
    "This is no entry of the list; keep it if it is the number of an account.",
    "Das steht nicht in der Liste; behalten, wenn es eine Kundennummer ist.",
)
LOST: Mapping[str, Text] = {
    f"lost_{n}": Text(f"Customer {n} leaves", f"Kunde {n} geht") for n in range(1, PICKS + 1)
}
REVENUE_CHART = Text("Revenue and break-even", "Umsatz und Gewinnschwelle")
REVENUE_SAYS = Text(
    "Columns: revenue of the year and without customers; line: the revenue at which the mix that "
    "is left carries the fixed costs. The same figures stand in the list.",
    "Säulen: Umsatz des Jahres und ohne Kunden; Linie: der Umsatz, bei dem der verbleibende Mix "
    "die Fixkosten trägt. Dieselben Zahlen stehen in der Liste.",
)
EBIT_SAYS = Text(
    "Columns: the result of the year and without customers; below zero is a loss.",
    "Säulen: das Ergebnis des Jahres und ohne Kunden; unter null ist Verlust.",
)
WIDTHS = (34, 15, 15, 15, 15, 15, 2, 20, 34, 8)
LAST = SINGLE + SINGLY


def lost_accounts(inputs: Inputs) -> list[int]:
    """Return the accounts, in their order, that were chosen to leave."""
    ids = inputs.portfolio.ids
    found = {chosen(str(inputs.answers[key]), ids) for key in LOST if key in inputs.answers}
    return sorted(account for account in found if account is not None)


def tested(context: Context) -> StressTest:
    """Return the stress test with the customers that were chosen."""
    return stress_test(context.result, lost_accounts(context.inputs))


def sheet(context: Context) -> Sheet:
    """Return the sheet: scenarios, firmness and the ten largest left, choices and charts right."""
    made = Sheet("stress", context.sheet_name("stress"), "#8A5300", protected=True)
    t, f, found = context.t, context.f, tested(context)
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, len(WIDTHS) - 1), t(NOTE), "note"))
    made.heights[1] = 28
    for column, width in enumerate(WIDTHS):
        made.width(column, width)
    for column in range(HELPER, HELPERS):
        made.width(column, 9, 1)
    made.put(2, 0, t(AS_OF), "caption_line")
    made.put(2, 1, f("=kam_as_of", to_serial(context.inputs.as_of)), "caption_line.date")
    made.put(2, 2, f('=kam_period&""', context.policy.period), "caption_line")
    made.put(2, 3, f('=kam_currency&""', context.policy.currency), "caption_line")
    made.merges.append((Area(3, 0, 3, 5), f(formulas.reasons(), _reasons(context, found)), "wrap"))
    made.heights[3] = 28
    _scenarios(context, made, found)
    _firm(context, made, found)
    _singly(context, made, found)
    _choices(context, made, found)
    _halving(context, made, found)
    _charts(context, made, found)
    made.page = Page(area=Area(0, 0, LAST, len(WIDTHS) - 1), one_page=True)
    for row in (FIGURES["ebit"], FIGURES["gap"]):
        sign = "<" if row == FIGURES["ebit"] else ">"
        made.conditionals.append(
            Conditional(
                Area(row, 1, row, CHOSEN), "formula",
                f"=AND(ISNUMBER({address(row, 1)}),N({address(row, 1)}){sign}0)", "bad",
            )
        )  # fmt: skip
    results = Area(SINGLE + 1, 4, LAST, 4)
    loss = f"=N({address(SINGLE + 1, 4)})<0"
    made.conditionals.append(Conditional(results, "formula", loss, "bad"))
    return made


def _reasons(context: Context, found: StressTest) -> str:
    t = context.t
    said = [t(words.PHRASES[f"stress_{key}"]) for key in found.missing]
    if found.without_margin and found.year.margin is not None:
        said.append(f"{t(words.PHRASES['stress_without_margin'])} {found.without_margin}.")
    return " ".join(said)


def _or_na(context: Context, value: float | None) -> CellValue:
    return context.t(words.PHRASES["na"]) if value is None else value


def _cells(context: Context, one: Scenario | None, year: Scenario) -> dict[str, CellValue]:
    """Return the figures of a scenario as its column shows them, all blank where it is none."""
    if one is None:
        return dict.fromkeys(LABELS, "")
    names = "; ".join(context.portfolio.names[account] for account in one.lost)
    runway: CellValue = _or_na(context, one.runway)
    if one.runway is not None and math.isinf(one.runway):
        runway = context.t(words.PHRASES["no_loss"])
    share = one.lost_revenue / year.revenue if year.revenue > 0 else None
    return {
        "names": names,
        "lost_share": _or_na(context, share),
        **{
            key: _or_na(context, getattr(one, key))
            for key in LABELS
            if key not in ("names", "lost_share", "runway")
        },
        "runway": runway,
    }


def _scenarios(context: Context, made: Sheet, found: StressTest) -> None:
    t, f = context.t, context.f
    made.heights[HEADER] = 30
    made.put(HEADER, 0, t(FIGURE), "header")
    for place, text in enumerate(SCENARIOS):
        made.put(HEADER, 1 + place, t(text), "header")
    made.heights[FIGURES["names"]] = 38
    for key, row in FIGURES.items():
        made.put(row, 0, t(LABELS[key]), "label")
    for place, one in enumerate((found.year, *found.largest, found.chosen)):
        values = _cells(context, one, found.year)
        order = _picked(context) if place == CHOSEN - 1 else context.by_size[: TOPS[place - 1]]
        if one is not None and place:
            values["names"] = "; ".join(context.portfolio.names[a] for a in order)
        for key, formula in formulas.scenario(place).items():
            style = STYLES.get(key, "amount.money")
            made.put(FIGURES[key], 1 + place, f(formula, values[key]), style)


def _firm(context: Context, made: Sheet, found: StressTest) -> None:
    t, f = context.t, context.f
    made.put(FIRM, 0, t(FIRM_TITLE), "heading")
    until: CellValue = _or_na(context, found.customers_until_loss)
    if found.never_a_loss:
        until = t(words.PHRASES["no_loss"])
    values: dict[str, CellValue] = {
        "until": until,
        "at_risk": found.revenue_at_risk,
        "without_margin": found.without_margin,
    }
    for place, (key, (label, style, says)) in enumerate(FIRM_LABELS.items()):
        row = FIRM + 1 + place
        made.put(row, 0, t(label), "label")
        made.put(row, 1, f(formulas.firm()[key], values[key]), style)
        made.merges.append((Area(row, 2, row, CHOSEN), t(says), "calc_wrap"))
        context.name_cell(f"kam_stress_{key}", "stress", row, 1)


def _singly(context: Context, made: Sheet, found: StressTest) -> None:
    t, f = context.t, context.f
    made.put(SINGLE - 1, 0, t(SINGLE_TITLE), "heading")
    made.heights[SINGLE] = 30
    for column, label in enumerate(SINGLE_LABELS):
        made.put(SINGLE, column, t(label), "header")
    money = "amount.money"
    styles = ("calc", money, money, "amount.percent", money, money)
    margins = context.portfolio.external_number("margin")
    saved = context.portfolio.external_number("avoidable_costs")
    for place in range(SINGLY):
        row = SINGLE + 1 + place
        shown: list[CellValue] = [""] * 6
        helpers: list[CellValue] = [0, 0, "", "", ""]
        if place < len(found.singly):
            one = found.singly[place]
            account = one.lost[0]
            margin = float(margins[account])
            shown = [
                context.portfolio.names[account],
                one.lost_revenue,
                _or_na(context, None if math.isnan(margin) else margin),
                _or_na(context, found.carried[place]),
                _or_na(context, one.ebit),
                _or_na(context, one.gap),
            ]
            helpers = [
                context.account_places[account],
                float(np.nan_to_num(saved[account])),
                one.revenue,
                _or_na(context, one.margin),
                _or_na(context, one.fixed_costs),
            ]
        for column, (formula, value, style) in enumerate(
            zip(formulas.single(row), shown, styles, strict=True)
        ):
            made.put(row, column, f(formula, value), style)
        for column, (formula, value) in enumerate(
            zip(formulas.single_helpers(place, row), helpers, strict=True), start=HELPER
        ):
            made.put(row, column, f(formula, value), "plain_helper")


def _picks(context: Context) -> list[int | None]:
    """Return by choice the account, None where nobody is chosen."""
    inputs = context.inputs
    return [
        chosen(str(inputs.answers[key]), inputs.portfolio.ids) if key in inputs.answers else None
        for key in LOST
    ]


def _picked(context: Context) -> list[int]:
    """Return the chosen accounts that count, in the order in which they were chosen."""
    internal = context.portfolio.internal
    found = [a for a in _picks(context) if a is not None and not internal[a]]
    return list(dict.fromkeys(found))


def _choices(context: Context, made: Sheet, found: StressTest) -> None:
    t, f, portfolio = context.t, context.f, context.portfolio
    made.put(PICK - 1, 7, t(CHOOSE_TITLE), "heading")
    made.put(PICK - 1, 8, None, "heading")
    revenues, margins, saved = (
        portfolio.external_number(key) for key in ("revenue", "margin", "avoidable_costs")
    )
    seen: set[int] = set()
    for place, (key, account) in enumerate(zip(LOST, _picks(context), strict=True)):
        row = PICK + place
        made.put(row, 7, t(LOST[key]), "label")
        typed: Content = context.inputs.answers.get(key)
        if typed and account is not None:
            typed = entry(portfolio.ids[account], portfolio.names[account])
        made.put(row, 8, typed or None, "input.id")
        counts = account is not None and account not in seen and not portfolio.internal[account]
        values: list[CellValue] = [
            0 if account is None else context.account_places[account],
            int(counts), 0.0, 0.0, 0.0, "",
        ]  # fmt: skip
        if counts and account is not None:
            seen.add(account)
            values[2:5] = [
                float(np.nan_to_num(column[account])) for column in (revenues, margins, saved)
            ]
            values[5] = f"; {portfolio.names[account]}"
        unknown = bool(typed) and account is None
        made.put(row, 9, f(formulas.pick_status(row), "?" if unknown else ""), "status")
        for column, (formula, value) in enumerate(
            zip(formulas.pick_helpers(row), values, strict=True), start=HELPER
        ):
            made.put(row, column, f(formula, value), "plain_helper")
    made.validations.append(
        Validation(
            Area(PICK, 8, PICK + PICKS - 1, 8), "list", "=kam_ranking_entry",
            title=t(CHOOSE_TITLE)[:32], message=t(CHOOSE), error=t(NOT_LISTED), warn_only=True,
        )
    )  # fmt: skip


def _halving(context: Context, made: Sheet, found: StressTest) -> None:
    """Lay out how the number of customers until loss is found: by halving, exact for any number."""
    f = context.f
    for step, values in enumerate(halved(context, found)):
        for column, (formula, value) in enumerate(
            zip(formulas.halving(step), values, strict=True), start=HALVING
        ):
            made.put(HEADER + 1 + step, column, f(formula, value), "plain_helper")


def halved(context: Context, found: StressTest) -> list[tuple[int, int, int, int]]:
    """Return lowest, highest, middle, and whether the middle is a loss, step by step."""
    fixed, margin = context.policy.fixed_costs, found.year.margin
    margins = context.portfolio.external_number("margin")
    falling = np.sort(margins[margins > 0])[::-1]
    known = fixed is not None and margin is not None
    low, high = 0, len(falling) + 1 if known else 0
    steps = []
    for _ in range(STEPS):
        middle, loss = (low + high) // 2, 0
        if low < high and fixed is not None and margin is not None:
            left = margin - math.fsum(falling[:middle])
            loss = int(money(left) < money(fixed))
        steps.append((low, high, middle, loss))
        if low < high:
            low, high = (low, middle) if loss else (middle + 1, high)
    return steps


def _charts(context: Context, made: Sheet, found: StressTest) -> None:
    t, f, name = context.t, context.f, made.name
    for place, one in enumerate((found.year, *found.largest, found.chosen)):
        row = HEADER + 1 + place
        figures: Sequence[float | None] = (
            (None, None, None) if one is None else (one.revenue, one.break_even, one.ebit)
        )
        values: list[CellValue] = [CellError.NA if value is None else value for value in figures]
        made.put(row, CHART, t(SHORT[place]), "plain_helper")
        for column, (formula, value) in enumerate(
            zip(formulas.charted(place), values, strict=True), start=CHART + 1
        ):
            made.put(row, column, f(formula, value), "plain_helper")

    def area(n: int) -> tuple[str, Area]:
        return name, Area(HEADER + 1, CHART + n, HEADER + len(SCENARIOS), CHART + n)

    made.charts.append(
        Chart(
            "pareto", PICK + PICKS + 1, 7, 445, 225, t(REVENUE_CHART), t(REVENUE_SAYS), "", "",
            [
                Series(t(words.ACCOUNT_COLUMNS["revenue"]), area(0), area(1), "column"),
                Series(t(LABELS["break_even"]), area(0), area(2), "line"),
            ],
            y_format="#,##0", legend=(0, 1),
        )
    )  # fmt: skip
    made.charts.append(
        Chart(
            "column", PICK + PICKS + 12, 7, 445, 190, t(LABELS["ebit"]), t(EBIT_SAYS), "", "",
            [Series(t(LABELS["ebit"]), area(0), area(3), "column")],
            y_format="#,##0",
        )
    )  # fmt: skip
