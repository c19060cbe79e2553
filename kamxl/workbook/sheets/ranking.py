"""Ranking: the points ranking by place, revenue rank beside it, and why.

The rows are fixed slots: slot k shows whoever holds place k, so nothing has to be sorted.
"""

from __future__ import annotations

import numpy as np

from kamxl.cells import CellError, CellValue, address, column_letters
from kamxl.domain.classes import tier_name
from kamxl.domain.concentration import ABC
from kamxl.domain.contributions import UNITS
from kamxl.domain.explanation import COSTS, STRENGTHS, largest, lost_points
from kamxl.domain.gates import FIELD_CAP
from kamxl.domain.matrix import CELL_GROUPS, QUADRANTS
from kamxl.domain.policy import LEVELS, SLOTS, TIERS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.choosing import DASH, entry
from kamxl.workbook.context import LIST_HEADER, ROW, Context
from kamxl.workbook.formulas import escaped
from kamxl.workbook.phrasing import hundredths_text, two_decimals
from kamxl.workbook.sheets.lookups import first_row
from kamxl.workbook.spec import Area, Conditional, Formula, Page, Sheet, Sparkline

TITLE = Text("Ranking", "Rangliste")
NOTE = Text(
    "Points ranking (utility analysis): the more points, the more important. "
    "Contributions in the folded columns sum to the score.",
    "Punkte-Rangliste (Nutzwertanalyse): je mehr Punkte, desto wichtiger. "
    "Die Beiträge in den eingeklappten Spalten ergeben zusammen den Punktwert.",
)
RANKS_ARE = Text("Ranks are", "Ränge sind")

KEYS = tuple(words.RANKING_COLUMNS)
PLACE = {key: column for column, key in enumerate(KEYS)}
HELPERS = KEYS[KEYS.index("position") :]
FIRST = LIST_HEADER + 1
MARK = "●"
# Leads to the account's strategy sheet.
ARROW = "→"

STYLES = {
    "slot": "listed.whole", "rank": "listed_strong.whole", "id": "listed.id", "tier": "listed_tier",
    "computed_tier": "listed_tier", "score": "listed_strong.score",
    "coverage": "listed.percent0", "lowest": "listed.score",
    "highest": "listed.score", "revenue": "listed.money", "revenue_rank": "listed.whole",
    "difference": "listed.signed", "growth": "listed.percent", "share": "listed.percent",
    "disclosure_share": "listed.percent", "abc": "listed_tier", "mark_large": "listed_tier",
    "mark_solvent": "listed_tier", "mark_leader": "listed_tier", "reason": "listed",
    "gate": "listed",
    "plan": "listed_link",
    "warning": "listed", "quadrant": "listed", "cell": "listed",
    **{key: "plain_helper.score" for key in HELPERS if key[0] in "cl"},
    "entry": "plain_helper",
}  # fmt: skip
WIDTHS = {
    "slot": 5, "rank": 6, "name": 28, "plan": 9, "id": 12, "owner": 16, "tier": 7, "score": 9,
    "coverage": 9, "computed_tier": 11,
    "lowest": 9, "highest": 9, "quadrant": 18, "cell": 11, "gate": 18, "revenue": 12,
    "revenue_rank": 9,
    "difference": 10, "trend": 10, "warning": 20, "reason": 74, "shortlist": 16, "abc": 6,
    "mark_large": 9, "mark_solvent": 14, "mark_leader": 10, "disclosure_share": 12,
}  # fmt: skip


def cell(key: str, row: int) -> str:
    """Return the reference of a column's cell in a row, its column fixed."""
    return f"${address(row, PLACE[key])}"


def _at(key: str) -> str:
    return f"${column_letters(PLACE[key])}{ROW}"


def _from_ratings(key: str) -> str:
    return f"INDEX(ratings[{key}],{_at('position')})"


def _from_accounts(key: str) -> str:
    return f"INDEX(accounts[{key}],{_at('account_row')})"


