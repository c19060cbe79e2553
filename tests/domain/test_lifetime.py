import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import assess
from kamxl.domain.lifetime import (
    customer_years,
    lifetime,
    lifetime_values,
    lifetime_years,
    reference_candidates,
    years_factor,
)
from kamxl.domain.metrics import metric
from kamxl.domain.policy import Criterion, Policy, Scale
from kamxl.domain.portfolio import Portfolio
from kamxl.text import Text
from tests.domain import golden

BLANK = np.nan


def value(margin: float, retention: float, discount: float, years: int, part: float = 1) -> float:
    columns = (np.array([x]) for x in (margin, retention, part))
    m, r, s = columns
    return float(lifetime_values(m, r, discount, years, s)[0])


def test_the_golden_lifetime_of_570_at_90_per_cent_discounted_by_10():
    # 570 · (0.9/1.1 + (0.9/1.1)² + … + (0.9/1.1)⁵), and 570 · 0.9 / (1 + 0.1 − 0.9) for ever.
    by_years = sum(570 * 0.9**t / 1.1**t for t in range(1, 6))
    assert value(570, 0.9, 0.1, 5) == pytest.approx(by_years) == pytest.approx(1624.5, abs=0.05)
    assert value(570, 0.9, 0.1, 0) == pytest.approx(570 * 0.9 / 0.2) == pytest.approx(2565)


def test_who_surely_stays_and_money_that_keeps_its_worth_give_m_a_year():
    assert value(570, 1, 0, 5) == 570 * 5
    assert np.isnan(value(570, 1, 0, 0))  # for ever has no sum


def test_who_never_returns_is_worth_nothing_more():
    assert value(570, 0, 0.1, 5) == 0
    assert value(570, 0, 0.1, 0) == 0


def test_a_loss_a_year_is_a_loss_for_life():
    assert value(-100, 0.5, 0, 2) == -100 * (0.5 + 0.25)


def test_doubts_about_a_customer_lower_the_lifetime_value_and_nothing_else():
    assert value(570, 0.9, 0.1, 0, part=0.4) == pytest.approx(0.4 * 2565)


@pytest.mark.parametrize(
    ("margin", "retention", "part"),
    [(BLANK, 0.9, 1), (570, 1.2, 1), (570, -0.1, 1), (570, 0.9, 1.5), (570, 0.9, -1)],
)
def test_what_is_unknown_or_no_fraction_gives_no_value(
    margin: float, retention: float, part: float
):
    assert np.isnan(value(margin, retention, 0.1, 5, part))


def accounts(**numbers: list[float]) -> Portfolio:
    count = len(next(iter(numbers.values())))
    ids = tuple("abcdefgh"[:count])
    return Portfolio(ids, ids, {key: np.array(column) for key, column in numbers.items()})


def test_the_settings_stand_in_where_an_account_says_nothing():
    given_ = accounts(margin=[570, 570, 570], retention=[BLANK, 0.5, BLANK],
                      sustainability=[BLANK, BLANK, 0.5])  # fmt: skip
    found = lifetime(given_, Policy((), lifetime_years=0))
    np.testing.assert_allclose(found, [2565, 570 * 0.5 / (1.1 - 0.5), 2565 * 0.5])


def test_blank_years_mean_the_horizon():
    assert lifetime_years(Policy(())) == 5
    assert lifetime_years(Policy((), lifetime_years=None)) == Policy(()).horizon == 3
    assert lifetime_years(Policy((), lifetime_years=0)) == 0


def test_the_lifetime_value_may_feed_a_criterion_through_bands():
    criterion = Criterion(
        "lifetime_value", Text("LTV", "CLV"), 100, source="lifetime", bands=(500, 1000, 1500, 2000)
    )
    given_ = accounts(margin=[570, 57, BLANK])
    policy = Policy((criterion,), retention=0.9, discount=0.1)
    np.testing.assert_allclose(metric(given_, "lifetime", golden.TODAY, policy)[:2],
                               [1624.57, 162.457], atol=0.1)  # fmt: skip
    # 1,624 has reached 500, 1,000 and 1,500: a 4.
    np.testing.assert_array_equal(
        assess(given_, policy, golden.TODAY).effective[:, 0], [4, 1, BLANK]
    )


@given(
    st.floats(0, 1), st.floats(0, 2), st.integers(1, 30)
)  # fmt: skip
def test_more_years_never_add_less_than_nothing_and_stay_below_for_ever(
    retention: float, discount: float, years: int
):
    fewer, more, ever = (
        float(years_factor(np.array([retention]), discount, n)[0]) for n in (years, years + 1, 0)
    )
    assert more >= fewer - 1e-9
    assert np.isnan(ever) or more <= ever + 1e-6 * max(ever, 1)


def days(*iso: str) -> tuple[dt.date | None, ...]:
    return tuple(dt.date.fromisoformat(day) if day else None for day in iso)


def test_years_a_customer_are_whole_ones():
    today = dt.date(2026, 1, 31)
    found = customer_years(days("2021-01-31", "2021-02-01", "2026-01-31", "2026-02-01", ""), today)
    np.testing.assert_array_equal(found, [5, 4, 0, BLANK, BLANK])


def test_who_came_on_the_29th_of_february_is_a_year_older_on_the_1st_of_march():
    since = days("2020-02-29")
    assert customer_years(since, dt.date(2021, 2, 28))[0] == 0
    assert customer_years(since, dt.date(2021, 3, 1))[0] == 1


def test_a_reference_has_been_a_customer_for_five_years_and_is_rated_7():
    found = reference_candidates(
        np.array([5, 4, 9, BLANK, 6]), np.array([7, 10, 6.9, 9, BLANK]), Policy(())
    )
    assert found.tolist() == [True, False, False, False, False]


def test_the_border_of_references_moves_with_the_scale():
    policy = Policy((), scale=Scale(100))
    assert reference_candidates(np.array([5.0, 5.0]), np.array([67.0, 66.9]), policy).tolist() == [
        True, False,
    ]  # fmt: skip
