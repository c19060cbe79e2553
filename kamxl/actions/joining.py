"""Join a list of accounts and a list of invoices, by id, to the inputs of one new workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kamxl.actions.new import (
    STANDARD,
    Reference,
    Taken,
    fitted,
    in_currency,
    known_locale,
    recognise_all,
    take,
)
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import (
    CUSTOMER,
    DATE_COLUMNS,
    NUMBER_COLUMNS,
    PROSPECT,
    TEXT_COLUMNS,
    TIER_NUMBERS,
    TIER_TEXTS,
    Portfolio,
    Ratings,
)
from kamxl.domain.rounding import Floats
from kamxl.errors import InputError, UsageError
from kamxl.findings import Finding, gravest_first
from kamxl.intake.aliases import KEYS, RATING
from kamxl.intake.aliases import joined as folded
from kamxl.intake.currencies import rates_of
from kamxl.intake.headers import SEARCHED_ROWS
from kamxl.intake.mapping import Mapping as ColumnMapping
from kamxl.intake.raw import RawTable
from kamxl.ledger.periods import Span
from kamxl.text import Language
from kamxl.workbook.inputs import Inputs

# What invoices say, and the year by which it is known whether there is anything to say.
YEAR_OF: Mapping[str, str] = {
    "revenue": "revenue",
    "revenue_y1": "revenue_y1",
    "revenue_y2": "revenue_y2",
    "margin": "revenue",
    "margin_y1": "revenue_y1",
    "orders": "revenue",
}
NO_LINE = -1


@dataclass(frozen=True, slots=True)
class JoinResult:
    """What a new workbook is rendered from, and which column was what in each table."""

    inputs: Inputs
    mappings: tuple[ColumnMapping, ...]


def join(
    tables: Sequence[RawTable],
    *,
    language: Language,
    profile: str | None,
    mapping: Mapping[str, str] | None,
    locale: str | None,
    today: dt.date,
    load_profile: Callable[[str], Policy],
    reference: Reference = "deciles",
    currency: str | None = None,
    rates: Sequence[str] = (),
    span: Span | None = None,
) -> JoinResult:
    """Return the inputs of a new workbook from one list of accounts and one list of invoices.

    Master data and ratings are those of the accounts; revenue, orders, their variation, the last
    order, and margins where the invoices have them, are those of the invoices. An account without
    a line has a known zero. Ids that only the invoices have are appended, with a finding. An entry
    of `mapping` goes to every table that has its header. Raises UsageError where the tables are
    not one of each kind, and InputError where they share no id.
    """
    checked = known_locale(locale)
    overrides = _overrides(tables, mapping or {})
    policy, found = recognise_all(tables, overrides, profile, load_profile)
    kinds = [one.mapping.kind for one in found]
    if sorted(kinds) != ["accounts", "invoices"]:
        said = ", ".join(f"{t.file}: {kind}" for t, kind in zip(tables, kinds, strict=True))
        raise UsageError(
            f"only one list of accounts and one list of invoices can be joined, but there are "
            f"{said}; name one of each with --from"
        )
    first, second = kinds.index("accounts"), kinds.index("invoices")
    policy = in_currency(policy, currency)
    known = rates_of(policy.currency, rates)
    listed = take(tables[first], found[first], checked, today, known)
    ledger = take(tables[second], found[second], checked, today, known, span)
    joined = _Join(tables[first], found[first].mapping, listed, tables[second], ledger)
    policy = replace(policy, period=ledger.period)
    fallback = None if profile else lambda: in_currency(load_profile(STANDARD), currency)
    policy, proposed = fitted(policy, joined.portfolio, ledger.as_of, fallback, reference)
    said_of_columns = [finding for one in found for finding in one.findings]
    inputs = Inputs(
        portfolio=joined.portfolio,
        policy=policy,
        language=language,
        as_of=ledger.as_of,
        findings=gravest_first((*said_of_columns, *joined.findings, *proposed)),
        source=" + ".join(table.file for table in tables),
        periods=ledger.periods,
    )
    return JoinResult(inputs, tuple(one.mapping for one in found))


class _Join:
    """Two portfolios as one: the accounts in their order, then those that only have invoices."""

    def __init__(
        self,
        table: RawTable,
        mapping: ColumnMapping,
        listed: Taken,
        invoices: RawTable,
        ledger: Taken,
    ) -> None:
        self.table, self.mapping, self.invoices = table, mapping, invoices
        self.left, self.right = listed.portfolio, ledger.portfolio
        places = {key: place for place, key in enumerate(self.right.ids)}
        known = set(self.left.ids)
        self.new = [place for place, key in enumerate(self.right.ids) if key not in known]
        if len(self.new) == len(self.right):
            raise InputError(
                f"no id of the invoices ({invoices.file}) is among the accounts; name the columns "
                'with the ids by --map id="HEADER"',
                table.whole,
            )
        # Of two rows with one id the first has the invoices, so that revenue counts once.
        owned = [
            places.get(key, NO_LINE) if scored else NO_LINE
            for key, scored in zip(self.left.ids, self.left.scored, strict=True)
        ]
        self.source = np.array([*owned, *self.new], dtype=np.int64)
        self.portfolio = self._portfolio()
        self.findings = (*listed.findings, *self._moved(ledger.findings), *self._said())

    def _portfolio(self) -> Portfolio:
        left, right, new = self.left, self.right, self.new
        # Without a column of names each is named by its id.
        called = left.names if self.mapping.column("name") else ("",) * len(left)
        names = [a or b for a, b in zip(self._filled(called, right.names), left.names, strict=True)]
        texts = {
            key: (
                *self._filled(left.text(key), right.text(key)),
                *(right.text(key)[place] for place in new),
            )
            for key in (*TEXT_COLUMNS, *TIER_TEXTS)
            if key in left.texts or key in right.texts
        }
        numbers = {
            key: self._number(key) for key in (*NUMBER_COLUMNS, *TIER_NUMBERS) if self._has(key)
        }
        dates = {
            key: (*left.date(key), *(None for _ in new))
            for key in DATE_COLUMNS
            if key in left.dates
        }
        last = right.date("last_order")
        dates["last_order"] = tuple(None if n == NO_LINE else last[n] for n in self.source)
        if self.mapping.column("status") is None:
            texts["status"] = self._statuses(numbers)
        blank = Ratings.blank(len(new))
        return Portfolio(
            ids=(*left.ids, *(right.ids[place] for place in new)),
            names=(*names, *(right.names[place] for place in new)),
            numbers=numbers,
            texts=texts,
            dates=dates,
            leader=(*left.leader, *(False for _ in new)),
            ratings={
                key: Ratings(
                    np.concatenate([column.values, blank.values]),
                    np.concatenate([column.unknown, blank.unknown]),
                    np.concatenate([column.wrong, blank.wrong]),
                )
                for key, column in left.ratings.items()
            },
            scored=np.concatenate([left.scored, np.ones(len(new), dtype=bool)]),
        )

    def _has(self, key: str) -> bool:
        return key in self.left.numbers or key in self.right.numbers

    def _filled(self, own: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the accounts say, else what the invoices say of them."""
        return tuple(
            other[line] if line != NO_LINE and not text else text
            for text, line in zip(own, self.source[: len(own)], strict=True)
        )

    def _number(self, key: str) -> Floats:
        if key not in self.right.numbers:
            return np.concatenate([self.left.number(key), np.full(len(self.new), np.nan)])
        column = self.right.number(key)
        year = YEAR_OF.get(key)
        known = year is not None and not np.all(np.isnan(self.right.number(year)))
        without = np.full(len(self.source), 0.0 if known else np.nan)
        # A row without an id may have invoices under any id.
        without[: len(self.left)][np.array([not key for key in self.left.ids], dtype=bool)] = np.nan
        return np.where(self.source == NO_LINE, without, column[self.source])

    def _statuses(self, numbers: Mapping[str, Floats]) -> tuple[str, ...]:
        revenues = [column for key, column in numbers.items() if key.startswith("revenue")]
        bought = np.any([np.nan_to_num(column) != 0 for column in revenues], axis=0)
        has_line = self.source != NO_LINE
        return tuple(CUSTOMER if yes else PROSPECT for yes in bought | has_line)

    def _moved(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings of the invoices with the places that accounts have now."""
        now = {int(line): place for place, line in enumerate(self.source) if line != NO_LINE}
        return [
            finding
            if finding.subject.account is None
            else replace(
                finding,
                subject=replace(finding.subject, account=now.get(finding.subject.account)),
            )
            for finding in findings
        ]

    def _said(self) -> list[Finding]:
        said = [
            Finding(
                "I-JOIN-UNUSED",
                {"header": column.header, "invoices": self.invoices.file},
                place=self.table.place(self.mapping.header_row, column.column),
            )
            for column in self.mapping.columns
            if column.key in self.right.numbers or column.key == "last_order"
        ]
        accounts = self.table.file
        if self.new:
            key = self.right.ids[self.new[0]]
            values: dict[str, str | int] = {"count": len(self.new), "id": key, "accounts": accounts}
            said.append(Finding("I-JOIN-NEW", dict(values), place=self.invoices.whole))
            bare = {key.lstrip("0"): key for key in self.left.ids if key.strip("0")}
            lost = [
                (key, bare[key.lstrip("0")])
                for key in (self.right.ids[place] for place in self.new)
                if key.lstrip("0") in bare
            ]
            if lost:
                values |= {"count": len(lost), "id": lost[0][0], "other": lost[0][1]}
                said.append(Finding("I-JOIN-ZEROS", dict(values), place=self.invoices.whole))
        idle = np.flatnonzero((self.source[: len(self.left)] == NO_LINE) & self.left.scored)
        if len(idle):
            name = self.left.names[idle[0]] or self.left.ids[idle[0]]
            values = {"count": len(idle), "account": name, "invoices": self.invoices.file}
            said.append(Finding("I-JOIN-NONE", dict(values), place=self.table.whole))
        return said


def _overrides(
    tables: Sequence[RawTable], wanted: Mapping[str, str]
) -> tuple[Mapping[str, str], ...]:
    """Return the entries of --map that concern each table: those whose header it has."""
    headers = [
        {
            folded(cell)
            for cells in table.rows[:SEARCHED_ROWS]
            for cell in cells
            if isinstance(cell, str)
        }
        for table in tables
    ]
    for key, header in wanted.items():
        # An unknown key is refused when the first table is recognised, with the keys there are.
        known = key in KEYS or key.startswith(RATING)
        if known and not any(folded(header) in texts for texts in headers):
            files = " and ".join(table.file for table in tables)
            raise InputError(f"--map {key}={header!r}: there is no such header in {files}")
    return tuple(
        {
            key: header
            for key, header in wanted.items()
            if folded(header) in texts or not (key in KEYS or key.startswith(RATING))
        }
        for texts in headers
    )
