import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.comparison import compared, explain
from kamxl.domain.contributions import hundredths
from kamxl.errors import UsageError
from tests.domain import golden


def test_cartech_beats_vicom_by_what_the_domain_says():
    found = explain(golden.assessment(), "Cartech", "Vicom")
    assert found.difference_points() == {
        "revenue_volume": -0.30,
        "revenue_potential": 0.48,
        "lifetime_value": 0.60,
        "order_stability": 0.10,
        "cost_to_serve": 0.50,
        "product_need": 0.10,
        "product_fit": 0.40,
        "reputation": -0.05,
        "relationship": 0.80,
        "strategic_value": 0.48,
        "solvency": 0.0,
    }
    assert found.differences.sum() == 311
    assert found.own_total - found.other_total == 803 - 492


def test_the_sentence_names_three_gains_and_two_losses():
    found = explain(golden.assessment(), "Cartech", "Vicom")
    assert found.sentence() == (
        "Cartech 8.03: 3.11 more than Vicom (4.92). "
        "Ahead by: Relationship & engagement +0.80, Lifetime value / viability +0.60, "
        "Cost to serve +0.50. "
        "Behind by: Revenue volume −0.30, Market reputation −0.05."
    )
    assert found.sentence("de") == (
        "Cartech 8,03: 3,11 mehr als Vicom (4,92). "
        "Vorn durch: Beziehung & Engagement +0,80, Lebenszeitwert (Nachhaltigkeit) +0,60, "
        "Kosten der Kundenbetreuung +0,50. "
        "Zurück durch: Umsatzvolumen −0,30, Ruf des Partners auf dem Markt −0,05."
    )


def test_deviations_from_the_mean_sum_to_the_difference_of_the_shown_scores():
    result = golden.assessment()
    # (8.03 + 7.37 + 7.14 + 6.97 + 6.0533 + 5.89 + 5.86 + 5.05 + 4.92 + 3.60 + 3.52 + 2.85) / 12
    mean = hundredths(result.score[:1] * 0 + 67.25333333 / 12)[0]
    for account, name in enumerate(golden.NAMES):
        found = explain(result, name)
        assert found.other_total == mean == 560
        assert found.differences.sum() == hundredths(result.score[[account]])[0] - mean
    assert "more than the portfolio mean (5.60)" in explain(result, "Cartech").sentence()
    assert "weniger als das Portfolio-Mittel" in explain(result, "Vicom").sentence("de")


def test_an_account_beside_itself_differs_by_nothing():
    found = explain(golden.assessment(), "Hotel", "Hotel")
    assert found.sentence() == "Hotel 6.97: as much as Hotel (6.97)."


def test_missing_ratings_contribute_nothing_and_their_ratings_are_missing():
    found = explain(golden.assessment(), "Potenzialkunde")
    assert found.points()["lifetime_value"] == 0
    assert found.own_ratings[2] != found.own_ratings[2]
    assert sum(found.own) == 605  # 6.0533


def test_who_does_not_exist_or_has_no_score_is_said():
    with pytest.raises(UsageError, match="there is no account 'Nobody'"):
        explain(golden.assessment(), "Nobody")
    bare = assess(golden.of_revenues(5, 3), golden.policy(), golden.TODAY)
    with pytest.raises(UsageError, match="'a' has no score yet"):
        explain(bare, "a")
    assert compared(bare, 0, 1) is None
