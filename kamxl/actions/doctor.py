"""Looks at all that goes wrong between Excel and Python in companies, and says the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kamxl import __version__
from kamxl.actions.installing import Places, fits, library, places, read_receipt, state
from kamxl.actions.spec import Outcome
from kamxl.actions.surroundings import Hive, Surroundings, here
from kamxl.errors import UsageError
from kamxl.text import Text

if TYPE_CHECKING:
    from kamxl.actions.live import Desk

# In the order of gravity; what does not apply to this system is "none".
Status = Literal["error", "warning", "ok", "none"]
OFFICE = "16.0"
# "Block all Office applications from creating child processes", a rule of Defender's.
CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_RULES = (
    r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_EXCEL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_MAC_EXCEL = "Applications/Microsoft Excel.app"
_CLOUD = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
# Zones of the mark of the web: 3 the internet, 4 what is not trusted.
_INTERNET = 3

INSTALL = Text("In a terminal: kamxl addin install", "In einem Terminal: kamxl addin install")
NOT_HERE = Text("Does not apply to this system.", "Betrifft dieses System nicht.")
NO_EXCEL = Text(
    "Excel for the desktop is not installed here.", "Excel für den Desktop ist hier nicht da."
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what was found, and what to do where it is not well."""

    key: str
    status: Status
    said: Text
    remedy: Text | None = None


def examine(
    machine: Surroundings,
    version: str,
    books: Sequence[Path] = (),
    folder: Path | None = None,
) -> tuple[Check, ...]:
    """Return every check in the order in which things depend on each other.

    `books` are workbooks to look at as files; `folder` is where the add-in was put, if not where
    Excel starts it. Nothing is changed and nothing is started.
    """
    return (
        *_programs(machine),
        _python(machine),
        _xlwings(machine),
        _addin(machine, version, folder),
        _settings(machine, version, folder),
        _children(machine),
        *_macros(machine),
        *(check for book in books for check in _book(machine, book)),
    )


def worst(checks: Sequence[Check]) -> Status:
    """Return the gravest status there is."""
    order: tuple[Status, ...] = ("error", "warning", "ok")
    found = {check.status for check in checks}
    return next((status for status in order if status in found), "none")


def _programs(machine: Surroundings) -> Iterator[Check]:
    there: str | None = None
    if machine.system == "windows":
        for hive in _hives():
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


def _python(machine: Surroundings) -> Check:
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


def _xlwings(machine: Surroundings) -> Check:
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


def _where(machine: Surroundings, version: str, folder: Path | None) -> Places | None:
    try:
        return places(machine, version, folder)
    except UsageError:
        return None


def _addin(machine: Surroundings, version: str, folder: Path | None) -> Check:
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


def _settings(machine: Surroundings, version: str, folder: Path | None) -> Check:
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


def _children(machine: Surroundings) -> Check:
    if machine.system != "windows":
        return Check("child_processes", "none", NOT_HERE)
    found = [machine.registry("HKLM", key, CHILD_PROCESSES) for key in _RULES]
    if any(str(value) == "1" for value in found):
        return Check(
            "child_processes",
            "error",
            Text(
                "A rule of Defender stops Office from starting other programs, so Python too.",
                "Eine Regel von Defender hindert Office daran, Programme zu starten, auch Python.",
            ),
            Text(
                "Use kamxl in a terminal: what a button does is a command as well, "
                f"kamxl attach works on the open workbook. Or ask IT for an exception to the rule "
                f"{CHILD_PROCESSES}.",
                "kamxl im Terminal benutzen: Was ein Knopf tut, ist auch ein Befehl, kamxl attach "
                "arbeitet an der offenen Mappe. Oder die IT um eine Ausnahme bitten von der Regel "
                f"{CHILD_PROCESSES}.",
            ),
        )
    if any(str(value) in {"2", "6"} for value in found):
        return Check(
            "child_processes",
            "warning",
            Text(
                "A rule of Defender watches what Office starts, and may ask or block later.",
                "Eine Regel von Defender beobachtet, was Office startet, und kann später sperren.",
            ),
            Text(
                f"If nothing happens on a click, ask IT about the rule {CHILD_PROCESSES}.",
                f"Wenn auf einen Klick nichts geschieht, die IT nach der Regel {CHILD_PROCESSES} "
                "fragen.",
            ),
        )
    return Check("child_processes", "ok", Text("No rule is known.", "Keine Regel bekannt."))


