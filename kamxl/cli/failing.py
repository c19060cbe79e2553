"""Runs the command line and turns whatever goes wrong into one sentence and an exit code."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

from kamxl import __version__
from kamxl.cli.app import app
from kamxl.cli.language import spoken
from kamxl.cli.words import CRASHED, DISK_FULL, INTERRUPTED, REPORTED
from kamxl.errors import KamxlError

# 0: clean. 1: findings of severity error. Wrong use, Typer's own complaints included, is 2.
WRONG_USE = 2
OUR_FAULT = 3
INTERRUPT = 130
# No room on the disk, a file too large for it, a disk that cannot be written.
FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EROFS})


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; always ends with SystemExit and never shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A console that lacks a letter shows ? for it; that is no reason to stop.
            stream.reconfigure(errors="replace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="kamxl")
    except KamxlError as error:
        _say(f"kamxl: {error}")
        sys.exit(WRONG_USE)
    except SystemExit as end:
        if end.code == INTERRUPT:
            _say(f"kamxl: {INTERRUPTED(spoken())}")
        raise
    except KeyboardInterrupt:
        _say(f"kamxl: {INTERRUPTED(spoken())}")
        sys.exit(INTERRUPT)
    except Exception as error:
        language = spoken()
        if isinstance(error, OSError) and error.errno in FULL:
            _say(f"kamxl: {DISK_FULL(language).format(reason=error.strerror)}")
            sys.exit(WRONG_USE)
        kind = type(error).__name__
        _say(f"kamxl {__version__}: {CRASHED(language).format(kind=kind)}")
        with contextlib.suppress(OSError):
            _say(REPORTED(language).format(path=_crash_report()))
        sys.exit(OUR_FAULT)
    sys.exit(0)


def _say(sentence: str) -> None:
    """Say one line on stderr, without what a terminal would obey in names of other people."""
    sentence = "".join(c if c.isprintable() else "�" for c in sentence)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(sentence + "\n")


def _crash_report() -> str:
    """Write what we need to find our mistake into the temporary folder; return the path."""
    import platform
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="kamxl-crash-", suffix=".txt", delete=False
    ) as file:
        file.write(
            f"kamxl {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
            f"{sys.argv!r}\n\n{traceback.format_exc()}"
        )
    return file.name
