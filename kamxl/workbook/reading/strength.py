"""Reads the sheet of strength: factors, and how customers see us beside their competitors."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from kamxl.cells import CellValue, address
from kamxl.domain.buying import DEFAULT_FACTORS, FACTORS, Anchors, Factor
from kamxl.domain.portfolio import COMPARED_NUMBERS, COMPARED_TEXTS
from kamxl.domain.relative import HEAVIEST
from kamxl.findings import Finding, Subject
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.inputs import Kept
from kamxl.workbook.reading.accounts import AccountRows, as_shown, as_text, first_of
from kamxl.workbook.reading.cells import SheetCells
from kamxl.workbook.sheets.strength import FACTOR_TYPED, TYPED

PLACE = re.compile(r"F(\d)", re.IGNORECASE)


@dataclass(slots=True)
class StrengthRows:
    """What the sheet holds, and in which row each account is compared.

    `factor_cells` are the cells above the table that people fill in.
    """

    cells: SheetCells
    factors: tuple[Factor, ...] = DEFAULT_FACTORS
    factor_cells: list[tuple[int, int]] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_strength(sheet: SheetCells, accounts: AccountRows) -> StrengthRows:
    """Return factors and comparisons; an id is found as formulas find it.

    `lost` names what was typed in rows that belong to no account.
    """
    cells = sheet.under(words.STRENGTH_COLUMNS)
    found = StrengthRows(cells)
    for key in TYPED:
        if key not in cells.columns:
            found.findings.append(
                Finding(
                    "X-COLUMN",
                    {"column": words.STRENGTH_COLUMNS[key]},
                    place=f"{cells.file}!{cells.name}",
                )
            )
    _read_factors(found, sheet)
    by_id = first_of(accounts.ids)
    by_folded = first_of(id_.casefold() for id_ in accounts.ids)
    typed = (*COMPARED_NUMBERS, *COMPARED_TEXTS)
    for row in range(cells.header + 1, len(cells.rows)):
        raw_id = cells.at(row, "id")
        filled = any(cells.at(row, key) is not None for key in typed)
        if raw_id is None and not filled:
            continue
        id_ = as_text(raw_id).strip()
        account = by_id.get(id_, by_folded.get(id_.casefold()))
        if account is None or account in found.rows:
            code = "M-ORPHAN" if account is None else "M-DUPLICATE"
            place = cells.place(row, cells.columns.get("id", 0))
            found.findings.append(Finding(code, {"id": id_}, place=place))
            if filled or account is None:
                found.lost.append(f"{cells.name}!{address(row, cells.columns.get('id', 0))}")
            continue
        found.rows[account] = row
    _read_rows(found, accounts)
    return found


def _read_rows(found: StrengthRows, accounts: AccountRows) -> None:
    cells, count = found.cells, len(accounts.ids)
    for key in COMPARED_TEXTS:
        found.texts[key] = [""] * count
        for account, row in found.rows.items():
            found.texts[key][account] = as_text(cells.at(row, key))
    for key in COMPARED_NUMBERS:
        found.numbers[key] = [math.nan] * count
        for account, row in found.rows.items():
            value = cells.at(row, key)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found.numbers[key][account] = float(value)
            elif value is not None:
                found.kept[key, account] = as_shown(value)
                values: dict[str, str | int | Text] = {
                    "account": accounts.names[account] or accounts.ids[account],
                    "column": words.STRENGTH_COLUMNS[key],
                    "value": as_text(value),
                }
                place = cells.place(row, cells.columns[key])
                found.findings.append(
                    Finding("A-NUMBER", values, Subject(account, field=key), place)
                )


def _read_factors(found: StrengthRows, sheet: SheetCells) -> None:
    """Read the factors, found by their places F1 to F6 above the table; others are as shipped."""
    cells = sheet.under(words.FACTOR_COLUMNS)
    rows: dict[int, int] = {}
    for row in range(cells.header + 1, found.cells.header):
        match = PLACE.fullmatch(as_text(cells.at(row, "slot")).strip())
        if match and 1 <= int(match[1]) <= FACTORS:
            rows.setdefault(int(match[1]) - 1, row)
    made = []
    for place, usual in enumerate(DEFAULT_FACTORS):
        if place not in rows:
            made.append(usual)
            continue
        made.append(_factor(found, cells, rows[place], usual))
        found.factor_cells += [
            (rows[place], cells.columns[key]) for key in FACTOR_TYPED if key in cells.columns
        ]
    found.factors = tuple(made)


def _factor(found: StrengthRows, cells: SheetCells, row: int, usual: Factor) -> Factor:
    def text(key: str, original: Text | None) -> Text | None:
        value = as_text(cells.at(row, key))
        if original is not None and value in (original.en, original.de):
            return original
        return Text.same(value) if value else None

    weight: CellValue = cells.at(row, "weight")
    if weight is None:
        used = 0.0
    elif (
        isinstance(weight, (int, float))
        and not isinstance(weight, bool)
        and 0 <= weight <= HEAVIEST
    ):
        used = float(weight)
    else:
        used = usual.weight
        found.findings.append(
            Finding(
                "X-CRITERION",
                {
                    "criterion": as_text(cells.at(row, "slot")),
                    "column": words.FACTOR_COLUMNS["weight"],
                    "value": as_text(weight),
                    "default": as_text(usual.weight),
                    "allowed": "0 – 100",
                },
                place=cells.place(row, cells.columns["weight"]),
            )
        )
    one, five, ten = usual.anchors
    anchors: Anchors = (text("anchor_1", one), text("anchor_5", five), text("anchor_10", ten))
    return Factor(usual.key, text("name", usual.name) or Text.same(""), used, anchors)
