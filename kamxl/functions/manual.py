"""The manual of the functions, a projection of the catalogue: `python -m kamxl.functions`."""

from __future__ import annotations

from collections.abc import Sequence

from kamxl.cells import CellValue, Grid
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.spec import Argument, Function
from kamxl.text import LANGUAGES, Language, Text

_TITLE = Text("Functions in cells", "Funktionen in Zellen")
_INTRODUCTION = Text(
    "Ranges go in, a value or an array comes out; no function is volatile. Rows and columns are "
    "accepted alike, and an array has the shape of what went in. Arguments in brackets may be left "
    "out or point to a blank cell.",
    "Bereiche gehen hinein, ein Wert oder eine Matrix kommt heraus; keine Funktion ist flüchtig. "
    "Zeilen und Spalten sind gleich recht, und eine Matrix hat die Form dessen, was hineinging. "
    "Argumente in Klammern dürfen fehlen oder auf eine leere Zelle zeigen.",
)
_CELLS = Text(
    "Blank cells and `?` (known to be unknown) are missing, zero is zero. Text that looks like a "
    "number, a truth value and a date are not numbers.",
    "Leere Zellen und `?` (bekannt unbekannt) fehlen, null ist null. Text, der wie eine Zahl "
    "aussieht, Wahrheitswerte und Datumsangaben sind keine Zahlen.",
)
_ERRORS = Text(
    "Errors: `#VALUE!` for text or a wrong shape, `#NUM!` for a number out of range, `#N/A` for "
    "what cannot be found or has no score, `#DIV/0!` where the total is 0. An error that comes in "
    "passes through, the first in reading order; in a block of accounts it stays in its row.",
    "Fehler: `#WERT!` bei Text oder falscher Form, `#ZAHL!` bei einer Zahl außerhalb des Bereichs, "
    "`#NV` für nicht Auffindbares oder ohne Punktwert, `#DIV/0!` bei Summe 0. Ein Fehler, der "
    "hineinkommt, geht durch, der erste in Leserichtung; in einem Block von Kunden bleibt er in "
    "seiner Zeile.",
)
_OPTIONAL = Text("optional", "optional")
_DEFAULT = Text("default", "Vorgabe")
_ARGUMENT = Text("Argument", "Argument")
_MEANING = Text("Meaning", "Bedeutung")
_EXAMPLE = Text("Example", "Beispiel")


def formula(function: Function, arguments: Sequence[CellValue | Grid], language: Language) -> str:
    """Return a call as it is typed in a spreadsheet of that language."""
    separator = "; " if language == "de" else ", "
    written = (_written(argument, language) for argument in arguments)
    return f"={function.name}({separator.join(written)})"


def _written(value: CellValue | Grid, language: Language) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        between = "." if language == "de" else ","
        rows = (between.join(_written(cell, language) for cell in row) for row in value)
        return f"{{{';'.join(rows)}}}"
    if isinstance(value, (int, float)):
        plain = f"{value:.12g}"
        return plain.replace(".", ",") if language == "de" else plain
    return '"{}"'.format("" if value is None else str(value).replace('"', '""'))


def usage(function: Function, language: Language) -> str:
    """Return how a call is written, with the argument separator of that language."""
    if language == "de":
        return function.usage.replace(", ", "; ").replace("0.", "0,")
    return function.usage


def _optional(argument: Argument, language: Language) -> str:
    if argument.required:
        return ""
    if argument.default is None:
        return f" ({_OPTIONAL(language)})"
    value = argument.default
    shown = _written(value, language) if isinstance(value, (int, float)) else str(value)
    return f" ({_OPTIONAL(language)}, {_DEFAULT(language)} {shown})"


def page(function: Function, language: Language) -> str:
    """Return the manual's section on one function, as Markdown."""
    lines = [
        f"### {function.name}",
        "",
        f"`{usage(function, language)}`",
        "",
        function.help(language),
        "",
        f"| {_ARGUMENT(language)} | {_MEANING(language)} |",
        "|---|---|",
        *(
            f"| `{argument.name}` | {argument.help(language)}{_optional(argument, language)} |"
            for argument in function.arguments
        ),
        "",
        f"{_EXAMPLE(language)}: `{formula(function, function.example.arguments, language)}` "
        f"→ `{_result(function.example.result, language)}` ({function.example.working(language)})",
        "",
    ]
    return "\n".join(lines)


def _result(result: CellValue | Grid, language: Language) -> str:
    if isinstance(result, str):
        return result
    return _written(result, language)


def manual() -> str:
    """Return the whole manual in both languages, as Markdown."""
    parts = [
        "<!-- Made by `python -m kamxl.functions > docs/functions.md`; a test keeps it fresh. -->",
        "",
        f"# {_TITLE.en} / {_TITLE.de}",
        "",
    ]
    for language in LANGUAGES:
        parts += [f"## {_TITLE(language)}", ""]
        for paragraph in (_INTRODUCTION, _CELLS, _ERRORS):
            parts += [paragraph(language), ""]
        parts += [page(function, language) for function in CATALOGUE]
    return "\n".join(parts).rstrip("\n") + "\n"
