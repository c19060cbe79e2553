"""Ratings: step 3, one row an account, one column a criterion; the score stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kamxl.cells import CellValue, column_letters
from kamxl.domain.classes import beyond_counts
from kamxl.domain.gates import EXCLUDES, FIELD_SEVERITY, NO_GATE
from kamxl.domain.matrix import MIDPOINT
from kamxl.domain.policy import SLOTS, TIERS
from kamxl.domain.portfolio import KNOWN_UNKNOWN, SUBRATINGS, TIER_DATES
from kamxl.domain.rounding import Floats, Integers, at_nine_digits
from kamxl.domain.scoring import missing_fill
from kamxl.domain.stages import stage_strengths
from kamxl.domain.subratings import mean_subratings
from kamxl.domain.tiers import held, overrides, period_counts, tier_column
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import RATINGS_HEADER, Context, plain, spread, take
from kamxl.workbook.inputs import RATING
from kamxl.workbook.sheets import forecast, suggested, tiers
from kamxl.workbook.sheets.criteria import helper, knot_cells
from kamxl.workbook.spec import Area, Column, Conditional, Page, Sheet, Table, Validation

TITLE = Text("Ratings", "Bewertung")
NOTE = Text(
    "Step 3: a number on the scale, ? for what you know you do not know, blank for what nobody has "
    "judged. What is derived from figures needs no rating; a typed one goes before it.",
    "Schritt 3: eine Zahl auf der Skala, ? für bekannt Unbekanntes, leer für nicht Beurteiltes. "
    "Aus Zahlen Abgeleitetes braucht keine Bewertung; Getipptes geht vor.",
)
WEIGHT = Text("Weight", "Gewicht")
WRONG = "!"

# Typed columns stand between computed ones; the rest is helpers, folded away.
KEYS: tuple[str, ...] = tuple(words.RATING_COLUMNS)
TYPED = (
    "id", *(f"k{n}" for n in range(1, SLOTS + 1)), *SUBRATINGS, *tiers.TYPED, *forecast.TYPED,
)  # fmt: skip
COMPUTED = tuple(key for key in KEYS if key not in TYPED)
HELPERS = KEYS[KEYS.index("account_row") :]
QUADRATIC = ("rank", "order")

STYLES = {
    "id": "id", "rank": "whole", "score": "score", "coverage": "percent0", "lowest": "score",
    "highest": "score", "attractiveness": "score", "strength": "score",
    "on_attractiveness": "score", "on_strength": "score", "stage_strength": "score",
    **dict.fromkeys((*forecast.TYPED, *SUBRATINGS, *suggested.FORMULAS), "rating"),
    "strategic_mean": "score",
    **dict.fromkeys(("periods_before", "periods_beyond"), "whole"),
    **{f"k{n}": "rating" for n in range(1, SLOTS + 1)}, **dict.fromkeys(TIER_DATES, "date"),
    **{f"e{n}": "score" for n in range(1, SLOTS + 1)},
}  # fmt: skip
WIDTHS = {
    "id": 13, "name": 28, "score": 9, "coverage": 9, "rank": 7, "tier": 7, "previous_tier": 11,
    "periods_before": 11, "periods_beyond": 11,
    "forecast_attractiveness": 13, "forecast_strength": 11,
    "computed_tier": 12, "override_tier": 10, "override_by": 16, "override_reason": 34,
    "override_date": 13, "override_until": 12, "reference": 24,
}  # fmt: skip

E = f"ratings[@e1:e{SLOTS}]"
ANSWERS = f"ratings[@{SUBRATINGS[0]}:{SUBRATINGS[-1]}]"
ON_SCALE = f'{ANSWERS},">="&kam_scale_low,{ANSWERS},"<="&kam_scale'
COVERED = f"SUMPRODUCT(kam_weights,--ISNUMBER({E}))"
ESCAPED = (
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(ratings[@id],"~","~~"),"*","~*"),"?","~?")'  # no wildcards
)

# MATCH takes ABC for abc; some systems tell accounts apart by case alone. So look at the same row,
# then where MATCH leads, and only if that differs in case at all rows.
SAME_ROW = "(ROW()-ROW(kam_ratings_head))"
FOUND = f"MATCH({ESCAPED},accounts[id],0)"
EXACTLY = (
    "SUMPRODUCT(MAX(EXACT(accounts[id],ratings[@id])*"
    "(ROWS(accounts[id])+1+ROW(kam_accounts_head)-ROW(accounts[id]))))"
)


def _axis(name: str) -> str:
    weights = f"kam_weights_{name}"
    return (
        f'=IF(ratings[@account_row]=0,"",IF(SUMPRODUCT({weights},--ISNUMBER({E}))>0,'
        f'SUMPRODUCT({weights},{E})/SUMPRODUCT({weights},--ISNUMBER({E})),""))'
    )


def _if_ranked(axis: str) -> str:
    """Return an axis' value of ranked accounts, "" of others: a median must meet no error."""
    value = f"ratings[@{axis}]"
    return f'=IFERROR(IF(N(ratings[@key])>0,IF(ISNUMBER({value}),ROUND({value},9),""),""),"")'


