"""A file is put in place whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kamxl.errors import UsageError
from kamxl.hosts.xlsx.replacing import replacing


def test_what_was_written_replaces_the_target(tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"old")
    with replacing(target) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".xlsx"
        temporary.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_when_the_block_raises_the_target_stays_and_nothing_is_left(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"old")

    def write() -> None:
        with replacing(target) as temporary:
            temporary.write_bytes(b"half of the n")
            raise error

    with pytest.raises(error):
        write()
    assert target.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [target]


def test_a_missing_folder_is_told_by_its_name(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "book.xlsx"
    with (
        pytest.raises(UsageError, match=r"nowhere does not exist; create it or name another"),
        replacing(target),
    ):
        raise AssertionError("there is no folder to write into")
    assert [*tmp_path.iterdir()] == []


def test_a_folder_in_the_way_is_told_and_stays(tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    target.mkdir()
    with (
        pytest.raises(UsageError, match="cannot be replaced"),
        replacing(target) as temporary,
    ):
        temporary.write_bytes(b"new")
    assert [*tmp_path.iterdir()] == [target]
    assert target.is_dir()


def test_the_file_may_be_read_by_whoever_the_umask_lets(tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    old = os.umask(0o022)
    try:
        with replacing(target) as temporary:
            temporary.write_bytes(b"new")
    finally:
        os.umask(old)
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o644


def test_a_target_named_without_a_folder_is_written_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with replacing(Path("book.xlsx")) as temporary:
        temporary.write_bytes(b"new")
    assert (tmp_path / "book.xlsx").read_bytes() == b"new"
