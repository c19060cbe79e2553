"""Everything that people typed about accounts, cell by cell, by what it is and not where it stands.

The same key means the same cell in a master and in each of its parts, whatever people did to rows
and columns.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kamxl.cells import CellValue, to_serial
from kamxl.domain.portfolio import (
    COMPARED_NUMBERS,
    COMPARED_TEXTS,
    DATE_COLUMNS,
    FORECASTS,
    NUMBER_COLUMNS,
    SUBRATINGS,
    TIER_DATES,
    TIER_NUMBERS,
    TIER_TEXTS,
)
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.forms.spec import FREE, Field, section_of
from kamxl.workbook.plans.checklist_sections import CANDIDATES, PART
from kamxl.workbook.plans.naming import CHECKLIST, account_of, proposal_of, section_account
from kamxl.workbook.plans.reading import Plans, PlanSheet
from kamxl.workbook.reading.accounts import as_date, as_text, choice, first_of
from kamxl.workbook.reading.book import ReadBook
from kamxl.workbook.reading.cells import SheetCells
from kamxl.workbook.sheets import rating_columns, strength
from kamxl.workbook.sheets.accounts import INPUTS

# Where a cell stands: sheets of lists, forms, and people's own columns beside the accounts.
ACCOUNTS, RATINGS, STRENGTH, STRATEGY, CHECKS, OWN = (
    "accounts", "ratings", "strength", "strategy", "checklist", "own"
)  # fmt: skip
NUMBERS = frozenset((*NUMBER_COLUMNS, *TIER_NUMBERS, *FORECASTS, *SUBRATINGS, *COMPARED_NUMBERS))
DATES = frozenset((*DATE_COLUMNS, *TIER_DATES))
# Sections of forms that hold what people think of persons.
PERSONS = ("contacts", "map", "reviews")


class Key(NamedTuple):
    """What a typed cell is: whose account, where, in which line ("" where one is enough), what."""

    account: str
    place: str
    line: str
    field: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed cell: its value as it is compared, and where it stands; a formula gives its result.

    A value is None, a text, a number (days as spreadsheets count them) or a truth value.
    """

    value: CellValue
    sheet: str
    row: int
    column: int
    formula: str = ""


@dataclass(slots=True)
class Holding:
    """What a workbook holds about accounts: typed cells by key, and the lines of its forms.

    `lines` has by uid of a form, then by id, all fields of a line. `headings` are people's own
    columns beside the accounts. `twice` are rows whose account has one already.
    """

    cells: dict[Key, Typed] = field(default_factory=dict)
    lines: dict[str, dict[str, dict[str, CellValue]]] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    twice: list[tuple[str, int]] = field(default_factory=list)

    def value(self, key: Key) -> CellValue:
        """Return a cell's value, None where there is no such cell."""
        found = self.cells.get(key)
        return None if found is None else found.value


