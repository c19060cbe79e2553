import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import assess
from kamxl.domain.portfolio import (
    DATE_COLUMNS,
    NUMBER_COLUMNS,
    TEXT_COLUMNS,
    TIER_DATES,
    TIER_TEXTS,
    Portfolio,
    Ratings,
)
from kamxl.domain.stress import stress
from kamxl.errors import PolicyError
from kamxl.frames import (
    assessment_to_frame,
    portfolio_from_frame,
    portfolio_to_frame,
    stress_to_frame,
)
from tests.domain import golden


def assert_same(one: Portfolio, other: Portfolio) -> None:
    for name in ("ids", "names", "texts", "dates", "leader"):
        assert getattr(one, name) == getattr(other, name), name
    np.testing.assert_array_equal(one.scored, other.scored)
    assert one.numbers.keys() == other.numbers.keys()
    for key, column in one.numbers.items():
        np.testing.assert_array_equal(column, other.numbers[key], key)
    assert list(one.ratings) == list(other.ratings)
    for key, ratings in one.ratings.items():
        np.testing.assert_array_equal(ratings.values, other.ratings[key].values, key)
        np.testing.assert_array_equal(ratings.unknown, other.ratings[key].unknown, key)
        np.testing.assert_array_equal(ratings.wrong, other.ratings[key].wrong, key)


CELLS = st.one_of(
    st.none(), st.just("?"), st.just("good"), st.integers(0, 100), st.floats(0, 100, width=32)
)
NUMBERS = st.one_of(st.just(math.nan), st.just(0.0), st.floats(-1e12, 1e12))
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
DAYS = st.one_of(st.none(), st.dates())


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    count = draw(st.integers(0, 6))

    def column(cells: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(cells, min_size=count, max_size=count))

    def some(keys: tuple[str, ...]) -> list[str]:
        return draw(st.lists(st.sampled_from(keys), unique=True))

    return Portfolio(
        ids=tuple(column(WORDS.filter(bool))),
        names=tuple(column(WORDS.filter(bool))),
        numbers={key: np.array(column(NUMBERS)) for key in some(NUMBER_COLUMNS)},
        texts={key: tuple(column(WORDS)) for key in some((*TEXT_COLUMNS, *TIER_TEXTS))},
        dates={key: tuple(column(DAYS)) for key in some((*DATE_COLUMNS, *TIER_DATES))},
        leader=tuple(column(st.booleans())),
        ratings={key: Ratings.of(column(CELLS)) for key in some(golden.KEYS)},
        scored=np.array(column(st.booleans()), dtype=bool),
    )


@given(portfolios())
def test_a_portfolio_comes_back_exactly_as_it_went(portfolio: Portfolio):
    assert_same(portfolio_from_frame(portfolio_to_frame(portfolio)), portfolio)


def test_the_twelve_accounts_come_back_and_are_judged_alike():
    frame = portfolio_to_frame(golden.portfolio())
    again = assess(portfolio_from_frame(frame), golden.policy(), golden.TODAY)
    np.testing.assert_array_equal(again.score, golden.assessment().score)
    assert again.reason(0, "de") == golden.assessment().reason(0, "de")


def test_ids_stay_text_with_their_zeros_and_whole_numbers_become_text():
    assert portfolio_from_frame(pd.DataFrame({"id": ["00042", "7"]})).ids == ("00042", "7")
    assert portfolio_from_frame(pd.DataFrame({"id": [42, 7]})).ids == ("42", "7")
    assert portfolio_from_frame(pd.DataFrame({"id": [42.0, 7.0]})).ids == ("42", "7")


def test_missing_zero_and_question_mark_are_told_apart():
    frame = pd.DataFrame(
        {
            "id": ["1", "2", "3", "4"],
            "revenue": [0, None, pd.NA, math.nan],
            "rating:product_fit": [0, None, "?", pd.NA],
        }
    )
    found = portfolio_from_frame(frame)
    np.testing.assert_array_equal(found.numbers["revenue"], [0, np.nan, np.nan, np.nan])
    ratings = found.ratings["product_fit"]
    np.testing.assert_array_equal(ratings.values, [0, np.nan, np.nan, np.nan])
    assert ratings.unknown.tolist() == [False, False, True, False]
    assert portfolio_to_frame(found)["rating:product_fit"].tolist() == [0, None, "?", None]


def test_dates_are_read_from_what_pandas_and_people_call_a_date():
    day = dt.date(2026, 6, 30)
    stamps = pd.DataFrame({"id": ["1", "2"], "contract_end": pd.to_datetime(["2026-06-30", None])})
    assert portfolio_from_frame(stamps).dates["contract_end"] == (day, None)
    mixed = pd.DataFrame({"id": ["1", "2"], "contract_end": [day, "2026-06-30"]})
    assert portfolio_from_frame(mixed).dates["contract_end"] == (day, day)


def test_a_table_of_ids_alone_is_a_portfolio():
    found = portfolio_from_frame(pd.DataFrame({"id": ["1"]}))
    assert found.names == ("1",)
    assert found.leader == (False,)
    assert found.scored.tolist() == [True]
    assert found.numbers == {}


def test_a_missing_name_is_the_id():
    frame = pd.DataFrame({"id": ["1", "2"], "name": ["Eins", None]})
    assert portfolio_from_frame(frame).names == ("Eins", "2")


