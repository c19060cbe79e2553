"""What the owner of the data should know, gravest first: every finding with its place."""

from __future__ import annotations

from collections.abc import Iterator

from kamxl.actions.reporting import Report
from kamxl.findings import SEVERITIES
from kamxl.pages.document import Block, Column, Figure, Figures, Paragraph, Part, Table, Tone
from kamxl.text import Text
from kamxl.workbook.sheets import findings as sheet

# A list that nobody reads to its end helps nobody.
MOST = 500
TONES: dict[str, Tone] = {"error": "bad", "warning": "warn", "info": ""}
COUNTED: dict[str, Text] = {
    "error": Text("Errors", "Fehler"),
    "warning": Text("Warnings", "Warnungen"),
    "info": Text("Notes", "Hinweise"),
}
SAYS = Text("Finding, and what to do", "Hinweis und was zu tun ist")
LIST = Text("All findings, gravest first", "Alle Hinweise, die schwersten zuerst")
MORE = Text(
    "… and {count} more: kamxl check lists them all.",
    "… und {count} weitere: kamxl check zeigt alle.",
)


def part(report: Report) -> Part:
    """Return the part."""
    return Part("findings", sheet.TITLE(report["language"]), tuple(_blocks(report)))


def _blocks(report: Report) -> Iterator[Block]:
    language, found = report["language"], report["findings"]
    if not found:
        yield Paragraph(sheet.NONE(language))
        return
    yield Figures(
        [
            Figure(
                COUNTED[severity](language),
                float(sum(one["severity"] == severity for one in found)),
                "whole",
                TONES[severity],
            )
            for severity in SEVERITIES
        ]
    )
    listed = found[:MOST]
    columns = (
        Column(sheet.COLUMNS[0][0](language), "text", 0.9),
        Column(sheet.COLUMNS[1][0](language), "text", 1.3),
        Column(sheet.COLUMNS[2][0](language), "text", 2.0),
        Column(SAYS(language), "text", 5.0),
    )
    rows = [
        (sheet.SEVERITY[one["severity"]](language), one["code"], one["place"], one["text"])  # type: ignore[index]
        for one in listed
    ]
    yield Table(LIST(language), columns, rows, [TONES.get(one["severity"], "") for one in listed])
    if len(listed) < len(found):
        yield Paragraph(MORE(language).format(count=len(found) - len(listed)), note=True)