def _tie(slot_name: str) -> str:
    return (
        f"=IF(OR({slot_name}=0,NOT(ISNUMBER(ratings[@score]))),0,"
        f"IF(N(ratings[@key])>0,IF(ISNUMBER(INDEX({E},1,MAX({slot_name},1))),"
        f"ROUND(INDEX({E},1,MAX({slot_name},1)),9),0),0))"
    )


R_OF = (
    "IF(ratings[@strength_row]>0,"
    "ISNUMBER(INDEX(strength[ratio],MAX(ratings[@strength_row],1))),FALSE)"
)
SHARE_OF = "N(INDEX(accounts[disclosure_share],MAX(ratings[@account_row],1)))"
ROW_OF = "MAX(ratings[@account_row],1)"
LOGO = f"TRIM(INDEX(accounts[logo],{ROW_OF}))"


def _derived(slot: int) -> str:
    """Return how far above 1 the figure of a place lies on its bands, from 0 to 9."""
    figure = f"INDEX(accounts[],{ROW_OF},MAX({helper('column', slot)},1))"
    signed = f"ROUND({helper('sign', slot)}*{figure},9)"
    base, slope = (
        f"LOOKUP({signed},{knot_cells('knot', slot)},{knot_cells(kind, slot)})"
        for kind in ("base", "slope")
    )
    return f"({base}+{signed}*{slope})"


