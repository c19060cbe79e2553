"""The criteria of a filled workbook as a profile."""

from __future__ import annotations

import datetime as dt

from kamxl.actions.run import known_criteria
from kamxl.profiles import Profile
from kamxl.text import Text
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.reading.cells import Readable


def book_profile(book: Readable, key: str, today: dt.date) -> Profile:
    """Return a workbook's criteria as a profile of this key; InputError where it is not kamxl's.

    Texts that were not changed keep both languages; what someone wrote stands in both.
    """
    inputs = read_book(book, known_criteria(), today).inputs
    day = inputs.as_of.isoformat()
    return Profile(
        key,
        Text(f"Criteria of {book.name}", f"Kriterien aus {book.name}"),
        Text(
            f"As they stood in {book.name}, as of {day}.",
            f"Wie sie in {book.name} standen, Stichtag {day}.",
        ),
        inputs.policy,
    )
