"""Rendered workbooks for the tests of sheets and files, each made once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.profiles import load_profile
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book, Formula, Sheet
from tests.domain import golden

LITERAL = re.compile(r'"(?:[^"]|"")*"')
REFERENCE = re.compile(r"\b(accounts|ratings|strength)\[((?:\[[^\]]*\][,:]?)+|[^\[\]]*)\]")
KINDS = ("empty", "golden", "large", "stamped", "data-only")
EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]


def large(count: int, language: Language, limit: int = 5000) -> Inputs:
    """Return many accounts with figures, dates and ratings of all kinds."""
    policy = dataclasses.replace(load_profile("standard"), formula_limit=limit)
    ids = tuple(f"{place:05d}" for place in range(count))
    cells: list[object] = [7.0, None, "?", 3.0, 10.0, "gut", 1.0, 11.0, 5.5]
    return Inputs(
        Portfolio(
            ids,
            tuple(f"Kunde & Söhne {place}" for place in range(count)),
            {
                "revenue": np.array([float(place * 37 % 1009) - 20 for place in range(count)]),
                "revenue_y1": np.array([float(place * 31 % 997) for place in range(count)]),
                "margin": np.array([float(place * 7 % 113) for place in range(count)]),
            },
            dates={"contract_end": (dt.date(2026, 4, 1), None) * (count // 2)},
            ratings={
                criterion.key: Ratings.of(
                    [cells[(place * step + step) % len(cells)] for place in range(count)]
                )
                for step, criterion in enumerate(policy.criteria, start=1)
            },
        ),
        policy,
        language,
        golden.TODAY,
        source="crm.csv",
    )


@cache
def book(kind: str, language: Language) -> Book:
    """Return a rendered workbook."""
    day = dt.date(2026, 1, 1)
    match kind:
        case "empty":
            return render(Inputs(Portfolio((), ()), load_profile("standard"), language, day))
        case "golden":
            return render(Inputs(golden.portfolio(), golden.policy(), language, golden.TODAY))
        case "large":
            return render(large(200, language))
        case "stamped":
            return render(large(200, language, limit=50))
        case "data-only":
            return render(Inputs(golden.portfolio(), load_profile(kind), language, golden.TODAY))
    raise KeyError(kind)


def sheet(made: Book, key: str) -> Sheet:
    """Return a sheet by its key."""
    return next(sheet for sheet in made.sheets if sheet.key == key)


def cell_formulas(made: Book) -> Iterator[tuple[str, str]]:
    """Yield where each formula of a cell stands (sheet's key and place), and the formula."""
    for one in made.sheets:
        for cell in one.cells:
            if isinstance(cell.content, Formula):
                yield f"{one.key} {cell.row},{cell.column}", cell.content.text
        for area, content, _ in one.merges:
            if isinstance(content, Formula):
                yield f"{one.key} {area}", content.text
        for table in one.tables:
            for column in table.columns:
                if column.formula:
                    yield f"{one.key} {column.key}", column.formula


def rule_formulas(made: Book) -> Iterator[tuple[str, str]]:
    """Yield the formulas of conditional formats and of validations."""
    for one in made.sheets:
        for conditional in one.conditionals:
            if conditional.formula:
                yield f"{one.key} {conditional.area}", conditional.formula
        for rule in one.validations:
            if rule.source.startswith("="):
                yield f"{one.key} {rule.area}", rule.source


def formulas(made: Book) -> Iterator[tuple[str, str]]:
    """Yield every formula of a workbook."""
    yield from cell_formulas(made)
    yield from rule_formulas(made)


def bare(formula: str) -> str:
    """Return a formula without what its texts and its references to columns say."""
    return REFERENCE.sub(r"\1", LITERAL.sub('""', formula))
