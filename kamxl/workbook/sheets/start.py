"""Start: three steps with a status each, the checks, and where everything is."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.policy import SLOTS
from kamxl.domain.rounding import nine
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.formulas import quoted
from kamxl.workbook.sheets import accounts, rating_columns, rating_values
from kamxl.workbook.spec import Area, Conditional, Link, Page, Sheet

TITLE = Text("Which customers are key?", "Welche Kunden sind Schlüsselkunden?")
NOTE = Text(
    "This workbook ranks, classifies and warns by itself: change a yellow cell and everything "
    "follows. It needs no macros, no add-in and no internet.",
    "Diese Mappe ordnet, klassifiziert und warnt von selbst: gelbe Zelle ändern, alles folgt. Sie "
    "braucht keine Makros, kein Add-in, kein Internet.",
)
STEPS = Text("Three steps", "Drei Schritte")
STEP_TEXTS: tuple[tuple[str, Text, str], ...] = (
    (
        "criteria",
        Text("1  Fix the criteria that count", "1  Bewertungskriterien festlegen"),
        "criteria",
    ),
    (
        "weights",
        Text(
            "2  Weigh important and less important ones",
            "2  Wichtige und weniger wichtige gewichten",
        ),
        "criteria",
    ),
    (
        "ratings",
        Text("3  Rate the customers in points", "3  Kunden nach Punkten bewerten"),
        "ratings",
    ),
)
CHECKS = Text("Checks", "Prüfungen")
STATUS = Text("Status", "Status")
REMEDY = Text("What to do", "Was zu tun ist")
SHEETS = Text("The sheets", "Die Blätter")
SOURCE = Text("Accounts from", "Kunden aus")
MADE_WITH = Text("Made with kamxl", "Erstellt mit kamxl")
ABOUT: Mapping[str, Text] = {
    "overview": Text("One page for the management", "Eine Seite für die Leitung"),
    "accounts": Text("All customers and prospects, their figures and shares",
                     "Alle Kunden und Interessenten, Zahlen und Anteile"),
    "criteria": Text("What counts, how much, and what a 1, 5 and 10 mean",
                     "Was zählt, wie viel, und was 1, 5 und 10 bedeuten"),
    "weights": Text("Three ways to weights that one can defend",
                    "Drei Wege zu begründbaren Gewichten"),
    "ratings": Text("The points people give", "Die vergebenen Punkte"),
    "ranking": Text("Who is key, in which order, and why",
                    "Wer Schlüsselkunde ist, in welcher Folge und warum"),
    "explanation": Text("What makes a score, beside the mean or another account",
                        "Was einen Punktwert ausmacht, neben Mittel oder anderem Kunden"),
    "changes": Text("What moved since the last run, and by what",
                    "Was sich seit dem letzten Lauf bewegt hat und wodurch"),
    "matrix": Text("KAISM: attractiveness and relative strength",
                   "KAISM: Attraktivität und relative Stärke"),
    "stability": Text("How firm ranks and tiers are when weights change",
                      "Wie fest Ränge und Klassen bei anderen Gewichten sind"),
    "concentration": Text("How much hangs on few customers", "Wie viel an wenigen Kunden hängt"),
    "periods": Text("What customers brought in by month, quarter or year",
                    "Was Kunden je Monat, Quartal oder Jahr brachten"),
    "trend": Text("How concentration moved, who came and went, receivables",
                  "Wie sich die Konzentration bewegt, wer kam und ging, Forderungen"),
    "disclosure": Text("Customers of 10 % or more, as IFRS 8 and ASC 280 ask",
                       "Kunden ab 10 %, wie IFRS 8 und ASC 280 sie verlangen"),
    "stress": Text("What is left if the largest customers leave",
                   "Was bleibt, wenn die größten Kunden gehen"),
    "trace": Text("Where each figure and warning comes from",
                  "Woher jede Zahl und jede Warnung kommt"),
    "settings": Text("Scale, borders, thresholds", "Skala, Grenzen, Schwellen"),
    "findings": Text("What kamxl noticed when it wrote this file",
                     "Was kamxl beim Schreiben dieser Datei auffiel"),
}  # fmt: skip
FEWEST = 3

STEP_ROW = 5
CHECK_ROW = STEP_ROW + 6
SHEET_ROW = CHECK_ROW + len(words.CHECKS) + 4


def check_formulas(context: Context) -> dict[str, tuple[str, bool]]:
    """Return the checks: formulas that must be TRUE, and whether they are."""
    policy, result = context.policy, context.result
    n = context.count
    stamped_accounts = len(accounts.QUADRATIC) if context.stamped else 0
    stamped_ratings = len(rating_columns.QUADRATIC) if context.stamped else 0

    def formulas(table: str, keys: tuple[str, ...], stamped: int) -> str:
        parts = "+".join(
            f"SUMPRODUCT(--_xlfn.ISFORMULA({table}[{first}:{last}]))" for first, last in _runs(keys)
        )
        return f"{parts}=ROWS({table}[id])*{len(keys) - stamped}"

    wrong = any(
        rating_columns.WRONG in rating_values.effective_cells(context, slot)
        for slot in range(len(policy.criteria))
    )
    named = [account for account in range(n) if context.portfolio.ids[account]]
    shares = result.share[~np.isnan(result.share)]
    return {
        "weights": ("=ROUND(kam_weight_total,9)=100", nine(policy.weight_total) == 100),
        "ratings": (
            f'=SUMPRODUCT(--(ratings[e1:e{SLOTS}]="{rating_columns.WRONG}"))=0',
            not wrong,
        ),
        "matched": (
            "=AND(SUM(accounts[nr])=SUM(ratings[account_row]),"
            "SUMSQ(accounts[nr])=SUMSQ(ratings[account_row]),"
            'COUNT(accounts[nr])=COUNTIF(ratings[account_row],">0"))',
            named == context.rated,
        ),
        "rows": (
            "=AND(COUNTA(kam_accounts_ids)=COUNTA(accounts[id]),"
            "COUNTA(kam_ratings_ids)=COUNTA(ratings[id]))",
            True,
        ),
        "formulas": (
            f"=AND({formulas('accounts', accounts.COMPUTED, stamped_accounts)},"
            f"{formulas('ratings', rating_columns.COMPUTED, stamped_ratings)})",
            True,
        ),
        "slots": (
            f"=AND(COUNT(ratings[order])<={context.slots},kam_n<={context.slots})",
            len(context.rated) <= context.slots and result.concentration.n <= context.slots,
        ),
        "shares": (
            "=OR(kam_total_positive=0,ABS(SUM(accounts[share])-1)<0.000000001)",
            len(shares) == 0 or abs(math.fsum(shares) - 1) < 1e-9,
        ),
        "settings": (
            "=AND(OR(kam_scale=10,kam_scale=100),kam_border_a>kam_border_b,"
            "kam_border_b>kam_border_c,kam_quota_a<=kam_quota_b,kam_quota_b<=kam_quota_c,"
            "kam_abc_a<=kam_abc_b,kam_minimum_coverage>=0,"
            "kam_minimum_coverage<=1)",
            policy.abc[0] <= policy.abc[1] and 0 <= policy.minimum_coverage <= 1,
        ),
        "fresh": (_fresh(context), True),
    }


def _runs(keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return computed columns that stand side by side in the ratings as first and last."""
    order = rating_columns.KEYS if keys == rating_columns.COMPUTED else accounts.COMPUTED
    runs: list[list[str]] = []
    for key in order:
        if key not in keys:
            runs.append([])
            continue
        if not runs:
            runs.append([])
        runs[-1].append(key)
    return [(run[0], run[-1]) for run in runs if run]


