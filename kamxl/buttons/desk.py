"""Runs an action on an open workbook as this installation is set, and says how it went."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

from kamxl.actions import catalogue
from kamxl.errors import KamxlError
from kamxl.text import Language

if TYPE_CHECKING:
    from kamxl.actions.spec import Outcome
    from kamxl.workbook.port import Port


def on_port(port: Port, name: str, today: dt.date) -> Outcome | None:
    """Run an action and show in the program what it says; None where it failed.

    Nothing is raised: a person at a button cannot read a traceback.
    """
    from kamxl.actions.live import stopped

    try:
        return performed(port, name, today)
    except KamxlError as wrong:
        said = str(wrong)
    except Exception as wrong:
        said = f"{type(wrong).__name__}: {wrong}"
    port.say(f"{stopped(_language())}\n{said}")
    return None


def performed(port: Port, name: str, today: dt.date, language: str | None = None) -> Outcome:
    """Run an action on an open workbook; ActionError for one that there is not."""
    # Imported on the click: a cell function must not wait for what only a button needs.
    from kamxl.actions.live import Desk, perform
    from kamxl.buttons.files import WorkbookFiles
    from kamxl.config import config_folders, load_config
    from kamxl.rules import load_rules

    action = catalogue.action(name)
    config = load_config(
        language=language, environment=os.environ, folders=config_folders(os.environ)
    )
    desk = Desk(port, WorkbookFiles(), today, lambda: load_rules(config.rules), config.language)
    return perform(action.load(), desk)


def _language() -> Language:
    """Return the language of this installation, as far as it can be told."""
    from kamxl.config import config_folders, load_config

    try:
        return load_config(environment=os.environ, folders=config_folders(os.environ)).language
    except KamxlError:
        return "en"
