"""How plans are told apart: uids in their corners, keys of sections, names of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from kamxl.text import Text

CHECKLIST = "checklist"
STRATEGY = "strategy "
# What a sheet's name may hold: 31 UTF-16 units, none of these.
LONGEST = 31
FORBIDDEN = str.maketrans(dict.fromkeys('\\/?*[]:"', " "))
RESERVED = "history"
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NAMED = Text("Plan {name}", "Strategie {name}")


def uid(account: str) -> str:
    """Return what tells the strategy sheet of an account from others."""
    return STRATEGY + account


def account_of(uid_: str) -> str | None:
    """Return the account that a uid speaks of, None where it is no strategy sheet's."""
    return uid_.removeprefix(STRATEGY) if uid_.startswith(STRATEGY) else None


def section_key(prefix: str, account: str) -> str:
    """Return a section's key for an account: none of the marks that ids are parted by."""
    return prefix + quote(account, safe="").replace(".", "%2E").replace("+", "%2B")


def line_id(section: str, proposal: str) -> str:
    """Return the id of a generated line: that of its section and of what it proposes."""
    return f"{section}.{quote(proposal, safe=':.')}"


def proposal_of(line: str) -> str:
    """Return what a generated line proposes, "" where a person made it."""
    return unquote(line.partition(".")[2])


def section_account(prefix: str, key: str) -> str:
    """Return the account that a section's key was made for."""
    return unquote(key.removeprefix(prefix))


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a legal name for a sheet that is not taken yet, shortened where it must be."""
    used = {name.casefold() for name in taken}
    # What reads as an escaped character would become one somewhere on its way through XML.
    wanted = ESCAPE.sub(" ", wanted)
    base = " ".join(wanted.translate(FORBIDDEN).split()).strip("' ") or "-"
    number = 1
    while True:
        ending = "" if number == 1 else f" {number}"
        name = _cut(base, LONGEST - len(ending)).rstrip("' ") + ending
        if name.casefold() not in used and name.casefold() != RESERVED:
            return name
        number += 1


def _cut(text: str, units: int) -> str:
    """Return as much of a text as fits into so many UTF-16 units, never half a character."""
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text
