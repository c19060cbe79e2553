"""What kamxl raises, for a programmer or an operator. Findings about data are not raised.

KamxlError
├── UsageError          a request that makes no sense            exit code 2
│   ├── InputError      a file that cannot be used, with place   exit code 2
│   └── WouldLose       writing would drop something of yours    exit code 2
└── PolicyError         a policy or portfolio that contradicts itself
"""

from __future__ import annotations

__all__ = ["InputError", "KamxlError", "PolicyError", "UsageError", "WouldLose"]


class KamxlError(Exception):
    """The root of all that kamxl raises on purpose."""


class UsageError(KamxlError):
    """A request that cannot be carried out as asked; the message says what to do."""


class InputError(UsageError):
    """A file that cannot be used; `place` is `file`, `file!sheet` or `file!sheet!cell`."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


class WouldLose(UsageError):
    """Writing this file would drop things that people made; the message names them.

    Not named, and not kept, is how things look: fonts, colours, widths, hidden rows and columns,
    filters, zoom, passwords, one's own conditional formats and drop-downs, links and mixed fonts
    within a cell, the time of day in a date, and texts or formulas typed over kamxl's own.
    """


class PolicyError(KamxlError):
    """A policy or portfolio that contradicts itself, such as a scale that ends at 7."""
