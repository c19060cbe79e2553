"""Stability: how firm ranks and tiers are. Stored values; a live check says when they are outdated.

A worksheet cannot draw thousands of weightings, so kamxl computes this sheet when it writes it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain.classes import quota_limits, tier_name
from kamxl.domain.critical import weight_shares
from kamxl.domain.firmness import enough_rating, sentence, typed_rating
from kamxl.domain.policy import SLOTS, TIERS
from kamxl.domain.rounding import Floats
from kamxl.domain.sensitivity import CHALLENGERS, SPREAD, Sensitivity
from kamxl.domain.smaa import RANKS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import LIST_HEADER, Context
from kamxl.workbook.sheets import criteria, rating_values
from kamxl.workbook.spec import Area, Chart, Conditional, Page, Series, Sheet

TITLE = Text("How firm are ranks and tiers?", "Wie fest sind Ränge und Klassen?")
NOTE = Text(
    "Stored values: kamxl run computes them anew. Near your weights: drawn around them "
    "(Dirichlet, α = 60: a weight of 10 % varies by about ± 4 points). Any weights: each weighting "
    "is as likely as any other. Tiers follow the settings’ mode, gates and decisions.",
    "Gespeicherte Werte: kamxl run rechnet neu. Nahe Ihren Gewichten: um sie herum gezogen "
    "(Dirichlet, α = 60: ein Gewicht von 10 % schwankt um etwa ± 4 Punkte). Beliebige: jede "
    "Gewichtung gleich wahrscheinlich. Klassen folgen Klassenmodus, Deckel und Entscheidungen.",
)
STAMP = Text("Computed as of", "Berechnet zum Stichtag")
DRAWS = Text("weightings drawn, seed", "Gewichtungen gezogen, Startwert")
AMONG = Text("ranks among the best", "Ränge unter den besten")
NOBODY = Text("Nobody is ranked yet.", "Noch ist niemand im Rang.")
GROUPS: Mapping[str, Text] = {
    "a": Text("Near your weights", "Nahe Ihren Gewichten"),
    "anywhere": Text("Any weights", "Beliebige"),
    "by": Text("Nearest change of tier by a weight", "Nächster Klassenwechsel durch ein Gewicht"),
    "needed": Text("What lifts to the next tier", "Was in die nächste Klasse hebt"),
}
PERCENT = f"{SPREAD * 100:.0f}"
LIST: Mapping[str, tuple[Text, str, float]] = {
    "slot": (Text("No.", "Nr."), "calc.whole", 5),
    "name": (Text("Account", "Kunde"), "calc_wrap", 26),
    "tier": (Text("Tier", "Klasse"), "tier", 8),
    **{letter: (Text.same(f"P({letter.upper()})"), "calc.percent", 8) for letter in "abcd"},
    "first": (Text("P(rank 1)", "P(Rang 1)"), "calc.percent", 8),
    "expected": (Text("Mean rank", "Mittlerer Rang"), "calc.score", 9),
    "anywhere": (Text("P(rank 1)", "P(Rang 1)"), "calc.percent", 9),
    "holds": (Text(f"Tier holds ± {PERCENT} %", f"Klasse hält ± {PERCENT} %"), "calc.percent", 9),
    "by": (Text("Points of weight", "Gewichts-punkte"), "calc.change", 9),
    "beyond": (Text("Tier then", "Klasse dann"), "tier", 8),
    "mover": (Text("Criterion", "Kriterium"), "calc_wrap", 24),
    "needed": (Text("Criterion", "Kriterium"), "calc_wrap", 24),
    "now": (Text("Rating now", "Be-wertung"), "calc.rating", 8),
    "enough": (Text("Rating needed", "Nötig"), "calc.rating", 8),
    "next": (Text("Tier then", "Klasse dann"), "tier", 8),
    "words": (Text("In words", "In Worten"), "calc_wrap", 80),
}
PLACE = {key: place for place, key in enumerate(LIST)}
FIRST = LIST_HEADER + 1

LEADER = Text("What the leader’s score hangs on", "Woran der Punktwert des Ersten hängt")
LEADER_NOTE = Text(
    "Points of score when one weight changes; where the ranking holds; where the next draw level.",
    "Punkte, wenn sich ein Gewicht ändert; wo die Rangfolge hält; wo Verfolger gleichziehen.",
)
CUT = Text(f"Weight − {PERCENT} %", f"Gewicht − {PERCENT} %")
RAISED = Text(f"Weight + {PERCENT} %", f"Gewicht + {PERCENT} %")
WEIGHTS: tuple[tuple[Text, str], ...] = (
    (Text("Criterion", "Kriterium"), "calc_wrap"),
    (words.CRITERIA_COLUMNS["weight"], "calc.percent"),
    (CUT, "calc.change"),
    (RAISED, "calc.change"),
    (Text("Ranking holds from", "Rangfolge hält ab"), "calc.percent"),
    (Text("Ranking holds up to", "Rangfolge hält bis"), "calc.percent"),
)
DOMINANCE = Text("Better whatever the weights", "Bei jedem Gewicht besser")
DOMINANCE_NOTE = Text(
    "At least as good on every criterion both have, better on one.",
    "In keinem gemeinsamen Kriterium schlechter, in einem besser.",
)
BETTER, WORSE = Text("Better", "Besser"), Text("Worse", "Schlechter")
PAIRS = 20
WEIGHTS_COLUMN, PAIRS_COLUMN = PLACE["name"], PLACE["mover"]
RIVALS_COLUMN = WEIGHTS_COLUMN + len(WEIGHTS)

EVERY = Text("Every tier and rank", "Jede Klasse und jeder Rang")
EVERY_NOTE = Text(
    "In which share of the weightings an account has a tier or a rank; equal scores share one.",
    "Bei welchem Anteil der Gewichtungen ein Kunde eine Klasse oder einen Rang hat; gleiche "
    "Punktwerte teilen sich den Rang.",
)
EACH_RANK = tuple(Text(f"P(rank {n})", f"P(Rang {n})") for n in range(1, RANKS + 1))
EVERY_COLUMN = PLACE["name"]

TORNADO = Text("What moves the leader’s score", "Was den Punktwert des Ersten bewegt")
TORNADO_SAYS = Text(
    "Bars: change of the leader’s score when one weight is cut or raised by a fifth; the same "
    "figures stand in the list above.",
    "Balken: Änderung des Punktwerts des Ersten, wenn ein Gewicht um ein Fünftel sinkt oder "
    "steigt; dieselben Zahlen stehen in der Liste darüber.",
)
TIERS_CHART = Text("Tiers near your weights", "Klassen nahe Ihren Gewichten")
TIERS_SAYS = Text(
    "Stacked bars: in which share of the weightings near yours each account has tier A, B, C or D; "
    "the same figures stand in the list above.",
    "Gestapelte Balken: bei welchem Anteil der Gewichtungen nahe Ihren jeder Kunde Klasse A, B, C "
    "oder D hat; dieselben Zahlen stehen in der Liste darüber.",
)
POINTS = Text("Points of score", "Punkte")
CHART_ROWS = 19

# What the values were computed from: rows 0 and 1, so that no longer list moves them.
FINGERPRINT_COLUMN = len(LIST) + 2
FINGERPRINT: Mapping[str, str] = {
    "key": "=SUM(ratings[key])",
    "key_squares": "=SUMSQ(ratings[key])",
    # Two accounts that exchange their ratings leave the sums as they were.
    "key_accounts": "=SUMPRODUCT(ratings[key],ratings[account_row])",
    **{
        f"rating_{n}": f"=SUMPRODUCT(ratings[e{n}],ratings[account_row])"
        for n in range(1, SLOTS + 1)
    },
    "weights": "=SUM(kam_weights)",
    "weights_squares": "=SUMSQ(kam_weights)",
    "weights_places": "=SUMPRODUCT(kam_weights,kam_slots)",
    "previous": "=SUMPRODUCT(ratings[previous_no],ratings[account_row])",
    "gate": "=SUMPRODUCT(ratings[gate],ratings[account_row])",
    **{
        f"tier_{tier}": f'=SUMPRODUCT(--(ratings[tier]="{tier.upper()}"),ratings[account_row])'
        for tier in "abc"
    },
    "decided": "=SUMPRODUCT(ratings[override_no],ratings[account_row])",
    "before": "=SUMPRODUCT(ratings[before_no],ratings[account_row])",
    "periods": "=kam_hysteresis_periods",
    "mode": "=kam_tier_mode_no",
    **{f"quota_{tier}": f"=IF(kam_tier_mode_no=2,kam_quota_{tier}_limit,0)" for tier in "abc"},
    **{
        axis: f"=IF(kam_tier_mode_no=3,SUMPRODUCT(ratings[on_{axis}],ratings[account_row]),0)"
        for axis in ("attractiveness", "strength")
    },
    **{
        f"cut_{axis}": f"=IF(kam_tier_mode_no=3,kam_cut_{axis}_scaled,0)"
        for axis in ("attractiveness", "strength")
    },
    "cut_mode": "=IF(kam_tier_mode_no=3,kam_cut_mode_no,0)",
    "gates": "=SUMPRODUCT(kam_gate_limits,kam_gate_severities,kam_slots)",
    **{f"border_{tier}": f"=kam_border_{tier}_scaled" for tier in "abc"},
    "hysteresis": "=kam_hysteresis_scaled",
}
FRESH = (
    "=IFERROR(SUMPRODUCT(--(ABS(kam_stability_live-kam_stability_stored)>"
    "0.00000000001*(1+ABS(kam_stability_stored))))=0,FALSE)"
)


def fingerprint(context: Context) -> list[float]:
    """Return what the inputs of this sheet sum to: it changes when they do."""
    policy, scale = context.policy, context.policy.scale

    def cells(key: str) -> Floats:
        found = [
            float(cell) if isinstance(cell, (int, float)) else 0.0
            for cell in rating_values.values_of(context, key)
        ]
        return np.array(found, dtype=float)

    keys, accounts = cells("key"), cells("account_row")
    weights = np.array(policy.weights, dtype=float)
    letters = np.array(rating_values.values_of(context, "tier"), dtype=object)
    by_matrix = policy.tier_mode == "matrix"
    result = context.result
    ranked = int(np.sum(result.rank > 0))
    limits = quota_limits(policy.quotas, ranked) if policy.tier_mode == "quota" else [0.0] * 3
    gates = [criteria.gate_number(context, criterion) for criterion in context.criteria]
    made = {
        "key": math.fsum(keys),
        "key_squares": math.fsum(keys * keys),
        "key_accounts": math.fsum(keys * accounts),
        **{f"rating_{n}": math.fsum(cells(f"e{n}") * accounts) for n in range(1, SLOTS + 1)},
        "weights": math.fsum(weights),
        "weights_squares": math.fsum(weights * weights),
        "weights_places": math.fsum(weights * np.arange(1, len(weights) + 1)),
        "previous": math.fsum(cells("previous_no") * accounts),
        "gate": math.fsum(cells("gate") * accounts),
        **{f"tier_{tier}": math.fsum(accounts * (letters == tier.upper())) for tier in "abc"},
        "decided": math.fsum(cells("override_no") * accounts),
        "before": math.fsum(cells("before_no") * accounts),
        "periods": float(policy.hysteresis_periods),
        "mode": float(list(words.CHOICES["tier_mode"]).index(policy.tier_mode) + 1),
        **{f"quota_{tier}": float(limit) for tier, limit in zip("abc", limits, strict=True)},
        **{
            axis: math.fsum(cells(f"on_{axis}") * accounts) if by_matrix else 0.0
            for axis in ("attractiveness", "strength")
        },
        "cut_attractiveness": result.cut_attractiveness if by_matrix else 0.0,
        "cut_strength": result.cut_strength if by_matrix else 0.0,
        "cut_mode": float(list(words.CHOICES["cut_mode"]).index(policy.cut_mode) + 1) * by_matrix,
        "gates": math.fsum(
            limit * hard * place for place, (limit, hard) in enumerate(gates, start=1)
        ),
        **{
            f"border_{tier}": scale.from_ten(border)
            for tier, border in zip("abc", policy.borders, strict=True)
        },
        "hysteresis": scale.distance(policy.hysteresis),
    }
    return [made[key] for key in FINGERPRINT]


def rows_of(count: int) -> int:
    """Return how many rows the list has for so many accounts: one at least."""
    return max(count, 1)


def sheet(context: Context) -> Sheet:
    """Return the sheet: the list of accounts, below it weights, dominance and two charts."""
    made = Sheet(
        "stability", context.sheet_name("stability"), "#5B4B8A", freeze=(FIRST, 2), protected=True
    )
    t, f = context.t, context.f
    found = context.sensitivity
    rows = rows_of(len(found))
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, PLACE["words"]), t(NOTE), "note"))
    made.heights[1] = 28
    made.put(
        2,
        1,
        f("=IF(kam_stability_fresh,kam_word_current,kam_word_outdated)",
          t(words.PHRASES["current"])),
        "status",
    )  # fmt: skip
    stamp = f"{found.draws} {t(DRAWS)} {found.seed}; {t(AMONG)} {len(found.field)}"
    made.put(2, 2, f"{t(STAMP)} {context.inputs.as_of.isoformat()}: {stamp}", "caption_line")
    made.conditionals += [
        Conditional(Area(2, 1, 2, 1), "formula", "=kam_stability_fresh", "good"),
        Conditional(Area(2, 1, 2, 1), "formula", "=NOT(kam_stability_fresh)", "bad"),
    ]
    _fingerprint(context, made)
    _list(context, made, found)
    _weights(context, made, found, FIRST + rows + 1)
    _pairs(context, made, found, FIRST + rows + 1)
    last = _charts(context, made, found, FIRST + rows + 1)
    last = _every(context, made, found, last + 1)
    made.page = Page(repeat=(LIST_HEADER - 1, LIST_HEADER), area=Area(0, 0, last, PLACE["words"]))
    return made


def _fingerprint(context: Context, made: Sheet) -> None:
    last = FINGERPRINT_COLUMN + len(FINGERPRINT) - 1
    for place, (formula, value) in enumerate(
        zip(FINGERPRINT.values(), fingerprint(context), strict=True)
    ):
        made.put(0, FINGERPRINT_COLUMN + place, context.f(formula, value), "plain_helper")
        made.put(1, FINGERPRINT_COLUMN + place, value, "plain_helper")
        made.width(FINGERPRINT_COLUMN + place, 9, 1)
    for row, name in enumerate(("kam_stability_live", "kam_stability_stored")):
        context.name_area(name, "stability", Area(row, FINGERPRINT_COLUMN, row, last))
    made.put(2, FINGERPRINT_COLUMN, context.f(FRESH, True), "plain_helper")
    context.name_cell("kam_stability_fresh", "stability", 2, FINGERPRINT_COLUMN)


def _list(context: Context, made: Sheet, found: Sensitivity) -> None:
    t = context.t
    made.heights[LIST_HEADER] = 42
    for key, text in GROUPS.items():
        made.put(LIST_HEADER - 1, PLACE[key], t(text), "caption_line")
    for key, (label, _, width) in LIST.items():
        made.put(LIST_HEADER, PLACE[key], t(label), "header")
        made.width(PLACE[key], width)
    for place in range(rows_of(len(found))):
        values = _account(context, found, place) if len(found) else {"name": t(NOBODY)}
        made.heights[FIRST + place] = 27
        for key, (_, style, _) in LIST.items():
            made.put(FIRST + place, PLACE[key], values.get(key, ""), style)


def _account(context: Context, found: Sensitivity, place: int) -> dict[str, CellValue]:
    """Return the cells of one account; what does not exist is left out."""
    policy = context.policy
    values: dict[str, CellValue] = {
        "slot": place + 1,
        "name": context.portfolio.names[found.accounts[place]],
        "tier": tier_name(int(found.tier[place])),
        **{tier: float(found.local.tiers[place, n]) for n, tier in enumerate("abcd")},
        "first": float(found.local.first[place]),
        "expected": float(found.local.expected_rank[place]),
        "anywhere": float(found.uniform.first[place]),
        "holds": float(found.holds[place]),
        "words": sentence(found, place, context.language),
    }
    move = found.nearest_move(place)
    if move is not None:
        values |= {
            "by": move.by * 100,
            "beyond": tier_name(move.tier),
            "mover": context.t(policy.criteria[move.criterion].name),
        }
    position = int(found.needed.criterion[place])
    if position >= 0:
        criterion = policy.criteria[position]
        rated = not found.needed.missing[place]
        present = float(found.ratings[place, position])
        wanted = float(found.needed.rating[place])
        values |= {
            "needed": context.t(criterion.name),
            "now": typed_rating(present, criterion, policy.scale) if rated else "",
            "enough": enough_rating(wanted, criterion, policy.scale),
            "next": tier_name(int(found.needed.tier[place])),
        }
    elif found.needed.blocked[place]:
        values["needed"] = context.result.gate_text(int(found.accounts[place]), context.language)
    return values


def _cell(value: float) -> CellValue:
    return "" if math.isnan(value) else value


def _weights(context: Context, made: Sheet, found: Sensitivity, top: int) -> None:
    """Lay out what each weight does, the criterion that moves the leader most first."""
    t, policy = context.t, context.policy
    leader = f": {context.portfolio.names[found.accounts[0]]}" if len(found) else ""
    made.put(top, WEIGHTS_COLUMN, f"{t(LEADER)}{leader}", "heading")
    made.put(top + 1, WEIGHTS_COLUMN, t(LEADER_NOTE), "caption_line")
    made.heights[top + 2] = 70
    for place, (label, _) in enumerate(WEIGHTS):
        made.put(top + 2, WEIGHTS_COLUMN + place, t(label), "header")
    names = [context.portfolio.names[account] for account in found.challengers]
    for place in range(CHALLENGERS):
        made.put(
            top + 2, RIVALS_COLUMN + place, names[place] if place < len(names) else "", "turned"
        )
    shares = weight_shares(np.array(policy.weights, dtype=float))
    for place, criterion in enumerate(_by_swing(found)):
        row = top + 3 + place
        values: list[CellValue] = [""] * (len(WEIGHTS) + CHALLENGERS)
        if criterion is not None:
            swings = found.swings[0, criterion].tolist() if len(found) else [math.nan] * 2
            levels = found.critical[:, criterion].tolist()
            values[0] = t(policy.criteria[criterion].name)
            values[1:4] = [_cell(float(shares[criterion])), *map(_cell, swings)]
            if len(found):
                values[4:6] = [
                    float(found.ranking_low[criterion]),
                    float(found.ranking_high[criterion]),
                ]
            values[6 : 6 + len(levels)] = map(_cell, levels)
        styles = [style for _, style in WEIGHTS] + ["calc.percent"] * CHALLENGERS
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            shown = style if criterion is not None else "text"
            made.put(row, WEIGHTS_COLUMN + column, value, shown)


def _by_swing(found: Sensitivity) -> list[int | None]:
    """Return the criteria that count, those first that move the leader most; None fills up."""
    criteria = found.result.policy.criteria
    sizes = np.zeros(len(criteria))
    if len(found):
        sizes = np.nan_to_num(np.abs(found.swings[0]).max(axis=1))
    active = [n for n, criterion in enumerate(criteria) if criterion.active]
    ordered: list[int | None] = [*sorted(active, key=lambda n: -sizes[n])]
    return [*ordered, *[None] * (SLOTS - len(ordered))]


def _pairs(context: Context, made: Sheet, found: Sensitivity, top: int) -> None:
    t, names = context.t, context.portfolio.names
    made.put(top, PAIRS_COLUMN, t(DOMINANCE), "heading")
    made.put(top + 1, PAIRS_COLUMN, t(DOMINANCE_NOTE), "caption_line")
    made.put(top + 2, PAIRS_COLUMN, t(BETTER), "header")
    made.put(top + 2, PAIRS_COLUMN + 1, t(WORSE), "header")
    for place in range(PAIRS):
        pair = found.dominance[place] if place < len(found.dominance) else None
        for column in (0, 1):
            value = names[pair[column]] if pair else ""
            style = "calc_wrap" if pair else "text"
            made.put(top + 3 + place, PAIRS_COLUMN + column, value, style)


def _every(context: Context, made: Sheet, found: Sensitivity, top: int) -> int:
    """Lay out all probabilities, near the weights and under any; return the last row."""
    t = context.t
    made.put(top, EVERY_COLUMN, t(EVERY), "heading")
    made.put(top + 1, EVERY_COLUMN, t(EVERY_NOTE), "caption_line")
    row = top + 2
    for group, shares in ((GROUPS["a"], found.local), (GROUPS["anywhere"], found.uniform)):
        made.put(row, EVERY_COLUMN, t(group), "header")
        made.heights[row] = 28
        labels = [f"P({tier})" for tier in TIERS]
        labels += [t(label) for label in EACH_RANK]
        for column, label in enumerate(labels, start=EVERY_COLUMN + 1):
            made.put(row, column, label, "header")
        for place in range(rows_of(len(found))):
            row += 1
            if not len(found):
                made.put(row, EVERY_COLUMN, t(NOBODY), "calc_wrap")
                continue
            account = context.portfolio.names[found.accounts[place]]
            made.put(row, EVERY_COLUMN, account, "calc_wrap")
            values = [*shares.tiers[place].tolist(), *shares.ranks[place].tolist()]
            for column, value in enumerate(values, start=EVERY_COLUMN + 1):
                made.put(row, column, value, "calc.percent0")
        row += 2
    return row - 2


def _charts(context: Context, made: Sheet, found: Sensitivity, top: int) -> int:
    """Lay out both charts below the lists; return the last row."""
    t, name = context.t, made.name
    active = sum(criterion.active for criterion in context.policy.criteria)
    bars, rows = max(active, 1), rows_of(len(found))
    row = top + 3 + max(bars, min(len(found.dominance), PAIRS)) + 1

    def criteria(column: int) -> tuple[str, Area]:
        at = WEIGHTS_COLUMN + column
        return name, Area(top + 3, at, top + 2 + bars, at)

    def accounts(key: str) -> tuple[str, Area]:
        return name, Area(FIRST, PLACE[key], FIRST + rows - 1, PLACE[key])

    made.charts += [
        Chart(
            "bar", row, 1, 620, 370, t(TORNADO), t(TORNADO_SAYS), "", t(POINTS),
            [
                Series(t(CUT), criteria(0), criteria(2), "soft"),
                Series(t(RAISED), criteria(0), criteria(3), "solid"),
            ],
            y_format="+0.00;-0.00;0", legend=(0, 1),
        ),
        Chart(
            "stacked", row, PLACE["by"], 760, 370, t(TIERS_CHART), t(TIERS_SAYS), "", "",
            [
                Series(t(LIST[key][0]), accounts("name"), accounts(key), f"tier_{key}")
                for key in "abcd"
            ],
            y_range=(0, 1), y_format="0%", legend=(0, 1, 2, 3),
        ),
    ]  # fmt: skip
    return row + CHART_ROWS
