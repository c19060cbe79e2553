import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.policy import Policy
from kamxl.domain.portfolio import Portfolio, Ratings
from kamxl.domain.redundancy import correlations
from kamxl.findings import Finding
from tests.domain import golden

RISING = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 8]
OTHERWISE = [5.0, 1, 9, 2, 8, 3, 7, 4, 6, 10, 1, 5]
THIRD = [3.0, 8, 1, 9, 4, 6, 2, 7, 5, 1, 10, 2]


def judged(revenue: list[float] | None = None, **ratings: list[object] | list[float]) -> Assessment:
    """Return accounts with these ratings; the criteria named weigh the same, others nothing."""
    count = len(next(iter(ratings.values())))
    ids = tuple(f"a{place}" for place in range(count))
    numbers = {"revenue": np.array(revenue or [1.0] * count)}
    given = {key: Ratings.of(column) for key, column in ratings.items()}
    policy: Policy = golden.reweighted(dict.fromkeys(ratings, 100 / len(ratings)))
    return assess(Portfolio(ids, ids, numbers, ratings=given), policy, golden.TODAY)


def found(result: Assessment, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


# ---------------------------------------------------------------- correlation


def test_rho_is_that_of_numpy():
    columns = np.array([RISING, OTHERWISE, THIRD]).T
    np.testing.assert_allclose(correlations(columns), np.corrcoef(columns.T), atol=1e-12)


def test_only_rows_that_have_both_count_and_ten_are_needed():
    one, other = np.array(RISING), np.array(OTHERWISE)
    one[0], other[11] = np.nan, np.nan
    rho = correlations(np.column_stack([one, other]))
    assert rho[0, 1] == pytest.approx(np.corrcoef(one[1:11], other[1:11])[0, 1])
    one[5] = np.nan
    assert np.isnan(correlations(np.column_stack([one, other]))[0, 1])


def test_what_does_not_vary_has_no_correlation():
    rho = correlations(np.column_stack([np.full(12, 0.1), RISING]))
    assert np.isnan(rho[0, 1])
    assert np.isnan(rho[0, 0])


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10)), min_size=10, max_size=40))
def test_rho_is_symmetric_and_at_most_1(pairs: list[tuple[int, int]]):
    rho = correlations(np.array(pairs, dtype=float))
    np.testing.assert_array_equal(rho, rho.T)
    assert np.all(np.isnan(rho) | (np.abs(rho) <= 1 + 1e-12))


# ---------------------------------------------------------------- findings


def test_two_criteria_that_say_the_same_count_twice():
    result = judged(product_fit=RISING, relationship=RISING, reputation=OTHERWISE)
    (finding,) = found(result, "W-CORR")
    assert finding.severity == "info"
    assert "pairs: 1;" in finding.text("en")
    assert "Product fit – Relationship & engagement (1.00)" in finding.text("en")


def test_opposite_ratings_count_twice_too():
    falling = [11 - rating for rating in RISING]
    (finding,) = found(judged(product_fit=RISING, relationship=falling, reputation=THIRD), "W-CORR")
    assert "(-1,00)" in finding.text("de")


def test_nine_accounts_are_too_few_to_say_so():
    result = judged(product_fit=RISING[:9], relationship=RISING[:9], reputation=OTHERWISE[:9])
    assert not found(result, "W-CORR")


def test_strategic_value_must_look_beyond_revenue():
    revenue = [100 * rating + 3 for rating in RISING]
    (finding,) = found(
        judged(revenue, strategic_value=RISING, product_fit=OTHERWISE, reputation=THIRD),
        "W-CORR-REVENUE",
    )
    assert "revenue counts twice" in finding.text("en")


def test_strategic_value_like_revenue_volume_is_said_once():
    revenue = [100 * rating for rating in RISING]
    result = judged(revenue, revenue_volume=RISING, strategic_value=RISING, product_fit=THIRD)
    (finding,) = found(result, "W-CORR")
    assert finding.values["count"] == 1
    assert not found(result, "W-CORR-REVENUE")


def test_a_criterion_that_nobody_rated_is_named_once_others_are():
    blank: list[object] = [None, "?"] * 6
    result = judged(product_fit=RISING, relationship=blank, reputation=OTHERWISE)
    (finding,) = found(result, "W-UNUSED")
    assert finding.subject.criterion == "relationship"
    assert not found(judged(product_fit=blank, relationship=blank, reputation=blank), "W-UNUSED")


def test_the_same_rating_for_all_tells_nobody_apart():
    result = judged(product_fit=RISING, relationship=[5.0] * 12, reputation=OTHERWISE)
    (finding,) = found(result, "W-CONST")
    assert "all 12 accounts have the same rating, 5.00" in finding.text("en")
    assert not found(judged(product_fit=[5.0] * 2, relationship=[1.0, 2], reputation=[2.0, 1]),
                     "W-CONST")  # fmt: skip


def test_a_criterion_without_weight_may_be_constant():
    assert golden.policy().criteria[-1].key == "solvency"
    assert not found(golden.assessment(), "W-CONST")


def test_the_fixture_is_told_only_of_its_halo():
    codes = {finding.code for finding in golden.assessment().findings}
    assert not codes & {"W-MAX", "W-CORR-REVENUE", "W-UNUSED", "W-CONST"}
    (finding,) = found(golden.assessment(), "W-CORR")
    assert "pairs: 3;" in finding.text("en")
    assert "Revenue potential – Lifetime value / viability (0.93)" in finding.text("en")
