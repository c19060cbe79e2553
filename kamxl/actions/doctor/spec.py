"""What a check of the doctor is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kamxl.actions.surroundings import Hive
from kamxl.text import Text

# In the order of gravity; what does not apply to this system is "none".
Status = Literal["error", "warning", "ok", "none"]
HIVES: tuple[Hive, ...] = ("HKCU", "HKLM")

INSTALL = Text("In a terminal: kamxl addin install", "In einem Terminal: kamxl addin install")
NOT_HERE = Text("Does not apply to this system.", "Betrifft dieses System nicht.")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what was found, and what to do where it is not well."""

    key: str
    status: Status
    said: Text
    remedy: Text | None = None
