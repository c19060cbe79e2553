"""Excel, LibreOffice, Python and xlwings: are they there, and do they fit?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kamxl.actions.doctor.spec import HIVES, INSTALL, NOT_HERE, Check, Status
from kamxl.actions.installing import fits, library
from kamxl.actions.surroundings import Surroundings
from kamxl.errors import UsageError
from kamxl.text import Text

_EXCEL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_MAC_EXCEL = "Applications/Microsoft Excel.app"

NO_EXCEL = Text(
    "Excel for the desktop is not installed here.", "Excel für den Desktop ist hier nicht da."
)


def programs(machine: Surroundings) -> Iterator[Check]:
    """Yield whether Excel and LibreOffice are here."""
    there: str | None = None
    if machine.system == "windows":
        for hive in HIVES:
            there = there or str(machine.registry(hive, _EXCEL, "") or "")
    elif machine.system == "macos":
        for root in (Path("/"), machine.home):
            if (root / _MAC_EXCEL).exists():
                there = str(root / _MAC_EXCEL)
    if machine.system == "linux":
        yield Check("excel", "none", NO_EXCEL)
    elif there:
        yield Check("excel", "ok", Text.same(there))
    else:
        yield Check(
            "excel",
            "error",
            NO_EXCEL,
            Text(
                "Install the desktop version; Excel in the browser cannot run the add-in.",
                "Die Desktop-Version installieren; Excel im Browser kann das Add-in nicht nutzen.",
            ),
        )
    office = machine.environment.get("KAMXL_SOFFICE") or machine.which("soffice")
    office = office or machine.which("libreoffice")
    if office:
        yield Check("libreoffice", "ok", Text.same(office))
    else:
        absent = Text("LibreOffice was not found.", "LibreOffice wurde nicht gefunden.")
        status: Status = "warning" if machine.system == "linux" else "none"
        remedy = Text(
            "Only needed for functions and buttons there; KAMXL_SOFFICE names it elsewhere.",
            "Nur für Funktionen und Knöpfe dort nötig; KAMXL_SOFFICE nennt es anderswo.",
        )
        yield Check("libreoffice", status, absent, remedy if status == "warning" else None)


def python(machine: Surroundings) -> Check:
    """Return whether this Python can be started by Excel and has kamxl."""
    said = Text.same(f"Python {machine.python_version}, {machine.bits} bit, {machine.python}")
    if not machine.python.is_file():
        return Check("python", "error", said, INSTALL)
    if machine.system == "windows" and "WindowsApps" in str(machine.python):
        return Check(
            "python",
            "warning",
            said,
            Text(
                "Python from the Store often cannot be started by Excel; use that of python.org.",
                "Python aus dem Store kann Excel oft nicht starten; das von python.org nehmen.",
            ),
        )
    if machine.packages("kamxl") is None:
        return Check(
            "python",
            "error",
            Text(f"kamxl is not installed in {machine.python}", f"kamxl fehlt in {machine.python}"),
            Text.same(f'{machine.python} -m pip install "kamxl[excel]"'),
        )
    return Check("python", "ok", said)


def xlwings(machine: Surroundings) -> Check:
    """Return whether xlwings is one that we know, with its library and pywin32."""
    if machine.system == "linux":
        return Check("xlwings", "none", NOT_HERE)
    try:
        found = fits(machine)
    except UsageError as flaw:
        return Check("xlwings", "error", Text.same(str(flaw)), INSTALL)
    if machine.system == "windows":
        if machine.packages("pywin32") is None:
            return Check(
                "xlwings",
                "error",
                Text("pywin32 is missing.", "pywin32 fehlt."),
                Text.same(f"{machine.python} -m pip install pywin32"),
            )
        return Check("xlwings", "ok", Text.same(f"xlwings {found}, {library(machine, found)}"))
    return Check("xlwings", "ok", Text.same(f"xlwings {found}"))
