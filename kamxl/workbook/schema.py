"""The whole workbook from inputs: `render(inputs)` returns it as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from kamxl import __version__
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.rulebook import Rulebook
from kamxl.findings import gravest_first
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.formulas import quoted
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.places import rendered
from kamxl.workbook.planning import plan
from kamxl.workbook.remembering import moved_findings
from kamxl.workbook.sheets import (
    accounts,
    changes,
    concentration,
    criteria,
    disclosure,
    explanation,
    findings,
    matrix,
    overview,
    periods,
    ranking,
    ratings,
    registers,
    settings,
    stability,
    start,
    strength,
    stress,
    trace,
    trend,
    weights,
)
from kamxl.workbook.spec import Book, Sheet
from kamxl.workbook.state import packed, remember
from kamxl.workbook.weighing import weighing_findings

# Raised whenever sheets, columns, settings or names differ from those that were handed out: then
# `upgrades` brings older workbooks up.
SCHEMA_VERSION = 5

TITLE = Text("Key account workbook", "Schlüsselkunden-Mappe")


def render(
    inputs: Inputs, result: Assessment | None = None, rulebook: Rulebook | None = None
) -> Book:
    """Return the workbook of some inputs, every formula beside its result.

    `result` may be given when the inputs have been assessed already. With a rulebook key accounts
    get checklists and strategy sheets; without one there are none. The book holds what it is to
    remember for the next run.
    """
    result = result or assess(inputs.portfolio, inputs.policy, inputs.as_of)
    context = Context(inputs, result, ())
    if rulebook is not None and len(inputs.portfolio):
        context.planning = plan(inputs, result, context.sensitivity, rulebook)
    findings_of = [
        *inputs.findings,
        *result.findings,
        *weighing_findings(inputs.policy, inputs.weights),
        *moved_findings(result, inputs),
        *(context.planning.findings if context.planning else ()),
    ]
    context.findings = gravest_first(rendered(context).placed(findings_of))
    book = lay_out(context)
    planning = context.planning
    state = remember(book, forms=planning.renewed.memory if planning else {})
    added = [one.sheet for one in planning.renewed.added] if planning else []
    return replace(book, sheets=with_forms(book.sheets, added), state=packed(state))


def with_forms(sheets: Sequence[Sheet], forms: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets of a new workbook: the checklist in its place, strategies at the end."""
    after = [sheet.key for sheet in sheets].index("trace") + 1
    return [*sheets[:after], *forms[:1], *sheets[after:], *forms[1:]]


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
        periods.sheet(context),
        trend.sheet(context),
        disclosure.sheet(context),
        stress.sheet(context),
        trace.sheet(context),
        *registers.sheets(context),
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
