"""Reads what customers brought in by period; what is no amount is kept as it was typed."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

import numpy as np

from kamxl.cells import CellValue, address
from kamxl.domain.periods import GRAINS, Periods
from kamxl.findings import Finding
from kamxl.text import LANGUAGES, Text
from kamxl.workbook import words
from kamxl.workbook.reading.accounts import as_date, as_shown, as_text
from kamxl.workbook.reading.answers import read_answers
from kamxl.workbook.reading.cells import SheetCells, label_key
from kamxl.workbook.sheets.periods import GRAIN, KINDS, SAID, kept_key


@dataclass(slots=True)
class PeriodCells:
    """The periods, None where the sheet has none; cells that are no amounts, and what has no place.

    `lost` are rows, `sheet!cell`, that belong to no customer or to one that has a row already.
    """

    periods: Periods | None = None
    kept: dict[str, CellValue] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def _is(value: CellValue, label: Text) -> bool:
    return label_key(value) in {label_key(label(language)) for language in LANGUAGES}


def read_periods(sheet: SheetCells) -> PeriodCells:
    """Return the table of customers by periods, found by its headings in either language."""
    found = PeriodCells()
    header = next(
        (
            (row, column)
            for row, line in enumerate(sheet.rows)
            for column, value in enumerate(line)
            if _is(value, words.ACCOUNT_COLUMNS["id"])
        ),
        None,
    )
    if header is None or header[0] < 2:
        return found
    row, id_column = header
    columns: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    ends: dict[str, dt.date] = {}
    for column in range(id_column + 1, len(sheet.rows[row])):
        label, end = as_text(sheet.cell(row, column)).strip(), as_date(sheet.cell(row - 2, column))
        kind = next((k for k, t in KINDS.items() if _is(sheet.cell(row - 1, column), t)), None)
        if kind is None or not label or end is None:
            continue
        columns[kind].setdefault(label, column)
        ends.setdefault(label, end)
    labels = sorted(ends, key=lambda label: ends[label])
    said = {key: as_text(value) for key, value in read_answers(sheet, SAID).typed.items()}
    grain = next((one for one in GRAINS if _is(said.get("grain"), GRAIN[one])), None)
    if not labels or grain is None or len(set(ends.values())) < len(labels):
        return found
    rows = _rows(sheet, found, row, id_column, columns)
    amounts = {
        kind: np.array(
            [
                [
                    _amount(sheet, found, kind, label, id_, at, columns[kind].get(label))
                    for label in labels
                ]
                for id_, at in rows.items()
            ],
            dtype=float,
        ).reshape(len(rows), len(labels))
        for kind in KINDS
    }
    found.periods = Periods(
        grain=grain,
        labels=tuple(labels),
        ends=tuple(ends[label] for label in labels),
        ids=tuple(rows),
        revenue=amounts["revenue"],
        margin=amounts["margin"],
        currency=said.get("currency", "") or "EUR",
        note=said.get("note", ""),
    )
    return found


def _rows(
    sheet: SheetCells,
    found: PeriodCells,
    header: int,
    id_column: int,
    columns: dict[str, dict[str, int]],
) -> dict[str, int]:
    """Return the row of each customer; one without a number, or with one twice, is lost."""
    taken = {column for by_label in columns.values() for column in by_label.values()}
    rows: dict[str, int] = {}
    for row in range(header + 1, len(sheet.rows)):
        id_ = as_text(sheet.cell(row, id_column)).strip()
        filled = any(sheet.cell(row, column) is not None for column in taken)
        if id_ and id_ not in rows:
            rows[id_] = row
        elif id_ or filled:
            place = sheet.place(row, id_column)
            found.lost.append(f"{sheet.name}!{address(row, id_column)}")
            found.findings.append(Finding("A-PERIODS", {"id": id_ or "–"}, place=place))
    return rows


def _amount(
    sheet: SheetCells,
    found: PeriodCells,
    kind: str,
    label: str,
    id_: str,
    row: int,
    column: int | None,
) -> float:
    value = None if column is None else sheet.cell(row, column)
    if value is None or column is None:
        return math.nan
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    found.kept[kept_key(kind, label, id_)] = as_shown(value)
    said: dict[str, str | int | Text] = {
        "account": id_, "column": Text.same(label), "value": as_text(value),
    }  # fmt: skip
    found.findings.append(Finding("A-NUMBER", said, place=sheet.place(row, column)))
    return math.nan
