"""The file is replaced whole or not at all, with the version before kept beside it."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kamxl.errors import InputError, UsageError
from kamxl.hosts.xlsx.patching import Patched, carried, patch
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.spec import Formula
from tests.hosts.xlsx.patching import corpus

CHANGE = BookPatch([SheetPatch("Data", [Edit(0, 0, "changed", "text", "a test")])])
OTHER = BookPatch([SheetPatch("Data", [Edit(0, 0, "changed again", "text", "a test")])])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(corpus.rich())
    os.utime(path, (1_790_000_000, 1_790_000_000))
    return path


def others(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def test_a_file_is_changed_in_place_and_the_version_before_is_kept(book: Path) -> None:
    made = patch(book, CHANGE)
    assert made.changed
    assert made.backup is not None
    assert others(book) == [made.backup.name]
    assert made.backup.name.startswith("book.backup-20260921-")
    assert made.backup.read_bytes() == corpus.rich()
    assert made.backup.stat().st_mtime == 1_790_000_000
    assert book.read_bytes() == carried(corpus.rich(), CHANGE, "book.xlsx")


def test_a_change_of_nothing_writes_nothing(book: Path) -> None:
    for change in (BookPatch(), BookPatch([SheetPatch("Data")])):
        before = book.stat().st_ino, book.stat().st_mtime_ns
        assert patch(book, change) == Patched(book.resolve(), False)
        assert (book.stat().st_ino, book.stat().st_mtime_ns) == before
    assert others(book) == []


def test_the_same_change_made_twice_writes_once(book: Path) -> None:
    patch(book, CHANGE)
    once = book.read_bytes()
    assert not patch(book, CHANGE).changed
    assert book.read_bytes() == once
    assert len(others(book)) == 1


def test_a_changed_copy_leaves_the_file_alone(book: Path) -> None:
    target = book.with_name("other.xlsx")
    made = patch(book, CHANGE, target)
    assert made == Patched(target.resolve(), True)
    assert book.read_bytes() == corpus.rich()
    assert target.read_bytes() == carried(corpus.rich(), CHANGE, "book.xlsx")
    patch(book, BookPatch(), target)
    assert target.read_bytes() == corpus.rich()
    assert others(book) == ["other.xlsx"]


def test_a_link_to_a_file_stays_a_link(book: Path) -> None:
    link = book.with_name("link.xlsx")
    link.symlink_to(book)
    patch(link, CHANGE)
    assert link.is_symlink()
    assert book.read_bytes() == carried(corpus.rich(), CHANGE, "book.xlsx")


def test_a_file_keeps_its_rights(book: Path) -> None:
    book.chmod(0o640)
    patch(book, CHANGE)
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


# ---------------------------------------------------------------- linted


def test_a_result_with_a_new_fault_is_not_written(book: Path) -> None:
    wrong = BookPatch([SheetPatch("Data", [Edit(0, 0, Formula("=SUM(A9", 0), "text", "a test")])])
    with pytest.raises(InputError, match="would have a fault"):
        patch(book, wrong)
    assert book.read_bytes() == corpus.rich()
    assert others(book) == []


def test_a_fault_that_was_there_before_is_none_of_ours(book: Path) -> None:
    faulty = corpus.changed(
        corpus.rich(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace("SUM(B6:B9)", "SUM(B6")
    )
    book.write_bytes(faulty)
    assert patch(book, CHANGE).changed


# ---------------------------------------------------------------- open elsewhere


def test_a_file_open_in_excel_is_refused_with_who_has_it(book: Path) -> None:
    lock = book.with_name("~$book.xlsx")
    lock.write_bytes(b"\x0bErika Muste" + b" " * 43)
    with pytest.raises(UsageError, match=r"open in Excel by Erika Muste, close it first.*delete"):
        patch(book, CHANGE)
    assert book.read_bytes() == corpus.rich()
    assert others(book) == ["~$book.xlsx"]
    lock.unlink()
    assert patch(book, CHANGE).changed


def test_a_file_open_in_libreoffice_is_refused_with_who_has_it(book: Path) -> None:
    lock = book.with_name(".~lock.book.xlsx#")
    lock.write_text(",erika,desk,01.01.2026 10:00,file:///home/erika;")
    with pytest.raises(UsageError, match=r"open in LibreOffice by erika, close it first.*~lock"):
        patch(book, CHANGE)
    assert book.read_bytes() == corpus.rich()


def test_two_runs_at_once_do_not_meet(book: Path) -> None:
    lock = book.with_name(".~kamxl.book.xlsx#")
    lock.write_text(f"{os.getppid()} {os.uname().nodename}\n")
    with pytest.raises(UsageError, match="another run of kamxl"):
        patch(book, CHANGE)
    assert others(book) == [lock.name]


def test_the_lock_of_a_run_that_died_is_taken_over(book: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lock = book.with_name(".~kamxl.book.xlsx#")
    lock.write_text(f"{gone.pid} {os.uname().nodename}\n")
    assert patch(book, CHANGE).changed
    assert lock.name not in others(book)


# ---------------------------------------------------------------- whole or not at all


def test_a_refusal_leaves_the_file_and_nothing_else(book: Path) -> None:
    wrong = BookPatch([SheetPatch("Data", [Edit(4, 0, "header", "text", "a test")])])
    with pytest.raises(InputError, match=r"book\.xlsx!Data!A5: the header"):
        patch(book, wrong)
    assert book.read_bytes() == corpus.rich()
    assert others(book) == []


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        patch(tmp_path / "gone.xlsx", CHANGE)
    assert [*tmp_path.iterdir()] == []


FULL = """
import errno, os, pickle, sys
from pathlib import Path
from kamxl.hosts.xlsx.patching import patch

