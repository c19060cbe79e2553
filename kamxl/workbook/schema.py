"""The whole workbook from inputs: `render(inputs)` returns it as plain data."""

from __future__ import annotations

from kamxl import __version__
from kamxl.domain.assessment import Assessment, assess
from kamxl.findings import gravest_first
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
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
from kamxl.workbook.weighing import weighing_findings

# Raised whenever a workbook of the version before could be misread.
SCHEMA_VERSION = 1

TITLE = Text("Key account workbook", "Schlüsselkunden-Mappe")


def render(inputs: Inputs, result: Assessment | None = None) -> Book:
    """Return the workbook of some inputs, every formula beside its result.

    `result` may be given when the inputs have been assessed already.
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
    )