def _formulas() -> dict[str, str]:
    position, account = _at("position"), _at("account_row")
    points = f"${column_letters(PLACE['c1'])}{ROW}:${column_letters(PLACE[f'c{SLOTS}'])}{ROW}"
    base = f"MAX(IF(kam_missing_fill>0,1,N({_at('coverage')}))*kam_weight_total,0.000000001)"
    lost = f"(({points}>0)*kam_weights*kam_scale/{base}-{points})"

    def shown(found: str, empty: str = '""') -> str:
        return f'=IF({position}=0,"",IF(ISNUMBER({found}),{found},{empty}))'

    def text(found: str) -> str:
        return f'=IF({position}=0,"",{found}&"")'

    def mark(key: str) -> str:
        return f'=IF({position}=0,"",IF({_from_ratings(key)}=1,"{MARK}",""))'

    def slot_of(values: str, value: str, others: list[str]) -> str:
        excluded = "".join(f"*(kam_slots<>{other})" for other in others)
        return (
            f"=IF(ROUND({value},9)>0,{SLOTS + 1}-SUMPRODUCT(MAX((ROUND({values},9)="
            f"ROUND({value},9)){excluded}*({SLOTS + 1}-kam_slots))),0)"
        )

    def strength(n: int) -> str:
        return f'INDEX(kam_criteria_names,{_at(f"p{n}")})&" "&' + hundredths_text(_at(f"h{n}"))

    def shown_part(place: str) -> str:
        """Return a contribution in hundredths, as all of them add up to the score."""
        exact = f"ROUND({points}*{UNITS},9)"
        rest = f"ROUND({exact}-INT({exact}),9)"
        own = f"ROUND(INDEX({points},1,MAX({place},1))*{UNITS},9)"
        own_rest = f"ROUND({own}-INT({own}),9)"
        before = (
            f"SUMPRODUCT(--({rest}>{own_rest}))+SUMPRODUCT(({rest}={own_rest})*(kam_slots<{place}))"
        )
        lacking = f"INT(ROUND(N({_at('score')})*{UNITS},9)+0.5)-SUMPRODUCT(INT({exact}))"
        return f"=IF({place}=0,0,INT({own})+({before}<{lacking}))"

    def cost(n: int) -> str:
        return f'INDEX(kam_criteria_names,{_at(f"q{n}")})&" "&' + two_decimals(_at(f"l{n}"))

    p1, p2, p3 = (_at(f"p{n}") for n in (1, 2, 3))
    q1, q2 = (_at(f"q{n}") for n in (1, 2))
    coverage = _at("coverage")
    reason = (
        f'=IF({p1}=0,"",kam_word_strong&": "&{strength(1)}&IF({p2}=0,"",", "&{strength(2)})&'
        f'IF({p3}=0,"",", "&{strength(3)})&"."&IF({q1}=0,""," "&kam_word_costly&": "&{cost(1)}&'
        f'IF({q2}=0,"",", "&{cost(2)})&".")&IF(LEN({_at("gate")})=0,""," "&'
        f'{_at("gate")}&".")&IF(ROUND(N({coverage}),9)<1," "&kam_word_covered&": "&'
        f'INT(ROUND({coverage}*100,9)+0.5)&" "&kam_word_of_weight&".",""))'
    )
    slot = _at("slot")
    quadrant, cell_no = _from_ratings("quadrant"), _from_ratings("cell")
    level = _from_accounts("level")
    return {
        "position": f"=IFERROR({first_row(slot, 'ratings[order]')},0)",
        "account_row": f"=IF({position}=0,0,{_from_ratings('account_row')})",
        "rank": shown(_from_ratings("rank")),
        "name": text(_from_accounts("name")),
        "plan": f'=IF({position}=0,"",IFERROR(HYPERLINK(INDEX(kam_plan_places,'
        f'MATCH({escaped(_at("id"))},kam_plan_ids,0)),"{ARROW}"),""))',
        "id": text(_from_accounts("id")),
        "owner": text(_from_accounts("owner")),
        "tier": text(_from_ratings("tier")),
        "computed_tier": f'=IF({position}=0,"",IF({_from_ratings("computed_tier")}='
        f'{_from_ratings("tier")},"",{_from_ratings("computed_tier")}&""))',
        "score": shown(_from_ratings("score")),
        "coverage": shown(_from_ratings("coverage")),
        "lowest": shown(_from_ratings("lowest")),
        "highest": shown(_from_ratings("highest")),
        "quadrant": f'=IF({position}=0,"",IF({quadrant}=0,"",INDEX(kam_quadrant_names,'
        f'{quadrant})&IF({_from_ratings("borderline")}=1," ("&kam_word_borderline&")","")))',
        "cell": f'=IF({position}=0,"",IF(kam_grid<>3,"",IF({cell_no}=0,"",'
        f'{cell_no}&" "&INDEX(kam_cell_groups,MAX({cell_no},1)))))',
        "gate": f'=IF({position}=0,"",IF({_from_ratings("gate")}=0,"",'
        f"IF({_from_ratings('gate')}>{SLOTS},"
        f'kam_word_cap&" {FIELD_CAP}: "&kam_word_unfit,'
        f"INDEX(kam_gate_texts,MIN({_from_ratings('gate')},{SLOTS})))))",
        "revenue": shown(_from_accounts("revenue")),
        "revenue_rank": shown(_from_accounts("revenue_rank")),
        "difference": f"=IF(AND(ISNUMBER({_at('rank')}),ISNUMBER({_at('revenue_rank')})),"
        f'{_at("revenue_rank")}-{_at("rank")},"")',
        "growth": shown(_from_accounts("growth")),
        "share": shown(_from_accounts("share")),
        "disclosure_share": shown(_from_accounts("disclosure_share")),
        "abc": text(_from_accounts("abc")),
        "warning": f'=IF({position}=0,"",IF({level}=0,"",INDEX(kam_level_meanings,{level}))&'
        f'IF({_from_ratings("endangered")}=1,IF({level}=0,"","; ")&kam_word_endangered,""))',
        "mark_large": mark("mark_large"),
        "mark_solvent": mark("mark_solvent"),
        "mark_leader": mark("mark_leader"),
        "shortlist": text(_from_accounts("shortlist")),
        "reason": reason,
        "entry": f'=IF({position}=0,"",{_at("id")}&"{DASH}"&{_at("name")})',
        **{
            f"revenue_y{back}": f"=IF({account}=0,NA(),IF(ISNUMBER({_from_accounts(key)}),"
            f"{_from_accounts(key)},NA()))"
            for back, key in ((2, "revenue_y2"), (1, "revenue_y1"), (0, "revenue"))
        },
        **{
            f"c{n}": f"=IF(ISNUMBER({_at('score')}),INDEX(kam_weights,1,{n})*"
            f"IF(ISNUMBER({_from_ratings(f'e{n}')}),{_from_ratings(f'e{n}')},kam_missing_fill)/"
            f"{base},0)"
            for n in range(1, SLOTS + 1)
        },
        **{
            f"p{n}": slot_of(points, f"LARGE({points},{n})", [_at(f"p{m}") for m in range(1, n)])
            for n in range(1, STRENGTHS + 1)
        },
        **{f"h{n}": shown_part(_at(f"p{n}")) for n in range(1, STRENGTHS + 1)},
        **{f"l{n}": f"=SUMPRODUCT(LARGE({lost},{n}))" for n in range(1, COSTS + 1)},
        **{
            f"q{n}": slot_of(lost, _at(f"l{n}"), [_at(f"q{m}") for m in range(1, n)])
            for n in range(1, COSTS + 1)
        },
    }


