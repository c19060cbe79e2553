"""Criteria: by what accounts are judged, with anchors, weights, gates and frozen bands.

Fifteen places; one that is activated here works without Python. Below the list stand helper rows,
one column a place, which the ratings refer to.
"""

from __future__ import annotations

from collections.abc import Callable

from kamxl.cells import CellValue, address
from kamxl.domain.bands import NEVER, knots
from kamxl.domain.explanation import gate_text
from kamxl.domain.gates import EXCLUDES, FLAGS, severity
from kamxl.domain.policy import BAND_COUNT, RATED, SLOTS, TIERS, Criterion, Gate
from kamxl.domain.rounding import nine
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import CRITERIA_HEADER, Context, span
from kamxl.workbook.sheets.accounts import COMPUTED as ACCOUNT_COMPUTED
from kamxl.workbook.sheets.accounts import INPUTS as ACCOUNT_INPUTS
from kamxl.workbook.sheets.criteria_places import (
    BAND_PLACES,
    BANDS,
    FIRST,
    HELPER_AT,
    HELPER_COLUMN,
    HELPER_ROW,
    HELPER_ROWS,
    KNOTS,
    LAST,
    PLACE,
    TOTAL_ROW,
    TYPED,
)
from kamxl.workbook.spec import Area, Conditional, Formula, Page, Sheet, Validation

TITLE = Text("Criteria", "Kriterien")
NOTE = Text(
    "Steps 1 and 2: which criteria count, and how much. Excluded ones stay here with active = no. "
    "Thresholds turn a figure of the accounts into a rating where nobody typed one.",
    "Schritte 1 und 2: welche Kriterien zählen und wie viel. Ausgeschlossene bleiben mit aktiv = "
    "nein stehen. Schwellen machen aus einer Zahl eine Bewertung, wo niemand eine tippte.",
)
HELPERS_TITLE = Text("Helper rows for the ratings", "Hilfszeilen für die Bewertung")
TOTAL = Text("Sum of the weights that count", "Summe der zählenden Gewichte")

NO_LIMIT = -1.0
# Half of the ninth digit: a rating that rounds to the limit is at the limit.
HALF_DIGIT = 4.9e-10

WIDTHS = {
    "slot": 7, "key": 17, "name": 26, "description": 38, "active": 8, "weight": 9,
    "direction": 14, "axis": 16, "source": 20, "gate_limit": 11, "gate_cap": 11,
    "gate_effect": 17, "anchor_1": 30, "anchor_5": 30, "anchor_10": 30, "shape": 12,
    "used_weight": 10, "weight_share": 14, "gate_text": 30,
}  # fmt: skip


def account_column(source: str) -> int:
    """Return the column of a metric in the table of accounts, counted from 1; 0 when rated."""
    return 0 if source == RATED else (*ACCOUNT_INPUTS, *ACCOUNT_COMPUTED).index(source) + 1


def _typed(context: Context, criterion: Criterion | None, key: str) -> CellValue:
    if criterion is None:
        return None
    t = context.t
    simple: dict[str, CellValue] = {
        "key": criterion.key,
        "name": t(criterion.name),
        "description": t(criterion.description) if criterion.description else None,
        "active": context.yes_no(criterion.active),
        "weight": criterion.weight,
        "direction": context.choice("direction", "high" if criterion.direction > 0 else "low"),
        "axis": context.choice("axis", criterion.axis),
        "source": t(words.RATED_SOURCE)
        if criterion.source == RATED
        else t(words.ACCOUNT_COLUMNS[criterion.source]),
        "gate_limit": criterion.gate.limit if criterion.gate else None,
        "gate_cap": criterion.gate.cap if criterion.gate else None,
        "gate_effect": context.choice("gate_effect", criterion.gate.effect)
        if criterion.gate
        else None,
        "shape": context.choice("shape", criterion.shape),
        "band_1": criterion.floor,
    }
    if key in simple:
        return simple[key]
    kind, _, number = key.partition("_")
    if kind == "anchor":
        anchor = criterion.anchors[("1", "5", "10").index(number)]
        return t(anchor) if anchor else None
    place = int(number) - 2
    return criterion.bands[place] if place < len(criterion.bands) else None


