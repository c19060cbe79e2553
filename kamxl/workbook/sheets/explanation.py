"""Explanation: what makes one account's score, beside another's or the mean; live in any program.

Points are whole hundredths that add up to the scores as they are shown (largest remainder).
"""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.cells import CellValue, address
from kamxl.domain.contributions import UNITS
from kamxl.domain.policy import SLOTS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.choosing import entry
from kamxl.workbook.context import Context
from kamxl.workbook.sheets.explained import (
    AT,
    DIFFERENCE,
    FIRST,
    HEADER,
    HELPER_COLUMN,
    LAST,
    PLACES,
    SINGLE,
    SINGLES,
    STEP_AT,
    STEPS,
    TOTAL,
    Shown,
    column_of,
    name_of,
    place_formulas,
    single_formulas,
    step_formulas,
)
from kamxl.workbook.spec import Area, Chart, Conditional, Page, Series, Sheet, Validation

TITLE = Text("What makes this score?", "Was macht diesen Punktwert aus?")
NOTE = Text(
    "Choose an account, and one to compare it with. Points are weight times rating, and they add "
    "up exactly to the score that is shown; so do the differences.",
    "Einen Kunden wählen und einen zum Vergleich. Punkte sind Gewicht mal Bewertung und ergeben "
    "genau den angezeigten Punktwert; die Unterschiede ergeben genau den Abstand.",
)
ACCOUNT = Text("Account (blank: the first of the ranking)", "Kunde (leer: der Erste der Rangliste)")
OTHER = Text("Compared with (blank: the portfolio mean)", "Verglichen mit (leer: Portfolio-Mittel)")
CHOOSE = Text("Choose from the list, or type a number.", "Aus der Liste wählen oder Nummer tippen.")
NOT_LISTED = Text(
    "This is no entry of the list; keep it if it is the number of an account.",
    "Das steht nicht in der Liste; behalten, wenn es eine Kundennummer ist.",
)
SCORE = words.RATING_COLUMNS["score"]
SAYS = Text(
    "Waterfall: what each criterion adds to or takes from the difference of the two scores, the "
    "largest gain first, and the whole difference last; the same figures stand in the list.",
    "Wasserfall: was jedes Kriterium zum Abstand der Punktwerte beiträgt, der größte Gewinn "
    "zuerst, der ganze Abstand zuletzt; dieselben Zahlen stehen in der Liste.",
)
CHART = Text("Why the scores differ", "Warum sich die Punktwerte unterscheiden")
POINTS = Text("Points of score", "Punkte")
LIST: Mapping[str, tuple[Text, str, float]] = {
    "name": (Text("Criterion", "Kriterium"), "listed", 40),
    "share": (words.CRITERIA_COLUMNS["weight_share"], "listed.percent", 11),
    "rating": (Text("Rating that counts", "Zählende Bewertung"), "listed.rating", 10),
    "points": (Text("Points", "Punkte"), "listed.score", 10),
    "other_rating": (Text("Rating that counts", "Zählende Bewertung"), "listed.rating", 10),
    "other_points": (Text("Points", "Punkte"), "listed.score", 10),
    "difference": (DIFFERENCE, "listed_strong.change", 11),
    "equal": (Text("Equal at a weight of", "Gleichauf bei Gewicht"), "listed.percent", 13),
}
PLACE = {key: column for column, key in enumerate(LIST)}
# The cells that people choose in.
CHOICES: Mapping[str, tuple[Text, int]] = {"account": (ACCOUNT, 3), "other": (OTHER, 6)}
CHART_COLUMN = len(LIST) + 1


def sheet(context: Context) -> Sheet:
    """Return the sheet: two choices, sentences, the list, the waterfall, and helpers beside."""
    made = Sheet("explanation", context.sheet_name("explanation"), "#2E7D4F", protected=True)
    t = context.t
    shown = Shown(context)
    made.put(0, 0, t(TITLE), "title")
    made.merges.append((Area(1, 0, 1, PLACE["difference"]), t(NOTE), "note"))
    made.heights[1] = 28
    for key, (_, _, width) in LIST.items():
        made.width(PLACE[key], width)
    _choices(context, made, shown)
    _list(context, made, shown)
    _helpers(context, made, shown)
    _chart(context, made, max(len(shown.order), 1))
    made.page = Page(area=Area(0, 0, LAST + 1, HELPER_COLUMN - 1), one_page=True)
    return made


