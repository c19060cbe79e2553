"""What an action is: a key, its words on a ribbon or in a menu, and what runs in a host."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kamxl.errors import UsageError
from kamxl.findings import Finding
from kamxl.text import LANGUAGES, Text

if TYPE_CHECKING:
    from kamxl.actions.live import Desk

# What Office shows of a label, a screentip and a supertip of the ribbon.
LABEL_LIMIT, TIP_LIMIT = 32, 1024
# Alt, then up to three letters or digits.
KEYTIP = re.compile(r"[A-Z][A-Z0-9]{0,2}")
_KEY = re.compile(r"[a-z][a-z_]*")
_ICON = re.compile(r"[A-Z][A-Za-z0-9]*")
_ENTRY = re.compile(r"kamxl(\.[a-z_]+)+:[a-z_]+")

Group = Literal["workbook", "account", "help"]
# The groups of the ribbon's tab, in their order.
GROUPS: Mapping[Group, Text] = {
    "workbook": Text("Workbook", "Mappe"),
    "account": Text("Account", "Kunde"),
    "help": Text("Help", "Hilfe"),
}


class ActionError(UsageError):
    """An action that the catalogue does not have, or that is declared wrongly."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action says at its end ("" for nothing), what it found, and whether it changed."""

    message: str
    findings: tuple[Finding, ...] = ()
    changed: bool = False


Entry = Callable[["Desk"], Outcome]


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `entry` is `module:function`, imported on the click and not before.

    `keytip` are the keys behind Alt and the tab's own; `icon` names one of Office's (imageMso).
    Raises ActionError for what Office would refuse or cut.
    """

    key: str
    label: Text
    tip: Text
    keytip: Text
    icon: str
    group: Group
    entry: str

    def __post_init__(self) -> None:
        for pattern, written in ((_KEY, self.key), (_ICON, self.icon), (_ENTRY, self.entry)):
            if not pattern.fullmatch(written):
                raise ActionError(f"{self.key!r}: {written!r} does not fit {pattern.pattern}")
        if self.group not in GROUPS:
            raise ActionError(f"{self.key}: there is no group {self.group!r}")
        for language in LANGUAGES:
            if len(self.label(language)) > LABEL_LIMIT or len(self.tip(language)) > TIP_LIMIT:
                raise ActionError(f"{self.key}: a label or tip is too long to be shown")
            if not KEYTIP.fullmatch(self.keytip(language)):
                raise ActionError(f"{self.key}: {self.keytip(language)!r} is no keytip such as N")

    def load(self) -> Entry:
        """Import and return what runs."""
        module, name = self.entry.split(":")
        entry: Entry = getattr(importlib.import_module(module), name)
        return entry
