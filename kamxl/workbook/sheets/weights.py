"""Weights: three ways to judge how much criteria count, and what each proposes beside what is used.

Importance and swing are points in proportion; the pairs are weighed by power iteration, step by
step in helper rows below, which the kernel takes too. Nothing here changes a weight by itself.
"""

from __future__ import annotations

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.policy import SLOTS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context, span
from kamxl.workbook.sheets.criteria_places import helper
from kamxl.workbook.sheets.weight_numbers import Numbers, over
from kamxl.workbook.sheets.weight_pairs import PAIRS_NOTE, put_figures, put_pairs
from kamxl.workbook.sheets.weight_places import (
    END,
    FIRST,
    HEADER,
    JUDGED_ROW,
    LAST,
    LAST_SHOWN,
    LEFT,
    MATRIX,
    METHODS,
    ON,
    PAIRS_HEADER,
    PLACE,
    POINTS,
    RIGHT,
    SWINGS,
    TYPED,
)
from kamxl.workbook.sheets.weight_rules import conditionals, validations
from kamxl.workbook.sheets.weight_steps import put_steps
from kamxl.workbook.spec import Area, Page, Sheet
from kamxl.workbook.weighing import Weighing, weigh

TITLE = Text("Weights", "Gewichte")
NOTE = Text(
    "Choose one way and fill in its yellow cells for every active criterion; its proposal appears "
    "beside the weight in use. Importance: important counts 2, less important 1, excluded 0. "
    "Swing: which step from worst to best matters most? It gets 100, others less. Pairs: below.",
    "Einen Weg wählen und seine gelben Zellen für jedes aktive Kriterium ausfüllen; der Vorschlag "
    "erscheint neben dem bisherigen Gewicht. Wichtigkeit: wichtig zählt 2, weniger wichtig 1, "
    "ausgeschlossen 0. Swing: Welcher Schritt vom schlechtesten zum besten Wert zählt am meisten? "
    "Er bekommt 100, die anderen weniger. Paare: unten.",
)
TAKE = Text(
    "To take a proposal over: copy its column and paste the values into the weights on the sheet "
    "of criteria; or kamxl run BOOK --weights importance, pairwise, preference or swing.",
    "Vorschlag übernehmen: Spalte kopieren und als Werte in die Gewichte auf dem Blatt Kriterien "
    "einfügen; oder kamxl run MAPPE --weights importance, pairwise, preference oder swing.",
)
JUDGED = Text("Judged", "Bewertet")


def sheet(context: Context) -> Sheet:
    """Return the sheet with the three ways, their proposals, and the helper rows."""
    made = Sheet("weights", context.sheet_name("weights"), "#1F5A7A", freeze=(0, LEFT))
    t = context.t
    weighing = weigh(context.policy, context.inputs.weights)
    numbers = Numbers(context, weighing)
    made.put(0, 0, t(TITLE), "title")
    for row, note, height in ((1, NOTE, 27), (2, TAKE, 15), (PAIRS_HEADER - 2, PAIRS_NOTE, 27)):
        made.merges.append((Area(row, 0, row, RIGHT), t(note), "note"))
        made.heights[row] = height
    made.width(0, 7)
    made.width(1, 32)
    for column in range(LEFT, RIGHT + 1):
        made.width(column, 17 if column == PLACE["importance"] else 11)
    _top(context, made, weighing, numbers)
    put_pairs(context, made, numbers)
    put_figures(context, made, weighing, numbers)
    put_steps(context, made, numbers)
    made.page = Page(area=Area(0, 0, LAST_SHOWN, RIGHT), one_page=True)
    made.validations.extend(validations(context))
    made.conditionals.extend(conditionals())
    return made


