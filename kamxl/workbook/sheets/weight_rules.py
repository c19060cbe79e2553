"""What may be typed on the sheet of weights, and which of its cells stand out."""

from __future__ import annotations

from kamxl.cells import address
from kamxl.domain.policy import SLOTS
from kamxl.domain.weighting import INCONSISTENT, LEAST, MOST
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import Context
from kamxl.workbook.sheets.weight_pairs import PAIRS_TITLE
from kamxl.workbook.sheets.weight_places import (
    FIGURE,
    FIRST,
    KEYS,
    LAST,
    LEFT,
    ON,
    PAIRS_FIRST,
    PAIRS_LAST,
    PLACE,
    PLACES,
    RIGHT,
    SLOT,
    VALUE,
    pair_cell,
)
from kamxl.workbook.sheets.weight_steps import first_place, second_place
from kamxl.workbook.spec import Area, Conditional, Validation

IMPORTANCE_MESSAGE = Text(
    "important, less important, or excluded; every active criterion.",
    "wichtig, weniger wichtig oder ausgeschlossen; jedes aktive Kriterium.",
)
SWING_MESSAGE = Text(
    "0 to 100: how much the step from worst to best matters; the largest has 100.",
    "0 bis 100: wie viel der Schritt vom schlechtesten zum besten Wert zählt; der größte hat 100.",
)
PAIR_MESSAGE = Text(
    "How many times more the row counts than the column: 1 to 9, or 1/2 to 1/9.",
    "Wie viel mal mehr die Zeile zählt als die Spalte: 1 bis 9 oder 1/2 bis 1/9.",
)
LIST_ERROR = Text("Please choose from the list.", "Bitte aus der Liste wählen.")
SWING_ERROR = Text("A number from 0 to 100.", "Eine Zahl von 0 bis 100.")
PAIR_ERROR = Text("A number from 1/9 to 9.", "Eine Zahl von 1/9 bis 9.")


def validations(context: Context) -> list[Validation]:
    """Return what may be typed: importance, swing points, and pairs."""
    t = context.t

    def column(key: str) -> Area:
        return Area(FIRST, PLACE[key], LAST, PLACE[key])

    def title(text: Text) -> str:
        return t(text)[:32]

    made = [
        Validation(column("importance"), "list", "=kam_list_importance",
                   title=title(words.WEIGHT_COLUMNS["importance"]), message=t(IMPORTANCE_MESSAGE),
                   error=t(LIST_ERROR)),
        Validation(column("swing"), "decimal", minimum=0, maximum=100,
                   title=title(words.WEIGHT_COLUMNS["swing"]), message=t(SWING_MESSAGE),
                   error=t(SWING_ERROR)),
    ]  # fmt: skip
    for slot in range(SLOTS - 1):
        row, first = pair_cell(slot, slot + 1)
        made.append(
            Validation(Area(row, first, row, RIGHT), "decimal", minimum=LEAST, maximum=MOST,
                       title=title(PAIRS_TITLE), message=t(PAIR_MESSAGE), error=t(PAIR_ERROR))
        )  # fmt: skip
    return made


def conditionals() -> list[Conditional]:
    """Return which cells are quiet, dim, or stand out."""
    row, column = PAIRS_FIRST + 1, address(0, LEFT)[:-1]
    active = f"${address(FIRST, PLACE['active'])}"
    off = f"=OR({active}<>kam_yes,{column}${ON + 1}<>1)"
    at, first, second, third = (
        f"ROW()-{row - 1}", first_place(), second_place(), address(PLACES + 2, LEFT, absolute=True),
    )  # fmt: skip
    slot = f"{column}${SLOT + 1}"
    worst = (
        f"=AND(N(kam_pairs_ratio)>={INCONSISTENT},"
        f"OR(AND({at}={first},OR({slot}={second},{slot}={third})),"
        f"AND({at}={second},{slot}={third})))"
    )
    pairs = Area(PAIRS_FIRST, LEFT, PAIRS_LAST, RIGHT)
    rows = Area(FIRST, 0, LAST, PLACE[KEYS[-1]])
    ratio = Area(FIGURE["pairs_ratio"], VALUE, FIGURE["pairs_ratio"], VALUE)
    return [
        Conditional(pairs, "formula", worst, "bad"),
        Conditional(pairs, "formula", off, "dim"),
        Conditional(rows, "formula", f"={active}<>kam_yes", "quiet"),
        Conditional(ratio, "formula", f"=ROUND(N(kam_pairs_ratio),9)>={INCONSISTENT}", "bad"),
    ]
