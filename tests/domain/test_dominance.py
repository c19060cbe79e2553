import numpy as np
from hypothesis import given

from kamxl.domain.assessment import assess
from kamxl.domain.dominance import dominance_pairs
from kamxl.domain.smaa import drawn_scores, uniform_weights
from tests.domain import golden
from tests.domain.strategies import Case, cases

BLANK = np.nan
EVEN = np.ones(3)


def test_one_dominates_another_that_is_nowhere_better_and_once_worse():
    assert dominance_pairs(np.array([[8.0, 5, 5], [8, 5, 4], [9, 1, 1]]), EVEN) == [(0, 1)]


def test_equal_accounts_do_not_dominate_each_other():
    assert dominance_pairs(np.array([[8.0, 5, 5], [8, 5, 5]]), EVEN) == []


def test_only_criteria_that_both_have_and_that_have_weight_count():
    rows = np.array([[8.0, BLANK, 5], [7, 9, 5]])
    assert dominance_pairs(rows, EVEN) == [(0, 1)]
    assert dominance_pairs(rows, np.array([0.0, 1, 1])) == []


def test_without_a_common_criterion_nobody_dominates():
    assert dominance_pairs(np.array([[8.0, BLANK, BLANK], [BLANK, 1, 1]]), EVEN) == []


@given(cases())
def test_of_fully_rated_accounts_the_better_one_never_scores_less(case: Case):
    found = assess(case.portfolio, case.policy, golden.TODAY)
    full = found.effective[~np.isnan(found.effective).any(axis=1)]
    weights = np.array(case.policy.weights, dtype=float)
    scores = drawn_scores(full, uniform_weights(weights, 50, 1))
    for better, worse in dominance_pairs(full, weights):
        assert (scores[:, better] >= scores[:, worse]).all()