FORMULAS = {
    "name": '=IF(ratings[@account_row]=0,"",INDEX(accounts[name],ratings[@account_row])&"")',
    "account_row": f"=IF(LEN(ratings[@id])=0,0,IF(IFERROR(EXACT(INDEX(accounts[id],{SAME_ROW}),"
    f"ratings[@id]),FALSE),{SAME_ROW},IFERROR(IF(EXACT(INDEX(accounts[id],{FOUND}),ratings[@id]),"
    f"{FOUND},IF({EXACTLY}=0,{FOUND},ROWS(accounts[id])+1-{EXACTLY})),0)))",
    "coverage": '=IF(OR(ratings[@account_row]=0,kam_weight_total=0),"",'
    f"{COVERED}/kam_weight_total)",
    "score": f'=IF(ratings[@account_row]=0,"",IF({COVERED}>0,IF(kam_missing_fill>0,'
    f"SUMPRODUCT(kam_weights,{E})/kam_weight_total+kam_missing_fill*(1-ratings[@coverage]),"
    'IF(AND(kam_missing_no=4,ROUND(ratings[@coverage],9)<1),"",'
    f'SUMPRODUCT(kam_weights,{E})/{COVERED})),""))',
    "lowest": f"=IF(ISNUMBER(ratings[@coverage]),SUMPRODUCT(kam_weights,{E})/kam_weight_total+"
    'kam_scale_low*(1-ratings[@coverage]),"")',
    "highest": f"=IF(ISNUMBER(ratings[@coverage]),SUMPRODUCT(kam_weights,{E})/kam_weight_total+"
    'kam_scale*(1-ratings[@coverage]),"")',
    "key": '=IF(ratings[@account_row]=0,"",IF(ISNUMBER(ratings[@score]),'
    "IF(ROUND(ratings[@coverage],9)>=ROUND(kam_minimum_coverage,9),"
    f"IF(ratings[@severity]={EXCLUDES},-ratings[@account_row],ROUND(ratings[@score],9)),"
    "-ratings[@account_row]),-ratings[@account_row]))",
    "tie1": _tie("kam_tie_slot_1"),
    "tie2": _tie("kam_tie_slot_2"),
    "tie3": "=IF(N(ratings[@key])>0,ROUND(ratings[@coverage],9),0)",
    "tie4": f"=IF(N(ratings[@key])>0,ROUND(N(INDEX(accounts[revenue],{ROW_OF})),9),0)",
    "rank": '=IF(N(ratings[@key])>0,RANK(ratings[@key],ratings[key]),"")',
    "order": "=IF(ISNUMBER(ratings[@key]),RANK(ratings[@key],ratings[key])+"
    "IF(COUNTIF(ratings[key],ratings[@key])>1,SUMPRODUCT((ratings[key]=ratings[@key])*("
    "(ratings[tie1]>ratings[@tie1])+(ratings[tie1]=ratings[@tie1])*("
    "(ratings[tie2]>ratings[@tie2])+(ratings[tie2]=ratings[@tie2])*("
    "(ratings[tie3]>ratings[@tie3])+(ratings[tie3]=ratings[@tie3])*("
    "(ratings[tie4]>ratings[@tie4])+(ratings[tie4]=ratings[@tie4])*"
    '(ratings[account_row]<ratings[@account_row])))))),0),"")',
    "strategic_mean": '=IF(ratings[@account_row]=0,"",'
    f'IF(COUNTIFS({ON_SCALE})=0,"",AVERAGEIFS({ANSWERS},{ON_SCALE})))',
    **suggested.FORMULAS,
    "severity": "=IF(ratings[@account_row]=0,0,MAX(SUMPRODUCT(MAX("
    f"({E}<=kam_gate_limits)*kam_gate_severities)),{FIELD_SEVERITY}*"
    f"(TRIM(INDEX(accounts[reputation_fits],{ROW_OF}))=kam_no)))",
    "gate": "=IF(ratings[@severity]=0,0,"
    f"{SLOTS + 1}-SUMPRODUCT(MAX(({E}<=kam_gate_limits)*(kam_gate_severities="
    f"ratings[@severity])*({SLOTS + 1}-kam_slots))))",
    **tiers.FORMULAS,
    "attractiveness": _axis("attractiveness"),
    "strength": "=IF(ratings[@stage_strength]>0,ratings[@stage_strength],"
    f"IF(kam_strength_mode_no=3,IF({R_OF},INDEX(strength[ratio],MAX(ratings[@strength_row],1)),"
    f"IF(N({_axis('strength')[1:]})>0,ROUND((1+({_axis('strength')[1:]}-kam_scale_low)/"
    f'kam_scale_step)/{MIDPOINT:g},9),"")),{_axis("strength")[1:]}))',
    "strength_row": "=IF(OR(ratings[@account_row]=0,kam_strength_mode_no<>3),0,"
    "IFERROR(MATCH(ratings[@account_row],strength[account_row],0),0))",
    "strength_source": "=IF(ISNUMBER(ratings[@strength]),INDEX(kam_list_strength_source,"
    f'IF(ratings[@stage_strength]>0,3,IF({R_OF},1,2))),"")',
    "stage_strength": "=IF(OR(ratings[@account_row]=0,kam_strength_mode_no<>2),0,"
    f"IFERROR(SUMPRODUCT(MAX((kam_list_stage=TRIM(INDEX(accounts[stage],{ROW_OF})))*"
    "kam_stage_strengths)),0))",
    "on_attractiveness": _if_ranked("attractiveness"),
    "on_strength": _if_ranked("strength"),
    "quadrant": "=IF(COUNT(ratings[@on_attractiveness:on_strength])=2,"
    "1+2*(ratings[@on_attractiveness]<kam_cut_attractiveness_scaled)+"
    "(ratings[@on_strength]<kam_cut_strength_scaled),0)",
    "cell": "=IF(ratings[@quadrant]=0,0,1+3*((ratings[@on_attractiveness]<kam_third_low)+"
    "(ratings[@on_attractiveness]<kam_third_high))+(ratings[@on_strength]<kam_strength_third_low)+"
    "(ratings[@on_strength]<kam_strength_third_high))",
    "borderline": "=IF(ratings[@quadrant]=0,0,--(ROUND(MIN("
    "ABS(ratings[@attractiveness]-kam_cut_attractiveness_scaled),"
    "ABS(ratings[@strength]-kam_cut_strength_scaled)*kam_strength_stretch),9)<kam_borderline_scaled))",
    "endangered": f"=IF(ratings[@account_row]=0,0,--OR(AND(ROUND({SHARE_OF},9)>=kam_risk_share,"
    'OR(ratings[@tier]="C",ratings[@tier]="D")),'
    f"AND(ROUND({SHARE_OF},9)>=kam_risk_share_near,OR(ratings[@gate]>0,"
    f"AND(ISNUMBER(INDEX(accounts[contract_end],{ROW_OF})),"
    f"N(INDEX(accounts[contract_end],{ROW_OF}))<=kam_contract_horizon)))))",
    "mark_large": f"=IF(ratings[@account_row]=0,0,--(ROUND({SHARE_OF},9)>=kam_mark_share))",
    "mark_solvent": "=IF(OR(ratings[@account_row]=0,kam_solvency_slot=0),0,"
    f"--AND(INDEX(accounts[status],{ROW_OF})=kam_status_prospect,"
    f"ISNUMBER(INDEX({E},1,MAX(kam_solvency_slot,1))),"
    f"ROUND(N(INDEX({E},1,MAX(kam_solvency_slot,1))),9)>=kam_mark_solvency_scaled))",
    "mark_leader": f"=IF(ratings[@account_row]=0,0,--(INDEX(accounts[leader],{ROW_OF})=kam_yes))",
    # What a rating of 1 with a weight of 1 adds to the score of a ranked account.
    "unit": "=IF(N(ratings[@key])>0,1/(IF(kam_missing_fill>0,1,ratings[@coverage])*"
    "kam_weight_total),0)",
    "mark_reference": "=IF(OR(ratings[@account_row]=0,kam_reference_slot=0),0,"
    f"--AND(ISNUMBER(INDEX(accounts[customer_years],{ROW_OF})),"
    f"N(INDEX(accounts[customer_years],{ROW_OF}))>=kam_reference_years,"
    f"ISNUMBER(INDEX({E},1,MAX(kam_reference_slot,1))),"
    f"ROUND(N(INDEX({E},1,MAX(kam_reference_slot,1))),9)>=kam_reference_rating_scaled))",
    "ask_logo": "=IF(ratings[@account_row]=0,0,"
    f"--AND(TRIM(INDEX(accounts[brand],{ROW_OF}))=kam_yes,"
    f'OR(ratings[@tier]="A",ratings[@tier]="B"),{LOGO}<>kam_yes,{LOGO}<>INDEX(kam_list_logo,2),'
    f"OR({LOGO}<>kam_no,NOT(ISNUMBER(INDEX(accounts[logo_date],{ROW_OF}))))))",
    "reference": '=IF(ratings[@mark_reference]=1,kam_word_reference&IF(ratings[@ask_logo]=1,"; ",'
    '""),"")&IF(ratings[@ask_logo]=1,kam_word_ask_logo,"")',
    **{
        f"e{n}": f'=IF(OR(ratings[@account_row]=0,{helper("on", n - 1)}=0),"",'
        f"IF(LEN(ratings[@k{n}])=0,IF(IF(kam_strategic_slot={n},"
        f"ISNUMBER(ratings[@strategic_mean]),FALSE),{helper('start', n - 1)}+"
        f"{helper('factor', n - 1)}*ratings[@strategic_mean],"
        f'IF({helper("column", n - 1)}=0,"",'
        f"IF(ISNUMBER(INDEX(accounts[],{ROW_OF},MAX({helper('column', n - 1)},1))),"
        f"{helper('start', n - 1)}+{helper('factor', n - 1)}*(kam_scale_low+kam_scale_step*"
        f'{_derived(n - 1)}),""))),'
        f"IF(ISNUMBER(ratings[@k{n}]),IF(AND(ratings[@k{n}]>=kam_scale_low,"
        f"ratings[@k{n}]<=kam_scale),{helper('start', n - 1)}+{helper('factor', n - 1)}*"
        f'ratings[@k{n}],"{WRONG}"),IF(TRIM(ratings[@k{n}])="{KNOWN_UNKNOWN}",'
        f'"{KNOWN_UNKNOWN}","{WRONG}"))))'
        for n in range(1, SLOTS + 1)
    },
}


