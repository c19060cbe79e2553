import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.contributions import hundredths
from kamxl.domain.movement import (
    NONE,
    Movements,
    Snapshot,
    movement_findings,
    movements,
    snapshot,
)
from kamxl.domain.portfolio import Portfolio
from tests.domain import golden
from tests.domain.strategies import on_hundred

DAY = dt.date(2025, 11, 1)


def then(**changes: object) -> Snapshot:
    return dataclasses.replace(snapshot(golden.assessment(), DAY), **changes)  # type: ignore[arg-type]


def judged(accounts: Portfolio, **policy: object) -> Assessment:
    return assess(accounts, dataclasses.replace(golden.policy(), **policy), golden.TODAY)  # type: ignore[arg-type]


def rated(name: str, key: str, cell: object, **policy: object) -> Movements:
    found = judged(golden.with_rating(golden.portfolio(), name, key, cell), **policy)
    return movements(found, then())


def test_nothing_moves_where_nothing_changed():
    found = movements(golden.assessment(), then())
    assert found.comparable.all()
    assert not found.change.any()
    assert not found.notable.any()
    assert found.gone == ()
    assert [found.sentence(n, "en") for n in range(12)] == [""] * 12
    assert list(movement_findings(found)) == []


def test_a_rating_moves_score_rank_and_tier_and_is_named():
    # Vicom's relationship from 2 to 9: 10 · 7 / 100 = 0.70, from 4.92 to 5.62, past Großbesteller.
    found = rated("Vicom", "relationship", 9.0)
    place = golden.place("Vicom")
    assert found.change[place] == 70
    assert found.notable[place]
    assert found.sentence(place, "en") == (
        "+0.70 points; rank 9 → 8; most by Relationship & engagement +0.70."
    )
    assert found.sentence(place, "de") == (
        "+0,70 Punkte; Rang 9 → 8; am meisten durch Beziehung & Engagement +0,70."
    )
    # The one that was passed moved in rank alone.
    passed = golden.place("Großbesteller")
    assert found.sentence(passed, "en") == "rank 8 → 9."
    assert not found.notable[passed]
    assert found.ranked()[0] == place


def test_a_small_movement_is_notable_where_it_changes_the_tier_or_the_setting_says_so():
    # Cartech's reputation from 6 to 5: 5 · 1 / 100 = 0.05, from 8.03 to 7.98, below border A.
    place = golden.place("Cartech")
    found = rated("Cartech", "reputation", 5.0)
    assert (found.change[place], found.notable[place]) == (-5, True)
    assert "tier A → B" in found.sentence(place, "en")
    hotel = golden.place("Hotel")
    assert not rated("Hotel", "reputation", 5.0).notable[hotel]
    assert rated("Hotel", "reputation", 5.0, moved=0.05).notable[hotel]


def test_the_criterion_that_moved_most_is_one_in_the_direction_of_the_change():
    accounts = golden.with_rating(golden.portfolio(), "Hotel", "lifetime_value", 2.0)  # −0.90
    accounts = golden.with_rating(accounts, "Hotel", "relationship", 10.0)  # +0.10
    accounts = golden.with_rating(accounts, "Hotel", "revenue_volume", 10.0)  # +0.90
    found = movements(judged(accounts), then())
    place = golden.place("Hotel")
    assert found.change[place] == 10
    assert found.mover(place, "en") == "Revenue volume"
    assert found.amount(place) == 90


def test_new_and_gone_accounts_are_said():
    before = then(ids=("Old", *golden.NAMES[1:]), names=("Old Ltd", *golden.NAMES[1:]))
    found = movements(golden.assessment(), before)
    assert found.new(0)
    assert (found.row[0], found.gone) == (NONE, (0,))
    assert found.sentence(0, "de") == "neu."
    said = [(f.code, f.values["names"]) for f in movement_findings(found)]
    assert said == [("E-NEW", "Cartech"), ("E-GONE", "Old Ltd")]


def test_what_criteria_added_that_are_no_longer_there_is_one_sum():
    # Without reputation (weight 5): S = (8.03 · 100 − 5 · 6) / 95 = 8.1368
    criteria = tuple(c for c in golden.policy().criteria if c.key != "reputation")
    found = movements(judged(golden.portfolio(), criteria=criteria), then())
    place = golden.place("Cartech")
    assert found.change[place] == 814 - 803
    assert found.by[place, -1] == pytest.approx(-5 * 6 / 100)
    assert found.by[place].sum() == pytest.approx((803 - 30) / 95 - 8.03)
    lower = golden.place("Branchenführer")  # it loses most by the reputation of 10
    assert found.mover(lower, "en") == "criteria no longer there"


def test_scores_on_another_scale_are_not_compared_but_tiers_are():
    policy = golden.policy().on_scale(100)
    found = movements(assess(on_hundred(golden.portfolio()), policy, golden.TODAY), then())
    assert not found.comparable.any()
    assert not found.change.any()
    assert not found.notable.any()
    lower = np.array(then().tier) + (np.array(then().tier) < 4)
    found = movements(
        assess(on_hundred(golden.portfolio()), policy, golden.TODAY), then(tier=lower)
    )
    assert found.notable[golden.place("Cartech")]


def test_an_account_that_gets_its_first_score_has_no_change_but_a_tier():
    bare = judged(golden.of_revenues(5), moved=0.25)
    first = snapshot(bare, DAY)
    assert np.isnan(first.score).all()
    accounts = dataclasses.replace(golden.portfolio(), ids=("a", *golden.NAMES[1:]))
    found = movements(judged(accounts), first)
    assert not found.comparable[0]
    assert found.sentence(0, "en") == "tier – → A."
    assert found.notable[0]


def test_a_run_with_nobody_is_compared_with_too():
    nobody = snapshot(assess(Portfolio((), ()), golden.policy(), golden.TODAY), DAY)
    found = movements(golden.assessment(), nobody)
    assert all(found.new(account) for account in range(12))
    assert len(found.ranked()) == 12
    empty = movements(assess(Portfolio((), ()), golden.policy(), golden.TODAY), then())
    assert len(empty.gone) == 12
    assert empty.ranked() == []


@given(st.lists(st.integers(1, 10), min_size=10, max_size=10), st.sampled_from(golden.NAMES))
def test_the_change_is_that_of_the_shown_scores_and_criteria_sum_to_the_exact_one(points, name):
    accounts = golden.portfolio()
    for key, cell in zip(golden.KEYS, points, strict=False):
        accounts = golden.with_rating(accounts, name, key, float(cell))
    result, place = judged(accounts), golden.place(name)
    found = movements(result, then())
    before, after = golden.assessment().score, result.score
    assert found.change[place] == hundredths(after)[place] - hundredths(before)[place]
    if found.change[place]:
        assert found.by[place].sum() == pytest.approx(after[place] - before[place], abs=1e-8)
