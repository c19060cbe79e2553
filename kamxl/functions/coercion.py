"""From cells to numbers: the parts of the one gate. What is not a number is refused with a reason.

Numbers are int, float, Decimal and NumPy's; blank is None, "" or NaN; `?` is a known unknown and
counts as missing. Text that looks like a number is text, a truth value is no number, and neither is
a date. An error, or its word such as "#N/A", passes through.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kamxl.cells import CellError, CellValue, Grid
from kamxl.domain.portfolio import KNOWN_UNKNOWN
from kamxl.domain.rounding import Floats
from kamxl.functions.spec import Refusal, Refused, refuse
from kamxl.text import Text

_WORDS: Mapping[str, CellError] = {error.value: error for error in CellError}


# What a German Excel shows; the values themselves are the same.
_GERMAN: Mapping[CellError, str] = {
    CellError.VALUE: "#WERT!",
    CellError.REF: "#BEZUG!",
    CellError.NUM: "#ZAHL!",
    CellError.NA: "#NV",
}


def error_text(error: CellError) -> Text:
    """Return an error as a spreadsheet shows it in each language: #N/A or #NV."""
    return Text(error.value, _GERMAN.get(error, error.value))


def error_of(cell: object) -> CellError | None:
    """Return the error that a cell holds, as a value or as its word, or None."""
    if isinstance(cell, CellError):
        return cell
    if isinstance(cell, str) and cell[:1] == "#":
        return _WORDS.get(cell)
    return None


def grid_of(value: object) -> Grid:
    """Return an argument as rows of cells: one cell for a scalar, one row for a flat list."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple)):
        return ((_cell(value),),)
    if not value:
        raise refuse(CellError.VALUE, "there are no cells", "da sind keine Zellen")
    if not isinstance(value[0], (list, tuple)):
        return (value,)
    width = len(value[0])
    if width == 0 or any(not isinstance(row, (list, tuple)) or len(row) != width for row in value):
        raise refuse(
            CellError.VALUE,
            "the rows are not of one length",
            "die Zeilen sind nicht gleich lang",
        )
    return value


def _cell(value: object) -> CellValue:
    if isinstance(value, (dict, set, bytes)):
        raise refuse(CellError.VALUE, "this is not a cell", "das ist keine Zelle")
    return value  # type: ignore[return-value]


def is_one_blank(cells: Grid) -> bool:
    """Return whether this is a single cell that holds nothing; NaN is how NumPy writes that."""
    if len(cells) > 1 or len(cells[0]) > 1:
        return False
    cell = cells[0][0]
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def number_or_refusal(cell: object) -> float | Refusal:
    """Return a cell's number, NaN for a blank or `?`, or why it is none."""
    if isinstance(cell, bool):
        return _not_a_number(cell, "a truth value", "ein Wahrheitswert")
    if cell is None:
        return math.nan
    if isinstance(cell, (int, float, Decimal, np.integer, np.floating)):
        try:
            number = float(cell)
        except OverflowError:
            number = math.inf
        if math.isinf(number):
            return Refusal(
                CellError.NUM,
                Text("a number is too large", "eine Zahl ist zu groß"),
            )
        return number
    if isinstance(cell, str):
        if cell == "" or cell.strip() == KNOWN_UNKNOWN:
            return math.nan
        error = error_of(cell)
        return _not_a_number(cell, "text", "Text") if error is None else _passed_on(error)
    if isinstance(cell, CellError):
        return _passed_on(cell)
    if isinstance(cell, dt.date):
        return _not_a_number(cell, "a date", "ein Datum")
    return _not_a_number(cell, "no cell value", "kein Zellwert")


def _not_a_number(cell: object, en: str, de: str) -> Refusal:
    shown = str(cell)
    shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
    return Refusal(
        CellError.VALUE,
        Text(f"“{shown}” is {en}, not a number", f"„{shown}“ ist {de}, keine Zahl"),
    )


def _passed_on(error: CellError) -> Refusal:
    shown = error_text(error)
    return Refusal(
        error,
        Text(f"the cell holds the error {shown.en}", f"die Zelle enthält den Fehler {shown.de}"),
        incoming=True,
    )


