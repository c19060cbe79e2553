"""Where a finding is: the cell that it speaks of, in a file that was read or is being rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kamxl.cells import address
from kamxl.domain.policy import SLOTS
from kamxl.domain.portfolio import COMPARED_NUMBERS, COMPARED_TEXTS
from kamxl.findings import Finding
from kamxl.workbook import words
from kamxl.workbook.context import ACCOUNTS_HEADER, RATINGS_HEADER, STRENGTH_HEADER, Context
from kamxl.workbook.sheets import (
    accounts,
    concentration,
    criteria_places,
    rating_columns,
    settings,
    strength,
    weight_places,
)


@dataclass(frozen=True, slots=True)
class Places:
    """Rows and columns, from 0, of what findings speak of; `file` is "" for one being rendered."""

    file: str
    names: Mapping[str, str]
    account_rows: tuple[int, ...]
    account_columns: Mapping[str, int]
    rating_rows: Mapping[int, int]
    rating_columns: Mapping[str, int]
    criteria_rows: Mapping[str, int]
    criteria_columns: Mapping[str, int]
    criteria_slots: Mapping[str, int]
    setting_rows: Mapping[str, int]
    setting_column: int
    accounts_header: int
    ratings_header: int
    total_row: int
    strength_rows: Mapping[int, int] = field(default_factory=dict)
    strength_columns: Mapping[str, int] = field(default_factory=dict)

    def of(self, finding: Finding) -> str:
        """Return `file!sheet!cell`, or as much of it as is known."""
        found = self._cell(finding)
        parts = [self.file] if self.file else []
        if found is not None:
            sheet, row, column = found
            parts += [self.names.get(sheet, words.SHEETS[sheet].en), address(row, column)]
        return "!".join(parts)

    def _cell(self, finding: Finding) -> tuple[str, int, int] | None:
        subject = finding.subject
        account, criterion, field = subject.account, subject.criterion, subject.field
        if account is not None and field in (*COMPARED_NUMBERS, *COMPARED_TEXTS):
            row = self.strength_rows.get(account)
            column = self.strength_columns.get(field)
            if row is not None and column is not None:
                return "strength", row, column
        if account is not None and (criterion is not None or field in self.rating_columns):
            row = self.rating_rows.get(account)
            slot = self.criteria_slots.get(criterion or "")
            column = self.rating_columns.get(f"k{slot + 1}" if slot is not None else field or "id")
            if row is not None and column is not None:
                return "ratings", row, column
        if account is not None:
            column = self.account_columns.get(field or "id", self.account_columns.get("id", 0))
            return "accounts", self.account_rows[account], column
        if criterion is not None and criterion in self.criteria_rows:
            column = self.criteria_columns.get(field or "name", self.criteria_columns["name"])
            return "criteria", self.criteria_rows[criterion], column
        if field is not None and field in self.setting_rows:
            return "settings", self.setting_rows[field], self.setting_column
        if field is not None and field in concentration.FIGURE_ROW:
            return "concentration", concentration.FIGURE_ROW[field], 1
        if field is not None and field in weight_places.FIGURE_AT:
            return "weights", *weight_places.FIGURE_AT[field]
        if field in ("weight", "weight_total"):
            column = self.criteria_columns.get("used_weight", criteria_places.PLACE["used_weight"])
            return "criteria", self.total_row, column
        if field == "ratings":
            return "ratings", self.ratings_header, self.rating_columns.get("id", 0)
        if field is not None and field in self.account_columns:
            return "accounts", self.accounts_header, self.account_columns[field]
        return None

    def placed(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return findings with their places; those that have one keep it."""
        return [f if f.place else f.at(self.of(f)) for f in findings]


def rendered(context: Context) -> Places:
    """Return the places in the workbook that is being rendered."""
    keys = [criterion.key for criterion in context.policy.criteria]
    return Places(
        file="",
        names={key: context.t(name) for key, name in words.SHEETS.items()},
        account_rows=tuple(ACCOUNTS_HEADER + row for row in context.account_places),
        account_columns={k: n for n, k in enumerate((*accounts.INPUTS, *accounts.COMPUTED))},
        rating_rows={account: RATINGS_HEADER + row for account, row in context.positions.items()},
        rating_columns={key: n for n, key in enumerate(rating_columns.KEYS)},
        criteria_rows={key: criteria_places.FIRST + slot for slot, key in enumerate(keys[:SLOTS])},
        criteria_columns=criteria_places.PLACE,
        criteria_slots={key: slot for slot, key in enumerate(keys)},
        setting_rows={key: settings.row_of(key) for key in words.SETTINGS},
        setting_column=settings.VALUE,
        accounts_header=ACCOUNTS_HEADER,
        ratings_header=RATINGS_HEADER,
        total_row=criteria_places.TOTAL_ROW,
        strength_rows={a: STRENGTH_HEADER + row for a, row in context.strength_rows.items()},
        strength_columns={key: n for n, key in enumerate(strength.KEYS)},
    )
