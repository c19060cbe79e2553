"""What part of a formula comes to, from the stored values of the cells that it names.

Only as much as is needed to say which branch decided and what an argument was; what is not known
here is UNKNOWN, and then nothing is claimed.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from kamxl.actions.asking.cells import Cells, Place, Span
from kamxl.actions.asking.formula import (
    Call,
    Literal,
    Name,
    Node,
    Operation,
    Reference,
    Rows,
    Structured,
    children,
)
from kamxl.cells import CellError, CellValue, Grid, to_serial
from kamxl.domain.rounding import nine
from kamxl.functions.calling import call
from kamxl.functions.spec import FunctionError
from kamxl.workbook.spec import Area

# Larger rectangles are not computed with.
MOST_CELLS = 200_000


class Unknown:
    """The type of UNKNOWN."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
Result = CellValue | Grid | Span | Unknown
Value = CellValue | Grid | Unknown


class Evaluator:
    """Evaluates parts of the formula that stands in `here`."""

    def __init__(self, cells: Cells, here: Place) -> None:
        self.cells, self.here = cells, here

    def value(self, node: Node | None) -> Value:
        """Return a value, or rows of values, or UNKNOWN."""
        found = self.result(node)
        if not isinstance(found, Span):
            return found
        if found.single:
            return _counted(self.cells.value(found.first))
        rows = self.cells.block(found)
        if not rows or len(rows) * len(rows[0]) > MOST_CELLS:
            return UNKNOWN
        return [[_counted(cell) for cell in row] for row in rows]

    def scalar(self, node: Node | None) -> CellValue | Unknown:
        """Return one value; UNKNOWN where it is more than one."""
        found = self.value(node)
        if isinstance(found, (list, tuple)):
            single = len(found) == 1 and len(found[0]) == 1
            return found[0][0] if single else UNKNOWN
        return found  # type: ignore[return-value]

    def result(self, node: Node | None) -> Result:
        """Return a value, rows of values, or where a reference leads."""
        if node is None:
            return None
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Rows):
            return node.cells
        if isinstance(node, (Reference, Name, Structured)):
            return self.cells.span(node, self.here) or UNKNOWN
        if isinstance(node, Operation):
            return self._operation(node)
        return self._call(node)

    # ------------------------------------------------------------ operators
    def _operation(self, node: Operation) -> Value:
        values = [self.value(one) for one in node.operands]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        if len(values) == 1:
            work = _ONE.get(node.sign)
            return UNKNOWN if work is None else _each(work, values)
        two = _TWO.get(node.sign)
        return UNKNOWN if two is None else _each(two, values)

    # ------------------------------------------------------------ functions
    def _call(self, node: Call) -> Result:
        name, arguments = node.name, node.arguments
        match name:
            case "IF":
                return self._if(arguments)
            case "IFERROR" | "IFNA":
                first = self.scalar(arguments[0] if arguments else None)
                caught = isinstance(first, CellError) and (
                    name == "IFERROR" or first is CellError.NA
                )
                return self.result(arguments[1]) if caught and len(arguments) > 1 else first
            case "AND" | "OR":
                return self._logic(name, arguments)
            case "INDEX":
                return self._index(arguments)
            case "MATCH":
                return self._match(arguments)
            case "CHOOSE" if arguments:
                number = self.scalar(arguments[0])
                if not isinstance(number, (int, float)):
                    return number if isinstance(number, CellError) else UNKNOWN
                inside = 1 <= number < len(arguments)
                return self.result(arguments[int(number)]) if inside else CellError.VALUE
            case "NA":
                return CellError.NA
            case "ROW" if not arguments:
                return float(self.here.row + 1)
            case "ROW" if len(arguments) == 1:
                found = self.result(arguments[0])
                return float(found.area.top + 1) if isinstance(found, Span) else UNKNOWN
            case "ROWS" if len(arguments) == 1:
                found = self.result(arguments[0])
                if isinstance(found, Span):
                    return float(found.area.bottom - found.area.top + 1)
                return UNKNOWN
        values = [self.value(argument) for argument in arguments]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        if name.startswith("KAM_"):
            return self._ours(name, values)
        if name in _EACH:
            return _each(_EACH[name], values)
        if name in _ALL:
            return _ALL[name](values)
        return UNKNOWN

    @staticmethod
    def _ours(name: str, values: Sequence[Value]) -> Value:
        try:
            return call(name, *values)
        except FunctionError:
            return CellError.NAME

    def _if(self, arguments: Sequence[Node | None]) -> Result:
        truth = truth_of(self.scalar(arguments[0] if arguments else None))
        if not isinstance(truth, bool):
            return truth
        if truth:
            return self.result(arguments[1]) if len(arguments) > 1 else True
        return self.result(arguments[2]) if len(arguments) > 2 else False

    def _logic(self, name: str, arguments: Sequence[Node | None]) -> CellValue | Unknown:
        truths = []
        for argument in arguments:
            value = self.value(argument)
            rows: Grid = value if isinstance(value, (list, tuple)) else [[value]]  # type: ignore[list-item]
            truths += [truth_of(cell) for row in rows for cell in row]
        wrong = next((truth for truth in truths if isinstance(truth, CellError)), None)
        if wrong is not None:
            return wrong
        decisive = name == "OR"
        if decisive in [truth for truth in truths if isinstance(truth, bool)]:
            return decisive
        return UNKNOWN if any(truth is UNKNOWN for truth in truths) else not decisive

    def _index(self, arguments: Sequence[Node | None]) -> Result:
        if not 2 <= len(arguments) <= 3:
            return UNKNOWN
        within = self.result(arguments[0])
        numbers = [self.scalar(argument) for argument in arguments[1:]]
        if any(isinstance(number, CellError) for number in numbers):
            return next(number for number in numbers if isinstance(number, CellError))
        if not all(isinstance(n, (int, float)) for n in numbers) or not isinstance(within, Span):
            return UNKNOWN
        at = [int(number) for number in numbers if isinstance(number, (int, float))]
        area = within.area
        if len(at) == 1:
            at = [1, at[0]] if area.top == area.bottom else [at[0], 1]
        if min(at) < 1:
            return UNKNOWN
        row, column = area.top + at[0] - 1, area.left + at[1] - 1
        if row > area.bottom or column > area.right:
            return CellError.REF
        return Span(within.sheet, Area(row, column, row, column))

    def _match(self, arguments: Sequence[Node | None]) -> CellValue | Unknown:
        """Return where a value stands, as MATCH(…, 0) does without wildcards."""
        if len(arguments) != 3 or self.scalar(arguments[2]) not in (0, False):
            return UNKNOWN
        wanted, within = self.scalar(arguments[0]), self.value(arguments[1])
        if isinstance(wanted, CellError):
            return wanted
        if isinstance(wanted, Unknown) or not isinstance(within, (list, tuple)):
            return UNKNOWN
        if wanted is None or (isinstance(wanted, str) and set(wanted) & set("*?~")):
            return UNKNOWN
        cells = _cells([within])
        key = _order(wanted)
        for place, cell in enumerate(cells, start=1):
            if cell is not None and not isinstance(cell, CellError) and _order(cell) == key:
                return float(place)
        return CellError.NA


