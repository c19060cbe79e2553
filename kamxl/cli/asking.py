"""What `kamxl why` does: say in words why a cell shows what it shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import typer

from kamxl.actions.why import Why, findings_of
from kamxl.actions.why import why as ask
from kamxl.cells import CellError, CellValue
from kamxl.cli.language import configured
from kamxl.cli.work import print_json
from kamxl.hosts.tables.book import read_book
from kamxl.text import Language, Text

# Raised whenever a field changes its meaning or goes.
WHY_SCHEMA = 1
FINDING = Text("What kamxl finds there", "Was kamxl dort findet")


def why(path: Path, cell: str, language: str | None, *, as_json: bool) -> int:
    """Say why a cell shows what it shows; the exit code is 1 where something is the matter."""
    tongue = configured(language).language
    book = read_book(path)
    found = ask(book, cell, findings_of(book, dt.date.today()))
    if as_json:
        print_json(_data(found, tongue))
        return int(found.fault)
    for sentence in found.sentences(tongue):
        typer.echo(sentence)
    if found.findings:
        typer.echo(f"{FINDING(tongue)}:")
    for finding in found.findings:
        typer.echo(f"- {finding.code}: {finding.text(tongue)} {finding.remedy(tongue)}")
    return int(found.fault)


def _data(found: Why, language: Language) -> dict[str, object]:
    return {
        "schema": WHY_SCHEMA,
        "language": language,
        "cell": found.place.address,
        "label": found.label or None,
        "shown": _plain(found.shown),
        "formula": found.formula or None,
        "fault": found.fault,
        "steps": [
            {
                "cell": step.place.address,
                "shown": _plain(step.shown),
                "because": step.because(language),
            }
            for step in found.steps
        ],
        "cause": found.cause(language),
        "remedy": None if found.remedy is None else found.remedy(language),
        "findings": [
            {
                "code": finding.code,
                "place": finding.place,
                "text": finding.text(language),
                "remedy": finding.remedy(language),
            }
            for finding in found.findings
        ],
    }


def _plain(value: CellValue) -> object:
    if isinstance(value, CellError):
        return {"error": value.value}
    return value.isoformat() if isinstance(value, dt.date) else value
