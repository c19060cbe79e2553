"""What every host of the functions must agree on: calls with their results.

EXAMPLES are the catalogue's, worked out by hand there. EDGES are worked out here. DERIVED vary each
argument of each example (an error, a text, `?`, a blank, a truth value, a day, one cell, turned)
and expect what the gate says, which is tested in its own right. A host's test subclasses
`tests.hosts.functions.FunctionContract` and says how it evaluates a call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kamxl.cells import CellError, CellValue, Grid
from kamxl.functions.calling import call
from kamxl.functions.catalogue import CATALOGUE

Argument = CellValue | tuple[tuple[CellValue, ...], ...]
DAY = dt.date(2026, 3, 31)


@dataclass(frozen=True)
class Case:
    """A call, and the rows of cells that it shows. A range is a tuple of rows, None is left out."""

    id: str
    function: str
    arguments: tuple[Argument, ...]
    rows: tuple[tuple[CellValue, ...], ...]

    @property
    def jagged(self) -> bool:
        """Whether a range has rows of different lengths, which no spreadsheet can hold."""
        return any(
            isinstance(a, tuple) and len({len(row) for row in a}) > 1 for a in self.arguments
        )

    @property
    def dated(self) -> bool:
        """Whether a day is among the arguments, which JSON cannot hold."""
        cells = (
            cell
            for argument in self.arguments
            for row in (argument if isinstance(argument, tuple) else ((argument,),))
            for cell in row
        )
        return any(isinstance(cell, dt.date) for cell in cells)


def rows_of(result: CellValue | Grid) -> tuple[tuple[CellValue, ...], ...]:
    """Return what a call shows as rows of cells."""
    if isinstance(result, (list, tuple)):
        return tuple(tuple(row) for row in result)
    return ((result,),)


def _row(*cells: CellValue) -> tuple[tuple[CellValue, ...], ...]:
    return (cells,)


def _edge(id: str, function: str, *arguments: Argument, shows: CellValue | Grid) -> Case:
    return Case(id, function, arguments, rows_of(shows))


EXAMPLES: tuple[Case, ...] = tuple(
    Case(
        f"{function.name}-example",
        function.name,
        function.example.arguments,  # type: ignore[arg-type]
        rows_of(function.example.result),
    )
    for function in CATALOGUE
)

COLUMN = ((50.0,), (30.0,), (20.0,))
WEIGHTS = _row(50, 30, 20)

EDGES: tuple[Case, ...] = (
    _edge("a-column-is-a-row", "KAM_HHI", COLUMN, shows=0.5**2 + 0.3**2 + 0.2**2),
    _edge("a-block-is-a-row", "KAM_HHI", ((50, 30), (20, None)), shows=0.5**2 + 0.3**2 + 0.2**2),
    _edge("one-cell", "KAM_HHI", _row(7), shows=1),
    _edge("a-number-that-is-no-range", "KAM_HHI", 7, shows=1),
    _edge("blank-and-unknown-are-left-out", "KAM_HHI", _row(50, None, "?", "", 50), shows=0.5),
    _edge("zero-is-zero", "KAM_COVERAGE", _row(0, None), _row(1, 1), shows=0.5),
    _edge("nothing-at-all", "KAM_HHI", _row(None, None), shows=CellError.DIV0),
    _edge("a-text-that-looks-like-a-number", "KAM_HHI", _row(50, "50"), shows=CellError.VALUE),
    _edge("a-truth-value", "KAM_HHI", _row(50, True), shows=CellError.VALUE),
    _edge("a-day", "KAM_HHI", _row(50, DAY), shows=CellError.VALUE),
    *(
        _edge(f"an-error-passes-{e.name}", "KAM_HHI", _row(50, e, "x"), shows=e) for e in CellError
    ),
    _edge("the-first-error-passes", "KAM_HHI", _row("x", CellError.REF, CellError.NA),
          shows=CellError.REF),
    _edge("an-error-stays-in-its-row", "KAM_SCORE", ((8, 6, 5), (8, CellError.REF, 5)), WEIGHTS,
          shows=(((8 * 50 + 6 * 30 + 5 * 20) / 100,), (CellError.REF,))),
    _edge("out-of-range", "KAM_TIER", _row(11, 8), shows=((CellError.NUM, "A"),)),
    _edge("not-found", "KAM_RANK", COLUMN, 77, shows=CellError.NA),
    _edge("a-blank-is-not-found", "KAM_RANK", COLUMN, _row(None), shows=CellError.NA),
    _edge("a-wrong-shape", "KAM_SCORE", _row(8, 6), WEIGHTS, shows=CellError.VALUE),
    _edge("turned", "KAM_SCORE", ((8,), (6,), (5,)), COLUMN, shows=6.8),
    _edge("left-out-in-the-middle", "KAM_SCORE", _row(100), _row(1), None, 100, shows=100),
    _edge("a-blank-cell-is-the-default", "KAM_SCORE", _row(10), _row(1), _row(None), _row(None),
          shows=10),
    _edge("german-words", "KAM_QUADRANT", 9, 9, None, None, "de", shows="Schlüsselkunde"),
    _edge("rows-of-different-lengths", "KAM_HHI", ((50, 30), (20,)), shows=CellError.VALUE),
    _edge("ids-stay-text", "KAM_GROUP", (("00001",), ("00002",)), (("00002",), (None,)),
          shows=(("00002",), ("00002",))),
    _edge("large-and-small", "KAM_HHI", _row(1e15, 1e-3), shows=1),
    _edge("cents", "KAM_SHARE", _row(0.1, 0.2, 0.7), 0.1, shows=0.1),
    _edge("a-sentence", "KAM_EXPLAIN", _row(8, 6), _row(50, 50), None, None, None,
          _row("Fit", "Need"),
          shows="Strong: Fit 4.00, Need 3.00. Costs points: Need 2.00, Fit 1.00."),
)  # fmt: skip

_STRANGE: dict[str, CellValue] = {
    "error": CellError.REF, "text": "x", "unknown": "?", "blank": None, "truth": True,
    "day": DAY, "negative": -1, "huge": 1e308,
}  # fmt: skip


def _variants(argument: Argument) -> Iterator[tuple[str, Argument]]:
    rows = argument if isinstance(argument, tuple) else ((argument,),)
    for name, cell in _STRANGE.items():
        yield name, ((cell, *rows[0][1:]), *rows[1:])
    yield "one-cell", ((rows[0][0],),)
    yield "turned", tuple(zip(*rows, strict=True))
    yield "all-blank", tuple(tuple(None for _ in row) for row in rows)
    yield "doubled", tuple((*row, *row) for row in rows)


def _derived() -> Iterator[Case]:
    for function in CATALOGUE:
        given = function.example.arguments
        for place, argument in enumerate(given):
            for name, varied in _variants(argument):  # type: ignore[arg-type]
                arguments = (*given[:place], varied, *given[place + 1 :])
                yield Case(
                    f"{function.name}-{function.arguments[place].name}-{name}",
                    function.name,
                    arguments,  # type: ignore[arg-type]
                    rows_of(call(function, *arguments)),
                )


DERIVED: tuple[Case, ...] = tuple(_derived())
CASES: tuple[Case, ...] = (*EXAMPLES, *EDGES, *DERIVED)
