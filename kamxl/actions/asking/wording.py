"""How cells, values and parts of formulas are told in words."""

from __future__ import annotations

import datetime as dt
import math

from kamxl.actions.asking.cells import Cells, Place, Span
from kamxl.actions.asking.evaluating import Evaluator, Unknown
from kamxl.actions.asking.formula import (
    Call,
    Literal,
    Name,
    Node,
    Operation,
    Reference,
    Rows,
    Structured,
    everything,
)
from kamxl.cells import CellError, CellValue
from kamxl.functions.coercion import error_text
from kamxl.text import Text, number

NOTHING = Text("nothing", "nichts")
LONGEST = 60
LOOKUPS = frozenset({"MATCH", "VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP", "XMATCH"})
# Functions that only tidy what they are given, and are not worth telling.
_TIDYING = ("N", "TRIM", "ROUND")
_RELATIONS = {
    "=": Text("the same as", "gleich"),
    "<": Text("below", "unter"),
    ">": Text("above", "über"),
    "<=": Text("at most", "höchstens"),
    ">=": Text("at least", "mindestens"),
}
# A heading is a typed text in a row with at least so many of them.
HEADINGS, ROWS_SEARCHED = 3, 200


def told_value(value: CellValue | Unknown) -> Text:
    """Return a value as people read it: a number in their way, a text in quotes, or nothing."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, CellError):
        return error_text(value)
    if isinstance(value, Unknown):
        return Text("something else", "etwas anderes")
    if isinstance(value, bool):
        return Text("TRUE", "WAHR") if value else Text("FALSE", "FALSCH")
    if isinstance(value, dt.date):
        return Text(f"{value:%Y-%m-%d}", f"{value:%d.%m.%Y}")
    if isinstance(value, (int, float)):
        return _told_number(float(value))
    shown = " ".join(str(value).split())
    shown = shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    return Text(f"“{shown}”", f"„{shown}“")


def _told_number(value: float) -> Text:
    size = math.floor(math.log10(abs(value))) if value and math.isfinite(value) else 0
    if not -5 <= size < 15 or not math.isfinite(value):
        return Text(f"{value:.6g}", f"{value:.6g}".replace(".", ","))
    digits = max(5 - size, 0)
    plain = f"{value:.{digits}f}"
    digits = len(plain.rstrip("0").partition(".")[2]) if digits else 0
    return Text(number(value, digits, "en"), number(value, digits, "de"))


def label(cells: Cells, place: Place) -> str:
    """Return what stands at the head of a cell, and whose row it is: Score of C-017; or ""."""
    table = cells.table_at(place)
    if table is not None and place.row > table.area.top:
        heading = cells.value(place._replace(row=table.area.top))
        row = cells.value(place._replace(column=table.area.left))
        whose = "" if row in (None, "") or place.column == table.area.left else f", {row}"
        return f"{' '.join(str(heading).split())}{whose}"
    if any(cells.names_at(place)):
        for column in range(place.column - 1, -1, -1):
            beside = cells.value(place._replace(column=column))
            if isinstance(beside, str) and beside.strip():
                return " ".join(beside.split())
    return _heading(cells, place)


def _heading(cells: Cells, place: Place) -> str:
    """Return the text above a cell in a row of headings: typed texts and hardly anything else.

    Headings are at the top of what hangs together, so the search ends at the first blank row.
    """
    found = ""
    for row in range(place.row - 1, max(place.row - ROWS_SEARCHED, -1), -1):
        texts, others = cells.contents(place.sheet, row)
        if texts + others == 0:
            break
        above = place._replace(row=row)
        text = cells.value(above)
        if texts >= max(HEADINGS, 4 * others) and isinstance(text, str) and text.strip():
            found = "" if cells.formula(above) else " ".join(text.split())
    return found


def told_place(cells: Cells, place: Place) -> Text:
    """Return a cell by its label and address: “Score, C-017” (Ratings!H9)."""
    found = label(cells, place)
    if not found:
        return Text.same(place.address)
    return Text(f"“{found}” ({place.address})", f"„{found}“ ({place.address})")


def told(cells: Cells, evaluator: Evaluator, node: Node) -> Text:
    """Return a part of a formula in words: cells by label, the rest as it is written."""
    if isinstance(node, Call) and node.name in _TIDYING and node.arguments and node.arguments[0]:
        return told(cells, evaluator, node.arguments[0])
    found = evaluator.result(node) if _leads(node) else None
    if isinstance(found, Span) and found.single:
        return told_place(cells, found.first)
    if isinstance(found, Span):
        many = written(node) if isinstance(node, Structured) else found.address
        return Text.same(many)
    if isinstance(node, Literal):
        return told_value(node.value) if node.value != "" else Text('""', '""')
    return Text.same(written(node))


def _leads(node: Node) -> bool:
    return isinstance(node, (Reference, Name, Structured)) or (
        isinstance(node, Call) and node.name == "INDEX"
    )


def condition(cells: Cells, evaluator: Evaluator, node: Node, truth: bool) -> Text:
    """Return in words that a condition holds, or does not."""
    if isinstance(node, Call) and node.name == "ISNUMBER" and node.arguments[0] is not None:
        what, value = told(cells, evaluator, node.arguments[0]), evaluator.scalar(node.arguments[0])
        if truth:
            return Text(f"{what.en} is a number", f"{what.de} ist eine Zahl")
        shown = told_value(value)
        return Text(
            f"{what.en} is no number, it shows {shown.en}",
            f"{what.de} ist keine Zahl, dort steht {shown.de}",
        )
    if isinstance(node, Operation) and node.sign in (*_RELATIONS, "<>"):
        return _relation(cells, evaluator, node, truth)
    what, shown = told(cells, evaluator, node), told_value(evaluator.scalar(node))
    return Text(f"{what.en} is {shown.en}", f"{what.de} ist {shown.de}")


def caught(cells: Cells, evaluator: Evaluator, node: Node) -> Text:
    """Return in words why a part of a formula was an error that it caught."""
    searched = lookup(cells, evaluator, node)
    if searched is not None:
        return searched
    what, shown = told(cells, evaluator, node), told_value(evaluator.scalar(node))
    return Text(f"{what.en} is {shown.en}", f"{what.de} ist {shown.de}")


def lookup(cells: Cells, evaluator: Evaluator, node: Node) -> Text | None:
    """Return in words what the first lookup in a formula does not find, None without one."""
    for one in everything(node):
        if isinstance(one, Call) and one.name in LOOKUPS and len(one.arguments) > 1:
            wanted, where = one.arguments[0], one.arguments[1]
            if wanted is None or where is None or isinstance(evaluator.scalar(one), float):
                continue
            value, within = told_value(evaluator.scalar(wanted)), told(cells, evaluator, where)
            return Text(
                f"{one.name} does not find {value.en} in {within.en}",
                f"{one.name} findet {value.de} nicht in {within.de}",
            )
    return None


def _relation(cells: Cells, evaluator: Evaluator, node: Operation, truth: bool) -> Text:
    left, right = node.operands
    sign, holds = ("=", not truth) if node.sign == "<>" else (node.sign, truth)
    length = isinstance(left, Call) and left.name == "LEN" and isinstance(right, Literal)
    if length or (isinstance(right, Literal) and right.value == ""):
        inner = left.arguments[0] if length and isinstance(left, Call) else left
        what = told(cells, evaluator, inner) if inner is not None else Text("it", "es")
        if holds is (sign in ("=", "<=")):
            return Text(f"{what.en} is blank", f"{what.de} ist leer")
        return Text(f"{what.en} is not blank", f"{what.de} ist nicht leer")
    what, value = told(cells, evaluator, left), evaluator.scalar(left)
    other = told(cells, evaluator, right)
    others = evaluator.scalar(right)
    if not isinstance(right, Literal) and not isinstance(others, Unknown):
        shown = told_value(others)
        other = Text(f"{other.en} ({shown.en})", f"{other.de} ({shown.de})")
    relation = _RELATIONS[sign]
    if sign == "=" and isinstance(right, Literal):
        if holds:
            return Text(f"{what.en} is {other.en}", f"{what.de} ist {other.de}")
        shown = told_value(value)
        return Text(
            f"{what.en} is {shown.en}, not {other.en}",
            f"{what.de} ist {shown.de}, nicht {other.de}",
        )
    en, de = ("", "") if holds else ("not ", "nicht ")
    if isinstance(value, Unknown):
        return Text(
            f"{what.en} is {en}{relation.en} {other.en}",
            f"{what.de} ist {de}{relation.de} {other.de}",
        )
    shown = told_value(value)
    return Text(
        f"{what.en} is {shown.en}, {en}{relation.en} {other.en}",
        f"{what.de} ist {shown.de}, {de}{relation.de} {other.de}",
    )


def written(node: Node | None) -> str:
    """Return a part of a formula as it is typed."""
    if node is None:
        return ""
    if isinstance(node, Literal):
        if isinstance(node.value, str):
            return '"{}"'.format(node.value.replace('"', '""'))
        if isinstance(node.value, bool):
            return str(node.value).upper()
        return f"{node.value:g}" if isinstance(node.value, float) else str(node.value)
    if isinstance(node, Rows):
        return (
            "{" + ";".join(",".join(written(Literal(c)) for c in row) for row in node.cells) + "}"
        )
    if isinstance(node, Reference):
        return f"{node.sheet}!{node.area}" if node.sheet else node.area
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Structured):
        first, last = node.columns
        columns = first if first == last else f"{first}]:[{last}"
        return f"{node.table}[{'@' if node.row else ''}{columns}]"
    if isinstance(node, Call):
        return f"{node.name}({','.join(map(written, node.arguments))})"
    if len(node.operands) == 1:
        only = written(node.operands[0])
        return only + "%" if node.sign == "%" else node.sign + only
    return node.sign.join(written(operand) for operand in node.operands)
