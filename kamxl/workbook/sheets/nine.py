"""The nine cells of the matrix as text: which group of strategies each is, and how many are in it.

They stand as in the chart, strength rising to the right; GE and McDonald print it falling. They are
numbered as there: 1 is high attractiveness and high strength.
"""

from __future__ import annotations

import numpy as np

from kamxl.domain.matrix import CELL_GROUPS
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.sheets.points import place_of
from kamxl.workbook.spec import Sheet

ROWS = 6
LEVELS = ("high", "medium", "low")


def cells(context: Context, made: Sheet, row: int, column: int) -> None:
    """Place title, levels of both axes and the cells; blank where the matrix has four cells."""
    t, f, result = context.t, context.f, context.result
    shown = context.policy.grid == 3

    def put(down: int, right: int, formula: str, value: str, style: str) -> None:
        content = f(f'=IF(kam_grid=3,{formula},"")', value if shown else "")
        made.put(row + down, column + right, content, style)

    def word(down: int, right: int, *keys: str) -> None:
        formula = '&" "&'.join(f"kam_word_{key}" for key in keys)
        text = " ".join(t(words.PHRASES[key]) for key in keys)
        put(down, right, formula, text, "listed_strong" if down == 0 else "caption")

    word(0, 0, "nine_cells")
    for place, level in enumerate(LEVELS):
        word(1, 3 - place, "strength", level)
        word(2 + place, 0, "attractiveness", level)
    counts = np.bincount(result.cell[context.rated] if context.rated else [], minlength=10)
    for number, group in CELL_GROUPS.items():
        down, right = place_of(number)
        put(
            2 + down,
            1 + right,
            f'{number}&" "&INDEX(kam_cell_groups,{number})&": "&COUNTIF(ratings[cell],{number})',
            f"{number} {context.choice('cell_group', group)}: {counts[number]}",
            "listed_strong",
        )