def cell_text(context: Context, number: int) -> str:
    """Return a cell of nine as lists name it: `1 Invest`; "" where the matrix has four."""
    if number == 0 or context.policy.grid != 3:
        return ""
    return f"{number} {context.choice('cell_group', CELL_GROUPS[number])}"


def blank_values() -> dict[str, CellValue]:
    """Return what a slot shows that nobody holds."""
    values: dict[str, CellValue] = dict.fromkeys(KEYS, "")
    values |= dict.fromkeys((key for key in HELPERS if key != "entry"), 0)
    return values | dict.fromkeys(("revenue_y2", "revenue_y1", "revenue_y0"), CellError.NA)


def values_at(context: Context, place: int) -> dict[str, CellValue]:
    """Return what the slot of a place shows; places count from 0."""
    values = blank_values()
    if place >= len(context.by_order):
        return values
    account = context.by_order[place]
    result, portfolio, language = context.result, context.portfolio, context.language

    def number(value: float) -> CellValue:
        return "" if np.isnan(value) else float(value)

    rank, revenue_rank = int(result.rank[account]), int(result.revenue_rank[account])
    level = int(result.level[account])
    quadrant = int(result.quadrant[account])
    near = " (" + context.t(words.PHRASES["borderline"]) + ")" if result.borderline[account] else ""
    warnings = [context.choice("level_meaning", LEVELS[level])] if level else []
    if result.endangered[account]:
        warnings.append(context.t(words.PHRASES["endangered"]))
    shortlist = int(result.shortlist_revenue[account]) + 2 * int(result.shortlist_margin[account])
    parts = np.zeros(SLOTS)
    parts[: result.contribution.shape[1]] = result.contribution[account]
    weights = np.zeros(SLOTS)
    weights[: len(context.policy.weights)] = context.policy.weights
    lost = lost_points(parts, weights, context.policy.scale.high)
    falling = np.sort(lost)[::-1]
    strengths, costs = largest(parts, STRENGTHS), largest(lost, COSTS)
    values |= {
        "position": context.positions[account],
        "account_row": context.account_places[account],
        "rank": rank or "",
        "name": portfolio.names[account],
        "plan": ARROW if portfolio.ids[account] in context.planned else "",
        "id": portfolio.ids[account],
        "entry": entry(portfolio.ids[account], portfolio.names[account]),
        "owner": portfolio.text("owner")[account],
        "tier": TIERS[result.tier[account] - 1] if result.tier[account] else "",
        "computed_tier": (tier_name(int(result.computed_tier[account])) or "")
        if result.computed_tier[account] != result.tier[account]
        else "",
        "score": number(result.score[account]),
        "coverage": number(result.coverage[account]),
        "lowest": number(result.lowest[account]),
        "highest": number(result.highest[account]),
        "quadrant": context.choice("quadrant", QUADRANTS[quadrant - 1]) + near if quadrant else "",
        "cell": cell_text(context, int(result.cell[account])),
        "gate": result.gate_text(account, language),
        "revenue": number(portfolio.number("revenue")[account]),
        "revenue_rank": revenue_rank or "",
        "difference": revenue_rank - rank if rank and revenue_rank else "",
        "growth": number(context.growth[account]),
        "share": number(result.share[account]),
        "disclosure_share": number(result.disclosure_share[account]),
        "abc": ABC[result.abc[account] - 1] if result.abc[account] else "",
        "warning": "; ".join(warnings),
        "shortlist": ["", *(context.choice("shortlist", k) for k in ("revenue", "margin", "both"))][
            shortlist
        ],
        "reason": result.reason(account, language),
    }
    for mark, found in result.marks.items():
        values[f"mark_{mark}"] = MARK if found[account] else ""
    for back, key in ((2, "revenue_y2"), (1, "revenue_y1"), (0, "revenue")):
        amount = portfolio.number(key)[account]
        values[f"revenue_y{back}"] = CellError.NA if np.isnan(amount) else float(amount)
    for n in range(SLOTS):
        values[f"c{n + 1}"] = float(parts[n])
    for n in range(STRENGTHS):
        values[f"p{n + 1}"] = strengths[n] + 1 if n < len(strengths) else 0
        values[f"h{n + 1}"] = (
            int(result.shown_contribution[account, strengths[n]]) if n < len(strengths) else 0
        )
    for n in range(COSTS):
        values[f"l{n + 1}"] = float(falling[n])
        values[f"q{n + 1}"] = costs[n] + 1 if n < len(costs) else 0
    return values


