import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamxl
from kamxl.domain import scoring
from kamxl.domain.assessment import assess
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.sensitivity import Sensitivity, sensitivity
from kamxl.domain.yardstick import account_borders, counted_ratings
from tests.domain import golden
from tests.domain.strategies import Case, cases


def found() -> Sensitivity:
    return sensitivity(golden.assessment())


def row(name: str) -> int:
    return found().accounts.tolist().index(golden.place(name))


def test_the_accounts_come_best_first_with_the_tiers_that_they_have():
    result = golden.assessment()
    assert found().accounts.tolist() == np.argsort(result.order).tolist()
    assert found().tier.tolist() == result.tier[found().accounts].tolist()


def test_only_so_many_are_listed_but_ranks_count_all():
    few = sensitivity(golden.assessment(), accounts=3)
    assert len(few) == 3
    assert len(few.field) == len(golden.NAMES)
    assert few.uniform.expected_rank == pytest.approx(found().uniform.expected_rank[:3])


def test_vicom_leads_from_two_thirds_of_the_weight_on_revenue():
    pair = golden.place("Cartech"), golden.place("Vicom")
    many = sensitivity(golden.assessment(), draws=20_000, pairs=[pair])
    assert many.uniform.before[0] == pytest.approx(0.9997, abs=0.01)
    assert many.local.before[0] == 1
    assert many.pairs == (pair,)


def test_the_leader_falls_to_b_when_its_relationship_counts_a_little_less():
    # Cartech: 8.03 with 10 % on a relationship of 10; the other 90 % have (803 - 100) / 90.
    move = found().nearest_move(row("Cartech"))
    others = (803 - 100) / 90
    assert move is not None
    assert golden.KEYS[move.criterion] == "relationship"
    assert move.by == pytest.approx((8 - others) / (10 - others) - 0.10)
    assert move.tier == 2


def test_a_tier_that_holds_in_every_draw_holds_with_probability_one():
    assert found().holds[row("Hotel")] == 1
    assert found().near.tiers[row("Hotel")].tolist() == [0, 1, 0, 0]


def test_a_customer_behind_a_closed_gate_is_told_of_the_gate():
    place = row("Großbesteller")
    assert found().needed.blocked[place]
    assert found().needed.tier[place] == 2


def test_the_same_portfolio_gives_the_same_numbers_every_time():
    first, second = found(), found()
    assert first.seed == second.seed
    for one, other in zip(first.local, second.local, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_nobody_ranked_is_no_error():
    nothing = sensitivity(assess(Portfolio((), ()), golden.policy(), golden.TODAY))
    assert len(nothing) == 0
    assert nothing.dominance == ()
    assert nothing.critical.shape == (0, len(golden.KEYS))


def test_a_previous_tier_moves_the_borders_by_the_hysteresis():
    accounts = dataclasses.replace(
        golden.portfolio(),
        texts={
            **golden.portfolio().texts,
            "previous_tier": tuple("B" if n == "Cartech" else "" for n in golden.NAMES),
        },
    )
    result = assess(accounts, golden.policy(), golden.TODAY)
    borders = account_borders(result)
    assert borders[golden.place("Cartech")].tolist() == [8.25, 6 - 0.25, 4 - 0.25]
    assert borders[golden.place("Vicom")].tolist() == [8, 6, 4]
    held = sensitivity(result)
    assert held.tier[held.accounts.tolist().index(golden.place("Cartech"))] == 2


def test_it_is_one_of_the_public_names():
    assert kamxl.sensitivity is sensitivity
    assert kamxl.Sensitivity is Sensitivity


@given(cases(), st.sampled_from(["reweight", "neutral", "worst", "error"]))
def test_the_ratings_that_count_give_the_assessments_scores(case: Case, missing: str):
    policy = dataclasses.replace(case.policy, missing=missing)
    result = assess(case.portfolio, policy, golden.TODAY)
    ranked = result.rank > 0
    weights = np.array(policy.weights, dtype=float)
    scores = scoring.weighted_scores(
        counted_ratings(result.effective, policy), weights, 1, 10
    ).score
    assert scores[ranked] == pytest.approx(result.score[ranked], abs=1e-12)


@given(cases())
def test_tiers_by_border_are_those_of_the_assessment(case: Case):
    result = assess(case.portfolio, case.policy, golden.TODAY)
    firm = sensitivity(result, draws=20)
    assert firm.tier.tolist() == result.computed_tier[firm.accounts].tolist()
    assert ((firm.holds >= 0) & (firm.holds <= 1)).all()
