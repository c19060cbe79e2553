"""Reads which accounts people chose on the sheet of explanation; what is none is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kamxl.findings import Finding
from kamxl.text import LANGUAGES
from kamxl.workbook.choosing import chosen
from kamxl.workbook.inputs import Chosen
from kamxl.workbook.reading.accounts import as_text
from kamxl.workbook.reading.cells import SheetCells, label_key
from kamxl.workbook.sheets.explanation import CHOICES


@dataclass(slots=True)
class ChosenCells:
    """What was chosen, and in which row of the first column."""

    rows: dict[str, int]
    typed: Chosen = field(default_factory=Chosen)
    findings: list[Finding] = field(default_factory=list)


def read_explanation(sheet: SheetCells, ids: Sequence[str]) -> ChosenCells:
    """Return what was chosen, as it was typed; each cell stands below its caption.

    `ids` are those of the accounts that have ratings.
    """
    found = ChosenCells({key: _row(sheet, key) for key in CHOICES})
    texts: dict[str, str] = {}
    for key, row in found.rows.items():
        texts[key] = text = as_text(sheet.cell(row, 0))
        if text and chosen(text, ids) is None:
            found.findings.append(Finding("E-CHOICE", {"value": text}, place=sheet.place(row, 0)))
    found.typed = Chosen(**texts)
    return found


def _row(sheet: SheetCells, key: str) -> int:
    caption, usual = CHOICES[key]
    labels = {label_key(caption(language)) for language in LANGUAGES}
    for row in range(len(sheet.rows)):
        if label_key(sheet.cell(row, 0)) in labels:
            return row + 1
    return usual
