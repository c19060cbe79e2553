"""Texts as VBA spells them: strict cp1252, quotes doubled, everything else by its number."""

from __future__ import annotations

import re

from kamxl.errors import UsageError

# A line may have 1,023 characters; what stands around a text needs some of them.
PIECE = 800
CODE_PAGE = "cp1252"
LINE_LIMIT = 1023
CONTINUATIONS = 24


class SourceError(UsageError):
    """VBA that Excel would refuse, or a ribbon that would not show."""


def literal(text: str) -> str:
    """Return an expression of VBA that is the text.

    Control characters and letters outside cp1252 become ChrW; long texts are cut into pieces.
    Raises SourceError for a character beyond 16 bits, which VBA has no letter for.
    """
    pieces: list[str] = []
    plain = ""
    for letter in text:
        if _spelled(letter) and len(plain) < PIECE:
            plain += letter
            continue
        if plain:
            pieces.append(_quoted(plain))
        plain = letter if _spelled(letter) else ""
        if not plain:
            pieces.append(_numbered(letter))
    if plain or not pieces:
        pieces.append(_quoted(plain))
    return " & ".join(pieces)


def source(text: str) -> str:
    """Return a module as VBA stores it, with CRLF; SourceError for what it cannot hold."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE_LIMIT:
            raise SourceError(f"line {number} has {len(line)} characters, more than {LINE_LIMIT}")
        try:
            line.encode(CODE_PAGE)
        except UnicodeEncodeError:
            raise SourceError(f"line {number} holds a letter that is not in {CODE_PAGE}") from None
    if re.search(rf"(?:[^\n]* _\n){{{CONTINUATIONS + 1}}}", text):
        raise SourceError(f"a statement goes over more than {CONTINUATIONS + 1} lines")
    return "".join(f"{line}\r\n" for line in lines)


def _spelled(letter: str) -> bool:
    # cp1252 leaves five places open, which Python refuses and Windows does not.
    if not letter.isprintable():
        return False
    try:
        letter.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def _numbered(letter: str) -> str:
    if ord(letter) > 0xFFFF:
        raise SourceError(f"{letter!r} is beyond what a character of VBA can be")
    return f"ChrW({ord(letter)})"
