"""Says in words why a cell shows an error, nothing, ? or !: the way to the cause, the remedy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kamxl.actions.asking.cells import Asked, Cells, Place
from kamxl.actions.asking.tracing import Step, Tracer
from kamxl.actions.asking.wording import label, told_place, told_value
from kamxl.actions.spec import Outcome
from kamxl.cells import CellError, CellValue
from kamxl.errors import InputError
from kamxl.findings import Finding
from kamxl.text import Language, Text

if TYPE_CHECKING:
    from kamxl.actions.live import Desk

# Findings about the cells on the way, at most.
MOST_FINDINGS = 3


class Judged(Protocol):
    """What tells the findings about a workbook, gravest first; InputError where it is not ours."""

    def __call__(self) -> tuple[Finding, ...]:
        """Return them with their places."""
        ...


@dataclass(frozen=True, slots=True)
class Why:
    """Why a cell shows what it shows.

    `steps` lead from the cell to the one that causes it, `cause` says what is the matter there
    and `remedy` what to do; `fault` is True where the cell shows an error that is not meant.
    `findings` are what kamxl says about the cells on the way.
    """

    place: Place
    label: str
    shown: CellValue
    formula: str
    steps: tuple[Step, ...]
    cause: Text
    remedy: Text | None
    fault: bool
    findings: tuple[Finding, ...]
    cells: Cells

    def sentences(self, language: Language) -> list[str]:
        """Return all of it in words, one sentence a line."""
        said = []
        for step in self.steps:
            what, shown = told_place(self.cells, step.place), told_value(step.shown)
            link = "denn" if language == "de" else "because"
            verb = "zeigt" if language == "de" else "shows"
            said.append(
                f"{what(language)} {verb} {shown(language)}, {link} {step.because(language)}."
            )
        said.append(self.cause(language))
        if self.remedy is not None:
            said.append(self.remedy(language))
        return said


def why(book: Asked, written: str, findings: Judged | None = None) -> Why:
    """Return why a cell, such as `Sheet!B7` or a defined name, shows what it shows.

    The workbook is read as it is stored or open, nothing is computed anew. `findings` tells what
    kamxl finds in it; they are told where they concern a cell on the way. InputError says in one
    sentence that there is no such sheet or cell.
    """
    cells = Cells(book)
    place = cells.place(written)
    trace = Tracer(cells).trace(place)
    on_the_way = [*(step.place for step in trace.steps), trace.last]
    return Why(
        place=place,
        label=label(cells, place),
        shown=cells.value(place),
        formula=cells.formula(place),
        steps=trace.steps,
        cause=trace.cause.said,
        remedy=trace.cause.remedy,
        fault=trace.cause.fault and isinstance(cells.value(place), CellError),
        findings=_about(book.name, on_the_way, findings),
        cells=cells,
    )


def _about(file: str, places: list[Place], findings: Judged | None) -> tuple[Finding, ...]:
    if findings is None:
        return ()
    try:
        found = findings()
    except InputError:
        return ()
    wanted = {f"{file}!{place.address}" for place in places}
    return tuple(finding for finding in found if finding.place in wanted)[:MOST_FINDINGS]


def findings_of(book: object, today: dt.date) -> Judged:
    """Return what tells the findings of a workbook file, once asked."""

    def judged() -> tuple[Finding, ...]:
        from kamxl.actions.run import run

        return run(book, today).findings  # type: ignore[arg-type]

    return judged


def on_desk(desk: Desk) -> Outcome:
    """Say why the active cell of the open workbook shows what it shows. Changes nothing."""
    book = desk.files.read(desk.port.copy(), desk.port.name)
    found = why(book, Place(*desk.port.active()).address)
    return Outcome("\n".join(found.sentences(desk.language)))
