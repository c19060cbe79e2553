"""Registers of the whole portfolio, gathered from the strategy sheets: what stands there now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kamxl.cells import CellValue
from kamxl.domain.plan_facts import PlanFacts
from kamxl.text import LANGUAGES
from kamxl.workbook.forms.spec import TITLE, Form
from kamxl.workbook.plans.naming import account_of
from kamxl.workbook.plans.reading import PlanSheet, day_of
from kamxl.workbook.plans.strategy_sections import STATUS

CLOSED = {
    word(language).casefold() for word in STATUS[2:] for language in LANGUAGES
}  # done and dropped


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a register: the account, its fields, and where it stands."""

    account: str
    name: str
    values: Mapping[str, CellValue]
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What one strategy sheet holds after a run: by section the lines with their rows."""

    account: str
    name: str
    sheet: str
    lines: Mapping[str, list[tuple[int, Mapping[str, CellValue]]]]

    def of(self, *sections: str) -> Iterator[Entry]:
        """Yield the lines of some sections in which something stands."""
        for section in sections:
            for row, values in self.lines.get(section, []):
                if any(value not in (None, "") for value in values.values()):
                    yield Entry(self.account, self.name, values, self.sheet, row)


def laid(form: Form, rows: Mapping[str, int], name: str, sheet: str) -> Standing:
    """Return what a freshly laid out sheet holds."""
    lines: dict[str, list[tuple[int, Mapping[str, CellValue]]]] = {}
    for line in form.lines:
        lines.setdefault(line.section, []).append((rows[line.id], line.values))
    return Standing(account_of(form.uid) or "", name, sheet, lines)


def standing(there: PlanSheet, edits: Mapping[tuple[int, int], CellValue], name: str) -> Standing:
    """Return what a sheet holds once edits are made; rows that only now came about included."""
    columns = there.filled.columns
    found: dict[int, tuple[str, dict[str, CellValue]]] = {
        line.row: (line.section, dict(line.values)) for line in there.filled.lines
    }
    sections = {section.key: section for section in there.form.sections}
    for (row, column), value in edits.items():
        if column == there.filled.id_column and isinstance(value, str):
            section = value.partition(".")[0].partition("+")[0]
            if section in sections and not value.startswith(TITLE):
                found[row] = (section, found.get(row, ("", {}))[1])
    for row, (section, values) in found.items():
        for key, place in sections[section].places.items():
            at = (row, columns.get(place, -1))
            if at in edits:
                values[key] = edits[at]
    lines: dict[str, list[tuple[int, Mapping[str, CellValue]]]] = {}
    for row, (section, values) in sorted(found.items()):
        lines.setdefault(section, []).append((row, values))
    return Standing(account_of(there.form.uid) or "", name, there.name, lines)


def actions(standings: list[Standing], today: dt.date) -> list[tuple[Entry, int | None]]:
    """Return what is still to be done, overdue first and longest, each with the days overdue.

    What nobody knows yet is to be found out, so it is listed too. Without a day comes last.
    """
    found: list[tuple[Entry, dt.date | None]] = []
    for one in standings:
        for entry in one.of("actions", "unknown"):
            status = str(entry.values.get("status") or "").strip().casefold()
            said = entry.values.get("action") or entry.values.get("what")
            if said and status not in CLOSED:
                found.append((entry, day_of(entry.values.get("due"))))
    found.sort(key=lambda pair: (pair[1] is None, pair[1] or today))
    return [
        (entry, (today - day).days if day is not None and day < today else None)
        for entry, day in found
    ]


def needs(standings: list[Standing]) -> list[Entry]:
    """Return the needs that are not met, by the day from which they are expected."""
    found = [
        entry
        for one in standings
        for entry in one.of("needs")
        if entry.values.get("need")
        and str(entry.values.get("status") or "").strip().casefold() not in CLOSED
    ]
    return sorted(found, key=lambda entry: day_of(entry.values.get("due")) or dt.date.max)


def benefits(standings: list[Standing]) -> list[Entry]:
    """Return the benefits and references of all accounts."""
    return [
        entry for one in standings for entry in one.of("loyalty") if entry.values.get("benefit")
    ]


def last_contacts(
    standings: list[Standing], typed: Mapping[str, PlanFacts]
) -> list[tuple[Standing, dt.date | None]]:
    """Return the accounts by how long ago anybody spoke with them; unknown comes first."""
    found = [
        (one, typed[one.account].latest_contact if one.account in typed else None)
        for one in standings
    ]
    return sorted(found, key=lambda pair: pair[1] or dt.date.min)
