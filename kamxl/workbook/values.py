"""The results as values alone: of more accounts than formulas can be computed for, or as a table.

A workbook of values has the same figures and no formulas. Nothing is held twice: a column is made
of the arrays of the assessment a few rows at a time, whoever writes it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from kamxl import __version__
from kamxl.cells import CellValue, to_serial
from kamxl.domain.assessment import Assessment
from kamxl.domain.concentration import ABC, XYZ
from kamxl.domain.matrix import QUADRANTS
from kamxl.domain.policy import LEVELS, TIERS
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Finding
from kamxl.limits import LAST_ROW
from kamxl.text import Language, Text, number
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.sheets import concentration, findings
from kamxl.workbook.sheets.accounts import INPUTS, LISTS
from kamxl.workbook.sheets.accounts import STYLES as ACCOUNT_STYLES
from kamxl.workbook.spec import Book, Column, Sheet, Table

# One row of the sheet has the headings.
MOST_ACCOUNTS = LAST_ROW - 1
# Says of a workbook that it has values alone.
PROPERTY = "kamxl_values"
TITLE = Text("Key account results, values only", "Schlüsselkunden-Ergebnisse, nur Werte")
WHY = Text(
    "Values only: {count} accounts are more than the {most} for which kamxl writes formulas. "
    "Nothing computes here. To change something, change the source and make this file anew by "
    "kamxl new.",
    "Nur Werte: {count} Kunden sind mehr als die {most}, für die kamxl Formeln schreibt. Hier "
    "rechnet nichts. Um etwas zu ändern, die Quelle ändern und diese Datei mit kamxl new neu "
    "anlegen.",
)
COUNT = Text("How often", "Wie oft")
FIRST_ONE = Text("The first of them", "Der erste davon")
USED = Text("Weight", "Gewicht")

Make = Callable[[int, int], list[CellValue]]


@dataclass(frozen=True, slots=True)
class Result:
    """One column of results: key, heading, style, and its cells from one account to another."""

    key: str
    label: str
    style: str
    cells: Make


class Cells(Sequence[CellValue]):
    """The cells of a column, made when somebody asks for them."""

    def __init__(self, count: int, make: Make) -> None:
        self.rows, self.make = count, make

    def __len__(self) -> int:
        return self.rows

    @overload
    def __getitem__(self, place: int) -> CellValue: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[CellValue]: ...
    def __getitem__(self, place: int | slice) -> CellValue | Sequence[CellValue]:
        if isinstance(place, slice):
            first, last, _ = place.indices(self.rows)
            return self.make(first, last)
        at = range(self.rows)[place]
        return self.make(at, at + 1)[0]


def results(inputs: Inputs, result: Assessment) -> list[Result]:
    """Return all columns of results; typed ones only where something stands in them.

    Floats that do not exist are None; scores stand on the policy's scale, shares are fractions.
    """
    portfolio, language = inputs.portfolio, inputs.language
    made = [
        Result(key, words.ACCOUNT_COLUMNS[key](language), ACCOUNT_STYLES.get(key, ""), cells)
        for key, cells in _typed(portfolio, language)
    ]

    def add(key: str, label: Text, style: str, cells: Make) -> None:
        made.append(Result(key, label(language), style, cells))

    ratings, accounts = words.RATING_COLUMNS, words.ACCOUNT_COLUMNS
    for place, criterion in enumerate(inputs.policy.criteria):
        if criterion.active:
            column = result.effective[:, place]
            add(f"counts_{criterion.key}", criterion.name, "score", _numbers(column))
    for key, style in (
        ("coverage", "percent0"), ("score", "score"), ("lowest", "score"), ("highest", "score"),
        ("attractiveness", "score"), ("strength", "score"),
    ):  # fmt: skip
        add(key, ratings[key], style, _numbers(getattr(result, key)))
    add("rank", ratings["rank"], "whole", _whole(result.rank))
    add("tier", ratings["tier"], "", _chosen(result.tier, ["", *TIERS]))
    quadrants = ["", *(words.CHOICES["quadrant"][key](language) for key in QUADRANTS)]
    add("quadrant", ratings["quadrant"], "", _chosen(result.quadrant, quadrants))
    for key, style in (
        ("amount", "money"), ("share", "percent"), ("disclosure_share", "percent"),
        ("cumulative", "percent"), ("margin_share", "percent"),
    ):  # fmt: skip
        add(key, accounts[key], style, _numbers(getattr(result, key)))
    add("size_order", accounts["size_order"], "whole", _whole(result.size_order))
    add("abc", accounts["abc"], "", _chosen(result.abc, ["", *ABC]))
    add("xyz", accounts["xyz"], "", _chosen(result.xyz, ["", *XYZ]))
    meanings = ["", *(words.CHOICES["level_meaning"][level](language) for level in LEVELS[1:])]
    add("warning", accounts["warning"], "", _chosen(result.level, meanings))
    return made


def _typed(portfolio: Portfolio, language: Language) -> Iterator[tuple[str, Make]]:
    for key in INPUTS:
        if key == "id":
            yield key, _texts(portfolio.ids)
        elif key == "name":
            yield key, _texts(portfolio.names)
        elif key == "leader":
            if np.any(portfolio.leader):
                said = ["", words.CHOICES["yes_no"]["yes"](language)]
                yield key, _chosen(np.asarray(portfolio.leader, dtype=int), said)
        elif key in portfolio.numbers:
            if not np.all(np.isnan(portfolio.numbers[key])):
                yield key, _numbers(portfolio.numbers[key])
        elif key in portfolio.dates and any(portfolio.dates[key]):
            yield key, _days(portfolio.dates[key])
        elif key in portfolio.texts and any(portfolio.texts[key]):
            known = words.CHOICES.get(key, {}) if key in LISTS else {}
            said_as = {chosen: label(language) for chosen, label in known.items()}
            yield key, _texts(portfolio.texts[key], said_as)


def _numbers(column: np.ndarray) -> Make:
    def cells(first: int, last: int) -> list[CellValue]:
        return [None if value != value else value for value in column[first:last].tolist()]

    return cells


def _whole(column: np.ndarray) -> Make:
    return lambda first, last: [value or None for value in column[first:last].tolist()]


def _chosen(column: np.ndarray, texts: Sequence[str]) -> Make:
    return lambda first, last: [texts[place] or None for place in column[first:last].tolist()]


def _texts(column: Sequence[str], said: Mapping[str, str] | None = None) -> Make:
    known = said or {}
    return lambda first, last: [known.get(text, text) or None for text in column[first:last]]


def _days(column: Sequence[dt.date | None]) -> Make:
    def cells(first: int, last: int) -> list[CellValue]:
        return [None if day is None else to_serial(day) for day in column[first:last]]

    return cells


def values_book(inputs: Inputs, result: Assessment, said: Sequence[Finding], most: int) -> Book:
    """Return the workbook of values; `most` is for how many accounts there would be formulas."""
    language = inputs.language
    why = WHY(language).format(
        count=number(len(inputs.portfolio), 0, language), most=number(most, 0, language)
    )
    return Book(
        sheets=[
            _start(why, language),
            _accounts(inputs, result),
            _criteria(inputs),
            _figures(result, language),
            _findings(said, language),
        ],
        names={},
        language=language,
        properties={
            "kamxl_version": __version__,
            PROPERTY: "yes",
            "kamxl_language": language,
        },
        title=TITLE(language),
        source=inputs.source,
    )


def _named(key: str, language: Language) -> Sheet:
    return Sheet(key, words.SHEETS[key](language), "#1F5A7A")


def _start(why: str, language: Language) -> Sheet:
    made = _named("start", language)
    made.width(0, 100)
    made.put(0, 0, TITLE(language), "title")
    made.put(2, 0, why, "wrap")
    made.heights[2] = 45
    return made


def _accounts(inputs: Inputs, result: Assessment) -> Sheet:
    made, count = _named("accounts", inputs.language), len(inputs.portfolio)
    columns, seen = [], Counter[str]()
    for one in results(inputs, result):
        seen[one.label.casefold()] += 1
        again = seen[one.label.casefold()]
        label = one.label if again == 1 else f"{one.label} ({again})"
        style = f"calc.{one.style}" if one.style else "calc"
        # Stamped: computed by kamxl, no formula.
        cells = Cells(count, one.cells)
        columns.append(Column(one.key, label, cells, style, 13, "=0", stamped=True))
    made.tables.append(Table("accounts", 0, 0, columns, count))
    made.heights[0] = 45
    made.freeze = (1, 2)
    return made


def _criteria(inputs: Inputs) -> Sheet:
    made = _named("criteria", inputs.language)
    made.width(0, 40)
    made.put(0, 0, words.CRITERIA_COLUMNS["name"](inputs.language), "header")
    made.put(0, 1, USED(inputs.language), "header")
    active = [criterion for criterion in inputs.policy.criteria if criterion.active]
    for row, criterion in enumerate(active, start=1):
        made.put(row, 0, criterion.name(inputs.language), "calc")
        made.put(row, 1, criterion.effective_weight, "calc.score")
    return made


def _figures(result: Assessment, language: Language) -> Sheet:
    made = _named("concentration", language)
    made.width(0, 44)
    made.width(1, 18)
    made.put(0, 0, concentration.FIGURE(language), "header")
    made.put(0, 1, None, "header")
    row = 1
    for key, (label, style) in concentration.FIGURES.items():
        figure = getattr(result.concentration, key, None)
        if figure is not None:
            made.put(row, 0, label(language), "calc")
            made.put(row, 1, figure, f"calc.{style}")
            row += 1
    return made


def _findings(said: Sequence[Finding], language: Language) -> Sheet:
    made = _named("findings", language)
    heads = [label(language) for label, _ in findings.COLUMNS[:2]] + [
        COUNT(language), FIRST_ONE(language), findings.COLUMNS[2][0](language),
    ]  # fmt: skip
    for column, (head, width) in enumerate(zip(heads, (11, 16, 10, 90, 30), strict=True)):
        made.put(0, column, head, "header")
        made.width(column, width)
    counts = Counter(finding.code for finding in said)
    first: dict[str, Finding] = {}
    for finding in said:
        first.setdefault(finding.code, finding)
    for row, (code, one) in enumerate(first.items(), start=1):
        severity = findings.SEVERITY[one.severity](language)
        told: tuple[CellValue, ...] = (
            severity, code, counts[code], one.text(language), one.place,
        )  # fmt: skip
        for column, value in enumerate(told):
            made.put(row, column, value, "calc_wrap" if column == 3 else "calc")
    return made
