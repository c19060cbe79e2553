from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from hypothesis import given

from kamxl.actions.reporting import (
    AccountReport,
    ConcentrationReport,
    FindingReport,
    Report,
    report,
)
from kamxl.domain.assessment import assess
from kamxl.domain.managers import Profile
from kamxl.domain.movement import movements, snapshot
from kamxl.domain.portfolio import Portfolio
from kamxl.profiles import load_profile
from tests.domain import golden, strategies
from tests.domain.compared import compared

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "report.schema.json").read_text(encoding="utf-8"))
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "number": (int, float),
    "null": (type(None),),
}


def flaws(value: Any, schema: dict[str, Any], at: str = "report") -> list[str]:
    """Return where a value breaks the part of JSON Schema that docs/report.schema.json uses."""
    found = []
    if "type" in schema:
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if not any(type(value) in TYPES[name] for name in names):
            return [f"{at}: {value!r} is not {names}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: {value!r} is not {schema['const']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: {value!r} is not {schema['pattern']}")
    if isinstance(value, dict):
        if list(value) != schema["required"]:
            found.append(f"{at}: the fields are {list(value)}, not {schema['required']}")
        for key, inner in schema["properties"].items():
            found += flaws(value.get(key), inner, f"{at}.{key}")
    if isinstance(value, list):
        for place, item in enumerate(value):
            found += flaws(item, schema["items"], f"{at}[{place}]")
    return found


def through_json(content: Report) -> Any:
    return json.loads(json.dumps(content, allow_nan=False))


def test_the_fixture_is_reported_in_the_order_of_the_ranking() -> None:
    result = golden.assessment()
    content = report(result, result.findings, "en")
    first, ninth = content["accounts"][0], content["accounts"][8]
    assert (first["name"], first["rank"], first["tier"]) == ("Cartech", 1, "A")
    assert all(account["computed_tier"] == account["tier"] for account in content["accounts"])
    assert first["score"] == pytest.approx(8.03)
    assert (ninth["name"], ninth["rank"], ninth["tier"]) == ("Vicom", 9, "C")
    assert content["concentration"]["hhi"] == pytest.approx(0.1960069444, abs=1e-10)
    assert content["concentration"]["n50"] == 2
    assert content["as_of"] == "2026-01-01"


def test_strength_from_the_best_competitor_is_a_ratio_with_its_source() -> None:
    policy = replace(golden.policy(), strength_mode="relative")
    result = assess(compared(golden.portfolio()), policy, golden.TODAY)
    content = through_json(report(result, (), "en"))
    assert flaws(content, SCHEMA) == []
    assert content["strength_mode"] == "relative"
    by_name = {one["name"]: one for one in content["accounts"]}
    cartech, hotel = by_name["Cartech"], by_name["Hotel"]
    # Us 7.7 and the best 7.1 with the customer's weights; criteria's 8.5 over the middle, 5.5.
    assert cartech["strength"] == pytest.approx(7.7 / 7.1)
    assert hotel["strength"] == pytest.approx(8.5 / 5.5)
    assert (cartech["strength_source"], hotel["strength_source"]) == ("comparison", "criteria")
    usual = report(golden.assessment(), (), "en")
    assert usual["strength_mode"] == "criteria"
    assert {one["strength_source"] for one in usual["accounts"]} == {"criteria"}


def test_managers_own_ratings_are_told_once_a_name() -> None:
    said = [Profile("Ann  Ott", (8, None, 9)), Profile("ann ott", (1, 1, 1))]
    content = through_json(report(golden.assessment(), (), "en", managers=said))
    assert flaws(content, SCHEMA) == []
    assert content["managers"] == [
        {"name": "Ann Ott", "communication": 8, "sales": None, "relations": 9}
    ]
    assert report(golden.assessment(), (), "en")["managers"] == []


def test_contributions_sum_to_the_score_with_two_decimals() -> None:
    listed = report(golden.assessment(), (), "en")["accounts"]
    cartech, prospect = listed[0]["contributions"], listed[4]["contributions"]
    assert {part["criterion"]: part["points"] for part in cartech}["relationship"] == 1.0
    assert len(cartech) == 10  # solvency has no weight
    assert sum(part["points"] for part in cartech) == pytest.approx(8.03)
    assert sum(part["points"] for part in prospect) == pytest.approx(6.05)  # 6.0533
    bare = assess(golden.of_revenues(5), golden.policy(), golden.TODAY)
    assert report(bare, (), "en")["accounts"][0]["contributions"] == []


