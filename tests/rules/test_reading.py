from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.errors import PolicyError
from kamxl.rules.reading import read_rules, rules_from_toml

RULE = """
[[swot]]
id = "T-LATE"
part = "threat"
sentence.en = "late"
sentence.de = "spät"
"""


def test_a_file_may_name_only_what_it_changes() -> None:
    given = rules_from_toml(RULE, "ours.toml")
    assert [rule.id for rule in given.table("swot")] == ["T-LATE"]
    assert given.table("kpis") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[swot", "ours.toml: not a TOML file"),
        (RULE.replace('sentence.de = "spät"\n', ""), "swot.T-LATE.sentence.de: Field required"),
        (RULE.replace('"late"', '" "'), "swot.T-LATE.sentence.en"),
        (RULE.replace("threat", "danger"), "swot.T-LATE.part"),
        (RULE + 'whne = ["share > 1"]\n', "swot.T-LATE.whne: Extra inputs"),
        (RULE + RULE, "rules named twice: T-LATE"),
        (RULE.replace("T-LATE", "T LATE"), "swot.T LATE.id"),
        ('replace = ["sowt"]', "replace.1"),
        ("[cadence]\nE = 30", "cadence.E"),
        ("[cadence]\nA = 0", "cadence.A"),
    ],
)
def test_a_mistake_is_refused_with_file_and_key(text: str, complaint: str) -> None:
    with pytest.raises(PolicyError) as refused:
        rules_from_toml(text, "ours.toml")
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("ours.toml: ")


def test_a_file_with_a_mark_at_its_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(RULE, encoding="utf-8-sig")
    assert read_rules(path).swot[0].id == "T-LATE"
