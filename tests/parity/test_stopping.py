"""A run of a workbook with plans is killed at every write: the file is the old or the new one."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from kamxl.actions.run import run
from kamxl.actions.updating import update
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.patching import patch
from kamxl.hosts.xlsx.patching.carrying import carried
from kamxl.rules import load_rules
from kamxl.workbook.schema import render
from tests.workbook.reading.made import TODAY, example

ROOT = Path(__file__).parents[2]
# A fork for each place of writing: what takes time is done once.
KILLED = """
import os, pickle, sys
from pathlib import Path
from kamxl.hosts.xlsx.patching import patch

folder, change = Path(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes())
reals = [
    (owner, name, getattr(owner, name))
    for owner, name in (
        (os, "open"), (os, "fsync"), (os, "replace"), (os, "rename"), (os, "unlink"),
        (os, "write"), (os, "utime"), (Path, "write_bytes"), (Path, "replace"), (Path, "unlink"),
    )
]
place = 0
while True:
    place += 1
    child = os.fork()
    if child == 0:
        count = 0
        def watched(real):
            def call(*args, **options):
                global count
                count += 1
                if count == place:
                    os.kill(os.getpid(), 9)
                return real(*args, **options)
            return call
        for owner, name, real in reals:
            setattr(owner, name, watched(real))
        patch(folder / str(place) / "book.xlsx", change)
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        print(place)
        break
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_wherever_a_run_is_killed_the_workbook_with_plans_is_whole(tmp_path: Path) -> None:
    rules, later = load_rules(), TODAY + dt.timedelta(days=91)
    first = tmp_path / "first" / "book.xlsx"
    first.parent.mkdir()
    first.write_bytes(built(render(example("en", reserve=0))))
    patch(first, update(run(read_book(first), TODAY), TODAY, None, rules).patch)
    before = first.read_bytes()
    change = update(run(read_book(first), later), later, None, rules).patch
    after = carried(before, change, "book.xlsx")
    assert after != before
    most = 60
    for place in range(1, most):
        book = tmp_path / str(place) / "book.xlsx"
        book.parent.mkdir()
        book.write_bytes(before)
    (tmp_path / "change").write_bytes(pickle.dumps(change))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(tmp_path / "change")],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    last = int(done.stdout)
    assert 5 < last < most
    fates = set()
    for place in range(1, last):
        book = tmp_path / str(place) / "book.xlsx"
        content = book.read_bytes()
        assert content in (before, after), f"half a file after write {place}"
        backups = [*book.parent.glob("book.backup-*.xlsx")]
        assert all(backup.read_bytes() == before for backup in backups)
        assert content == before or len(backups) == 1
        fates.add(content == after)
    assert fates == {True, False}
    assert (tmp_path / str(last) / "book.xlsx").read_bytes() == after
