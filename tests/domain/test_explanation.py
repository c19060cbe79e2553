import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamxl.domain.assessment import assess
from kamxl.domain.contributions import shown_parts
from kamxl.domain.explanation import (
    gate_text,
    largest,
    lost_points,
    reason,
    short_number,
    signed,
    two_decimals,
)
from kamxl.domain.policy import Criterion, Gate, Scale
from kamxl.text import Text
from tests.domain import golden
from tests.domain.strategies import on_hundred

FIT = Criterion("fit", Text("Fit", "Passform"), 60)
NEED = Criterion("need", Text("Need", "Bedarf"), 40)
SOLVENCY = Criterion("solvency", Text("Solvency", "Zahlungsfähigkeit"), 0, gate=Gate(3))


def test_the_reason_of_cartech_names_its_three_largest_contributions_and_two_losses():
    assert golden.assessment().reason(golden.place("Cartech"), "en") == (
        "Strong: Lifetime value / viability 1.20, Revenue volume 1.05, "
        "Relationship & engagement 1.00. "
        "Costs points: Revenue volume 0.45, Lifetime value / viability 0.30."
    )


def test_the_reason_in_german_says_gate_and_writes_commas():
    assert golden.assessment().reason(golden.place("Großbesteller"), "de") == (
        "Stark: Umsatzvolumen 1,05, Stabilität der Aufträge 0,80, Produktpassform 0,60. "
        "Kostet Punkte: Lebenszeitwert (Nachhaltigkeit) 1,20, Umsatzpotenzial 0,84. "
        "Deckel C: Zahlungsfähigkeit ≤ 3."
    )


def test_the_reason_says_how_much_of_the_weight_is_rated():
    found = golden.assessment().reason(golden.place("Potenzialkunde"), "de")
    assert found.endswith("Bewertet: 75 % des Gewichts.")
    found = golden.assessment().reason(golden.place("Potenzialkunde"), "en")
    assert found.endswith("Rated: 75 % of the weight.")


def test_no_reason_is_given_without_a_score():
    found = assess(golden.of_revenues(5), golden.policy(), golden.TODAY)
    assert found.reason(0, "en") == ""


def test_a_full_score_costs_nothing():
    parts = np.array([6.0, 4.0])  # 60 · 10 / 100 and 40 · 10 / 100
    found = reason(
        parts, np.array([600, 400]), ("Fit", "Need"), np.array([60.0, 40.0]), 10, "", 1.0, "en"
    )
    assert found == "Strong: Fit 6.00, Need 4.00."


def test_what_is_named_adds_up_to_the_shown_score():
    parts = np.array([1.004, 1.003])  # 2.007, shown 2.01: one hundredth more than 1.00 + 1.00
    shown = shown_parts(parts[None, :], parts.sum(keepdims=True))[0]
    said = reason(parts, shown, ("Fit", "Need"), np.array([60.0, 40.0]), 10, "", 1.0, "en")
    assert said.startswith("Strong: Fit 1.01, Need 1.00.")


def test_signs_stand_before_differences():
    assert [signed(h, "en") for h in (80, -30, 0)] == ["+0.80", "−0.30", "0.00"]
    assert signed(-1205, "de") == "−12,05"


def test_lost_points_are_what_the_rated_criteria_fall_short_of_the_full_scale():
    parts = np.array([60 * 7 / 100, 40 * 10 / 100])
    lost = lost_points(parts, np.array([60.0, 40.0]), 10)
    assert lost == pytest.approx([60 * (10 - 7) / 100, 0])
    only_fit = np.array([7.0, 0.0])
    assert lost_points(only_fit, np.array([60.0, 40.0]), 10) == pytest.approx([10 - 7, 0])
    assert lost_points(np.zeros(2), np.array([60.0, 40.0]), 10).tolist() == [0, 0]


def test_a_gate_is_said_on_the_scale_in_use():
    assert gate_text(SOLVENCY, Scale(), "en") == "Cap C: Solvency ≤ 3"
    assert gate_text(SOLVENCY, Scale(100), "de") == "Deckel C: Zahlungsfähigkeit ≤ 23"
    assert gate_text(FIT, Scale(), "en") == ""
    half = Criterion("x", Text.same("X"), 1, gate=Gate(2.5, "D"))
    assert gate_text(half, Scale(), "de") == "Deckel D: X ≤ 2,50"


def test_on_the_scale_to_100_the_same_criteria_are_named():
    policy = golden.policy().on_scale(100)
    found = assess(on_hundred(golden.portfolio()), policy, golden.TODAY)
    said = found.reason(golden.place("Vicom"), "en")
    assert said.startswith("Strong: Revenue volume 13.35")  # 15 · (1 + 11 · 8) / 100


def test_ties_go_to_the_earlier_criterion_and_zeros_are_not_named():
    assert largest(np.array([1.0, 3.0, 0.0, 3.0]), 3) == [1, 3, 0]
    assert largest(np.array([0.0, 0.0]), 3) == []
    assert largest(np.array([0.3, 0.1 + 0.2]), 1) == [0]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0.00"), (0.005, "0.01"), (1.005, "1.01"), (2.675, "2.68"), (12.3, "12.30")],
)
def test_two_decimals_round_halves_up_as_people_do(value: float, text: str):
    assert two_decimals(value, "en") == text
    assert two_decimals(value, "de") == text.replace(".", ",")


def test_a_short_number_has_decimals_only_where_it_needs_them():
    assert short_number(3, "en") == "3"
    assert short_number(3 + 1e-12, "en") == "3"
    assert short_number(3.5, "de") == "3,50"


@given(st.integers(0, 10_000_000))
def test_hundredths_are_written_exactly(hundredths: int):
    text = two_decimals(hundredths / 100, "en")
    assert text == f"{hundredths // 100}.{hundredths % 100:02d}"
    assert math.isclose(float(text), hundredths / 100)
