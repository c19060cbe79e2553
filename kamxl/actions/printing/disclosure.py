"""Customers of 10 % or more as IFRS 8.34 and ASC 280-10-50-42 ask, reconciled, drafted, signed."""

from __future__ import annotations

from collections.abc import Iterator

from kamxl.actions.dependence import MajorReport
from kamxl.actions.printing.overview import with_currency
from kamxl.actions.reporting import Report
from kamxl.pages.document import Block, Column, Kind, Paragraph, Part, Table, Value
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook import words
from kamxl.workbook.sheets import disclosure as sheet

TITLE = Text("Disclosure: customers of 10 % or more", "Offenlegung: Kunden mit 10 % oder mehr")
NOBODY = Text("No external customer has 10 % or more.", "Kein externer Kunde hat 10 % oder mehr.")
WRITTEN = Text("What is written", "Was eingetragen ist")


def part(report: Report) -> Part:
    """Return the part."""
    return Part("disclosure", TITLE(report["language"]), tuple(_blocks(report)))


def _because(one: MajorReport, language: Language) -> str:
    reasoning = one["reasoning"]
    phrases = words.PHRASES
    if one["reason"] == "control":
        return phrases["by_control"](language) + (f": {reasoning}" if reasoning else "")
    if one["reason"] == "parent":
        return f"{phrases['by_parent'](language)}: {len(one['accounts'])}"
    return phrases["one_account"](language)


def _blocks(report: Report) -> Iterator[Block]:
    language, found = report["language"], report["disclosure"]
    yield Paragraph(sheet.NOTE(language), note=True)
    if found["majors"]:
        yield _majors(report)
    else:
        yield Paragraph(NOBODY(language))
    yield _agreed(report)
    drafts = {"en": found["sentence_en"], "de": found["sentence_de"]}
    # The one in the report's language first.
    for one in sorted(LANGUAGES, key=lambda each: each != language):
        if drafts[one]:
            title = f"{sheet.DRAFT(language)} ({sheet.DRAFTS[one](language)})"
            yield Paragraph(f"{title}: {drafts[one]}")
    signed = found["signed"]
    rows = [
        (label(language), signed[key.removeprefix("disclosure_")])  # type: ignore[literal-required]
        for key, label in sheet.SIGNED.items()
    ]
    columns = (Column(sheet.SIGN(language), "text", 2), Column(WRITTEN(language), "text", 4))
    yield Table(sheet.SIGN(language), columns, rows)
    yield Paragraph(sheet.BESIDE(language), note=True)


def _majors(report: Report) -> Table:
    language, labels = report["language"], [label for label, _, _ in sheet.COLUMNS]
    columns = (
        Column(labels[0](language), "text", 1.2),
        Column(labels[1](language), "text", 2.0),
        Column(with_currency(labels[2], report), "money", 1.3),
        Column(with_currency(labels[3], report), "money", 1.3),
        Column(labels[4](language), "percent", 0.8),
        Column(labels[5](language), "percent", 0.9),
        Column(labels[6](language), "text", 1.2),
        Column(labels[7](language), "text", 2.0),
    )
    rows = [
        (
            one["label_de"] if language == "de" else one["label_en"], one["name"],
            one["revenue"], one["before"], one["share"], one["share_before"],
            one["segment"]
            + (f" {words.PHRASES['and_others'](language)}" if one["several_segments"] else ""),
            _because(one, language),
        )
        for one in report["disclosure"]["majors"]
    ]  # fmt: skip
    return Table(sheet.TITLE(language), columns, rows)


def _agreed(report: Report) -> Table:
    language, found = report["language"], report["disclosure"]
    reported, difference = found["reported"], found["difference"]
    status = {None: "unreported", True: "reconciled", False: "unreconciled"}[found["reconciled"]]
    values: dict[str, tuple[Value, Kind]] = {
        "accounts": (found["of_accounts"], "money"),
        "overhang": (found["overhang"], "money"),
        "revenue": (found["of_accounts"] if reported is None else reported, "money"),
        "before": (found["before"], "money"),
        "difference": (difference, "money"),
        "part": (difference / reported if difference is not None and reported else None, "percent"),
        "status": (words.PHRASES[status](language), "text"),
    }
    rows = [(sheet.AGREE_ROWS[key][0](language), value) for key, (value, _) in values.items()]
    columns = (
        Column(sheet.AGREE(language), "text", 2),
        Column(with_currency(words.ACCOUNT_COLUMNS["revenue"], report), "money", 1),
    )
    kinds = [kind for _, kind in values.values()]
    return Table(sheet.AGREE(language), columns, rows, kinds=kinds)
