from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given

from kamxl.actions.export import COLUMNS, crm_csv, harmless
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.portfolio import Portfolio
from kamxl.profiles import load_profile
from kamxl.text import Language
from tests.domain import golden, strategies
from tests.domain.compared import compared


def lines(result: Assessment, language: Language) -> list[dict[str, str]]:
    delimiter = ";" if language == "de" else ","
    return list(csv.DictReader(io.StringIO(crm_csv(result, language)), delimiter=delimiter))


def line(name: str, language: Language = "en") -> dict[str, str]:
    return next(one for one in lines(golden.assessment(), language) if one["name"] == name)


def test_the_best_account_comes_first_with_all_that_a_crm_wants() -> None:
    first = lines(golden.assessment(), "en")[0]
    assert tuple(first) == COLUMNS
    assert first.pop("reason").startswith("Strong: Lifetime value / viability 1.20")
    assert first == {
        "id": "Cartech",
        "name": "Cartech",
        "score": "8.03",
        "coverage": "1.0000",
        "rank": "1",
        "tier": "A",
        "quadrant": "Key account",
        "level": "Notice",  # 1,500 / 12,000 = 12.5 %
        "warnings": "Major customer",
        "as_of": "2026-01-01",
        "strength": "9.50",  # (10 · 9 + 10 · 10) / 20
        "strength_source": "criteria",
    }


def test_german_has_semicolons_decimal_commas_and_german_words() -> None:
    vicom = line("Vicom", "de")
    assert (vicom["score"], vicom["coverage"]) == ("4,92", "1,0000")
    assert vicom["quadrant"] == "Gelegenheitskunde"
    assert (vicom["level"], vicom["warnings"]) == (
        "Hoch",
        "Hohe Abhängigkeit, Gefährdeter Großkunde",
    )


def test_strength_from_the_best_competitor_is_a_ratio_with_its_source() -> None:
    policy = replace(golden.policy(), strength_mode="relative")
    result = assess(compared(golden.portfolio()), policy, golden.TODAY)
    by_name = {one["name"]: one for one in lines(result, "de")}
    # (30 · 8 + 10 · 8 + 20 · 7 + 20 · 9 + 10 · 6 + 10 · 7) / 100 = 7.7 over 7.1, and 8.5 / 5.5.
    said = [(by_name[x]["strength"], by_name[x]["strength_source"]) for x in ("Cartech", "Hotel")]
    assert said == [("1,085", "Vergleich"), ("1,545", "Kriterien")]


def test_what_does_not_exist_is_blank() -> None:
    nobody = lines(assess(Portfolio(("a",), ("A",)), load_profile("standard"), golden.TODAY), "de")
    assert [nobody[0][key] for key in ("score", "rank", "tier", "quadrant", "level")] == [""] * 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    accounts = replace(golden.portfolio(), names=(f"{start}1+1", *golden.NAMES[1:]))
    written = lines(assess(accounts, golden.policy(), golden.TODAY), "de")
    assert written[0]["name"] == f"'{start}1+1"


@pytest.mark.parametrize("text", ["-5", "-5.25", "-5,25", "12", "Müller", "", "a=b", "'x"])
def test_numbers_and_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["-", "--1", "-1-1", "-5 €", "+49 89"])
def test_what_only_begins_like_a_number_is_a_text(text: str) -> None:
    assert harmless(text) == "'" + text


@given(strategies.cases())
def test_every_account_has_one_line_and_no_cell_is_a_formula(case: strategies.Case) -> None:
    written = lines(assess(case.portfolio, case.policy, golden.TODAY), "en")
    assert len(written) == len(case.portfolio)
    assert all(harmless(cell) == cell for one in written for cell in one.values())
