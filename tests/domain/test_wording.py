from __future__ import annotations

from kamxl.domain.rulebook import Rule
from kamxl.domain.wording import filled, lacking_text, places
from kamxl.text import Text
from tests.domain import golden
from tests.domain.planned import a_fact, facts

RULE = Rule(id="R", parameters={"limit": 3.0})


def said(template: str, name: str = "Cartech") -> str:
    text = Text(template, template)
    return filled(text, RULE, facts(), golden.place(name)).text.en


def test_places_are_filled_with_facts_parameters_and_phrases() -> None:
    assert said("{name}: {share} of {limit}") == "Cartech: 12.5 % of 3"


def test_the_strongest_and_the_costliest_criteria_are_named() -> None:
    # 15 × 8, 15 × 7 and 10 × 10 give most; 15 × 3 and 12 × 2 of 15 × 2 are lost.
    assert said("{strongest}") == (
        "Lifetime value / viability, Revenue volume and Relationship & engagement"
    )
    assert said("{costliest}") == "Revenue volume and Lifetime value / viability"


def test_closed_gates_are_named() -> None:
    assert said("{gate}", "Großbesteller") == "Solvency ≤ 3"
    assert said("{gate}", "Hotel") == "none"


def test_a_figure_that_is_not_known_says_so() -> None:
    text = Text("grew {growth}", "wuchs {growth}")
    found = filled(text, RULE, a_fact(), 0)
    assert (found.text.en, found.text.de) == ("grew unknown", "wuchs unbekannt")
    assert [(figure.key, figure.value) for figure in found.figures] == [("growth", None)]


def test_places_of_a_template_are_named_once() -> None:
    assert places(Text("{a} {b.c} {a}", "x")) == ("a", "b.c")


def test_what_is_missing_is_a_sentence() -> None:
    text = lacking_text((Text("revenue", "Umsatz"), Text("margin", "DB")))
    assert (text.en, text.de) == ("Not known: revenue and margin.", "Nicht bekannt: Umsatz und DB.")
