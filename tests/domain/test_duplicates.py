import dataclasses

import numpy as np
import pytest

from kamxl.domain.assessment import assess
from kamxl.domain.duplicates import Merge, bare_name, bare_vat, proposed_merges, same_names
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


@pytest.mark.parametrize(
    ("vat_id", "bare"),
    [("DE 123 456 789", "DE123456789"), ("de123456789", "DE123456789"),
     ("ATU-123.456.78", "ATU12345678"), ("CHE-123.456.789 MWST", "CHE123456789MWST"),
     ("", ""), ("–", ""), ("n/a", ""), ("unbekannt", ""), ("000000000", ""), ("DE000000000", ""),
     ("12345", "")],
)  # fmt: skip
def test_a_vat_id_without_blanks_and_none_where_people_do_not_know_it(vat_id: str, bare: str):
    assert bare_vat(vat_id) == bare


def vats(**texts: tuple[str, ...]) -> Portfolio:
    """Return Alpha (10), Beta (30), Gamma (20) and Delta, which has no revenue."""
    return Portfolio(
        ("a", "b", "c", "d"),
        ("Alpha", "Beta", "Gamma", "Delta"),
        {"revenue": np.array([10.0, 30.0, 20.0, np.nan])},
        texts,
    )


def test_one_vat_id_under_several_ids_is_merged_into_the_largest():
    given = vats(vat_id=("DE123456789", "de 123 456 789", "", "DE123456789"))
    assert proposed_merges(given) == [Merge("vat_id", 1, (0, 3))]
    found = [f for f in assess(given, golden.policy(), golden.TODAY).findings if "SAME" in f.code]
    assert [finding.code for finding in found] == ["A-SAME-VAT"]
    assert found[0].subject == Subject(1, field="vat_id")
    said = "de 123 456 789 stands 3 times, under different numbers: b (Beta), a, d"
    assert said in found[0].text("en")
    assert "Zahlen von a, d zu b zählen" in found[0].remedy("de")


def test_companies_of_one_group_may_share_a_vat_id():
    shared = ("DE123456789", "DE123456789", "", "")
    assert proposed_merges(vats(vat_id=shared, control_group=("X", "X", "", ""))) == []
    assert proposed_merges(vats(vat_id=shared, parent=("b", "", "", ""))) == []
    assert len(proposed_merges(vats(vat_id=shared, parent=("c", "", "", "")))) == 1


def test_who_has_one_vat_id_and_one_name_is_told_once():
    accounts = golden.portfolio()
    names = ("Vicom GmbH", "Vicom AG", *(f"Name {place}" for place in range(len(accounts) - 2)))
    shared = ("DE123456789", "DE123456789", *[""] * (len(accounts) - 2))
    two = dataclasses.replace(accounts, names=names, texts={**accounts.texts, "vat_id": shared})
    assert [merge.by for merge in proposed_merges(two)] == ["vat_id"]
    # Three of one name are more than the two of one VAT id: both are told.
    three = dataclasses.replace(two, names=(*names[:2], "Vicom", *names[3:]))
    assert [merge.by for merge in proposed_merges(three)] == ["vat_id", "name"]
