"""The one gate: cells in, cells out, and never an exception because of what stands in a cell.

Bad input gives #VALUE!, out of range #NUM!, not found #N/A, division by nothing #DIV/0!; an error
that comes in passes through, the first in reading order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from kamxl.cells import CellError, CellValue, Grid
from kamxl.errors import KamxlError
from kamxl.functions import catalogue
from kamxl.functions.coercion import error_text, grid_of, is_one_blank
from kamxl.functions.remembering import Remembered, digest
from kamxl.functions.spec import Answer, Function, Refusal, Refused, refuse
from kamxl.text import Text

_REMEMBERED = Remembered()


def call(function: Function | str, *arguments: object) -> CellValue | Grid:
    """Return what the cells of a call show: one value, or rows of values shaped like the input.

    An argument is a value, a list (a row) or rows of values; None leaves an optional argument
    out. The same cells are computed once, see `remembering`. Raises FunctionError for a name that
    is not in the catalogue.
    """
    found = _found(function)
    told = digest(arguments)
    rows = None if told is None else _REMEMBERED.get((found.body, told))
    if rows is None:
        rows = [[_cell(cell) for cell in row] for row in _rows(_answer(found, arguments))]
        if told is not None:
            _REMEMBERED.put((found.body, told), rows)
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return [list(row) for row in rows]


def explain(
    function: Function | str, *arguments: object, cell: tuple[int, int] | None = None
) -> Text:
    """Return in words why a call shows an error, or what it shows when it shows none.

    Of an array the first error is told, or that of one `cell`, its row and column from 0.
    """
    found = _found(function)
    cells = [
        (row, column, shown)
        for row, row_cells in enumerate(_rows(_answer(found, arguments)))
        for column, shown in enumerate(row_cells)
    ]
    refused = [(row, column, shown) for row, column, shown in cells if isinstance(shown, Refusal)]
    refused.sort(key=lambda one: one[:2] != cell)
    if not refused:
        return _no_error(found, len(cells), _cell(cells[0][2]))
    row, column, refusal = refused[0]
    error = error_text(refusal.error)
    if len(cells) == 1:
        return Text(
            f"{found.name} shows {error.en}: {refusal.why.en}.",
            f"{found.name} zeigt {error.de}: {refusal.why.de}.",
        )
    if (row, column) == cell:
        return Text(
            f"{found.name} shows {error.en} in row {row + 1}, column {column + 1} of its cells: "
            f"{refusal.why.en}.",
            f"{found.name} zeigt {error.de} in Zeile {row + 1}, Spalte {column + 1} seiner Zellen: "
            f"{refusal.why.de}.",
        )
    return Text(
        f"{found.name}: {len(refused)} of {len(cells)} cells show an error, first row {row + 1}, "
        f"column {column + 1} with {error.en}: {refusal.why.en}.",
        f"{found.name}: {len(refused)} von {len(cells)} Zellen zeigen einen Fehler, zuerst Zeile "
        f"{row + 1}, Spalte {column + 1} mit {error.de}: {refusal.why.de}.",
    )


def _rows(answer: Answer) -> Sequence[Sequence[CellValue | Refusal]]:
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        return answer
    return ((answer,),)


def _found(function: Function | str) -> Function:
    return catalogue.function(function) if isinstance(function, str) else function


def _answer(function: Function, arguments: Sequence[object]) -> Answer:
    try:
        # Numbers at the end of what a float holds give inf or NaN, which a cell shows as an error.
        with np.errstate(all="ignore"):
            return function.body(*_read(function, arguments))
    except Refused as refused:
        return refused.refusal
    except OverflowError:
        return Refusal(CellError.NUM, Text("a number is too large", "eine Zahl ist zu groß"))
    except ZeroDivisionError:
        why = Text("a division by zero", "eine Division durch null")
        return Refusal(CellError.DIV0, why)
    except KamxlError as wrong:
        return Refusal(CellError.NUM, Text.same(str(wrong) or type(wrong).__name__))
    # A cell must show something: an exception would arrive in Excel as a text full of paths.
    except Exception as wrong:
        name = type(wrong).__name__
        return Refusal(
            CellError.VALUE,
            Text(
                f"a fault of kamxl, please report it ({name}: {wrong})",
                f"ein Fehler in kamxl, bitte melden ({name}: {wrong})",
            ),
        )


def _read(function: Function, given: Sequence[object]) -> list[object]:
    expected = function.arguments
    if not function.required_count <= len(given) <= len(expected):
        raise refuse(
            CellError.VALUE,
            f"{len(given)} arguments, where {function.usage} is expected",
            f"{len(given)} Argumente, wo {function.usage} erwartet wird",
        )
    values: list[object] = []
    refusals: list[Refusal] = []
    for position, argument in enumerate(expected):
        value = given[position] if position < len(given) else None
        if value is None and not argument.required:
            values.append(argument.default)
            continue
        try:
            cells = grid_of(value)
            blank = argument.blank_is_default and is_one_blank(cells)
            values.append(argument.default if blank else argument.reads(cells))
        except Refused as refused:
            refusals.append(refused.refusal.of(argument.name))
    if refusals:
        raise Refused(next((r for r in refusals if r.incoming), refusals[0]))
    return values


def _cell(value: CellValue | Refusal) -> CellValue:
    if isinstance(value, Refusal):
        return value.error
    if isinstance(value, float) and not math.isfinite(value):
        return CellError.NA if math.isnan(value) else CellError.NUM
    return value


def _no_error(function: Function, count: int, value: CellValue) -> Text:
    if count > 1:
        return Text(
            f"{function.name} shows {count} values and no error.",
            f"{function.name} zeigt {count} Werte und keinen Fehler.",
        )
    return Text(
        f"{function.name} shows {value}; there is no error.",
        f"{function.name} zeigt {value}; es gibt keinen Fehler.",
    )
