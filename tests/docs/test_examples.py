"""The examples of the documentation are run as they stand there."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from importlib import resources
from pathlib import Path

import pytest

from kamxl.cli import main
from tests.docs import story, team
from tests.docs.pages import ROOT, Block, blocks, pages

PYTHON = [page for page in pages() if any(b.language == "python" for b in blocks(page))]
COMMANDS = {"console", "sh"}


def commands(block: Block) -> list[tuple[list[str], int]]:
    """Return the kamxl commands of a block, and the exit code that a comment behind them tells."""
    found = []
    for line in block.text.splitlines():
        typed = line.removeprefix("$ ").strip()
        if block.language in COMMANDS and typed.startswith("kamxl "):
            told = re.search(r"# exit code (\d+)", typed)
            words = shlex.split(typed, comments=True)[1:]
            found.append((words, int(told[1]) if told else 0))
    return found


# What people do between the commands of told pages is done by test_story.py and test_team.py.
TOLD = {*story.PAGES.values(), *team.PAGES.values()}
TYPED = [
    page for page in pages() if page not in TOLD and any(commands(block) for block in blocks(page))
]


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_the_readme_shows_the_main_job_and_the_api() -> None:
    readme = ROOT / "README.md"
    assert readme in PYTHON
    shown = [words[0] for block in blocks(readme) for words, _ in commands(block)]
    assert {"new", "run", "check"} <= set(shown)


@pytest.mark.parametrize("page", PYTHON, ids=_name)
def test_python_on_a_page_runs_and_prints_what_stands_below_it(page: Path) -> None:
    names: dict[str, object] = {}
    printed = ""
    for block in blocks(page):
        if block.language == "python":
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(compile(block.text, _name(page), "exec"), names)
            printed = output.getvalue()
        elif block.language == "text":
            assert printed.rstrip() == block.text.rstrip()


@pytest.mark.parametrize("page", TYPED, ids=_name)
def test_commands_on_a_page_do_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("accounts.csv", "invoices.csv"):
        with resources.as_file(resources.files("kamxl.actions") / "example" / name) as file:
            shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        for words, expected in commands(block):
            with pytest.raises(SystemExit) as end:
                main(words)
            said = capsys.readouterr()
            assert end.value.code == expected, f"kamxl {' '.join(words)}: {said.err or said.out}"