def _computed(context: Context, slot: int) -> dict[str, Formula]:
    criterion = context.criteria[slot]
    row = FIRST + slot
    f, scale = context.f, context.policy.scale

    def at(key: str) -> str:
        return f"${address(row, PLACE[key])}"

    bands = f"{span(row, *BANDS)}"
    total = context.policy.weight_total
    weight = criterion.effective_weight if criterion else 0.0
    given = list(criterion.bands) if criterion else []
    given += [None] * (BAND_COUNT - len(given))
    has_bands = any(band is not None for band in given)
    shape, floor = (criterion.shape, criterion.floor) if criterion else ("step", None)
    found = knots(given, shape, floor)
    linear = f"{at('shape')}=kam_shape_linear"
    column = account_column(criterion.source) if criterion and has_bands else 0
    if criterion and context.layout:
        column = column and context.layout.columns.get(criterion.source, column)
    gate = criterion.gate if criterion else None
    limit = scale.from_ten(gate.limit) if gate else ""
    first = f"INDEX({bands},10-SUMPRODUCT(MAX(ISNUMBER({bands})*(10-{BAND_PLACES}))))"
    last = f"INDEX({bands},SUMPRODUCT(MAX(ISNUMBER({bands})*{BAND_PLACES})))"
    hundredths = f"INT(ROUND({at('limit')}*100,9)+0.5)"
    number = (
        f'IF(ROUND({at("limit")},9)=ROUND({at("limit")},0),ROUND({at("limit")},0)&"",'
        f'INT({hundredths}/100)&kam_word_decimal&RIGHT("0"&MOD({hundredths},100),2))'
    )
    made = {
        "used_weight": f(
            f"=IF(AND({at('active')}=kam_yes,LEN({at('name')})>0,ISNUMBER({at('weight')})),"
            f"MAX({at('weight')},0),0)",
            weight,
        ),
        "weight_share": f(
            f"=IF(kam_weight_total>0,{at('used_weight')}/kam_weight_total,0)",
            weight / total if total > 0 else 0,
        ),
        "gate_text": f(
            f"=IF(ISNUMBER({at('limit')}),IF({at('gate_effect')}=kam_effect_exclude,"
            f"kam_word_excluded,IF({at('gate_effect')}=kam_effect_flag,kam_word_flagged,"
            f'kam_word_cap&" "&MID("ABCD",{at("cap")},1)))&": "&'
            f'{at("name")}&" ≤ "&{number},"")',
            gate_text(criterion, scale, context.language) if criterion else "",
        ),
        "column": f(
            f"=IF(COUNT({bands})=0,0,IF(ISNUMBER(MATCH({at('source')},kam_list_source,0)),"
            f"IFERROR(MATCH({at('source')},kam_accounts_header,0),0),0))",
            column,
        ),
        "sign": f(
            f"=IF(COUNT({bands})=0,1,IF(AND({linear},ISNUMBER({at('band_1')})),"
            f"IF({at('band_1')}>{last},-1,1),IF(COUNT({bands})<2,1,IF({first}>{last},-1,1))))",
            found.sign,
        ),
        "limit": f(
            f"=IF(AND(ISNUMBER({at('gate_limit')}),LEN({at('name')})>0),"
            f'kam_scale_low+kam_scale_step*({at("gate_limit")}-1),"")',
            limit,
        ),
        "cap": f(
            f'=IFERROR(MATCH({at("gate_cap")},{{"A","B","C","D"}},0),3)',
            TIERS.index(gate.cap) + 1 if gate else 3,
        ),
    }
    for n, (x, base, slope) in enumerate(zip(found.at, found.base, found.slope, strict=True)):
        here, above = at(f"knot_{n}"), at(f"knot_{n + 1}") if n < KNOTS - 1 else ""
        made[f"knot_{n}"] = f(_knot(n, at, linear), x)
        made[f"slope_{n}"] = f(
            f"=IF(AND({linear},{here}<{above},{above}<{NEVER:.0E}),1/({above}-{here}),0)"
            if 0 < n < KNOTS - 1
            else "=0",
            slope,
        )
        made[f"base_{n}"] = f(f"={n - 1}-{at(f'slope_{n}')}*{here}" if n else "=0", base)
    return made


