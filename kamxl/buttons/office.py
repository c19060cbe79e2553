"""The process behind the extension for LibreOffice: one JSON object a line, both ways."""

from __future__ import annotations

import datetime as dt
import json
import math
import sys
from collections.abc import Sequence
from typing import IO, Any

from kamxl.buttons.desk import on_port
from kamxl.cells import CellError
from kamxl.functions.calling import call
from kamxl.hosts.office.remote import OfficeError, RemoteBook


def serve(questions: IO[str], answers: IO[str]) -> None:
    """Answer questions until there are no more: cell functions, and actions on a document.

    While an action is at work it asks the program in turn.
    """

    def tell(told: dict[str, Any]) -> None:
        answers.write(json.dumps(told, ensure_ascii=True) + "\n")
        answers.flush()

    def ask(what: str, given: list[Any]) -> Any:
        tell({"port": what, "arguments": given})
        line = questions.readline()
        if not line:
            raise OfficeError("LibreOffice ended")
        told = json.loads(line)
        if "error" in told:
            raise OfficeError(f"{what}: {told['error']}")
        return told["result"]

    for line in iter(questions.readline, ""):
        told = json.loads(line)
        if "call" in told:
            given = [from_json(one) for one in told["arguments"]]
            tell({"done": to_json(call(told["call"], *given))})
        else:
            on_port(RemoteBook(ask), told["action"], dt.date.today())
            tell({"done": None})


def from_json(value: Any) -> Any:
    """Return an argument: a value, an error, or rows of them."""
    if isinstance(value, list):
        return [from_json(one) for one in value]
    return CellError(value["error"]) if isinstance(value, dict) else value


def to_json(value: Any) -> Any:
    """Return an answer as plain data."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_json(one) for one in value]
    if isinstance(value, CellError):
        return {"error": value.value}
    if isinstance(value, float) and not math.isfinite(value):
        return {"error": CellError.NUM.value}
    return value.isoformat() if isinstance(value, dt.date) else value


def main() -> None:
    """Serve LibreOffice, which holds the other ends of both pipes."""
    answers = sys.stdout
    # Whatever prints must not print into the answers.
    sys.stdout = sys.stderr
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main()
