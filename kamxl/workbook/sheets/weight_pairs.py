"""The comparison by pairs on the sheet of weights, and whether it agrees with itself."""

from __future__ import annotations

from kamxl.cells import CellValue, address
from kamxl.domain.policy import SLOTS
from kamxl.domain.rounding import nine
from kamxl.domain.weighting import INCONSISTENT, RANDOM_INDEX
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context, span
from kamxl.workbook.sheets.criteria_places import helper
from kamxl.workbook.sheets.weight_numbers import Numbers
from kamxl.workbook.sheets.weight_places import (
    END,
    FIGURE,
    FIGURES,
    FIGURES_ROW,
    LEFT,
    MATRIX,
    PAIRS_FIRST,
    PAIRS_HEADER,
    PLACES,
    RANDOM_ROW,
    RIGHT,
    SUMS,
    VALUE,
    pair_cell,
)
from kamxl.workbook.spec import Area, Sheet
from kamxl.workbook.weighing import Weighing

PAIRS_TITLE = Text("Comparison by pairs", "Paarvergleich")
PAIRS_NOTE = Text(
    "Above the diagonal: how many times more does the row count than the column? 1 equal, 3 more, "
    "5 much more, 7 very much more, 9 beyond all doubt; 1/3 the other way round. Blank is not yet "
    "compared. AHP takes how much (principal eigenvector), points only which: 2 preferred, 1 equal,"
    " 0 not.",
    "Über der Diagonale: Wie viel mal mehr zählt die Zeile als die Spalte? 1 gleich, 3 etwas, 5 "
    "deutlich, 7 sehr viel, 9 überragend; 1/3 für umgekehrt. Leer ist noch nicht verglichen. AHP "
    "nimmt, wie viel (Haupteigenvektor), Punkte nur, welches: 2 bevorzugt, 1 gleich, 0 nicht.",
)
CONSISTENCY = Text("Does it agree with itself?", "Widerspricht es sich?")
RANDOM_TITLE = Text("RI by number, Saaty 1980", "RI je Anzahl, Saaty 1980")


def put_pairs(context: Context, made: Sheet, numbers: Numbers) -> None:
    """Put the cells in which people compare criteria by pairs, and what follows below."""
    t, f = context.t, context.f
    typed = context.inputs.weights.pairs
    made.put(PAIRS_HEADER - 3, 0, t(PAIRS_TITLE), "heading")
    made.put(PAIRS_HEADER - 3, 1, None, "heading")
    made.heights[PAIRS_HEADER - 1] = 112
    for key, column in zip(words.PAIR_COLUMNS, range(RIGHT + 1), strict=True):
        made.put(PAIRS_HEADER, column, t(words.PAIR_COLUMNS[key]), "header")
    for slot in range(SLOTS):
        criterion = context.criteria[slot]
        name = t(criterion.name) if criterion else ""
        made.put(PAIRS_HEADER - 1, LEFT + slot, f(f"={helper('name', slot)}", name), "turned")
        row = PAIRS_FIRST + slot
        made.put(row, 0, t(words.RATING_COLUMNS[f"k{slot + 1}"]), "label")
        made.put(row, 1, f(f"={helper('name', slot)}", name), "calc")
        for other in range(SLOTS):
            at = pair_cell(slot, other)
            clean = address(MATRIX + slot, LEFT + other)
            if other > slot:
                versus = context.criteria[other]
                pair = (criterion.key, versus.key) if criterion and versus else ("", "")
                made.put(*at, typed.get(pair), "input.fraction")
            else:
                value = float(numbers.matrix[slot, other])
                made.put(*at, f(f'=IF({clean}>0,{clean},"")', value if value > 0 else ""),
                         "calc.fraction")  # fmt: skip


