"""The whole workbook from inputs: `render(inputs)` returns it as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kamxl import __version__
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import gravest_first
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.formulas import quoted
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.places import rendered
from kamxl.workbook.remembering import moved_findings
from kamxl.workbook.sheets import (
    accounts,
    changes,
    concentration,
    criteria,
    explanation,
    findings,
    matrix,
    overview,
    ranking,
    ratings,
    settings,
    stability,
    start,
    strength,
    weights,
)
from kamxl.workbook.spec import Book
from kamxl.workbook.state import packed, remember
from kamxl.workbook.weighing import weighing_findings

# Raised whenever a workbook of the version before could be misread.
SCHEMA_VERSION = 1

TITLE = Text("Key account workbook", "Schlüsselkunden-Mappe")


def render(inputs: Inputs, result: Assessment | None = None) -> Book:
    """Return the workbook of some inputs, every formula beside its result.

    `result` may be given when the inputs have been assessed already. The book holds what it is to
    remember for the next run.
    """
    result = result or assess(inputs.portfolio, inputs.policy, inputs.as_of)
    context = Context(inputs, result, ())
    findings_of = [
        *inputs.findings,
        *result.findings,
        *weighing_findings(inputs.policy, inputs.weights),
        *moved_findings(result, inputs),
    ]
    context.findings = gravest_first(rendered(context).placed(findings_of))
    book = lay_out(context)
    return replace(book, state=packed(remember(book)))


@cache
def names_of_sheets() -> Mapping[str, str]:
    """Return the key of the sheet into which each defined name leads, in every workbook."""
    inputs = Inputs(Portfolio((), ()), Policy(()), "en", dt.date(2026, 1, 1))
    book = lay_out(Context(inputs, assess(inputs.portfolio, inputs.policy, inputs.as_of), ()))
    keys = {quoted(sheet.name): sheet.key for sheet in book.sheets}
    return {name: keys[reference.rpartition("!")[0]] for name, reference in book.names.items()}


def lay_out(context: Context) -> Book:
    """Return the workbook of a context, which says more than inputs do: layout, findings, runs."""
    inputs = context.inputs
    matrix_sheet, areas = matrix.sheet(context)
    sheets = [
        start.sheet(context, __version__),
        overview.sheet(context, areas),
        accounts.sheet(context),
        criteria.sheet(context),
        weights.sheet(context),
        ratings.sheet(context),
        strength.sheet(context),
        ranking.sheet(context),
        explanation.sheet(context),
        changes.sheet(context),
        matrix_sheet,
        stability.sheet(context),
        concentration.sheet(context),
        settings.sheet(context),
        findings.sheet(context),
    ]
    assert [sheet.key for sheet in sheets] == list(words.SHEETS)
    named = {reference.rpartition("!")[0] for reference in context.names.values()}
    for sheet in sheets:
        # By a name that leads into it a sheet is found again, whatever people call it.
        if quoted(sheet.name) not in named:
            context.name_cell(f"kam_{sheet.key}", sheet.key, 0, 0)
    return Book(
        sheets=sheets,
        names=dict(sorted(context.names.items())),
        language=inputs.language,
        properties={
            "kamxl_version": __version__,
            "kamxl_schema": str(SCHEMA_VERSION),
            "kamxl_language": inputs.language,
        },
        title=context.t(TITLE),
        source=inputs.source,
        slots=context.slots,
    )