def _choices(context: Context, made: Sheet, shown: Shown) -> None:
    t, portfolio, typed = context.t, context.portfolio, context.inputs.chosen
    texts = {"account": typed.account, "other": typed.other}
    for (key, (caption, row)), at in zip(CHOICES.items(), shown.rows, strict=True):
        account = shown.account(at)
        text = texts[key]
        if text and account is not None:
            text = entry(portfolio.ids[account], portfolio.names[account])
        made.put(row - 1, 0, t(caption), "caption_line")
        made.put(row, 0, text or None, "input.id")
        context.name_cell(f"kam_explanation_{key}", "explanation", row, 0)
        made.validations.append(
            Validation(
                Area(row, 0, row, 0),
                "list",
                "=kam_ranking_entry",
                title=t(caption)[:32],
                message=t(CHOOSE),
                error=t(NOT_LISTED),
                warn_only=True,
            )
        )
    for row, key in ((3, "reason"), (6, "sentence")):
        made.heights[row] = 42
        said = context.f(f"=kam_explained_{key}", shown.singles[key])
        made.merges.append((Area(row, 1, row, PLACE["difference"]), said, "wrap"))
    nobody = "" if shown.both else t(words.PHRASES["no_score"])
    said_ = context.f('=IF(kam_explained_both,"",kam_word_no_score)', nobody)
    made.put(5, 1, said_, "caption_line")


def _list(context: Context, made: Sheet, shown: Shown) -> None:
    t, f = context.t, context.f
    singles = shown.singles
    made.heights[HEADER] = 30
    for key, (label, _, _) in LIST.items():
        made.put(HEADER, PLACE[key], t(label), "header")
    for who, column in (("own", "rating"), ("other", "other_rating")):
        heading = f(f"=kam_explained_{who}_name", singles[f"{who}_name"])
        made.merges.append((Area(HEADER - 1, PLACE[column], HEADER - 1, PLACE[column] + 1), heading,
                            "status"))  # fmt: skip
    made.put(TOTAL, PLACE["name"], t(SCORE), "strong")
    made.put(TOTAL, PLACE["share"], None, "strong")
    made.put(TOTAL, PLACE["equal"], None, "strong")
    for who, column in (("own", "points"), ("other", "other_points")):
        total = singles[f"{who}_total"]
        value = total / UNITS if isinstance(total, int) else ""
        cell = f'=IF(ISNUMBER(kam_explained_{who}_total),kam_explained_{who}_total/{UNITS},"")'
        made.put(TOTAL, PLACE[column] - 1, None, "strong")
        made.put(TOTAL, PLACE[column], f(cell, value), "strong.score")
    apart: CellValue = int(shown.differences.sum()) / UNITS if shown.both else ""
    made.put(
        TOTAL,
        PLACE["difference"],
        f(
            "=IF(kam_explained_both,(kam_explained_own_total-kam_explained_other_total)/"
            f'{UNITS},"")',
            apart,
        ),
        "strong.change",
    )
    places = shown.places()
    for line in range(SLOTS):
        row = FIRST + line
        at = f"${address(row, STEP_AT['at'])}"
        slot = shown.order[line] if line < len(shown.order) else None

        def of(key: str, at: str = at) -> str:
            return f"INDEX({column_of(key)},MAX({at},1))"

        def points(who: str, at: str = at) -> str:
            known = f"ISNUMBER(kam_explained_{who}_score)"
            return f'=IF(AND({at}>0,{known}),{of(f"{who}_shown", at)}/{UNITS},"")'

        formulas = {
            "name": f'=IF({at}=0,"",INDEX(kam_criteria_names,MAX({at},1)))',
            "share": f'=IF({at}=0,"",INDEX(kam_weights,1,MAX({at},1))/kam_weight_total)',
            "rating": f'=IF({at}=0,"",{of("own_rating")})',
            "points": points("own"),
            "other_rating": f'=IF({at}=0,"",{of("other_rating")})',
            "other_points": points("other"),
            "difference": f'=IF(AND({at}>0,kam_explained_both),{of("difference")}/{UNITS},"")',
            "equal": f'=IF({at}=0,"",{of("equal")})',
        }
        values: dict[str, CellValue] = dict.fromkeys(LIST, "")
        if slot is not None:
            criterion, found = context.criteria[slot], places[slot]
            assert criterion is not None
            values |= {
                "name": t(criterion.name),
                "share": float(shown.weights[slot]) / context.policy.weight_total,
                "rating": found["own_rating"],
                "other_rating": found["other_rating"],
                "equal": found["equal"],
            }
            for n, (who, key) in enumerate((("own", "points"), ("other", "other_points"))):
                if singles[f"{who}_total"] != "":
                    values[key] = int(shown.shown(n)[slot]) / UNITS
            if shown.both:
                values["difference"] = int(shown.differences[slot]) / UNITS
        for key, formula in formulas.items():
            made.put(row, PLACE[key], f(formula, values[key]), LIST[key][1])
    whole = Area(FIRST, 0, LAST, PLACE["equal"])
    name, difference = (f"${address(FIRST, PLACE[key])}" for key in ("name", "difference"))
    only = Area(FIRST, PLACE["difference"], LAST, PLACE["difference"])
    made.conditionals += [
        Conditional(only, "formula", f"=N({difference})>0", "good"),
        Conditional(only, "formula", f"=N({difference})<0", "warn"),
        Conditional(whole, "formula", f"=LEN({name})>0", "row"),
    ]