FINGERPRINT_AT = (0, 6)
STORED_AT = (0, 7)
FINGERPRINT: tuple[str, ...] = (
    "=SUM(ratings[key])",
    "=SUMSQ(ratings[key])",
    "=SUMPRODUCT(ratings[key],ratings[order])",
    "=SUM(accounts[amount])",
    "=SUMSQ(accounts[amount])",
    "=SUMPRODUCT(accounts[amount],accounts[size_order])",
    "=SUM(accounts[revenue])",
    "=SUM(accounts[margin])",
    # Two exchanged cells leave the sums as they were.
    "=SUMPRODUCT(accounts[revenue],accounts[revenue_rank])",
    "=SUMPRODUCT(accounts[margin],accounts[margin_rank])",
    *(f"=SUMPRODUCT(ratings[tie{n}],ratings[order])" for n in range(1, 5)),
)


def fingerprint(context: Context) -> list[float]:
    """Return what the inputs of the ranks sum to: it changes when they do."""
    result, portfolio = context.result, context.portfolio
    rated = np.asarray(context.rated, dtype=np.int64)
    keys = rating_values.sort_keys(context)[rated]
    amounts = np.nan_to_num(result.amount)
    revenue = np.nan_to_num(portfolio.number("revenue"))
    margin = np.nan_to_num(portfolio.number("margin"))
    ties = [
        np.array(rating_values.values_of(context, f"tie{n}"), dtype=float) * result.order[rated]
        for n in range(1, 5)
    ]
    return [
        math.fsum(keys),
        math.fsum(keys * keys),
        math.fsum(keys * result.order[rated]),
        math.fsum(amounts),
        math.fsum(amounts * amounts),
        math.fsum(amounts * result.size_order),
        math.fsum(revenue),
        math.fsum(margin),
        math.fsum(revenue * result.revenue_rank),
        math.fsum(margin * result.margin_rank),
        *map(math.fsum, ties),
    ]


