"""Disks that are full, folders that are closed, files that are open, and runs that are stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from kamxl.hosts.xlsx.lint import lint
from tests.hostile.confined import ROOT, Attempt, attempts
from tests.hostile.test_workbooks import own
from tests.hostile.texts import GOOD

OLD = b"what stood here before"
# Commands that write, the file that each writes, and what else it may write.
WRITING = {
    "new": (["new", "out.xlsx", "--from", "in.csv", "--force"], "out.xlsx"),
    "export": (["export", "book.xlsx", "-o", "out.csv", "--force"], "out.csv"),
    "run": (["run", "book.xlsx", "-o", "out.xlsx", "--force"], "out.xlsx"),
    "profile": (["profile", "export", "standard", "-o", "out.toml", "--force"], "out.toml"),
    "rules": (["rules", "export", "-o", "out.toml", "--force"], "out.toml"),
    "extension": (["addin", "build", "--libreoffice", "--force"], "kamxl.oxt"),
    "buttons": (["addin", "buttons", "book.xlsx", "-o", "out.xlsm", "--force"], "out.xlsm"),
    "addin": (["addin", "build", "--force"], "kamxl.xlam"),
}


def laid(folder: Path, target: str, old: bytes = OLD) -> list[str]:
    """Lay a list, a workbook and an old target into a folder; return all names."""
    folder.mkdir(exist_ok=True)
    (folder / "in.csv").write_text(GOOD)
    (folder / "book.xlsx").write_bytes(own())
    (folder / target).write_bytes(old)
    return sorted(path.name for path in folder.iterdir())


def one_sentence(attempt: Attempt, word: str) -> None:
    assert attempt.code == 2, attempt
    assert word in attempt.said, attempt
    assert attempt.said.startswith("kamxl: "), attempt


@pytest.mark.parametrize("name", WRITING)
def test_a_disk_that_is_full_leaves_the_old_file_whole(tmp_path: Path, name: str) -> None:
    command, target = WRITING[name]
    names = laid(tmp_path, target)
    (done,) = attempts([command], tmp_path, room=1_000)
    one_sentence(done, " be written (File too large)")
    assert "nothing was changed" in done.said.casefold()
    assert (tmp_path / target).read_bytes() == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    laid(tmp_path, "x")
    commands = []
    for command, target in WRITING.values():
        places = {"out": "/proc/out", target: f"/proc/{target}"}
        moved = [places.get(word, word) for word in command]
        commands.append(moved if moved != command else [*command, "/proc"])
    for name, done in zip(WRITING, attempts(commands, tmp_path), strict=True):
        one_sentence(done, "cannot write")
        assert "/proc" in done.said, name


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("lock", "program"), [("~${}", "Excel"), (".~lock.{}#", "LibreOffice")])
def test_a_file_that_is_open_is_not_replaced(
    tmp_path: Path, form: str, lock: str, program: str
) -> None:
    for name, (command, target) in WRITING.items():
        folder = tmp_path / name
        folder.mkdir()
        umlauts = target.replace("out", "Käufer")
        names = laid(folder, umlauts)
        (folder / lock.format(unicodedata.normalize(form, umlauts))).write_bytes(b"\x05Erika")
        words = [umlauts if word == target else word for word in command]
        if name == "new" or "-o" in words:
            (done,) = attempts([words], folder)
            one_sentence(done, f"open in {program}")
            assert (folder / umlauts).read_bytes() == OLD
            assert len(list(folder.iterdir())) == len(names) + 1


def test_a_name_of_250_characters_with_blanks_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(GOOD)
    folder = tmp_path / "Schlüssel kunden 'x' & Söhne"
    folder.mkdir()
    name = ("Mappe für uns " * 20)[:230].strip() + ".xlsx"
    book = folder / name
    assert len(name) > 230
    assert len(os.fsencode(name)) <= 255
    done = attempts(
        [
            ["new", str(book), "--from", "in.csv"],
            ["run", str(book)],
            ["check", str(book)],
            ["check", "--file", str(book)],
            ["export", str(book), "-o", str(book.with_suffix(".csv"))],
            ["upgrade", str(book)],
        ],
        tmp_path,
    )
    assert [attempt.code in (0, 1) for attempt in done] == [True] * 6, done
    assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]
    (longer,) = attempts([["new", "x" * 300 + ".xlsx", "--from", "in.csv"]], tmp_path)
    one_sentence(longer, "longer than a file's may be")


def test_a_name_that_windows_keeps_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(GOOD)
    done = attempts(
        [["new", f"{name}.xlsx", "--from", "in.csv"] for name in ("con", "NUL")], tmp_path
    )
    for attempt in done:
        one_sentence(attempt, "Windows keeps this name to itself")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


STOPPED = """
import io, json, os, sys
from pathlib import Path
sys.stdout = sys.stderr = io.StringIO()
import kamxl.cli.work, kamxl.cli.addin, kamxl.cli.profiles
from kamxl.cli import main