def test_the_second_account_of_one_id_is_not_scored():
    frame = pd.DataFrame({"id": ["1", "2", "1"]})
    assert portfolio_from_frame(frame).scored.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("columns", "complaint"),
    [
        ({"name": ["x"]}, "needs a column 'id'"),
        ({"id": ["1"], "revenu": [5]}, "unknown columns: 'revenu' .did you mean 'revenue'"),
        ({"id": ["1"], 7: [5]}, "unknown columns: '7'"),
        ({"id": [None]}, "column 'id', row 0: None is not an id"),
        ({"id": [""]}, "column 'id', row 0"),
        ({"id": ["1", "2"], "revenue": [5, "much"]}, "column 'revenue', row 1: 'much'"),
        ({"id": ["1"], "revenue": [math.inf]}, "column 'revenue', row 0: inf"),
        ({"id": ["1"], "last_order": ["01.02.2026"]}, "column 'last_order', row 0"),
        ({"id": ["1"], "last_order": [46023]}, "column 'last_order', row 0: 46023 is not a date"),
        ({"id": ["1"], "leader": ["ja"]}, "column 'leader', row 0: 'ja'"),
    ],
)
def test_what_does_not_belong_is_named(columns: dict[object, list[object]], complaint: str):
    with pytest.raises(PolicyError, match=complaint):
        portfolio_from_frame(pd.DataFrame(columns))


def test_a_column_twice_is_refused():
    with pytest.raises(PolicyError, match="columns named twice: revenue"):
        portfolio_from_frame(pd.DataFrame([["1", 5, 6]], columns=["id", "revenue", "revenue"]))


def test_the_index_of_a_table_does_not_matter():
    frame = portfolio_to_frame(golden.portfolio())
    frame.index = pd.Index(range(100, 112))
    assert_same(portfolio_from_frame(frame), golden.portfolio())


def test_an_assessment_becomes_a_table_with_the_names_of_the_json():
    frame = assessment_to_frame(golden.assessment(), "de")
    assert list(frame.columns) == [
        *("id", "name", "score", "coverage", "rank", "tier", "computed_tier", "gate"),
        *("attractiveness", "strength", "strength_source", "quadrant"),
        *("revenue", "revenue_rank", "share"),
        *("disclosure_share", "abc", "warnings"),
        "reason",
    ]
    vicom = frame.set_index("name").loc["Vicom"]
    assert vicom["score"] == pytest.approx(4.92)
    assert (vicom["rank"], vicom["tier"], vicom["quadrant"]) == (9, "C", "opportunistic")
    assert (vicom["revenue"], vicom["revenue_rank"], vicom["share"]) == (4200, 1, 0.35)
    assert (vicom["abc"], vicom["warnings"]) == ("A", "high, endangered")
    assert vicom["reason"].startswith("Stark: Umsatzvolumen 1,35")
    big = frame.set_index("name").loc["Großbesteller"]
    assert big["gate"] == "Deckel C: Zahlungsfähigkeit ≤ 3"
    assert frame["gate"].isna().sum() == 11


def test_what_does_not_exist_is_missing_in_the_table_and_never_zero():
    strict = replace(golden.policy(), minimum_coverage=0.8)
    frame = assessment_to_frame(assess(golden.portfolio(), strict, golden.TODAY))
    prospect = frame.set_index("name").loc["Potenzialkunde"]
    assert prospect["score"] == pytest.approx(454 / 75)
    assert prospect[["rank", "tier", "quadrant", "gate"]].isna().all()
    assert prospect["abc"] == "N"
    unknown = assess(golden.of_revenues(math.nan), golden.policy(), golden.TODAY)
    nothing = assessment_to_frame(unknown).iloc[0]
    assert (
        nothing[["score", "rank", "tier", "revenue", "revenue_rank", "share", "abc"]].isna().all()
    )
    assert nothing["warnings"] == nothing["reason"] == ""


def test_nobody_gives_an_empty_table():
    nobody = assess(Portfolio((), ()), golden.policy(), golden.TODAY)
    assert assessment_to_frame(nobody).empty
    assert portfolio_from_frame(portfolio_to_frame(Portfolio((), ()))).ids == ()


def test_losses_become_a_table_after_the_year_as_it_is() -> None:
    table = stress_to_frame(stress(golden.assessment(), 2200, cash=600, losses=[["Vicom"]]))
    assert table["lost"].tolist() == ["", "Vicom"]
    # 2,752 − 2,200 = 552; without Vicom's 756 it is 1,996 − 2,200.
    assert table["ebit"].tolist() == [552, -204]
    assert table["revenue"].tolist() == [12000, 7800]
    assert table["gap"].round(4).tolist() == [-2406.9767, 797.1944]  # break-even less revenue
    assert table["lost_margin"].isna().tolist() == [True, False]


def test_figures_that_do_not_exist_are_missing_in_the_table() -> None:
    accounts = portfolio_from_frame(pd.DataFrame({"id": ["a"], "revenue": [5.0]}))
    found = assess(accounts, golden.policy(), golden.TODAY)
    table = stress_to_frame(stress(found, 0))
    assert table["break_even"].isna().all()
    assert table["runway"].isna().all()
