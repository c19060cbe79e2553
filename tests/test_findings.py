import re
from string import Formatter

import pytest

from kamxl.findings import CATALOGUE, SEVERITIES, Finding, Subject, gravest_first
from kamxl.text import Text


def places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_finding_has_a_code_a_sentence_and_a_remedy_in_both_languages(code: str):
    kind = CATALOGUE[code]
    assert re.fullmatch(r"[A-Z]-[A-Z0-9]+(-[A-Z]+)*", code)
    assert kind.severity in SEVERITIES
    for phrase in (kind.text, kind.remedy):
        assert phrase.en != phrase.de
        assert phrase.en.strip() == phrase.en
        assert phrase.de.strip() == phrase.de


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_say_the_same_values(code: str):
    kind = CATALOGUE[code]
    assert places(kind.text.en) == places(kind.text.de)
    assert places(kind.remedy.en) == places(kind.remedy.de)


@pytest.mark.parametrize("code", CATALOGUE)
def test_sentences_are_sentences(code: str):
    kind = CATALOGUE[code]
    for phrase in (kind.text.en, kind.text.de, kind.remedy.en, kind.remedy.de):
        assert phrase.endswith((".", "?", "!", "}"))
        assert "  " not in phrase


def test_a_finding_that_nobody_declared_cannot_be_made():
    with pytest.raises(KeyError, match="no finding 'Z-NEW'"):
        Finding("Z-NEW")


def test_values_are_filled_in_and_phrases_in_the_language_asked_for():
    finding = Finding(
        "R-RANGE",
        {
            "account": "Vicom",
            "criterion": Text("Fit", "Passform"),
            "value": 11,
            "low": 1,
            "high": 10,
        },
    )
    assert "the rating 11 for “Fit” is outside the scale 1 to 10" in finding.text("en")
    assert "Die Bewertung 11 für „Passform“ liegt außerhalb der Skala 1 bis 10" in finding.text(
        "de"
    )
    assert finding.severity == "error"


def test_a_finding_is_given_its_place_later():
    finding = Finding("C-NONE", subject=Subject(field="revenue"))
    assert finding.place == ""
    assert finding.at("book.xlsx!Accounts!F3") == Finding(
        "C-NONE", subject=Subject(field="revenue"), place="book.xlsx!Accounts!F3"
    )


def test_the_gravest_come_first_and_otherwise_the_order_stays():
    codes = ["C-HHI", "C-NONE", "W-ZERO", "R-UNKNOWN", "W-SUM"]
    assert [CATALOGUE[code].severity for code in codes] == [
        *("info", "warning", "error", "info", "warning")
    ]
    found = gravest_first(Finding(code) for code in codes)
    assert [f.code for f in found] == ["W-ZERO", "C-NONE", "W-SUM", "C-HHI", "R-UNKNOWN"]
