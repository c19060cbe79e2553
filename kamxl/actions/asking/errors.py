"""Where an error begins: what the formula of that cell does wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kamxl.actions.asking.cells import Cells, Place, Span
from kamxl.actions.asking.evaluating import UNKNOWN, Evaluator, Value
from kamxl.actions.asking.formula import (
    Call,
    Name,
    Node,
    Operation,
    Structured,
    everything,
)
from kamxl.actions.asking.wording import lookup, told, told_place, told_value, written
from kamxl.cells import CellError, CellValue
from kamxl.functions.calling import explain
from kamxl.functions.catalogue import CATALOGUE, function
from kamxl.functions.coercion import error_text
from kamxl.text import Text

OURS = frozenset(one.name for one in CATALOGUE)


@dataclass(frozen=True, slots=True)
class Cause:
    """What causes it, and what to do about it; `fault` is False where nothing is wrong."""

    said: Text
    remedy: Text | None
    fault: bool = True


# What each error means where nothing more can be told.
MEANING: Mapping[CellError, tuple[Text, Text]] = {
    CellError.NULL: (
        Text("two ranges have no cell in common", "zwei Bereiche haben keine gemeinsame Zelle"),
        Text("Put a comma or a colon between them.", "Setzen Sie ein Semikolon oder einen "
             "Doppelpunkt dazwischen."),
    ),
    CellError.DIV0: (
        Text("something is divided by 0 or by a blank cell",
             "etwas wird durch 0 oder eine leere Zelle geteilt"),
        Text("Fill in what it is divided by.", "Tragen Sie ein, wodurch geteilt wird."),
    ),
    CellError.VALUE: (
        Text("a text stands where a number is needed", "ein Text steht, wo eine Zahl nötig ist"),
        Text("Type a number, or leave the cell blank.",
             "Tragen Sie eine Zahl ein, oder lassen Sie die Zelle leer."),
    ),
    CellError.REF: (
        Text("the formula refers to cells that are gone",
             "die Formel bezieht sich auf Zellen, die es nicht mehr gibt"),
        Text("Undo the deletion, or let the formula point to other cells.",
             "Machen Sie das Löschen rückgängig, oder zeigen Sie in der Formel auf andere Zellen."),
    ),
    CellError.NAME: (
        Text("the program does not know a name or function in the formula",
             "das Programm kennt einen Namen oder eine Funktion der Formel nicht"),
        Text("Look for a typing error, or a function that a newer program has.",
             "Suchen Sie einen Tippfehler, oder eine Funktion eines neueren Programms."),
    ),
    CellError.NUM: (
        Text("a number is outside of what the formula can compute with",
             "eine Zahl liegt außerhalb dessen, womit die Formel rechnen kann"),
        Text("Look at the numbers that it uses.", "Prüfen Sie die Zahlen, die sie verwendet."),
    ),
    CellError.NA: (
        Text("something was looked up and not found", "etwas wurde gesucht und nicht gefunden"),
        Text("Look whether it is spelled the same in both places.",
             "Prüfen Sie, ob es an beiden Stellen gleich geschrieben ist."),
    ),
}  # fmt: skip


def origin(cells: Cells, place: Place, anchor: Place, error: CellError) -> Cause:
    """Return why the cell in which an error begins shows it.

    `anchor` is the cell that holds the formula: of an array another one than `place`.
    """
    what, shown = told_place(cells, place), error_text(error)
    formula = cells.formula(anchor)
    if not formula:
        return Cause(
            Text(
                f"{what.en} holds {shown.en} as a value: no formula, somebody typed or pasted it.",
                f"In {what.de} steht {shown.de} als Wert: keine Formel, jemand hat es getippt oder "
                "eingefügt.",
            ),
            Text("Type the right value.", "Tragen Sie den richtigen Wert ein."),
        )
    tree = cells.tree(anchor)
    found = None
    if tree is not None:
        evaluator = Evaluator(cells, anchor)
        offset = (place.row - anchor.row, place.column - anchor.column)
        found = _ours(tree, evaluator, error, offset) or _particular(tree, evaluator, error)
    why, remedy = found or MEANING[error]
    if error is CellError.REF and "#REF!" in formula:
        why, remedy = MEANING[CellError.REF]
    return Cause(
        Text(f"{what.en} shows {shown.en}: {why.en}.", f"{what.de} zeigt {shown.de}: {why.de}."),
        remedy,
    )


Found = tuple[Text, Text | None] | None


def _ours(tree: Node, evaluator: Evaluator, error: CellError, offset: tuple[int, int]) -> Found:
    """Return what one of our functions says about its arguments, the innermost first."""
    calls = [node for node in everything(tree) if isinstance(node, Call) and node.name in OURS]
    for node in reversed(calls):
        values = [evaluator.value(argument) for argument in node.arguments]
        for argument, value in zip(node.arguments, values, strict=True):
            if value is UNKNOWN:
                part = written(argument)
                return (
                    Text(
                        f"{node.name} computes with {part}, which kamxl cannot compute here",
                        f"{node.name} rechnet mit {part}, was kamxl hier nicht berechnen kann",
                    ),
                    Text(
                        "Put that part into a cell of its own and ask again.",
                        "Schreiben Sie diesen Teil in eine eigene Zelle und fragen Sie erneut.",
                    ),
                )
        answer = evaluator.value(node)
        if error is CellError.NAME and not _has_error(answer):
            return _without_addin(node, answer)
        if not _has_error(answer):
            if node is tree and offset == (0, 0):
                return _computed_since(node, answer)
            continue
        reason = explain(node.name, *values, cell=offset if node is tree else None)
        return (
            _shortened(node, reason, evaluator),
            Text(
                f"Mend that argument; `kamxl functions` shows what {node.name} takes.",
                f"Berichtigen Sie dieses Argument; `kamxl functions` zeigt, was {node.name} "
                "erwartet.",
            ),
        )
    return None


def _shortened(node: Call, reason: Text, evaluator: Evaluator) -> Text:
    """Return a reason without the error, which is told already, and with the argument's cells."""
    en, de = (
        re.sub(r" (?:shows|zeigt) #[^: ]+", "", said, count=1).rstrip(".")
        for said in (reason.en, reason.de)
    )
    names = [argument.name for argument in function(node.name).arguments]
    for name, argument in zip(names, node.arguments, strict=False):
        found = evaluator.result(argument)
        if isinstance(found, Span) and en.startswith(f"{node.name}: {name}: "):
            where = f" ({name} = {found.address})"
            return Text(en + where, de + where)
    return Text(en, de)


