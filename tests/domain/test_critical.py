import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kamxl.domain import critical, scoring
from kamxl.domain.classes import held_tiers
from kamxl.domain.gates import tier_caps
from kamxl.domain.yardstick import account_borders
from tests.domain import golden
from tests.domain.strategies import Case, cases

BLANK = np.nan
WEIGHTS = np.array([50.0, 30.0, 20.0])
BORDERS = np.array([[8.0, 6.0, 4.0]])
NO_CAP = np.array([1])


def weighted(ratings: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return scoring.weighted_scores(ratings, weights, 1, 10).score


def moved(weights: np.ndarray, criterion: int, share: float) -> np.ndarray:
    """Return weights in which one has a share of all and the others keep their proportions."""
    shares = weights / weights.sum()
    others = shares * (1 - share) / (1 - shares[criterion])
    return np.where(np.arange(len(weights)) == criterion, share, others)


def intervals(ratings: list[float], cap: int = 1) -> critical.Intervals:
    rows = np.array([ratings])
    return critical.tier_intervals(rows, WEIGHTS, BORDERS, np.array([cap]), weighted(rows, WEIGHTS))


def test_vicom_overtakes_cartech_when_revenue_has_341_of_511_parts_of_the_weight():
    assessed = golden.assessment()
    rows = (
        assessed.effective[[golden.place("Vicom")]],
        assessed.effective[[golden.place("Cartech")]],
    )
    found = critical.critical_weights(*rows, np.array(assessed.policy.weights))
    assert found[0, golden.KEYS.index("revenue_volume")] == pytest.approx(341 / 511, abs=1e-12)


def test_the_ranking_of_the_fully_rated_eleven_holds_between_the_golden_shares():
    assessed = golden.assessment()
    full = [row for row, name in enumerate(golden.NAMES) if name != "Potenzialkunde"]
    low, high = critical.ranking_interval(
        assessed.effective[full], np.array(assessed.policy.weights), assessed.score[full]
    )
    revenue, strategic = (golden.KEYS.index(key) for key in ("revenue_volume", "strategic_value"))
    assert low[revenue] == pytest.approx(0.1237, abs=5e-5)
    assert high[revenue] == pytest.approx(0.2019, abs=5e-5)
    assert low[strategic] == 0
    assert high[strategic] == pytest.approx(0.0891, abs=5e-5)


def test_a_share_of_weight_is_critical_where_the_weighted_means_meet():
    # Of the other weights 30 : 20, a has 7.2 and b has 4.2: t 2 + (1 - t) 7.2 = t 8 + (1 - t) 4.2
    found = critical.critical_weights(np.array([[2, 8, 6]]), np.array([[8, 5, 3]]), WEIGHTS)
    assert found[0, 0] == pytest.approx(3 / (6 + 3), abs=1e-12)


def test_an_account_that_is_better_everywhere_is_never_caught():
    found = critical.critical_weights(np.array([[9, 8, 6]]), np.array([[8, 5, 3]]), WEIGHTS)
    assert np.isnan(found).all()


def test_a_tier_holds_until_the_score_reaches_the_border():
    # 50 · 9 + 30 · 6 + 20 · 5 = 730; the other two have (30 · 6 + 20 · 5) / 50 = 5.6 alone.
    found = intervals([9, 6, 5])
    # t 9 + (1 - t) 5.6 = 8 and = 6
    assert found.high[0, 0] == pytest.approx(2.4 / 3.4, abs=1e-12)
    assert found.low[0, 0] == pytest.approx(0.4 / 3.4, abs=1e-12)
    assert (found.tier_below[0, 0], found.tier_above[0, 0]) == (3, 1)


def test_a_closed_gate_leaves_out_the_borders_that_do_not_count():
    found = intervals([9, 6, 5], cap=3)
    assert (found.low[0, 0], found.high[0, 0]) == (0, 1)
    assert (found.tier_below[0, 0], found.tier_above[0, 0]) == (0, 0)


def test_a_score_on_a_border_leaves_no_room_on_the_side_where_it_falls():
    # 50 · 8 + 30 · 8 + 20 · 8 would not move at all; 50 · 9 + 30 · 7 + 20 · 7 = 800 does.
    assert intervals([8, 8, 8]).tier_below.tolist() == [[0, 0, 0]]
    found = intervals([9, 7, 7])
    assert (found.low[0, 0], found.high[0, 0]) == (0.5, 1)
    assert (found.tier_below[0, 0], found.tier_above[0, 0]) == (2, 0)


def test_an_unrated_criterion_moves_nothing():
    found = intervals([9, BLANK, 5])
    assert (found.low[0, 1], found.high[0, 1]) == (0, 1)


def test_a_criterion_with_all_the_weight_cannot_move():
    rows = np.array([[9.0, 5.0]])
    found = critical.tier_intervals(
        rows, np.array([100.0, 0.0]), BORDERS, NO_CAP, weighted(rows, np.array([100.0, 0.0]))
    )
    assert (found.tier_below[0, 0], found.tier_above[0, 0]) == (0, 0)


def test_two_equal_accounts_leave_the_ranking_no_room():
    rows = np.array([[9.0, 5.0, 5.0], [5.0, 9.0, 8.0]])
    scores = weighted(rows, np.array([50.0, 25.0, 25.0]))
    rows[1, 2] = 9.0
    scores = weighted(rows, np.array([50.0, 25.0, 25.0]))
    assert scores[0] == scores[1]
    low, high = critical.ranking_interval(rows, np.array([50.0, 25.0, 25.0]), scores)
    assert (low[0], high[0]) == (0.5, 0.5)


def test_a_swing_is_the_score_with_one_weight_changed_less_the_present_one():
    found = critical.weight_swings(np.array([9.0, 6.0, BLANK]), WEIGHTS, 0.2)
    assert found[0, 1] == pytest.approx((60 * 9 + 30 * 6) / 90 - (50 * 9 + 30 * 6) / 80)
    assert found[1, 0] == pytest.approx((50 * 9 + 24 * 6) / 74 - (50 * 9 + 30 * 6) / 80)
    assert found[2].tolist() == [0, 0]


# ---------------------------------------------------------------- laws


def ranked(case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return effective ratings, weights and scores of the accounts that have a score."""
    from kamxl.domain.assessment import assess

    found = assess(case.portfolio, case.policy, golden.TODAY)
    keep = ~np.isnan(found.score)
    return found.effective[keep], np.array(case.policy.weights, dtype=float), found.score[keep]


@given(cases(), st.data())
def test_within_its_interval_a_tier_holds_and_beyond_it_does_not(case: Case, data: st.DataObject):
    from kamxl.domain.assessment import assess

    found = assess(case.portfolio, case.policy, golden.TODAY)
    weights = np.array(case.policy.weights, dtype=float)
    borders, caps = account_borders(found), np.maximum(tier_caps(found.severity), 1)
    spans = critical.tier_intervals(found.effective, weights, borders, caps, found.score)

    def tier(criterion: int, share: float, account: int) -> int:
        score = weighted(found.effective, moved(weights, criterion, share))[account : account + 1]
        if np.isnan(score[0]):
            return 0
        number = held_tiers(score, list(borders[account]), np.zeros(1, np.int64), 0.0)[0]
        return int(max(number, caps[account]))

    known = np.flatnonzero(~np.isnan(found.score))
    assume(len(known))
    account = int(data.draw(st.sampled_from(known.tolist())))
    criterion = data.draw(st.integers(0, len(weights) - 1))
    share = weights[criterion] / weights.sum()
    assume(share < 1)
    present = tier(criterion, share, account)
    low, high = spans.low[account, criterion], spans.high[account, criterion]
    assert low <= share <= high
    for end in (low, high):
        inside = share + (end - share) * 0.999
        # Without any rated weight there is no score and no tier.
        assert tier(criterion, inside, account) in (present, 0)
    step = 1e-6
    if spans.tier_below[account, criterion] and low - step > 0:
        assert tier(criterion, low - step, account) == spans.tier_below[account, criterion]
    if spans.tier_above[account, criterion] and high + step < 1:
        assert tier(criterion, high + step, account) == spans.tier_above[account, criterion]


@given(cases(), st.data())
def test_two_accounts_are_equal_at_their_critical_weight(case: Case, data: st.DataObject):
    ratings, weights, _ = ranked(case)
    assume(len(ratings) >= 2)
    first = data.draw(st.integers(0, len(ratings) - 1))
    second = data.draw(st.integers(0, len(ratings) - 1))
    pair = ratings[[first]], ratings[[second]]
    for criterion, shares in enumerate(critical.equal_shares(*pair, weights)[0]):
        for share in shares[~np.isnan(shares)]:
            a, b = weighted(np.vstack(pair), moved(weights, criterion, share))
            assert np.isnan(a) or np.isnan(b) or a == pytest.approx(b, abs=1e-6)


@given(cases(), st.data())
def test_within_the_interval_of_the_ranking_nobody_overtakes(case: Case, data: st.DataObject):
    ratings, weights, scores = ranked(case)
    assume(len(ratings) >= 2)
    low, high = critical.ranking_interval(ratings, weights, scores)
    criterion = data.draw(st.integers(0, len(weights) - 1))
    share = weights[criterion] / weights.sum()
    assume(share < 1)
    part = data.draw(st.floats(0.01, 0.99))
    for end in (low[criterion], high[criterion]):
        now = weighted(ratings, moved(weights, criterion, share + part * (end - share)))
        order = np.argsort(-scores, kind="stable")
        falling = now[order][~np.isnan(now[order])]
        assert (np.diff(falling) <= 1e-6).all()
