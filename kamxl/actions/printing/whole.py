"""`printed(report)`: the whole report as a document, its numbers those of the JSON."""

from __future__ import annotations

import datetime as dt

from kamxl import __version__
from kamxl.actions.printing import concentration, disclosure, findings, overview, stress
from kamxl.actions.reporting import Report
from kamxl.pages.document import Document, Figure
from kamxl.text import Text
from kamxl.workbook import words

TITLE = Text("Key accounts: report", "Schlüsselkunden: Bericht")
SOURCE = Text("From", "Aus")
FOOT = Text(
    "Made by kamxl {version} from {source}. Every figure is the workbook's; “–” says that one does "
    "not exist.",
    "Erstellt von kamxl {version} aus {source}. Jede Zahl ist die der Mappe; „–“ heißt: gibt es "
    "nicht.",
)
CONTENTS = Text("Contents", "Inhalt")


def printed(report: Report, source: str) -> Document:
    """Return a report as a document in its language; `source` is the name of its file."""
    language, settings = report["language"], report["settings"]
    facts = [Figure(SOURCE(language), source, "text"), _day(report)]
    if settings["period"]:
        facts.append(Figure(words.SETTINGS["period"][0](language), settings["period"], "text"))
    facts += [
        Figure(
            words.SETTINGS["basis"][0](language),
            words.CHOICES["basis"][settings["basis"]](language),
            "text",
        ),
        Figure(words.SETTINGS["currency"][0](language), settings["currency"], "text"),
    ]
    parts = [
        overview.part(report),
        concentration.part(report),
        disclosure.part(report),
        stress.part(report),
        findings.part(report),
    ]
    return Document(
        title=TITLE(language),
        language=language,
        facts=facts,
        parts=parts,
        foot=FOOT(language).format(version=__version__, source=source),
        contents=CONTENTS(language),
    )


def _day(report: Report) -> Figure:
    label = words.SETTINGS["as_of"][0](report["language"])
    return Figure(label, dt.date.fromisoformat(report["as_of"]), "day")