def typed_ratings(context: Context, slot: int) -> list[CellValue]:
    """Return what people typed for one place: numbers, `?`, what is wrong, or blank."""
    criterion = context.criteria[slot]
    if criterion is None:
        return [None] * len(context.rated)
    found = context.portfolio.rated(criterion.key)
    column = f"{RATING}{criterion.key}"
    return [
        context.inputs.kept.get((column, a), WRONG)
        if found.wrong[a]
        else KNOWN_UNKNOWN
        if found.unknown[a]
        else None
        if np.isnan(found.values[a])
        else float(found.values[a])
        for a in context.rated
    ]


def effective_cells(context: Context, slot: int) -> list[CellValue]:
    """Return what the column of ratings that count shows: numbers, "", `?` or `!`."""
    criterion = context.criteria[slot]
    if criterion is None or not criterion.active:
        return [""] * len(context.rated)
    values = context.result.effective[:, slot]
    found = context.portfolio.rated(criterion.key)
    outside = ~np.isnan(found.values) & np.isnan(values)
    return [
        WRONG
        if found.wrong[a] or outside[a]
        else KNOWN_UNKNOWN
        if found.unknown[a]
        else ""
        if np.isnan(values[a])
        else float(values[a])
        for a in context.rated
    ]


def sort_keys(context: Context) -> Floats:
    """Return what ranks sort by: the score, or a negative position where there is no rank."""
    result = context.result
    positions = np.array(context.account_places, dtype=float)
    return np.where(result.assessable, at_nine_digits(result.score), -positions)


