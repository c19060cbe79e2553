"""The add-in and its settings, as they were put in place."""

from __future__ import annotations

from pathlib import Path

from kamxl.actions.doctor.spec import INSTALL, NOT_HERE, Check
from kamxl.actions.installing import Places, places, read_receipt, state
from kamxl.actions.surroundings import Surroundings
from kamxl.errors import UsageError
from kamxl.text import Text


def addin(machine: Surroundings, version: str, folder: Path | None) -> Check:
    """Return whether the add-in is installed, whole, and of these versions."""
    at = _where(machine, version, folder)
    if at is None:
        return Check("addin", "none", NOT_HERE)
    try:
        receipt = read_receipt(at.receipt)
    except UsageError as flaw:
        return Check("addin", "error", Text.same(str(flaw)), INSTALL)
    if receipt is None:
        absent = Text(
            f"The add-in is not installed in {at.addin.parent}.",
            f"Das Add-in ist nicht installiert in {at.addin.parent}.",
        )
        return Check("addin", "error", absent, INSTALL)
    xlwings = machine.packages("xlwings")
    if (receipt.version, receipt.xlwings) != (version, xlwings):
        return Check(
            "addin",
            "error",
            Text(
                f"The add-in is of kamxl {receipt.version} and xlwings {receipt.xlwings}, "
                f"installed are {version} and {xlwings}.",
                f"Das Add-in ist von kamxl {receipt.version} und xlwings {receipt.xlwings}, "
                f"installiert sind {version} und {xlwings}.",
            ),
            INSTALL,
        )
    other = [placed.path for placed in receipt.files if state(placed) != "as placed"]
    if other:
        listed = ", ".join(other)
        return Check(
            "addin",
            "error",
            Text(f"Changed or gone: {listed}", f"Geändert oder verschwunden: {listed}"),
            Text(
                "In a terminal: kamxl addin install --force",
                "In einem Terminal: kamxl addin install --force",
            ),
        )
    return Check("addin", "ok", Text.same(f"kamxl {receipt.version}, {at.addin}"))


def settings(machine: Surroundings, version: str, folder: Path | None) -> Check:
    """Return whether the settings name a Python that is there, and this one."""
    at = _where(machine, version, folder)
    if at is None or not at.settings.is_file():
        return Check("settings", "none", NOT_HERE)
    text = at.settings.read_bytes().decode(
        "utf-16-le" if machine.system == "windows" else "utf-8", "replace"
    )
    lines = (line.partition("=") for line in text.splitlines())
    held = {key: value for key, _, value in lines}
    python = held.get("python", "")
    if not Path(python).is_file():
        return Check(
            "settings",
            "error",
            Text(f"There is no Python any more: {python}", f"Dieses Python fehlt: {python}"),
            INSTALL,
        )
    if Path(python) != machine.python:
        return Check(
            "settings",
            "warning",
            Text(
                f"Excel starts another Python than this one: {python}",
                f"Excel startet ein anderes Python als dieses: {python}",
            ),
            INSTALL,
        )
    return Check("settings", "ok", Text.same(str(at.settings)))


def _where(machine: Surroundings, version: str, folder: Path | None) -> Places | None:
    try:
        return places(machine, version, folder)
    except UsageError:
        return None
