"""A workbook that tells what differs between two others: a page, and four lists to filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from kamxl import __version__
from kamxl.cells import CellValue
from kamxl.domain.classes import tier_name
from kamxl.domain.contributions import UNITS
from kamxl.domain.edits import Value
from kamxl.domain.matrix import QUADRANT_NAMES, QUADRANTS
from kamxl.domain.movement import GONE, NEW
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.differing.diff import Diff
from kamxl.workbook.differing.labels import (
    input_label,
    is_percent,
    policy_label,
    policy_value,
    shown,
    worded,
)
from kamxl.workbook.spec import Area, Book, Column, Conditional, Page, Sheet, Table

TITLE = Text("What differs, and why did accounts move?",
             "Was ist anders, und warum haben sich Kunden bewegt?")  # fmt: skip
NAMES: Mapping[str, Text] = {
    "difference": Text("Difference", "Unterschied"),
    "moved": Text("Accounts moved", "Kunden bewegt"),
    "reasons": Text("Reasons", "Gründe"),
    "cells": Text("Cells", "Zellen"),
    "plans": Text("Plans", "Pläne"),
}
NOTES: Mapping[str, Text] = {
    "moved": Text(
        "Between: the later ratings and figures judged by the earlier policy. What lies before it "
        "was changed by ratings and figures, what lies behind it by weights and policy.",
        "Dazwischen: die späteren Bewertungen und Zahlen nach den früheren Regeln beurteilt. Davor "
        "liegt, was Bewertungen und Zahlen bewirkten, danach, was Gewichte und Regeln.",
    ),
    "reasons": Text(
        "What each criterion adds to the change of the score. The points of an account sum to its "
        "change, to the last hundredth.",
        "Was jedes Kriterium zur Änderung des Punktwerts beiträgt. Die Punkte eines Kunden ergeben "
        "seine Änderung, auf das Hundertstel genau.",
    ),
    "cells": Text("Typed cells of accounts that hold something else.",
                  "Getippte Zellen bei Kunden, in denen etwas anderes steht."),
    "plans": Text(
        "Fields and lines of checklist and strategy sheets, found by the ids of their lines. The "
        "registers gather the same lines.",
        "Felder und Zeilen von Checkliste und Strategieblättern, gefunden an den Kennungen ihrer "
        "Zeilen. Die Register sammeln dieselben Zeilen.",
    ),
}  # fmt: skip
NOTHING = Text("Nothing differs here.", "Hier ist nichts anders.")
COUNTS: Mapping[str, Text] = {
    "both": Text("accounts in both", "Kunden in beiden"),
    "came": Text("new", "neu"),
    "gone": Text("gone", "entfallen"),
    "moved": Text("moved", "bewegt"),
    "inputs": Text("cells of accounts", "Zellen bei Kunden"),
    "policy": Text("cells of the policy", "Zellen der Regeln"),
    "plans": Text("cells and lines of plans", "Zellen und Zeilen in Plänen"),
}
POLICY = Text("Weights and policy", "Gewichte und Regeln")
PORTFOLIO = Text("The whole portfolio", "Das ganze Portfolio")
BEFORE, AFTER = Text("Before", "Vorher"), Text("After", "Nachher")
WHAT = Text("What", "Was")
FIGURES: Mapping[str, tuple[Text, str]] = {
    "n": (Text("Customers with an amount", "Kunden mit Betrag"), "whole"),
    "total": (Text("Total", "Summe"), "money"),
    "cr1": (Text("Share of the largest", "Anteil des größten"), "percent"),
    "cr5": (Text("Share of the five largest", "Anteil der fünf größten"), "percent"),
    "hhi": (Text("HHI", "HHI"), "index"),
    "effective": (Text("Effective number of customers", "Effektive Kundenzahl"), "decimal"),
}
LABELS: Mapping[str, Text] = {
    "name": words.RANKING_COLUMNS["name"],
    "id": words.RANKING_COLUMNS["id"],
    "status": Text("Status", "Status"),
    "score_before": Text("Score before", "Punktwert vorher"),
    "score_between": Text("Score between", "Punktwert dazwischen"),
    "score_after": Text("Score after", "Punktwert nachher"),
    "by_inputs": Text("by ratings and figures", "durch Bewertungen und Zahlen"),
    "by_policy": Text("by weights and policy", "durch Gewichte und Regeln"),
    "change": Text("Change", "Änderung"),
    "rank_before": Text("Rank before", "Rang vorher"),
    "rank_after": Text("Rank after", "Rang nachher"),
    "tier_before": Text("Tier before", "Klasse vorher"),
    "tier_between": Text("Tier between", "Klasse dazwischen"),
    "tier_after": Text("Tier after", "Klasse nachher"),
    "field_before": Text("Matrix before", "Matrix vorher"),
    "field_after": Text("Matrix after", "Matrix nachher"),
    "share_before": Text("Share before", "Anteil vorher"),
    "share_after": Text("Share after", "Anteil nachher"),
    "words": Text("In words", "In Worten"),
    "criterion": words.CRITERIA_COLUMNS["name"],
    "points": Text("Points", "Punkte"),
    "cell": Text("Cell", "Zelle"),
    "before": BEFORE,
    "after": AFTER,
    "sheet": Text("Sheet", "Blatt"),
    "section": Text("Section", "Abschnitt"),
    "about": Text("Line", "Zeile"),
    "field": Text("Field", "Feld"),
    "line": Text("Id of the line", "Kennung der Zeile"),
}
LINES: Mapping[str, Text] = {
    "new": Text("new line", "neue Zeile"),
    "gone": Text("line gone", "Zeile entfallen"),
    "changed": Text("changed", "geändert"),
}
# Style and width of a column; texts wrap.
LOOKS: Mapping[str, tuple[str, float]] = {
    "name": ("label", 28), "id": ("label.id", 13), "status": ("label", 11),
    "score_before": ("calc.score", 10), "score_between": ("calc.score", 11),
    "score_after": ("calc.score", 10), "by_inputs": ("calc.change", 13),
    "by_policy": ("calc.change", 12), "change": ("strong.change", 10),
    "rank_before": ("calc.whole", 8), "rank_after": ("calc.whole", 8),
    "tier_before": ("tier", 8), "tier_between": ("tier", 10), "tier_after": ("tier", 8),
    "field_before": ("calc_wrap", 16), "field_after": ("calc_wrap", 16),
    "share_before": ("calc.percent", 8), "share_after": ("calc.percent", 8),
    "words": ("calc_wrap", 64), "criterion": ("label", 34), "points": ("strong.change", 10),
    "cell": ("calc_wrap", 30), "before": ("calc_wrap", 32), "after": ("calc_wrap", 32),
    "sheet": ("calc_wrap", 22), "section": ("calc_wrap", 20), "about": ("calc_wrap", 40),
    "field": ("calc_wrap", 18), "line": ("helper", 20),
}  # fmt: skip
HEADER = 3
# Letters of the small type in one unit of width; points of a line; what a row may hold (409).
PER_WIDTH, LINE_HEIGHT, MOST_LINES = 1.05, 13.0, 30
COLOUR = "#2E7D4F"
Row = Mapping[str, CellValue]


def diff_book(diff: Diff, language: Language) -> Book:
    """Return what differs as a workbook in one language."""
    sheets = [
        _page(diff, language),
        _list("moved", _moved(diff, language), language, MOVED_COLUMNS),
        _list("reasons", _reasons(diff, language), language, REASON_COLUMNS),
        _list("cells", _cells(diff, language), language, CELL_COLUMNS),
        _list("plans", _plans(diff, language), language, PLAN_COLUMNS),
    ]
    return Book(
        sheets=sheets,
        names={},
        language=language,
        properties={"kamxl_version": __version__},
        title=TITLE(language),
    )


MOVED_COLUMNS = (
    "name", "id", "status", "score_before", "score_between", "score_after", "by_inputs",
    "by_policy", "change", "rank_before", "rank_after", "tier_before", "tier_between",
    "tier_after", "field_before", "field_after", "share_before", "share_after", "words",
)  # fmt: skip
REASON_COLUMNS = ("name", "id", "criterion", "by_inputs", "by_policy", "points")
CELL_COLUMNS = ("name", "id", "cell", "before", "after")
PLAN_COLUMNS = ("id", "sheet", "section", "about", "status", "field", "before", "after", "line")
# Two columns whose sum stands in a third.
SUMS = {"change": ("by_inputs", "by_policy"), "points": ("by_inputs", "by_policy")}


def _page(diff: Diff, language: Language) -> Sheet:
    made = Sheet("difference", NAMES["difference"](language), COLOUR)
    match = diff.found.match
    made.put(0, 0, TITLE(language), "title")
    made.put(1, 0, f"{diff.names[0]} → {diff.names[1]}", "subtitle")
    counts = {
        "both": len(match.pairs), "came": len(match.came), "gone": len(match.gone),
        "moved": len(diff.moved), "inputs": len(diff.inputs), "policy": len(diff.policy),
        "plans": len(diff.plans),
    }  # fmt: skip
    row = 3
    for key, label in COUNTS.items():
        made.put(row, 0, label(language), "label")
        made.put(row, 1, counts[key], "strong.whole")
        row += 1
    row = _portfolio(made, diff, language, row + 1)
    row = _policy(made, diff, language, row + 1)
    for column, width in enumerate((52, 40, 40)):
        made.width(column, width)
    made.page = Page(landscape=True, area=Area(0, 0, row, 2))
    return made


def _headings(made: Sheet, row: int, title: Text, language: Language) -> None:
    made.put(row, 0, title(language), "heading")
    for column, label in enumerate((WHAT, BEFORE, AFTER)):
        made.put(row + 1, column, label(language), "header")


def _portfolio(made: Sheet, diff: Diff, language: Language, row: int) -> int:
    _headings(made, row, PORTFOLIO, language)
    row += 2
    for key, (label, style) in FIGURES.items():
        made.put(row, 0, label(language), "label")
        for column, result in ((1, diff.found.before), (2, diff.found.after)):
            made.put(row, column, getattr(result.concentration, key), f"calc.{style}")
        row += 1
    return row


def _policy(made: Sheet, diff: Diff, language: Language, row: int) -> int:
    _headings(made, row, POLICY, language)
    row += 2
    for edit in diff.policy:
        made.put(row, 0, policy_label(edit.key, diff.policies)(language), "calc_wrap")
        for column, value in ((1, edit.before), (2, edit.after)):
            said = shown(policy_value(edit.key, value), language, as_percent=is_percent(edit.key))
            made.put(row, column, said, "calc_wrap")
        row += 1
    if not diff.policy:
        made.put(row, 0, NOTHING(language), "calc_wrap")
        row += 1
    return row - 1


def _list(key: str, rows: Sequence[Row], language: Language, columns: Sequence[str]) -> Sheet:
    made = Sheet(key, NAMES[key](language), COLOUR, freeze=(HEADER + 1, 1))
    made.put(0, 0, NAMES[key](language), "title")
    made.put(1, 0, NOTES[key](language), "subtitle")
    if not rows:
        made.put(HEADER, 0, NOTHING(language))
        made.width(0, 40)
        return made
    name = f"diff_{key}"
    made.tables.append(
        Table(
            name, HEADER, 0,
            [
                Column(
                    column, LABELS[column](language), [row.get(column) for row in rows],
                    *LOOKS[column], formula=_sum(name, column, language),
                )
                for column in columns
            ],
            len(rows),
        )
    )  # fmt: skip
    made.heights[HEADER] = 44
    wrapped = [column for column in columns if LOOKS[column][0] == "calc_wrap"]
    for place, row in enumerate(rows, start=HEADER + 1):
        lines = max(
            (ceil(len(str(row.get(c) or "")) / (LOOKS[c][1] * PER_WIDTH)) for c in wrapped),
            default=1,
        )
        if lines > 1:
            made.heights[place] = min(lines, MOST_LINES) * LINE_HEIGHT
    last = HEADER + len(rows)
    made.page = Page(
        repeat=(HEADER, HEADER), area=Area(0, 0, last, len(columns) - 1), full=key == "moved"
    )
    for column in ("by_inputs", "by_policy", "change", "points"):
        if column in columns:
            at = columns.index(column)
            area = Area(HEADER + 1, at, last, at)
            cell = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[at]}{HEADER + 2}"
            made.conditionals += [
                Conditional(area, "formula", f"=N({cell})>0", "good"),
                Conditional(area, "formula", f"=N({cell})<0", "bad"),
            ]
    return made


def _sum(table: str, column: str, language: Language) -> str:
    if column not in SUMS:
        return ""
    one, other = (f"N({table}[[#This Row],[{LABELS[k](language)}]])" for k in SUMS[column])
    return f"={one}+{other}"


def _moved(diff: Diff, language: Language) -> list[Row]:
    found, match = diff.found, diff.found.match
    rows: list[Row] = []
    for pair in diff.touched:
        old, new = match.pairs[pair]
        tiers, scores = found.tiers(pair), found.scores(pair)
        known = (found.before.score[old], found.between.score[new], found.after.score[new])
        fields = (int(found.before.quadrant[old]), int(found.after.quadrant[new]))
        shares = found.shares(pair)
        row: dict[str, CellValue] = {
            **_account(diff, new),
            "status": None,
            "rank_before": int(found.before.rank[old]) or None,
            "rank_after": int(found.after.rank[new]) or None,
            "words": found.words(pair, language) or None,
            "change": int(found.change[pair]) / UNITS,
        }
        for place, end in enumerate(("before", "between", "after")):
            row[f"score_{end}"] = None if known[place] != known[place] else scores[place] / UNITS
            row[f"tier_{end}"] = tier_name(tiers[place])
        for place, end in enumerate(("before", "after")):
            field, share = fields[place], shares[place]
            row[f"field_{end}"] = QUADRANT_NAMES[QUADRANTS[field - 1]](language) if field else None
            row[f"share_{end}"] = None if share != share else share
        if found.comparable[pair]:
            row["by_inputs"] = int(found.by_inputs[pair].sum()) / UNITS
            row["by_policy"] = int(found.by_policy[pair].sum()) / UNITS
        rows.append(row)
    rows += [_lone(diff, place, NEW(language), language) for place in match.came]
    return rows + [_lone(diff, place, GONE(language), language) for place in match.gone]


def _lone(diff: Diff, place: int, status: str, language: Language) -> Row:
    """Return the row of an account that only one workbook has."""
    came = status == NEW(language)
    result, end = (diff.found.after, "after") if came else (diff.found.before, "before")
    score, share = float(result.score[place]), float(result.disclosure_share[place])
    field = int(result.quadrant[place])
    likely = next((one for one in diff.likely if one.gone == place), None)
    said = None
    if not came and likely is not None:
        portfolio = diff.found.after.portfolio
        into = f"{portfolio.names[likely.into]} ({portfolio.ids[likely.into]})"
        said = (MERGED if likely.merged else RENUMBERED)(language).format(account=into)
    return {
        "id": result.portfolio.ids[place],
        "name": result.portfolio.names[place],
        "status": status,
        f"score_{end}": None if score != score else round(score, 2),
        f"rank_{end}": int(result.rank[place]) or None,
        f"tier_{end}": tier_name(int(result.tier[place])),
        f"field_{end}": QUADRANT_NAMES[QUADRANTS[field - 1]](language) if field else None,
        f"share_{end}": None if share != share else share,
        "change": 0,
        "words": said,
    }


RENUMBERED = Text("probably {account} now", "vermutlich jetzt {account}")
MERGED = Text("probably merged into {account}", "vermutlich aufgegangen in {account}")


def _account(diff: Diff, new: int) -> dict[str, CellValue]:
    portfolio = diff.found.after.portfolio
    return {"id": portfolio.ids[new], "name": portfolio.names[new]}


def _reasons(diff: Diff, language: Language) -> list[Row]:
    found = diff.found
    return [
        {
            **_account(diff, found.match.pairs[pair][1]),
            "criterion": found.names[place](language),
            "by_inputs": int(found.by_inputs[pair, place]) / UNITS,
            "by_policy": int(found.by_policy[pair, place]) / UNITS,
            "points": int(found.by[pair, place]) / UNITS,
        }
        for pair in diff.moved
        for place in range(len(found.keys))
        if found.by_inputs[pair, place] or found.by_policy[pair, place]
    ]


def _cells(diff: Diff, language: Language) -> list[Row]:
    return [
        {
            **_account(diff, edit.after_at),
            "cell": input_label(edit.key, diff.policies)(language),
            "before": _cell(worded(edit.key, edit.before), language),
            "after": _cell(worded(edit.key, edit.after), language),
        }
        for edit in diff.inputs
    ]


def _plans(diff: Diff, language: Language) -> list[Row]:
    return [
        {
            "id": edit.account,
            "sheet": edit.sheet,
            "section": edit.section(language),
            "about": edit.about,
            "status": LINES[edit.status](language),
            "field": edit.field(language) if edit.field else None,
            "before": _cell(edit.before, language),
            "after": _cell(edit.after, language),
            "line": edit.line or None,
        }
        for edit in diff.plans
    ]


def _cell(value: Value, language: Language) -> CellValue:
    """Return a typed cell as it is shown: numbers stay numbers, days and words are words."""
    if value is None or (isinstance(value, (float, int)) and not isinstance(value, bool)):
        return value
    return shown(value, language)
