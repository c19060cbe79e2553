"""Reads the accounts and their ratings; what cannot be used is kept as it was typed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from kamxl.cells import CellValue, address, from_serial
from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import (
    DATE_COLUMNS,
    FORECASTS,
    NUMBER_COLUMNS,
    SUBRATINGS,
    TEXT_COLUMNS,
    TIER_DATES,
    TIER_NUMBERS,
    TIER_TEXTS,
    Portfolio,
    Ratings,
)
from kamxl.findings import Finding, Subject
from kamxl.text import LANGUAGES, Text
from kamxl.workbook import words
from kamxl.workbook.inputs import RATING, Kept
from kamxl.workbook.reading.cells import SheetCells, label_key
from kamxl.workbook.sheets.accounts import INPUTS

# What people say about an account beside the ratings of criteria.
# Texts of the accounts chosen from a list, of which others mean nothing.
CHOSEN = (
    "reputation_fits", "brand", "vision", "external", "expansion", "impulse", "logo", "owner_role",
    "pinned",
)  # fmt: skip
TYPED = (*TIER_TEXTS, *TIER_DATES, *TIER_NUMBERS, *FORECASTS, *SUBRATINGS)
LAST_SERIAL = 2_958_465
# What spreadsheet programs write into the first cell of a row of totals.
TOTALS = frozenset({"total", "ergebnis", "summe", "gesamt", "gesamtergebnis", "grand total", "sum"})


@dataclass(slots=True)
class AccountRows:
    """What the sheet of accounts holds, and where."""

    cells: SheetCells
    rows: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, list[dt.date | None]] = field(default_factory=dict)
    leader: list[bool] = field(default_factory=list)
    kept: Kept = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def first_of(ids: Iterable[str]) -> dict[str, int]:
    """Return the account that an id means: the first that has it; blank ones mean none."""
    found: dict[str, int] = {}
    for account, id_ in enumerate(ids):
        if id_:
            found.setdefault(id_, account)
    return found


def as_text(value: CellValue) -> str:
    """Return a cell as text: whole numbers without a point, days as 2026-01-31, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_accounts(sheet: SheetCells) -> AccountRows:
    """Return every row of accounts in which anything was typed."""
    cells = sheet.under(words.ACCOUNT_COLUMNS)
    found = AccountRows(cells)
    for key in INPUTS:
        if key not in cells.columns:
            found.findings.append(_missing(cells, words.ACCOUNT_COLUMNS[key]))
    for row in range(cells.header + 1, len(cells.rows)):
        if not any(cells.at(row, key) is not None for key in INPUTS):
            continue
        if as_text(cells.at(row, "id")).strip().casefold() in TOTALS and not cells.at(row, "name"):
            _leave_out(found, row)
        else:
            _read_row(found, row)
    return found


def _leave_out(found: AccountRows, row: int) -> None:
    cells, column = found.cells, found.cells.columns["id"]
    found.lost.append(f"the row of totals {cells.name}!{address(row, column)}")
    label = as_text(cells.at(row, "id")).strip()
    found.findings.append(Finding("I-TOTAL", {"label": label}, place=cells.place(row, column)))


def _missing(cells: SheetCells, label: Text) -> Finding:
    return Finding("X-COLUMN", {"column": label}, place=f"{cells.file}!{cells.name}")