def _macros(machine: Surroundings) -> Iterator[Check]:
    if machine.system != "windows":
        yield Check("macros", "none", NOT_HERE)
        return
    policies = rf"SOFTWARE\Policies\Microsoft\Office\{OFFICE}\Excel\Security"
    own = rf"SOFTWARE\Microsoft\Office\{OFFICE}\Excel\Security"
    ask_it = Text(
        "Only IT can allow it; kamxl in a terminal does the same without macros.",
        "Nur die IT kann das erlauben; kamxl im Terminal tut dasselbe ohne Makros.",
    )
    for key, name, refused, said in (
        (policies, "VBAWarnings", 4, Text("Macros are switched off.", "Makros sind abgeschaltet.")),
        (own, "VBAWarnings", 4, Text("Macros are switched off.", "Makros sind abgeschaltet.")),
        (
            policies,
            "RequireAddinSig",
            1,
            Text("Only signed add-ins may load.", "Nur signierte Add-ins dürfen geladen werden."),
        ),
        (
            policies,
            "DisableAllAddins",
            1,
            Text("All add-ins are switched off.", "Alle Add-ins sind abgeschaltet."),
        ),
    ):
        if any(machine.registry(hive, key, name) == refused for hive in _hives()):
            yield Check("macros", "error", said, ask_it)
            return
    yield Check("macros", "ok", Text("No rule forbids them.", "Keine Regel verbietet sie."))


def _book(machine: Surroundings, book: Path) -> Iterator[Check]:
    path = str(book)
    web = "://" in path or ":/" in path[2:]
    clouds = [machine.environment[name] for name in _CLOUD if machine.environment.get(name)]
    if web or any(Path(cloud) in book.absolute().parents for cloud in clouds):
        yield Check(
            "cloud",
            "warning",
            Text(
                f"{path} lies in OneDrive or SharePoint, where Excel names it by an address.",
                f"{path} liegt in OneDrive oder SharePoint, wo Excel es mit einer Adresse nennt.",
            ),
            Text(
                "Buttons work on it while it is open; for commands close it, and use the folder "
                "that is synchronised to this computer.",
                "Knöpfe arbeiten an der offenen Mappe; für Befehle die Mappe schließen und den "
                "Ordner nehmen, der auf diesen Rechner synchronisiert wird.",
            ),
        )
    elif not book.is_file():
        yield Check(
            "cloud",
            "error",
            Text(f"{path}: there is no such file.", f"{path}: Diese Datei gibt es nicht."),
            Text("Name a workbook.", "Eine Mappe nennen."),
        )
        return
    else:
        yield Check("cloud", "ok", Text(f"{path} lies here.", f"{path} liegt hier."))
    if machine.system != "windows" or web:
        yield Check("mark_of_the_web", "none", NOT_HERE)
        return
    zone = _zone(book)
    if zone >= _INTERNET:
        yield Check(
            "mark_of_the_web",
            "error" if book.suffix.casefold() in {".xlsm", ".xlam"} else "warning",
            Text(
                f"{path} came from the internet or by mail: Excel opens it protected, and blocks "
                "its macros.",
                f"{path} kam aus dem Internet oder per Mail: Excel öffnet die Datei geschützt und "
                "sperrt ihre Makros.",
            ),
            Text(
                "In the Explorer: right-click, Properties, Unblock.",
                "Im Explorer: Rechtsklick, Eigenschaften, Zulassen.",
            ),
        )
    else:
        yield Check("mark_of_the_web", "ok", Text("There is none.", "Es gibt keine."))


def _zone(book: Path) -> int:
    """Return the zone a file came from, 0 for none: Windows keeps it in a stream of the file."""
    try:
        text = Path(f"{book}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "ZoneId" and value.strip().isdigit():
            return int(value)
    return 0


def _hives() -> tuple[Hive, ...]:
    return ("HKCU", "HKLM")


WELL = Text(
    "All is well: nothing stands between this program and Python.",
    "Alles gut: Nichts steht zwischen diesem Programm und Python.",
)


def on_desk(desk: Desk) -> Outcome:
    """Say what is wrong or doubtful, with its remedies, from inside the program."""
    language = desk.language
    lines = [
        text(language)
        for check in examine(here(), __version__)
        if check.status in ("error", "warning")
        for text in (check.said, check.remedy)
        if text is not None
    ]
    return Outcome("\n".join(lines) or WELL(language))