def _knot(n: int, at: Callable[[str], str], linear: str) -> str:
    """Return the formula for where a rating begins, after the sign; see `bands.knots`."""
    if n == 0:
        return f"=-{NEVER:.0E}"

    def least(first: int) -> str:
        later = f"{at(f'band_{first}')}:{at(f'band_{BAND_COUNT + 1}')}"
        signed = f"IF({at('sign')}=1,MIN({later}),-MAX({later}))"
        return f"IF(COUNT({later})=0,{NEVER:.0E},ROUND({signed},9))"

    if n == 1:
        return f"=IF(AND({linear},ISNUMBER({at('band_1')})),{least(1)},{least(2)})"
    later = f"{at(f'band_{n}')}:{at(f'band_{BAND_COUNT + 1}')}"
    before = f"{at('band_1')}:{at(f'band_{n - 1}')}"
    places = ",".join(str(place) for place in range(BAND_COUNT + 2 - n, 0, -1))
    steps = f"({BAND_COUNT + 3 - n}-SUMPRODUCT(MAX(ISNUMBER({later})*{{{places}}})))"
    last = at(f"knot_{n - 1}")
    return (
        f"=IF(AND({linear},NOT(ISNUMBER({at(f'band_{n}')})),COUNT({later})>0,COUNT({before})>0),"
        f"{last}+({least(n)}-{last})/{steps},{least(n)})"
    )


def _helpers(context: Context, slot: int) -> dict[str, Formula]:
    criterion = context.criteria[slot]
    row = FIRST + slot
    f, scale = context.f, context.policy.scale

    def at(key: str) -> str:
        return f"${address(row, PLACE[key])}"

    active = criterion is not None and criterion.active
    low = criterion is not None and criterion.direction < 0
    weight = criterion.effective_weight if criterion else 0.0
    column = HELPER_COLUMN + slot

    def below(key: str) -> str:
        return address(HELPER_AT[key], column)

    computed = _computed(context, slot)
    is_low = f"{at('direction')}=kam_direction_low"
    return {
        "name": f(f'={at("name")}&""', context.t(criterion.name) if criterion else ""),
        "on": f(f"=--AND({at('active')}=kam_yes,LEN({at('name')})>0)", int(active)),
        "weight": f(f"={at('used_weight')}", weight),
        "column": f(f"={at('column')}", computed["column"].value),
        "sign": f(f"={at('sign')}", computed["sign"].value),
        "start": f(
            f"=IF({is_low},kam_scale_low+kam_scale,0)", scale.low + scale.high if low else 0
        ),
        "factor": f(f"=IF({is_low},-1,1)", -1 if low else 1),
        "limit": f(
            f"=IF(AND({below('on')}=1,ISNUMBER({at('limit')})),"
            f"ROUND({at('limit')},9)+{HALF_DIGIT:.1E},-1)",
            gate_number(context, criterion)[0],
        ),
        "severity": f(
            f"=IF({at('gate_effect')}=kam_effect_exclude,{EXCLUDES},"
            f"IF({at('gate_effect')}=kam_effect_flag,{FLAGS},{FLAGS}+{at('cap')}))",
            gate_number(context, criterion)[1],
        ),
        "attractiveness": f(
            f"=IF({at('axis')}=kam_axis_attractiveness,{at('used_weight')},0)",
            weight if criterion and criterion.axis == "attractiveness" else 0,
        ),
        "strength": f(
            f"=IF({at('axis')}=kam_axis_strength,{at('used_weight')},0)",
            weight if criterion and criterion.axis == "strength" else 0,
        ),
        "slot": f(f"={slot + 1}", slot + 1),
        # What the lowest rating counts, and what each of the nine steps above it adds.
        "least": f(
            f"={below('start')}+{below('factor')}*kam_scale_low", scale.high if low else scale.low
        ),
        "step": f(f"={below('factor')}*kam_scale_step", -scale.step if low else scale.step),
    }


