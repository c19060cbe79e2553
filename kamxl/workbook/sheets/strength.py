"""Strength: how customers see us beside their best competitors, with their own weights.

On top the factors by which they choose; below a growing table, one row an account.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kamxl.cells import CellValue, column_letters
from kamxl.domain.buying import FACTORS
from kamxl.domain.portfolio import COMPARED_NUMBERS, COMPARED_TEXTS, RIVALS
from kamxl.domain.relative import COMPARED, HEAVIEST, REASONS
from kamxl.domain.rounding import Floats, Integers
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import EMPTY_ROWS, STRENGTH_HEADER, Context, plain, spread, take
from kamxl.workbook.context import typed as typed_cells
from kamxl.workbook.sheets import lookups
from kamxl.workbook.spec import Area, Column, Conditional, Page, Sheet, Table, Validation

TITLE = Text("Relative strength", "Relative Stärke")
NOTE = Text(
    "How the customer sees us and up to three competitors (A, B, C), factor by factor, on the "
    "scale. R = our points / points of the best; from 1.0 on we are strong.",
    "Wie der Kunde uns und bis zu drei Wettbewerber (A, B, C) je Faktor sieht, auf der Skala. "
    "R = unsere Punkte / Punkte des Besten; ab 1,0 sind wir stark.",
)
HOW = Text(
    "Only accounts that you want to compare. Weight blank: the weight of the factor above. Used "
    "where the settings take relative strength from the best competitor.",
    "Nur Kunden, die verglichen werden. Gewicht leer: das des Faktors oben. Genutzt, wenn die "
    "Einstellungen die relative Stärke vom besten Wettbewerber nehmen.",
)
INSTEAD = Text("criteria, because", "Kriterien, denn")
FACTORS_HEADER, FACTORS_FIRST = 4, 5
FACTOR_KEYS = tuple(words.FACTOR_COLUMNS)
FACTOR_TYPED = FACTOR_KEYS[1:]

KEYS: tuple[str, ...] = tuple(words.STRENGTH_COLUMNS)
TYPED = ("id", *(key for key in KEYS if key in (*COMPARED_NUMBERS, *COMPARED_TEXTS)))
COMPUTED = tuple(key for key in KEYS if key not in TYPED)
HELPERS = KEYS[KEYS.index("account_row") :]
# Rows that are at least ready to type into below those in use.
READY = 10

WIDTHS = {
    "id": 13, "name": 26, "ratio": 9, "applies": 44, "best": 34, "gap": 34, "us": 9, "rival": 9,
    "difference": 10, "coverage": 10, **dict.fromkeys(COMPARED_TEXTS, 20),
}  # fmt: skip
STYLES = {
    "id": "id", "coverage": "percent0", "difference": "change",
    **dict.fromkeys(("ratio", "us", "rival"), "score"), **dict.fromkeys(COMPARED_NUMBERS, "rating"),
}  # fmt: skip


def _all(block: str) -> str:
    return f"strength[@{block}_1:{block}_{FACTORS}]"


def _both(rival: str) -> str:
    """Return, as 0 and 1, which factors are rated for us and a competitor."""
    us, theirs = _all("us"), _all(rival)
    return (
        f"ISNUMBER({us})*ISNUMBER({theirs})*({us}>=kam_scale_low)*({us}<=kam_scale)*"
        f"({theirs}>=kam_scale_low)*({theirs}<=kam_scale)"
    )


def _on_scale(*blocks: str) -> str:
    return "+".join(
        f'COUNTIFS({_all(block)},">="&kam_scale_low,{_all(block)},"<="&kam_scale)'
        for block in blocks
    )


def _of_best(stem: str) -> str:
    cells = ",".join(f"strength[@{stem}_{rival}]" for rival in RIVALS)
    return f"CHOOSE(strength[@best_no],{cells})"


RATED = '=IF(strength[@best_no]=0,"",'
TOTAL = f"SUM({_all('u')})"


def _gap(n: int) -> str:
    us = f"strength[@us_{n}]"
    theirs = "CHOOSE(strength[@best_no]," + ",".join(f"strength[@{r}_{n}]" for r in RIVALS) + ")"
    known = f"AND(ISNUMBER({us}),ISNUMBER({theirs}))"
    inside = f"AND({us}>=kam_scale_low,{us}<=kam_scale,{theirs}>=kam_scale_low,{theirs}<=kam_scale)"
    return (
        f"=IF(strength[@best_no]=0,0,IF({known},IF({inside},"
        f"ROUND(strength[@u_{n}]*({theirs}-{us}),9),0),0))"
    )


def _rival(rival: str) -> dict[str, str]:
    covered = f"strength[@covered_{rival}]"

    def ten(key: str) -> str:
        return f"(1+(strength[@{key}_{rival}]-kam_scale_low)/kam_scale_step)"

    def mean(block: str) -> str:
        return f'=IF({covered}>0,SUMPRODUCT({_all("u")},{_both(rival)},{_all(block)})/{covered},"")'

    return {
        f"covered_{rival}": f"=SUMPRODUCT({_all('u')},{_both(rival)})",
        f"own_{rival}": mean("us"),
        f"theirs_{rival}": mean(rival),
        f"ratio_{rival}": f"=IF({covered}>0,IF(ROUND({covered}/{TOTAL},9)>="
        f'ROUND(kam_minimum_coverage,9),ROUND({ten("own")}/{ten("theirs")},9),""),"")',
    }


RATIOS = ",".join(f"strength[@ratio_{rival}]" for rival in RIVALS)
FORMULAS = {
    "name": '=IF(strength[@account_row]=0,"",INDEX(accounts[name],strength[@account_row])&"")',
    "ratio": f'=IF(OR(strength[@account_row]=0,strength[@best_no]=0),"",{_of_best("ratio")})',
    "applies": '=IF(strength[@account_row]=0,"",IF(strength[@reason_no]=0,'
    "INDEX(kam_list_strength_source,1),"
    'kam_word_criteria_instead&" "&INDEX(kam_strength_reasons,strength[@reason_no])))',
    "best": f'{RATED}IF(LEN({_of_best("competitor")})>0,{_of_best("competitor")}&"",'
    'MID("ABCD",strength[@best_no],1)))',
    "gap": '=IF(strength[@gap_no]=0,"",INDEX(kam_factor_names,strength[@gap_no])&"")',
    "us": f"{RATED}{_of_best('own')})",
    "rival": f"{RATED}{_of_best('theirs')})",
    "difference": '=IF(strength[@best_no]=0,"",strength[@us]-strength[@rival])',
    "coverage": f'=IF(OR(strength[@account_row]=0,{TOTAL}=0),"",IF(strength[@best_no]=0,MAX('
    + ",".join(f"strength[@covered_{rival}]" for rival in RIVALS)
    + f"),IF(strength[@best_no]=0,0,{_of_best('covered')}))/{TOTAL})",
    "account_row": lookups.account_row("strength", "kam_strength_head"),
    **{
        f"u_{n}": f"=IF(ISNUMBER(strength[@w_{n}]),IF(AND(strength[@w_{n}]>=0,"
        f"strength[@w_{n}]<={HEAVIEST:g}),strength[@w_{n}],N(INDEX(kam_factor_weights,{n}))),"
        f"N(INDEX(kam_factor_weights,{n})))"
        for n in range(1, FACTORS + 1)
    },
    **{key: formula for rival in RIVALS for key, formula in _rival(rival).items()},
    "best_no": f"=IF(COUNT({RATIOS})=0,0,"
    + "".join(
        f"IF(N(strength[@ratio_{rival}])=MIN({RATIOS}),{n},"
        for n, rival in enumerate(RIVALS, start=1)
    )
    + "0))))",
    "reason_no": f"=IF(strength[@best_no]>0,0,IF({_on_scale('us')}=0,1,"
    f"IF({_on_scale(*RIVALS)}=0,2,3)))",
    **{f"g_{n}": _gap(n) for n in range(1, FACTORS + 1)},
    "gap_no": f"=IF(MAX({_all('g')})>0,MATCH(MAX({_all('g')}),{_all('g')},0),0)",
}


def typed(context: Context, key: str) -> list[CellValue]:
    """Return what people typed in a column, cells that could not be used as they were."""
    portfolio = context.portfolio
    if key == "id":
        return [portfolio.ids[a] or None for a in context.compared]
    values: list[CellValue] = (
        [text or None for text in portfolio.text(key)]
        if key in COMPARED_TEXTS
        else typed_cells(portfolio.number(key))
    )
    return [context.inputs.kept.get((key, a), values[a]) for a in context.compared]


def values_of(context: Context, key: str) -> Sequence[CellValue]:
    """Return a column's cells in use: what was typed, or what its formula results in."""
    if key in TYPED:
        return typed(context, key)
    accounts, portfolio = context.compared, context.portfolio
    found = context.result.comparison

    def numbers(column: Floats) -> list[CellValue]:
        return plain(take(column, accounts))

    def whole(column: Integers) -> list[CellValue]:
        return [int(column[a]) for a in accounts]

    if "_" in key and key.rpartition("_")[2] in (*"123456", *RIVALS):
        stem, _, end = key.rpartition("_")
        if stem in ("u", "g"):
            return numbers({"u": found.weights, "g": found.gaps}[stem][:, int(end) - 1])
        columns = {"covered": found.covered, "own": found.own, "theirs": found.theirs}
        return numbers({**columns, "ratio": found.ratios}[stem][RIVALS.index(end)])

    def best(account: int) -> str:
        rival = int(found.rival[account])
        if rival == 0:
            return ""
        return portfolio.text(f"competitor_{RIVALS[rival - 1]}")[account] or "ABC"[rival - 1]

    def gap(account: int) -> str:
        factor = int(found.gap[account])
        return context.t(context.policy.factors[factor - 1].name) if factor else ""

    def applies(account: int) -> str:
        reason = int(found.reason[account])
        if reason == COMPARED:
            return context.choice("strength_source", "comparison")
        return f"{context.t(INSTEAD)} {context.t(REASONS[reason - 1])}"

    simple: dict[str, Callable[[], Sequence[CellValue]]] = {
        "name": lambda: [portfolio.names[a] for a in accounts],
        "ratio": lambda: numbers(found.ratio),
        "applies": lambda: [applies(a) for a in accounts],
        "best": lambda: [best(a) for a in accounts],
        "gap": lambda: [gap(a) for a in accounts],
        "us": lambda: numbers(found.us),
        "rival": lambda: numbers(found.best),
        "difference": lambda: numbers(found.us - found.best),
        "coverage": lambda: numbers(
            np.where(found.weights.sum(axis=1) > 0, found.coverage, np.nan)
        ),
        "account_row": lambda: [context.account_places[a] for a in accounts],
        "best_no": lambda: whole(found.rival),
        "reason_no": lambda: whole(found.reason),
        "gap_no": lambda: whole(found.gap),
    }
    return simple[key]()