def _top(context: Context, made: Sheet, weighing: Weighing, numbers: Numbers) -> None:
    t, f = context.t, context.f
    made.heights[HEADER] = 30
    for key, column in PLACE.items():
        label = t(words.WEIGHT_COLUMNS[key])
        made.put(HEADER, column, label, "header_input" if key in TYPED else "header")
    proposals = {
        method: over(numbers.at, proposal)
        if proposal is not None
        else over(numbers.at, np.full(numbers.n, np.nan))
        for method, proposal in weighing.proposals.items()
    }
    typed = context.inputs.weights
    total = context.policy.weight_total
    for slot in range(SLOTS):
        row, criterion = FIRST + slot, context.criteria[slot]
        on, below = address(ON, LEFT + slot), LEFT + slot
        name = t(criterion.name) if criterion else ""
        made.put(row, 0, t(words.RATING_COLUMNS[f"k{slot + 1}"]), "label")
        made.put(row, PLACE["name"], f(f"={helper('name', slot)}", name), "calc")
        active = context.yes_no(criterion.active) if criterion else ""
        made.put(
            row,
            PLACE["active"],
            f(f'=IF(LEN($B{row + 1})=0,"",IF({on}=1,kam_yes,kam_no))', active),
            "calc",
        )
        key = criterion.key if criterion else ""
        chosen = typed.importance.get(key)
        made.put(
            row,
            PLACE["importance"],
            context.choice("importance", chosen) if chosen else None,
            "input",
        )
        made.put(row, PLACE["swing"], typed.swings.get(key), "input.general")
        current: CellValue = ""
        if criterion and criterion.active:
            current = criterion.weight / total * 100 if total > 0 else 0.0
        made.put(
            row,
            PLACE["current"],
            f(
                f"=IF({on}=1,IF(kam_weight_total>0,"
                f'{helper("weight", slot)}/kam_weight_total*100,0),"")',
                current,
            ),
            "calc.score",
        )
        formulas = {
            "importance": _shared(below, POINTS),
            "swing": _shared(below, SWINGS),
            "pairwise": f'=IF({on}*kam_pairs_complete=1,{address(END, below)}*100,"")',
            "preference": (
                f"=IF(AND({on}*kam_pairs_complete=1,kam_pairs_n>1),(SUMPRODUCT((ROUND("
                f"{span(MATRIX + slot, LEFT, RIGHT)},9)>1)*2+(ROUND("
                f"{span(MATRIX + slot, LEFT, RIGHT)},9)=1))-1)*100/(kam_pairs_n*(kam_pairs_n-1)),"
                '"")'
            ),
        }
        for method in METHODS:
            value = proposals[method][slot]
            made.put(row, PLACE[f"by_{method}"], f(formulas[method], value), "strong.score")
            here = f"${address(row, PLACE[f'by_{method}'])}"
            change: CellValue = ""
            if isinstance(value, float) and isinstance(current, float):
                change = value - current
            made.put(
                row,
                PLACE[f"change_{method}"],
                f(
                    f'=IF(ISNUMBER({here}),{here}-${address(row, PLACE["current"])},"")',
                    change,
                ),
                "calc.change",
            )
    _judged(context, made, weighing)


def _shared(column: int, row: int) -> str:
    """Return the formula of a share of points: once every active criterion has some."""
    points, cell = span(row, LEFT, RIGHT), address(row, column)
    return (
        f"=IF(ISNUMBER({cell}),IF(AND(COUNT({points})=kam_pairs_n,SUM({points})>0),"
        f'{cell}*100/SUM({points}),""),"")'
    )


def _judged(context: Context, made: Sheet, weighing: Weighing) -> None:
    t, f = context.t, context.f
    of = t(words.PHRASES["of"])
    made.put(JUDGED_ROW, 1, t(JUDGED), "strong")
    for method, row in (("importance", POINTS), ("swing", SWINGS)):
        judged = f"COUNT({span(row, LEFT, RIGHT)})"
        made.put(
            JUDGED_ROW,
            PLACE[method],
            f(
                f'={judged}&" "&kam_word_of&" "&kam_pairs_n',
                f"{weighing.judged[method]} {of} {weighing.wanted[method]}",
            ),
            "strong",
        )
    for key in ("current", *METHODS):
        column = PLACE[key if key == "current" else f"by_{key}"]
        cells = f"{address(FIRST, column)}:{address(LAST, column)}"
        if key == "current":
            total = context.policy.weight_total
            value: CellValue = 100.0 if total > 0 else (0.0 if weighing.active else "")
        else:
            value = "" if weighing.proposals[key] is None else 100.0
        made.put(
            JUDGED_ROW, column, f(f'=IF(COUNT({cells})=0,"",SUM({cells}))', value), "strong.decimal"
        )
