import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.methods import WSM

from kamxl.domain import classes, scoring, smaa
from tests.domain import golden

BORDERS = np.array([8.0, 6.0, 4.0])
FULL = [row for row, name in enumerate(golden.NAMES) if name != "Potenzialkunde"]


def judged(ratings: np.ndarray, drawn: np.ndarray, **asked: object) -> smaa.Acceptability:
    return smaa.acceptability(ratings, drawn, tiers_by_border(ratings, drawn), **asked)


def tiers_by_border(ratings: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    return np.array(
        [classes.tier_numbers(row, BORDERS) for row in smaa.drawn_scores(ratings, drawn)]
    )


def weighed() -> tuple[np.ndarray, np.ndarray]:
    """Return ratings of the fully rated eleven on the criteria with weight, and those weights."""
    assessed = golden.assessment()
    weights = np.array(assessed.policy.weights)
    return assessed.effective[np.ix_(FULL, weights > 0)], weights[weights > 0] / weights.sum()


def test_any_weighting_of_the_eleven_fully_rated_puts_cartech_first_in_92_of_100():
    assessed = golden.assessment()
    names = [golden.NAMES[row] for row in FULL]
    cartech, vicom = names.index("Cartech"), names.index("Vicom")
    drawn = smaa.uniform_weights(np.array(assessed.policy.weights), 20_000, 2026)
    found = judged(assessed.effective[FULL], drawn, pairs=[(cartech, vicom)])
    assert found.first[cartech] == pytest.approx(0.918, abs=0.01)
    assert found.first[names.index("Technologie")] == pytest.approx(0.061, abs=0.01)
    assert found.first[vicom] == pytest.approx(0, abs=0.01)
    assert found.before[0] == pytest.approx(0.9997, abs=0.01)


def test_probabilities_of_a_small_case_are_those_of_every_weighting_on_a_fine_grid():
    ratings = np.array([[9.0, 2, 6], [5, 8, 4], [6, 6, 7], [4, np.nan, 9]])
    steps = 120
    # The middles of the grid's cells: weightings that sum to 1, evenly spread.
    grid = np.array(
        [
            (i + 1 / 3, j + 1 / 3, steps - i - j - 2 / 3)
            for i, j in itertools.product(range(steps), repeat=2)
            if i + j < steps
        ]
    ) / steps  # fmt: skip
    ranks, tiers = np.zeros((len(grid), 4)), np.zeros((4, 4))
    for place, weights in enumerate(grid):
        score = scoring.weighted_scores(ratings, weights, 1, 10).score
        ranks[place] = classes.competition_rank(score)
        for account, tier in enumerate(classes.tier_numbers(score, BORDERS)):
            tiers[account, tier - 1] += 1
    found = judged(ratings, smaa.uniform_weights(np.ones(3), 40_000, 7), top=2)
    assert found.first == pytest.approx((ranks == 1).mean(axis=0), abs=0.015)
    assert found.top == pytest.approx((ranks <= 2).mean(axis=0), abs=0.015)
    assert found.expected_rank == pytest.approx(ranks.mean(axis=0), abs=0.03)
    assert found.tiers == pytest.approx(tiers / len(grid), abs=0.015)


def test_scores_and_ranks_of_every_draw_are_those_of_pymcdm():
    ratings, weights = weighed()
    drawn = smaa.uniform_weights(weights, 50, 1)
    scores = smaa.drawn_scores(ratings, drawn)
    weighted_sum = WSM(normalization_function=lambda column, cost=False: column)
    for weights, own, ranks in zip(drawn, scores, smaa.ranks(scores), strict=True):
        theirs = weighted_sum(ratings, weights, np.ones(len(weights)))
        assert own == pytest.approx(theirs, abs=1e-9)
        assert ranks.tolist() == weighted_sum.rank(theirs).tolist()


def test_the_present_weights_give_pymcdms_scores_too():
    ratings, weights = weighed()
    weighted_sum = WSM(normalization_function=lambda column, cost=False: column)
    theirs = weighted_sum(ratings, weights, np.ones(len(weights)))
    assert golden.assessment().score[FULL] == pytest.approx(theirs, abs=1e-12)


def test_equal_scores_share_a_rank_and_the_next_one_is_left_out():
    scores = np.array([[7.0, 9.0, 7.0, np.nan, 3.0]])
    assert smaa.ranks(scores).tolist() == [[2, 1, 2, 5, 4]]


def test_only_the_first_accounts_have_tiers_the_others_count_for_the_ranks():
    drawn = smaa.uniform_weights(np.ones(2), 4, 1)
    tiers = np.array([[3], [3], [2], [0]])
    found = smaa.acceptability(np.array([[5.0, 5.0], [9.0, 9.0]]), drawn, tiers)
    assert found.tiers.tolist() == [[0, 1 / 4, 2 / 4, 0]]
    assert found.expected_rank.tolist() == [2, 1]


def test_the_same_seed_draws_the_same_and_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch):
    ratings = np.array([[9.0, 2, 6], [5, 8, 4], [6, 6, 7]])
    drawn = smaa.local_weights(np.array([5.0, 3, 2]), 60, 500, 3)
    assert (drawn == smaa.local_weights(np.array([5.0, 3, 2]), 60, 500, 3)).all()
    whole = judged(ratings, drawn, pairs=[(0, 1)])
    monkeypatch.setattr(smaa, "BLOCK", 3 * 7)
    for one, other in zip(whole, judged(ratings, drawn, pairs=[(0, 1)]), strict=True):
        assert one == pytest.approx(other, abs=1e-12, nan_ok=True)


