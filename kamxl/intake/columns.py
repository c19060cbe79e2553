"""The columns of a table as numbers, dates and texts, with findings about what they are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypeVar

from kamxl.cells import CellError, CellValue, address
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.intake.aliases import CURRENCY
from kamxl.intake.currencies import Rates, code_in, code_of_header
from kamxl.intake.dates import date_readings, serial_date
from kamxl.intake.mapping import Column, Mapping
from kamxl.intake.notes import Notes
from kamxl.intake.numbers import LARGEST, number_readings
from kamxl.intake.raw import RawTable
from kamxl.intake.readings import Locale, Readings, Undecided, settle
from kamxl.intake.surroundings import note_surroundings
from kamxl.intake.texts import as_text, is_total, looks_like_formula, shown, with_errors
from kamxl.limits import TEXT_CHARACTERS
from kamxl.text import Text

UNKNOWN = "?"
# No name is longer than this; a remark below a table may be.
REMARK = 60
T = TypeVar("T", float, dt.date)
Values = dict[str, str | int | Text]

# Which of two readings a locale means: decimal comma or point, day or month first.
_NUMBER_WAY: dict[Locale, Literal[0, 1]] = {"de": 0, "en": 1, "ch": 1}
_DATE_WAY: dict[Locale, Literal[0, 1]] = {"de": 0, "en": 1, "ch": 0}


class Columns:
    """The rows of a table that say something, column by column; findings go to `notes`."""

    def __init__(
        self, table: RawTable, mapping: Mapping, locale: Locale | None, notes: Notes
    ) -> None:
        self.table, self.mapping, self.locale, self.notes = table, mapping, locale, notes
        filled = [
            row for row in range(mapping.header_row + 1, len(table.rows)) if self._filled(row)
        ]
        below = self._notes_below(filled)
        said = [
            row
            for row in filled
            if row not in below and self._says_something(row) and not self._is_total(row)
        ]
        if said and self._sums_up(said):
            said.pop()
        self.rows: list[int] = said
        last = said[-1] if said else -1
        note_surroundings(table, mapping, [row for row in filled if row <= last], notes)
        self.names: list[str] = [""] * len(self.rows)
        self.ids: list[str] = self._ids()
        names = self.texts("name") if mapping.column("name") else [""] * len(self.rows)
        self.names = [n or key for n, key in zip(names, self.ids, strict=True)]
        self._note_formulas()

    def has(self, key: str) -> bool:
        """Return whether the table has a column of this key."""
        return self.mapping.column(key) is not None

    def cells(self, key: str) -> list[CellValue]:
        """Return the raw cells of a column, one a row that counts."""
        column = self._column(key).column
        return [with_errors(self.table.cell(row, column)) for row in self.rows]

    def currencies(self, key: str) -> list[str]:
        """Return the code of the currency beside each amount of a column, else the header's."""
        general = code_of_header(self._column(key).header)
        return [
            (code_in(cell) if isinstance(cell, str) else "") or general for cell in self.cells(key)
        ]

    def refuse_foreign(self, rates: Rates, keys: Sequence[str]) -> None:
        """Raise InputError where a header names another currency, for which there is no rate."""
        if self.has(CURRENCY):
            return
        for key in keys:
            column = self.mapping.column(key)
            code = code_of_header(column.header) if column else ""
            if column and code and not rates.known(code):
                raise InputError(
                    f"“{column.header}” is in {code}, the workbook in {rates.reporting}; say "
                    f"--currency {code} for a workbook in {code}, or --rate {code}=0.92 with the "
                    "average rate of the period",
                    self.table.place(self.mapping.header_row, column.column),
                )

    def place(self, index: int, key: str) -> str:
        """Return where the cell of a row that counts stands."""
        return self.table.place(self.rows[index], self._column(key).column)

    def place_of(self, index: int) -> str:
        """Return where the id of a row that counts stands."""
        return self.place(index, "id" if self.has("id") else "name")

    def who(self, index: int) -> str:
        """Return what a sentence calls the account of a row."""
        return self.names[index] or f"row {self.rows[index] + 1}"

    def texts(self, key: str) -> list[str]:
        """Return a column as trimmed text; an error value is a finding and blank."""
        cells = self.cells(key)
        for index, cell in enumerate(cells):
            if isinstance(cell, CellError):
                self._note_error(index, key, cell)
        return [self._fitting(key, index, as_text(cell)) for index, cell in enumerate(cells)]

    def numbers(self, key: str, *, note: bool = True) -> list[float | None]:
        """Return a column as numbers, None where there is none."""
        cells = self.cells(key)
        members: list[Readings[float] | None] = []
        for cell in cells:
            if isinstance(cell, str):
                members.append(None if cell.strip() == UNKNOWN else number_readings(cell))
            elif isinstance(cell, bool) or not isinstance(cell, (int, float)):
                members.append(None)
            else:
                value = float(cell) if abs(cell) <= LARGEST else None
                members.append(Readings(value, value))
        try:
            values = settle(members, always=self.locale and _NUMBER_WAY[self.locale])
        except Undecided as undecided:
            member = members[undecided.index]
            ways = f"{member.first:.15g} or {member.second:.15g}" if member else ""
            raise self._undecided(key, undecided.index, ways) from None
        self._judge(key, cells, values, "A-NUMBER", "a number", note)
        return values

    def dates(self, key: str) -> list[dt.date | None]:
        """Return a column as dates, None where there is none."""
        cells = self.cells(key)
        members: list[Readings[dt.date] | None] = []
        for cell in cells:
            if isinstance(cell, str):
                members.append(date_readings(cell))
            elif isinstance(cell, dt.datetime):
                members.append(Readings(cell.date(), cell.date()))
            elif isinstance(cell, dt.date):
                members.append(Readings(cell, cell))
            elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
                day = serial_date(cell) or date_readings(as_text(cell)).only
                members.append(Readings(day, day))
            else:
                members.append(None)
        try:
            values = settle(members, otherwise=self.locale and _DATE_WAY[self.locale])
        except Undecided as undecided:
            member = members[undecided.index]
            ways = f"{member.first} or {member.second}" if member else ""
            raise self._undecided(key, undecided.index, ways) from None
        self._judge(key, cells, values, "A-DATE", "a date", True)
        return values

    def _column(self, key: str) -> Column:
        column = self.mapping.column(key)
        if column is None:
            raise KeyError(key)
        return column

    def _filled(self, row: int) -> int:
        """Return how many of the columns that are used hold something in a row."""
        return sum(self.table.cell(row, c.column) is not None for c in self.mapping.columns)

    def _notes_below(self, filled: Sequence[int]) -> frozenset[int]:
        """Return the rows below the table that hold a remark alone; each is a finding."""
        if len(self.mapping.columns) < 2:
            return frozenset()
        last = max((row for row in filled if self._filled(row) > 1), default=None)
        if last is None:
            return frozenset()
        found = set()
        for row in (row for row in filled if row > last):
            column = next(
                c for c in self.mapping.columns if self.table.cell(row, c.column) is not None
            )
            cell = self.table.cell(row, column.column)
            # What stands apart, or reads as no name.
            apart = row > last + 1 and not self._filled(last + 1)
            if (
                column.key in ("id", "name")
                and isinstance(cell, str)
                and not is_total(cell)
                and (apart or ":" in cell or len(cell) > REMARK)
            ):
                found.add(row)
                place = self.table.place(row, column.column)
                self.notes.add(Finding("I-NOTE", {"text": shown(cell)}, place=place))
        return frozenset(found)

    def _sums_up(self, rows: Sequence[int]) -> bool:
        """Return whether the last row has no id and no name, and is the sum of those above."""
        *above, last = rows
        who = [c for c in (self.mapping.column("id"), self.mapping.column("name")) if c]
        if len(above) < 2 or any(self.table.cell(last, c.column) is not None for c in who):
            return False
        for column in self.mapping.columns:
            for way in (0, 1):
                total = _number(self.table.cell(last, column.column), way)
                values = [_number(self.table.cell(row, column.column), way) for row in above]
                summed = sum(value for value in values if value is not None)
                if total and abs(total - summed) <= 0.005 * abs(summed):
                    place = self.table.place(last, column.column)
                    label = shown(self.table.cell(last, column.column))
                    self.notes.add(Finding("I-TOTAL", {"label": label}, place=place))
                    return True
        return False

    def _says_something(self, row: int) -> bool:
        cells = [(c, self.table.cell(row, c.column)) for c in self.mapping.columns]
        # Reports repeat their headers on every page.
        return any(as_text(cell) != column.header for column, cell in cells)

    def _is_total(self, row: int) -> bool:
        for key in ("id", "name"):
            column = self.mapping.column(key)
            text = as_text(self.table.cell(row, column.column)) if column else ""
            if text and column:
                if is_total(text):
                    place = self.table.place(row, column.column)
                    self.notes.add(Finding("I-TOTAL", {"label": text}, place=place))
                    return True
                return False
        return False

    def _ids(self) -> list[str]:
        key = "id" if self.has("id") else "name"
        cells = self.cells(key)
        ids = [self._fitting(key, index, as_text(cell)) for index, cell in enumerate(cells)]
        trimmed = [i for i, c in enumerate(cells) if isinstance(c, str) and c != ids[i]]
        if trimmed:
            counted: Values = {"count": len(trimmed), "id": ids[trimmed[0]]}
            self.notes.add(Finding("I-TRIMMED", counted, place=self.place(trimmed[0], key)))
        for index, cell in enumerate(cells):
            if isinstance(cell, CellError):
                self._note_error(index, key, cell)
        return ids

    def _fitting(self, key: str, index: int, text: str) -> str:
        """Return as much of a text as is taken over, and say where it is not all."""
        if len(text) <= TEXT_CHARACTERS:
            return text
        values: Values = {"column": self._column(key).header, "count": len(text)}
        self.notes.add(Finding("I-LONG", values, place=self.place(index, key)))
        return text[:TEXT_CHARACTERS]

    def _note_formulas(self) -> None:
        columns = [c.column for c in self.mapping.columns]
        risky = [
            (row, column)
            for row in self.rows
            for column in columns
            if column < len(self.table.rows[row])
            and looks_like_formula(self.table.rows[row][column])
        ]
        if risky:
            first = shown(self.table.cell(*risky[0]))
            place = self.table.place(*risky[0])
            found: Values = {"count": len(risky), "value": first}
            self.notes.add(Finding("I-FORMULA", found, place=place))
        counted = set(columns)
        unvalued = sorted(
            cell
            for cell in self.table.unvalued
            if cell[1] in counted and cell[0] > self.mapping.header_row
        )
        if unvalued:
            where, place = address(*unvalued[0]), self.table.place(*unvalued[0])
            counts: Values = {"count": len(unvalued), "cell": where}
            self.notes.add(Finding("I-NO-VALUE", counts, place=place))

    def _note_error(self, index: int, key: str, cell: CellError) -> None:
        values = {"account": self.who(index), "column": self._column(key).header}
        values["value"] = str(cell)
        self.notes.add(Finding("I-ERROR", values, place=self.place(index, key)))

    def _undecided(self, key: str, index: int, ways: str) -> InputError:
        column = self._column(key)
        cell = shown(self.cells(key)[index])
        return InputError(
            f"“{column.header}” holds “{cell}”, which can mean {ways}, and no other cell of the "
            "column decides; say how it is written with --locale de, en or ch",
            self.place(index, key),
        )

    def _judge(
        self,
        key: str,
        cells: Sequence[CellValue],
        values: Sequence[T | None],
        code: str,
        what: str,
        note: bool,
    ) -> None:
        column = self._column(key)
        wrong: list[int] = []
        for index, (cell, value) in enumerate(zip(cells, values, strict=True)):
            if isinstance(cell, CellError):
                if note:
                    self._note_error(index, key, cell)
            elif value is None and cell is not None and cell != UNKNOWN:
                wrong.append(index)
        if not note:
            return
        filled = sum(cell is not None for cell in cells)
        if len(wrong) * 2 > filled:
            how = " with this --locale" if self.locale else ""
            raise InputError(
                f"most cells of “{column.header}” are not {what}{how}, such as "
                f'“{shown(cells[wrong[0]])}”; map another column with --map {key}="HEADER", or '
                "mend the file",
                self.place(wrong[0], key),
            )
        for index in wrong:
            values_ = {"account": self.who(index), "column": column.header}
            values_["value"] = shown(cells[index])
            self.notes.add(Finding(code, values_, place=self.place(index, key)))


def _number(cell: CellValue, way: Literal[0, 1] | int) -> float | None:
    if isinstance(cell, str):
        found = number_readings(cell)
        return found.second if way else found.first
    return float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else None
