"""The words in which a workbook is described: plain data that a host renders.

Rows and columns count from 0. Formulas are written with keys (see `formulas`) and stand beside the
value that they have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kamxl.cells import CellValue


class Formula(NamedTuple):
    """A formula and its result: what a program shows that does not recalculate."""

    text: str
    value: CellValue


class Link(NamedTuple):
    """A text that leads to a cell of this workbook, such as `Ranking!A1`."""

    text: str
    target: str


Content = CellValue | Formula | Link


def shown(content: Content) -> CellValue:
    """Return what a cell with a content shows."""
    if isinstance(content, Formula):
        return content.value
    return content.text if isinstance(content, Link) else content


class Cell(NamedTuple):
    """What stands where, and in which style."""

    row: int
    column: int
    content: Content
    style: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a growing table: typed by people, or computed by one formula.

    `values` are one a row. With a formula they are its results, unless `stamped`: then the values
    stand alone, because a formula would cost too much.
    """

    key: str
    label: str
    values: Sequence[CellValue]
    style: str
    width: float
    formula: str = ""
    stamped: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A growing table: `row` is its header's row."""

    name: str
    row: int
    column: int
    columns: Sequence[Column]
    rows: int

    def at(self, key: str) -> int:
        """Return the sheet's column where a table's column stands."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return self.column + place
        raise KeyError(f"{self.name} has no column {key!r}")


class Area(NamedTuple):
    """A rectangle of cells, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Validation:
    """What may be typed into an area, with a message shown on entering it."""

    area: Area
    kind: Literal["list", "decimal", "whole", "date", "custom", "any", "length"]
    source: str = ""
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    title: str = ""
    message: str = ""
    error: str = ""
    warn_only: bool = False


@dataclass(frozen=True, slots=True)
class Conditional:
    """A format that shows where a formula holds, data bars, or icons."""

    area: Area
    kind: Literal["formula", "bar", "icons"]
    formula: str = ""
    style: str = ""
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart; areas lie on the sheet named by its name."""

    name: str
    categories: tuple[str, Area]
    values: tuple[str, Area]
    look: str
    label: bool = False
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with a description for those who do not see it.

    `steps` is a waterfall that lies beside the rows that it draws, without title and names.
    """

    kind: Literal["scatter", "pareto", "line", "column", "bar", "stacked", "waterfall", "steps"]
    row: int
    column: int
    width: int
    height: int
    title: str
    description: str
    x_title: str
    y_title: str
    series: Sequence[Series]
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    x_format: str = "General"
    y_format: str = "General"
    legend: Sequence[int] = ()
    right_margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line in one cell of the values in an area."""

    row: int
    column: int
    area: Area


@dataclass(frozen=True, slots=True)
class Page:
    """How a sheet prints; `tall` pages at most, 0 for as many as it takes.

    A `full` page has narrow margins.
    """

    landscape: bool = True
    repeat: tuple[int, int] | None = None
    area: Area | None = None
    one_page: bool = False
    wide: int = 1
    tall: int = 0
    repeat_columns: tuple[int, int] | None = None
    full: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet of the workbook, filled by its own module."""

    key: str
    name: str
    colour: str
    page: Page = field(default_factory=Page)
    cells: list[Cell] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    widths: dict[int, tuple[float, int]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[Area, Content, str]] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    conditionals: list[Conditional] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    sparklines: list[Sparkline] = field(default_factory=list)
    freeze: tuple[int, int] | None = None
    protected: bool = False
    zoom: int = 100

    def put(self, row: int, column: int, content: Content, style: str = "text") -> None:
        """Place a content in a cell."""
        self.cells.append(Cell(row, column, content, style))

    def width(self, column: int, width: float, level: int = 0) -> None:
        """Give a column a width in characters; with a level it belongs to a folded outline."""
        self.widths[column] = (width, level)


@dataclass(frozen=True, slots=True)
class Book:
    """A whole workbook: sheets in order, defined names, and what stands in its properties.

    `source` says where its accounts came from, `slots` how many rows its lists have; `state` is
    what it is to remember, None for one that remembers nothing.
    """

    sheets: Sequence[Sheet]
    names: Mapping[str, str]
    language: str
    properties: Mapping[str, str]
    title: str
    source: str = ""
    slots: int = 0
    state: bytes | None = None