def _helpers(context: Context, made: Sheet, shown: Shown) -> None:
    t, f = context.t, context.f
    for column in range(HELPER_COLUMN, SINGLE + 2):
        made.width(column, 9, 1)
    for labels, places in ((PLACES, AT), (STEPS, STEP_AT)):
        for key, label in labels.items():
            made.put(HEADER, places[key], t(label), "plain_helper")
    for line, values in enumerate(shown.places()):
        row = FIRST + line
        made.put(row, AT["slot"], line + 1, "plain_helper")
        for key, formula in place_formulas(row).items():
            made.put(row, AT[key], f(formula, values[key]), "plain_helper")
    for line, values in enumerate(shown.steps()):
        row = FIRST + line
        made.put(row, STEP_AT["step"], line + 1, "plain_helper")
        for key, formula in step_formulas(row).items():
            made.put(row, STEP_AT[key], f(formula, values[key]), "plain_helper")
    formulas = single_formulas()
    for line, key in enumerate(SINGLES):
        row = FIRST + line
        name, value = name_of(key), shown.singles[key]
        made.put(row, SINGLE, name, "plain_helper")
        content = f(formulas[key], value) if key in formulas else value
        made.put(row, SINGLE + 1, content, "plain_helper")
        context.name_cell(name, "explanation", row, SINGLE + 1)


def _chart(context: Context, made: Sheet, bars: int) -> None:
    t, name = context.t, made.name

    def area(key: str) -> tuple[str, Area]:
        return name, Area(FIRST, STEP_AT[key], FIRST + bars, STEP_AT[key])

    looks = {
        "base": "base", "total": "total", "up": "up", "up_below": "up", "down": "down",
        "down_below": "down",
    }  # fmt: skip
    made.charts.append(
        Chart(
            "waterfall", 2, CHART_COLUMN, 760, 500, t(CHART), t(SAYS), "", t(POINTS),
            [
                Series(t(STEPS[key]), area("label"), area(key), look)
                for key, look in looks.items()
            ],
            y_format="+0.00;-0.00;0", legend=(1, 2, 4),
        )
    )  # fmt: skip