def units(context: Context) -> Floats:
    """Return what a rating of 1 with a weight of 1 adds to the score; 0 where there is no rank."""
    result, policy = context.result, context.policy
    fill = missing_fill(policy.missing, policy.scale.low, policy.scale.high)
    base = (result.coverage if fill is None else 1.0) * np.float64(policy.weight_total)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(result.assessable, 1 / np.asarray(base), 0.0)


def values_of(context: Context, key: str) -> Sequence[CellValue]:
    """Return a column's cells: what was typed, or what its formula results in."""
    result, portfolio, rated = context.result, context.portfolio, context.rated
    if key.startswith(("k", "e")) and key[1:].isdigit():
        of = typed_ratings if key[0] == "k" else effective_cells
        return of(context, int(key[1:]) - 1)
    if key in tiers.TYPED:
        return tiers.typed(context, key)
    if key in suggested.FORMULAS:
        return plain(take(suggested.column(context, key), rated))
    if key in (*forecast.TYPED, *SUBRATINGS):
        return forecast.cells(context, key)

    def tie(name: str) -> list[CellValue]:
        place = context.policy.position(name)
        column = np.zeros(context.count) if place is None else result.effective[:, place]
        return judged(column)

    def judged(column: Floats) -> list[CellValue]:
        used = np.where(result.assessable, np.nan_to_num(at_nine_digits(column)), 0.0)
        return plain(take(used, rated))

    def stages() -> list[CellValue]:
        found = stage_strengths(portfolio.text("stage"), context.policy.scale)
        used = (context.policy.strength_mode == "stage") & np.array(
            [bool(id_) for id_ in portfolio.ids], dtype=bool
        )
        return plain(take(np.where(used, np.nan_to_num(found), 0.0), rated))

    def if_ranked(column: Floats) -> list[CellValue]:
        return plain(take(np.where(result.assessable, at_nine_digits(column), np.nan), rated))

    def letters(column: Integers) -> list[CellValue]:
        return [TIERS[column[a] - 1] if column[a] else "" for a in rated]

    def numbers(column: Integers) -> list[CellValue]:
        return [int(column[a]) for a in rated]

    by_rival = context.policy.strength_mode == "relative"
    simple: dict[str, Callable[[], Sequence[CellValue]]] = {
        "id": lambda: [portfolio.ids[a] for a in rated],
        "name": lambda: [portfolio.names[a] for a in rated],
        "account_row": lambda: [
            context.account_places[a] if portfolio.ids[a] else 0 for a in rated
        ],
        "rank": lambda: [int(result.rank[a]) or "" for a in rated],
        "order": lambda: [int(result.order[a]) for a in rated],
        "tier": lambda: letters(result.tier),
        "computed_tier": lambda: letters(result.computed_tier),
        "previous_no": lambda: numbers(tier_column(portfolio, "previous_tier")),
        "before_no": lambda: numbers(period_counts(portfolio)),
        "held_no": lambda: numbers(held(result)),
        "beyond_no": lambda: numbers(
            beyond_counts(
                held(result), tier_column(portfolio, "previous_tier"), period_counts(portfolio)
            )
        ),
        "periods_beyond": lambda: [int(result.waiting[a]) or "" for a in rated],
        "override_no": lambda: numbers(overrides(portfolio, context.inputs.as_of)),
        "key": lambda: plain(take(sort_keys(context), rated)),
        "tie1": lambda: tie(context.policy.tie_break[0]),
        "tie2": lambda: tie(context.policy.tie_break[1]),
        "tie3": lambda: judged(result.coverage),
        "tie4": lambda: judged(portfolio.number("revenue")),
        "strategic_mean": lambda: plain(
            take(
                mean_subratings(portfolio, context.policy.scale.low, context.policy.scale.high),
                rated,
            )
        ),
        "severity": lambda: numbers(result.severity),
        "gate": lambda: [
            0 if result.gate[a] == NO_GATE else int(result.gate[a]) + 1 for a in rated
        ],
        "on_attractiveness": lambda: if_ranked(result.attractiveness),
        "on_strength": lambda: if_ranked(result.strength),
        "cell": lambda: numbers(result.cell),
        "stage_strength": lambda: stages(),
        "strength_row": lambda: [
            context.strength_rows.get(a, 0) if by_rival and portfolio.ids[a] else 0 for a in rated
        ],
        "strength_source": lambda: [
            context.choice("strength_source", source) if (source := result.strength_from(a)) else ""
            for a in rated
        ],
        "quadrant": lambda: [int(result.quadrant[a]) for a in rated],
        "unit": lambda: plain(take(units(context), rated)),
        "borderline": lambda: [int(result.borderline[a]) for a in rated],
        "endangered": lambda: [int(result.endangered[a]) for a in rated],
        **{
            f"mark_{mark}": lambda found=found: [int(found[a]) for a in rated]  # type: ignore[misc]
            for mark, found in result.marks.items()
        },
        "mark_reference": lambda: [int(result.references[a]) for a in rated],
        "ask_logo": lambda: [int(result.ask_logo[a]) for a in rated],
        "reference": lambda: [_reference(context, a) for a in rated],
    }
    return simple[key]() if key in simple else plain(take(getattr(result, key), rated))