def _fresh(context: Context) -> str:
    if not context.stamped:
        return "=TRUE"
    return (
        "=SUMPRODUCT(--(ABS(kam_fingerprint-kam_fingerprint_stored)>"
        "0.00000000001*(1+ABS(kam_fingerprint_stored))))=0"
    )


def sheet(context: Context, version: str) -> Sheet:
    """Return the first sheet."""
    made = Sheet("start", context.sheet_name("start"), "#163F56", protected=True)
    t = context.t
    for column, width in enumerate((46, 16, 22, 62)):
        made.width(column, width)
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, 3), t(NOTE), "note"))
    made.heights[1] = 28
    made.put(2, 0, f"{t(MADE_WITH)} {version}", "caption")
    if context.inputs.source:
        made.put(2, 3, f"{t(SOURCE)}: {context.inputs.source}", "caption")
    _steps(context, made)
    _checks(context, made)
    made.put(SHEET_ROW, 0, t(SHEETS), "heading")
    for place, (key, about) in enumerate(ABOUT.items()):
        name = context.sheet_name(key)
        made.put(SHEET_ROW + 1 + place, 0, Link(name, f"{quoted(name)}!A1"), "link")
        made.put(SHEET_ROW + 1 + place, 1, t(about), "text")
    if context.stamped:
        _fingerprint(context, made)
    made.page = Page(landscape=True, area=Area(0, 0, SHEET_ROW + len(ABOUT) + 1, 3), one_page=True)
    return made


