from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
MOST_LINES = 30


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_context_decision_and_consequence(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {record.name[:4]} ")
    parts = [text.index(f"**{part}.**") for part in ("Context", "Decision", "Consequence")]
    assert parts == sorted(parts)
    assert text.count("\n") <= MOST_LINES


def test_the_list_of_decisions_has_each_by_its_title() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    for record in RECORDS:
        title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"- [{title}]({record.name})" in index