def _reference(context: Context, account: int) -> str:
    """Return in words what an account could do for our reputation."""
    said = (("reference", context.result.references), ("ask_logo", context.result.ask_logo))
    return "; ".join(context.t(words.PHRASES[key]) for key, found in said if found[account])


EMPTY: dict[str, CellValue] = dict.fromkeys(
    ("account_row", "tie1", "tie2", "tie3", "tie4", "severity", "gate", "previous_no",
     "override_no", "before_no", "held_no", "beyond_no", "quadrant", "cell", "stage_strength",
     "borderline", "endangered", "mark_large", "mark_solvent", "mark_leader", "mark_reference",
     "ask_logo", "strength_row", "unit"), 0
)  # fmt: skip


def columns(context: Context) -> list[Column]:
    """Return all columns of the table."""
    made = []
    for key in KEYS:
        computed = key in COMPUTED
        base = "helper" if key in HELPERS else "calc" if computed else "input"
        if key in ("tier", "computed_tier"):
            base = "tier"
        number = STYLES.get(key, "")
        values: Sequence[CellValue] = values_of(context, key) if context.rated else ()
        places = [context.positions[account] for account in context.rated]
        empty = EMPTY.get(key, "" if computed else None)
        values = spread(values, places, context.rating_rows, empty)
        made.append(
            Column(
                key,
                context.t(words.RATING_COLUMNS[key]),
                values,
                f"{base}.{number}" if number else base,
                WIDTHS.get(key, 7 if key.startswith("k") else 10),
                context.compiled(FORMULAS[key]) if computed else "",
                stamped=context.stamped and key in QUADRATIC,
                level=1 if key in HELPERS else 0,
            )
        )
    return made