def _ready(context: Context, key: str) -> CellValue:
    """Return what a column's formula results in where nothing is typed."""
    if key in TYPED:
        return None
    if key.startswith("u_"):
        return context.policy.factors[int(key[2:]) - 1].weight
    if key == "reason_no":
        return 1
    return 0 if key.startswith(("covered", "g_")) or key.endswith(("_no", "_row")) else ""


def columns(context: Context, rows: int) -> list[Column]:
    """Return all columns of the table."""
    made = []
    places = [context.strength_rows[account] for account in context.compared]
    for key in KEYS:
        base = "helper" if key in HELPERS else "input" if key in TYPED else "calc"
        number = STYLES.get(key, "score" if key in HELPERS else "")
        used = list(values_of(context, key)) if context.compared else []
        folded = key in HELPERS
        made.append(
            Column(
                key,
                context.t(words.STRENGTH_COLUMNS[key]),
                spread(used, places, rows, _ready(context, key)),
                f"{base}.{number}" if number else base,
                WIDTHS.get(key, 7),
                context.compiled(FORMULAS[key]) if key in COMPUTED else "",
                level=1 if folded else 0,
            )
        )
    return made


def rows_for(count: int) -> int:
    """Return how many rows the table has for so many compared accounts, spare ones included."""
    return EMPTY_ROWS * -(-(count + READY) // EMPTY_ROWS)


def rows_of(context: Context) -> int:
    """Return how many rows the table has."""
    return context.layout.rows["strength"] if context.layout else rows_for(len(context.compared))


def in_order(context: Context) -> int:
    """Return how many rows, from the top, stand in the order of the accounts."""
    places = [context.strength_rows[account] for account in context.compared]
    rows = spread(values_of(context, "account_row"), places, rows_of(context), 0)
    return lookups.ascend([int(str(row)) for row in rows])


def sheet(context: Context) -> Sheet:
    """Return the sheet: factors with weights and anchors on top, the table below."""
    # No frozen rows: above the table stand the factors, half a screen of them.
    made = Sheet("strength", context.sheet_name("strength"), "#1F5A7A", freeze=(0, 2))
    t = context.t
    rows = rows_of(context)
    table = Table("strength", STRENGTH_HEADER, 0, columns(context, rows), rows)
    made.tables.append(table)
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE), "subtitle")
    made.put(2, 0, t(HOW), "subtitle")
    for column, label in enumerate(words.FACTOR_COLUMNS.values()):
        made.put(FACTORS_HEADER, column, t(label), "header")
    for place, factor in enumerate(context.policy.factors):
        row = FACTORS_FIRST + place
        made.put(row, 0, f"F{place + 1}", "label")
        made.put(row, 1, t(factor.name) or None, "input")
        made.put(row, 2, factor.weight, "input.decimal")
        for column, anchor in enumerate(factor.anchors, start=3):
            made.put(row, column, t(anchor) if anchor else None, "input")
    context.name_cell("kam_strength_head", "strength", STRENGTH_HEADER, 0)
    last_factor = FACTORS_FIRST + FACTORS - 1
    context.name_area("kam_factor_names", "strength", Area(FACTORS_FIRST, 1, last_factor, 1))
    context.name_area("kam_factor_weights", "strength", Area(FACTORS_FIRST, 2, last_factor, 2))
    above = STRENGTH_HEADER - 1
    made.heights[above] = 100
    made.heights[STRENGTH_HEADER] = 30
    for block in ("us", "w", *RIVALS):
        for place, factor in enumerate(context.policy.factors):
            heading = context.f(f'=INDEX(kam_factor_names,{place + 1})&""', t(factor.name))
            made.put(above, table.at(f"{block}_{place + 1}"), heading, "turned")
    top, bottom = STRENGTH_HEADER + 1, STRENGTH_HEADER + rows
    made.page = Page(
        repeat=(above, STRENGTH_HEADER),
        wide=2,
        repeat_columns=(0, 1),
        area=Area(0, 0, bottom, table.at(f"{RIVALS[-1]}_{FACTORS}")),
    )
    made.validations.extend(_rules(context, table, top, bottom))
    letter = column_letters(table.at("ratio"))
    strong = Area(top, table.at("ratio"), bottom, table.at("ratio"))
    made.conditionals += [
        Conditional(strong, "formula", f"=AND(ISNUMBER(${letter}{top + 1}),${letter}{top + 1}>="
                    "IF(kam_strength_mode_no=3,kam_cut_strength_scaled,1))", "good"),
        Conditional(strong, "formula", f"=AND(ISNUMBER(${letter}{top + 1}),${letter}{top + 1}<"
                    "IF(kam_strength_mode_no=3,kam_cut_strength_scaled,1))", "warn"),
    ]  # fmt: skip
    return made


