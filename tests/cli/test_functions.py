from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from kamxl.cells import CellError
from kamxl.cli import functions
from tests.functions.cases import Argument, Case
from tests.hosts.functions import FunctionContract, Rows


class TestCall(FunctionContract):
    """`kamxl call`: arguments and answer as JSON, errors as their words."""

    @pytest.fixture(autouse=True)
    def _captured(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def evaluate(self, function: str, arguments: Sequence[Argument]) -> Rows:
        written = [json.dumps(argument, default=str) for argument in arguments]
        code = functions.evaluate(function, written, "en", as_json=True)
        answer = json.loads(self.capsys.readouterr().out)
        result = answer["result"]
        rows = result if isinstance(result, list) else [[result]]
        cells = [[_cell(cell) for cell in row] for row in rows]
        failed = any(isinstance(cell, CellError) for row in cells for cell in row)
        assert code == int(failed)
        assert (answer["why"] is not None) is failed
        return cells

    def takes(self, case: Case) -> bool:
        return not case.dated


def _cell(written: object) -> object:
    return CellError(written["error"]) if isinstance(written, dict) else written


def test_a_large_argument_comes_from_a_file_or_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "amounts.json"
    path.write_text(json.dumps([[1]] * 10_000), encoding="utf-8")
    assert functions.evaluate("KAM_EFFECTIVE", [f"@{path}"], "en", as_json=False) == 0
    assert capsys.readouterr().out == "10000\n"
    with path.open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert functions.evaluate("KAM_EFFECTIVE", ["-"], "en", as_json=False) == 0
    assert capsys.readouterr().out == "10000\n"


def test_functions_are_listed_with_category_and_kind_for_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert functions.list_functions("de", as_json=True) == 0
    listed = {one["name"]: one for one in json.loads(capsys.readouterr().out)["functions"]}
    clv = listed["KAM_CLV"]
    assert clv["category"] == "economics"
    assert [(a["name"], a["kind"], a["required"], a["default"]) for a in clv["arguments"]] == [
        ("margins", "block", True, None),
        ("retention", "block", False, 0.9),
        ("discount", "number", False, 0.1),
        ("years", "number", False, 5),
        ("sustainability", "block", False, 1),
    ]
