"""Puts a file in place whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kamxl.errors import UsageError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside the target; what was written there replaces the target.

    When the block raises, the target stays as it was and nothing is left behind; UsageError where
    the disk is full or the folder cannot be written.
    """
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"{path}: the folder {folder} does not exist; create it or name another")
    try:
        handle, name = tempfile.mkstemp(prefix=".kamxl-", suffix=path.suffix, dir=folder)
    except OSError as error:
        raise UsageError(f"{path}: cannot write here ({error.strerror}); name another") from None
    os.close(handle)
    temporary = Path(name)
    try:
        try:
            yield temporary
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            temporary.chmod(_mode(path))
        except OSError as error:
            raise UsageError(
                f"{path}: cannot be written ({error.strerror}); make room, or name another place. "
                "Nothing was changed"
            ) from None
        try:
            temporary.replace(path)
        except OSError as error:
            raise UsageError(
                f"{path}: cannot be replaced ({error.strerror}); close it where it is open"
            ) from None
        _settle(folder)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _mode(path: Path) -> int:
    """Return the rights of the file that is replaced, or those of a new one."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0o644 & ~_umask()


def _settle(folder: Path) -> None:
    """Let the new name outlive a power cut, where folders can be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
