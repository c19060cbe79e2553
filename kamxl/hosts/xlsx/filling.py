"""The rows of a table as XML, a column at a time: many times faster than cell by cell.

What is the same in every row of a column is put together once: its letters, its format, its
formula. The cells are those that XlsxWriter would write.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kamxl.cells import CellError, CellValue, column_letters

# Whole numbers below this are written without a point.
LARGEST_WHOLE = 1e15
ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Rows are put together in pieces, so that a long table takes no more memory than a short one.
PIECE = 256
ERRORS = {
    CellError.NA: "NA()",
    CellError.DIV0: "1/0",
    CellError.NUM: "SQRT(-1)",
    CellError.VALUE: 'VALUE("x")',
    CellError.REF: "#REF!",
    CellError.NAME: "#NAME?",
    CellError.NULL: "#NULL!",
}


class Filled(NamedTuple):
    """A column of a table: values one a row, beside the formula whose results they are, if any.

    `style` is the number of its format.
    """

    values: Sequence[CellValue]
    style: int
    formula: str = ""


def number_text(number: float) -> str:
    """Return a number with all its digits, as files that Excel saves have it."""
    exact = float(number)
    whole = exact.is_integer() and abs(exact) < LARGEST_WHOLE
    return str(int(exact)) if whole else repr(exact)


def cached(value: CellValue) -> CellValue:
    """Return a formula's result as a file holds it; ValueError for what no cell can hold."""
    if isinstance(value, CellError):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"a cell cannot hold {value}")
    if isinstance(value, str):
        # XlsxWriter escapes typed texts only; XML holds no control characters.
        return CONTROL.sub(
            lambda found: f"_x{ord(found[0]):04X}_", ESCAPED.sub(r"_x005F\g<0>", value)
        )
    return "" if value is None else value


def escaped(text: str) -> str:
    """Return a text as XML has it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces(
    first: int, column: int, columns: Sequence[Filled], shared: Callable[[str], int] | None
) -> Iterator[tuple[int, list[str]]]:
    """Yield by pieces the first row and the cells of each row of a table, as XML.

    `first` and `column` are its first row and column, counted from 0; `shared` returns the number
    of a text among those that the workbook's cells share.
    """
    rows = len(columns[0].values)
    for begin in range(0, rows, PIECE):
        end = min(begin + PIECE, rows)
        numbers = range(first + begin + 1, first + end + 1)
        cells = [
            _column(column_letters(column + place), one, one.values[begin:end], numbers, shared)
            for place, one in enumerate(columns)
        ]
        yield first + begin, ["".join(row) for row in zip(*cells, strict=True)]


def _column(
    letters: str,
    column: Filled,
    values: Sequence[CellValue],
    numbers: range,
    shared: Callable[[str], int] | None,
) -> list[str]:
    head = f'<c r="{letters}'
    style = f'" s="{column.style}"' if column.style else '"'
    if column.formula:
        formula = f"><f>{escaped(column.formula.removeprefix('='))}</f><v>"
        plain = style + formula
        made = []
        for row, value in zip(numbers, values, strict=True):
            kind = type(value)
            if kind is int or (kind is float and math.isfinite(value)):  # type: ignore[arg-type]
                made.append(f"{head}{row}{plain}{value}</v></c>")
            elif value == "":
                made.append(f"{head}{row}{plain}</v></c>")
            else:
                made.append(f"{head}{row}{style}{_result(value, formula)}")
        return made
    return [
        f"{head}{row}{style}/>"
        if value is None
        else f"{head}{row}{style}{_constant(value, shared)}"
        for row, value in zip(numbers, values, strict=True)
    ]


def _result(value: CellValue, formula: str) -> str:
    """Return a formula's cell behind its format: its kind, the formula and its result."""
    if isinstance(value, bool):
        return f' t="b"{formula}{int(value)}</v></c>'
    if isinstance(value, CellError):
        return f' t="e"{formula}{value.value}</v></c>'
    found = cached(value)
    if not isinstance(found, str):
        return f"{formula}{found}</v></c>"
    kind = ' t="str"' if found else ""
    return f"{kind}{formula}{escaped(found)}</v></c>"


def _constant(value: CellValue, shared: Callable[[str], int] | None) -> str:
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            raise ValueError(f"a cell cannot hold {value}")
        return f"><v>{number_text(value)}</v></c>"
    if isinstance(value, CellError):
        return f' t="e"><f>{escaped(ERRORS[value])}</f><v>{value.value}</v></c>'
    if shared is not None:
        return f' t="s"><v>{shared(str(value))}</v></c>'
    text = escaped(str(cached(str(value))))
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
