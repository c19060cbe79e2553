"""The two weeks that docs/team.md tells: what three people do to what was handed out to them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

from kamxl.hosts.tables.book import read_book
from kamxl.text import Language, Text
from kamxl.workbook.handing.listed import CHOICES, CONFLICTS, FIRST, HEADER
from tests.docs.pages import ROOT
from tests.docs.story import CARTECH, RELATIONSHIP, RETAIL, Desk, Tale

VICOM, BULK = "10001", "10003"
ANNA, JONAS, MIRIAM = "Anna Keller", "Jonas Brandt", "Miriam Vogt"
PAGES: Mapping[Language, Path] = {
    "en": ROOT / "docs" / "team.md",
    "de": ROOT / "docs" / "team.de.md",
}
DAYS = {
    "handout": dt.date(2026, 11, 25),
    "returns": dt.date(2026, 12, 10),
    "choice": dt.date(2026, 12, 11),
}
INTENT = Text("Their only supplier for controls", "Ihr einziger Lieferant für Steuerungen")
DEAL = Text("Joint spring campaign", "Gemeinsame Frühjahrsaktion")
PARTS, RETURNED = Path("parts"), Path("returned")


def part_of(owner: str) -> Path:
    """Return the file that was handed out to somebody."""
    return next(PARTS.glob(f"*{owner}.xlsx"))


def desk_of(owner: str, like: Desk) -> Desk:
    """Return the part of somebody, as it lies before them."""
    return Desk(part_of(owner), like.language, like.office)


def returns(master: Desk) -> None:
    """Anna and Jonas send their files back, Jonas under another name; the master goes on."""
    anna = desk_of(ANNA, master)
    anna.rating(CARTECH, RELATIONSHIP, 9)
    anna.plan(CARTECH, "charter.field", answer=INTENT)
    anna.save()
    jonas = desk_of(JONAS, master)
    jonas.rating(VICOM, RELATIONSHIP, 5)
    jonas.rating(BULK, RELATIONSHIP, 11)
    jonas.save()
    master.rating(VICOM, RELATIONSHIP, 3)
    master.save()
    RETURNED.mkdir()
    shutil.copy(anna.path, RETURNED)
    master.office.recalculate(jonas.path, [], save_as=RETURNED / "final v2.xlsx", formulas=False)


def choice(master: Desk) -> None:
    """Somebody decides what was typed twice, and the last file comes."""
    name = CONFLICTS.name(master.language)
    headings = read_book(master.path).read(name)[HEADER]
    column = headings.index(CONFLICTS.columns["choice"][0](master.language))
    master.put(name, FIRST, column, CHOICES["theirs"])
    master.save()
    miriam = desk_of(MIRIAM, master)
    miriam.plan(RETAIL, "actions+1", action=DEAL, owner=MIRIAM, due=dt.date(2027, 2, 1))
    miriam.save()
    shutil.copy(miriam.path, RETURNED)


TALE = Tale(PAGES, {"returns": returns, "choice": choice}, DAYS)