def _counted(value: CellValue) -> CellValue:
    """Return a day as formulas see it: a number."""
    if isinstance(value, dt.datetime):
        past = value - dt.datetime.combine(value, dt.time())
        return to_serial(value) + past / dt.timedelta(days=1)
    return float(to_serial(value)) if isinstance(value, dt.date) else value


def deciders(node: Node, truth: bool, evaluator: Evaluator) -> list[Node]:
    """Return the parts of a condition that made it true or false."""
    if isinstance(node, Call) and node.name in ("AND", "OR"):
        decisive = node.name == "OR"
        if truth is decisive:
            for child in children(node):
                if truth_of(evaluator.scalar(child)) is truth:
                    return deciders(child, truth, evaluator)
        found: list[Node] = []
        for child in children(node):
            found += deciders(child, truth, evaluator)
        return found
    if isinstance(node, Call) and node.name == "NOT" and len(children(node)) == 1:
        return deciders(children(node)[0], not truth, evaluator)
    return [node]


def truth_of(value: CellValue | Unknown) -> bool | CellError | Unknown:
    """Return a value as a condition takes it; text is #VALUE!, blank is false."""
    if isinstance(value, (CellError, Unknown)):
        return value
    if isinstance(value, str):
        return CellError.VALUE
    return bool(value)


def number_of(value: CellValue) -> float | CellError:
    """Return a value as arithmetic takes it: blank is 0, text is #VALUE!."""
    if isinstance(value, CellError):
        return value
    if value is None:
        return 0.0
    if isinstance(value, (bool, int, float)):
        return float(value)
    return CellError.VALUE


def _each(work: Callable[..., CellValue], values: Sequence[Value]) -> Value:
    """Apply a function cell by cell, one value or one row or column beside many."""
    grids = [value if isinstance(value, (list, tuple)) else None for value in values]
    shaped = [grid for grid in grids if grid is not None]
    if not shaped:
        alone: CellValue = work(*values)
        return alone
    height = max(len(grid) for grid in shaped)
    width = max(len(grid[0]) for grid in shaped)
    if any(len(g) not in (1, height) or len(g[0]) not in (1, width) for g in shaped):
        return UNKNOWN

    def at(place: int, row: int, column: int) -> CellValue:
        grid = grids[place]
        if grid is None:
            return values[place]  # type: ignore[return-value]
        cells = grid[row if len(grid) > 1 else 0]
        one: CellValue = cells[column if len(cells) > 1 else 0]
        return one

    return [
        [work(*(at(place, row, column) for place in range(len(values)))) for column in range(width)]
        for row in range(height)
    ]


def _arithmetic(work: Callable[[float, float], object]) -> Callable[..., CellValue]:
    def cell(one: CellValue, other: CellValue) -> CellValue:
        left, right = number_of(one), number_of(other)
        for side in (left, right):
            if isinstance(side, CellError):
                return side
        try:
            found = work(left, right)  # type: ignore[arg-type]
        except ZeroDivisionError:
            return CellError.DIV0
        except (OverflowError, ValueError):
            return CellError.NUM
        return found if isinstance(found, float) and math.isfinite(found) else CellError.NUM

    return cell


