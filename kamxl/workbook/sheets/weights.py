"""Weights: three ways to judge how much criteria count, and what each proposes beside what is used.

Importance and swing are points in proportion; the pairs are weighed by power iteration, step by
step in helper rows below, which the kernel takes too. Nothing here changes a weight by itself.
"""

from __future__ import annotations

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.policy import SLOTS
from kamxl.domain.rounding import Floats, at_nine_digits, nine
from kamxl.domain.weighting import INCONSISTENT, LEAST, MOST, RANDOM_INDEX, STEPS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context, span
from kamxl.workbook.sheets.criteria import helper
from kamxl.workbook.spec import Area, Conditional, Page, Sheet, Validation
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
FIGURES: dict[str, Text] = {
    "count": Text("Criteria compared", "Verglichene Kriterien"),
    "judged_pairwise": Text("Pairs judged", "Bewertete Paare"),
    "eigenvalue": Text("Principal eigenvalue λ", "Größter Eigenwert λ"),
    "index": Text("Consistency index CI", "Konsistenzindex CI"),
    "random": Text("Random index RI (Saaty)", "Zufallsindex RI (Saaty)"),
    "pairs_ratio": Text("Consistency ratio CR = CI / RI", "Konsistenzverhältnis CR = CI / RI"),
    "triple": Text("Contradict each other most", "Widersprechen sich am meisten"),
    "direct": Text("First to third, as judged", "Erstes zum dritten, bewertet"),
    "implied": Text("First to third, by the second", "Erstes zum dritten, über das zweite"),
}
RANDOM_TITLE = Text("RI by number, Saaty 1980", "RI je Anzahl, Saaty 1980")
HELPERS_TITLE = Text("Helper rows for the weights", "Hilfszeilen für die Gewichte")

HEADER = 4
FIRST = HEADER + 1
LAST = HEADER + SLOTS
JUDGED_ROW = LAST + 1
PAIRS_HEADER = JUDGED_ROW + 5
PAIRS_FIRST = PAIRS_HEADER + 1
PAIRS_LAST = PAIRS_HEADER + SLOTS
FIGURES_ROW = PAIRS_LAST + 3
FIGURE = {key: FIGURES_ROW + place for place, key in enumerate(FIGURES)}
RANDOM_ROW = FIGURES_ROW + len(FIGURES) + 1
LAST_SHOWN = RANDOM_ROW + 1

KEYS = tuple(words.WEIGHT_COLUMNS)
PLACE = {key: column for column, key in enumerate(KEYS)}
TYPED = ("importance", "swing")
METHODS = tuple(words.WEIGHT_METHODS)
# Columns of the pairs, of the helper rows, and the one behind them for sums.
LEFT = 2
RIGHT = LEFT + SLOTS - 1
BESIDE = RIGHT + 1
VALUE = LEFT

HELPERS = RANDOM_ROW + 4
ON, SLOT, POINTS, SWINGS, SUMS, THIRD = (HELPERS + n for n in range(6))
MATRIX = THIRD + 1
LOGS = MATRIX + SLOTS
APART = LOGS + SLOTS
START = APART + SLOTS
END = START + STEPS
PLACES = END + 1

# Where findings about this sheet point.
FIGURE_AT = {
    "pairs_ratio": (FIGURE["pairs_ratio"], VALUE),
    "judged_pairwise": (FIGURE["judged_pairwise"], VALUE),
    "judged_importance": (JUDGED_ROW, PLACE["importance"]),
    "judged_swing": (JUDGED_ROW, PLACE["swing"]),
}


def pair_cell(first: int, second: int) -> tuple[int, int]:
    """Return row and column where two places are compared."""
    return PAIRS_FIRST + first, LEFT + second


class _Numbers:
    """The helper cells' values: as the formulas take them, over all places, 0 where nothing is."""

    def __init__(self, context: Context, weighing: Weighing) -> None:
        self.on = np.array([bool(c and c.active) for c in context.criteria])
        self.n = int(self.on.sum())
        at = np.flatnonzero(self.on)
        self.at = at
        self.matrix = np.zeros((SLOTS, SLOTS))
        self.matrix[np.ix_(at, at)] = np.nan_to_num(weighing.matrix)
        self.logs = np.log(np.where(self.matrix > 0, self.matrix, 1.0))
        apart = self.on[None, None, :] * np.abs(
            self.logs[:, None, :] - self.logs[None, :, :] - self.logs[:, :, None]
        )
        apart = at_nine_digits(apart.ravel()).reshape(apart.shape)
        self.apart = np.triu(apart.max(axis=2) * np.outer(self.on, self.on), 1)
        self.sums = self.matrix.sum(axis=0)
        vector: Floats = self.on / max(self.n, 1)
        self.steps = [vector]
        for _ in range(STEPS):
            total = self.sums @ vector
            vector = self.matrix @ vector / total if total > 0 else vector * 0
            self.steps.append(vector)
        triple = weighing.comparison.triple if weighing.comparison else None
        self.triple = tuple(int(at[place]) for place in triple) if triple else None
        self.third = np.zeros(SLOTS)
        if self.triple:
            self.third = apart[self.triple[0], self.triple[1]]
        self.points = _over(at, weighing.points)
        self.swings = _over(at, weighing.swings)


