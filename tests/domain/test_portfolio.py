import datetime as dt

import numpy as np
import pytest

from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.errors import PolicyError


def test_blank_zero_and_question_mark_are_three_things():
    found = Ratings.of([None, "", 0, "?", " ? ", 7, 7.5])
    np.testing.assert_array_equal(found.values, [np.nan, np.nan, 0, np.nan, np.nan, 7, 7.5])
    assert found.unknown.tolist() == [False, False, False, True, True, False, False]
    assert not found.wrong.any()


def test_text_and_truth_values_are_wrong_ratings():
    found = Ratings.of(["good", True, "7", dt.date(2026, 1, 1), np.float64(3), np.int64(4)])
    assert found.wrong.tolist() == [True, True, True, True, False, False]
    np.testing.assert_array_equal(found.values[4:], [3, 4])


def test_nan_is_blank():
    found = Ratings.of([float("nan")])
    assert np.isnan(found.values[0])
    assert not found.unknown[0]
    assert not found.wrong[0]


def test_columns_never_given_are_blank_throughout():
    portfolio = Portfolio(("1", "2"), ("Eins", "Zwei"))
    assert np.isnan(portfolio.number("revenue")).all()
    assert portfolio.text("owner") == ("", "")
    assert portfolio.date("last_order") == (None, None)
    assert np.isnan(portfolio.rated("product_fit").values).all()
    assert portfolio.leader == (False, False)
    assert portfolio.scored.tolist() == [True, True]
    assert len(portfolio) == 2


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        ({"numbers": {"turnover": np.zeros(2)}}, "unknown columns: turnover"),
        ({"texts": {"colour": ("", "")}}, "unknown columns: colour"),
        ({"dates": {"birthday": (None, None)}}, "unknown columns: birthday"),
        ({"numbers": {"revenue": np.zeros(3)}}, "2 ids, but other lengths in: revenue"),
        ({"leader": (True,)}, "leader"),
        ({"scored": np.ones(1, bool)}, "scored"),
        ({"ratings": {"fit": Ratings.blank(1)}}, "rating fit"),
    ],
)
def test_columns_that_do_not_belong_are_named(columns: dict[str, object], complaint: str):
    with pytest.raises(PolicyError, match=complaint):
        Portfolio(("1", "2"), ("Eins", "Zwei"), **columns)  # type: ignore[arg-type]


def test_every_id_has_a_name():
    with pytest.raises(PolicyError, match="names"):
        Portfolio(("1", "2"), ("Eins",))


def test_an_empty_portfolio_can_be_built():
    assert len(Portfolio((), ())) == 0
