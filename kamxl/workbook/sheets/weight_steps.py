"""The helper rows of the sheet of weights: the matrix of pairs, and its power iteration."""

from __future__ import annotations

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.policy import SLOTS
from kamxl.domain.weighting import LEAST, MOST, STEPS
from kamxl.text import Text
from kamxl.workbook.context import Context, span
from kamxl.workbook.sheets.criteria_places import helper
from kamxl.workbook.sheets.weight_numbers import Numbers
from kamxl.workbook.sheets.weight_places import (
    APART,
    BESIDE,
    FIRST,
    HELPERS,
    LEFT,
    LOGS,
    MATRIX,
    ON,
    PLACE,
    PLACES,
    POINTS,
    RIGHT,
    SLOT,
    START,
    SUMS,
    SWINGS,
    THIRD,
    pair_cell,
)
from kamxl.workbook.spec import Area, Sheet

HELPERS_TITLE = Text("Helper rows for the weights", "Hilfszeilen für die Gewichte")


def put_steps(context: Context, made: Sheet, numbers: Numbers) -> None:
    """Put the hidden rows from which proposals and consistency are computed."""
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


def _helper_column(numbers: Numbers, slot: int) -> dict[int, tuple[str, CellValue]]:
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
            f"=IF({first_place()}>0,ROUND({on}*ABS(INDEX({_logs(slot)},{first_place()})-"
            f"INDEX({_logs(slot)},{second_place()})-INDEX({_all_logs()},{first_place()},{second_place()})),9),0)",
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


def _helper_sums(numbers: Numbers) -> dict[int, tuple[str, CellValue]]:
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


def _helper_places(numbers: Numbers) -> list[tuple[str, CellValue]]:
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
            f"=IF({first_place()}>0,MATCH(MAX({beside}),INDEX({rows},{first_place()},0),0),0)",
            found[1],
        ),
        (
            f"=IF({first_place()}>0,MATCH(MAX({beside}),{span(THIRD, LEFT, RIGHT)},0),0)",
            found[2],
        ),
    ]


def first_place() -> str:
    """Return the cell with the place of the first of the three that contradict each other."""
    return address(PLACES, LEFT, absolute=True)


def second_place() -> str:
    """Return the cell with the place of the second of them."""
    return address(PLACES + 1, LEFT, absolute=True)


def _logs(slot: int) -> str:
    """Return the column of logarithms against one place."""
    column = LEFT + slot
    first = address(LOGS, column, absolute=True)
    return f"{first}:{address(LOGS + SLOTS - 1, column, absolute=True)}"


def _all_logs() -> str:
    first = address(LOGS, LEFT, absolute=True)
    return f"{first}:{address(LOGS + SLOTS - 1, RIGHT, absolute=True)}"
