from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from kamxl.actions.diff_report import diff_report
from kamxl.actions.differing import differ
from kamxl.workbook.differing.diff import Diff
from tests.actions.test_differing import book
from tests.actions.test_reporting import DOCS, flaws
from tests.domain import golden

SCHEMA = json.loads((Path(DOCS) / "diff.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def diff() -> Diff:
    accounts = golden.with_rating(golden.portfolio(), "Vicom", "relationship", 9.0)
    names = ("New Ltd", *golden.NAMES[1:])
    later = dataclasses.replace(
        golden.policy(), borders=(8.5, 6.0, 4.0), minimum_coverage=0.8, basis="margin"
    )
    return differ(
        book(), book(dataclasses.replace(accounts, ids=names, names=names), later, "de", "b.xlsx")
    )


def told(diff: Diff, **options: Any) -> Any:
    return json.loads(json.dumps(diff_report(diff, "en", **options), allow_nan=False))


def test_the_report_keeps_its_schema(diff: Diff) -> None:
    assert flaws(told(diff), SCHEMA) == []
    assert flaws(told(differ(book(), book())), SCHEMA) == []


def test_settings_are_told_with_key_label_and_words(diff: Diff) -> None:
    assert told(diff)["policy"] == [
        {"key": "minimum_coverage", "label": "Minimum rated weight", "before": 0.7, "after": 0.8},
        {"key": "border_a", "label": "Tier A from", "before": 8.0, "after": 8.5},
        {"key": "basis", "label": told(diff)["policy"][2]["label"], "before": "Revenue",
         "after": "Contribution margin"},
    ]  # fmt: skip


def test_contributions_of_an_account_sum_to_its_change(diff: Diff) -> None:
    by_id = {one["id"]: one for one in told(diff)["accounts"]}
    vicom = by_id["Vicom"]
    assert (vicom["change"], vicom["status"]) == (0.70, "both")
    assert vicom["contributions"] == [
        {"criterion": "relationship", "name": "Relationship & engagement", "inputs": 0.7,
         "policy": 0.0, "points": 0.7},
    ]  # fmt: skip
    assert vicom["inputs"] == [
        {"key": "rating:relationship", "label": "Relationship & engagement", "before": 2.0,
         "after": 9.0},
    ]  # fmt: skip
    assert list(vicom["score"]) == ["before", "between", "after"]
    assert (by_id["New Ltd"]["status"], by_id["New Ltd"]["score"]["before"]) == ("new", None)
    assert by_id["Cartech"]["status"] == "gone"


def test_one_account_is_told_alone_even_where_nothing_moved(diff: Diff) -> None:
    assert [one["id"] for one in told(diff, account="Vicom")["accounts"]] == ["Vicom"]
    assert [one["status"] for one in told(diff, account="Cartech")["accounts"]] == ["gone"]
    same = differ(book(), book())
    (only,) = told(same, account="Hotel")["accounts"]
    assert (only["change"], only["contributions"], only["text"]) == (0.0, [], "")
