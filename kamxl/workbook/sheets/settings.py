"""Settings: every number that decides, each with its name, its place, and what it does.

To the right stand the words that formulas and drop-downs use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kamxl.cells import CellValue, to_serial
from kamxl.domain import suggestions
from kamxl.domain.assessment import Assessment
from kamxl.domain.classes import NO_RANK, quota_limits
from kamxl.domain.lifetime import lifetime_years
from kamxl.domain.matrix import (
    CELL_GROUPS,
    MIDPOINT,
    RATIO_ENDS,
    RATIO_RANGE,
    THIRDS,
    ruler_of,
)
from kamxl.domain.metrics import add_months
from kamxl.domain.policy import LEVELS, METRICS, Policy
from kamxl.domain.relative import REASONS
from kamxl.domain.rounding import nine
from kamxl.domain.scoring import missing_fill
from kamxl.domain.stages import STAGE_STRENGTH
from kamxl.domain.subratings import STRATEGIC
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.sheets import lookups, managers
from kamxl.workbook.sheets.accounts import totals
from kamxl.workbook.sheets.strength import INSTEAD, in_order
from kamxl.workbook.spec import Area, Content, Page, Sheet, Validation

TITLE = Text("Settings", "Einstellungen")
NOTE = Text(
    "Yellow cells may be changed; everything follows. Borders stand on the scale 1 to 10 and are "
    "converted to the scale in use.",
    "Gelbe Zellen dürfen geändert werden; alles folgt. Grenzen stehen auf der Skala 1 bis 10 und "
    "werden auf die gewählte Skala umgerechnet.",
)
HEADINGS = (
    Text("Key", "Schlüssel"),
    Text("Setting", "Einstellung"),
    Text("Value", "Wert"),
    Text("In use", "Wirksam"),
    Text("What it does", "Wirkung"),
)
LADDER_TITLE = Text("Ladder of warnings (share of one account)", "Warnleiter (Anteil eines Kunden)")
RULES_TITLE = Text("Warnings about the whole portfolio", "Warnungen zum ganzen Portfolio")
LADDER_HEADINGS = (
    Text("Level", "Stufe"),
    Text("Operator", "Operator"),
    Text("Threshold", "Schwelle"),
    Text("Meaning", "Bedeutung"),
)
RULES: Mapping[str, Text] = {
    "cr5": Text("Share of the five largest", "Anteil der fünf größten"),
    "hhi": Text("HHI (a convention)", "HHI (Konvention)"),
    "hhi_change": Text("Rise of HHI on the previous year", "Anstieg HHI zum Vorjahr"),
}
RULE_ROWS: tuple[tuple[str, str], ...] = (
    ("cr5", "warning"),
    ("cr5", "high"),
    ("hhi", "notice"),
    ("hhi", "high"),
    ("hhi_change", "notice"),
)
WORDS_TITLE = Text("Words for formulas and lists", "Wörter für Formeln und Listen")
TOTALS_TITLE = Text("Sums that all rows share", "Summen, die alle Zeilen nutzen")

# What applies to an account that cannot be compared.

HEADER = 3
FIRST = HEADER + 1
LADDER = FIRST + len(words.SETTINGS) + 2
RULES_AT = LADDER + 2 + len(LEVELS)
MANAGERS_AT = RULES_AT + 3 + len(RULE_ROWS)
KEY, LABEL, VALUE, USED, EFFECT = range(5)
WORDS_COLUMN = 6

STYLES = {
    "as_of": "date", "minimum_coverage": "percent0", "abc_a": "percent0", "abc_b": "percent0",
    "xyz_x": "score", "xyz_y": "score", "balance_spread": "percent0",
    "risk_share": "percent0", "risk_share_near": "percent0", "mark_share": "percent0",
    "reported_revenue": "money", "fixed_costs": "money", "cash": "money",
    "reported_before": "money", "receivables_limit": "percent0",
    "substitution": "percent0", "border_a": "decimal", "border_b": "decimal",
    "border_c": "decimal", "cut_attractiveness": "decimal", "cut_strength": "decimal",
    "cut_relative": "score",
    "borderline": "decimal", "moved": "score", "mark_solvency": "decimal",
    "retention": "percent0",
    "discount": "percent", "period_end": "date", "reference_rating": "decimal",
}  # fmt: skip
FIXED = ("language", "profile")
# Settings chosen from a list of words: their kind has their name.
CHOSEN = (
    "basis", "missing", "tier_mode", "cut_mode", "strength_mode", "annualise", "plan_tiers",
    "plan_matrix", "balance_mode",
)  # fmt: skip
# May be left blank.
OPTIONAL = ("reported_revenue", "lifetime_years", "fixed_costs", "cash", "reported_before")
# The cuts, and the values of ranked accounts of which the median may be one.
CUTS = {"cut_attractiveness": "on_attractiveness", "cut_strength": "on_strength"}
# Kept on the scale 1 to 10, used on the workbook's: True for a distance.
SCALED = {
    "border_a": False, "border_b": False, "border_c": False, "cut_attractiveness": False,
    "cut_strength": False, "borderline": True, "hysteresis": True, "moved": True,
    "mark_solvency": False,
    "reference_rating": False,
}  # fmt: skip


def setting_values(context: Context) -> dict[str, CellValue]:
    """Return every setting's cell by key."""
    policy = context.policy
    simple: dict[str, CellValue] = {
        key: getattr(policy, key) for key in words.SETTINGS if hasattr(policy, key)
    }
    a, b, c = policy.borders
    return {
        **simple,
        "language": context.language,
        "as_of": to_serial(context.inputs.as_of),
        "period": policy.period or None,
        **{f"icp_{key}": getattr(policy, f"icp_{key}") or None for key in suggestions.PROFILE},
        "period_end": None if policy.period_end is None else to_serial(policy.period_end),
        "scale": policy.scale.high,
        "border_a": a,
        "border_b": b,
        "border_c": c,
        "tie_break_1": policy.tie_break[0] or None,
        "tie_break_2": policy.tie_break[1] or None,
        "abc_a": policy.abc[0],
        "abc_b": policy.abc[1],
        "xyz_x": policy.xyz[0],
        "xyz_y": policy.xyz[1],
        **{kind: context.choice(kind, getattr(policy, kind)) for kind in CHOSEN},
        **{f"quota_{tier}": quota for tier, quota in zip("abc", policy.quotas, strict=True)},
    }