def _over(at: np.ndarray, values: Floats) -> list[CellValue]:
    """Return values of the active criteria over all places, "" elsewhere and where NaN."""
    made: list[CellValue] = [""] * SLOTS
    for place, value in zip(at, values, strict=True):
        if not np.isnan(value):
            made[int(place)] = float(value)
    return made


def sheet(context: Context) -> Sheet:
    """Return the sheet with the three ways, their proposals, and the helper rows."""
    made = Sheet("weights", context.sheet_name("weights"), "#1F5A7A", freeze=(0, LEFT))
    t = context.t
    weighing = weigh(context.policy, context.inputs.weights)
    numbers = _Numbers(context, weighing)
    made.put(0, 0, t(TITLE), "title")
    for row, note, height in ((1, NOTE, 27), (2, TAKE, 15), (PAIRS_HEADER - 2, PAIRS_NOTE, 27)):
        made.merges.append((Area(row, 0, row, RIGHT), t(note), "note"))
        made.heights[row] = height
    made.width(0, 7)
    made.width(1, 32)
    for column in range(LEFT, RIGHT + 1):
        made.width(column, 17 if column == PLACE["importance"] else 11)
    _top(context, made, weighing, numbers)
    _pairs(context, made, numbers)
    _figures(context, made, weighing, numbers)
    _helpers(context, made, numbers)
    made.page = Page(area=Area(0, 0, LAST_SHOWN, RIGHT), one_page=True)
    made.validations.extend(_validations(context))
    made.conditionals.extend(_conditionals())
    return made


# ------------------------------------------------------------ importance, swing and proposals


