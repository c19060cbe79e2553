"""Reads what key account managers say of their own skills, at the end of the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kamxl.domain.capacity import owner_name
from kamxl.domain.managers import SKILLS, own_rating
from kamxl.findings import Finding, Subject
from kamxl.text import Text
from kamxl.workbook.inputs import ManagerRow
from kamxl.workbook.reading.accounts import as_shown, as_text
from kamxl.workbook.reading.policy import SettingRows, setting_column
from kamxl.workbook.sheets.managers import PREFIX
from kamxl.workbook.sheets.settings import EFFECT, LABEL, USED, VALUE

KEY = re.compile(rf"{PREFIX}\d+", re.IGNORECASE)


@dataclass(slots=True)
class ManagerRows:
    """The rows as they stand, blank ones between others included, and where each stands."""

    rows: list[int] = field(default_factory=list)
    typed: tuple[ManagerRow, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def read_managers(settings: SettingRows) -> ManagerRows:
    """Return the managers' own ratings; rows added below the last one count too."""
    cells, found = settings.cells, ManagerRows()
    columns = [setting_column(cells, n, settings.key_column) for n in (LABEL, VALUE, USED, EFFECT)]
    name_column, *rating_columns = columns
    for row in range(len(cells.rows)):
        bears = KEY.fullmatch(as_text(cells.cell(row, settings.key_column)).strip())
        added = found.rows and row == found.rows[-1] + 1 and any(
            cells.cell(row, column) is not None for column in columns
        )  # fmt: skip
        if bears or added:
            found.rows.append(row)
    typed: list[ManagerRow] = []
    named: set[str] = set()
    for row in found.rows:
        raw = [cells.cell(row, column) for column in rating_columns]
        name = as_text(cells.cell(row, name_column)).strip()
        typed.append(ManagerRow(name, (as_shown(raw[0]), as_shown(raw[1]), as_shown(raw[2]))))
        key = owner_name(name).casefold()
        if not name and any(value is not None for value in raw):
            _note(found, "P-MANAGER-NAME", {}, cells.place(row, name_column))
        elif key and key in named:
            _note(found, "P-MANAGER-TWICE", {"name": name}, cells.place(row, name_column))
        named.add(key)
        for label, column, value in zip(SKILLS.values(), rating_columns, raw, strict=True):
            if value is not None and own_rating(value) is None:
                said: dict[str, str | int | Text] = {
                    "name": name or "–", "skill": label, "value": as_text(value),
                }  # fmt: skip
                _note(found, "P-SKILL", said, cells.place(row, column))
    while typed and typed[-1].blank:
        typed.pop()
    found.typed = tuple(typed)
    return found


def _note(
    found: ManagerRows, code: str, values: Mapping[str, str | int | Text], place: str
) -> None:
    found.findings.append(Finding(code, dict(values), Subject(), place))
