"""All checks in the order in which things depend on each other, and the worst of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamxl import __version__
from kamxl.actions.doctor import placed, programs, rules
from kamxl.actions.doctor.books import book_checks
from kamxl.actions.doctor.spec import Check, Status
from kamxl.actions.spec import Outcome
from kamxl.actions.surroundings import Surroundings, here
from kamxl.text import Text

if TYPE_CHECKING:
    from kamxl.actions.live import Desk

WELL = Text(
    "All is well: nothing stands between this program and Python.",
    "Alles gut: Nichts steht zwischen diesem Programm und Python.",
)


def examine(
    machine: Surroundings,
    version: str,
    books: Sequence[Path] = (),
    folder: Path | None = None,
) -> tuple[Check, ...]:
    """Return every check in the order in which things depend on each other.

    `books` are workbooks to look at as files; `folder` is where the add-in was put, if not where
    Excel starts it. Nothing is changed and nothing is started.
    """
    return (
        *programs.programs(machine),
        programs.python(machine),
        programs.xlwings(machine),
        placed.addin(machine, version, folder),
        placed.settings(machine, version, folder),
        rules.children(machine),
        *rules.macros(machine),
        *(check for book in books for check in book_checks(machine, book)),
    )


def worst(checks: Sequence[Check]) -> Status:
    """Return the gravest status there is."""
    order: tuple[Status, ...] = ("error", "warning", "ok")
    found = {check.status for check in checks}
    return next((status for status in order if status in found), "none")


def on_desk(desk: Desk) -> Outcome:
    """Say what is wrong or doubtful, with its remedies, from inside the program."""
    language = desk.language
    lines = [
        text(language)
        for check in examine(here(), __version__)
        if check.status in ("error", "warning")
        for text in (check.said, check.remedy)
        if text is not None
    ]
    return Outcome("\n".join(lines) or WELL(language))
