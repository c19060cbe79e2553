"""Where things stand on the sheet of weights: above, pairs, consistency, helper rows."""

from __future__ import annotations

from kamxl.domain.policy import SLOTS
from kamxl.domain.weighting import STEPS
from kamxl.text import Text
from kamxl.workbook import words

FIGURES: dict[str, Text] = {
    "count": Text("Criteria compared", "Verglichene Kriterien"),
    "judged_pairwise": Text("Pairs judged", "Bewertete Paare"),
    "eigenvalue": Text("Principal eigenvalue λ", "Größter Eigenwert λ"),
    "index": Text("Consistency index CI", "Konsistenzindex CI"),
    "random": Text("Random index RI (Saaty)", "Zufallsindex RI (Saaty)"),
    "pairs_ratio": Text("Consistency ratio CR = CI / RI", "Konsistenzverhältnis CR = CI / RI"),
    "triple": Text("Contradict each other most", "Widersprechen sich am meisten"),
    "direct": Text("First to third, as judged", "Erstes zum dritten, bewertet"),
    "implied": Text("First to third, by the second", "Erstes zum dritten, über das zweite"),
}
HEADER = 4
FIRST = HEADER + 1
LAST = HEADER + SLOTS
JUDGED_ROW = LAST + 1
PAIRS_HEADER = JUDGED_ROW + 5
PAIRS_FIRST = PAIRS_HEADER + 1
PAIRS_LAST = PAIRS_HEADER + SLOTS
FIGURES_ROW = PAIRS_LAST + 3
FIGURE = {key: FIGURES_ROW + place for place, key in enumerate(FIGURES)}
RANDOM_ROW = FIGURES_ROW + len(FIGURES) + 1
LAST_SHOWN = RANDOM_ROW + 1

KEYS = tuple(words.WEIGHT_COLUMNS)
PLACE = {key: column for column, key in enumerate(KEYS)}
TYPED = ("importance", "swing")
METHODS = tuple(words.WEIGHT_METHODS)
# Columns of the pairs, of the helper rows, and the one behind them for sums.
LEFT = 2
RIGHT = LEFT + SLOTS - 1
BESIDE = RIGHT + 1
VALUE = LEFT

HELPERS = RANDOM_ROW + 4
ON, SLOT, POINTS, SWINGS, SUMS, THIRD = (HELPERS + n for n in range(6))
MATRIX = THIRD + 1
LOGS = MATRIX + SLOTS
APART = LOGS + SLOTS
START = APART + SLOTS
END = START + STEPS
PLACES = END + 1

# Where findings about this sheet point.
FIGURE_AT = {
    "pairs_ratio": (FIGURE["pairs_ratio"], VALUE),
    "judged_pairwise": (FIGURE["judged_pairwise"], VALUE),
    "judged_importance": (JUDGED_ROW, PLACE["importance"]),
    "judged_swing": (JUDGED_ROW, PLACE["swing"]),
}


def pair_cell(first: int, second: int) -> tuple[int, int]:
    """Return row and column where two places are compared."""
    return PAIRS_FIRST + first, LEFT + second