def row_of(key: str) -> int:
    """Return the row of a setting."""
    return FIRST + list(words.SETTINGS).index(key)


def sheet(context: Context) -> Sheet:
    """Return the sheet with settings, ladder, rules, and the words at the side."""
    made = Sheet("settings", context.sheet_name("settings"), "#6B7280", freeze=(FIRST, 0))
    t, f, policy = context.t, context.f, context.policy
    made.put(0, 0, t(TITLE), "title")
    made.put(1, 0, t(NOTE), "subtitle")
    for column, width in ((KEY, 19), (LABEL, 34), (VALUE, 22), (USED, 12), (EFFECT, 62)):
        made.width(column, width)
        made.put(HEADER, column, t(HEADINGS[column]), "header")
    values = setting_values(context)
    for key, (label, effect) in words.SETTINGS.items():
        row = row_of(key)
        made.put(row, KEY, key, "helper")
        made.put(row, LABEL, t(label), "label")
        base = "calc" if key in FIXED else "input"
        number = STYLES.get(key, "")
        made.put(row, VALUE, values[key], f"{base}.{number}" if number else base)
        made.put(row, EFFECT, t(effect), "calc_wrap")
        context.name_cell(f"kam_{key}", "settings", row, VALUE)
        used = _used(key, policy, context.result)
        if used is not None:
            made.put(row, USED, f(*used), "calc.decimal")
            context.name_cell(f"kam_{key}_scaled", "settings", row, USED)
        else:
            made.put(row, USED, None, "calc")
    _ladder(context, made)
    _rules(context, made)
    managers.put(context, made, MANAGERS_AT)
    _words(context, made)
    made.validations.extend(_validations(context))
    last = managers.last_row(context, MANAGERS_AT)
    made.page = Page(landscape=False, area=Area(0, 0, last, EFFECT))
    return made


