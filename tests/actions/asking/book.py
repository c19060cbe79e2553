"""A workbook to ask about, typed as rows: a formula is ("=A1+1", what it shows)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamxl.actions.asking.cells import Cells
from kamxl.cells import CellValue, Grid
from kamxl.workbook.spec import Area

Typed = CellValue | tuple[str, CellValue]


class Book:
    """Sheets of typed cells, with names, tables and arrays."""

    name = "book.xlsx"

    def __init__(
        self,
        sheets: Mapping[str, Sequence[Sequence[Typed]]],
        names: Mapping[str, str] | None = None,
        tables: Mapping[str, tuple[str, Area]] | None = None,
        arrays: Mapping[tuple[int, int], Area] | None = None,
        unvalued: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._sheets, self._names = sheets, names or {}
        self._tables, self._arrays, self._unvalued = tables or {}, arrays or {}, unvalued

    def sheets(self) -> tuple[str, ...]:
        return tuple(self._sheets)

    def read(self, sheet: str) -> Grid:
        return [[_value(cell) for cell in row] for row in self._sheets[sheet]]

    def texts(self, sheet: str) -> dict[tuple[int, int], str]:
        return {
            (row, column): cell[0]
            for row, cells in enumerate(self._sheets[sheet])
            for column, cell in enumerate(cells)
            if isinstance(cell, tuple)
        }

    def arrays(self, sheet: str) -> Mapping[tuple[int, int], Area]:
        return self._arrays if sheet == next(iter(self._sheets)) else {}

    def unvalued(self, sheet: str) -> Sequence[tuple[int, int]]:
        return self._unvalued if sheet == next(iter(self._sheets)) else ()

    def tables(self, sheet: str) -> dict[str, Area]:
        return {name: area for name, (there, area) in self._tables.items() if there == sheet}

    def names(self) -> Mapping[str, str]:
        return self._names


def _value(cell: Typed) -> CellValue:
    return cell[1] if isinstance(cell, tuple) else cell


# Two accounts in a table, and a setting with a name.
ACCOUNTS = Book(
    {
        "Accounts": [
            ["No.", "Revenue", "Margin", "Ratio"],
            ["001", 200.0, 50.0, ("=accounts[[#This Row],[Margin]]/accounts[[#This Row],[Revenue]]",
                                  0.25)],
            ["002", None, 10.0, ('=IF(ISNUMBER(accounts[@Revenue]),accounts[@Margin]/'
                                 'accounts[@Revenue],"")', None)],
        ],
        "Set tings": [["Least revenue", 100.0]],
    },
    names={"least": "'Set tings'!$B$1", "revenues": "Accounts!$B$2:$B$3", "two": "2"},
    tables={"accounts": ("Accounts", Area(0, 0, 2, 3))},
)  # fmt: skip


def cells(sheet: Sequence[Sequence[Typed]], **more: object) -> Cells:
    """Return the cells of a workbook with one sheet, S."""
    return Cells(Book({"S": sheet}, **more))  # type: ignore[arg-type]
