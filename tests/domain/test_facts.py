from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from kamxl.domain.fact_kinds import FACT_KINDS
from kamxl.domain.facts import FactKind, Unit, enumerated, ordinals, shown, yes_no
from kamxl.domain.wording import CRITERION, PHRASES
from kamxl.text import Text
from tests.domain import golden
from tests.domain.planned import a_fact, facts

LABEL = Text("label", "Etikett")


@pytest.mark.parametrize(
    ("unit", "value", "en", "de"),
    [
        ("money", 1234.5, "1,235 EUR", "1.235 EUR"),
        ("money", -1234.4, "-1,234 EUR", "-1.234 EUR"),
        ("share", 0.1005, "10.1 %", "10,1 %"),  # half up at one decimal
        ("share", -0.034, "-3.4 %", "-3,4 %"),
        ("share", -0.0001, "0.0 %", "0,0 %"),
        ("points", 8.0, "8", "8"),
        ("points", 7.25, "7.25", "7,25"),
        ("count", 2.5, "2.5", "2,5"),
        ("date", float(dt.date(2026, 7, 1).toordinal()), "2026-07-01", "01.07.2026"),
        ("yes_no", 1.0, "yes", "ja"),
        ("yes_no", 0.0, "no", "nein"),
        ("count", None, "unknown", "unbekannt"),
    ],
)
def test_a_figure_is_written_as_people_of_the_language_do(
    unit: Unit, value: float | None, en: str, de: str
) -> None:
    text = shown(value, FactKind(LABEL, unit), "EUR")
    assert (text.en, text.de) == (en, de)


def test_a_word_is_written_by_its_label() -> None:
    assert a_fact(vision="aligned").figure("vision", 0).shown.de == "übereinstimmend"
    assert a_fact().figure("vision", 0).shown.de == "unbekannt"
    assert a_fact(owner="Anna Keller").figure("owner", 0).shown.en == "Anna Keller"


def test_what_was_never_given_is_unknown() -> None:
    known = a_fact(share=0.5)
    assert known.value("share", 0) == 0.5
    assert known.value("growth", 0) is None
    assert known.value("vision", 0) is None
    assert known.known("growth").tolist() == [False]


def test_a_missing_fact_says_what_to_enter() -> None:
    assert a_fact().missing("growth").de == "Umsatz des Vorjahres"
    assert a_fact().missing("vision").de == "Vision"


def test_ratings_and_points_of_criteria_are_facts() -> None:
    known, cartech = facts(), golden.place("Cartech")
    assert known.value("rating.relationship", cartech) == 10
    assert known.value("rating.cost_to_serve", cartech) == 8  # 3 of high is bad: 11 − 3
    assert known.value("points.relationship", cartech) == pytest.approx(1.0)  # 10 × 10 / 100
    assert known.kind("rating.relationship").label.en == "rating of Relationship & engagement"
    assert known.value("rating.punctuality", cartech) is None


def test_accounts_are_taken_in_the_order_asked_for() -> None:
    some = facts().taken([golden.place("Hotel"), golden.place("Cartech")])
    assert some.names == ("Hotel", "Cartech")
    assert some.number("revenue").tolist() == [600, 1500]


def test_phrases_are_joined_and_none_is_said_twice() -> None:
    a, b, c = Text.same("a"), Text.same("b"), Text.same("c")
    assert enumerated([a, b, c]).en == "a, b and c"
    assert enumerated([a, b]).de == "a und b"
    assert enumerated([a, a]).en == "a"


def test_words_and_days_become_numbers() -> None:
    assert np.array_equal(yes_no(["yes", "no", ""]), [1, 0, np.nan], equal_nan=True)
    assert np.array_equal(ordinals([dt.date(1, 1, 2), None]), [2, np.nan], equal_nan=True)


def test_no_fact_bears_the_name_of_a_phrase() -> None:
    assert not {*PHRASES, CRITERION} & set(FACT_KINDS)