def _computed_since(node: Call, answer: Value) -> Found:
    shown = told_value(_first(answer))
    return (
        Text(
            f"{node.name} makes {shown.en} of what its cells hold now, so the error is an old one",
            f"{node.name} ergibt mit dem, was jetzt in den Zellen steht, {shown.de}; der Fehler "
            "ist also veraltet",
        ),
        Text("Compute anew (Ctrl+Alt+F9).", "Rechnen Sie neu (Strg+Alt+F9)."),
    )


def _first(value: Value) -> CellValue:
    cell: CellValue = value[0][0] if isinstance(value, (list, tuple)) else value  # type: ignore[assignment]
    return cell


def _has_error(value: Value) -> bool:
    if isinstance(value, (list, tuple)):
        return any(isinstance(cell, CellError) for row in value for cell in row)
    return isinstance(value, CellError)


def _without_addin(node: Call, answer: Value) -> Found:
    shown = told_value(_first(answer))
    return (
        Text(
            f"{node.name} is a function of kamxl, and the program that saved this had no add-in; "
            f"with it the cell begins with {shown.en}",
            f"{node.name} ist eine Funktion von kamxl, und das Programm, das gespeichert hat, "
            f"hatte das Add-in nicht; mit ihm beginnt die Zelle mit {shown.de}",
        ),
        Text(
            "Switch the add-in on, then compute anew (Ctrl+Alt+F9).",
            "Schalten Sie das Add-in ein und rechnen Sie neu (Strg+Alt+F9).",
        ),
    )


