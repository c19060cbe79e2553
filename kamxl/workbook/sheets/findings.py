"""Findings: what kamxl noticed when it wrote the file, each with place and remedy."""

from __future__ import annotations

from collections.abc import Mapping

from kamxl.findings import Severity
from kamxl.text import Language, Text, number
from kamxl.workbook.context import Context
from kamxl.workbook.spec import Area, Conditional, Page, Sheet
from kamxl.workbook.state import Run

TITLE = Text("Findings", "Hinweise")
NOTE = Text(
    "As of the last time kamxl wrote this file; the checks on the first sheet are live.",
    "Stand: als kamxl diese Datei zuletzt schrieb; die Prüfungen auf dem ersten Blatt rechnen mit.",
)
SEVERITY: Mapping[Severity, Text] = {
    "error": Text("Error", "Fehler"),
    "warning": Text("Warning", "Warnung"),
    "info": Text("Note", "Hinweis"),
}
COLUMNS: tuple[tuple[Text, float], ...] = (
    (Text("Severity", "Schwere"), 11),
    (Text("Code", "Code"), 16),
    (Text("Place", "Ort"), 24),
    (Text("Finding", "Hinweis"), 80),
    (Text("What to do", "Was zu tun ist"), 70),
)
NONE = Text("Nothing to report.", "Nichts zu berichten.")
RUNS = Text("Runs that changed something", "Läufe, die etwas änderten")
RUN_COLUMNS: tuple[tuple[Text, float], ...] = (
    (Text("Day", "Tag"), 12),
    (Text("kamxl", "kamxl"), 10),
    (Text("What changed", "Was sich änderte"), 44),
)
COUNTED: Mapping[str, Text] = {
    "results": Text("{count} results", "{count} Ergebnisse"),
    "cells": Text("{count} cells", "{count} Zellen"),
    "sheets": Text("{count} sheets", "{count} Blätter"),
}
RUNS_COLUMN = len(COLUMNS) + 1
HEADER = 3
FIRST = HEADER + 1
# A list that nobody reads to its end helps nobody; the command line lists all.
MOST = 2000
MORE = Text(
    "… and {count} more: kamxl check lists them all.",
    "… und {count} weitere: kamxl check zeigt alle.",
)


def rows(context: Context) -> list[list[str]]:
    """Return the findings as the sheet lists them."""
    language = context.language
    made = [
        [
            context.t(SEVERITY[finding.severity]),
            finding.code,
            finding.place,
            finding.text(language),
            finding.remedy(language),
        ]
        for finding in context.findings[:MOST]
    ]
    surplus = len(context.findings) - MOST
    if surplus > 0:
        made.append(["", "", "", context.t(MORE).format(count=surplus), ""])
    return made or [["", "", "", context.t(NONE), ""]]


def run_text(run: Run, language: Language) -> str:
    """Return in words what a run changed."""
    parts = [
        text(language).format(count=number(run.counts[key], 0, language))
        for key, text in COUNTED.items()
        if run.counts.get(key)
    ]
    return ", ".join(parts) or "–"


def _runs(context: Context, made: Sheet) -> None:
    """List the runs beside the findings, the last one first."""
    if not context.runs:
        return
    made.put(HEADER - 1, RUNS_COLUMN, context.t(RUNS), "caption_line")
    for place, (label, width) in enumerate(RUN_COLUMNS):
        made.put(HEADER, RUNS_COLUMN + place, context.t(label), "header")
        made.width(RUNS_COLUMN + place, width)
    for place, run in enumerate(reversed(context.runs)):
        told = (run.day, run.version, run_text(run, context.language))
        for column, text in enumerate(told):
            made.put(FIRST + place, RUNS_COLUMN + column, text, "calc_wrap")


def sheet(context: Context) -> Sheet:
    """Return the sheet."""
    made = Sheet("findings", context.sheet_name("findings"), "#6B7280", freeze=(FIRST, 0))
    made.protected = True
    made.put(0, 0, context.t(TITLE), "title")
    made.put(1, 0, context.t(NOTE), "subtitle")
    for column, (label, width) in enumerate(COLUMNS):
        made.put(HEADER, column, context.t(label), "header")
        made.width(column, width)
    listed = rows(context)
    for place, cells in enumerate(listed):
        for column, text in enumerate(cells):
            made.put(FIRST + place, column, text, "calc_wrap")
        made.heights[FIRST + place] = 26
    _runs(context, made)
    context.name_cell("kam_findings", "findings", HEADER, 0)
    last = FIRST + len(listed) - 1
    area = Area(FIRST, 0, last, 0)
    for severity, style in (("error", "bad"), ("warning", "warn")):
        word = context.t(SEVERITY[severity])  # type: ignore[index]
        made.conditionals.append(Conditional(area, "formula", f'=$A{FIRST + 1}="{word}"', style))
    made.page = Page(repeat=(HEADER, HEADER), area=Area(0, 0, last, len(COLUMNS) - 1))
    return made