def test_movements_are_reported_with_what_moved_and_what_is_gone() -> None:
    before = snapshot(golden.assessment(), golden.TODAY)
    before = replace(before, ids=("Old", *before.ids[1:]))
    after = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    result = assess(after, golden.policy(), golden.TODAY)
    content = through_json(report(result, (), "en", movements(result, before)))
    assert flaws(content, SCHEMA) == []
    assert content["changes"]["since"] == "2026-01-01"
    vicom, cartech, old = content["changes"]["accounts"]
    assert (vicom["status"], vicom["change"], vicom["criterion"], vicom["points"]) == (
        "moved", 0.7, "relationship", 0.7,
    )  # fmt: skip
    assert (vicom["score_before"], vicom["rank_before"], vicom["tier_before"]) == (4.92, 9, "C")
    assert (cartech["status"], cartech["change"], cartech["text"]) == ("new", None, "new.")
    assert (old["id"], old["name"], old["status"]) == ("Old", "Cartech", "gone")
    bare = report(result, (), "en")["changes"]
    assert bare == {"since": None, "accounts": []}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_report_keeps_its_published_schema(language: Any) -> None:
    result = golden.assessment()
    content = through_json(report(result, result.findings, language))
    assert content["findings"]
    assert flaws(content, SCHEMA) == []


def test_an_empty_portfolio_keeps_the_schema_too() -> None:
    result = assess(Portfolio((), ()), load_profile("standard"), golden.TODAY)
    content = through_json(report(result, (), "en"))
    assert flaws(content, SCHEMA) == []
    assert content["accounts"] == []
    assert content["concentration"]["hhi"] is None


def test_the_schema_would_notice_what_is_wrong() -> None:
    result = golden.assessment()
    content = through_json(report(result, (), "en"))
    content["accounts"][0]["rank"] = "1"
    content["accounts"][1]["tier"] = "E"
    content["accounts"][2].pop("abc")
    content["concentration"]["cr1"] = True
    assert len(flaws(content, SCHEMA)) == 4


@given(strategies.cases())
def test_whatever_the_portfolio_its_report_is_json_of_the_schema(case: strategies.Case) -> None:
    result = assess(case.portfolio, case.policy, golden.TODAY)
    content = through_json(report(result, result.findings, "de"))
    assert flaws(content, SCHEMA) == []
    ranks = [account["rank"] for account in content["accounts"] if account["rank"]]
    assert ranks == sorted(ranks)


def test_a_provisional_account_has_neither_rank_nor_tier_and_comes_after_the_ranked() -> None:
    accounts = golden.portfolio()
    for key in golden.KEYS[2:]:
        accounts = golden.with_rating(accounts, "Cartech", key, None)
    result = assess(accounts, golden.policy(), golden.TODAY)
    listed = report(result, (), "en")["accounts"]
    (place,) = [n for n, account in enumerate(listed) if account["name"] == "Cartech"]
    assert listed[place]["score"] is not None
    assert (listed[place]["rank"], listed[place]["tier"]) == (None, None)
    assert all(account["rank"] is None for account in listed[place:])


def test_an_account_that_is_not_scored_comes_last_without_figures() -> None:
    accounts = golden.portfolio()
    scored = np.ones(len(accounts), dtype=bool)
    scored[accounts.names.index("Cartech")] = False
    result = assess(replace(accounts, scored=scored), golden.policy(), golden.TODAY)
    last = report(result, (), "en")["accounts"][-1]
    assert last["name"] == "Cartech"
    assert (last["score"], last["coverage"], last["reason"]) == (None, None, None)
    assert last["revenue"] == 1500


def test_a_text_says_what_is_the_matter_and_what_to_do() -> None:
    result = golden.assessment()
    finding = result.findings[0]
    (said,) = report(result, (finding.at("b.xlsx!S!A1"),), "de")["findings"]
    assert said == {
        "code": finding.code,
        "severity": finding.severity,
        "place": "b.xlsx!S!A1",
        "text": f"{finding.text('de')} {finding.remedy('de')}",
    }


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (Report, SCHEMA),
        (AccountReport, SCHEMA["properties"]["accounts"]["items"]),
        (ConcentrationReport, SCHEMA["properties"]["concentration"]),
        (FindingReport, SCHEMA["properties"]["findings"]["items"]),
    ],
)
def test_types_schema_and_docs_name_the_same_fields(kind: Any, schema: dict[str, Any]) -> None:
    hints = get_type_hints(kind)
    assert list(hints) == schema["required"] == list(schema["properties"])
    said = (DOCS / "json.md").read_text(encoding="utf-8")
    assert [field for field in hints if f"`{field}`" not in said] == []
    for field, hint in hints.items():
        part = schema["properties"][field]
        if "type" in part and get_origin(hint) is not list:
            assert ("null" in part["type"]) == (type(None) in get_args(hint)), field
