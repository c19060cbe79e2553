import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import Criterion, Policy
from kamxl.domain.portfolio import SUBRATINGS, Portfolio, Ratings
from kamxl.domain.subratings import NAMES, STRATEGIC, mean_subratings
from kamxl.text import Text

BLANK = np.nan
TODAY = dt.date(2026, 1, 1)


def accounts(answers: list[list[float]], rated: list[object] | None = None) -> Portfolio:
    names = tuple("abcdefgh"[: len(answers)])
    columns = np.array(answers, dtype=float)
    return Portfolio(
        names,
        names,
        dict(zip(SUBRATINGS, columns.T, strict=False)),
        ratings={STRATEGIC: Ratings.of(rated or [None] * len(answers))},
    )


def judged(portfolio: Portfolio, **options: object) -> Assessment:
    criterion = Criterion(STRATEGIC, Text("Strategic value", "Strategischer Wert"), 100)
    return assess(portfolio, Policy((dataclasses.replace(criterion, **options),)), TODAY)


def test_the_mean_is_of_the_answers_that_are_on_the_scale():
    given = accounts([[8, 6, BLANK, 4], [BLANK] * 4, [11, 0, 9, BLANK]])
    found = mean_subratings(given, 1, 10)
    assert found[[0, 2]].tolist() == [(8 + 6 + 4) / 3, 9]
    assert np.isnan(found[1])


def test_h2_a_demanding_customer_counts_by_how_far_it_raises_our_quality():
    given = accounts([[BLANK, BLANK, BLANK, BLANK, 9, 5]])
    assert NAMES["strategic_quality"]("de") == "Ansprüche heben Qualität"
    assert mean_subratings(given, 1, 10)[0] == (9 + 5) / 2


def test_the_mean_stands_in_where_the_whole_is_not_rated():
    answers: list[list[float]] = [[8, 6, BLANK, 4]] * 4
    found = judged(accounts(answers, [None, 3, "?", "gut"]))
    np.testing.assert_array_equal(found.score, [6, 3, BLANK, BLANK])
    assert found.coverage.tolist() == [1, 1, 0, 0]


def test_the_mean_has_the_direction_of_the_criterion():
    assert judged(accounts([[8, 6, BLANK, 4]]), direction=-1).score[0] == 11 - 6


def test_it_goes_before_what_figures_say():
    given = accounts([[8, 6, BLANK, 4], [BLANK] * 4])
    given = dataclasses.replace(given, numbers={**given.numbers, "revenue": np.array([50.0, 50.0])})
    found = judged(given, source="revenue", bands=(10.0, 40.0))
    assert found.score.tolist() == [6, 3]


@pytest.mark.parametrize("value", [0.0, 11.0])
def test_an_answer_off_the_scale_is_named_and_does_not_count(value: float):
    found = judged(accounts([[value, 6, BLANK, BLANK]]))
    assert found.score[0] == 6
    assert [(f.code, f.subject.field) for f in found.findings if f.code == "R-RANGE"] == [
        ("R-RANGE", SUBRATINGS[0])
    ]
