"""The manual of the functions, a projection of the catalogue: `python -m kamxl.functions [de]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kamxl.cells import CellValue, Grid
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.kinds import kind_of
from kamxl.functions.spec import CATEGORIES, Argument, Function
from kamxl.text import Language, Text

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
_SHELL = Text(
    "`kamxl why BOOK.xlsx 'Sheet!B7'` says in words why a cell shows an error; `kamxl call` "
    "evaluates a function in the shell.",
    "`kamxl why MAPPE.xlsx 'Blatt!B7'` sagt in Worten, warum eine Zelle einen Fehler zeigt; "
    "`kamxl call` rechnet eine Funktion in der Befehlszeile.",
)
_OTHER = Text(
    "Auf Deutsch: [functions.de.md](functions.de.md)", "In English: [functions.md](functions.md)"
)
# Where each language's page lies.
PAGES: Mapping[Language, str] = {"en": "functions.md", "de": "functions.de.md"}
_OPTIONAL = Text("optional", "optional")
_DEFAULT = Text("default", "Vorgabe")
_ARGUMENT = Text("Argument", "Argument")
_CELLS_HEAD = Text("Cells", "Zellen")
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


def _arguments(function: Function, language: Language) -> list[str]:
    if not function.arguments:
        return []
    return [
        f"| {_ARGUMENT(language)} | {_CELLS_HEAD(language)} | {_MEANING(language)} |",
        "|---|---|---|",
        *(
            f"| `{argument.name}` | {kind_of(argument).name(language)} | "
            f"{argument.help(language)}{_optional(argument, language)} |"
            for argument in function.arguments
        ),
        "",
    ]


def page(function: Function, language: Language) -> str:
    """Return the manual's section on one function, as Markdown."""
    lines = [
        f"### {function.name}",
        "",
        f"`{usage(function, language)}`",
        "",
        function.help(language),
        "",
        *_arguments(function, language),
        f"{_EXAMPLE(language)}: `{formula(function, function.example.arguments, language)}` "
        f"→ `{_result(function.example.result, language)}` ({function.example.working(language)})",
        "",
    ]
    return "\n".join(lines)


def _result(result: CellValue | Grid, language: Language) -> str:
    if isinstance(result, str):
        return result
    return _written(result, language)


def manual(language: Language) -> str:
    """Return the whole manual in one language, as Markdown, by category."""
    command = "python -m kamxl.functions" + ("" if language == "en" else f" {language}")
    parts = [
        f"<!-- Made by `{command} > docs/{PAGES[language]}`; a test keeps it fresh. -->",
        "",
        f"# {_TITLE(language)}",
        "",
        f"*{_OTHER(language)}*",
        "",
    ]
    for paragraph in (_INTRODUCTION, _CELLS, _ERRORS, _SHELL):
        parts += [paragraph(language), ""]
    for category, title in CATEGORIES.items():
        members = [function for function in CATALOGUE if function.category == category]
        links = ", ".join(f"[{one.name}](#{one.name.lower()})" for one in members)
        parts += [f"- {title(language)}: {links}"]
    parts.append("")
    for category, title in CATEGORIES.items():
        parts += [f"## {title(language)}", ""]
        parts += [page(one, language) for one in CATALOGUE if one.category == category]
    return "\n".join(parts).rstrip("\n") + "\n"