def put_figures(context: Context, made: Sheet, weighing: Weighing, numbers: Numbers) -> None:
    """Put the consistency of the comparison, and the three that contradict each other."""
    t, f = context.t, context.f
    made.put(FIGURES_ROW - 1, 0, t(CONSISTENCY), "heading")
    made.put(FIGURES_ROW - 1, 1, None, "heading")
    comparison, n = weighing.comparison, numbers.n
    of = t(words.PHRASES["of"])
    pairs = "kam_pairs_n*(kam_pairs_n-1)/2"
    known = '(COUNTIF(kam_pairs,">0")-kam_pairs_n)/2'
    sums, last = span(SUMS, LEFT, RIGHT), span(END, LEFT, RIGHT)
    first, second, third = (address(PLACES + place, LEFT, absolute=True) for place in range(3))
    names = [t(c.name) if c else "" for c in context.criteria]
    said = " – ".join(names[place] for place in numbers.triple) if numbers.triple else ""
    cells: dict[str, tuple[str, CellValue, str]] = {
        "count": ("=SUM(kam_criteria_on)", n, "whole"),
        "judged_pairwise": (
            f'={known}&" "&kam_word_of&" "&{pairs}',
            f"{weighing.judged['pairwise']} {of} {weighing.wanted['pairwise']}",
            "",
        ),
        "eigenvalue": (
            f'=IF(kam_pairs_complete=1,SUMPRODUCT({sums},{last}),"")',
            comparison.eigenvalue if comparison else "",
            "index",
        ),
        "index": (
            "=IF(kam_pairs_complete=1,IF(kam_pairs_n>2,"
            '(kam_pairs_eigenvalue-kam_pairs_n)/(kam_pairs_n-1),0),"")',
            comparison.index if comparison else "",
            "index",
        ),
        "random": (
            '=IF(kam_pairs_n>0,INDEX(kam_random_index,kam_pairs_n),"")',
            RANDOM_INDEX[n - 1] if n else "",
            "score",
        ),
        "pairs_ratio": (
            '=IF(kam_pairs_complete=1,IF(kam_pairs_n>2,kam_pairs_index/kam_pairs_random,0),"")',
            comparison.ratio if comparison else "",
            "index",
        ),
        "triple": (
            f'=IF({first}>0,INDEX(kam_criteria_names,{first})&" – "&'
            f'INDEX(kam_criteria_names,{second})&" – "&INDEX(kam_criteria_names,{third}),"")',
            said,
            "",
        ),
        "direct": (
            f'=IF({first}>0,INDEX(kam_pairs,{first},{third}),"")',
            comparison.direct if comparison and comparison.triple else "",
            "fraction",
        ),
        "implied": (
            f"=IF({first}>0,INDEX(kam_pairs,{first},{second})*INDEX(kam_pairs,{second},{third}),"
            '"")',
            comparison.implied if comparison and comparison.triple else "",
            "fraction",
        ),
    }
    for key, (formula, value, number) in cells.items():
        row = FIGURE[key]
        made.put(row, 1, t(FIGURES[key]), "label")
        base = "label" if key == "triple" else "calc"
        made.put(row, VALUE, f(formula, value), f"{base}.{number}" if number else base)
    for name, key in (
        ("kam_pairs_n", "count"),
        ("kam_pairs_eigenvalue", "eigenvalue"),
        ("kam_pairs_index", "index"),
        ("kam_pairs_random", "random"),
        ("kam_pairs_ratio", "pairs_ratio"),
    ):
        context.name_cell(name, "weights", FIGURE[key], VALUE)
    verdict = ""
    if comparison is not None:
        good = nine(comparison.ratio) < INCONSISTENT
        verdict = t(words.PHRASES["consistent" if good else "inconsistent"])
    elif weighing.judged["pairwise"]:
        verdict = t(words.PHRASES["incomplete"])
    made.put(
        FIGURE["pairs_ratio"],
        VALUE + 1,
        f(
            f"=IF(ISNUMBER(kam_pairs_ratio),IF(ROUND(kam_pairs_ratio,9)>={INCONSISTENT},"
            f'kam_word_inconsistent,kam_word_consistent),IF({known}>0,kam_word_incomplete,""))',
            verdict,
        ),
        "label",
    )
    made.put(RANDOM_ROW, 1, t(RANDOM_TITLE), "label")
    made.put(RANDOM_ROW + 1, 1, t(FIGURES["random"]), "label")
    for place, value in enumerate(RANDOM_INDEX):
        made.put(RANDOM_ROW, LEFT + place, place + 1, "header")
        made.put(RANDOM_ROW + 1, LEFT + place, value, "calc.score")
    context.name_area(
        "kam_random_index", "weights", Area(RANDOM_ROW + 1, LEFT, RANDOM_ROW + 1, RIGHT)
    )
