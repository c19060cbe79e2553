import dataclasses

import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.duplicates import bare_name, same_names
from kamxl.domain.portfolio import Portfolio
from kamxl.findings import Subject
from tests.domain import golden


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Cartech GmbH", "cartech"),
        ("CARTECH", "cartech"),
        ("Fertigung Bergmann GmbH & Co. KG", "fertigung bergmann"),
        ("Weiß e.K.", "weiss"),
        ("Muster UG (haftungsbeschränkt)", "muster"),
        ("Acme, Inc.", "acme"),
        ("Hotel Seeblick Betriebs-GmbH", "hotel seeblick betriebs"),
        ("AG", "ag"),
        ("  ", ""),
        ("東京", "東京"),
    ],
)
def test_a_name_without_its_legal_form(name: str, bare: str):
    assert bare_name(name) == bare


def test_one_name_under_two_ids_is_found_and_under_one_id_is_not():
    names = ["Öl AG", "Öl", "Wein", "Wein", "", ""]
    assert same_names(names, ["1", "2", "3", "3", "5", "6"]) == [[0, 1]]


def test_the_smaller_is_to_be_merged_into_the_larger():
    accounts = golden.portfolio()
    names = ("Vicom GmbH", *accounts.names[1:])
    found = assess(dataclasses.replace(accounts, names=names), golden.policy(), golden.TODAY)
    (finding,) = [f for f in found.findings if f.code == "A-SAME-NAME"]
    assert finding.severity == "warning"
    assert finding.subject == Subject(golden.place("Vicom"), field="name")
    assert "“Vicom” stands 2 times, under different numbers: Vicom, Cartech" in finding.text("en")
    assert "Zahlen von Cartech zu Vicom zählen" in finding.remedy("de")


def test_nobody_in_the_fixture_stands_twice():
    assert "A-SAME-NAME" not in {finding.code for finding in golden.assessment().findings}


def test_twenty_names_are_listed_and_the_others_counted():
    ids = tuple(f"{place}" for place in range(60))
    accounts = Portfolio(ids, tuple(f"Name {place % 30}" for place in range(60)))
    found = assess(accounts, golden.policy(), golden.TODAY)
    assert sum(finding.code == "A-SAME-NAME" for finding in found.findings) == 20
    (more,) = [finding for finding in found.findings if finding.code == "I-MORE"]
    assert "10 more findings A-SAME-NAME" in more.text("en")