def sheet(context: Context) -> Sheet:
    """Return the sheet with one row a slot."""
    made = Sheet(
        "ranking",
        context.sheet_name("ranking"),
        "#2E7D4F",
        freeze=(FIRST, PLACE["name"] + 1),
        protected=True,
    )
    t, f = context.t, context.f
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE), "subtitle")
    made.put(2, PLACE["name"], t(RANKS_ARE), "caption")
    made.put(
        2,
        PLACE["tier"],
        f("=IF(kam_check_fresh,kam_word_current,kam_word_outdated)", t(words.PHRASES["current"])),
        "strong",
    )
    made.heights[LIST_HEADER] = 34
    for key, column in PLACE.items():
        made.put(LIST_HEADER, column, t(words.RANKING_COLUMNS[key]), "header")
        made.width(column, WIDTHS.get(key, 9), 1 if key in HELPERS else 0)
    formulas = {key: context.compiled(formula) for key, formula in _formulas().items()}
    for place in range(context.slots):
        row = FIRST + place
        values = values_at(context, place)
        made.put(row, PLACE["slot"], place + 1, STYLES["slot"])
        for key, formula in formulas.items():
            style = STYLES.get(key, "plain_helper" if key in HELPERS else "listed")
            content = Formula(formula.replace(ROW, str(row + 1)), values[key])
            made.put(row, PLACE[key], content, style)
        made.put(row, PLACE["trend"], None, "listed")
        if place < len(context.by_order):
            made.heights[row] = 38
        trend = Area(row, PLACE["revenue_y2"], row, PLACE["revenue_y0"])
        made.sparklines.append(Sparkline(row, PLACE["trend"], trend))
    last = FIRST + context.slots - 1
    shown = FIRST + max(len(context.by_order), 1) - 1
    made.page = Page(repeat=(LIST_HEADER, LIST_HEADER), area=Area(0, 0, shown, PLACE["reason"]))
    _mark(made, last)
    _name(context, last)
    return made


