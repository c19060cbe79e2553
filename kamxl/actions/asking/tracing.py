"""From a cell to the one that causes what it shows: an error, nothing, ? or !."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kamxl.actions.asking.cells import Cells, Place, Span
from kamxl.actions.asking.errors import Cause, origin
from kamxl.actions.asking.evaluating import UNKNOWN, Evaluator, deciders, truth_of
from kamxl.actions.asking.formula import (
    Call,
    Literal,
    Name,
    Node,
    Operation,
    Reference,
    Structured,
    children,
)
from kamxl.actions.asking.wording import caught, condition, told_place, told_value
from kamxl.cells import CellError, CellValue
from kamxl.domain.portfolio import KNOWN_UNKNOWN
from kamxl.functions.coercion import error_text
from kamxl.text import Text

# How far a cause is followed, and how large an area is searched for one.
DEEPEST, MOST_CELLS = 60, 200_000
# Ranges of a row, such as its ratings, are looked at cell by cell.
FEW_CELLS = 40
# What stands where there is no value, or where a rating cannot count.
MARKS = ("", KNOWN_UNKNOWN, "!", "–", "n/a")


@dataclass(frozen=True, slots=True)
class Step:
    """One cell on the way to the cause, and why it shows what it shows."""

    place: Place
    shown: CellValue
    because: Text


@dataclass(frozen=True, slots=True)
class Trace:
    """The cells from the one that was asked about to the cause."""

    steps: tuple[Step, ...]
    cause: Cause
    last: Place


def is_mark(value: CellValue) -> bool:
    """Return whether a cell shows nothing, or a mark for something that is not known."""
    return value is None or (isinstance(value, str) and value.strip() in MARKS)


class Tracer:
    """Follows a cell's precedents through a workbook."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def trace(self, place: Place) -> Trace:
        """Return the way from a cell to what causes its error or its blank."""
        steps: list[Step] = []
        seen = {place}
        here = place
        while True:
            found = self._next(here, blank_asked=here != place)
            if isinstance(found, Cause) or found.place in seen or len(steps) >= DEEPEST:
                cause = found if isinstance(found, Cause) else _circle(found.place)
                return Trace(tuple(steps), cause, here)
            steps.append(Step(here, self.cells.value(here), found.because))
            here = found.place
            seen.add(here)

    def _next(self, place: Place, *, blank_asked: bool) -> Cause | Lead:
        value = self.cells.value(place)
        anchor = self.cells.array_at(place)
        if isinstance(value, CellError):
            return self._error(place, anchor or place, value)
        tree = self.cells.tree(anchor or place)
        if is_mark(value) or (blank_asked and tree is not None):
            return self._blank(place, anchor or place, value)
        what = told_place(self.cells, place)
        return _typed(what, value) if blank_asked else _sound(what, value)

    # ------------------------------------------------------------ errors
    def _error(self, place: Place, anchor: Place, error: CellError) -> Cause | Lead:
        tree = self.cells.tree(anchor)
        if tree is not None:
            evaluator = Evaluator(self.cells, anchor)
            reasons, end = decided(tree, evaluator)
            if error is CellError.NA and end in (Literal(CellError.NA), Call("NA", ())):
                return self._on_purpose(place, reasons, evaluator)
            culprit = next(self._culprits(tree, evaluator, error), None)
            if culprit is not None and culprit != place:
                what = told_place(self.cells, culprit)
                because = Text(f"it uses {what.en}", f"sie verwendet {what.de}")
                return Lead(culprit, because)
        return origin(self.cells, place, anchor, error)

    def _on_purpose(self, place: Place, reasons: list[Reason], evaluator: Evaluator) -> Cause:
        what, shown = told_place(self.cells, place), error_text(CellError.NA)
        said = self._words(reasons[-1], evaluator) if reasons else None
        en, de = (f", because {said.en}", f", denn {said.de}") if said else ("", "")
        return Cause(
            Text(
                f"{what.en} shows {shown.en} on purpose{en}: there is no value, and charts leave a "
                "gap.",
                f"{what.de} zeigt {shown.de} mit Absicht{de}: hier ist kein Wert, und Diagramme "
                "lassen eine Lücke.",
            ),
            None,
            fault=False,
        )

    def _words(self, reason: Reason, evaluator: Evaluator) -> Text:
        if reason.caught:
            words = [caught(self.cells, evaluator, node) for node in reason.nodes]
        else:
            words = [condition(self.cells, evaluator, node, reason.truth) for node in reason.nodes]
        return Text(" and ".join(w.en for w in words), " und ".join(w.de for w in words))

    def _culprits(self, tree: Node, evaluator: Evaluator, error: CellError) -> Iterator[Place]:
        """Yield the cells with an error that a formula uses: those with the same error first."""
        others: list[Place] = []
        for span in leads(tree, evaluator):
            if _size(span) > MOST_CELLS:
                continue
            for place in self.cells.places(span):
                value = self.cells.value(place)
                if value is error:
                    yield place
                elif isinstance(value, CellError):
                    others.append(place)
        yield from others

    # ------------------------------------------------------------ nothing, ? and !
    def _blank(self, place: Place, anchor: Place, value: CellValue) -> Cause | Lead:
        tree = self.cells.tree(anchor)
        what = told_place(self.cells, place)
        if tree is None:
            return _unreadable(what) if self.cells.formula(anchor) else _typed(what, value)
        evaluator = Evaluator(self.cells, anchor)
        if (place.row, place.column) in self.cells.book.unvalued(place.sheet):
            # A file may also hold an empty text that way: only a value that we compute can tell.
            comes_to = evaluator.scalar(tree)
            if comes_to is not UNKNOWN and not is_mark(comes_to):  # type: ignore[arg-type]
                return _never_computed(what)
        reasons, end = decided(tree, evaluator)
        if end is None or not isinstance(end, Literal):
            span = UNKNOWN if end is None else evaluator.result(end)
            if isinstance(span, Span) and span.single:
                return self._uses(span.first, "shows", "zeigt")
            missing = self._missing(tree if end is None else end, evaluator, place)
            if missing is not None:
                return self._uses(missing, "uses", "verwendet")
        if reasons:
            return self._because(place, value, reasons, evaluator)
        return _undecided(what, value, self.cells.formula(anchor))

    def _uses(self, place: Place, en: str, de: str) -> Lead:
        what = told_place(self.cells, place)
        return Lead(place, Text(f"it {en} {what.en}", f"sie {de} {what.de}"))

    def _missing(self, node: Node, evaluator: Evaluator, here: Place) -> Place | None:
        """Return the first cell without a value that a formula uses, single cells before ranges."""
        spans = [span for span in leads(node, evaluator) if _size(span) <= FEW_CELLS]
        for span in sorted(spans, key=lambda span: not span.single):
            for place in self.cells.places(span):
                if place != here and is_mark(self.cells.value(place)):
                    return place
        return None

    def _because(
        self, place: Place, value: CellValue, reasons: list[Reason], evaluator: Evaluator
    ) -> Cause | Lead:
        last = reasons[-1]
        because = self._words(last, evaluator)
        for node in last.nodes:
            for span in leads(node, evaluator):
                lead = span.first
                unsound = self.cells.value(lead) in (None, 0, "", *MARKS)
                unsound |= isinstance(self.cells.value(lead), CellError)
                if not span.single or not unsound or lead == place:
                    continue
                return Lead(lead, because)
            missing = self._missing(node, evaluator, place)
            if missing is not None and not last.caught:
                return Lead(missing, because)
        what, shown = told_place(self.cells, place), told_value(value)
        return Cause(
            Text(
                f"{what.en} shows {shown.en}, because {because.en}.",
                f"{what.de} zeigt {shown.de}, denn {because.de}.",
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Lead:
    """The next cell on the way, and why."""

    place: Place
    because: Text


@dataclass(frozen=True, slots=True)
class Reason:
    """The conditions that decided a branch, or what was an error and was caught."""

    nodes: list[Node]
    truth: bool
    caught: bool = False


def decided(tree: Node, evaluator: Evaluator) -> tuple[list[Reason], Node | None]:
    """Return the conditions that decided, from the outside in, and what was then shown.

    None where a condition cannot be told.
    """
    reasons: list[Reason] = []
    node: Node | None = tree
    while node is not None:
        if isinstance(node, Operation) and node.sign == "&":
            full = [one for one in node.operands if one != Literal("")]
            if len(full) != 1:
                break
            node = full[0]
        elif isinstance(node, Call) and node.name == "IF" and node.arguments[0] is not None:
            truth = truth_of(evaluator.scalar(node.arguments[0]))
            if not isinstance(truth, bool):
                return reasons, None
            reasons.append(Reason(deciders(node.arguments[0], truth, evaluator), truth))
            rest = node.arguments[1:] if truth else node.arguments[2:]
            node = rest[0] if rest else Literal(truth)
        elif isinstance(node, Call) and node.name == "IFERROR" and len(node.arguments) == 2:
            first = evaluator.scalar(node.arguments[0])
            if first is UNKNOWN:
                return reasons, None
            if isinstance(first, CellError) and node.arguments[0] is not None:
                reasons.append(Reason([node.arguments[0]], True, caught=True))
                node = node.arguments[1]
            else:
                node = node.arguments[0]
        else:
            break
    return reasons, node


def leads(node: Node, evaluator: Evaluator) -> Iterator[Span]:
    """Yield what a formula used, in the order in which it counts: conditions, then their branch."""
    if isinstance(node, (Reference, Name, Structured)):
        span = evaluator.cells.span(node, evaluator.here)
        if span is not None:
            yield span
        return
    if isinstance(node, Call) and node.name == "IF" and node.arguments[0] is not None:
        yield from leads(node.arguments[0], evaluator)
        truth = truth_of(evaluator.scalar(node.arguments[0]))
        if isinstance(truth, bool):
            rest = node.arguments[1:2] if truth else node.arguments[2:3]
        else:
            rest = node.arguments[1:]
        for branch in rest:
            if branch is not None:
                yield from leads(branch, evaluator)
        return
    if isinstance(node, Call) and node.name in ("ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "COUNT"):
        # These take errors without becoming one.
        for child in children(node):
            for span in leads(child, evaluator):
                if not isinstance(evaluator.cells.value(span.first), CellError):
                    yield span
        return
    if isinstance(node, Call) and node.name in ("IFERROR", "IFNA") and len(node.arguments) == 2:
        first, second = node.arguments
        caught = first is not None and isinstance(evaluator.scalar(first), CellError)
        if caught and second is not None:
            yield from leads(second, evaluator)
        elif first is not None:
            yield from leads(first, evaluator)
        return
    if isinstance(node, Call) and node.name == "INDEX":
        found = evaluator.result(node)
        if isinstance(found, Span):
            yield found
            for argument in node.arguments[1:]:
                if argument is not None:
                    yield from leads(argument, evaluator)
            return
    for child in children(node):
        yield from leads(child, evaluator)


def _size(span: Span) -> int:
    top, left, bottom, right = span.area
    return (min(bottom, MOST_CELLS) - top + 1) * (min(right, 16_383) - left + 1)


# ---------------------------------------------------------------- causes that are no errors
def _sound(what: Text, value: CellValue) -> Cause:
    shown = told_value(value)
    return Cause(
        Text(
            f"{what.en} shows {shown.en}; there is nothing wrong with it.",
            f"{what.de} zeigt {shown.de}; daran ist nichts falsch.",
        ),
        None,
        fault=False,
    )


def _typed(what: Text, value: CellValue) -> Cause:
    if isinstance(value, str) and value.strip() == KNOWN_UNKNOWN:
        return Cause(
            Text(
                f"{what.en} holds ?, which says that it is known to be unknown.",
                f"In {what.de} steht ?, also: bekannt unbekannt.",
            ),
            Text(
                "Type the value once it is known; until then it counts as missing.",
                "Tragen Sie den Wert ein, sobald er bekannt ist; bis dahin fehlt er.",
            ),
        )
    if value is None or value == "":
        return Cause(
            Text(f"{what.en} is blank.", f"{what.de} ist leer."),
            Text("Fill it in, if it is known.", "Füllen Sie die Zelle aus, wenn es bekannt ist."),
        )
    shown = told_value(value)
    return Cause(
        Text(f"{what.en} holds {shown.en}.", f"In {what.de} steht {shown.de}."),
        Text("Look whether that is what was meant.", "Prüfen Sie, ob das so gemeint ist."),
    )


def _never_computed(what: Text) -> Cause:
    return Cause(
        Text(
            f"{what.en} holds a formula that has never been computed.",
            f"In {what.de} steht eine Formel, die nie berechnet wurde.",
        ),
        Text(
            "Open the workbook in Excel or LibreOffice, let it compute, and save it.",
            "Öffnen Sie die Mappe in Excel oder LibreOffice, lassen Sie rechnen und speichern Sie.",
        ),
    )


def _unreadable(what: Text) -> Cause:
    return Cause(
        Text(
            f"{what.en} holds a formula that kamxl cannot read.",
            f"In {what.de} steht eine Formel, die kamxl nicht lesen kann.",
        ),
        None,
    )


def _undecided(what: Text, value: CellValue, formula: str) -> Cause:
    shown = told_value(value)
    short = formula if len(formula) <= 200 else formula[:199] + "…"
    return Cause(
        Text(
            f"{what.en} shows {shown.en}: that is what its formula comes to, {short}",
            f"{what.de} zeigt {shown.de}: das ergibt die Formel, {short}",
        ),
        None,
    )


def _circle(place: Place) -> Cause:
    return Cause(
        Text(
            f"The formulas go round in a circle at {place.address}.",
            f"Die Formeln drehen sich im Kreis, bei {place.address}.",
        ),
        Text(
            "Take one of the references out of the circle.",
            "Nehmen Sie einen der Bezüge aus dem Kreis.",
        ),
    )
