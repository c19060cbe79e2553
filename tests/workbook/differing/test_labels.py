from __future__ import annotations

import datetime as dt

from kamxl.domain.edits import CRITERION, policy_values, typed
from kamxl.domain.portfolio import DATE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS, Portfolio
from kamxl.text import LANGUAGES
from kamxl.workbook.differing.labels import (
    MANAGER,
    WEIGHTS,
    input_label,
    policy_label,
    policy_value,
    shown,
)
from tests.domain import golden

POLICIES = (golden.policy(), golden.policy())


def test_every_setting_and_every_field_of_a_criterion_has_a_label() -> None:
    for key, value in policy_values(golden.policy()).items():
        label = policy_label(key, POLICIES)
        for language in LANGUAGES:
            assert label(language) != key
            assert shown(policy_value(key, value), language)


def test_every_typed_column_has_a_label() -> None:
    keys = (*NUMBER_COLUMNS, *TEXT_COLUMNS, *DATE_COLUMNS, *typed(golden.portfolio()))
    assert typed(Portfolio((), ())).keys() <= {*keys, "name", "leader"}
    for key in keys:
        assert input_label(key, POLICIES).en != key


def test_judgements_of_weights_and_managers_are_named() -> None:
    label = policy_label(f"{WEIGHTS}pair:solvency/reputation", POLICIES)
    assert label.en == "Solvency compared with Market reputation"
    assert label.de == "Zahlungsfähigkeit verglichen mit Ruf des Partners auf dem Markt"
    assert policy_label(f"{WEIGHTS}swing:solvency", POLICIES).en == "Solvency: Swing points"
    assert policy_label(f"{MANAGER}Ann: Ott:sales", POLICIES).de == "Ann: Ott: Verkauf"
    weighed = policy_value(f"{WEIGHTS}importance:solvency", "less")
    assert shown(weighed, "de") == "weniger wichtig"


def test_values_are_shown_as_people_of_the_language_write_them() -> None:
    assert [shown(1234.5, language) for language in LANGUAGES] == ["1,234.5", "1.234,5"]
    day = dt.date(2026, 1, 31)
    assert [shown(day, language) for language in LANGUAGES] == ["2026-01-31", "31.01.2026"]
    assert [shown(True, language) for language in LANGUAGES] == ["yes", "ja"]
    assert [shown(None, language) for language in LANGUAGES] == ["blank", "leer"]
    assert shown(0.15, "de", as_percent=True) == "15,0 %"


def test_what_is_chosen_from_a_list_is_shown_in_words() -> None:
    key = f"{CRITERION}solvency:direction"
    assert shown(policy_value(key, "low"), "de") == "niedrig ist gut"
    assert shown(policy_value(f"{CRITERION}solvency:source", "rated"), "de") == "bewertet"
    assert shown(policy_value(f"{CRITERION}solvency:source", "revenue"), "de") == "Umsatz"
    assert shown(policy_value("missing", "worst"), "de") == "schlechtester Wert"
