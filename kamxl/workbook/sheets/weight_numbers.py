"""The values of the helper cells of the sheet of weights, as the formulas take them."""

from __future__ import annotations

import numpy as np

from kamxl.cells import CellValue
from kamxl.domain.policy import SLOTS
from kamxl.domain.rounding import Floats, at_nine_digits
from kamxl.domain.weighting import STEPS
from kamxl.workbook.context import Context
from kamxl.workbook.weighing import Weighing


class Numbers:
    """The helper cells' values: as the formulas take them, over all places, 0 where nothing is."""

    def __init__(self, context: Context, weighing: Weighing) -> None:
        self.on = np.array([bool(c and c.active) for c in context.criteria])
        self.n = int(self.on.sum())
        at = np.flatnonzero(self.on)
        self.at = at
        self.matrix = np.zeros((SLOTS, SLOTS))
        self.matrix[np.ix_(at, at)] = np.nan_to_num(weighing.matrix)
        self.logs = np.log(np.where(self.matrix > 0, self.matrix, 1.0))
        apart = self.on[None, None, :] * np.abs(
            self.logs[:, None, :] - self.logs[None, :, :] - self.logs[:, :, None]
        )
        apart = at_nine_digits(apart.ravel()).reshape(apart.shape)
        self.apart = np.triu(apart.max(axis=2) * np.outer(self.on, self.on), 1)
        self.sums = self.matrix.sum(axis=0)
        vector: Floats = self.on / max(self.n, 1)
        self.steps = [vector]
        for _ in range(STEPS):
            total = self.sums @ vector
            vector = self.matrix @ vector / total if total > 0 else vector * 0
            self.steps.append(vector)
        triple = weighing.comparison.triple if weighing.comparison else None
        self.triple = tuple(int(at[place]) for place in triple) if triple else None
        self.third = np.zeros(SLOTS)
        if self.triple:
            self.third = apart[self.triple[0], self.triple[1]]
        self.points = over(at, weighing.points)
        self.swings = over(at, weighing.swings)


def over(at: np.ndarray, values: Floats) -> list[CellValue]:
    """Return values of the active criteria over all places, "" elsewhere and where NaN."""
    made: list[CellValue] = [""] * SLOTS
    for place, value in zip(at, values, strict=True):
        if not np.isnan(value):
            made[int(place)] = float(value)
    return made
