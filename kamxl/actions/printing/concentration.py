"""How much hangs on few customers: figures, the largest with their running sum, a chart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kamxl.actions.printing.overview import (
    LISTED,
    account_name,
    level_word,
    tone,
    warning,
    with_currency,
)
from kamxl.actions.reporting import AccountReport, Report
from kamxl.pages.charts import Bar, pareto
from kamxl.pages.document import Block, Column, Kind, Paragraph, Part, Table
from kamxl.text import Text, number, percent
from kamxl.workbook import words
from kamxl.workbook.sheets import concentration as sheet

SENTENCE = Text(
    "The largest customer brings {cr1}, the five largest {cr5}; {n50} bring more than half. All "
    "together it is as if there were {effective} customers of one size (HHI {hhi}). Warning level: "
    "{level}.",
    "Der größte Kunde bringt {cr1}, die fünf größten {cr5}; {n50} bringen mehr als die Hälfte. "
    "Zusammen ist es, als wären es {effective} gleich große Kunden (HHI {hhi}). "
    "Warnstufe: {level}.",
)
NOTHING = Text(
    "No account has a positive amount, so there are no shares.",
    "Kein Kunde hat einen positiven Betrag, daher gibt es keine Anteile.",
)
CONVENTION = Text(
    "Thresholds for HHI are borrowed from antitrust, as a convention. Shares here are parts of "
    "all positive amounts; the share of the reported total, by which warnings go, stands in the "
    "overview.",
    "Schwellen für HHI sind aus dem Kartellrecht entlehnt, als Konvention. Anteile sind hier Teile "
    "aller positiven Beträge; der Anteil am Gesamtumsatz, nach dem gewarnt wird, steht in der "
    "Übersicht.",
)
FIGURES = Text("Figures of concentration", "Kennzahlen der Konzentration")
LARGEST = Text("The {count} largest customers", "Die {count} größten Kunden")
ALL = Text("All {count} customers with an amount", "Alle {count} Kunden mit Betrag")
PICTURE = Text("Shares of the largest, and their running sum", "Anteile der größten und ihre Summe")
PICTURE_SAYS = Text(
    "A bar for each of the largest customers, as long as its share; the line tells the running "
    "sum. The same figures stand in the table.",
    "Ein Balken je Kunde, so lang wie sein Anteil; die Linie zeigt die laufende Summe. Dieselben "
    "Zahlen stehen in der Tabelle.",
)
SHOWN: tuple[str, ...] = (
    "n", "total", "cr1", "cr3", "cr5", "cr10", "hhi", "hhi_normalised", "effective", "n50", "gini",
    "gini_corrected", "shannon", "theil", "hhi_before", "overhang",
)  # fmt: skip


def part(report: Report) -> Part:
    """Return the part."""
    return Part("concentration", sheet.TITLE(report["language"]), tuple(_blocks(report)))


def largest(report: Report) -> list[AccountReport]:
    """Return the accounts with a share, largest first."""
    having = [one for one in report["accounts"] if one["share"]]
    return sorted(having, key=lambda one: -(one["share"] or 0.0))


def running(accounts: Sequence[AccountReport]) -> list[float]:
    """Return the sum of the shares up to and with each account."""
    return list(accumulate(one["share"] or 0.0 for one in accounts))


def _blocks(report: Report) -> Iterator[Block]:
    language, figures = report["language"], report["concentration"]
    if figures["hhi"] is None or figures["effective"] is None:
        yield Paragraph(NOTHING(language))
    else:
        yield Paragraph(
            SENTENCE(language).format(
                cr1=percent(figures["cr1"] or 0.0, 1, language),
                cr5=percent(figures["cr5"] or 0.0, 1, language),
                n50=figures["n50"],
                effective=number(figures["effective"], 1, language),
                hhi=number(figures["hhi"], 4, language),
                level=level_word(figures["level"], language),
            )
        )
        yield from _largest(report)
    yield _figures(report)
    yield Paragraph(CONVENTION(language), note=True)


def _largest(report: Report) -> Iterator[Block]:
    language = report["language"]
    having = largest(report)
    listed, sums = having[:LISTED], running(having)
    bars = [
        Bar(account_name(one), one["share"] or 0.0, total)
        for one, total in zip(listed, sums, strict=False)
    ]
    yield pareto(
        bars, PICTURE(language), PICTURE_SAYS(language), language, sheet.CUMULATIVE(language)
    )
    labels = sheet.LIST
    columns = (
        Column(labels["slot"][0](language), "whole", 0.5),
        Column(labels["name"][0](language), "text", 2.6),
        Column(with_currency(labels["amount"][0], report), "money", 1.4),
        Column(labels["share"][0](language), "percent", 0.9),
        Column(labels["cumulative"][0](language), "percent", 1.0),
        Column(labels["abc"][0](language), "text", 0.6),
        Column(labels["warning"][0](language), "text", 2.0),
    )
    rows = [
        (place, account_name(one), one["amount"], one["share"], total, one["abc"],
         warning(one, language))
        for place, (one, total) in enumerate(zip(listed, sums, strict=False), start=1)
    ]  # fmt: skip
    title = LARGEST if len(listed) < len(having) else ALL
    yield Table(
        title(language).format(count=len(listed)), columns, rows, [tone(one) for one in listed]
    )


def _figures(report: Report) -> Table:
    language, figures = report["language"], report["concentration"]
    rows, kinds = [], list[Kind]()
    for key in SHOWN:
        label, style = sheet.FIGURES[key]
        value = figures[key]  # type: ignore[literal-required]
        rows.append((label(language), None if value is None else float(value)))
        kinds.append(style)  # type: ignore[arg-type]
    if figures["hhi"] is not None and figures["hhi_before"] is not None:
        label, _ = sheet.FIGURES["hhi_change"]
        rows.append((label(language), math.fsum((figures["hhi"], -figures["hhi_before"]))))
        kinds.append("index")
    basis = words.CHOICES["basis"][report["settings"]["basis"]](language)
    columns = (Column(sheet.FIGURE(language), "text", 3), Column(basis, "decimal", 1))
    return Table(FIGURES(language), columns, rows, kinds=kinds)