def test_criteria_without_weight_are_never_drawn_any():
    weights = np.array([50.0, 0.0, 50.0])
    for drawn in (
        smaa.uniform_weights(weights, 100, 1),
        smaa.local_weights(weights, 60, 100, 1),
        smaa.near_weights(weights, 0.2, 100, 1),
    ):
        assert (drawn[:, 1] == 0).all()
        assert drawn.sum(axis=1) == pytest.approx(1)


def test_local_draws_have_the_present_weights_as_their_mean_and_dirichlets_spread():
    drawn = smaa.local_weights(np.array([10.0, 30, 60]), 60, 50_000, 1)
    assert drawn.mean(axis=0) == pytest.approx([0.1, 0.3, 0.6], abs=0.002)
    assert drawn[:, 0].std() == pytest.approx(np.sqrt(0.1 * 0.9 / 61), abs=0.001)


def test_near_draws_stay_within_a_fifth_of_the_present_proportions():
    drawn = smaa.near_weights(np.array([10.0, 30, 60]), 0.2, 5_000, 1)
    ratio = drawn[:, 1] / drawn[:, 0] / 3
    assert ratio.min() >= 0.8 / 1.2
    assert ratio.max() <= 1.2 / 0.8


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(
                st.one_of(st.just(np.nan), st.integers(1, 10).map(float)),
                min_size=width,
                max_size=width,
            ),
            min_size=1,
            max_size=6,
        )
    )
)
def test_probabilities_are_shares_and_somebody_is_always_first(rows: list[list[float]]):
    ratings = np.array([row for row in rows if not np.isnan(row).all()] or [[5.0]])
    found = judged(ratings, smaa.uniform_weights(np.ones(ratings.shape[1]), 60, 1))
    for column in (found.tiers, found.first, found.top):
        assert ((column >= 0) & (column <= 1)).all()
    assert found.tiers.sum(axis=1) == pytest.approx(1)
    assert found.first.sum() >= 1 - 1e-12
    assert ((found.expected_rank >= 1) & (found.expected_rank <= len(ratings))).all()
    assert found.central.sum(axis=1)[found.first > 0] == pytest.approx(1)


@given(
    st.lists(st.lists(st.floats(1, 10), min_size=3, max_size=3), min_size=1, max_size=12),
)
def test_an_account_has_one_rank_a_draw_and_the_first_ranks_mean_what_their_sums_say(
    rows: list[list[float]],
):
    ratings, count = np.array(rows), len(rows)
    drawn = smaa.uniform_weights(np.ones(3), 50, 1)
    found = smaa.acceptability(ratings, drawn, np.zeros((50, count), dtype=np.int64))
    assert found.ranks.shape == (count, smaa.RANKS)
    np.testing.assert_array_equal(found.ranks[:, 0], found.first)
    # The default of `top` is as many ranks as are counted one by one.
    np.testing.assert_allclose(found.ranks.sum(axis=1), found.top)
    if count <= smaa.RANKS:
        np.testing.assert_allclose(found.ranks.sum(axis=1), 1)
        mean = found.ranks @ np.arange(1, smaa.RANKS + 1)
        np.testing.assert_allclose(mean, found.expected_rank)


@given(
    st.lists(
        st.lists(st.sampled_from([1.0, 5.0, 6.0, 9.0, np.nan]), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_tiers_and_firsts_without_ranks_are_those_with_them(rows: list[list[float]]) -> None:
    ratings = np.array(rows)
    drawn = smaa.uniform_weights(np.array([2.0, 3.0, 5.0]), 200, 1)

    def tiers_of(scores: np.ndarray) -> np.ndarray:
        return classes.tier_numbers(scores, (8, 6, 4))

    scores = smaa.drawn_scores(ratings, drawn)
    judged = tiers_of(scores.ravel()).reshape(scores.shape)
    ranked = smaa.acceptability(ratings, drawn, judged)
    tiers, first = smaa.tiers_and_first(ratings, drawn, tiers_of)
    rated = ~np.isnan(ratings).all(axis=1)
    assert np.array_equal(tiers, ranked.tiers)
    assert np.array_equal(first[rated], ranked.first[rated])
    assert not first[~rated].any()
