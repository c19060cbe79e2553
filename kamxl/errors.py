"""What kamxl raises, for a programmer or an operator. Findings about data are not raised.

KamxlError
├── UsageError          a request that makes no sense            exit code 2
│   └── InputError      a file that cannot be used, with place   exit code 2
└── PolicyError         a policy or portfolio that contradicts itself
"""

from __future__ import annotations

__all__ = ["InputError", "KamxlError", "PolicyError", "UsageError"]


class KamxlError(Exception):
    """The root of all that kamxl raises on purpose."""


class UsageError(KamxlError):
    """A request that cannot be carried out as asked; the message says what to do."""


class InputError(UsageError):
    """A file that cannot be used; `place` is `file`, `file!sheet` or `file!sheet!cell`."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


class PolicyError(KamxlError):
    """A policy or portfolio that contradicts itself, such as a scale that ends at 7."""
