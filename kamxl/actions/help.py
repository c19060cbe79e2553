"""What the buttons do, in the one message that a program can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamxl import __version__
from kamxl.actions.catalogue import CATALOGUE
from kamxl.actions.spec import Outcome
from kamxl.text import Text

if TYPE_CHECKING:
    from kamxl.actions.live import Desk

HEADING = Text("kamxl {version}: the buttons", "kamxl {version}: die Knöpfe")
FUNCTIONS = Text(
    "Functions in cells: the function wizard, category kamxl. In a terminal: kamxl --help",
    "Funktionen in Zellen: der Funktionsassistent, Kategorie kamxl. Im Terminal: kamxl --help",
)


def on_desk(desk: Desk) -> Outcome:
    """Say what each button does, by the first sentence of its tip."""
    language = desk.language
    lines = [HEADING(language).format(version=__version__), ""]
    for action in CATALOGUE:
        first, _, _ = action.tip(language).partition(". ")
        lines.append(f"{action.label(language)}: {first.removesuffix('.')}.")
    return Outcome("\n".join([*lines, "", FUNCTIONS(language)]))
