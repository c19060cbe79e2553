"""A formula as a tree, read from the text that a file holds (English names, commas)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kamxl.cells import CellError, CellValue

_WORD = r"[^\W\d][\w.?\\]*|\\[\w.?\\]*"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""
    (?P<blank>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
    | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\[\]]+\])?{_WORD})!)
    | (?P<function>(?:{_WORD})\()
    | (?P<area>(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d+:\$?\d+)
        (?![\w.(\[!]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    | (?P<name>{_WORD})
    | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    | (?P<sign><=|>=|<>|[-+*/^&=<>%(){{}},;:@\#])
    """,
    re.VERBOSE | re.DOTALL,
)
_PRECEDENCE = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1,
    "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5, ":": 8,
}  # fmt: skip
_ERRORS = {error.value: error for error in CellError}


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant."""

    value: CellValue


@dataclass(frozen=True, slots=True)
class Rows:
    """An array constant."""

    cells: tuple[tuple[CellValue, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells or areas as written; `sheet` is "" for the formula's own."""

    sheet: str
    area: str


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Structured:
    """Columns of a table: `columns` are the first and the last, "" for all; `row` is this row."""

    table: str
    columns: tuple[str, str]
    row: bool
    part: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; None is one that is left out."""

    name: str
    arguments: tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between two operands, or before or after one."""

    sign: str
    operands: tuple[Node, ...]


Node = Literal | Rows | Reference | Name | Structured | Call | Operation


class Unreadable(Exception):
    """A formula that this cannot read."""


def parse(formula: str) -> Node:
    """Return the tree of a formula; Unreadable where it is none, or uses what is not known here."""
    reader = _Reader(formula.removeprefix("="))
    try:
        tree = reader.expression(0)
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    if reader.token[0] != "end":
        raise Unreadable(f"{reader.token[1]!r} is not expected")
    return tree


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below one."""
    if isinstance(node, Call):
        return tuple(argument for argument in node.arguments if argument is not None)
    return node.operands if isinstance(node, Operation) else ()


def everything(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in reading order."""
    yield node
    for child in children(node):
        yield from everything(child)


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = self._read(text)
        self.token = next(self._tokens)

    @staticmethod
    def _read(text: str) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise Unreadable(f"{text[at : at + 10]!r} is not expected")
            at = found.end()
            if found.lastgroup != "blank":
                yield found.lastgroup, found[0]
        yield "end", ""

    def _next(self) -> tuple[str, str]:
        token = self.token
        self.token = next(self._tokens, ("end", ""))
        return token

    def _take(self, sign: str) -> None:
        if self._next() != ("sign", sign):
            raise Unreadable(f"{sign!r} is missing")

    def expression(self, least: int) -> Node:
        left = self._operand()
        while True:
            kind, sign = self.token
            if kind != "sign":
                return left
            if sign == "%":
                self._next()
                left = Operation("%", (left,))
                continue
            rank = _PRECEDENCE.get(sign, 0)
            if rank <= least:
                return left
            self._next()
            left = Operation(sign, (left, self.expression(rank)))

    def _operand(self) -> Node:
        kind, text = self._next()
        match kind:
            case "text":
                return Literal(text[1:-1].replace('""', '"'))
            case "error":
                return Literal(_ERRORS[text])
            case "number":
                return Literal(float(text))
            case "sheet":
                return self._on_sheet(text.removesuffix("!"))
            case "area":
                return Reference("", text)
            case "function":
                return self._call(text.removesuffix("("))
            case "name":
                return self._named(text)
            case "bracket":
                return _structured("", text)
            case "sign" if text in "+-@":
                return Operation(text, (self.expression(6),))
            case "sign" if text == "(":
                inside = self.expression(0)
                self._take(")")
                return inside
            case "sign" if text == "{":
                return self._rows()
        raise Unreadable(f"{text!r} is not expected")

    def _on_sheet(self, written: str) -> Node:
        sheet = written[1:-1].replace("''", "'") if written.startswith("'") else written
        kind, text = self._next()
        if kind == "area":
            return Reference(sheet, text)
        if kind == "name":
            return Name(text)
        if kind == "error":
            return Literal(_ERRORS[text])
        raise Unreadable(f"{text!r} is not expected after a sheet")

    def _named(self, name: str) -> Node:
        if self.token[0] == "bracket":
            return _structured(name, self._next()[1])
        if name.upper() in ("TRUE", "FALSE"):
            return Literal(name.upper() == "TRUE")
        return Name(name)

    def _call(self, name: str) -> Node:
        arguments: list[Node | None] = []
        if self.token == ("sign", ")"):
            self._next()
            return Call(_plain(name), ())
        while True:
            left_out = self.token in (("sign", ","), ("sign", ")"))
            arguments.append(None if left_out else self.expression(0))
            kind, sign = self._next()
            if (kind, sign) == ("sign", ")"):
                return Call(_plain(name), tuple(arguments))
            if (kind, sign) != ("sign", ","):
                raise Unreadable(f"{sign!r} is not expected in {name}()")

    def _rows(self) -> Node:
        rows: list[list[CellValue]] = [[]]
        while True:
            kind, text = self._next()
            minus = (kind, text) == ("sign", "-")
            if minus:
                kind, text = self._next()
            if kind == "number":
                rows[-1].append(-float(text) if minus else float(text))
            elif kind == "text":
                rows[-1].append(text[1:-1].replace('""', '"'))
            elif kind == "error":
                rows[-1].append(_ERRORS[text])
            elif kind == "name" and text.upper() in ("TRUE", "FALSE"):
                rows[-1].append(text.upper() == "TRUE")
            else:
                raise Unreadable(f"{text!r} is not expected in an array")
            kind, sign = self._next()
            if sign == "}":
                return Rows(tuple(tuple(row) for row in rows))
            if sign == ";":
                rows.append([])
            elif sign != ",":
                raise Unreadable("an array is not closed")


def _plain(name: str) -> str:
    return name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


_PART = re.compile(r"\[((?:[^\[\]']|'.)*)\]")


def _structured(table: str, bracket: str) -> Structured:
    """Return columns of a table: T[A], T[[#This Row],[A]:[B]], T[@A], T[#Data], T[]."""
    inside = bracket[1:-1].strip()
    row, part = False, ""
    if inside.startswith("@"):
        row, inside = True, inside[1:]
    found = [_unescaped(one) for one in _PART.findall(inside)] if "[" in inside else []
    if not found and inside:
        found = [_unescaped(inside)]
    columns: list[str] = []
    for one in found:
        if one.casefold() == "#this row":
            row = True
        elif one.startswith("#"):
            part = one.casefold()
        else:
            columns.append(one)
    if len(columns) > 2:
        raise Unreadable(f"{bracket!r} names more than two columns")
    first = columns[0] if columns else ""
    return Structured(table, (first, columns[-1] if columns else ""), row, part)


def _unescaped(column: str) -> str:
    return re.sub(r"'(.)", r"\1", column, flags=re.DOTALL)
