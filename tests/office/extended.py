"""LibreOffice with kamxl's extension in it, as the tests see it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kamxl.hosts.office.extension import extension
from tests.office.client import OfficeError, find_installation

ROOT = Path(__file__).parents[2]
BREAKABLE = Path(__file__).with_name("breakable.py")
WORKER = Path(__file__).with_name("extended_worker.py")


class Extended:
    """Asks the worker, which holds LibreOffice; `messages` is what the extension would show."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._messages, self._breaks = folder / "messages.txt", folder / "breaks"
        self._choices = folder / "choices.txt"
        folder.mkdir(parents=True, exist_ok=True)
        # The Python that has kamxl, as this test sees it: this tree goes before all else.
        python = folder / "python"
        python.write_text(
            f'#!/bin/sh\nexport PYTHONPATH="{ROOT}"\nexec "{sys.executable}" "{BREAKABLE}" '
            f'"{self._breaks}"\n',
            encoding="utf-8",
        )
        python.chmod(0o755)
        package = folder / "kamxl.oxt"
        package.write_bytes(extension(str(python)))
        found = find_installation()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("KAMXL_")}
        # By PATH the Python inside LibreOffice finds its library; an activated environment of
        # another Python leads it astray, and no component in Python loads.
        environment["PATH"] = os.defpath
        with (folder / "worker.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(found.python), "-E", "-s", str(WORKER), f"--binary={found.binary}",
                    f"--profile={folder / 'profile'}", f"--extension={package}",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                start_new_session=True,
                env={
                    **environment,
                    "KAMXL_MESSAGES": str(self._messages),
                    "KAMXL_CHOICES": str(self._choices),
                },
            )  # fmt: skip

    def ask(self, do: str, *given: Any) -> Any:
        """Return the worker's answer; OfficeError where LibreOffice refused or died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, "given": given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            log = (self.folder / "worker.log").read_text(encoding="utf-8", errors="replace")
            raise OfficeError(f"the worker ended\n{log[-2000:]}")
        told = json.loads(line)
        if "error" in told:
            raise OfficeError(told["error"])
        return told["result"]

    def will_choose(self, *files: str) -> None:
        """Let a person choose these files, one after the other, where they are asked."""
        self._choices.write_text("\n".join(files), encoding="utf-8")

    def press(self, action: str) -> str:
        """Choose an action of the menu and return what is said at its end."""
        self._messages.unlink(missing_ok=True)
        self.ask("press", action)
        if not self._messages.exists():
            return ""
        return self._messages.read_text(encoding="utf-8").rstrip("\n\f")

    def break_at(self, number: int) -> None:
        """Let LibreOffice give up at the n-th writing of cells from now on."""
        self._breaks.write_text(str(number), encoding="utf-8")

    def saved(self) -> bytes:
        """Return the document that lies open as Excel would get it."""
        path = self.folder / "saved.xlsx"
        self.ask("save", str(path))
        return path.read_bytes()

    def close(self) -> None:
        """End the worker and everything it started."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def extended(folder: Path) -> Iterator[Extended]:
    """Start a LibreOffice with the extension, and end it."""
    running = Extended(folder)
    try:
        yield running
    finally:
        running.close()
