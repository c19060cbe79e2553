"""What every sheet is rendered from: inputs, their assessment, a language, and shared counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kamxl.cells import CellValue, address, column_letters
from kamxl.domain.assessment import Assessment
from kamxl.domain.metrics import metric
from kamxl.domain.policy import SLOTS, Criterion, Policy
from kamxl.domain.portfolio import COMPARED_NUMBERS, COMPARED_TEXTS, Portfolio
from kamxl.domain.relative import given
from kamxl.domain.rounding import Floats
from kamxl.domain.sensitivity import Sensitivity, sensitivity
from kamxl.domain.trend import Trend, trend
from kamxl.findings import Finding
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.formulas import compiler, quoted
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.planning import Planning
from kamxl.workbook.spec import Area, Formula
from kamxl.workbook.state import Run

# Rows laid out ready in a workbook that has no accounts yet.
EMPTY_ROWS = 30

# Where the parts that others refer to stand (rows from 0).
ACCOUNTS_HEADER = 4
RATINGS_HEADER = 4
STRENGTH_HEADER = 14
CRITERIA_HEADER = 4
LIST_HEADER = 4

# Stands for a row's number in formulas that are the same in every row of a list.
ROW = "§"


def plain(values: Iterable[float]) -> list[CellValue]:
    """Return numbers as cells, "" where NaN: what a formula without a result shows."""
    return ["" if math.isnan(value) else float(value) for value in values]


def typed(values: Iterable[float]) -> list[CellValue]:
    """Return numbers as cells, blank where NaN: nothing was typed."""
    return [None if math.isnan(value) else float(value) for value in values]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where rows stand in a workbook that is there already, so that it is rendered as it lies.

    `accounts`, `ratings` and `strength` have by account its row in the table, counted from 1;
    `rows` says by table how many it has, which may be more. The lists have `slots` rows. `columns`
    are those of the table of accounts by key, counted from 1, people's own between them included.
    """

    accounts: Mapping[int, int]
    ratings: Mapping[int, int]
    strength: Mapping[int, int]
    rows: Mapping[str, int]
    slots: int
    columns: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Context:
    """Shared by the modules that lay out the sheets; `names` collects the defined names."""

    inputs: Inputs
    result: Assessment
    findings: Sequence[Finding]
    names: dict[str, str] = field(default_factory=dict)
    layout: Layout | None = None
    runs: Sequence[Run] = ()
    planning: Planning | None = None

    @property
    def language(self) -> Language:
        """The workbook's language."""
        return self.inputs.language

    @property
    def policy(self) -> Policy:
        """The policy of the inputs."""
        return self.inputs.policy

    @property
    def portfolio(self) -> Portfolio:
        """The accounts of the inputs."""
        return self.inputs.portfolio

    @property
    def count(self) -> int:
        """How many accounts there are."""
        return len(self.portfolio)

    @property
    def account_rows(self) -> int:
        """How many rows the table of accounts has."""
        return self.layout.rows["accounts"] if self.layout else self.count or EMPTY_ROWS

    @cached_property
    def account_places(self) -> Sequence[int]:
        """The row in the table of accounts, counted from 1, of each account."""
        if self.layout:
            return [self.layout.accounts[account] for account in range(self.count)]
        return range(1, self.count + 1)

    @cached_property
    def rated(self) -> list[int]:
        """The accounts that have a row of ratings, in their order."""
        return [int(account) for account in np.flatnonzero(self.portfolio.scored)]

    @cached_property
    def compared(self) -> list[int]:
        """The accounts that have a row on the sheet of strength: those of whom anything is said."""
        if self.layout:
            return sorted(self.layout.strength)
        said = given(self.portfolio)
        for key, account in self.inputs.kept:
            said[account] |= key in (*COMPARED_NUMBERS, *COMPARED_TEXTS)
        # A row is found by its id: it means the first account that has it.
        first: dict[str, int] = {}
        for account, id_ in enumerate(self.portfolio.ids):
            first.setdefault(id_, account)
        ids = self.portfolio.ids
        return [
            account
            for account in np.flatnonzero(said).tolist()
            if ids[account] and first[ids[account]] == account
        ]

    @cached_property
    def strength_rows(self) -> dict[int, int]:
        """The row in the table of strength, counted from 1, of each compared account."""
        if self.layout:
            return dict(self.layout.strength)
        return {account: place for place, account in enumerate(self.compared, start=1)}

    @property
    def rating_rows(self) -> int:
        """How many rows the table of ratings has."""
        return self.layout.rows["ratings"] if self.layout else len(self.rated) or EMPTY_ROWS

    @property
    def stamped(self) -> bool:
        """Whether there are too many accounts for ranks as formulas."""
        return self.count > self.policy.formula_limit

    @property
    def slots(self) -> int:
        """How many rows the lists by rank and by size have."""
        if self.layout:
            return self.layout.slots
        wanted = self.account_rows + self.policy.reserve
        return max(min(wanted, self.policy.formula_limit), 1)

    @cached_property
    def positions(self) -> dict[int, int]:
        """The row in the table of ratings, counted from 1, of each scored account."""
        if self.layout:
            return {account: self.layout.ratings[account] for account in self.rated}
        return {account: place for place, account in enumerate(self.rated, start=1)}

    @cached_property
    def rated_at(self) -> dict[int, int]:
        """The account that each row in the table of ratings, counted from 1, is about."""
        return {place: account for account, place in sorted(self.positions.items(),
                                                             key=lambda item: item[1])}  # fmt: skip

    @cached_property
    def planned(self) -> frozenset[str]:
        """The ids of the accounts that have a strategy sheet and are in the segment."""
        standings = self.planning.renewed.standings if self.planning else ()
        return frozenset(one.account for one in standings)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """How firm ranks and tiers are."""
        return sensitivity(self.result)

    @cached_property
    def trend(self) -> Trend:
        """What moved since the years before."""
        return trend(self.result)

    @cached_property
    def growth(self) -> Floats:
        """The growth of revenue, as a fraction a year."""
        return metric(self.portfolio, "growth", self.inputs.as_of, self.policy)

    @cached_property
    def by_order(self) -> list[int]:
        """The scored accounts by their place in the ranking."""
        return sorted(self.rated, key=lambda account: self.result.order[account])

    @cached_property
    def by_size(self) -> list[int]:
        """The accounts with a positive amount, largest first."""
        order = self.result.size_order
        return sorted((int(a) for a in np.flatnonzero(order)), key=lambda account: order[account])

    @cached_property
    def criteria(self) -> list[Criterion | None]:
        """The criteria in their places; None where a place is free."""
        return [*self.policy.criteria, *[None] * (SLOTS - len(self.policy.criteria))]

    @cached_property
    def _translate(self) -> Callable[[str], str]:
        return compiler(
            {
                "accounts": {k: self.t(v) for k, v in words.ACCOUNT_COLUMNS.items()},
                "ratings": {k: self.t(v) for k, v in words.RATING_COLUMNS.items()},
                "strength": {k: self.t(v) for k, v in words.STRENGTH_COLUMNS.items()},
            },
            {key: self.t(name) for key, name in words.SHEETS.items()},
        )

    def t(self, text: Text) -> str:
        """Return a phrase in the workbook's language."""
        return text(self.language)

    def f(self, formula: str, value: CellValue) -> Formula:
        """Return a formula written with keys, beside its value."""
        return Formula(self.compiled(formula), value)

    def compiled(self, formula: str) -> str:
        """Return a formula as the file holds it."""
        return self._translate(formula)

    def sheet_name(self, key: str) -> str:
        """Return a sheet's name."""
        return self.t(words.SHEETS[key])

    def name_cell(self, name: str, sheet: str, row: int, column: int) -> None:
        """Give a cell a defined name."""
        self.names[name] = f"{quoted(self.sheet_name(sheet))}!{address(row, column, absolute=True)}"

    def name_area(self, name: str, sheet: str, area: Area) -> None:
        """Give a rectangle a defined name."""
        first = address(area.top, area.left, absolute=True)
        last = address(area.bottom, area.right, absolute=True)
        self.names[name] = f"{quoted(self.sheet_name(sheet))}!{first}:{last}"

    def choice(self, kind: str, key: str) -> str:
        """Return the label of one of the words that may be chosen, such as yes."""
        return self.t(words.CHOICES[kind][key])

    def yes_no(self, value: bool) -> str:
        """Return yes or no."""
        return self.choice("yes_no", "yes" if value else "no")


def span(row: int, first: int, last: int) -> str:
    """Return a row's cells as an absolute reference: $C$5:$Q$5."""
    return f"${column_letters(first)}${row + 1}:${column_letters(last)}${row + 1}"


def spread(
    values: Sequence[CellValue], rows: Sequence[int], count: int, empty: CellValue
) -> list[CellValue]:
    """Return a table's column from values and the rows, from 1, where they stand."""
    made = [empty] * count
    for row, value in zip(rows, values, strict=True):
        made[row - 1] = value
    return made


def take(column: Floats, accounts: Sequence[int]) -> Floats:
    """Return the values of some accounts."""
    picked: Floats = column[np.asarray(accounts, dtype=np.int64)]
    return picked