def _mark(made: Sheet, last: int) -> None:
    def area(key: str) -> Area:
        return Area(FIRST, PLACE[key], last, PLACE[key])

    tier, warning = cell("tier", FIRST), cell("warning", FIRST)
    filled = f"=LEN({cell('name', FIRST)})"
    whole = Area(FIRST, 0, last, PLACE["shortlist"])
    made.conditionals += [
        Conditional(area("tier"), "formula", f'={tier}="A"', "good"),
        Conditional(area("tier"), "formula", f'={tier}="D"', "quiet"),
        Conditional(
            area("coverage"),
            "formula",
            f"=AND(ISNUMBER({cell('coverage', FIRST)}),"
            f"ROUND({cell('coverage', FIRST)},9)<kam_minimum_coverage)",
            "warn",
        ),
        Conditional(
            area("warning"),
            "formula",
            f"=NOT(ISERROR(SEARCH(kam_word_endangered,{warning})))",
            "bad",
            stop=True,
        ),
        Conditional(area("warning"), "formula", f"=LEN({warning})>0", "warn"),
        Conditional(area("score"), "bar", style="score"),
        # Last, since LibreOffice shows only the first of several.
        Conditional(whole, "formula", f"{filled}>0", "row"),
        Conditional(whole, "formula", f"{filled}=0", "unseen"),
    ]


def of_slot(key: str, slot: str) -> str:
    """Return the formula of what the list shows for a slot, also where people inserted rows."""
    return f"INDEX(kam_ranking_{key},MATCH({slot},kam_ranking_slot,1))"


def _name(context: Context, last: int) -> None:
    context.name_cell("kam_ranking", "ranking", 0, 0)
    for key in (
        "slot", "name", "tier", "score", "rank", "position", "warning", "revenue", "reason",
        "entry",
    ):  # fmt: skip
        context.name_area(
            f"kam_ranking_{key}", "ranking", Area(FIRST, PLACE[key], last, PLACE[key])
        )
