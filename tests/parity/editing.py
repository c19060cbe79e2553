"""Types what people type: turns one workbook's input cells into another's, and finds cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kamxl.cells import CellError, CellValue
from kamxl.workbook.spec import Book, Cell, Formula, Link, Sheet, Table
from tests.office.client import Edit, Scalar, Sheets

# The cells that a change of scale leaves alone by design: charts keep their axes until the
# workbook is rendered anew.
CHART_SCALE = "kam_matrix_scale"
CHART_CELLS = (CHART_SCALE, "kam_matrix_x_low", "kam_matrix_x_high")
# And one for the number of steps that the waterfall has room for.
CHART_BARS = "kam_waterfall_bars"
# What the sheet of stability was computed from: stored values, stale after any edit by design.
STORED = "kam_stability_stored"


def sheet_of(book: Book, key: str) -> Sheet:
    """Return a sheet by its key."""
    return next(sheet for sheet in book.sheets if sheet.key == key)


def table_of(book: Book, key: str) -> Table:
    """Return the table of accounts or of ratings."""
    return sheet_of(book, key).tables[0]


def named(book: Book, name: str) -> tuple[str, int, int]:
    """Return sheet, row and column of a defined name's first cell."""
    sheet, letters, row = re.fullmatch(r"(.+)!\$([A-Z]+)\$(\d+)(?::.+)?", book.names[name]).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return sheet.strip("'").replace("''", "'"), int(row) - 1, column - 1


def value(book: Book, sheets: Sheets, name: str) -> float | str:
    """Return what a named cell shows after a recalculation."""
    sheet, row, column = named(book, name)
    return sheets[sheet].value(row, column)


def column_values(book: Book, sheets: Sheets, table: str, key: str) -> list[float | str]:
    """Return what a table's column shows after a recalculation."""
    found = table_of(book, table)
    sheet = sheets[sheet_of(book, table).name]
    column = found.at(key)
    return [sheet.value(found.row + 1 + row, column) for row in range(found.rows)]


def typed(sheet: str, row: int, column: int, content: CellValue) -> Edit:
    """Return the edit that types a content into a cell."""
    if content is None or content == "":
        return Edit.blank(sheet, row, column)
    if isinstance(content, str):
        return Edit.text(sheet, row, column, content)
    assert isinstance(content, (int, float)), content
    return Edit.number(sheet, row, column, content)


def type_named(book: Book, name: str, content: CellValue) -> Edit:
    """Return the edit that types into a named cell."""
    return typed(*named(book, name), content)


def type_in_table(book: Book, table: str, key: str, row: int, content: CellValue) -> Edit:
    """Return the edit that types into a row, counted from 0, of a table's column."""
    found = table_of(book, table)
    return typed(sheet_of(book, table).name, found.row + 1 + row, found.at(key), content)


def input_cells(book: Book) -> Iterator[tuple[str, Cell]]:
    """Yield the yellow cells outside tables, with their sheet."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if cell.style.partition(".")[0] in ("input", "input_wrap"):
                assert not isinstance(cell.content, (Formula, Link))
                yield sheet.name, cell


def typed_blocks(sheet: Sheet, table: Table, rows: int | None = None) -> Iterator[Edit]:
    """Yield one edit for each run of neighbouring typed columns of a table."""
    run: list[Sequence[CellValue]] = []
    for place, column in enumerate((*table.columns, None)):
        if column is not None and not column.formula:
            run.append(column.values)
            continue
        if run:
            lines = list(zip(*run, strict=True))[:rows]
            yield Edit.block(
                sheet.name, table.row + 1, table.column + place - len(run), [*map(_plain, lines)]
            )
        run = []


def _plain(line: Sequence[CellValue]) -> list[Scalar]:
    made: list[Scalar] = []
    for cell in line:
        assert cell is None or isinstance(cell, (int, float, str)), cell
        assert not isinstance(cell, (bool, CellError))
        made.append(cell)
    return made


def blocks(cells: Mapping[tuple[str, int, int], CellValue]) -> Iterator[Edit]:
    """Yield cells as few rectangles: a call for each cell would take most of the time."""
    left = set(cells)
    for sheet, row, column in sorted(cells):
        if (sheet, row, column) not in left:
            continue
        last = row
        while (sheet, last + 1, column) in left:
            last += 1
        end = column
        while all((sheet, r, end + 1) in left for r in range(row, last + 1)):
            end += 1
        rows = [
            _plain([cells[sheet, r, c] for c in range(column, end + 1)])
            for r in range(row, last + 1)
        ]
        left -= {(sheet, r, c) for r in range(row, last + 1) for c in range(column, end + 1)}
        yield Edit.block(sheet, row, column, rows)


def retyped(before: Book, after: Book) -> list[Edit]:
    """Return the edits that type the inputs of one workbook into another of the same shape.

    Only cells that people type into are touched, the scale and the steps of charts, and what the
    stored values of the sheet of stability were computed from.
    """
    edits = []
    old = {(sheet, cell.row, cell.column): cell.content for sheet, cell in input_cells(before)}
    new = {(sheet, cell.row, cell.column): cell.content for sheet, cell in input_cells(after)}
    assert old.keys() == new.keys(), "the workbooks differ in shape"
    # All of them, because the workbook may have been edited in between.
    edits += blocks(new)
    for sheet in after.sheets:
        for table in sheet.tables:
            assert table.rows == table_of(before, sheet.key).rows, "the workbooks differ in rows"
            edits += typed_blocks(sheet, table)
    edits += blocks(stored_values(after))
    drawn = [("matrix", name) for name in CHART_CELLS]
    for key, name in (*drawn, ("explanation", CHART_BARS)):
        place = named(after, name)
        cells = {(c.row, c.column): c.content for c in sheet_of(after, key).cells}
        content = cells[place[1], place[2]]
        assert isinstance(content, (int, float))
        edits.append(typed(*place, content))
    return edits


def stored_values(book: Book) -> dict[tuple[str, int, int], CellValue]:
    """Return the cells that say what the sheet of stability was computed from."""
    name, row, first = named(book, STORED)
    return {
        (name, row, cell.column): cell.content
        for cell in sheet_of(book, "stability").cells
        if cell.row == row and cell.column >= first and isinstance(cell.content, (int, float))
    }