def _read_row(found: AccountRows, row: int) -> None:
    cells, account = found.cells, len(found.rows)
    found.rows.append(row)
    raw_id = as_text(cells.at(row, "id"))
    id_ = raw_id.strip()
    name = as_text(cells.at(row, "name"))

    def note(code: str, key: str, **values: str | Text) -> None:
        column = cells.columns.get(key, 0)
        found.findings.append(
            Finding(code, values, Subject(account, field=key), cells.place(row, column))
        )

    if not id_:
        note("A-ID", "id")
    elif id_ in found.seen:
        note("A-DUPLICATE", "id", id=id_)
    if raw_id != id_:
        note("I-TRIMMED", "id", count="1", id=raw_id)
    found.seen.add(id_)
    found.ids.append(id_)
    found.names.append(name)
    for key in NUMBER_COLUMNS:
        value = cells.at(row, key)
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        found.numbers.setdefault(key, []).append(
            float(value) if good and isinstance(value, (int, float)) else math.nan
        )
        if value is not None and not good:
            found.kept[key, account] = as_shown(value)
            note("A-NUMBER", key, account=name or id_, column=_label(key), value=as_text(value))
    for key in DATE_COLUMNS:
        value = cells.at(row, key)
        day = as_date(value)
        found.dates.setdefault(key, []).append(day)
        if value is not None and day is None:
            found.kept[key, account] = value
            note("A-DATE", key, account=name or id_, column=_label(key), value=as_text(value))
    for key in TEXT_COLUMNS:
        text = as_text(cells.at(row, key))
        known = choice(key, text) if key in words.CHOICES else text
        found.texts.setdefault(key, []).append(known)
        if key == "stage" and known and known not in words.CHOICES[key]:
            note("A-STAGE", key, account=name or id_, value=text)
        if key in CHOSEN and known and known not in words.CHOICES[key]:
            note("A-CHOICE", key, account=name or id_, column=_label(key), value=text)
    leader = cells.at(row, "leader")
    answer = choice("yes_no", as_text(leader))
    found.leader.append(answer == "yes")
    if answer == "no":
        found.kept["leader", account] = leader
    elif answer not in ("yes", ""):
        found.kept["leader", account] = as_shown(leader)
        note("A-CHOICE", "leader", account=name or id_, column=_label("leader"), value=answer)


def as_shown(value: CellValue) -> CellValue:
    """Return a day where none belongs as the text that it reads: as a number it would count."""
    return as_text(value) if isinstance(value, dt.date) else value


def _label(key: str) -> Text:
    return words.ACCOUNT_COLUMNS[key]


def choice(kind: str, text: str) -> str:
    """Return the key of a word that may be chosen, or the text as it is."""
    return _choices(kind).get(label_key(text), text) if text else text


@cache
def _choices(kind: str) -> Mapping[str, str]:
    return {
        label_key(label(language)): key
        for key, label in reversed(tuple(words.CHOICES[kind].items()))
        for language in LANGUAGES
    }