def _cut(key: str, result: Assessment) -> tuple[str, float]:
    """Return the cut in use: the middle of the scale, the median, or the value typed beside."""
    values = f"ratings[{CUTS[key]}]"
    middle = "(kam_scale_low+kam_scale)/2"
    own = f"kam_scale_low+kam_scale_step*(kam_{key}-1)"
    if key == "cut_strength":
        middle = f"IF(kam_strength_mode_no=3,1,{middle})"
        own = f"IF(kam_strength_mode_no=3,kam_cut_relative,{own})"
    return (
        f"=ROUND(IF(kam_cut_mode_no=3,{own},"
        f"IF(IF(kam_cut_mode_no=2,COUNT({values}),0)>0,MEDIAN({values}),{middle})),9)",
        getattr(result, key),
    )


def _used(key: str, policy: Policy, result: Assessment) -> tuple[str, float] | None:
    if key not in SCALED:
        return None
    if key in CUTS:
        return _cut(key, result)
    value = {
        "border_a": policy.borders[0],
        "border_b": policy.borders[1],
        "border_c": policy.borders[2],
    }.get(key)
    value = getattr(policy, key) if value is None else value
    if SCALED[key]:
        return f"=ROUND(kam_scale_step*kam_{key},9)", nine(policy.scale.distance(value))
    return (
        f"=ROUND(kam_scale_low+kam_scale_step*(kam_{key}-1),9)",
        nine(policy.scale.from_ten(value)),
    )


def _ladder(context: Context, made: Sheet) -> None:
    t = context.t
    made.put(LADDER, 1, t(LADDER_TITLE), "heading")
    for place, heading in enumerate(LADDER_HEADINGS):
        made.put(LADDER + 1, place + 1, t(heading), "header")
    steps = {step.level: step for step in context.policy.ladder}
    for place, level in enumerate(LEVELS[1:]):
        row, step = LADDER + 2 + place, steps[level]
        made.put(row, 0, f"ladder_{level}", "helper")
        made.put(row, 1, context.choice("level", level), "label")
        made.put(row, 2, step.operator, "input")
        made.put(row, 3, step.threshold, "input.percent0")
        made.put(row, 4, context.choice("level_meaning", level), "label")
    first, last = LADDER + 2, LADDER + 1 + len(LEVELS[1:])
    for name, column in (
        ("kam_level_names", 1),
        ("kam_ladder_operator", 2),
        ("kam_ladder_threshold", 3),
        ("kam_level_meanings", 4),
    ):
        context.name_area(name, "settings", Area(first, column, last, column))


def _rules(context: Context, made: Sheet) -> None:
    t = context.t
    made.put(RULES_AT, 1, t(RULES_TITLE), "heading")
    for place, heading in enumerate((LADDER_HEADINGS[0], *LADDER_HEADINGS[1:3])):
        made.put(RULES_AT + 1, place + 1, t(heading), "header")
    made.put(RULES_AT + 1, 4, t(HEADINGS[1]), "header")
    for place, (rule, level) in enumerate(RULE_ROWS):
        row = RULES_AT + 2 + place
        step = next(s for s in context.policy.portfolio_rules[rule] if s.level == level)
        made.put(row, 0, f"rule_{rule}_{level}", "helper")
        made.put(row, 1, context.choice("level", level), "label")
        made.put(row, 2, step.operator, "input")
        number = "percent0" if rule == "cr5" else "score"
        made.put(row, 3, step.threshold, f"input.{number}")
        made.put(row, 4, t(RULES[rule]), "label")
        context.name_cell(f"kam_rule_{rule}_{level}_operator", "settings", row, 2)
        context.name_cell(f"kam_rule_{rule}_{level}_threshold", "settings", row, 3)


