"""The block of the settings in which key account managers rate their own skills (row J2)."""

from __future__ import annotations

from kamxl.domain.managers import HIGHEST, LOWEST, SKILLS
from kamxl.text import Text
from kamxl.workbook.context import Context
from kamxl.workbook.spec import Area, Sheet, Validation

TITLE = Text(
    "Key account managers: own ratings, 1 to 10 (optional, scored nowhere)",
    "Key Account Manager: Selbsteinschätzung, 1 bis 10 (freiwillig, fließt nirgends ein)",
)
NAME = Text("Account manager", "Betreuer")
MESSAGE = Text(
    "How well do I do this? 1: I am learning it. 5: I do it well. 10: others learn it from me.",
    "Wie gut kann ich das? 1: Ich lerne es. 5: Ich kann es gut. 10: Andere lernen es von mir.",
)
ERROR = Text("A number from 1 to 10, or blank.", "Eine Zahl von 1 bis 10 oder leer.")
# So many rows there are at least; there are more where more were filled.
ROWS = 20
KEY, NAME_COLUMN, RATED_FROM = 0, 1, 2
PREFIX = "manager_"


def rows_of(context: Context) -> int:
    """Return how many rows the block has."""
    return max(ROWS, len(context.inputs.managers))


def last_row(context: Context, top: int) -> int:
    """Return the last row of the block that begins in a row."""
    return top + 1 + rows_of(context)


def put(context: Context, made: Sheet, top: int) -> None:
    """Lay the block out from a row on: title, headings, and a row a manager."""
    t, typed = context.t, context.inputs.managers
    made.put(top, NAME_COLUMN, t(TITLE), "heading")
    for column, label in enumerate((NAME, *SKILLS.values()), start=NAME_COLUMN):
        made.put(top + 1, column, t(label), "header")
    for place in range(rows_of(context)):
        row = top + 2 + place
        said = typed[place] if place < len(typed) else None
        made.put(row, KEY, f"{PREFIX}{place + 1}", "helper")
        made.put(row, NAME_COLUMN, (said.name or None) if said else None, "input")
        for skill in range(len(SKILLS)):
            cell = said.ratings[skill] if said else None
            made.put(row, RATED_FROM + skill, cell, "input.rating")
    for skill, label in enumerate(SKILLS.values()):
        column = RATED_FROM + skill
        made.validations.append(
            Validation(
                Area(top + 2, column, last_row(context, top), column),
                "decimal",
                minimum=LOWEST,
                maximum=HIGHEST,
                title=t(label)[:32],
                message=t(MESSAGE),
                error=t(ERROR),
            )
        )
