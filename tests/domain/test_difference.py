import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.contributions import hundredths
from kamxl.domain.difference import Difference, difference
from kamxl.domain.edits import RATING, Edit, input_edits, matched, policy_edits, typed
from kamxl.domain.policy import Gate
from kamxl.domain.portfolio import Portfolio, Ratings
from tests.domain import golden
from tests.domain.strategies import cases, on_hundred, taken


def at(found: Difference, name: str) -> int:
    """Return the pair of an account."""
    return [found.after.portfolio.ids[new] for _, new in found.match.pairs].index(name)


def by(found: Difference, pair: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return what inputs and policy bring by criterion, in hundredths, where it is anything."""
    return tuple(  # type: ignore[return-value]
        {key: int(cell) for key, cell in zip(found.keys, column[pair], strict=True) if cell}
        for column in (found.by_inputs, found.by_policy)
    )


def judged(accounts: Portfolio, **policy: object) -> Assessment:
    return assess(accounts, dataclasses.replace(golden.policy(), **policy), golden.TODAY)  # type: ignore[arg-type]


def test_a_workbook_beside_itself_says_nothing():
    found = difference(golden.assessment(), golden.assessment())
    assert not found.change.any()
    assert not found.by_inputs.any()
    assert not found.by_policy.any()
    assert not any(found.moved(pair) for pair in range(12))


def test_what_ratings_and_what_weights_bring_is_told_apart():
    # Vicom's relationship from 2 to 9 under weight 10 of 100: + 10 · 7 / 100 = 0.70. Then the
    # weight of reputation from 5 to 25 of 120. Reputation is 7, all else (5.62 · 100 − 35) / 95:
    # S = (562 + 20 · 7) / 120 = 5.85.
    accounts = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    criteria = tuple(
        dataclasses.replace(c, weight=25.0) if c.key == "reputation" else c
        for c in golden.policy().criteria
    )
    found = difference(golden.assessment(), judged(accounts, criteria=criteria))
    pair = at(found, "Vicom")
    assert found.scores(pair) == (492, 562, 585)
    inputs, policy = by(found, pair)
    assert inputs == {"relationship": 70}
    # Reputation: 25 · 7 / 120 − 5 · 7 / 100 = 1.4583 − 0.35 = + 1.1083.
    assert policy["reputation"] in (110, 111)
    assert sum(policy.values()) == 585 - 562
    assert int(found.change[pair]) == 585 - 492
    said = found.words(pair, "en")
    assert said.startswith("+0.93 points (4.92 → 5.85); rank ")
    assert "Ratings and figures +0.70: Relationship & engagement +0.70." in said
    assert "Weights and policy +0.23: Market reputation +1.11, Revenue volume" in said
    assert found.words(pair, "de").startswith("+0,93 Punkte (4,92 → 5,85); Rang ")


def test_whoever_moves_a_border_is_named_as_the_cause_of_a_tier():
    # Cartech has 8.03: A from 8.0, B once A begins at 8.5.
    found = difference(golden.assessment(), judged(golden.portfolio(), borders=(8.5, 6.0, 4.0)))
    pair = at(found, "Cartech")
    assert found.tiers(pair) == (1, 1, 2)
    assert found.words(pair, "en") == "tier A → B (by weights and policy)."
    # Its reputation from 6 to 5 costs 5 · 1 / 100 = 0.05: 7.98 is below the old border already.
    lower = golden.with_rating(golden.portfolio(), "Cartech", "reputation", 5.0)
    found = difference(golden.assessment(), judged(lower))
    assert found.tiers(pair) == (1, 2, 2)
    assert "tier A → B (by ratings and figures)" in found.words(pair, "en")


def test_a_gate_that_closes_is_named_without_any_change_of_the_score():
    # Solvency has weight 0 and a gate at 3: Hotel falls from 8 to 2, its score stays.
    accounts = golden.with_rating(golden.portfolio(), "Hotel", "solvency", 2.0)
    found = difference(golden.assessment(), judged(accounts))
    pair = at(found, "Hotel")
    assert found.change[pair] == 0
    said = found.words(pair, "en")
    assert "tier B → C (by ratings and figures)" in said
    assert said.endswith("Gate now closed: Cap C: Solvency ≤ 3.")
    back = difference(judged(accounts), golden.assessment())
    assert back.words(pair, "de").endswith(
        "Deckel greift nicht mehr: Deckel C: Zahlungsfähigkeit ≤ 3."
    )


def test_a_criterion_that_went_counts_as_policy_with_the_rating_that_it_had():
    # Without reputation (weight 5, Cartech has 6): (803 − 30) / 95 = 8.1368.
    criteria = tuple(c for c in golden.policy().criteria if c.key != "reputation")
    accounts = golden.portfolio()
    accounts = dataclasses.replace(
        accounts, ratings={k: r for k, r in accounts.ratings.items() if k != "reputation"}
    )
    found = difference(golden.assessment(), judged(accounts, criteria=criteria))
    pair = at(found, "Cartech")
    inputs, policy = by(found, pair)
    assert inputs == {}
    assert policy["reputation"] == -30
    assert sum(policy.values()) == 814 - 803
    assert found.keys[-1] == "reputation"


def test_scores_of_two_scales_are_compared_on_the_later_one():
    # 1 to 100: y = 1 + 11 (x − 1); Cartech's 8.03 is 78.33 there.
    policy = golden.policy().on_scale(100)
    found = difference(
        golden.assessment(), assess(on_hundred(golden.portfolio()), policy, golden.TODAY)
    )
    assert found.scores(at(found, "Cartech")) == (7833, 7833, 7833)
    assert not any(found.moved(pair) for pair in range(12))


def test_where_the_earlier_policy_gives_no_score_nothing_is_parted():
    # With `error` a missing rating leaves no score; later it is reweighted.
    strict = {"missing": "error", "minimum_coverage": 0.5}
    accounts = golden.with_rating(golden.portfolio(), "Hotel", "reputation", None)
    found = difference(judged(golden.portfolio(), **strict), judged(accounts, minimum_coverage=0.5))
    pair = at(found, "Hotel")
    assert not found.parted[pair]
    assert found.comparable[pair]
    assert not found.by_policy[pair].any()
    assert found.by_inputs[pair].sum() == found.change[pair] != 0
    assert found.words(pair, "en").endswith("so it is not parted.")


def test_first_and_last_scores_are_said():
    bare = assess(golden.of_revenues(5), golden.policy(), golden.TODAY)
    accounts = dataclasses.replace(golden.portfolio(), ids=("a", *golden.NAMES[1:]))
    rated = judged(accounts)
    assert (
        difference(bare, rated).words(0, "en").startswith("scored for the first time; tier – → A")
    )
    assert difference(rated, bare).words(0, "de").startswith("kein Punktwert mehr; Klasse A → –")


def test_accounts_that_came_or_went_stand_apart_and_shares_are_compared():
    # 60 of 100 becomes 60 of 60 + 60.
    before = assess(golden.of_revenues(60, 40), golden.policy(), golden.TODAY)
    after = assess(
        Portfolio(("a", "c"), ("a", "c"), {"revenue": np.array([60.0, 60.0])}),
        golden.policy(), golden.TODAY,
    )  # fmt: skip
    found = difference(before, after)
    assert (found.match.pairs, found.match.came, found.match.gone) == (((0, 0),), (1,), (1,))
    assert found.words(0, "en") == "share 60.0 % → 50.0 %."


def test_a_decision_by_hand_is_said():
    accounts = dataclasses.replace(
        golden.portfolio(),
        texts={
            **golden.portfolio().texts,
            "override_tier": ("D", *("",) * 11),
            "override_by": ("Kim", *("",) * 11),
            "override_reason": ("Merger", *("",) * 11),
        },
        dates={"override_date": (dt.date(2025, 12, 1), *(None,) * 11)},
    )
    found = difference(golden.assessment(), judged(accounts))
    said = found.words(0, "en")
    assert said == "tier A → D (by ratings and figures). Tier now decided by people."


@given(cases(accounts=5), cases(accounts=5))
def test_differences_sum_exactly_and_a_way_back_is_the_same_with_other_signs(one, other):
    before = assess(one.portfolio, one.policy, golden.TODAY)
    after = assess(other.portfolio, other.policy, golden.TODAY)
    found = difference(before, after)
    assert (found.by.sum(axis=1) == found.change).all()
    for pair, (old, new) in enumerate(found.match.pairs):
        if found.comparable[pair]:
            shown = hundredths(np.array([before.score[old], after.score[new]]))
            assert found.change[pair] == shown[1] - shown[0]
            first, middle, last = found.scores(pair)
            if found.parted[pair]:
                assert found.by_inputs[pair].sum() == middle - first
                assert found.by_policy[pair].sum() == last - middle
    back = difference(after, before)
    assert sorted(back.change.tolist()) == sorted((-found.change).tolist())


@given(cases())
def test_anything_beside_itself_is_empty(case):
    result = assess(case.portfolio, case.policy, golden.TODAY)
    found = difference(result, result)
    assert not found.by.any()
    assert not any(found.moved(pair) for pair in range(len(found.match.pairs)))
    assert policy_edits(case.policy, case.policy) == []
    cells = typed(case.portfolio)
    assert input_edits(cells, cells, found.match.pairs) == []


def applied(before: Portfolio, edits: list[Edit]) -> Portfolio:
    """Return accounts with edits typed into them."""
    numbers = {key: column.copy() for key, column in before.numbers.items()}
    ratings = {key: list(column) for key, column in typed(before).items() if RATING in key}
    for edit in edits:
        if edit.key.startswith(RATING):
            ratings.setdefault(edit.key, [None] * len(before))[edit.before_at] = edit.after
        else:
            value = np.nan if edit.after is None else edit.after
            numbers[edit.key][edit.before_at] = value  # type: ignore[assignment]
    return dataclasses.replace(
        before,
        numbers=numbers,
        ratings={key.removeprefix(RATING): Ratings.of(cells) for key, cells in ratings.items()},
    )


@given(cases(accounts=6), st.data())
def test_the_named_edits_typed_into_the_earlier_accounts_give_the_later_scores(case, data):
    later = data.draw(cases(accounts=6))
    count = min(len(case.portfolio), len(later.portfolio))
    keep = list(range(count))
    before, after = taken(case.portfolio, keep), taken(later.portfolio, keep)
    edits = input_edits(typed(before), typed(after), matched(before, after).pairs)
    made = assess(applied(before, edits), later.policy, golden.TODAY)
    wanted = assess(after, later.policy, golden.TODAY)
    assert np.array_equal(made.score, wanted.score, equal_nan=True)
    assert np.array_equal(made.share, wanted.share, equal_nan=True)


@pytest.mark.parametrize("effect", ["exclude", "cap"])
def test_a_gate_of_the_policy_is_not_taken_for_a_rating(effect):
    criteria = tuple(
        dataclasses.replace(c, gate=Gate(9, "C", effect)) if c.key == "solvency" else c
        for c in golden.policy().criteria
    )
    found = difference(golden.assessment(), judged(golden.portfolio(), criteria=criteria))
    pair = at(found, "Cartech")
    assert found.tiers(pair)[:2] == (1, 1)
    assert "(by weights and policy)" in found.words(pair, "en")