def _words(context: Context, made: Sheet) -> None:
    t, f, policy = context.t, context.f, context.policy
    made.width(WORDS_COLUMN, 24, 1)
    made.width(WORDS_COLUMN + 1, 24, 1)
    made.put(1, WORDS_COLUMN, t(WORDS_TITLE), "plain_helper")
    row = HEADER

    def place(name: str, content: Content) -> None:
        nonlocal row
        made.put(row, WORDS_COLUMN, name, "plain_helper")
        made.put(row, WORDS_COLUMN + 1, content, "plain_helper")
        context.name_cell(name, "settings", row, WORDS_COLUMN + 1)
        row += 1

    def listed(name: str, contents: list[Content]) -> None:
        nonlocal row
        for place_, content in enumerate(contents):
            made.put(row + place_, WORDS_COLUMN, name, "plain_helper")
            made.put(row + place_, WORDS_COLUMN + 1, content, "plain_helper")
        last = row + len(contents) - 1
        context.name_area(name, "settings", Area(row, WORDS_COLUMN + 1, last, WORDS_COLUMN + 1))
        row = last + 1

    for key, phrase in words.PHRASES.items():
        place(f"kam_word_{key}", t(phrase))
    place("kam_yes", t(words.YES))
    place("kam_no", t(words.NO))
    place("kam_direction_low", context.choice("direction", "low"))
    place("kam_axis_attractiveness", context.choice("axis", "attractiveness"))
    place("kam_axis_strength", context.choice("axis", "strength"))
    place("kam_status_prospect", context.choice("status", "prospect"))
    place("kam_shape_linear", context.choice("shape", "linear"))
    place("kam_effect_exclude", context.choice("gate_effect", "exclude"))
    place("kam_effect_flag", context.choice("gate_effect", "flag"))
    for kind in (
        "yes_no", "direction", "axis", "status", "gate_effect", "shape", "importance", "stage",
        "reputation_fits", "brand", "vision", "external", "expansion", "impulse", "logo",
        "owner_role", "pinned",
        "strength_source", *CHOSEN,
    ):  # fmt: skip
        listed(f"kam_list_{kind}", [t(text) for text in words.CHOICES[kind].values()])
    listed(
        "kam_list_source",
        [t(words.RATED_SOURCE), *(t(words.ACCOUNT_COLUMNS[key]) for key in METRICS)],
    )
    listed("kam_quadrant_names", [t(text) for text in words.CHOICES["quadrant"].values()])
    listed("kam_quadrant_strategies", [t(text) for text in words.CHOICES["strategy"].values()])
    strengths = [
        f(f"=kam_scale_low+kam_scale_step*({strength:g}-1)", policy.scale.from_ten(strength))
        for strength in STAGE_STRENGTH.values()
    ]
    listed("kam_stage_strengths", [*strengths])
    listed("kam_cell_groups", [context.choice("cell_group", g) for g in CELL_GROUPS.values()])
    listed(
        "kam_shortlist_words",
        [f('=""', ""), *(t(text) for text in words.CHOICES["shortlist"].values())],
    )
    listed("kam_vision_ratings", [*suggestions.VISION.values()])
    listed("kam_ladder_index", [1, 2, 3, 4])

    def slot(key: str) -> int:
        found = policy.position(key)
        return 0 if found is None else found + 1

    def slot_formula(name: str) -> str:
        return f"=IF(LEN({name})=0,0,IFERROR(MATCH({name},kam_criteria_keys,0),0))"

    made.put(row, WORDS_COLUMN, t(TOTALS_TITLE), "plain_helper")
    row += 1
    scale = policy.scale
    place("kam_scale_low", scale.low)
    place("kam_scale_step", f("=(kam_scale-kam_scale_low)/9", scale.step))
    place(
        "kam_basis_margin",
        f("=--(kam_basis=INDEX(kam_list_basis,2))", int(policy.basis == "margin")),
    )
    place(
        "kam_period_last",
        f(
            "=IF(ISNUMBER(kam_period_end),kam_period_end,kam_as_of)",
            to_serial(policy.period_end or context.inputs.as_of),
        ),
    )
    answers = list(words.CHOICES["annualise"])
    answer = 1 + answers.index(policy.annualise)
    place("kam_annualise_no", f(_number_of("kam_annualise", answers), answer))
    place(
        "kam_lifetime_no",
        f(
            "=IF(ISNUMBER(kam_lifetime_years),kam_lifetime_years,kam_horizon)",
            lifetime_years(policy),
        ),
    )
    place(
        "kam_contract_horizon",
        f(
            "=EDATE(kam_as_of,kam_contract_months)",
            to_serial(add_months(context.inputs.as_of, policy.contract_months)),
        ),
    )
    policies = list(words.CHOICES["missing"])
    place(
        "kam_missing_no",
        f(_number_of("kam_missing", policies), 1 + policies.index(policy.missing)),
    )
    place(
        "kam_missing_fill",
        f(
            "=CHOOSE(kam_missing_no,0,(kam_scale_low+kam_scale)/2,kam_scale_low,0)",
            missing_fill(policy.missing, scale.low, scale.high) or 0,
        ),
    )
    modes = list(words.CHOICES["tier_mode"])
    mode = 1 + modes.index(policy.tier_mode)
    place("kam_tier_mode_no", f(_number_of("kam_tier_mode", modes), mode))
    ranked = int(np.sum(context.result.rank > NO_RANK))
    cut_modes = list(words.CHOICES["cut_mode"])
    cut_mode = 1 + cut_modes.index(policy.cut_mode)
    place("kam_cut_mode_no", f(_number_of("kam_cut_mode", cut_modes), cut_mode))
    sources = list(words.CHOICES["strength_mode"])
    source = 1 + sources.index(policy.strength_mode)
    place("kam_strength_mode_no", f(_number_of("kam_strength_mode", sources), source))
    across = ruler_of(scale, relative=policy.strength_mode == "relative")
    for name, formula, value in (
        ("stretch", f"{MIDPOINT:g}*kam_scale_step,1", across.stretch),
        ("low", f"{RATIO_ENDS[0]:g},kam_scale_low", across.ends[0]),
        ("high", f"{RATIO_ENDS[1]:g},kam_scale", across.ends[1]),
        ("least", f"{RATIO_RANGE[0]:g},kam_scale_low", across.least),
        ("most", f"{RATIO_RANGE[1]:g},kam_scale", across.most),
        *(
            (f"third_{name}",
             f"ROUND({third:g}/{MIDPOINT:g},9),kam_scale_low+kam_scale_step*({third:g}-1)", value)
            for name, third, value in zip(("low", "high"), THIRDS, across.thirds, strict=True)
        ),
    ):  # fmt: skip
        place(f"kam_strength_{name}", f(f"=IF(kam_strength_mode_no=3,{formula})", value))
    listed("kam_strength_reasons", [t(text) for text in REASONS])
    place("kam_word_criteria_instead", t(INSTEAD))
    place("kam_strength_sorted", f(lookups.ascending("strength[account_row]"), in_order(context)))
    for name, third in zip(("low", "high"), THIRDS, strict=True):
        place(
            f"kam_third_{name}",
            f(f"=kam_scale_low+kam_scale_step*({third:g}-1)", scale.from_ten(third)),
        )
    place("kam_ranked", f("=COUNT(ratings[rank])", ranked))
    before = ""
    for tier, limit in zip("abc", quota_limits(policy.quotas, ranked), strict=True):
        quota = f"kam_quota_{tier}"
        share = f"IF({quota}<1,ROUNDUP(ROUND({quota}*kam_ranked,9),0),{quota})"
        place(f"{quota}_limit", f(f"=MAX({share}{before})", limit))
        before = f",{quota}_limit"
    place("kam_tie_slot_1", f(slot_formula("kam_tie_break_1"), slot(policy.tie_break[0])))
    place("kam_tie_slot_2", f(slot_formula("kam_tie_break_2"), slot(policy.tie_break[1])))
    for key in suggestions.PROFILE:
        weight = getattr(policy, f"icp_{key}_weight")
        name, texts = f"kam_icp_{key}", suggestions.listed(getattr(policy, f"icp_{key}"))
        tidy = f'SUBSTITUTE(SUBSTITUTE(LOWER(TRIM({name})),", ",",")," ,",",")'
        place(f"{name}_list", f(f'=","&{tidy}&","', texts))
        counts = 0.0 if texts == suggestions.listed("") else weight
        place(f"{name}_counts", f(f'=IF({name}_list=",,",0,{name}_weight)', counts))
    place("kam_strategic_key", STRATEGIC)
    place("kam_strategic_slot", f(slot_formula("kam_strategic_key"), slot(STRATEGIC)))
    place("kam_reference_slot", f(slot_formula("kam_reference_key"), slot(policy.reference_key)))
    place("kam_solvency_slot", f(slot_formula("kam_solvency_key"), slot(policy.solvency_key)))
    for name, (formula, value) in totals(context).items():
        place(name, f(formula, value))