def as_date(value: CellValue) -> dt.date | None:
    """Return a date from a date, a moment or a serial number; None from anything else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and 1 <= value <= LAST_SERIAL
    ):
        return from_serial(value)
    return None


@dataclass(slots=True)
class RatingRows:
    """What the sheet of ratings holds, and in which row each account is rated."""

    cells: SheetCells
    rows: dict[int, int] = field(default_factory=dict)
    ratings: dict[str, Ratings] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, list[dt.date | None]] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_ratings(sheet: SheetCells, accounts: AccountRows, slots: Mapping[str, int]) -> RatingRows:
    """Return the ratings by criterion; `slots` are the criteria's places, counted from 0.

    An id is found as formulas find it: exactly, else without regard to case. `lost` names what was
    typed in rows or columns that belong to nothing.
    """
    cells = sheet.under(words.RATING_COLUMNS)
    found = RatingRows(cells)
    keys = [f"k{n}" for n in range(1, SLOTS + 1)]
    for key in ("id", *(keys[slot] for slot in sorted(slots.values())), *TYPED):
        if key not in cells.columns:
            found.findings.append(_missing(cells, words.RATING_COLUMNS[key]))
    by_id = first_of(accounts.ids)
    by_folded = first_of(id_.casefold() for id_ in accounts.ids)
    for row in range(cells.header + 1, len(cells.rows)):
        raw_id = cells.at(row, "id")
        filled = any(cells.at(row, key) is not None for key in (*keys, *TYPED))
        if raw_id is None and not filled:
            continue
        id_ = as_text(raw_id).strip()
        place = cells.place(row, cells.columns.get("id", 0))
        account = by_id.get(id_, by_folded.get(id_.casefold()))
        if account is None or account in found.rows:
            code = "R-ORPHAN" if account is None else "R-DUPLICATE"
            found.findings.append(Finding(code, {"id": id_}, place=place))
            if filled or (account is None and id_):
                found.lost.append(f"{cells.name}!{address(row, cells.columns.get('id', 0))}")
            continue
        found.rows[account] = row
    for account, id_ in enumerate(accounts.ids):
        if account not in found.rows and by_id.get(id_) == account:
            found.findings.append(
                Finding(
                    "A-NO-RATINGS",
                    {"account": accounts.names[account] or id_},
                    Subject(account, field="id"),
                    accounts.cells.place(accounts.rows[account], accounts.cells.columns["id"]),
                )
            )
    by_slot = {slot: key for key, slot in slots.items()}
    for slot, column in enumerate(keys):
        typed = [
            cells.at(found.rows[account], column) if account in found.rows else None
            for account in range(len(accounts.ids))
        ]
        if slot not in by_slot:
            found.lost += [
                f"{cells.name}!{address(found.rows[account], cells.columns[column])}"
                for account, value in enumerate(typed)
                if value is not None
            ]
            continue
        made = Ratings.of(typed)
        found.ratings[by_slot[slot]] = made
        for wrong in np.flatnonzero(made.wrong).tolist():
            found.kept[f"{RATING}{by_slot[slot]}", wrong] = as_shown(typed[wrong])
    _read_tiers(found, accounts)
    _read_forecasts(found, accounts)
    return found


def _read_tiers(found: RatingRows, accounts: AccountRows) -> None:
    """Read the previous tiers and the decisions about tiers."""
    cells, count = found.cells, len(accounts.ids)
    for key in TIER_TEXTS:
        found.texts[key] = [""] * count
        for account, row in found.rows.items():
            found.texts[key][account] = as_text(cells.at(row, key))
    for key in TIER_DATES:
        found.dates[key] = [None] * count
        for account, row in found.rows.items():
            value = cells.at(row, key)
            found.dates[key][account] = day = as_date(value)
            if value is not None and day is None:
                found.kept[key, account] = value
                values: dict[str, str | int | Text] = {
                    "account": accounts.names[account] or accounts.ids[account],
                    "column": words.RATING_COLUMNS[key],
                    "value": as_text(value),
                }
                place = cells.place(row, cells.columns[key])
                found.findings.append(Finding("A-DATE", values, Subject(account, field=key), place))


def _read_forecasts(found: RatingRows, accounts: AccountRows) -> None:
    """Read forecasts, questions and counts of periods; what is no number is kept."""
    for key in (*TIER_NUMBERS, *FORECASTS, *SUBRATINGS):
        found.numbers[key] = [math.nan] * len(accounts.ids)
        for account, row in found.rows.items():
            value = found.cells.at(row, key)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found.numbers[key][account] = float(value)
            elif value is not None:
                found.kept[key, account] = as_shown(value)
                values: dict[str, str | int | Text] = {
                    "account": accounts.names[account] or accounts.ids[account],
                    "column": words.RATING_COLUMNS[key],
                    "value": as_text(value),
                }
                place = found.cells.place(row, found.cells.columns[key])
                found.findings.append(
                    Finding("A-NUMBER", values, Subject(account, field=key), place)
                )


def portfolio_of(
    accounts: AccountRows,
    ratings: RatingRows,
    numbers: Mapping[str, list[float]],
    texts: Mapping[str, list[str]],
) -> Portfolio:
    """Return the accounts with their ratings, and `numbers` and `texts` of other sheets.

    Scored is who has a row of ratings.
    """
    return Portfolio(
        ids=tuple(accounts.ids),
        names=tuple(accounts.names),
        numbers={
            key: np.array(column)
            for key, column in {**accounts.numbers, **ratings.numbers, **numbers}.items()
        },
        texts={
            key: tuple(column)
            for key, column in {**accounts.texts, **ratings.texts, **texts}.items()
        },
        dates={key: tuple(column) for key, column in {**accounts.dates, **ratings.dates}.items()},
        leader=tuple(accounts.leader),
        ratings=ratings.ratings,
        scored=np.array([account in ratings.rows for account in range(len(accounts.ids))], bool),
    )
