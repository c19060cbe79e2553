import dataclasses

import pytest

from kamxl.domain.firmness import enough_rating, moved_share, sentence, typed_rating, whole_percent
from kamxl.domain.policy import Scale
from kamxl.domain.sensitivity import Sensitivity, sensitivity
from tests.domain import golden


def firm() -> Sensitivity:
    return sensitivity(golden.assessment())


def said(name: str, language: str) -> str:
    found = firm()
    return sentence(found, found.accounts.tolist().index(golden.place(name)), language)


def test_the_leader_is_told_how_often_it_leads_its_tier_and_what_would_cost_it():
    assert said("Cartech", "en") == (
        "A in 79 % of all weightings within ±20 %. "
        "B if Relationship & engagement weighs 8.6 % instead of 10 %."
    )
    assert said("Cartech", "de") == (
        "A bei 79 % aller Gewichtungen innerhalb ±20 %. "
        "B, wenn Beziehung & Engagement 8,6 % statt 10 % wiegt."
    )


def test_others_are_told_what_would_lift_them():
    assert said("Einzelhandel", "en").endswith("For B: Revenue volume 4.8 instead of 4.")
    assert said("Fertigung", "en").endswith("No single rating is enough for a better tier.")
    assert said("Großbesteller", "de").endswith(
        "Deckel C: Zahlungsfähigkeit ≤ 3: Jede bessere Klasse bleibt damit unerreichbar."
    )


def test_what_no_weight_can_change_is_said_to_be_steady():
    even = golden.portfolio()
    for key in golden.KEYS:
        even = golden.with_rating(even, "Hotel", key, 6 if key == "cost_to_serve" else 5)
    steady = sensitivity(
        golden.assess(even, golden.policy(), golden.TODAY),
    )
    place = steady.accounts.tolist().index(golden.place("Hotel"))
    assert "No change of a single weight moves it." in sentence(steady, place, "en")


@pytest.mark.parametrize(
    ("share", "percent"), [(1.0, 100), (0.9996, 99), (0.785, 79), (0.001, 1), (0.0, 0)]
)
def test_only_all_is_a_hundred_per_cent_and_only_nothing_is_none(share: float, percent: int):
    assert whole_percent(share) == percent


def test_a_moved_share_is_rounded_to_where_the_tier_has_changed():
    assert moved_share(0.10, -0.013706, False) == 8.6  # 8.629 %, and 8.7 would be too much
    assert moved_share(0.10, 0.0312, True) == 13.2
    assert moved_share(0.10, 0.0, False) == 9.9  # on a border any move is enough
    assert moved_share(0.10, -0.10, False) == 0
    assert moved_share(0.90, 0.10, True) == 100


def test_an_enough_rating_is_never_too_little_and_turns_with_the_direction():
    fit, cost = golden.policy().criteria[6], golden.policy().criteria[4]
    assert (fit.direction, cost.direction) == (1, -1)
    assert enough_rating(4.733, fit, Scale()) == 4.8
    assert enough_rating(4.733, cost, Scale()) == 11 - 4.8
    assert typed_rating(3.0, cost, Scale(100)) == 101 - 3
    assert enough_rating(9.99, dataclasses.replace(fit), Scale()) == 10
