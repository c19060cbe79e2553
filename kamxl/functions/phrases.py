"""The argument that says in which language a function answers with words."""

from __future__ import annotations

from kamxl.cells import CellError
from kamxl.functions.coercion import word
from kamxl.functions.spec import Argument, refuse
from kamxl.text import LANGUAGES, Language, Text

LANGUAGE = Argument(
    "language",
    Text('Words in "en" or "de".', 'Wörter in "en" oder "de".'),
    word,
    default="en",
    blank_is_default=True,
)


def language_of(text: str) -> Language:
    """Return the language that an argument names; refused where there is none."""
    found: tuple[Language, ...] = tuple(one for one in LANGUAGES if one == text.strip().lower())
    if not found:
        raise refuse(CellError.VALUE, 'language: "en" or "de"', 'language: "en" oder "de"')
    return found[0]
