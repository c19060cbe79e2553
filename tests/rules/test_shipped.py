from __future__ import annotations

from pathlib import Path

import pytest

from kamxl.domain.rulebook import TABLES
from kamxl.domain.wording import places
from kamxl.errors import PolicyError
from kamxl.rules import FILES, load_rules, shipped_file, shipped_rules, shipped_text
from kamxl.text import Text


def test_the_tables_that_come_with_kamxl_are_sound_and_none_is_empty() -> None:
    rules = shipped_rules()
    assert [table for table in TABLES if not getattr(rules, table)] == []
    assert rules.cadence == {"A": 30, "B": 90, "C": 180, "D": 365}


def test_there_are_the_questions_of_the_three_parts() -> None:
    ids = [question.id for question in shipped_rules().questions]
    assert ids == [
        *(f"A{number}" for number in range(1, 21)),
        *(f"B{number}" for number in range(1, 10)),
        *(f"C{number}" for number in range(1, 6)),
    ]


def test_every_file_of_the_folder_is_read() -> None:
    folder = Path(__file__).parents[2] / "kamxl" / "rules"
    assert sorted(path.stem for path in folder.glob("*.toml")) == sorted(FILES)


def test_every_entry_of_the_swot_names_a_figure_or_the_account() -> None:
    def named(text: Text) -> bool:
        return bool(places(text))

    bare = [rule.id for rule in shipped_rules().swot if not named(rule.sentence)]
    assert bare == []


def test_threats_weaknesses_and_opportunities_have_a_measure() -> None:
    bare = [r.id for r in shipped_rules().swot if r.part != "strength" and r.measure is None]
    assert bare == []


def test_the_tables_in_one_file_are_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(shipped_file(), encoding="utf-8")
    assert load_rules(path) == shipped_rules()


def test_a_shipped_table_can_be_read_as_text() -> None:
    assert "[[swot]]" in shipped_text("swot")


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"none\.toml: cannot be read"):
        load_rules(tmp_path / "none.toml")


def test_the_example_of_the_page_about_rules_is_a_file_of_rules(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    path = tmp_path / "ours.toml"
    path.write_text(page.split("```toml")[1].split("```")[0], encoding="utf-8")
    found = load_rules(path)
    assert found.swot[-1].id == "T-LATE-ORDERS"
    assert found.cadence["A"] == 14
