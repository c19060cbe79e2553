import dataclasses
import datetime as dt

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.policy import Policy, Scale
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.suggestions import credit_ratings, ideal_match, suggestions
from tests.domain import golden

BLANK = np.nan


def accounts(count: int, **texts: tuple[str, ...]) -> Portfolio:
    names = tuple("abcdefgh"[:count])
    return Portfolio(names, names, texts=texts)


@pytest.mark.parametrize(
    ("index", "rating"),
    [(100, 10), (149, 10), (150, 9), (199, 9), (200, 7), (249, 7), (250, 5), (299, 5), (300, 3),
     (349, 3), (350, 2), (499, 2), (500, 1), (600, 1), (99, BLANK), (601, BLANK), (BLANK, BLANK)],
)  # fmt: skip
def test_a_credit_index_suggests_what_the_table_of_creditreform_says(index: float, rating: float):
    np.testing.assert_array_equal(credit_ratings(np.array([index])), [rating])


def test_the_match_is_the_share_of_weight_of_what_is_wanted_and_known():
    policy = Policy(
        (), icp_segment="Hotel, Bau", icp_segment_weight=60, icp_region="Süd", icp_region_weight=40
    )
    given = accounts(
        5, segment=("hotel", "Hotel", "Handel", "", ""), region=("Süd", "Nord", "süd", "Süd", "")
    )
    found = ideal_match(given, policy)
    np.testing.assert_allclose(found, [1, 60 / 100, 40 / 100, 40 / 40, BLANK])


def test_b13_size_and_use_case_belong_to_the_profile_as_well():
    policy = Policy(
        (), icp_segment="Hotel", icp_segment_weight=40, icp_company_size="Mittel, groß",
        icp_company_size_weight=40, icp_use_case="Kasse", icp_use_case_weight=20,
    )  # fmt: skip
    given = accounts(
        2, segment=("Hotel", "Bau"), company_size=("GROSS", "mittel"), use_case=("Kasse", "")
    )
    # 40 and 20 of 100; 40 of the 80 that are known.
    np.testing.assert_allclose(ideal_match(given, policy), [60 / 100, 40 / 80])


def test_without_a_profile_nothing_matches_or_differs():
    assert np.isnan(ideal_match(accounts(1, segment=("Hotel",)), Policy(()))).all()


def test_a_part_of_a_segments_name_is_no_match():
    policy = Policy((), icp_segment="Hotelbau, Bau & Holz")
    found = ideal_match(accounts(3, segment=("Hotel", "Bau", "bau  & holz")), policy)
    assert found.tolist() == [0, 0, 1]


def test_brands_and_leaders_visions_and_matches_are_suggested_on_the_scale():
    given = dataclasses.replace(
        accounts(
            3,
            brand=("yes", "no", ""),
            vision=("aligned", "neutral", "contradictory"),
            segment=("Hotel", "", "Handel"),
        ),
        leader=(False, False, True),
    )
    policy = Policy((), icp_segment="Hotel")
    found = suggestions(given, policy)
    np.testing.assert_array_equal(found["suggested_reputation"], [9, BLANK, 9])
    np.testing.assert_array_equal(found["suggested_strategic"], [9, 5, 2])
    np.testing.assert_array_equal(found["suggested_fit"], [10, BLANK, 1])
    hundred = suggestions(given, dataclasses.replace(policy, scale=Scale(100)))
    np.testing.assert_array_equal(hundred["suggested_strategic"], [89, 45, 12])
    np.testing.assert_array_equal(hundred["suggested_fit"], [100, BLANK, 1])


def test_a_suggestion_is_never_counted():
    given = golden.portfolio()
    facts = {"brand": ("yes",) * len(given), "vision": ("contradictory",) * len(given)}
    changed = dataclasses.replace(given, texts={**given.texts, **facts})
    before, after = (assess(p, golden.policy(), dt.date(2026, 1, 1)) for p in (given, changed))
    np.testing.assert_array_equal(before.score, after.score)
