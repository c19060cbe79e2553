"""Texts, binary workbooks and parquet files that mean harm, and what is no file at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.confined import Attempt, attempts
from tests.hostile.packages import READ, REFUSED
from tests.hostile.texts import GOOD, TextCase, binaries, parquets, texts

KINDS = {"texts": lambda _: texts(), "binaries": lambda _: binaries(), "parquets": parquets}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_is_contained(tmp_path: Path, kind: str) -> None:
    cases = KINDS[kind](tmp_path)
    paths = []
    for number, case in enumerate(cases.values()):
        path = tmp_path / str(number) / case.name
        path.parent.mkdir()
        path.write_bytes(case.content)
        paths.append(path)
    commands = [["new", str(p.with_name("out.xlsx")), "--from", str(p)] for p in paths]
    for name, path, attempt in zip(cases, paths, attempts(commands, tmp_path), strict=True):
        judged(attempt, path, name, cases[name])


def judged(attempt: Attempt, path: Path, name: str, case: TextCase) -> None:
    """Assert that a file met its fate, in one sentence where it was refused."""
    assert attempt.code in (0, 1, 2), (name, attempt)
    assert "Traceback" not in attempt.err, (name, attempt)
    if attempt.code != 2:
        assert case.fate != REFUSED, (name, attempt)
        return
    assert case.fate != READ, (name, attempt)
    assert attempt.said.startswith(f"kamxl: {case.name}"), (name, attempt)
    assert case.word in attempt.said, (name, attempt)
    assert len(attempt.said) < 2000, name
    assert [other.name for other in path.parent.iterdir()] == [case.name], name


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    places = {
        name: tmp_path / f"{name}.csv" for name in ("pipe", "zero", "gone", "round", "folder")
    }
    os.mkfifo(places["pipe"])
    places["zero"].symlink_to("/dev/zero")
    places["gone"].symlink_to(tmp_path / "nowhere.csv")
    places["round"].symlink_to(places["round"])
    places["folder"].mkdir()
    words = {
        "pipe": "a device or a pipe", "zero": "a device or a pipe", "gone": "no such file",
        "round": "cannot be opened", "folder": "a folder",
    }  # fmt: skip
    commands = [["new", "out.xlsx", "--from", str(path)] for path in places.values()]
    for name, attempt in zip(places, attempts(commands, tmp_path, seconds=10), strict=True):
        assert attempt.code == 2, (name, attempt)
        assert words[name] in attempt.said, (name, attempt)
    books = {name: path.rename(path.with_suffix(".xlsx")) for name, path in places.items()}
    for command in (["run"], ["check"], ["check", "--file"], ["upgrade"], ["why"]):
        rest = ["A!A1"] if command == ["why"] else []
        tries = [[*command, str(path), *rest] for path in books.values()]
        for name, attempt in zip(books, attempts(tries, tmp_path, seconds=10), strict=True):
            assert attempt.code == 2, (command, name, attempt)
            assert attempt.said, (command, name)
    assert not (tmp_path / "out.xlsx").exists()


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text(GOOD)
    (tmp_path / "link.csv").symlink_to("real.csv")
    (done,) = attempts([["new", "out.xlsx", "--from", "link.csv"]], tmp_path)
    assert done.code in (0, 1), done
    assert (tmp_path / "out.xlsx").exists()
