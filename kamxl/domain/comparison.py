"""`explain(assessment, id)`: an account's score beside another's, or the portfolio's mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamxl.domain.assessment import Assessment
from kamxl.domain.contributions import UNITS, hundredths, shown_parts
from kamxl.domain.explanation import THE_MEAN, comparison
from kamxl.domain.rounding import Floats, Integers
from kamxl.errors import UsageError
from kamxl.text import Language


@dataclass(frozen=True)
class Explanation:
    """Why an account's score differs from another's; `other` is None for the mean.

    Places are positions in the portfolio. `own` and `others` are the contributions of each
    criterion, `differences` theirs, all in hundredths of a point and in the policy's order: `own`
    sums to `own_total`, the score as it is shown, and so do the others. `own_ratings` and
    `other_ratings` are the ratings that count, NaN where missing.
    """

    result: Assessment
    account: int
    other: int | None
    own: Integers
    others: Integers
    own_total: int
    other_total: int
    own_ratings: Floats
    other_ratings: Floats

    @property
    def differences(self) -> Integers:
        """What each criterion adds to the difference of the scores, in hundredths of a point."""
        return self.own - self.others

    def points(self) -> dict[str, float]:
        """Return the contributions by criterion's key, in points."""
        return self._keyed(self.own)

    def difference_points(self) -> dict[str, float]:
        """Return the differences by criterion's key, in points."""
        return self._keyed(self.differences)

    def _keyed(self, column: Integers) -> dict[str, float]:
        criteria = self.result.policy.criteria
        return {c.key: int(cell) / UNITS for c, cell in zip(criteria, column, strict=True)}

    def sentence(self, language: Language = "en") -> str:
        """Return it in words: by how much, the 3 largest gains and the 2 largest losses."""
        names = self.result.portfolio.names
        other = THE_MEAN(language) if self.other is None else names[self.other]
        return comparison(
            (names[self.account], other),
            (self.own_total, self.other_total),
            self.differences,
            [criterion.name(language) for criterion in self.result.policy.criteria],
            language,
        )


def compared(result: Assessment, account: int, other: int | None = None) -> Explanation | None:
    """Return two accounts beside each other, by position; None where a score is missing.

    With `other` None the account stands beside the mean of the ranked accounts.
    """
    mean = result.mean
    score = mean.score if other is None else float(result.score[other])
    if math.isnan(float(result.score[account])) or math.isnan(score):
        return None
    parts = (
        shown_parts(mean.parts[None, :], np.array([score]))[0]
        if other is None
        else result.shown_contribution[other]
    )
    return Explanation(
        result=result,
        account=account,
        other=other,
        own=result.shown_contribution[account],
        others=parts,
        own_total=int(hundredths(result.score[[account]])[0]),
        other_total=int(hundredths(np.array([score]))[0]),
        own_ratings=result.effective[account],
        other_ratings=mean.ratings if other is None else result.effective[other],
    )


def explain(assessment: Assessment, account: str, other: str | None = None) -> Explanation:
    """Return why an account's score differs from another's, or from the mean; both named by id.

    The mean is that of the accounts with a rank. UsageError where there is no such account, or
    where one has no score.
    """

    def place(id_: str) -> int:
        if id_ not in assessment.portfolio.ids:
            raise UsageError(f"there is no account {id_!r}; name one by its id")
        return assessment.portfolio.ids.index(id_)

    first = place(account)
    second = None if other is None else place(other)
    found = compared(assessment, first, second)
    if found is None:
        missing = account if math.isnan(float(assessment.score[first])) else other or "the mean"
        raise UsageError(f"{missing!r} has no score yet; rate it first")
    return found
