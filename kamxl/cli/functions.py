"""What the commands about cell functions do: list them, and evaluate one on JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from kamxl.cells import CellError, CellValue
from kamxl.cli.language import configured
from kamxl.cli.printing import Printer
from kamxl.cli.work import print_json
from kamxl.errors import InputError, UsageError
from kamxl.functions import catalogue
from kamxl.functions.calling import call, explain
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.kinds import kind_of
from kamxl.functions.manual import formula, usage

# Raised whenever a field changes its meaning or goes.
CALL_SCHEMA = 1
STDIN = "-"


def list_functions(language: str | None, *, as_json: bool) -> int:
    """List the functions with usage, help and arguments."""
    tongue = configured(language).language
    if as_json:
        print_json(
            {
                "schema": CALL_SCHEMA,
                "language": tongue,
                "functions": [
                    {
                        "name": function.name,
                        "usage": usage(function, tongue),
                        "help": function.help(tongue),
                        "category": function.category,
                        "arguments": [
                            {
                                "name": argument.name,
                                "help": argument.help(tongue),
                                "kind": kind_of(argument).key,
                                "required": argument.required,
                                "default": None if argument.required else argument.default,
                            }
                            for argument in function.arguments
                        ],
                        "example": formula(function, function.example.arguments, tongue),
                    }
                    for function in CATALOGUE
                ],
            }
        )
        return 0
    printer = Printer(tongue)
    for function in CATALOGUE:
        printer.say(usage(function, tongue), "bold")
        printer.say(function.help(tongue))
        printer.gap()
    return 0


def evaluate(name: str, arguments: Sequence[str], language: str | None, *, as_json: bool) -> int:
    """Evaluate a function on arguments in JSON; the exit code is 1 where any cell is an error."""
    tongue = configured(language).language
    function = catalogue.function(name)
    given = [_argument(text, place) for place, text in enumerate(arguments, start=1)]
    answer = call(function, *given)
    rows: list[list[CellValue]] = (
        [list(row) for row in answer] if isinstance(answer, list) else [[answer]]  # type: ignore[list-item]
    )
    failed = any(isinstance(cell, CellError) for row in rows for cell in row)
    why = explain(function, *given)(tongue) if failed else None
    if as_json:
        cells = [[_plain(cell) for cell in row] for row in rows]
        print_json(
            {
                "schema": CALL_SCHEMA,
                "language": tongue,
                "function": function.name,
                "result": cells if isinstance(answer, list) else cells[0][0],
                "why": why,
            }
        )
        return int(failed)
    for row in rows:
        typer.echo("\t".join(_shown(cell) for cell in row))
    if why is not None:
        typer.echo(why, err=True)
    return int(failed)


def _argument(text: str, place: int) -> Any:
    where = f"argument {place}"
    if text == STDIN:
        content, where = sys.stdin.read(), "stdin"
    elif text.startswith("@"):
        path = Path(text.removeprefix("@"))
        where = path.name
        try:
            content = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read ({error}); name a file of JSON", str(path)) from None
    else:
        content = text
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        raise UsageError(
            f"{where}: this is not JSON ({reason}); write a number, a text in double quotes, null, "
            "or rows such as [[50, 30, 20]]"
        ) from None


def _refuse_constant(word: str) -> float:
    raise UsageError(f"{word} is no cell value; write null for a blank cell")


def _plain(cell: CellValue) -> object:
    return {"error": cell.value} if isinstance(cell, CellError) else cell


def _shown(cell: CellValue) -> str:
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