command, most = json.loads(sys.argv[1]), 60
for place in range(1, most):
    folder = Path(f"at{place}")
    folder.mkdir()
    for path in Path("laid").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    child = os.fork()
    if not child:
        os.chdir(folder)
        count = 0
        def watched(real):
            def call(*args, **options):
                global count
                # What is written into the temporary folder is no file of anybody.
                path = os.fspath(args[0]) if isinstance(args[0], (str, Path)) else ""
                if not path.startswith("/") or path.startswith(os.getcwd()):
                    count += 1
                if count == place:
                    os.kill(os.getpid(), 9)
                return real(*args, **options)
            return call
        for owner, name in (
            (os, "open"), (os, "fsync"), (os, "replace"), (os, "rename"), (os, "unlink"),
            (os, "write"), (Path, "write_bytes"), (Path, "write_text"),
            (Path, "replace"), (Path, "chmod"), (Path, "unlink"),
        ):
            setattr(owner, name, watched(getattr(owner, name)))
        try:
            main(command)
        except SystemExit as end:
            os._exit(end.code or 0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        break
sys.exit(0 if place < most - 1 else 5)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["new", "export", "run", "profile", "buttons"])
def test_wherever_a_command_is_killed_the_file_is_the_old_one_or_the_new(
    tmp_path: Path, name: str
) -> None:
    command, target = WRITING[name]
    laid(tmp_path / "laid", target)
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, json.dumps(command)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    stopped = sorted(tmp_path.glob("at*"), key=lambda path: int(path.name[2:]))
    whole = (stopped[-1] / target).read_bytes()
    assert whole != OLD
    found = [(folder / target).read_bytes() for folder in stopped]
    # A workbook made anew is the same but for its day; all others are the same bytes.
    assert {OLD, whole} == set(found), name
    assert len(stopped) > 4
    for folder in stopped:
        if name != "run":
            assert (folder / "book.xlsx").read_bytes() == (tmp_path / "laid/book.xlsx").read_bytes()
        left = [path.name for path in folder.iterdir() if path.name.startswith(".kamxl-")]
        assert len(left) <= 2
    # What is left lying about does not stand in the way: the next attempt does all of it.
    (again,) = attempts([command], stopped[len(stopped) // 2])
    assert again.code in (0, 1), again
    assert (stopped[len(stopped) // 2] / target).read_bytes() != OLD


def test_two_runs_at_once_leave_one_whole_workbook(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(GOOD)
    (tmp_path / "book.xlsx").write_bytes(own())
    for command in (["new", "out.xlsx", "--from", "in.csv"], ["run", "book.xlsx"]):
        both = [
            subprocess.Popen(
                [sys.executable, "-m", "kamxl", *command],
                cwd=tmp_path,
                text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        said = [child.communicate()[1].strip() for child in both]
        codes = [child.returncode for child in both]
        assert set(codes) <= {0, 1, 2}, said
        assert set(codes) & {0, 1}, said
        for code, sentence in zip(codes, said, strict=True):
            if code == 2:
                assert len(sentence.splitlines()) == 1
                assert any(
                    word in sentence
                    for word in ("another run", "there is such a file", "was saved while")
                ), sentence
    for name in ("out.xlsx", "book.xlsx"):
        assert lint(tmp_path / name) == []
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