def _particular(tree: Node, evaluator: Evaluator, error: CellError) -> Found:
    match error:
        case CellError.NAME:
            return _unknown_name(tree, evaluator)
        case CellError.DIV0:
            return _divided(tree, evaluator)
        case CellError.VALUE:
            return _text_for_number(tree, evaluator)
        case CellError.NA:
            return _not_found(tree, evaluator)
        case CellError.REF:
            return _lost_column(tree, evaluator)
    return None


def _unknown_name(tree: Node, evaluator: Evaluator) -> Found:
    for node in everything(tree):
        if isinstance(node, Name) and not evaluator.cells.has_name(node.name):
            return (
                Text(
                    f"there is no name “{node.name}” in this workbook",
                    f"es gibt in dieser Mappe keinen Namen „{node.name}“",
                ),
                Text(
                    "Correct the name, or put a text into double quotes.",
                    "Berichtigen Sie den Namen, oder setzen Sie einen Text in Anführungszeichen.",
                ),
            )
        if isinstance(node, Call) and node.name.startswith("KAM_") and node.name not in OURS:
            return (
                Text(f"kamxl has no function {node.name}", f"kamxl hat keine Funktion {node.name}"),
                Text("`kamxl functions` lists them.", "`kamxl functions` zählt sie auf."),
            )
    calls = dict.fromkeys(node.name for node in everything(tree) if isinstance(node, Call))
    if not calls:
        return None
    names = ", ".join(calls)
    return (
        Text(
            f"the program that saved this lacks one of the functions {names}",
            f"dem Programm, das gespeichert hat, fehlt eine der Funktionen {names}",
        ),
        MEANING[CellError.NAME][1],
    )


def _divided(tree: Node, evaluator: Evaluator) -> Found:
    for node in everything(tree):
        if isinstance(node, Operation) and node.sign == "/":
            divisor = node.operands[1]
            value = evaluator.scalar(divisor)
            if value is None or value == 0 or value == "":
                what, shown = told(evaluator.cells, evaluator, divisor), told_value(value)
                return (
                    Text(
                        f"it divides by {what.en}, which is {shown.en}",
                        f"sie teilt durch {what.de}, das ist {shown.de}",
                    ),
                    MEANING[CellError.DIV0][1],
                )
        if isinstance(node, Call) and node.name.startswith("AVERAGE"):
            return (
                Text(
                    f"{node.name} finds no number to average",
                    f"{node.name} findet keine Zahl für einen Mittelwert",
                ),
                Text("Fill in at least one number.", "Tragen Sie mindestens eine Zahl ein."),
            )
    return None


def _text_for_number(tree: Node, evaluator: Evaluator) -> Found:
    for place in _operands(tree, evaluator):
        value = evaluator.cells.value(place)
        if isinstance(value, str):
            what, shown = told_place(evaluator.cells, place), told_value(value)
            if value == "":
                shown = Text("an empty text", "ein leerer Text")
            return (
                Text(
                    f"it computes with {what.en}, where a text stands: {shown.en}",
                    f"sie rechnet mit {what.de}, wo ein Text steht: {shown.de}",
                ),
                MEANING[CellError.VALUE][1],
            )
    return None


def _operands(tree: Node, evaluator: Evaluator) -> Iterator[Place]:
    """Yield the cells with which a formula does arithmetic."""
    for node in everything(tree):
        if isinstance(node, Operation) and node.sign in ("+", "-", "*", "/", "^", "%"):
            for operand in node.operands:
                found = evaluator.result(operand)
                if isinstance(found, Span):
                    yield from evaluator.cells.places(found)


def _not_found(tree: Node, evaluator: Evaluator) -> Found:
    for node in everything(tree):
        found = lookup(evaluator.cells, evaluator, node)
        if found is not None:
            return found, MEANING[CellError.NA][1]
    return None


def _lost_column(tree: Node, evaluator: Evaluator) -> Found:
    for node in everything(tree):
        if isinstance(node, Structured) and evaluator.result(node) is UNKNOWN:
            return (
                Text(
                    f"there is no {written(node)} any more",
                    f"{written(node)} gibt es nicht mehr",
                ),
                MEANING[CellError.REF][1],
            )
    return None
