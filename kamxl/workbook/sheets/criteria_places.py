"""Where things stand on the sheet of criteria, for the formulas that refer to it."""

from __future__ import annotations

from kamxl.cells import address
from kamxl.domain.policy import BAND_COUNT, SLOTS
from kamxl.text import Text
from kamxl.workbook import words
from kamxl.workbook.context import CRITERIA_HEADER, span

FIRST = CRITERIA_HEADER + 1
LAST = CRITERIA_HEADER + SLOTS
TOTAL_ROW = LAST + 1
HELPER_ROW = TOTAL_ROW + 4
HELPER_COLUMN = 2

KEYS = tuple(words.CRITERIA_COLUMNS)
PLACE = {key: column for column, key in enumerate(KEYS)}
TYPED = KEYS[1 : KEYS.index("used_weight")]
BANDS = (PLACE["band_2"], PLACE[f"band_{BAND_COUNT + 1}"])
KNOTS = BAND_COUNT + 2
BAND_PLACES = "{" + ",".join(str(n) for n in range(1, BAND_COUNT + 1)) + "}"

HELPER_ROWS: tuple[tuple[str, Text], ...] = (
    ("name", Text("Criterion", "Kriterium")),
    ("on", Text("Active", "Aktiv")),
    ("weight", Text("Weight", "Gewicht")),
    ("column", Text("Column of the figure", "Spalte der Zahl")),
    ("sign", Text("Sign of the thresholds", "Vorzeichen der Schwellen")),
    ("start", Text("Direction: start", "Richtung: Ausgang")),
    ("factor", Text("Direction: factor", "Richtung: Faktor")),
    ("limit", Text("Gate limit", "Deckelgrenze")),
    ("severity", Text("Gate severity", "Schwere des Deckels")),
    ("attractiveness", Text("Weight on attractiveness", "Gewicht Attraktivität")),
    ("strength", Text("Weight on strength", "Gewicht Stärke")),
    ("slot", Text("Place", "Platz")),
    ("least", Text("Figure: start", "Zahl: Ausgang")),
    ("step", Text("Figure: factor", "Zahl: Faktor")),
)
HELPER_AT = {key: HELPER_ROW + 1 + place for place, (key, _) in enumerate(HELPER_ROWS)}


def helper(key: str, slot: int) -> str:
    """Return the absolute reference of one place's helper cell: <criteria>$C$28."""
    return f"<criteria>{address(HELPER_AT[key], HELPER_COLUMN + slot, absolute=True)}"


def knot_cells(kind: str, slot: int) -> str:
    """Return the absolute reference of one place's row of knots: `knot`, `base` or `slope`."""
    first, last = PLACE[f"{kind}_0"], PLACE[f"{kind}_{KNOTS - 1}"]
    return f"<criteria>{span(FIRST + slot, first, last)}"