ID_MESSAGE = Text(
    "Number of an account, as on the sheet of accounts; each once.",
    "Nummer eines Kunden wie auf dem Blatt Kunden; je einmal.",
)
RATING_ERROR = Text("A number on the scale, or blank.", "Eine Zahl auf der Skala oder leer.")
WEIGHT_MESSAGE = Text(
    "How much this factor counts for the customer, 0 to 100; blank: the usual weight above.",
    "Wie viel der Faktor dem Kunden zählt, 0 bis 100; leer: das übliche Gewicht oben.",
)
WEIGHT_ERROR = Text("A number from 0 to 100, or blank.", "Eine Zahl von 0 bis 100 oder leer.")
NAME_MESSAGE = Text(
    "Who the customer would buy from instead.", "Bei wem der Kunde sonst kaufen würde."
)


def _rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    t = context.t

    def area(key: str) -> Area:
        return Area(top, table.at(key), bottom, table.at(key))

    def title(key: str) -> str:
        return t(words.STRENGTH_COLUMNS[key])[:32]

    made = [Validation(area("id"), "any", title=title("id"), message=t(ID_MESSAGE))]
    for key in COMPARED_TEXTS:
        made.append(Validation(area(key), "any", title=title(key), message=t(NAME_MESSAGE)))
    for key in COMPARED_NUMBERS:
        block, _, place = key.rpartition("_")
        factor = context.policy.factors[int(place) - 1]
        weight = block == "w"
        message = t(WEIGHT_MESSAGE) if weight else "\n".join(
            f"{mark}: {t(anchor)}"
            for mark, anchor in zip((1, 5, 10), factor.anchors, strict=True)
            if anchor
        )  # fmt: skip
        made.append(
            Validation(
                area(key),
                "decimal",
                minimum=0 if weight else "=kam_scale_low",
                maximum=HEAVIEST if weight else "=kam_scale",
                title=f"{title(key)}: {t(factor.name)}"[:32],
                message=message if len(message) <= 255 else message[:254] + "…",
                error=t(WEIGHT_ERROR if weight else RATING_ERROR),
            )
        )
    made.append(
        Validation(
            Area(FACTORS_FIRST, 2, FACTORS_FIRST + FACTORS - 1, 2),
            "decimal",
            minimum=0,
            maximum=HEAVIEST,
            title=t(words.FACTOR_COLUMNS["weight"]),
            error=t(WEIGHT_ERROR),
        )
    )
    return made
