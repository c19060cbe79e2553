"""Where a finding is: the cell of the rendered workbook that it speaks of."""

from __future__ import annotations

from kamxl.cells import address
from kamxl.findings import Finding
from kamxl.workbook.context import ACCOUNTS_HEADER, RATINGS_HEADER, Context
from kamxl.workbook.formulas import quoted
from kamxl.workbook.sheets import accounts, concentration, criteria, ratings, settings

ACCOUNT_PLACES = {key: n for n, key in enumerate((*accounts.INPUTS, *accounts.COMPUTED))}
RATING_PLACES = {key: n for n, key in enumerate(ratings.KEYS)}


def place_of(context: Context, finding: Finding) -> str:
    """Return `Sheet!Cell` for what a finding is about, "" where no cell is meant."""
    subject = finding.subject
    found: tuple[str, int, int] | None = None
    if subject.account is not None and subject.criterion is not None:
        slot = context.policy.position(subject.criterion)
        row = context.positions.get(subject.account)
        if slot is not None and row is not None:
            found = "ratings", RATINGS_HEADER + row, RATING_PLACES[f"k{slot + 1}"]
    elif subject.account is not None and subject.field in RATING_PLACES:
        row = context.positions.get(subject.account)
        if row is not None:
            found = "ratings", RATINGS_HEADER + row, RATING_PLACES[subject.field]
    elif subject.account is not None and subject.field in ACCOUNT_PLACES:
        found = "accounts", ACCOUNTS_HEADER + 1 + subject.account, ACCOUNT_PLACES[subject.field]
    elif subject.criterion is not None:
        slot = context.policy.position(subject.criterion)
        if slot is not None:
            column = criteria.PLACE.get(subject.field or "name", criteria.PLACE["name"])
            found = "criteria", criteria.FIRST + slot, column
    elif subject.field in settings.words.SETTINGS:
        found = "settings", settings.row_of(subject.field), settings.VALUE
    elif subject.field in concentration.FIGURE_ROW:
        found = "concentration", concentration.FIGURE_ROW[subject.field], 1
    elif subject.field in ("weight", "weight_total"):
        found = "criteria", criteria.TOTAL_ROW, criteria.PLACE["used_weight"]
    elif subject.field == "ratings":
        found = "ratings", RATINGS_HEADER, 0
    if found is None:
        return ""
    sheet, row, column = found
    return f"{quoted(context.sheet_name(sheet))}!{address(row, column)}"


def placed(context: Context) -> list[Finding]:
    """Return the findings of the inputs as they are, those of the assessment with their cells."""
    own = [
        finding if finding.place else finding.at(place_of(context, finding))
        for finding in context.result.findings
    ]
    return [*context.inputs.findings, *own]