change = pickle.loads(Path(sys.argv[4]).read_bytes())
place, act = int(sys.argv[2]), sys.argv[3]
count = 0

def watched(name, real):
    def call(*args, **options):
        global count
        count += 1
        if count == place:
            if act == "kill":
                os.kill(os.getpid(), 9)
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **options)
    return call

for owner, name in (
    (os, "open"), (os, "fsync"), (os, "replace"), (os, "rename"), (os, "unlink"), (os, "write"),
    (os, "utime"), (Path, "write_bytes"), (Path, "replace"), (Path, "chmod"), (Path, "unlink"),
):
    setattr(owner, name, watched(name, getattr(owner, name)))
try:
    patch(Path(sys.argv[1]), change)
except Exception as error:
    print(type(error).__name__, error)
    sys.exit(3)
print("done", count)
"""


def attempt(book: Path, place: int, act: str, change: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FULL, str(book), str(place), act, str(change)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[4],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("act", ["kill", "full"])
@pytest.mark.parametrize("plans", [False, True], ids=["one cell", "strategy sheets"])
def test_wherever_a_run_is_stopped_the_file_is_whole(tmp_path: Path, act: str, plans: bool) -> None:
    before, change = corpus.rich(), CHANGE
    if plans:
        before = corpus.grown(corpus.company())
        change = corpus.renewal(before)
        assert sum(sheet.name.startswith("Plan ") for sheet in change.sheets) > 1
    after = carried(before, change, "book.xlsx")
    told = tmp_path / "change"
    told.write_bytes(pickle.dumps(change))
    fates = set()
    for place in range(1, 60):
        book = tmp_path / f"{act}{place}" / "book.xlsx"
        book.parent.mkdir()
        book.write_bytes(before)
        done = attempt(book, place, act, told)
        content = book.read_bytes()
        assert content in (before, after)
        backups = [*book.parent.glob("book.backup-*.xlsx")]
        assert all(backup.read_bytes() == before for backup in backups)
        if content == after:
            assert len(backups) == 1
        if done.stdout.startswith("done") and int(done.stdout.split()[1]) < place:
            break
        if act == "kill":
            assert done.returncode == -signal.SIGKILL
        elif done.returncode:
            kind, _, message = done.stdout.partition(" ")
            assert kind in ("UsageError", "InputError"), done.stdout
            assert len(message.splitlines()) == 1
            leftovers = {*book.parent.iterdir()} - {book, *backups}
            assert len(leftovers) <= 1  # what could not be deleted, when deleting failed
        fates.add(content == after)
        # What is left lying about does not stand in the way of the next run, a little later.
        lock = book.with_name(".~kamxl.book.xlsx#")
        if lock.exists():
            os.utime(lock, (1_790_000_000, 1_790_000_000))
        if not plans or place % 6 == 0:
            patch(book, change)
            assert book.read_bytes() == after
    else:
        pytest.fail("it never came to an end")
    assert fates == {True, False}


@pytest.mark.skipif(not Path("/dev/full").exists() or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_may_not_be_written_to_is_told(book: Path) -> None:
    book.parent.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot write in its folder"):
            patch(book, CHANGE)
    finally:
        book.parent.chmod(0o700)


def test_a_folder_without_room_is_told_in_one_sentence(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError, match=r"cannot be written \(No space left on device\)"):
        patch(book, CHANGE)
    assert book.read_bytes() == corpus.rich()
    assert others(book) == []


# ---------------------------------------------------------------- backups


def test_only_the_last_backups_are_kept_and_those_of_others_stay(book: Path) -> None:
    book.with_name("book.backup-mine.xlsx").write_bytes(b"mine")
    book.with_name("other.backup-20200101-000000.xlsx").write_bytes(b"of another")
    for number in range(5):
        os.utime(book, (1_790_000_000 + 60 * number,) * 2)
        change = BookPatch([SheetPatch("Data", [Edit(0, 0, number, "text", "a test")])])
        assert patch(book, change).changed
    found = [name for name in others(book) if name.startswith("book.backup-2")]
    assert len(found) == 3
    last = max(book.parent / name for name in found)
    assert corpus.values(last.read_bytes(), "Data")["A1"] == 4.0 - 1
    assert "book.backup-mine.xlsx" in others(book)
    assert "other.backup-20200101-000000.xlsx" in others(book)


def test_two_versions_of_one_second_are_both_kept(book: Path) -> None:
    patch(book, CHANGE)
    os.utime(book, (1_790_000_000, 1_790_000_000))
    second = patch(book, OTHER).backup
    assert second is not None
    assert second.stem.endswith("-2")
    assert len(others(book)) == 2
