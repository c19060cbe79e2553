"""Formulas as a file holds them: can they be read, and is there all that they name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kamxl.hosts.xlsx.lint.areas import area
from kamxl.hosts.xlsx.lint.functions import FUTURE, GERMAN
from kamxl.hosts.xlsx.lint.repeats import stripped

LONGEST, MOST_ARGUMENTS, DEEPEST, LONGEST_TEXT = 8_192, 255, 64, 255
CACHED, SAME = 50_000, 1_000

_WORD = r"[^\W\d][\w.?\\]*|\\[\w.?\\]*"
_TEXT = r'"(?:[^"]|"")*"'
TOKEN = re.compile(
    rf"""
    (?P<space>[\x20\r\n\t\xa0]+)
    |(?P<text>{_TEXT})
    |(?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|[A-Z_]{{4,14}}[!?]?))
    |(?P<sheet>(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[\w.?\\]+(?::[\w.?\\]+)?|\[[^\[\]]+\])!)
    |(?P<function>(?:{_WORD})\()
    |(?P<column>(?:{_WORD})?(?=\[))
    |(?P<cell>(?:\$?[A-Za-z]{{1,3}}\$?\d+|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+)
        (?![\w.?\\(]))
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    |(?P<name>{_WORD})
    |(?P<topic>'(?:[^']|'')+')
    |(?P<array>\{{(?:[^{{}}"]|{_TEXT})*\}})
    |(?P<infix><=|>=|<>|[*/^&=<>:])
    |(?P<sign>[-+@])
    |(?P<after>[%\#])
    |(?P<comma>,)
    |(?P<open>\()
    |(?P<close>\))
    """,
    re.VERBOSE,
)
_CONSTANT = (
    rf"\s*(?:{_TEXT}|[-+]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?|TRUE|FALSE|\#[A-Z/0]+[!?]?)\s*"
)
ARRAY = re.compile(rf"\{{{_CONSTANT}(?:[,;]{_CONSTANT})*\}}")
BRACKET = re.compile(r"'.|[\[\]]", re.DOTALL)
ITEMS = frozenset({"#all", "#data", "#headers", "#totals", "#this row"})
BUILT_IN = frozenset({"true", "false"})

Fact = tuple[str, object]


@dataclass(slots=True)
class Namespace:
    """What formulas may name, everything in lower case."""

    sheets: Mapping[str, int] = field(default_factory=dict)
    names: set[tuple[str, int]] = field(default_factory=set)  # with its sheet, -1 for all
    tables: dict[str, set[str]] = field(default_factory=dict)  # with the columns of each
    externals: int = 0

    def has(self, name: str, sheet: int) -> bool:
        """Return whether a name is known on a sheet."""
        return (name, -1) in self.names or (name, sheet) in self.names


class Formulas:
    """Looks at formulas and remembers those that differ only by their row."""

    def __init__(self, namespace: Namespace) -> None:
        self.namespace = namespace
        self._sheet = -2
        self._seen: dict[str, tuple[Fact, ...]] = {}
        # A column of a table holds one text tens of thousands of times.
        self._same: dict[str, tuple[Fact, ...]] = {}

    def check(self, text: str, sheet: int) -> tuple[Fact, ...]:
        """Return codes and what they are about; `sheet` is where it stands, or -1."""
        if sheet != self._sheet or len(self._seen) > CACHED:
            self._sheet = sheet
            self._seen.clear()
            self._same.clear()
        if (same := self._same.get(text)) is not None:
            return same
        if len(text) > LONGEST // 2 and (length := utf16(text)) > LONGEST:
            return (("FORMULA-LENGTH", f"{length:,}"),)
        key = stripped(text)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = tuple(facts(text, self.namespace, sheet))
        if len(self._same) >= SAME:
            self._same.clear()
        self._same[text] = found
        return found


def utf16(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def facts(text: str, namespace: Namespace, sheet: int = -1) -> Iterator[Fact]:
    """Yield every fault of a formula; after one of its syntax there are no more."""
    reader = _Reader(text, namespace, sheet)
    try:
        reader.read()
    except _Unreadable as error:
        reader.found.append(("FORMULA-SYNTAX", error.args[0]))
    yield from dict.fromkeys(reader.found)


class _Unreadable(Exception):
    pass


@dataclass(slots=True)
class _Open:
    """A bracket that is still open: of a function, with its arguments counted, or of a group."""

    function: bool
    arguments: int = 1
    empty: bool = True


class _Reader:
    def __init__(self, text: str, namespace: Namespace, sheet: int) -> None:
        self.text, self.namespace, self.sheet = text, namespace, sheet
        self.found: list[Fact] = []
        self.at = 0
        self.stack: list[_Open] = []
        self.depth = 0
        self.wanted = True  # an operand
        self.spaced = False
        self.reference = False  # whether the last operand may be an area
        self.where: int | None = sheet  # what the next operand's prefix names; None: another file
        self.prefixed = False

    def read(self) -> None:
        handlers: dict[str, Callable[[str], None]] = {
            kind: getattr(self, f"_{kind}") for kind in TOKEN.groupindex
        }
        while self.at < len(self.text):
            token = TOKEN.match(self.text, self.at)
            if token is None or token.lastgroup is None:
                raise _Unreadable(f"{self.text[self.at : self.at + 12]!r}")
            before, kind, said = self.at, token.lastgroup, token[0]
            if kind == "sheet" and (cell := self._cell_before(said)):
                kind, said = "cell", cell
            self.at = before + len(said)
            if self.prefixed and kind not in (
                "cell",
                "name",
                "function",
                "error",
                "topic",
                "column",
            ):
                raise _Unreadable("nothing follows the name of a sheet")
            handlers[kind](said)
            if kind != "space":
                self.spaced = False
            if kind != "sheet":
                self.prefixed = self.prefixed and kind == "space"
                if not self.prefixed:
                    self.where = self.sheet
            if self.at == before:
                raise _Unreadable(self.text[before : before + 12])
        if self.stack:
            raise _Unreadable("a bracket is not closed")
        if self.wanted:
            raise _Unreadable("it ends too early" if self.text.strip() else "it is empty")

    def _cell_before(self, token: str) -> str:
        """Return A1 of A1:Sheet!B2, which only looks like the sheets from A1 to Sheet."""
        first, colon, _ = token.partition(":")
        is_cell = bool(colon) and area(first.upper()) is not None
        return first if is_cell and first.casefold() not in self.namespace.sheets else ""

    # ------------------------------------------------------------ operands
    def _operand(self, reference: bool = False) -> None:
        if not self.wanted:
            self._crosses(reference)
        self.wanted, self.reference = False, reference
        if self.stack:
            self.stack[-1].empty = False

    def _crosses(self, reference: bool) -> None:
        """Refuse two operands side by side, unless a space takes what two areas share."""
        if not (self.spaced and self.reference and reference):
            raise _Unreadable(
                f"an operator is missing at {self.text[max(0, self.at - 12) : self.at]}"
            )

    def _space(self, _token: str) -> None:
        self.spaced = True

    def _text(self, token: str) -> None:
        self._operand()
        length = utf16(token[1:-1].replace('""', '"'))
        if length > LONGEST_TEXT:
            self.found.append(("FORMULA-TEXT", length))

    def _error(self, token: str) -> None:
        self._operand(reference=True)
        # A lost sheet is written before what stood on it: #REF!A1.
        if token == "#REF!" and self.text[self.at : self.at + 1] not in " ,;)}+-*/^&=<>:%":
            self.wanted = True

    def _sheet(self, token: str) -> None:
        if not self.wanted:
            self._crosses(reference=True)
            self.wanted = True
        self.prefixed = True
        name = token[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        self.where = None
        if ":\\" in name or ("\\" in name and "[" in name) or "://" in name:
            self.found.append(("FORMULA-PATH", name))
        elif name.startswith("["):
            number = name[1:].partition("]")[0]
            if not number.isdecimal() or int(number) > self.namespace.externals:
                self.found.append(("FORMULA-PATH", name))
        else:
            sheets = self.namespace.sheets
            whole = sheets.get(name.casefold())
            ends = [sheets.get(part.casefold()) for part in name.split(":")]
            if whole is None and None in ends:
                self.found.append(("FORMULA-SHEET", name))
            else:
                self.where = whole if whole is not None else ends[0]

    def _topic(self, _token: str) -> None:
        if not self.prefixed:
            raise _Unreadable("an apostrophe without the name of a sheet")
        self._operand(reference=True)

    def _cell(self, token: str) -> None:
        if area(token.upper().replace("$", "")) is None and not self._turned(token):
            if ":" in token or "$" in token:
                raise _Unreadable(f"{token} is no reference")
            self._name(token)
            return
        self._operand(reference=True)

    @staticmethod
    def _turned(token: str) -> bool:
        """Return whether it is an area of whole rows or columns, the higher one first."""
        first, _, second = token.upper().replace("$", "").partition(":")
        return bool(second) and area(f"{second}:{first}") is not None

    def _number(self, _token: str) -> None:
        self._operand()

    def _name(self, token: str) -> None:
        self._operand(reference=True)
        name = token.casefold()
        if self.where is None or name.startswith(("_xlpm.", "_xleta.", "_xlnm.")):
            return
        known = name in BUILT_IN or name in self.namespace.tables
        if not known and not self.namespace.has(name, self.where):
            self.found.append(("FORMULA-NAME", token))

    def _array(self, token: str) -> None:
        self._operand()
        if not ARRAY.fullmatch(token):
            raise _Unreadable(f"{token[:20]} is no array")
        for text in re.findall(_TEXT, token):
            if (length := utf16(text[1:-1].replace('""', '"'))) > LONGEST_TEXT:
                self.found.append(("FORMULA-TEXT", length))

    def _column(self, token: str) -> None:
        """Read a structured reference, from the [ that comes next to its ]."""
        self._operand(reference=True)
        parts, end = _brackets(self.text, self.at)
        self.at = end
        if self.where is None:
            return
        tables = self.namespace.tables
        if token and token.casefold() not in tables:
            self.found.append(("FORMULA-TABLE", token))
            return
        columns = tables[token.casefold()] if token else set().union(*tables.values())
        for part in parts:
            plain = part.casefold()
            if plain not in ITEMS and plain not in columns:
                self.found.append(("FORMULA-COLUMN", f"{token}[{part}]"))

    # ------------------------------------------------------------ functions and operators
    def _function(self, token: str) -> None:
        name = token[:-1].upper()
        if self.where is not None or not self.prefixed:
            if name in FUTURE and not self.namespace.has(name.casefold(), self.sheet):
                self.found.append(("FORMULA-PREFIX", name))
            elif name in GERMAN and not self.namespace.has(name.casefold(), self.sheet):
                self.found.append(("FORMULA-LANGUAGE", name))
        self._operand(reference=True)
        self.stack.append(_Open(function=True))
        self.wanted = True
        self.depth += 1
        if self.depth == DEEPEST + 1:
            self.found.append(("FORMULA-NESTING", self.depth))

    def _open(self, _token: str) -> None:
        if not self.wanted and not self.spaced:
            if self.text[: self.at - 1].rstrip()[-1:] != ")":  # a LAMBDA that is called
                raise _Unreadable("an operator is missing before (")
            self.stack.append(_Open(function=True))
            self.depth += 1
        else:
            self._operand(reference=True)
            self.stack.append(_Open(function=False))
        self.wanted = True

    def _close(self, _token: str) -> None:
        if not self.stack:
            raise _Unreadable("a bracket is closed that is not open")
        last = self.stack.pop()
        if self.wanted and not (last.function and last.empty):
            raise _Unreadable("an operand is missing before )")
        if last.function:
            self.depth -= 1
            if last.arguments > MOST_ARGUMENTS:
                self.found.append(("FORMULA-ARGUMENTS", last.arguments))
        self.wanted, self.reference = False, True

    def _comma(self, _token: str) -> None:
        if self.stack and self.stack[-1].function:
            if self.wanted and not self.stack[-1].empty:
                raise _Unreadable("an operand is missing before ,")
            self.stack[-1].arguments += 1
            self.stack[-1].empty = True
            self.wanted = True
        else:
            self._infix(",")

    def _infix(self, token: str) -> None:
        if self.wanted:
            raise _Unreadable(f"an operand is missing before {token}")
        self.wanted = True

    def _sign(self, _token: str) -> None:
        self.wanted = True
        if self.stack:
            self.stack[-1].empty = False

    def _after(self, token: str) -> None:
        if self.wanted:
            raise _Unreadable(f"an operand is missing before {token}")
        self.reference = token == "#"


def _brackets(text: str, at: int) -> tuple[list[str], int]:
    """Return the items and columns of a structured reference that begins at [, and its end."""
    depth, begun, position = 0, at, at
    parts: list[str] = []
    nested = False
    while found := BRACKET.search(text, position):
        position = found.end()
        if found[0] == "[":
            depth += 1
            nested = nested or depth == 2
            begun = position
        elif found[0] == "]":
            depth -= 1
            inner = text[begun : found.start()]
            if depth == 1 or (depth == 0 and not nested):
                parts.append(re.sub(r"'(.)", r"\1", inner, flags=re.DOTALL))
            begun = position
            if depth == 0:
                return [part for part in _spelled(parts, nested) if part], position
    raise _Unreadable("a [ is not closed")


def _spelled(parts: list[str], nested: bool) -> list[str]:
    """Return columns without the @ by which people write #This Row."""
    if nested:
        return [part.strip() if part.strip().startswith("#") else part for part in parts]
    return [part.removeprefix("@") for part in parts]
