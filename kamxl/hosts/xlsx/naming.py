"""Names of files that every system takes: not too long, not one that Windows keeps to itself."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

# Bytes of a name on Linux; Windows and macOS count letters, which are fewer.
LONGEST = 255
# Devices of Windows: a file of such a name, whatever its ending, cannot be opened there.
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])", re.I)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')


def beside(path: Path, before: str, after: str) -> Path:
    """Return a file beside another, named as it with something before and after.

    A name that would be too long is cut, and told from others by a few digits.
    """
    return path.with_name(f"{before}{cut(path.name, len(before) + len(after))}{after}")


def cut(name: str, room: int) -> str:
    """Return a name, or as much of it as leaves room for so many bytes, with digits of its own."""
    told = os.fsencode(name)
    if len(told) + room <= LONGEST:
        return name
    digits = hashlib.sha256(told).hexdigest()[:8]
    kept = told[: LONGEST - room - len(digits) - 1].decode("utf-8", "ignore")
    return f"{kept}~{digits}"


def spellings(name: str) -> tuple[str, ...]:
    """Return a name as systems spell its umlauts: as it is, composed, and taken apart (macOS)."""
    forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    return tuple(dict.fromkeys(forms))


def flaw_of(name: str, *, windows: bool) -> str:
    """Return why a file cannot be called so, "" where it can.

    Names of devices are refused everywhere, since workbooks travel; other marks only on Windows.
    """
    if len(os.fsencode(name)) > LONGEST:
        return "the name is longer than a file's may be; name another"
    if _DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")):
        return "Windows keeps this name to itself; name another"
    if windows and (found := _FORBIDDEN.search(name)):
        return f"Windows takes no {found[0]!r} in a name; name another"
    if windows and name.endswith((" ", ".")):
        return "Windows drops a blank or point at the end of a name; leave it out"
    return ""