def _order(value: CellValue) -> tuple[int, float | str]:
    """Return what values are compared by: numbers before texts before truth values."""
    if value is None:
        return 0, 0.0
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, (int, float)):
        return 0, nine(float(value))
    return 1, str(value).casefold()


def _comparison(work: Callable[[object, object], bool]) -> Callable[..., CellValue]:
    def cell(one: CellValue, other: CellValue) -> CellValue:
        for side in (one, other):
            if isinstance(side, CellError):
                return side
        if one is None and isinstance(other, str):
            one = ""
        if other is None and isinstance(one, str):
            other = ""
        return work(_order(one), _order(other))

    return cell


def _joined(one: CellValue, other: CellValue) -> CellValue:
    for side in (one, other):
        if isinstance(side, CellError):
            return side
    return _text(one) + _text(other)


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _negative(value: CellValue) -> CellValue:
    found = number_of(value)
    return found if isinstance(found, CellError) else -found


def _hundredth(value: CellValue) -> CellValue:
    found = number_of(value)
    return found if isinstance(found, CellError) else found / 100


_ONE: Mapping[str, Callable[..., CellValue]] = {
    "-": _negative, "+": lambda value: value, "@": lambda value: value, "%": _hundredth,
}  # fmt: skip
_TWO: Mapping[str, Callable[..., CellValue]] = {
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _arithmetic(lambda a, b: a / b),
    "^": _arithmetic(lambda a, b: a**b),
    "&": _joined,
    "=": _comparison(lambda a, b: a == b),
    "<>": _comparison(lambda a, b: a != b),
    "<": _comparison(lambda a, b: a < b),  # type: ignore[operator]
    ">": _comparison(lambda a, b: a > b),  # type: ignore[operator]
    "<=": _comparison(lambda a, b: a <= b),  # type: ignore[operator]
    ">=": _comparison(lambda a, b: a >= b),  # type: ignore[operator]
}


def _is_number(value: CellValue) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _n(value: CellValue) -> CellValue:
    if isinstance(value, CellError):
        return value
    return float(value) if isinstance(value, (bool, int, float)) else 0.0


def _rounded(value: CellValue, digits: CellValue) -> CellValue:
    number, places = number_of(value), number_of(digits)
    if isinstance(number, CellError):
        return number
    if isinstance(places, CellError):
        return places
    factor = 10.0 ** int(places)
    return math.copysign(math.floor(abs(number) * factor + 0.5), number) / factor


def _not(value: CellValue) -> CellValue:
    truth = truth_of(value)
    return truth if isinstance(truth, CellError) else not truth


def _of_text(work: Callable[[str], CellValue]) -> Callable[..., CellValue]:
    def cell(value: CellValue) -> CellValue:
        return value if isinstance(value, CellError) else work(_text(value))

    return cell


_EACH: Mapping[str, Callable[..., CellValue]] = {
    "ISNUMBER": _is_number,
    "ISBLANK": lambda value: value is None,
    "ISERROR": lambda value: isinstance(value, CellError),
    "ISNA": lambda value: value is CellError.NA,
    "ISTEXT": lambda value: isinstance(value, str),
    "N": _n,
    "LEN": _of_text(lambda text: float(len(text))),
    "TRIM": _of_text(lambda text: " ".join(text.split(" ")).strip()),
    "NOT": _not,
    "ROUND": _rounded,
}


def _cells(values: Sequence[Value]) -> list[CellValue]:
    found: list[CellValue] = []
    for value in values:
        if isinstance(value, (list, tuple)):
            found += [cell for row in value for cell in row]
        else:
            found.append(value)  # type: ignore[arg-type]
    return found


def _numbers(work: Callable[[list[float]], float]) -> Callable[[Sequence[Value]], CellValue]:
    def whole(values: Sequence[Value]) -> CellValue:
        every = _cells(values)
        wrong = next((cell for cell in every if isinstance(cell, CellError)), None)
        if wrong is not None:
            return wrong
        return work([float(cell) for cell in every if _is_number(cell)])  # type: ignore[arg-type]

    return whole


def _sum_of_products(values: Sequence[Value]) -> Value:
    product = values[0]
    for value in values[1:]:
        product = _each(_product, (product, value))
    if product is UNKNOWN:
        return UNKNOWN
    return _numbers(math.fsum)([product])


def _product(one: CellValue, other: CellValue) -> CellValue:
    for side in (one, other):
        if isinstance(side, CellError):
            return side
    # SUMPRODUCT takes texts and truth values for 0 where they stand alone.
    if not _is_number(one) or not _is_number(other):
        return 0.0
    return float(one) * float(other)  # type: ignore[arg-type]


_ALL: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "SUM": _numbers(math.fsum),
    "MAX": _numbers(lambda numbers: max(numbers, default=0.0)),
    "MIN": _numbers(lambda numbers: min(numbers, default=0.0)),
    "COUNT": lambda values: float(sum(map(_is_number, _cells(values)))),
    "SUMPRODUCT": _sum_of_products,
}
