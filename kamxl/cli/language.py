"""The language of this run: what was asked for, else the configuration, else the system's."""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from kamxl.text import Language

if TYPE_CHECKING:
    from kamxl.config import Config

_SPOKEN: ContextVar[Language | None] = ContextVar("language", default=None)


def configured(
    language: str | None = None, locale: str | None = None, rules: Path | None = None
) -> Config:
    """Return the configuration under these flags, and speak its language from now on."""
    from kamxl.config import config_folders, load_config

    if language is not None:
        speak("de" if language == "de" else "en")
    found = load_config(
        language=language,
        locale=locale,
        rules=None if rules is None else str(rules),
        environment=os.environ,
        folders=config_folders(os.environ),
    )
    speak(found.language)
    return found


def speak(language: Language | None) -> None:
    """Speak a language from now on; None: the system's."""
    _SPOKEN.set(language)


def spoken() -> Language:
    """Return the language to speak, also before anything is known."""
    from kamxl.config import system_language

    return _SPOKEN.get() or system_language(os.environ)