def _number_of(name: str, keys: Sequence[str]) -> str:
    """Return the formula for the place of a chosen word in its list; 1 for what is not in it."""
    found = "1"
    for place in range(len(keys), 1, -1):
        found = f"IF({name}=INDEX({name.replace('kam_', 'kam_list_', 1)},{place}),{place},{found})"
    return f"={found}"


NUMBER_ERROR = Text(
    "Outside what makes sense; see the explanation beside it.",
    "Nicht sinnvoll; siehe die Erklärung daneben.",
)
LIMITS: Mapping[str, tuple[float, float]] = {
    "minimum_coverage": (0, 1), "border_a": (1, 10), "border_b": (1, 10), "border_c": (1, 10),
    "cut_attractiveness": (1, 10), "cut_strength": (1, 10), "cut_relative": (0.1, 10),
    "borderline": (0, 9), "moved": (0.01, 9),
    "horizon": (1, 20), "hysteresis": (0, 9), "hysteresis_periods": (1, 20),
    "quota_a": (0, 1e6), "quota_b": (0, 1e6), "quota_c": (0, 1e6),
    "reported_revenue": (0, 1e15), "fixed_costs": (0, 1e15), "cash": (0, 1e15),
    "reported_before": (0, 1e15), "receivables_limit": (0.01, 1),
    "substitution": (0, 1), "abc_a": (0, 1), "abc_b": (0, 1), "risk_share": (0.0001, 1),
    "xyz_x": (0, 100), "xyz_y": (0, 100),
    "risk_share_near": (0.0001, 1), "contract_months": (0, 120), "mark_share": (0.0001, 1),
    "mark_solvency": (1, 10), "shortlist": (1, 100000), "key_account_limit": (1, 100000),
    **{f"icp_{key}_weight": (0.0, 100.0) for key in suggestions.PROFILE},
    "lifetime_years": (0, 100), "retention": (0, 1), "discount": (0, 10),
    "reference_years": (0, 100), "reference_rating": (1, 10),
    "plan_limit": (0, 500), "manager_limit": (1, 1000), "balance_spread": (0, 0.5),
    "stability_accounts": (1, 1000), "draws": (100, 100000),
    "labels": (0, 50), "reserve": (0, 5000), "formula_limit": (1, 20000),
}  # fmt: skip
WHOLE = (
    "horizon", "hysteresis_periods", "contract_months", "shortlist", "key_account_limit", "labels",
    "reserve", "formula_limit", "stability_accounts", "draws", "lifetime_years", "reference_years",
    "plan_limit", "manager_limit",
)  # fmt: skip


