from __future__ import annotations

import datetime as dt

import pytest

from kamxl.actions.catalogue import CATALOGUE
from kamxl.actions.help import on_desk
from kamxl.actions.live import Desk
from kamxl.hosts.memory import MemoryBook
from kamxl.text import LANGUAGES, Language

# What a message box shows before it cuts.
MESSAGE_LIMIT = 1024


def desk(language: Language) -> Desk:
    unused = None
    return Desk(
        MemoryBook({"Sheet1": [[1]]}),  # type: ignore[arg-type]
        unused,  # type: ignore[arg-type]
        dt.date(2026, 1, 1),
        lambda: unused,  # type: ignore[arg-type, return-value]
        language,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_told_in_one_message(language: Language) -> None:
    message = on_desk(desk(language)).message
    for action in CATALOGUE:
        assert f"\n{action.label(language)}: " in message
    assert len(message) <= MESSAGE_LIMIT
