"""The helpers of the sheet of explanation: formulas and what they result in.

One row a place of a criterion, one row a step of the waterfall, and single cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.comparison import Explanation, compared
from kamxl.domain.contributions import UNITS, hundredths, order_of, shown_parts, waterfall
from kamxl.domain.explanation import COSTS, STRENGTHS, signed
from kamxl.domain.policy import SLOTS
from kamxl.domain.rounding import Floats, Integers, at_nine_digits
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.choosing import chosen, row_formula
from kamxl.workbook.context import LIST_HEADER, Context
from kamxl.workbook.phrasing import hundredths_text, signed_text
from kamxl.workbook.sheets import meeting, rating_values
from kamxl.workbook.sheets.lookups import first_row
from kamxl.workbook.sheets.ranking import values_at

DIFFERENCE = Text("Difference", "Unterschied")
MORE = Text("More", "Mehr")
LESS = Text("Less", "Weniger")
HEADER = LIST_HEADER + 4
TOTAL = HEADER + 1
FIRST = TOTAL + 1
LAST = FIRST + SLOTS - 1
HELPER_COLUMN = 21
PLACES: Mapping[str, Text] = {
    "slot": Text("Place", "Platz"),
    **{
        f"{who}_{key}": Text(f"{en}: {what_en}", f"{de}: {what_de}")
        for who, en, de in (("own", "Account", "Kunde"), ("other", "Other", "Anderer"))
        for key, what_en, what_de in (
            ("rating", "rating", "Bewertung"), ("exact", "exact", "genau"),
            ("rest", "remainder", "Rest"), ("shown", "shown", "gezeigt"),
        )
    },
    "difference": DIFFERENCE,
    "gain": Text("Order of gains", "Folge der Gewinne"),
    "loss": Text("Order of losses", "Folge der Verluste"),
    **{key: Text.same(key) for key in meeting.HELPERS},
}  # fmt: skip
STEPS: Mapping[str, Text] = {
    "step": Text("Step", "Schritt"),
    "at": Text("Place", "Platz"),
    "change": DIFFERENCE,
    "before": Text("Before", "Vorher"),
    "label": Text("Label", "Beschriftung"),
    "base": Text("Base", "Sockel"),
    "total": words.PHRASES["apart"],
    "up": MORE, "up_below": MORE, "down": LESS, "down_below": LESS,
}  # fmt: skip
AT = {key: HELPER_COLUMN + n for n, key in enumerate(PLACES)}
STEP_AT = {key: HELPER_COLUMN + len(PLACES) + 1 + n for n, key in enumerate(STEPS)}
SINGLE = HELPER_COLUMN + len(PLACES) + len(STEPS) + 2
SINGLES = (
    "own", "other", "own_score", "own_base", "own_total", "own_left", "other_score", "other_base",
    "other_total", "other_left", "both", "count", "bars", "shown", "own_name", "other_name",
    "reason", "sentence",
)  # fmt: skip
# Cells that say how many steps the chart has room for: it changes when the file is written anew.
FITTED = ("bars", "shown")
E = f"ratings[e1:e{SLOTS}]"
MEAN = -1
POSITIVE = '">0"'


def name_of(key: str) -> str:
    """Return the defined name of a single helper."""
    return f"kam_waterfall_{key}" if key in FITTED else f"kam_explained_{key}"


def column_of(key: str) -> str:
    """Return the cells of a helper, one a place of a criterion."""
    top, bottom = address(FIRST, AT[key], absolute=True), address(LAST, AT[key], absolute=True)
    return f"{top}:{bottom}"


def place_formulas(row: int) -> dict[str, str]:
    """Return the helpers of one place of a criterion."""

    def at(key: str) -> str:
        return f"${address(row, AT[key])}"

    slot = at("slot")
    weight = f"INDEX(kam_weights,1,{slot})"
    column = f"INDEX({E},0,{slot})"
    mean = (
        f"(SUMPRODUCT({column},ratings[unit])+kam_missing_fill*(SUM(ratings[unit])-"
        f"SUMPRODUCT(--ISNUMBER({column}),ratings[unit])))/MAX(COUNTIF(ratings[key],{POSITIVE}),1)"
    )
    rated = f"SUMPRODUCT(--ISNUMBER({column}),--(ratings[unit]>0))"

    def rating(who: str) -> str:
        return f'IF(kam_explained_{who}=0,"",INDEX({E},MAX(kam_explained_{who},1),{slot}))'

    def exact(who: str) -> str:
        cell = at(f"{who}_rating")
        return f"IF(ISNUMBER({cell}),{cell},kam_missing_fill)/kam_explained_{who}_base"

    def shown(who: str) -> str:
        rest = at(f"{who}_rest")
        before = (
            f"SUMPRODUCT(--({column_of(f'{who}_rest')}>{rest}))+"
            f"SUMPRODUCT(({column_of(f'{who}_rest')}={rest})*({column_of('slot')}<{slot}))"
        )
        return f"=INT({at(f'{who}_exact')})+({before}<kam_explained_{who}_left)"

    difference = at("difference")
    return {
        "own_rating": f"={rating('own')}",
        "other_rating": f'=IF(kam_explained_other={MEAN},IF({rated}=0,"",'
        f"SUMPRODUCT({column},--(ratings[unit]>0))/MAX({rated},1)),{rating('other')})",
        "own_exact": f"=IF(ISNUMBER(kam_explained_own_score),"
        f"ROUND({UNITS}*{weight}*{exact('own')},9),0)",
        "other_exact": f"=IF(ISNUMBER(kam_explained_other_score),ROUND({UNITS}*{weight}*"
        f"IF(kam_explained_other={MEAN},{mean},{exact('other')}),9),0)",
        **{
            f"{who}_rest": f"=ROUND({at(f'{who}_exact')}-INT({at(f'{who}_exact')}),9)"
            for who in ("own", "other")
        },
        **{f"{who}_shown": shown(who) for who in ("own", "other")},
        "difference": f"=IF(kam_explained_both,{at('own_shown')}-{at('other_shown')},0)",
        # Ordered by the difference, then by the place: both in one number.
        "gain": f'=IF({weight}>0,{difference}*100+{SLOTS}-{slot},"")',
        "loss": f'=IF(AND({weight}>0,{difference}<0),{SLOTS}-{slot}-{difference}*100,"")',
        **meeting.formulas(at, f"({weight}/kam_weight_total)"),
    }


def step_formulas(row: int) -> dict[str, str]:
    """Return the helpers of one step of the waterfall."""

    def at(key: str) -> str:
        return f"${address(row, STEP_AT[key])}"

    step, place, change, before = at("step"), at("at"), at("change"), at("before")
    after = f"({before}+{change})"
    above = (
        f"{address(HEADER, STEP_AT['change'], absolute=True)}:{address(row - 1, STEP_AT['change'])}"
    )
    own = f"INDEX({column_of('difference')},MAX({place},1))"
    apart = "kam_explained_own_total-kam_explained_other_total"
    high, low = f"MAX({before},{after})", f"MIN({before},{after})"
    tall = f"(MAX(0,{high})-MAX(0,{low}))/{UNITS}"
    deep = f"(MIN(0,{low})-MIN(0,{high}))/{UNITS}"
    last = f"{step}=kam_waterfall_shown"
    crowded = f"AND({last},kam_explained_count>kam_waterfall_bars)"
    beyond, inside = f"{step}>kam_waterfall_shown", f"{step}<=kam_waterfall_shown"
    return {
        "at": f"=IF({step}>kam_explained_count,0,"
        f"{SLOTS}-MOD(LARGE({column_of('gain')},{step}),100))",
        "change": f"=IF(OR(NOT(kam_explained_both),{beyond}),0,"
        f"IF({crowded},{apart}-SUM({above}),{own}))",
        "before": f"=IF({beyond},0,SUM({above}))",
        "label": f'=IF({step}>kam_waterfall_shown+1,"",IF({beyond},kam_word_apart&" "&'
        f'IF(kam_explained_both,{signed_text(f"({apart})")},""),'
        f'IF({crowded},kam_word_others,INDEX(kam_criteria_names,MAX({place},1)))&" "&'
        f"{signed_text(change)}))",
        "base": f"=IF({beyond},0,(MAX(0,{low})+MIN(0,{high}))/{UNITS})",
        "total": f"=IF(AND(kam_explained_both,{step}=kam_waterfall_shown+1),({apart})/{UNITS},0)",
        "up": f"=IF(AND({inside},{change}>0),{tall},0)",
        "up_below": f"=IF(AND({inside},{change}>0),{deep},0)",
        "down": f"=IF(AND({inside},{change}<0),{tall},0)",
        "down_below": f"=IF(AND({inside},{change}<0),{deep},0)",
    }


def single_formulas() -> dict[str, str]:
    """Return the formulas of the single helpers; what is not among them is a value."""

    def base(who: str) -> str:
        coverage = f"INDEX(ratings[coverage],MAX(kam_explained_{who},1))"
        return f"=MAX(IF(kam_missing_fill>0,1,N({coverage}))*kam_weight_total,0.000000001)"

    def total(who: str) -> str:
        score = f"kam_explained_{who}_score"
        return f'=IF(ISNUMBER({score}),INT(ROUND({score}*{UNITS},9)+0.5),"")'

    def left(who: str) -> str:
        whole = f"SUMPRODUCT(INT({column_of(f'{who}_exact')}))"
        return f"=N(kam_explained_{who}_total)-{whole}"

    def score(who: str) -> str:
        return f'IF(kam_explained_{who}=0,"",INDEX(ratings[score],MAX(kam_explained_{who},1)))'

    def name(who: str) -> str:
        return f'IF(kam_explained_{who}=0,"",INDEX(ratings[name],MAX(kam_explained_{who},1))&"")'

    differences = column_of("difference")

    def listed(word: str, places: list[str]) -> str:
        """Return the criteria at some places, each left out where it is 0, in one sentence."""
        parts = ""
        for n, place in enumerate(places):
            comma = '", "&' if n else ""
            amount = signed_text(f"INDEX({differences},MAX({place},1))")
            name_there = f"INDEX(kam_criteria_names,MAX({place},1))"
            parts += f'&IF({place}=0,"",{comma}{name_there}&" "&{amount})'
        return f'IF({places[0]}=0,""," "&kam_word_{word}&": "{parts}&".")'

    def gain(n: int) -> str:
        place = address(FIRST + n, STEP_AT["at"], absolute=True)
        return f"IF({place}=0,0,IF(INDEX({differences},MAX({place},1))>0,{place},0))"

    def loss(n: int) -> str:
        losses = column_of("loss")
        return f"IF(COUNT({losses})<{n},0,{SLOTS}-MOD(LARGE({losses},MAX(1,{n})),100))"

    apart = "(kam_explained_own_total-kam_explained_other_total)"
    ranked = 'COUNTIF(ratings[key],">0")'
    return {
        "own": f"=IF(LEN(kam_explanation_account)=0,N(INDEX(kam_ranking_position,1)),"
        f"{row_formula('kam_explanation_account')})",
        "other": f"=IF(LEN(kam_explanation_other)=0,{MEAN},{row_formula('kam_explanation_other')})",
        "own_score": f"={score('own')}",
        "own_base": base("own"),
        "own_total": total("own"),
        "own_left": left("own"),
        "other_score": f"=IF(kam_explained_other={MEAN},IF({ranked}>0,"
        f'SUMIF(ratings[key],">0")/MAX({ranked},1),""),{score("other")})',
        "other_base": base("other"),
        "other_total": total("other"),
        "other_left": left("other"),
        "both": "=AND(ISNUMBER(kam_explained_own_score),ISNUMBER(kam_explained_other_score))",
        "count": "=SUMPRODUCT(--(kam_weights>0))",
        "shown": "=MIN(kam_explained_count,kam_waterfall_bars)",
        "own_name": f"={name('own')}",
        "other_name": f"=IF(kam_explained_other={MEAN},kam_word_the_mean,{name('other')})",
        "reason": '=IF(kam_explained_own=0,"",IFERROR(INDEX(kam_ranking_reason,'
        f'{first_row("kam_explained_own", "kam_ranking_position")})&"",""))',
        "sentence": f'=IF(NOT(kam_explained_both),"",kam_explained_own_name&" "&'
        f'{hundredths_text("kam_explained_own_total")}&": "&IF({apart}=0,"",'
        f'{hundredths_text(f"ABS({apart})")}&" ")&'
        f"IF({apart}=0,kam_word_as_much_as,IF({apart}>0,kam_word_more_than,kam_word_less_than))&"
        f'" "&kam_explained_other_name&" ("&{hundredths_text("kam_explained_other_total")}&")."&'
        f"{listed('ahead', [gain(n) for n in range(STRENGTHS)])}&"
        f"{listed('behind', [loss(n) for n in range(1, COSTS + 1)])})",
    }


@dataclass
class Shown:
    """What the sheet shows of some inputs, without a program that computes."""

    context: Context

    @cached_property
    def rows(self) -> tuple[int, int]:
        """The rows in the ratings, counted from 1: 0 for nobody, MEAN for the mean."""
        rows = list(self.context.rated_at)
        ids = [self.context.portfolio.ids[self.context.rated_at[row]] for row in rows]
        by_order, positions = self.context.by_order, self.context.positions
        typed = self.context.inputs.chosen

        def row(text: str, blank: int) -> int:
            found = chosen(text, ids)
            return blank if not text else 0 if found is None else rows[found]

        first = positions[by_order[0]] if by_order else 0
        return row(typed.account, first), row(typed.other, MEAN)

    def account(self, row: int) -> int | None:
        """Return the account of a row in the ratings, None for none and for the mean."""
        return self.context.rated_at.get(row) if row > 0 else None

    @cached_property
    def both(self) -> Explanation | None:
        """Both beside each other, None where one has no score."""
        own, other = (self.account(row) for row in self.rows)
        if own is None or (other is None and self.rows[1] != MEAN):
            return None
        return compared(self.context.result, own, other)

    def score(self, who: int) -> float:
        """Return the score of the first or the second, NaN where there is none."""
        account = self.account(self.rows[who])
        if account is not None:
            return float(self.context.result.score[account])
        return self.context.result.mean.score if self.rows[who] == MEAN else float("nan")

    def parts(self, who: int) -> Floats:
        """Return the contributions in points, one a place."""
        result, account = self.context.result, self.account(self.rows[who])
        parts = np.zeros(SLOTS)
        if not np.isnan(self.score(who)):
            found = result.mean.parts if account is None else result.contribution[account]
            parts[: len(found)] = found
        return parts

    def exact(self, who: int) -> Floats:
        """Return the contributions in hundredths, not yet whole, one a place."""
        return at_nine_digits(self.parts(who) * UNITS)

    def total(self, who: int) -> int:
        """Return the score in hundredths, 0 where there is none."""
        return int(hundredths(np.array([self.score(who)]))[0])

    def shown(self, who: int) -> Integers:
        """Return the contributions in whole hundredths, one a place."""
        found: Integers = shown_parts(self.parts(who)[None, :], np.array([self.score(who)]))[0]
        return found

    def left(self, who: int) -> int:
        """Return how many hundredths the largest remainders get."""
        return self.total(who) - int(np.floor(self.exact(who)).sum())

    def ratings(self, who: int) -> list[CellValue]:
        """Return the ratings that count, one a place, as the cells show them."""
        row = self.rows[who]
        if row == MEAN:
            found = np.full(SLOTS, np.nan)
            found[: len(self.context.policy.criteria)] = self.context.result.mean.ratings
            return ["" if np.isnan(value) else float(value) for value in found]
        account = self.account(row)
        if account is None:
            return [""] * SLOTS
        place = self.context.rated.index(account)
        return [rating_values.effective_cells(self.context, slot)[place] for slot in range(SLOTS)]

    @cached_property
    def differences(self) -> Integers:
        """The differences in whole hundredths, one a place; 0 where one has no score."""
        found = np.zeros(SLOTS, dtype=np.int64)
        if self.both is not None:
            found[: len(self.both.differences)] = self.both.differences
        return found

    @cached_property
    def weights(self) -> Floats:
        """The weights that count, one a place."""
        found = np.zeros(SLOTS)
        found[: len(self.context.policy.weights)] = self.context.policy.weights
        return found

    @cached_property
    def order(self) -> list[int]:
        """The places of criteria with weight, the largest gain first."""
        return [place for place in order_of(self.differences) if self.weights[place] > 0]

    def base(self, who: int) -> float:
        """Return the weight that divides the contributions."""
        context = self.context
        account = self.account(self.rows[who])
        if account is None:
            account = context.rated_at.get(1)
        coverage = (
            0.0 if account is None else float(np.nan_to_num(context.result.coverage[account]))
        )
        if context.policy.missing in ("neutral", "worst"):
            coverage = 1.0
        return max(coverage * context.policy.weight_total, 1e-9)

    @cached_property
    def singles(self) -> dict[str, CellValue]:
        """The single helpers."""
        context = self.context
        names: list[str] = []
        for row in self.rows:
            account = self.account(row)
            mean = context.t(words.PHRASES["the_mean"]) if row == MEAN else ""
            names.append(mean if account is None else context.portfolio.names[account])
        own = self.account(self.rows[0])
        reason: CellValue = ""
        if own is not None and own in context.by_order[: context.slots]:
            reason = values_at(context, context.by_order.index(own))["reason"]
        found: dict[str, CellValue] = {
            "own": self.rows[0],
            "other": self.rows[1],
            "both": self.both is not None,
            "count": len(self.order),
            "bars": max(len(self.order), 1),
            "shown": len(self.order),
            "own_name": names[0],
            "other_name": names[1],
            "reason": reason,
            "sentence": self.both.sentence(context.language) if self.both else "",
        }
        for who, key in enumerate(("own", "other")):
            score = self.score(who)
            known = not np.isnan(score)
            found |= {
                f"{key}_score": score if known else "",
                f"{key}_base": self.base(who),
                f"{key}_total": self.total(who) if known else "",
                f"{key}_left": self.left(who),
            }
        return found

    def places(self) -> list[dict[str, CellValue]]:
        """Return the helpers of each place."""
        found: list[dict[str, CellValue]] = [{"slot": slot + 1} for slot in range(SLOTS)]
        for who, key in enumerate(("own", "other")):
            exact, shown, cells = self.exact(who), self.shown(who), self.ratings(who)
            for slot, line in enumerate(found):
                line |= {
                    f"{key}_rating": cells[slot],
                    f"{key}_exact": float(exact[slot]),
                    f"{key}_rest": float(at_nine_digits(exact - np.floor(exact))[slot]),
                    f"{key}_shown": int(shown[slot]),
                }
        own, other = (self.account(row) for row in self.rows)
        pair = (own, other) if self.both and own is not None and other is not None else None
        met = meeting.values(self.context.result, pair)
        for slot, line in enumerate(found):
            difference, counts = int(self.differences[slot]), self.weights[slot] > 0
            behind = SLOTS - slot - 1
            line["difference"] = difference
            line["gain"] = difference * 100 + behind if counts else ""
            line |= met[slot]
            line["loss"] = behind - difference * 100 if counts and difference < 0 else ""
        return found

    def steps(self) -> list[dict[str, CellValue]]:
        """Return the steps of the waterfall, those after the last one empty."""
        context, order = self.context, self.order
        changes = self.differences[order]
        columns = waterfall(changes / UNITS)
        made: list[dict[str, CellValue]] = []
        for step in range(SLOTS + 1):
            line: dict[str, CellValue] = dict.fromkeys(STEPS, 0)
            line |= {"step": step + 1, "label": ""}
            if step < len(order):
                name = context.criteria[order[step]]
                assert name is not None
                line |= {
                    "at": order[step] + 1,
                    "change": int(changes[step]),
                    "before": int(changes[:step].sum()),
                    "label": f"{context.t(name.name)} "
                    f"{signed(int(changes[step]), context.language)}",
                }
            elif step == len(order):
                apart = signed(int(changes.sum()), context.language) if self.both else ""
                line["label"] = f"{context.t(words.PHRASES['apart'])} {apart}"
            if step <= len(order):
                line |= {
                    key: float(getattr(columns, key)[step]) + 0.0
                    for key in ("base", "total", "up", "up_below", "down", "down_below")
                }
            made.append(line)
        return made