def gate_number(context: Context, criterion: Criterion | None) -> tuple[float, int]:
    """Return up to which rating a criterion's gate is closed, and how hard it is."""
    gate = criterion.gate if criterion else None
    limit = NO_LIMIT
    if gate and criterion and criterion.active:
        limit = nine(context.policy.scale.from_ten(gate.limit)) + HALF_DIGIT
    return limit, severity(gate or Gate(1))


def sheet(context: Context) -> Sheet:
    """Return the sheet with fifteen places, the sum of weights, and the helper rows."""
    made = Sheet(
        "criteria", context.sheet_name("criteria"), "#1F5A7A", freeze=(FIRST, PLACE["name"] + 1)
    )
    made.put(0, 0, context.t(TITLE), "title")
    made.put(1, 0, context.t(NOTE), "subtitle")
    made.heights[CRITERIA_HEADER] = 42
    computed_from = PLACE["used_weight"]
    helper_from = PLACE["column"]
    for key, column in PLACE.items():
        label = context.t(words.CRITERIA_COLUMNS[key])
        made.put(CRITERIA_HEADER, column, label, "header_input" if key in TYPED else "header")
        made.width(column, WIDTHS.get(key, 9), 1 if column >= helper_from else 0)
    for slot in range(SLOTS):
        row = FIRST + slot
        made.heights[row] = 58 if context.criteria[slot] else 20
        made.put(row, 0, context.t(words.RATING_COLUMNS[f"k{slot + 1}"]), "label")
        for key in TYPED:
            wide = key.startswith(("anchor", "description")) or key == "name"
            number = ".general" if key.startswith(("band", "weight", "gate_limit")) else ""
            made.put(
                row,
                PLACE[key],
                _typed(context, context.criteria[slot], key),
                "input_wrap" if wide else f"input{number}",
            )
        for key, formula in _computed(context, slot).items():
            base = "helper" if PLACE[key] >= helper_from else "calc"
            form = {
                "used_weight": "calc.general",
                "weight_share": "calc.percent",
                "gate_text": "calc_wrap",
            }.get(key, base)
            made.put(row, PLACE[key], formula, form)
    made.put(TOTAL_ROW, PLACE["name"], context.t(TOTAL), "strong")
    weights = f"{address(FIRST, computed_from)}:{address(LAST, computed_from)}"
    made.put(
        TOTAL_ROW,
        computed_from,
        context.f(f"=SUM({weights})", context.policy.weight_total),
        "strong.decimal",
    )
    made.put(
        TOTAL_ROW,
        PLACE["weight"],
        context.f("=kam_weight_total", context.policy.weight_total),
        "strong.decimal",
    )
    made.put(HELPER_ROW - 1, 0, context.t(HELPERS_TITLE), "plain_helper")
    for key, text in HELPER_ROWS:
        made.put(HELPER_AT[key], 0, context.t(text), "plain_helper")
    for slot in range(SLOTS):
        for key, formula in _helpers(context, slot).items():
            made.put(HELPER_AT[key], HELPER_COLUMN + slot, formula, "plain_helper")
    made.hidden_rows.update(range(HELPER_ROW - 1, HELPER_ROW + len(HELPER_ROWS) + 1))
    made.page = Page(
        repeat=(CRITERIA_HEADER, CRITERIA_HEADER),
        area=Area(0, 0, TOTAL_ROW, PLACE["gate_text"]),
        wide=2,
        repeat_columns=(0, PLACE["name"]),
    )
    _name(context)
    made.validations.extend(_validations(context))
    off = f"=AND(LEN($C{FIRST + 1})>0,$E{FIRST + 1}<>kam_yes)"
    made.conditionals.append(
        Conditional(Area(FIRST, 0, LAST, PLACE["gate_text"]), "formula", off, "quiet")
    )
    made.conditionals.append(
        Conditional(
            Area(TOTAL_ROW, PLACE["weight"], TOTAL_ROW, PLACE["weight"]),
            "formula",
            "=ROUND(kam_weight_total,9)<>100",
            "warn",
        )
    )
    return made