def _at(refusal: Refusal, row: int, column: int) -> Refusal:
    why = refusal.why
    return Refusal(
        refusal.error,
        Text(
            f"row {row + 1}, column {column + 1}: {why.en}",
            f"Zeile {row + 1}, Spalte {column + 1}: {why.de}",
        ),
        refusal.incoming,
    )


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of numbers, NaN where missing or refused; `refused` says why, by (row, column).

    Refusals stand in reading order.
    """

    values: Floats
    refused: Mapping[tuple[int, int], Refusal]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    def transposed(self) -> Block:
        """Return the block with rows as columns."""
        return Block(self.values.T, {(c, r): why for (r, c), why in self.refused.items()})

    def shaped(self, cells: Sequence[CellValue | Refusal]) -> list[list[CellValue | Refusal]]:
        """Return one cell an entry of this block, in its shape."""
        rows, columns = self.shape
        return [list(cells[row * columns : (row + 1) * columns]) for row in range(rows)]


def block(cells: Grid) -> Block:
    """Return a rectangle in which each wrong cell is kept with its reason."""
    numbers: list[float] = []
    refused: dict[tuple[int, int], Refusal] = {}
    for row, row_cells in enumerate(cells):
        for column, cell in enumerate(row_cells):
            if type(cell) is float and cell - cell == 0:
                numbers.append(cell)
                continue
            number = number_or_refusal(cell)
            if isinstance(number, Refusal):
                refused[row, column] = _at(number, row, column)
                number = math.nan
            numbers.append(number)
    values = np.array(numbers, dtype=float).reshape(len(cells), len(cells[0]))
    return Block(values, refused)


def sound_block(cells: Grid) -> Block:
    """Return a rectangle of numbers and blanks; the first incoming error, else the first wrong
    cell, refuses it.
    """
    found = block(cells)
    if found.refused:
        raise Refused(first(found.refused.values()))
    return found


def first(refusals: Iterable[Refusal]) -> Refusal:
    """Return the first incoming error, or the first refusal where none came in."""
    every = list(refusals)
    return next((refusal for refusal in every if refusal.incoming), every[0])


def numbers(cells: Grid) -> Floats:
    """Return a row, a column or a block as one column of numbers, NaN where blank or `?`."""
    return sound_block(cells).values.ravel()


def line(cells: Grid) -> Floats:
    """Return a row or a column of numbers, NaN where blank or `?`; a block is refused."""
    found = sound_block(cells)
    if min(found.shape) > 1:
        rows, columns = found.shape
        raise refuse(
            CellError.VALUE,
            f"{rows} rows and {columns} columns, where one row or one column is expected",
            f"{rows} Zeilen und {columns} Spalten, wo eine Zeile oder Spalte erwartet wird",
        )
    return found.values.ravel()


def number(cells: Grid) -> float:
    """Return one cell's number, NaN where blank or `?`; more than one cell is refused."""
    if len(cells) > 1 or len(cells[0]) > 1:
        raise refuse(
            CellError.VALUE,
            f"{len(cells)} × {len(cells[0])} cells, where one is expected",
            f"{len(cells)} × {len(cells[0])} Zellen, wo eine erwartet wird",
        )
    found = number_or_refusal(cells[0][0])
    if isinstance(found, Refusal):
        raise Refused(found)
    return found


def texts(cells: Grid) -> tuple[str, ...]:
    """Return a row or a column as texts: ids as people type them, blanks around them dropped.

    A number is written without a useless ".0"; an incoming error passes through, a block is
    refused.
    """
    if len(cells) > 1 and len(cells[0]) > 1:
        raise refuse(
            CellError.VALUE,
            f"{len(cells)} rows and {len(cells[0])} columns, where one row or one column is "
            "expected",
            f"{len(cells)} Zeilen und {len(cells[0])} Spalten, wo eine Zeile oder Spalte erwartet "
            "wird",
        )
    found: list[str] = []
    for row, row_cells in enumerate(cells):
        for column, cell in enumerate(row_cells):
            error = error_of(cell)
            if error is not None:
                raise Refused(_at(_passed_on(error), row, column))
            if isinstance(cell, float) and cell.is_integer():
                cell = int(cell)
            blank = cell is None or (isinstance(cell, float) and math.isnan(cell))
            found.append("" if blank else str(cell).strip())
    return tuple(found)


def word(cells: Grid) -> str:
    """Return one cell's text, "" where blank; more than one cell is refused."""
    if len(cells) > 1 or len(cells[0]) > 1:
        raise refuse(
            CellError.VALUE,
            f"{len(cells)} × {len(cells[0])} cells, where one is expected",
            f"{len(cells)} × {len(cells[0])} Zellen, wo eine erwartet wird",
        )
    return texts(cells)[0]
