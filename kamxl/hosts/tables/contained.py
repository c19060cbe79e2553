"""Read a workbook of another format in a child process, which may die without harm.

The library that reads these formats has no limits of its own: a hostile file makes it fill the
memory or end its process. So it runs in a child with little memory and time, and hands the cells
over as text.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from kamxl.cells import CellError, CellValue
from kamxl.errors import InputError
from kamxl.intake.raw import RawTable
from kamxl.limits import DEFAULT, Limits

Reader = Callable[[bytes, str, str, str | None, Limits], RawTable]

_CHILD = "kamxl.hosts.tables.child"
_UNFIT = (
    "the file takes more memory or time than any list of customers; export fewer rows, save the "
    "sheet alone as .xlsx, or raise “memory” and “seconds” in kamxl.toml"
)


def read_contained(
    content: bytes, file: str, kind: str, sheet: str | None, limits: Limits = DEFAULT
) -> RawTable:
    """Return a sheet of a workbook of the kind "xls", "xlsb" or "ods", or a table of "parquet".

    A child process reads it. Of parquet `content` is the path of the file, and `sheet` what the
    table is called.

    Raises InputError with one sentence and the place for whatever cannot be read.
    """
    order = json.dumps(
        {"file": file, "kind": kind, "sheet": sheet, "limits": asdict(limits)}
    ).encode()
    try:
        child = subprocess.run(
            [sys.executable, "-m", _CHILD],
            input=order + b"\n" + content,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(_UNFIT, file) from None
    if child.returncode:
        raise InputError(_UNFIT, file)
    answer = json.loads(child.stdout)
    if "flaw" in answer:
        raise InputError(answer["flaw"], answer["place"])
    rows = [[_received(cell) for cell in row] for row in answer["rows"]]
    unvalued = frozenset((row, column) for row, column in answer["unvalued"])
    return RawTable(file, answer["sheet"], rows, unvalued, tuple(answer["sheets"]))


def work(order: bytes, read: Reader, confine: Callable[[Limits], None]) -> bytes:
    """Return a child's answer to an order: the table that `read` finds, or what is wrong."""
    head, _, content = order.partition(b"\n")
    asked = json.loads(head)
    limits = Limits(**asked["limits"])
    confine(limits)
    try:
        table = read(content, asked["file"], asked["kind"], asked["sheet"], limits)
    except InputError as flaw:
        said = str(flaw).removeprefix(f"{flaw.place}: ")
        return json.dumps({"flaw": said, "place": flaw.place}).encode()
    answer = {
        "sheet": table.sheet,
        "sheets": table.sheets,
        "rows": [[_sent(cell) for cell in row] for row in table.rows],
        "unvalued": sorted(table.unvalued),
    }
    return json.dumps(answer).encode()


def _sent(cell: CellValue) -> Any:
    if isinstance(cell, CellError):
        return {"error": str(cell)}
    if isinstance(cell, dt.datetime):
        return {"time": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    return cell


def _received(cell: Any) -> CellValue:
    if not isinstance(cell, dict):
        value: CellValue = cell
        return value
    ((kind, text),) = cell.items()
    if kind == "error":
        return next(error for error in CellError if str(error) == text)
    return dt.datetime.fromisoformat(text) if kind == "time" else dt.date.fromisoformat(text)