def _name(context: Context) -> None:
    context.name_cell("kam_weight_total", "criteria", TOTAL_ROW, PLACE["used_weight"])
    for name, key in (
        ("kam_criteria_names", "name"),
        ("kam_criteria_keys", "key"),
        ("kam_gate_texts", "gate_text"),
    ):
        context.name_area(name, "criteria", Area(FIRST, PLACE[key], LAST, PLACE[key]))
    for name, key in (
        ("kam_criteria_on", "on"),
        ("kam_weights", "weight"),
        ("kam_weights_attractiveness", "attractiveness"),
        ("kam_weights_strength", "strength"),
        ("kam_gate_limits", "limit"),
        ("kam_gate_severities", "severity"),
        ("kam_slots", "slot"),
    ):
        row = HELPER_AT[key]
        context.name_area(
            name, "criteria", Area(row, HELPER_COLUMN, row, HELPER_COLUMN + SLOTS - 1)
        )


WEIGHT_MESSAGE = Text(
    "Points; all active criteria should sum to 100.",
    "Punkte; alle aktiven Kriterien sollen 100 ergeben.",
)
WEIGHT_ERROR = Text("A number from 0 to 1000.", "Eine Zahl von 0 bis 1000.")
LIST_ERROR = Text("Please choose from the list.", "Bitte aus der Liste wählen.")
LIMIT_MESSAGE = Text(
    "On the scale 1 to 10, after direction (10 is good): up to this rating the gate is closed.",
    "Auf der Skala 1 bis 10, nach Richtung (10 ist gut): bis zu dieser Bewertung greift es.",
)
BAND_MESSAGE = Text(
    "From this figure on the rating applies. Ascending; or descending where less is better.",
    "Ab dieser Zahl gilt die Bewertung. Aufsteigend; oder absteigend, wo weniger besser ist.",
)
FLOOR_MESSAGE = Text(
    "Only with “linear”: the figure that is a 1. Blank: below the first threshold all are a 1.",
    "Nur bei „linear“: die Zahl, die eine 1 ist. Leer: unter der ersten Schwelle ist alles eine 1.",
)


def _validations(context: Context) -> list[Validation]:
    t = context.t

    def area(first: str, last: str = "") -> Area:
        return Area(FIRST, PLACE[first], LAST, PLACE[last or first])

    def title(key: str) -> str:
        return t(words.CRITERIA_COLUMNS[key])[:32]

    lists = [
        Validation(area(key), "list", source, title=title(key), error=t(LIST_ERROR))
        for key, source in (
            ("active", "=kam_list_yes_no"),
            ("direction", "=kam_list_direction"),
            ("axis", "=kam_list_axis"),
            ("source", "=kam_list_source"),
            ("gate_effect", "=kam_list_gate_effect"),
            ("shape", "=kam_list_shape"),
            ("gate_cap", "B,C,D"),
        )
    ]
    numbers = [
        Validation(
            area(first, last),
            "decimal",
            minimum=low,
            maximum=high,
            title=title(first),
            message=t(message),
            error=t(WEIGHT_ERROR),
        )
        for first, last, low, high, message in (
            ("weight", "weight", 0, 1000, WEIGHT_MESSAGE),
            ("gate_limit", "gate_limit", 1, 10, LIMIT_MESSAGE),
            ("band_1", "band_1", -1e15, 1e15, FLOOR_MESSAGE),
            ("band_2", "band_10", -1e15, 1e15, BAND_MESSAGE),
        )
    ]
    return lists + numbers
