"""A workbook as a file: does it lie in the cloud, and did it come from the internet?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kamxl.actions.doctor.spec import NOT_HERE, Check
from kamxl.actions.surroundings import Surroundings
from kamxl.text import Text

_CLOUD = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
# Zones of the mark of the web: 3 the internet, 4 what is not trusted.
_INTERNET = 3


def book_checks(machine: Surroundings, book: Path) -> Iterator[Check]:
    """Yield what is to say of a workbook: where it lies, and whether it is marked."""
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