def plain(value: CellValue) -> CellValue:
    """Return a value as it is compared: numbers are floats, days numbers, no blanks around text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dt.datetime):
        midnight = dt.datetime(value.year, value.month, value.day)
        return float(to_serial(value)) + (value - midnight) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return float(to_serial(value))
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip() or None
    return str(value)


def read_holding(
    read: ReadBook, plans: Plans, formulas: Callable[[str], Mapping[tuple[int, int], str]]
) -> Holding:
    """Return what was typed in a workbook that was read; `formulas` gives those of a sheet."""
    return _Reader(read, plans, formulas).done()


class _Reader:
    def __init__(
        self,
        read: ReadBook,
        plans: Plans,
        formulas: Callable[[str], Mapping[tuple[int, int], str]],
    ) -> None:
        self.read, self.plans, self.formulas = read, plans, formulas
        self.made = Holding(ids=read.inputs.portfolio.ids)
        self.texts: dict[str, Mapping[tuple[int, int], str]] = {}

    def done(self) -> Holding:
        portfolio, places = self.read.inputs.portfolio, self.read.places
        first = first_of(portfolio.ids)
        for account, id_ in enumerate(portfolio.ids):
            if first.get(id_) == account:
                self.made.names[id_] = portfolio.names[account]
            elif id_:
                self.made.twice.append((id_, places.account_rows[account]))
        for id_, account in first.items():
            row = places.account_rows[account]
            for key in INPUTS[1:]:
                self._cell(Key(id_, ACCOUNTS, "", key), self.read.accounts, row, key)
            if account in places.rating_rows:
                self._ratings(id_, places.rating_rows[account])
            if self.read.strength and account in self.read.strength.rows:
                row = self.read.strength.rows[account]
                for key in strength.TYPED[1:]:
                    self._cell(Key(id_, STRENGTH, "", key), self.read.strength.cells, row, key)
        self._own(first)
        for uid, sheet in self.plans.sheets.items():
            self._form(uid, sheet)
        return self.made

    def _ratings(self, id_: str, row: int) -> None:
        cells = self.read.ratings
        for criterion, slot in self.read.criteria.slots.items():
            self._cell(Key(id_, RATINGS, "", f"k:{criterion}"), cells, row, f"k{slot + 1}")
        for key in rating_columns.TYPED[1:]:
            if not (key[0] == "k" and key[1:].isdigit()):
                self._cell(Key(id_, RATINGS, "", key), cells, row, key)

    def _cell(self, key: Key, cells: SheetCells, row: int, column: str) -> None:
        if column in cells.columns:
            self._at(key, cells, row, cells.columns[column])

    def _at(self, key: Key, cells: SheetCells, row: int, column: int) -> None:
        value = normal(key, cells.cell(row, column))
        formula = self._texts(cells.name).get((row, column), "")
        self.made.cells[key] = Typed(value, cells.name, row, column, formula)

    def _texts(self, sheet: str) -> Mapping[tuple[int, int], str]:
        if sheet not in self.texts:
            self.texts[sheet] = self.formulas(sheet)
        return self.texts[sheet]

    def _own(self, first: Mapping[str, int]) -> None:
        """Read the columns that people put beside the accounts, known by their headings."""
        cells = self.read.accounts
        ours = set(cells.columns.values())
        width = max((len(row) for row in cells.rows[cells.header : cells.header + 1]), default=0)
        for column in range(width):
            heading = cells.heading(column)
            if column in ours or not heading or heading in self.made.headings:
                continue
            self.made.headings[heading] = column
            for id_, account in first.items():
                row = self.read.places.account_rows[account]
                self._at(Key(id_, OWN, "", heading), cells, row, column)

    def _form(self, uid: str, sheet: PlanSheet) -> None:
        filled, taken = sheet.filled, {line.id for line in sheet.filled.lines}
        lines = self.made.lines.setdefault(uid, {})
        texts = self._texts(sheet.name)
        for line in filled.lines:
            id_ = line.id
            number = 1
            while not id_:
                # As a run will call it.
                wished = f"{line.section}{FREE}{number}"
                id_, number = ("" if wished in taken else wished), number + 1
            taken.add(id_)
            section = sheet.form.section(line.section)
            account = account_behind(uid, id_)
            lines[id_] = {
                key: value for key, raw in line.values.items() if (value := plain(raw)) is not None
            }
            for one in section.fields:
                column = filled.columns.get(section.places[one.key])
                if one.kind == "computed" or column is None or account is None:
                    continue
                key = Key(account, STRATEGY if uid != CHECKLIST else CHECKS, id_, one.key)
                value = plain(line.values.get(one.key))
                formula = texts.get((line.row, column), "")
                self.made.cells[key] = Typed(value, sheet.name, line.row, column, formula)


def account_behind(uid: str, line: str) -> str | None:
    """Return the account that a line of a form is about, None where it is nobody's."""
    account = account_of(uid)
    if account is not None:
        return account
    section = section_of(line)
    if section == CANDIDATES.key:
        return proposal_of(line) or None
    return section_account(PART, section) if section.startswith(PART) else None


def normal(key: Key, raw: CellValue) -> CellValue:
    """Return a cell's value as it is compared: chosen words are keys, texts are texts."""
    if raw is None or raw == "":
        return None
    name = key.field
    if key.place == ACCOUNTS:
        if name in DATES:
            day = as_date(raw)
            return plain(raw) if day is None else float(to_serial(day))
        if name in NUMBERS:
            return plain(raw)
        kind = "yes_no" if name == "leader" else name
        text = as_text(raw)
        return plain(choice(kind, text) if kind in words.CHOICES else text)
    if key.place == RATINGS and name in DATES:
        day = as_date(raw)
        return plain(raw) if day is None else float(to_serial(day))
    if key.place in (RATINGS, STRENGTH) and name in (*TIER_TEXTS, *COMPARED_TEXTS):
        return plain(as_text(raw))
    return plain(raw)


def field_of(plans: Plans, key: Key) -> Field | None:
    """Return the field of a form that a key speaks of, None for a cell of a list."""
    section_key = section_of(key.line)
    for uid, sheet in plans.sheets.items():
        if (uid == CHECKLIST) != (key.place == CHECKS):
            continue
        for section in sheet.form.sections:
            if section.key == section_key:
                return next((one for one in section.fields if one.key == key.field), None)
    return None


def label_of(key: Key, names: Mapping[str, Text], fields: Mapping[tuple[str, str], Text]) -> Text:
    """Return what a cell is called: its column's heading or its field's label.

    `names` are those of the criteria by key, `fields` those of forms by section and field.
    """
    if key.place == OWN:
        return Text.same(key.field)
    if key.place == ACCOUNTS:
        return words.ACCOUNT_COLUMNS[key.field]
    if key.place == STRENGTH:
        return words.STRENGTH_COLUMNS[key.field]
    if key.place == RATINGS:
        criterion = key.field.removeprefix("k:")
        if criterion != key.field:
            return names.get(criterion, Text.same(criterion))
        return words.RATING_COLUMNS[key.field]
    section = section_of(key.line)
    wanted = PART if section.startswith(PART) and key.place == CHECKS else section
    return fields.get((wanted, key.field), Text.same(key.field))


def typed_keys(ids: Collection[str], holding: Holding) -> Iterator[Key]:
    """Yield the keys of typed cells about some accounts."""
    for key in holding.cells:
        if key.account in ids:
            yield key


def is_date(key: Key, one: Field | None) -> bool:
    """Return whether a cell holds a day."""
    return one.style.endswith(".date") if one else key.field in DATES
