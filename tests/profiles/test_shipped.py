import pytest

from kamxl.domain.bands import BAND_COUNT
from kamxl.domain.policy import METRICS, RATED, Gate
from kamxl.errors import PolicyError
from kamxl.profiles import PROFILES, load_profile, shipped_profile
from kamxl.profiles.reading import ANCHOR_LENGTH, DESCRIPTION_LENGTH

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
    for key in PROFILES:
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


@pytest.mark.parametrize("key", PROFILES)
def test_every_profile_sums_to_100_fits_its_slots_and_never_prefers_revenue(key: str):
    policy = load_profile(key)
    assert policy.profile == key
    assert policy.weight_total == 100
    assert len(policy.criteria) <= 15
    assert max(c.weight for c in policy.criteria if c.source == "revenue") <= 50
    assert policy.tie_break[0] != "revenue_volume"
    assert all(policy.position(tie) is not None for tie in policy.tie_break)
    assert {c.axis for c in policy.criteria if c.effective_weight} == {"attractiveness", "strength"}


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


def test_a_criterion_of_one_key_reads_the_same_in_every_profile():
    standard = {c.key: c for c in load_profile("standard").criteria}
    for criterion in load_profile("data-only").criteria:
        if criterion.key in standard:
            assert criterion.name == standard[criterion.key].name
            assert criterion.direction == standard[criterion.key].direction


def test_an_unknown_profile_is_named_with_those_that_exist():
    with pytest.raises(PolicyError, match="no profile 'standart'; there are: standard, data-only"):
        load_profile("standart")