RATING_ERROR = Text(
    "A number on the scale, or ? for unknown.", "Eine Zahl auf der Skala oder ? für unbekannt."
)
ID_MESSAGE = Text(
    "Number of an account, as on the sheet of accounts.",
    "Nummer eines Kunden wie auf dem Blatt Kunden.",
)


def sheet(context: Context) -> Sheet:
    """Return the sheet: criteria's names and weights on top, the table below."""
    made = Sheet(
        "ratings", context.sheet_name("ratings"), "#1F5A7A", freeze=(RATINGS_HEADER + 1, 2)
    )
    table = Table("ratings", RATINGS_HEADER, 0, columns(context), context.rating_rows)
    made.tables.append(table)
    made.put(0, 0, context.t(TITLE), "title")
    made.put(1, 0, context.t(NOTE), "subtitle")
    made.heights[2] = 110
    made.heights[RATINGS_HEADER] = 30
    made.put(3, table.at("coverage"), context.t(WEIGHT), "caption")
    for slot in range(SLOTS):
        criterion = context.criteria[slot]
        column = table.at(f"k{slot + 1}")
        name = context.t(criterion.name) if criterion else ""
        made.put(2, column, context.f(f"={helper('name', slot)}", name), "turned")
        weight = criterion.effective_weight if criterion else 0.0
        made.put(3, column, context.f(f"={helper('weight', slot)}", weight), "caption.decimal")
    top, bottom = RATINGS_HEADER + 1, RATINGS_HEADER + context.rating_rows
    first, last = table.at("k1"), table.at(f"k{SLOTS}")
    context.name_cell("kam_ratings_head", "ratings", RATINGS_HEADER, 0)
    context.name_area("kam_ratings_ids", "ratings", Area(top, 0, 1048575, 0))
    made.page = Page(repeat=(2, RATINGS_HEADER), area=Area(0, 0, bottom, last))
    made.validations.append(
        Validation(
            Area(top, 0, bottom, 0),
            "any",
            title=context.t(words.RATING_COLUMNS["id"]),
            message=context.t(ID_MESSAGE),
        )
    )
    made.validations.extend(_rating_rules(context, table, top, bottom))
    made.validations.extend(tiers.rules(context, table, top, bottom))
    made.validations.extend(forecast.rules(context, table, top, bottom))
    made.validations.extend(_answer_rules(context, table, top, bottom))
    made.put(3, table.at(SUBRATINGS[0]), context.t(ANSWERS_ARE), "caption")
    made.put(3, table.at(suggested.FIRST), context.t(suggested.ABOUT), "caption")
    made.put(3, table.at(forecast.TYPED[0]), context.t(forecast.ABOUT), "caption")
    made.put(3, table.at("previous_tier"), context.t(tiers.BY_HAND), "caption")
    typed, counts = _letter(table, "k1"), _letter(table, "e1")
    made.conditionals += [
        Conditional(Area(top, first, bottom, last), "formula",
                    f'={counts}{top + 1}="{WRONG}"', "bad", stop=True),
        Conditional(Area(top, first, bottom, last), "formula",
                    f'=AND(LEN({typed}{top + 1})=0,ISNUMBER({counts}{top + 1}))', "good"),
        Conditional(Area(2, first, bottom, last), "formula",
                    f"={_letter(table, 'k1')}$3=\"\"", "dim"),
        Conditional(Area(top, table.at("coverage"), bottom, table.at("coverage")), "formula",
                    f"=AND(ISNUMBER(${_letter(table, 'coverage')}{top + 1}),"
                    f"ROUND(${_letter(table, 'coverage')}{top + 1},9)<kam_minimum_coverage)",
                    "warn"),
    ]  # fmt: skip
    return made


