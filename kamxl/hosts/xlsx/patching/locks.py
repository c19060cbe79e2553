"""Whether a workbook is open elsewhere, and a lock of our own while it is changed."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from kamxl.errors import UsageError
from kamxl.hosts.xlsx.naming import beside, spellings

# Seconds after which a lock without a word in it is one whose run died while making it.
BEGINNING = 10.0


def refuse_open(path: Path) -> None:
    """Raise UsageError when Excel or LibreOffice has the file open, as their lock files say."""
    for name, program in product(spellings(path.name), ("Excel", "LibreOffice")):
        lock = path.with_name(f"~${name}" if program == "Excel" else f".~lock.{name}#")
        if _there(lock):
            raise UsageError(
                f"{path}: open in {program}{_by(lock, program)}, close it first. If it is not open "
                f"anywhere, a crash left the file {lock.name} behind: delete it"
            )


def _there(lock: Path) -> bool:
    try:
        return lock.exists()
    except OSError:  # a name that is too long for the system is no file's
        return False


def _by(lock: Path, program: str) -> str:
    """Return in words who has a file open, as far as a lock file says it legibly."""
    try:
        content = lock.read_bytes()[:200]
    except OSError:
        return ""
    if program == "Excel":
        name = content[1 : 1 + content[0]].decode("cp1252", "replace") if content else ""
    else:
        fields = content.decode("utf-8", "replace").split(",")
        name = next((field for field in fields[:2] if field.strip()), "")
    name = name.strip()
    return f" by {name}" if name and name.isprintable() else ""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold kamxl's own lock on a file; UsageError when another run has it.

    A lock whose process is gone is taken over.
    """
    lock = beside(path, ".~kamxl.", "#")
    handle = _create(path, lock)
    try:
        os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
        os.close(handle)
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()


def _create(path: Path, lock: Path) -> int:
    for attempt in (1, 2):
        try:
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            if attempt == 1 and _gone(lock):
                with contextlib.suppress(FileNotFoundError):
                    lock.unlink()
                continue
            raise UsageError(
                f"{path}: another run of kamxl is changing it; wait for it. If there is none, a "
                f"crash left the file {lock.name} behind: delete it"
            ) from None
        except OSError as error:
            raise UsageError(
                f"{path}: cannot write in its folder ({error.strerror}); copy the workbook to a "
                "folder of yours, or name another file with -o"
            ) from None
    raise AssertionError("unreachable")


def _gone(lock: Path) -> bool:
    """Return whether the process that made a lock ran on this machine and runs no more."""
    try:
        text = lock.read_text(encoding="utf-8")
        age = time.time() - lock.stat().st_mtime
        number, host = text.split() if text else ("", "")
    except (OSError, ValueError):
        return False
    if not text:
        return age > BEGINNING
    # On Windows a signal of 0 would end the other process.
    if host != socket.gethostname() or not number.isdigit() or sys.platform == "win32":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
