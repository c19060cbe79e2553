from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kamxl.cli import main
from tests.workbook.handing import master
from tests.workbook.handing.returned import key, typed


class Ran:
    """What came out of a command."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def kamxl(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Any:
    """Return a function that runs the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KAMXL_LANGUAGE", "en")

    def run(*words: str) -> Ran:
        with pytest.raises(SystemExit) as end:
            main(words)
        said = capfd.readouterr()
        return Ran(int(end.value.code or 0), said.out, said.err)

    return run


def test_a_round_from_the_first_command_to_the_last(kamxl: Any, tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    before = path.read_bytes()
    listed = kamxl("split", "master.xlsx", "-o", "parts", "--dry-run")
    assert listed.code == 0
    assert "Ben Süd: 5 accounts, 2 of them shared (master - Ben Süd.xlsx)" in listed.out
    assert not (tmp_path / "parts").exists()
    assert path.read_bytes() == before
    made = kamxl("split", "master.xlsx", "-o", "parts", "--due", "2020-01-31", "--json")
    manifest = json.loads((tmp_path / "parts" / "manifest.json").read_text(encoding="utf-8"))
    told = json.loads(made.out)
    assert told["written"] is True
    assert {k: v for k, v in told.items() if k not in ("written", "language")} == manifest
    files = sorted(p.name for p in (tmp_path / "parts").iterdir())
    assert files == [
        "manifest.json", "master - Ada Nord.xlsx", "master - Ben Süd.xlsx",
        "master - Cora West.xlsx",
    ]  # fmt: skip
    out = kamxl("status", "master.xlsx")
    assert "0 of 3 are back" in out.out
    assert out.out.count("overdue") == 3
    (tmp_path / "back").mkdir()
    ids = master.inputs().portfolio.ids
    typed(
        tmp_path / "parts" / "master - Ada Nord.xlsx",
        {key(ids[0], "revenue"): 7.0},
        tmp_path / "back" / "x.xlsx",
    )
    dry = kamxl("collect", "back", "--into", "master.xlsx", "--dry-run")
    assert "Returned 1 of 3: 1 changes taken, 0 new lines, 0 conflicts" in dry.out
    taken = kamxl("collect", "back", "--into", "master.xlsx", "--json")
    told = json.loads(taken.out)
    assert (taken.code, told["returned"], told["parts"], told["taken"]) == (0, 1, 3, 1)
    assert told["changes"][0] == {
        "account": ids[0], "place": "accounts", "line": "", "field": "revenue",
        "old": master.inputs().portfolio.number("revenue")[0], "new": 7.0, "by": "Ada Nord",
        "file": "x.xlsx", "chosen": False,
    }  # fmt: skip
    assert (tmp_path / told["backup"]).exists()
    again = kamxl("collect", "back", "--into", "master.xlsx")
    assert "Nothing to write" in again.out
    status = json.loads(kamxl("status", "master.xlsx", "--json").out)
    assert [part["overdue"] for part in status["parts_of"]] == [False, True, True]
    assert kamxl("run", "parts/master - Ben Süd.xlsx").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--due", "soon"), "write the day as 2026-01-31"),
        (("--without", "everything"), "choose persons"),
        (("--by", "shoe size"), "no such column"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    kamxl: Any, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    master.master(tmp_path, plans=False)
    ran = kamxl("split", "master.xlsx", "-o", "parts", *words)
    assert ran.code == 2
    assert said in ran.err


def test_parts_that_are_there_are_not_replaced_unasked(kamxl: Any, tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    assert kamxl("split", "master.xlsx", "-o", "parts").code == 0
    before = path.read_bytes()
    assert "by --force" in " ".join(kamxl("split", "master.xlsx", "-o", "parts").err.split())
    assert path.read_bytes() == before
    assert kamxl("split", "master.xlsx", "-o", "parts", "--force").code == 0


def test_a_file_with_a_password_is_named_and_the_others_are_taken(
    kamxl: Any, tmp_path: Path
) -> None:
    master.master(tmp_path, plans=False)
    kamxl("split", "master.xlsx", "-o", "parts")
    shutil.copytree(tmp_path / "parts", tmp_path / "back")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    (tmp_path / "back" / "locked.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    ran = kamxl("collect", "back", "--into", "master.xlsx")
    assert ran.code == 1
    assert "Returned 3 of 3" in ran.out
    assert "password" in ran.out