def _validations(context: Context) -> list[Validation]:
    t = context.t

    def area(key: str) -> Area:
        return Area(row_of(key), VALUE, row_of(key), VALUE)

    def title(key: str) -> str:
        return t(words.SETTINGS[key][0])[:32]

    made = [
        Validation(
            area(key), "list", source, title=title(key), message=t(words.SETTINGS[key][1])[:255]
        )
        for key, source in (
            ("scale", "10,100"),
            ("grid", "2,3"),
            *((kind, f"=kam_list_{kind}") for kind in CHOSEN),
            ("tie_break_1", "=kam_criteria_keys"),
            ("tie_break_2", "=kam_criteria_keys"),
            ("solvency_key", "=kam_criteria_keys"),
            ("reference_key", "=kam_criteria_keys"),
        )
    ]
    for key, (low, high) in LIMITS.items():
        made.append(
            Validation(
                area(key),
                "whole" if key in WHOLE else "decimal",
                minimum=low,
                maximum=high,
                title=title(key),
                message=t(words.SETTINGS[key][1])[:255],
                error=t(NUMBER_ERROR),
            )
        )
    made += [
        Validation(area(key), "date", minimum=1, maximum=2958465, title=title(key),
                   message=t(words.SETTINGS[key][1])[:255], error=t(NUMBER_ERROR))
        for key in ("as_of", "period_end")
    ]  # fmt: skip
    first, last = LADDER + 2, LADDER + 1 + len(LEVELS[1:])
    rules = (RULES_AT + 2, RULES_AT + 1 + len(RULE_ROWS))
    for top, bottom in ((first, last), rules):
        made.append(Validation(Area(top, 2, bottom, 2), "list", ">=,>"))
        made.append(
            Validation(Area(top, 3, bottom, 3), "decimal", minimum=0, maximum=1,
                       error=t(NUMBER_ERROR))
        )  # fmt: skip
    return made
