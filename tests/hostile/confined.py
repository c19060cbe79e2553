"""Runs the command line many times in one child with little memory and time, as people would.

`attempts` hands commands to a child; the child answers with a line of JSON each. A child that dies
or hangs is an attempt that failed, and the next one gets another child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEGABYTE = 2**20
# Address space, of which the libraries alone take half a gigabyte.
MEMORY = 1_536
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a command ended: its exit code (None where the child died), and what it said."""

    code: int | None
    out: str
    err: str
    seconds: float

    @property
    def said(self) -> str:
        """The only line on stderr; AssertionError where there are more or fewer."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err[-3000:]
        return lines[0]


def attempts(
    commands: Sequence[Sequence[str]],
    folder: Path,
    *,
    memory: int = MEMORY,
    seconds: int = SECONDS,
    room: int = 0,
) -> list[Attempt]:
    """Return how each command ended, run in `folder` with so many megabytes and seconds.

    With `room` no file may have more bytes, as on a disk that is full.
    """
    done: list[Attempt] = []
    while len(done) < len(commands):
        todo = commands[len(done) :]
        child = subprocess.run(
            [sys.executable, str(Path(__file__)), str(memory), str(seconds), str(room)],
            input=json.dumps(todo), capture_output=True, text=True, encoding="utf-8", cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / "none"),
                 "LANG": "en_US.UTF-8", "COLUMNS": "200"},
            check=False,
        )  # fmt: skip
        lines = child.stdout.splitlines()
        done += [Attempt(**json.loads(line)) for line in lines if line.startswith("{")]
        if len(lines) < len(todo):
            done.append(Attempt(None, "", f"the child ended: {child.stderr[-2000:]}", 0.0))
    return done


def _work(memory: int, seconds: int, room: int) -> None:
    import contextlib
    import io
    import resource
    import signal
    import time

    from kamxl.cli import main

    resource.setrlimit(resource.RLIMIT_AS, (memory * MEGABYTE, memory * MEGABYTE))
    if room:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for command in json.load(sys.stdin):
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        code: object = None
        start = time.monotonic()
        # Without a handler it ends the child, whatever library hangs.
        signal.alarm(seconds)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(command)
            except SystemExit as end:
                code = end.code
            except BaseException as error:
                code = 99
                err.write(f"Traceback: {type(error).__name__}: {error}\n")
        signal.alarm(0)
        out.flush()
        err.flush()
        told = {
            "code": code if isinstance(code, int) else 0,
            "out": out.buffer.getvalue().decode("utf-8"),
            "err": err.buffer.getvalue().decode("utf-8"),
            "seconds": time.monotonic() - start,
        }
        answers.write(json.dumps(told) + "\n")
        answers.flush()


if __name__ == "__main__":
    _work(*map(int, sys.argv[1:4]))
