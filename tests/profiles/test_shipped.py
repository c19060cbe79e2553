import datetime as dt

import numpy as np
import pytest

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.bands import BAND_COUNT
from kamxl.domain.policy import METRICS, RATED, Gate
from kamxl.errors import PolicyError
from kamxl.profiles import PROFILES, load_profile, shipped_profile
from tests.domain import golden

# What people read in one glance, and what an input message of Excel holds.
ANCHOR_LENGTH, DESCRIPTION_LENGTH = 200, 255
JUDGING = [key for key in PROFILES if key != "blank"]
# In these nothing tells how the customer sees us.
WITHOUT_MATRIX = ["points-ranking"]

# Domain 4.13: key, weight, direction, source, axis.
STANDARD = [
    ("revenue_volume", 15, 1, "revenue", "attractiveness"),
    ("revenue_potential", 12, 1, "potential", "attractiveness"),
    ("lifetime_value", 15, 1, "rated", "attractiveness"),
    ("order_stability", 10, 1, "order_cv", "attractiveness"),
    ("cost_to_serve", 10, -1, "cost_ratio", "attractiveness"),
    ("product_need", 5, 1, "rated", "attractiveness"),
    ("product_fit", 10, 1, "rated", "strength"),
    ("reputation", 5, 1, "rated", "attractiveness"),
    ("relationship", 10, 1, "rated", "strength"),
    ("strategic_value", 8, 1, "rated", "attractiveness"),
    ("solvency", 0, 1, "rated", "attractiveness"),
]


def test_standard_is_the_table_of_the_domain():
    found = load_profile("standard").criteria
    assert [(c.key, c.weight, c.direction, c.source, c.axis) for c in found] == STANDARD
    assert all(criterion.active for criterion in found)
    assert 15 + 12 + 15 + 10 + 10 + 5 + 10 + 5 + 10 + 8 == 100


def test_only_solvency_is_a_gate_without_weight_at_3_with_cap_c():
    for key in JUDGING:
        gates = {c.key: c.gate for c in load_profile(key).criteria if c.gate}
        assert gates == {"solvency": Gate(3, "C")}


def test_data_only_judges_by_metrics_and_keeps_rated_criteria_ready():
    policy = load_profile("data-only")
    active = {c.key: (c.weight, c.source) for c in policy.criteria if c.active}
    assert active == {
        "revenue_volume": (25, "revenue"),
        "growth": (20, "growth"),
        "order_stability": (15, "order_cv"),
        "margin_ratio": (15, "margin_ratio"),
        "recency": (15, "recency"),
        "frequency": (10, "orders"),
    }
    waiting = {c.key: c.source for c in policy.criteria if not c.active}
    assert waiting == dict.fromkeys(
        ("product_fit", "relationship", "strategic_value", "solvency"), RATED
    )


def test_data_only_says_that_it_is_no_judgement():
    description = shipped_profile("data-only").description
    assert "first ranking from data, not a judgement" in description.en
    assert "kein Urteil" in description.de


@pytest.mark.parametrize("key", JUDGING)
def test_every_profile_sums_to_100_fits_its_slots_and_never_prefers_revenue(key: str):
    policy = load_profile(key)
    assert policy.profile == key
    assert policy.weight_total == 100
    assert len(policy.criteria) <= 15
    assert max(c.weight for c in policy.criteria if c.source == "revenue") <= 50
    assert policy.tie_break[0] != "revenue_volume"
    assert all(policy.position(tie) is not None for tie in policy.tie_break)
    axes = {"attractiveness"} if key in WITHOUT_MATRIX else {"attractiveness", "strength"}
    assert {c.axis for c in policy.criteria if c.effective_weight} == axes


@pytest.mark.parametrize("key", PROFILES)
def test_every_criterion_can_be_rated_by_a_customer_in_both_languages(key: str):
    for criterion in load_profile(key).criteria:
        for anchor in criterion.anchors:
            assert anchor is not None, criterion.key
            assert anchor.en != anchor.de
            assert max(len(anchor.en), len(anchor.de)) <= ANCHOR_LENGTH
            assert anchor.en.endswith(".")
            assert anchor.de.endswith(".")
        assert criterion.description is not None
        assert len(criterion.description.de) <= DESCRIPTION_LENGTH
        assert criterion.name.en != criterion.name.de


@pytest.mark.parametrize("key", PROFILES)
def test_bands_are_proposed_from_data_later(key: str):
    for criterion in load_profile(key).criteria:
        assert criterion.bands == (None,) * BAND_COUNT
        assert criterion.source in (RATED, *METRICS)


@pytest.mark.parametrize("key", PROFILES)
def test_a_criterion_of_one_key_reads_the_same_in_every_profile(key: str):
    standard = {c.key: c for c in load_profile("standard").criteria}
    for criterion in load_profile(key).criteria:
        if criterion.key in standard:
            assert criterion.name == standard[criterion.key].name
            assert criterion.direction == standard[criterion.key].direction


def test_blank_has_no_criterion_and_breaks_no_tie():
    policy = load_profile("blank")
    assert policy.criteria == ()
    assert policy.tie_break == ("", "")


def judged(key: str) -> Assessment:
    return assess(golden.portfolio(), load_profile(key), dt.date(2026, 1, 1))


def points(result: Assessment) -> dict[str, float]:
    return dict(zip(result.portfolio.names, np.round(result.score, 9).tolist(), strict=True))


def test_five_criteria_are_20_20_25_15_20():
    assert points(judged("five-criteria")) == {
        **points(judged("five-criteria")),
        "Cartech": 8.15,  # .20·7 + .20·8 + .25·8 + .15·9 + .20·9
        "Vicom": 4.95,  # .20·9 + .20·4 + .25·4 + .15·5 + .20·3
        "Großbesteller": 4.00,  # .20·7 + .20·3 + .25·2 + .15·6 + .20·3
        "Hotel": 6.60,
        "Branchenführer": 6.60,
    }
    ranks = dict(zip(golden.NAMES, judged("five-criteria").rank.tolist(), strict=True))
    assert ranks["Hotel"] == ranks["Branchenführer"]


def test_points_ranking_splits_revenue_into_current_and_potential():
    assert points(judged("points-ranking")) == {
        **points(judged("points-ranking")),
        "Cartech": 7.35,  # .15·7 + .15·8 + .20·7 + .20·(11 − 3) + .15·8 + .15·6
        "Vicom": 5.70,  # .15·9 + .15·4 + .20·6 + .20·(11 − 8) + .15·6 + .15·7
        "Branchenführer": 5.70,
    }


@pytest.mark.parametrize("key", ["standard", "five-criteria", "points-ranking", "finance"])
def test_cartech_ranks_above_vicom_in_every_profile(key: str):
    result = judged(key)
    cartech, vicom = golden.place("Cartech"), golden.place("Vicom")
    assert result.score[cartech] > result.score[vicom]


def test_in_finance_no_margin_and_no_payment_lifts_vicom_above_cartech():
    result = judged("finance")
    weights = {c.key: c.weight for c in result.policy.criteria}
    assert (weights["contribution_margin"], weights["payment_behaviour"]) == (15, 10)
    # Vicom 10 and Cartech 1 in both would move it by .25 · 9 = 2.25.
    cartech, vicom = (
        float(np.nansum(result.contribution[golden.place(name)])) * coverage
        for name, coverage in (("Cartech", 0.75), ("Vicom", 0.75))
    )
    assert cartech - vicom > 0.25 * 9


def test_an_unknown_profile_is_named_with_those_that_exist():
    with pytest.raises(PolicyError, match="no profile 'standart'; there are: standard, data-only"):
        load_profile("standart")