def _steps(context: Context, made: Sheet) -> None:
    t, f, result, policy = context.t, context.f, context.result, context.policy
    made.put(STEP_ROW - 1, 0, t(STEPS), "heading")
    made.put(STEP_ROW - 1, 1, t(STATUS), "heading")
    active = sum(criterion.active for criterion in policy.criteria)
    judged = int(np.sum(result.assessable))
    total = nine(policy.weight_total)
    named = sum(bool(id_) for id_ in context.portfolio.ids)
    count_active = "SUMPRODUCT(--(kam_criteria_on=1))"
    ok, todo = t(words.PHRASES["ok"]), t(words.PHRASES["todo"])
    conditions: dict[str, tuple[str, bool, str, str]] = {
        "criteria": (
            f"{count_active}>={FEWEST}",
            active >= FEWEST,
            f'={count_active}&" "&kam_word_active',
            f"{active} {t(words.PHRASES['active'])}",
        ),
        "weights": (
            "kam_check_weights",
            total == 100,
            '=kam_word_sum&": "&ROUND(kam_weight_total,0)',
            f"{t(words.PHRASES['sum'])}: {math.floor(total + 0.5)}",
        ),
        "ratings": (
            'AND(COUNT(accounts[nr])>0,COUNTIF(ratings[key],">0")=COUNT(accounts[nr]))',
            named > 0 and judged == named,
            '=COUNTIF(ratings[key],">0")&" "&kam_word_of&" "&COUNT(accounts[nr])&" "&'
            "kam_word_assessable",
            f"{judged} {t(words.PHRASES['of'])} {named} {t(words.PHRASES['assessable'])}",
        ),
    }
    for place, (key, text, target) in enumerate(STEP_TEXTS):
        row = STEP_ROW + place
        formula, holds, detail, shown = conditions[key]
        name = context.sheet_name(target)
        made.put(row, 0, Link(t(text), f"{quoted(name)}!A1"), "link")
        made.put(
            row, 1, f(f"=IF({formula},kam_word_ok,kam_word_todo)", ok if holds else todo), "status"
        )
        made.put(row, 2, f(detail, shown), "label")
        context.name_cell(f"kam_step_{place + 1}", "start", row, 1)
    made.conditionals += [
        Conditional(Area(STEP_ROW, 1, STEP_ROW + 2, 1), "formula",
                    f"=$B{STEP_ROW + 1}=kam_word_ok", "good"),
        Conditional(Area(STEP_ROW, 1, STEP_ROW + 2, 1), "formula",
                    f"=$B{STEP_ROW + 1}=kam_word_todo", "warn"),
    ]  # fmt: skip


def _checks(context: Context, made: Sheet) -> None:
    t, f = context.t, context.f
    made.put(CHECK_ROW - 1, 0, t(CHECKS), "heading")
    made.put(CHECK_ROW - 1, 1, t(STATUS), "heading")
    made.put(CHECK_ROW - 1, 3, t(REMEDY), "heading")
    ok, bad = t(words.PHRASES["ok"]), t(words.PHRASES["check"])
    everything = True
    found = check_formulas(context)
    for place, (key, (label, remedy)) in enumerate(words.CHECKS.items()):
        row = CHECK_ROW + place
        formula, holds = found[key]
        everything = everything and holds
        made.put(row, 0, t(label), "label")
        made.put(
            row, 1, f(f"=IF(kam_check_{key},kam_word_ok,kam_word_check)", ok if holds else bad),
            "status",
        )  # fmt: skip
        value: CellValue = holds
        made.put(row, 2, f(formula, value), "plain_helper")
        made.put(row, 3, t(remedy), "caption")
        context.name_cell(f"kam_check_{key}", "start", row, 2)
    row = CHECK_ROW + len(words.CHECKS)
    names = ",".join(f"kam_check_{key}" for key in words.CHECKS)
    made.put(row, 2, f(f"=AND({names})", everything), "plain_helper")
    context.name_cell("kam_check_all", "start", row, 2)
    made.put(row, 0, t(CHECKS), "strong")
    made.put(row, 1, f("=IF(kam_check_all,kam_word_ok,kam_word_check)", ok if everything else bad),
             "status")  # fmt: skip
    first = address(CHECK_ROW, 2)
    made.conditionals += [
        Conditional(Area(CHECK_ROW, 1, row, 1), "formula", f"=${first}", "good"),
        Conditional(Area(CHECK_ROW, 1, row, 1), "formula", f"=NOT(${first})", "bad"),
    ]


def _fingerprint(context: Context, made: Sheet) -> None:
    row, column = FINGERPRINT_AT
    for place, (formula, value) in enumerate(zip(FINGERPRINT, fingerprint(context), strict=True)):
        made.put(row + place, column, context.f(formula, value), "plain_helper")
        made.put(row + place, column + 1, value, "plain_helper")
    last = row + len(FINGERPRINT) - 1
    context.name_area("kam_fingerprint", "start", Area(row, column, last, column))
    context.name_area("kam_fingerprint_stored", "start", Area(row, column + 1, last, column + 1))
