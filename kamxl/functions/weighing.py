"""Functions that weigh criteria by pairwise comparison (AHP; domain 4.6)."""

from __future__ import annotations

import numpy as np

from kamxl.cells import CellError
from kamxl.domain.policy import SLOTS
from kamxl.domain.rounding import Floats
from kamxl.domain.weighting import LEAST, MOST, Comparison, compare, reciprocal
from kamxl.functions.coercion import Block, sound_block
from kamxl.functions.spec import Answer, Argument, Example, Function, refuse
from kamxl.text import Text


def _compared(pairs: Block) -> Comparison:
    rows, columns = pairs.shape
    if rows != columns or rows > SLOTS:
        raise refuse(
            CellError.VALUE,
            f"pairs: {rows} × {columns} cells; a row and a column for each criterion, at most "
            f"{SLOTS}",
            f"pairs: {rows} × {columns} Zellen; je Kriterium eine Zeile und eine Spalte, "
            f"höchstens {SLOTS}",
        )
    upper: Floats = np.where(np.triu(np.ones((rows, rows), bool), 1), pairs.values, np.nan)
    given = upper[~np.isnan(upper)]
    if ((given < LEAST) | (given > MOST)).any():
        raise refuse(
            CellError.NUM,
            "pairs: a judgement lies between 1/9 and 9",
            "pairs: ein Urteil liegt zwischen 1/9 und 9",
        )
    found = compare(reciprocal(upper))
    if found is None:
        raise refuse(
            CellError.NA,
            "pairs: a pair above the diagonal has not been compared",
            "pairs: ein Paar oberhalb der Diagonale ist nicht verglichen",
        )
    return found


def _kam_ahp(pairs: Block) -> Answer:
    return [[weight] for weight in _compared(pairs).weights.tolist()]


def _kam_ahp_cr(pairs: Block) -> Answer:
    return _compared(pairs).ratio


_PAIRS = Argument(
    "pairs",
    Text(
        "A square block: how many times more a row's criterion counts than a column's, 1/9 to 9. "
        "Only what stands above the diagonal is read.",
        "Ein quadratischer Block: wie vielmal mehr das Kriterium der Zeile zählt als das der "
        "Spalte, 1/9 bis 9. Nur was über der Diagonale steht, wird gelesen.",
    ),
    sound_block,
)
_TABLE = ((1, 2, 4), (None, 1, 2), (None, None, 1))

KAM_AHP = Function(
    "KAM_AHP",
    Text(
        "Weights by pairwise comparison (AHP, principal eigenvector), one a row; they sum to 100.",
        "Gewichte aus dem Paarvergleich (AHP, Haupteigenvektor), eines je Zeile; Summe 100.",
    ),
    (_PAIRS,),
    _kam_ahp,
    Example(
        (_TABLE,),
        ((400 / 7,), (200 / 7,), (100 / 7,)),
        Text(
            "consistent: 4 : 2 : 1, so 4/7, 2/7 and 1/7 of 100",
            "widerspruchsfrei: 4 : 2 : 1, also 4/7, 2/7 und 1/7 von 100",
        ),
    ),
    category="scoring",
)

KAM_AHP_CR = Function(
    "KAM_AHP_CR",
    Text(
        "Consistency ratio of a pairwise comparison by Saaty's random index; below 0.1 is taken "
        "as consistent.",
        "Konsistenzverhältnis eines Paarvergleichs nach Saatys Zufallsindex; unter 0,1 gilt als "
        "widerspruchsfrei.",
    ),
    (_PAIRS,),
    _kam_ahp_cr,
    Example(
        (_TABLE,),
        0.0,
        Text(
            "4 = 2 × 2: the judgements agree, the eigenvalue is 3",
            "4 = 2 × 2: die Urteile passen zusammen, der Eigenwert ist 3",
        ),
    ),
    category="scoring",
)

WEIGHING = (KAM_AHP, KAM_AHP_CR)
