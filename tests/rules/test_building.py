from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.domain.rulebook import Rulebook
from kamxl.errors import PolicyError
from kamxl.rules import load_rules, shipped_rules

LATE = """
[[swot]]
id = "T-LATE"
part = "threat"
when = ["days_since_order > limit"]
parameters = { limit = 90 }
sentence.en = "{name}: {days_since_order} days, limit {limit}"
sentence.de = "{name}: {days_since_order} Tage, Grenze {limit}"
"""


def own(tmp_path: Path, text: str) -> Rulebook:
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return load_rules(path)


def test_a_rule_of_ones_own_is_appended(tmp_path: Path) -> None:
    found = own(tmp_path, LATE)
    assert [rule.id for rule in found.swot] == [*(r.id for r in shipped_rules().swot), "T-LATE"]
    assert found.kpis == shipped_rules().kpis


def test_a_rule_with_a_known_id_takes_its_place(tmp_path: Path) -> None:
    found = own(tmp_path, LATE.replace("T-LATE", "T-VISION"))
    assert [rule.id for rule in found.swot] == [rule.id for rule in shipped_rules().swot]
    assert next(r for r in found.swot if r.id == "T-VISION").parameters == {"limit": 90}


def test_rules_are_switched_off_and_tables_replaced(tmp_path: Path) -> None:
    off = own(tmp_path, 'off = ["T-VISION"]')
    assert "T-VISION" not in [rule.id for rule in off.swot]
    assert len(off.swot) == len(shipped_rules().swot) - 1
    only = own(tmp_path, 'replace = ["swot"]\n' + LATE)
    assert [rule.id for rule in only.swot] == ["T-LATE"]


def test_cadence_and_roles_are_changed_one_by_one(tmp_path: Path) -> None:
    found = own(tmp_path, '[cadence]\nA = 14\n[roles]\nkam = { en = "KAM", de = "KAM" }\n')
    assert found.cadence == {"A": 14, "B": 90, "C": 180, "D": 365}
    assert found.roles["kam"].en == "KAM"
    assert found.roles["sales"] == shipped_rules().roles["sales"]


def test_a_percentage_is_a_fraction_and_is_written_as_one(tmp_path: Path) -> None:
    text = LATE.replace("days_since_order > limit", "share > limit").replace("90", '"15 %"')
    rule = own(tmp_path, text).swot[-1]
    assert rule.parameters == {"limit": 0.15}
    assert rule.units["limit"].unit == "share"


KPI = """
[[kpis]]
id = "KPI-X"
name = { en = "x", de = "x" }
unit = { en = "x", de = "x" }
"""
ACTION = """
[[actions]]
id = "ACT-X"
role = "kam"
action = { en = "x", de = "x" }
"""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LATE.replace("days_since_order >", "days_sinc >"), "swot.T-LATE.when.1: there is no fact"),
        (LATE.replace("{limit}", "{limt}"), "swot.T-LATE.sentence: {limt}: there is no fact"),
        (LATE.replace("Grenze {limit}", "Grenze"), "name different figures"),
        (LATE.replace("{limit}", "{criterion}"), "{criterion}: there is no fact"),
        (LATE.replace("{ limit = 90 }", '{ limit = "x" }'), "neither a number nor a percentage"),
        (
            LATE.replace("{ limit = 90 }", "{ share = 90 }"),
            ".share: a fact has that name",
        ),
        ('off = ["T-NONE"]', "off: there is no rule 'T-NONE'"),
        (LATE.replace("T-LATE", "KPI-GROWTH"), "kpis has a rule of that name"),
        (KPI + 'fact = "vision"', "kpis.KPI-X.fact: vision is no number"),
        (KPI + 'target = "revenue *"', "kpis.KPI-X.target"),
        (ACTION + 'before = "share"', "actions.ACT-X.before: share is no day"),
        (ACTION + 'swot = ["T-NONE"]', "actions.ACT-X.swot: swot has no rule 'T-NONE'"),
        (ACTION + 'goal = "GOAL-X"', "actions.ACT-X.goal: goals has no rule 'GOAL-X'"),
        (ACTION.replace('"kam"', '"boss"'), "actions.ACT-X.role: there is no role 'boss'"),
    ],
)
def test_what_makes_no_sense_is_refused_with_file_table_rule_and_field(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        own(tmp_path, text)
    assert complaint in str(refused.value)
    assert str(tmp_path / "ours.toml") in str(refused.value)
