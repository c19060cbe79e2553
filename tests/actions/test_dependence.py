from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
from typing import Any

import pytest

from kamxl.actions.dependence import disclosure_report, stress_report
from kamxl.actions.reporting import report
from kamxl.domain.assessment import Assessment, assess
from kamxl.domain.disclosure import disclosure
from kamxl.domain.portfolio import Portfolio
from kamxl.domain.stresstest import stress_test
from tests.actions.test_reporting import SCHEMA, flaws
from tests.domain import golden


def costly(**policy: Any) -> Assessment:
    """Return the fixture with fixed costs of 2,200 and cash of 600 (T€)."""
    told = {"fixed_costs": 2200.0, "cash": 600.0, **policy}
    return assess(golden.portfolio(), dataclasses.replace(golden.policy(), **told), golden.TODAY)


def test_the_disclosure_is_the_domains() -> None:
    result = golden.assessment()
    found, told = disclosure(result), disclosure_report(result, {})
    # Of 12,000: Vicom 4,200, Großbesteller 2,400, Cartech 1,500.
    assert [one["share"] for one in told["majors"]] == [0.35, 0.20, 0.125]
    members = [one["accounts"] for one in told["majors"]]
    assert members == [["Vicom"], ["Großbesteller"], ["Cartech"]]
    assert told["majors"][0]["label_de"] == "Kunde A"
    assert told["sentence_en"] == found.sentence("en")
    assert told["revenue"] == found.revenue == 12000.0
    assert told["reconciled"] is None


def test_what_people_signed_is_told() -> None:
    answers = {
        "disclosure_prepared_by": "Kim", "disclosure_prepared_on": dt.date(2026, 2, 1),
        "disclosure_judgement": "one group",
    }  # fmt: skip
    signed = disclosure_report(golden.assessment(), answers)["signed"]
    assert (signed["prepared_by"], signed["prepared_on"]) == ("Kim", "2026-02-01")
    assert (signed["judgement"], signed["reviewed_by"]) == ("one group", "")


def test_the_stress_test_is_the_domains_and_no_end_is_said_by_a_word() -> None:
    result = costly()
    found, told = stress_test(result, [0]), stress_report(result, [0])
    # Margins are 2,752: 552 are left in the year, −204 without Vicom's 756.
    assert told["year"]["ebit"] == 552
    assert (told["year"]["runway"], told["year"]["no_loss"]) == (None, True)
    without = told["largest"][0]
    assert (without["accounts"], without["ebit"]) == (["Vicom"], -204)
    # 600 / (204 / 12) = 35.29 months.
    assert without["runway"] == pytest.approx(600 / (204 / 12))
    assert told["chosen"] is not None
    assert told["chosen"]["accounts"] == ["Cartech"]
    assert told["revenue_at_risk"] == found.revenue_at_risk
    assert told["customers_until_loss"] == 1


def test_what_is_not_known_is_null_with_its_reason() -> None:
    told = stress_report(golden.assessment(), [])
    assert told["missing"] == ["fixed_costs", "cash"]
    assert (told["year"]["ebit"], told["year"]["no_loss"], told["chosen"]) == (None, False, None)


@pytest.mark.parametrize(
    "accounts", [golden.portfolio(), Portfolio((), ()), golden.of_revenues(-1)]
)
def test_every_report_keeps_its_schema(accounts: Portfolio) -> None:
    for policy in (golden.policy(), costly().policy):
        content = report(assess(accounts, policy, golden.TODAY), (), "de")
        told = json.loads(json.dumps(content, allow_nan=False))
        assert flaws(told, SCHEMA) == []
        assert not math.isinf(told["stress"]["revenue_at_risk"])