ANSWERS_ARE = Text(
    "Six questions; their mean counts where the strategic value is blank.",
    "Sechs Fragen; ihr Mittel zählt, wo der strategische Wert leer ist.",
)
ANSWER_ERROR = Text("A number on the scale, or blank.", "Eine Zahl auf der Skala oder leer.")


def _answer_rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    return [
        Validation(
            Area(top, table.at(key), bottom, table.at(key)),
            "decimal",
            minimum="=kam_scale_low",
            maximum="=kam_scale",
            title=context.t(words.RATING_COLUMNS[key])[:32],
            message=context.t(ANSWERS_ARE),
            error=context.t(ANSWER_ERROR),
        )
        for key in SUBRATINGS
    ]


def _letter(table: Table, key: str) -> str:
    return column_letters(table.at(key))


def _rating_rules(context: Context, table: Table, top: int, bottom: int) -> list[Validation]:
    rules = []
    for slot in range(SLOTS):
        criterion = context.criteria[slot]
        column = table.at(f"k{slot + 1}")
        cell = f"{_letter(table, f'k{slot + 1}')}{top + 1}"
        title = context.t(criterion.name) if criterion else ""
        anchors = criterion.anchors if criterion else (None, None, None)
        message = "\n".join(
            f"{mark}: {context.t(anchor)}"
            for mark, anchor in zip((1, 5, 10), anchors, strict=True)
            if anchor
        )
        rules.append(
            Validation(
                Area(top, column, bottom, column),
                "custom",
                f'=OR({cell}="?",AND(ISNUMBER({cell}),{cell}>=kam_scale_low,{cell}<=kam_scale))',
                title=title[:32],
                message=message if len(message) <= 255 else message[:254] + "…",
                error=context.t(RATING_ERROR),
            )
        )
    return rules
