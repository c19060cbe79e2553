"""Reads single cells that people fill in on sheets that otherwise compute, by their captions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kamxl.cells import CellValue
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Finding
from kamxl.text import LANGUAGES, Text
from kamxl.workbook.choosing import chosen
from kamxl.workbook.reading.accounts import as_text
from kamxl.workbook.reading.cells import SheetCells, label_key
from kamxl.workbook.sheets.stress import LOST


@dataclass(slots=True)
class AnswerCells:
    """What was typed by key, nothing where nothing was, and the rows and columns of all cells."""

    typed: dict[str, CellValue] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_answers(sheet: SheetCells, captions: Mapping[str, Text]) -> AnswerCells:
    """Return what stands right of each caption, which is found in either language."""
    found = AnswerCells()
    wanted = {label_key(text(lang)): key for key, text in captions.items() for lang in LANGUAGES}
    for row, line in enumerate(sheet.rows):
        for column, value in enumerate(line):
            key = wanted.get(label_key(value))
            if key is None or key in found.places:
                continue
            found.places[key] = row, column + 1
            answer = sheet.cell(row, column + 1)
            if answer is not None:
                found.typed[key] = answer
    return found


def read_losses(sheet: SheetCells, portfolio: Portfolio) -> AnswerCells:
    """Return which customers were chosen for the stress test; who is none is reported."""
    found = read_answers(sheet, LOST)
    for key, answer in list(found.typed.items()):
        text = as_text(answer)
        found.typed[key] = text
        if chosen(text, portfolio.ids) is None:
            place = sheet.place(*found.places[key])
            found.findings.append(Finding("S-CHOICE", {"value": text}, place=place))
    return found
