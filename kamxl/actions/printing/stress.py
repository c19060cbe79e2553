"""What is left of the year when the largest, or chosen customers leave: evidence for § 1 StaRUG."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kamxl.actions.dependence import ScenarioReport
from kamxl.actions.printing.overview import account_name, with_currency
from kamxl.actions.reporting import Report
from kamxl.pages.charts import columns as drawn
from kamxl.pages.document import Block, Column, Kind, Paragraph, Part, Table, Tone, Value
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.sheets import stress as sheet

TITLE = Text("Stress test: customers leave", "Stresstest: Kunden gehen")
NOTE = Text(
    "The year as it is, and without customers: what is left of revenue, margin and result, and "
    "whether the new mix still carries the fixed costs. Evidence of the early warning that § 1 "
    "StaRUG asks of managers.",
    "Das Jahr, wie es ist, und ohne Kunden: was von Umsatz, Deckungsbeitrag und Ergebnis bleibt "
    "und ob der neue Mix die Fixkosten noch trägt. Ein Nachweis der Früherkennung, die § 1 StaRUG "
    "von Geschäftsleitern verlangt.",
)
VALUE = Text("Value", "Wert")
EBIT = Text(
    "The result, as it is and without customers", "Das Ergebnis, wie es ist und ohne Kunden"
)
MEANING = Text("What it means", "Was es heißt")
SHARE = "lost_share"
KINDS: dict[str, Kind] = {
    "names": "text", SHARE: "percent", "ratio": "percent", "safety": "percent",
    "months_covered": "decimal", "runway": "decimal",
}  # fmt: skip


def part(report: Report) -> Part:
    """Return the part."""
    return Part("stress", TITLE(report["language"]), tuple(_blocks(report)))


def scenarios(report: Report) -> list[ScenarioReport]:
    """Return the year and what is left of it, those that exist, in the order of the sheet."""
    found = report["stress"]
    chosen = found["chosen"]
    return [found["year"], *found["largest"], *([chosen] if chosen else [])]


def _names(report: Report) -> dict[str, str]:
    return {one["id"]: account_name(one) for one in report["accounts"]}


def _blocks(report: Report) -> Iterator[Block]:
    language, found = report["language"], report["stress"]
    yield Paragraph(NOTE(language), note=True)
    reasons = [words.PHRASES[f"stress_{key}"](language) for key in found["missing"]]
    if found["without_margin"] and found["year"]["margin"] is not None:
        said = words.PHRASES["stress_without_margin"](language)
        reasons.append(f"{said} {found['without_margin']}.")
    if reasons:
        yield Paragraph(" ".join(reasons))
    short = [text(language) for text in sheet.SHORT]
    listed = scenarios(report)
    results = [one["ebit"] for one in listed]
    if any(value is not None for value in results):
        says = sheet.EBIT_SAYS(language)
        yield drawn(short[: len(listed)], results, EBIT(language), says, language)
    if found["year"]["revenue"] > 0:
        yield drawn(
            short[: len(listed)],
            [one["revenue"] for one in listed],
            sheet.REVENUE_CHART(language),
            sheet.REVENUE_SAYS(language),
            language,
            limits=[one["break_even"] for one in listed],
        )
    yield _scenarios(report, listed)
    yield _firm(report)
    yield _singly(report)


def _scenarios(report: Report, listed: list[ScenarioReport]) -> Table:
    language, named = report["language"], _names(report)
    year = report["stress"]["year"]["revenue"]
    columns = (
        Column(sheet.FIGURE(language), "text", 1.7),
        *(Column(sheet.SCENARIOS[n](language), "money", 1.1) for n in range(len(listed))),
    )
    rows: list[tuple[Value, ...]] = []
    kinds: list[Kind] = []
    tones: list[Tone] = []
    for key, label in sheet.LABELS.items():
        cells: list[Value] = []
        for one in listed:
            if key == "names":
                cells.append("; ".join(named.get(id_, id_) for id_ in one["accounts"]))
            elif key == SHARE:
                cells.append(one["lost_revenue"] / year if year > 0 else None)
            elif key == "runway" and one["no_loss"]:
                cells.append(math.inf)
            else:
                cells.append(one[key])  # type: ignore[literal-required]
        rows.append((label(language), *cells))
        kinds.append(KINDS.get(key, "money"))
        loss = key == "ebit" and any(isinstance(c, float) and c < 0 for c in cells)
        tones.append("bad" if loss else "")
    currency = report["settings"]["currency"]
    return Table(f"{sheet.TITLE(language)} ({currency})", columns, rows, tones, kinds)


def _firm(report: Report) -> Table:
    language, found = report["language"], report["stress"]
    until: Value = found["customers_until_loss"]
    if found["never_a_loss"]:
        until = words.PHRASES["no_loss"](language)
    values = {
        "until": until,
        "at_risk": found["revenue_at_risk"],
        "without_margin": found["without_margin"],
    }
    rows = [
        (label(language), values[key], says(language))
        for key, (label, _, says) in sheet.FIRM_LABELS.items()
    ]
    columns = (
        Column(sheet.FIGURE(language), "text", 2),
        Column(with_currency(VALUE, report), "money", 1.4),
        Column(MEANING(language), "text", 4),
    )
    return Table(sheet.FIRM_TITLE(language), columns, rows)


def _singly(report: Report) -> Table:
    language, found, named = report["language"], report["stress"], _names(report)
    labels = sheet.SINGLE_LABELS
    columns = (
        Column(labels[0](language), "text", 2.2),
        Column(with_currency(labels[1], report), "money", 1.2),
        Column(labels[2](language), "money", 1.2),
        Column(labels[3](language), "percent", 1.0),
        Column(labels[4](language), "money", 1.2),
        Column(labels[5](language), "money", 1.2),
    )
    rows = [
        (
            "; ".join(named.get(id_, id_) for id_ in one["accounts"]), one["lost_revenue"],
            one["lost_margin"], carried, one["ebit"], one["gap"],
        )
        for one, carried in zip(found["singly"], found["carried"], strict=True)
    ]  # fmt: skip
    tones: list[Tone] = [
        "bad" if one["ebit"] is not None and one["ebit"] < 0 else "" for one in found["singly"]
    ]
    return Table(sheet.SINGLE_TITLE(language), columns, rows, tones)
