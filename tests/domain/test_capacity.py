from __future__ import annotations

import dataclasses

import numpy as np

from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.capacity import (
    NAMED_WITHOUT_OWNER,
    capacity_findings,
    loads,
    owner_loads,
)
from tests.domain import golden

OWNERS = {
    "Cartech": "Anna  Keller", "Technologie": "anna keller", "Fertigung": "Anna Keller",
    "Hotel": "Jonas Brandt",
}  # fmt: skip
KEY = np.array([name in (*OWNERS, "Potenzialkunde") for name in golden.NAMES])


def judged() -> Assessment:
    owners = tuple(OWNERS.get(name, "") for name in golden.NAMES)
    accounts = golden.portfolio()
    return assess(
        dataclasses.replace(accounts, texts={**accounts.texts, "owner": owners}),
        golden.policy(),
        golden.TODAY,
    )


def test_key_accounts_are_counted_by_owner_whatever_the_spelling() -> None:
    found = loads(judged(), KEY)
    assert [(load.owner, load.accounts, load.revenue) for load in found] == [
        ("Anna Keller", 3, 1500 + 800 + 900),
        ("Jonas Brandt", 1, 600),
    ]


def test_every_account_knows_how_much_its_owner_holds() -> None:
    found = owner_loads(judged(), KEY)
    assert found[golden.place("Technologie")] == 3
    assert np.isnan(found[golden.place("Potenzialkunde")])


def test_more_than_the_limit_is_a_finding_with_owner_and_count() -> None:
    found = {f.code: f for f in capacity_findings(judged(), KEY, limit=2)}
    assert found["P-CAPACITY"].text("en") == (
        "Anna Keller looks after 3 key accounts; 2 are meant to be the most."
    )
    assert "P-CAPACITY" not in {f.code for f in capacity_findings(judged(), KEY, limit=3)}


def test_a_and_b_without_an_owner_are_named() -> None:
    lonely = [f for f in capacity_findings(judged(), KEY) if f.code == "P-NO-OWNER"]
    assert [f.values["account"] for f in lonely] == ["Potenzialkunde"]


def test_where_nobody_is_named_one_finding_counts_them() -> None:
    accounts = golden.portfolio()
    bare = dataclasses.replace(accounts, texts={**accounts.texts, "owner": ("",) * 12})
    result = assess(bare, golden.policy(), golden.TODAY)
    found = list(capacity_findings(result, KEY))
    a_or_b = int(((result.tier == 1) | (result.tier == 2)).sum())
    assert a_or_b > NAMED_WITHOUT_OWNER
    assert [(f.code, f.values["count"]) for f in found] == [("P-NO-OWNERS", a_or_b)]
