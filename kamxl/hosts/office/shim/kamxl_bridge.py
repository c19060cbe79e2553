"""Talks to the Python that has kamxl, which is not the one inside LibreOffice.

One process, started at the first call, one JSON object a line both ways. Standard library only,
and nothing newer than Python 3.8: LibreOffice brings a Python of its own.
"""

import json
import os
import subprocess
import threading

WORKER = "kamxl.buttons.office"
HERE = os.path.dirname(os.path.abspath(__file__))


class Missing(Exception):
    """There is no kamxl that could answer."""


def interpreter():
    """Return the Python that has kamxl: from the environment, or as the extension was built."""
    named = os.environ.get("KAMXL_PYTHON", "")
    if not named:
        with open(os.path.join(HERE, "python.txt"), encoding="utf-8") as file:
            named = file.read().strip()
    if not named or not os.path.exists(named):
        raise Missing("Python with kamxl not found: " + (named or "none named"))
    return named


def environment():
    """Return ours without what LibreOffice set for its own Python."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    kept.pop("LD_LIBRARY_PATH", None)
    kept["PYTHONIOENCODING"] = "utf-8"
    return kept


class Bridge:
    """The other process; a dead one is replaced at the next call."""

    def __init__(self):
        self._process = None
        self._lock = threading.RLock()

    def ask(self, question, port=None):
        """Return the answer to a question; meanwhile the other side may ask the port."""
        with self._lock:
            try:
                return self._asked(question, port)
            except (OSError, ValueError):
                self._drop()
                raise Missing("kamxl ended unexpectedly; try again") from None

    def _asked(self, question, port):
        process = self._started()
        self._send(process, question)
        while True:
            line = process.stdout.readline()
            if not line:
                raise OSError("ended")
            told = json.loads(line)
            if "done" in told:
                return told["done"]
            try:
                self._send(process, {"result": port.do(told["port"], told["arguments"])})
            except (OSError, BrokenPipeError):
                raise
            except Exception as wrong:  # whatever UNO raises is told to the other side
                text = str(getattr(wrong, "Message", "") or wrong) or type(wrong).__name__
                self._send(process, {"error": text, "kind": type(wrong).__name__})

    def _send(self, process, told):
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()

    def _started(self):
        if self._process is None or self._process.poll() is not None:
            more = {}
            if os.name == "nt":
                more["creationflags"] = 0x08000000  # no window
            self._process = subprocess.Popen(
                [interpreter(), "-m", WORKER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
                cwd=os.path.expanduser("~"),
                encoding="utf-8",
                **more,
            )
        return self._process

    def _drop(self):
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()


BRIDGE = Bridge()
