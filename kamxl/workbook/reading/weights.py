"""Reads what people judged on the sheet of weights; what cannot be used is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kamxl.cells import CellValue
from kamxl.domain.policy import SLOTS
from kamxl.domain.weighting import LEAST, MOST
from kamxl.findings import Finding, Subject
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.inputs import WeightsInput
from kamxl.workbook.reading.accounts import as_text, choice
from kamxl.workbook.reading.cells import SheetCells
from kamxl.workbook.reading.policy import FROM_LIST, SLOT

SWINGS = (0.0, 100.0)
RATIOS = "1/9 – 9"


@dataclass(slots=True)
class WeightRows:
    """The judgements, and where each place has its row: above, and in the comparison by pairs."""

    above: SheetCells
    pairs: SheetCells
    rows: dict[int, int] = field(default_factory=dict)
    pair_rows: dict[int, int] = field(default_factory=dict)
    typed: WeightsInput = field(default_factory=WeightsInput)
    findings: list[Finding] = field(default_factory=list)


def read_weights(sheet: SheetCells, slots: Mapping[str, int]) -> WeightRows:
    """Return the judgements by criterion; `slots` are the criteria's places, in their order."""
    found = WeightRows(sheet.under(words.WEIGHT_COLUMNS), sheet.under(words.PAIR_COLUMNS))
    found.rows = _rows(found.above, found.pairs.header)
    found.pair_rows = _rows(found.pairs, len(sheet.rows))
    importance: dict[str, str] = {}
    swings: dict[str, float] = {}
    for key, slot in slots.items():
        row = found.rows.get(slot)
        if row is None:
            continue
        level = as_text(found.above.at(row, "importance")).strip()
        if choice("importance", level) in words.CHOICES["importance"]:
            importance[key] = choice("importance", level)
        elif level:
            _note(found, found.above, (row, "importance"), key, level, FROM_LIST)
        swing = found.above.at(row, "swing")
        points = _number(swing, *SWINGS)
        if points is not None:
            swings[key] = points
        elif swing is not None:
            _note(found, found.above, (row, "swing"), key, swing, "0 – 100")
    found.typed = WeightsInput(importance, swings, _pairs(found, slots))
    return found


def _rows(cells: SheetCells, end: int) -> dict[int, int]:
    """Return the rows below a header, up to an end, that bear a place, by place."""
    rows: dict[int, int] = {}
    for row in range(cells.header + 1, end):
        match = SLOT.fullmatch(as_text(cells.at(row, "slot")).strip())
        if match and 1 <= int(match[1]) <= SLOTS:
            rows.setdefault(int(match[1]) - 1, row)
    return rows


def _pairs(found: WeightRows, slots: Mapping[str, int]) -> dict[tuple[str, str], float]:
    made: dict[tuple[str, str], float] = {}
    keys = list(slots)
    for place, first in enumerate(keys):
        for second in keys[place + 1 :]:
            # Who has moved a criterion up finds the pair turned round.
            turned = slots[first] > slots[second]
            row_key, column_key = (second, first) if turned else (first, second)
            row, column = found.pair_rows.get(slots[row_key]), f"k{slots[column_key] + 1}"
            if row is None:
                continue
            value = found.pairs.at(row, column)
            ratio = _number(value, LEAST, MOST)
            if ratio is not None:
                made[first, second] = 1 / ratio if turned else ratio
            elif value is not None:
                _note(found, found.pairs, (row, column), row_key, value, RATIOS)
    return made


def _number(value: CellValue, low: float, high: float) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
        return float(value)
    return None


def _note(
    found: WeightRows,
    cells: SheetCells,
    at: tuple[int, str],
    key: str,
    value: CellValue,
    allowed: str | Text,
) -> None:
    row, column = at
    labels = words.PAIR_COLUMNS if column in words.PAIR_COLUMNS else words.WEIGHT_COLUMNS
    found.findings.append(
        Finding(
            "X-CRITERION",
            {
                "criterion": key,
                "column": labels[column],
                "value": as_text(value),
                "default": "–",
                "allowed": allowed,
            },
            Subject(criterion=key),
            cells.place(row, cells.columns.get(column, 0)),
        )
    )