def _top(context: Context, made: Sheet, weighing: Weighing, numbers: _Numbers) -> None:
    t, f = context.t, context.f
    made.heights[HEADER] = 30
    for key, column in PLACE.items():
        label = t(words.WEIGHT_COLUMNS[key])
        made.put(HEADER, column, label, "header_input" if key in TYPED else "header")
    proposals = {
        method: _over(numbers.at, proposal)
        if proposal is not None
        else _over(numbers.at, np.full(numbers.n, np.nan))
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


# ------------------------------------------------------------ pairs


def _pairs(context: Context, made: Sheet, numbers: _Numbers) -> None:
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


# ------------------------------------------------------------ consistency


def _figures(context: Context, made: Sheet, weighing: Weighing, numbers: _Numbers) -> None:
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


# ------------------------------------------------------------ helper rows


def _helpers(context: Context, made: Sheet, numbers: _Numbers) -> None:
    t = context.t
    made.put(HELPERS - 1, 0, t(HELPERS_TITLE), "plain_helper")
    rows = [ON, SLOT, POINTS, SWINGS, SUMS, THIRD]
    rows += range(MATRIX, PLACES + 3)
    made.hidden_rows.update(range(HELPERS - 2, rows[-1] + 2))
    for slot in range(SLOTS):
        for row, (formula, value) in _helper_column(numbers, slot).items():
            made.put(row, LEFT + slot, context.f(formula, value), "plain_helper")
    for row, (formula, value) in _helper_sums(numbers).items():
        made.put(row, BESIDE, context.f(formula, value), "plain_helper")
    for place, (formula, value) in enumerate(_helper_places(numbers)):
        made.put(PLACES + place, LEFT, context.f(formula, value), "plain_helper")
    context.name_cell("kam_pairs_complete", "weights", ON, BESIDE)
    context.name_area("kam_pairs", "weights", Area(MATRIX, LEFT, MATRIX + SLOTS - 1, RIGHT))


def _helper_column(numbers: _Numbers, slot: int) -> dict[int, tuple[str, CellValue]]:
    """Return one place's helper cells by row: formula and value."""
    column = LEFT + slot
    on = address(ON, column)
    importance = f"${address(FIRST + slot, PLACE['importance'])}"
    swing = f"${address(FIRST + slot, PLACE['swing'])}"
    made: dict[int, tuple[str, CellValue]] = {
        ON: (f"={helper('on', slot)}", int(numbers.on[slot])),
        SLOT: (f"={slot + 1}", slot + 1),
        POINTS: (
            f'=IF({on}=1,IFERROR(3-MATCH({importance},kam_list_importance,0),""),"")',
            numbers.points[slot],
        ),
        SWINGS: (
            f'=IF({on}=1,IF(ISNUMBER({swing}),IF(AND({swing}>=0,{swing}<=100),{swing},""),""),"")',
            numbers.swings[slot],
        ),
        SUMS: (
            f"=SUM({address(MATRIX, column)}:{address(MATRIX + SLOTS - 1, column)})",
            float(numbers.sums[slot]),
        ),
        THIRD: (
            f"=IF({_first()}>0,ROUND({on}*ABS(INDEX({_logs(slot)},{_first()})-"
            f"INDEX({_logs(slot)},{_second()})-INDEX({_all_logs()},{_first()},{_second()})),9),0)",
            float(numbers.third[slot]),
        ),
    }
    for row in range(SLOTS):
        made[MATRIX + row] = (_pair(row, slot), float(numbers.matrix[row, slot]))
        cell = address(MATRIX + row, column)
        made[LOGS + row] = (f"=IF({cell}>0,LN({cell}),0)", float(numbers.logs[row, slot]))
        if row < slot:
            both = f"{span(LOGS + row, LEFT, RIGHT)}-{span(LOGS + slot, LEFT, RIGHT)}"
            apart = f"{span(ON, LEFT, RIGHT)}*ABS({both}-{address(LOGS + row, column)})"
            made[APART + row] = (
                f"=IF({address(ON, LEFT + row)}*{on}=1,SUMPRODUCT(MAX(ROUND({apart},9))),0)",
                float(numbers.apart[row, slot]),
            )
    made[START] = (f"=IF(kam_pairs_n>0,{on}/kam_pairs_n,0)", float(numbers.steps[0][slot]))
    for step in range(1, STEPS + 1):
        before = span(START + step - 1, LEFT, RIGHT)
        total = address(START + step - 1, BESIDE, absolute=True)
        made[START + step] = (
            f"=IF({total}>0,SUMPRODUCT({span(MATRIX + slot, LEFT, RIGHT)},{before})/{total},0)",
            float(numbers.steps[step][slot]),
        )
    return made


def _pair(row: int, column: int) -> str:
    """Return the formula of a cell of the matrix that counts: 0 where nothing usable was typed."""
    if row == column:
        return f"={address(ON, LEFT + row)}"
    if row > column:
        other = address(MATRIX + column, LEFT + row)
        return f"=IF({other}>0,1/{other},0)"
    typed = address(*pair_cell(row, column))
    return (
        f"=IF({address(ON, LEFT + row)}*{address(ON, LEFT + column)}=1,IF(ISNUMBER({typed}),"
        f"IF(AND({typed}>={LEAST},{typed}<={MOST:g}),{typed},0),0),0)"
    )


def _helper_sums(numbers: _Numbers) -> dict[int, tuple[str, CellValue]]:
    """Return the cells behind the helper rows: what each row comes to."""
    pairs = int(np.sum(np.triu(numbers.matrix, 1) > 0))
    complete = numbers.n > 0 and pairs == numbers.n * (numbers.n - 1) // 2
    made: dict[int, tuple[str, CellValue]] = {
        ON: (
            '=--AND(kam_pairs_n>0,COUNTIF(kam_pairs,">0")=kam_pairs_n*kam_pairs_n)',
            int(complete),
        )
    }
    for row in range(SLOTS):
        made[APART + row] = (
            f"=MAX({span(APART + row, LEFT, RIGHT)})",
            float(numbers.apart[row].max()),
        )
    for step in range(STEPS + 1):
        made[START + step] = (
            f"=SUMPRODUCT({span(SUMS, LEFT, RIGHT)},{span(START + step, LEFT, RIGHT)})",
            float(numbers.sums @ numbers.steps[step]),
        )
    return made


def _helper_places(numbers: _Numbers) -> list[tuple[str, CellValue]]:
    """Return the places of the three that contradict each other most, 0 where none do."""
    top, beside_top = (address(APART, column, absolute=True) for column in (LEFT, BESIDE))
    end, beside_end = (
        address(APART + SLOTS - 1, column, absolute=True) for column in (RIGHT, BESIDE)
    )
    rows, beside = f"{top}:{end}", f"{beside_top}:{beside_end}"
    found = [place + 1 for place in numbers.triple] if numbers.triple else [0, 0, 0]
    return [
        (
            f"=IF(AND(kam_pairs_complete=1,kam_pairs_n>2,MAX({beside})>0),"
            f"MATCH(MAX({beside}),{beside},0),0)",
            found[0],
        ),
        (
            f"=IF({_first()}>0,MATCH(MAX({beside}),INDEX({rows},{_first()},0),0),0)",
            found[1],
        ),
        (
            f"=IF({_first()}>0,MATCH(MAX({beside}),{span(THIRD, LEFT, RIGHT)},0),0)",
            found[2],
        ),
    ]


def _first() -> str:
    return address(PLACES, LEFT, absolute=True)


def _second() -> str:
    return address(PLACES + 1, LEFT, absolute=True)


def _logs(slot: int) -> str:
    """Return the column of logarithms against one place."""
    column = LEFT + slot
    first = address(LOGS, column, absolute=True)
    return f"{first}:{address(LOGS + SLOTS - 1, column, absolute=True)}"


def _all_logs() -> str:
    first = address(LOGS, LEFT, absolute=True)
    return f"{first}:{address(LOGS + SLOTS - 1, RIGHT, absolute=True)}"


# ------------------------------------------------------------ rules and marks

IMPORTANCE_MESSAGE = Text(
    "important, less important, or excluded; every active criterion.",
    "wichtig, weniger wichtig oder ausgeschlossen; jedes aktive Kriterium.",
)
SWING_MESSAGE = Text(
    "0 to 100: how much the step from worst to best matters; the largest has 100.",
    "0 bis 100: wie viel der Schritt vom schlechtesten zum besten Wert zählt; der größte hat 100.",
)
PAIR_MESSAGE = Text(
    "How many times more the row counts than the column: 1 to 9, or 1/2 to 1/9.",
    "Wie viel mal mehr die Zeile zählt als die Spalte: 1 bis 9 oder 1/2 bis 1/9.",
)
LIST_ERROR = Text("Please choose from the list.", "Bitte aus der Liste wählen.")
SWING_ERROR = Text("A number from 0 to 100.", "Eine Zahl von 0 bis 100.")
PAIR_ERROR = Text("A number from 1/9 to 9.", "Eine Zahl von 1/9 bis 9.")


def _validations(context: Context) -> list[Validation]:
    t = context.t

    def column(key: str) -> Area:
        return Area(FIRST, PLACE[key], LAST, PLACE[key])

    def title(text: Text) -> str:
        return t(text)[:32]

    made = [
        Validation(column("importance"), "list", "=kam_list_importance",
                   title=title(words.WEIGHT_COLUMNS["importance"]), message=t(IMPORTANCE_MESSAGE),
                   error=t(LIST_ERROR)),
        Validation(column("swing"), "decimal", minimum=0, maximum=100,
                   title=title(words.WEIGHT_COLUMNS["swing"]), message=t(SWING_MESSAGE),
                   error=t(SWING_ERROR)),
    ]  # fmt: skip
    for slot in range(SLOTS - 1):
        row, first = pair_cell(slot, slot + 1)
        made.append(
            Validation(Area(row, first, row, RIGHT), "decimal", minimum=LEAST, maximum=MOST,
                       title=title(PAIRS_TITLE), message=t(PAIR_MESSAGE), error=t(PAIR_ERROR))
        )  # fmt: skip
    return made


def _conditionals() -> list[Conditional]:
    row, column = PAIRS_FIRST + 1, address(0, LEFT)[:-1]
    active = f"${address(FIRST, PLACE['active'])}"
    off = f"=OR({active}<>kam_yes,{column}${ON + 1}<>1)"
    at, first, second, third = (
        f"ROW()-{row - 1}", _first(), _second(), address(PLACES + 2, LEFT, absolute=True),
    )  # fmt: skip
    slot = f"{column}${SLOT + 1}"
    worst = (
        f"=AND(N(kam_pairs_ratio)>={INCONSISTENT},"
        f"OR(AND({at}={first},OR({slot}={second},{slot}={third})),"
        f"AND({at}={second},{slot}={third})))"
    )
    pairs = Area(PAIRS_FIRST, LEFT, PAIRS_LAST, RIGHT)
    rows = Area(FIRST, 0, LAST, PLACE[KEYS[-1]])
    ratio = Area(FIGURE["pairs_ratio"], VALUE, FIGURE["pairs_ratio"], VALUE)
    return [
        Conditional(pairs, "formula", worst, "bad"),
        Conditional(pairs, "formula", off, "dim"),
        Conditional(rows, "formula", f"={active}<>kam_yes", "quiet"),
        Conditional(ratio, "formula", f"=ROUND(N(kam_pairs_ratio),9)>={INCONSISTENT}", "bad"),
    ]
