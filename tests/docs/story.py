"""The year that docs/story.md tells: what people type each quarter, and when kamxl runs.

`tell` does what the page of a tale says, in its order: the commands in its blocks, and between them
what the people of the story did to the workbook (`<!-- people: spring -->`), in LibreOffice where
they delete rows and rename sheets.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import shlex
import shutil
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kamxl.actions.run import run
from kamxl.cells import CellValue, address, to_serial
from kamxl.cli import handing, main, work
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.patching import patch
from kamxl.text import Language, Text
from kamxl.workbook.changing import BookPatch, SheetPatch
from kamxl.workbook.changing import Edit as Change
from kamxl.workbook.plans.naming import uid
from kamxl.workbook.plans.reading import PlanSheet, read_plans
from tests.docs.pages import FENCE, ROOT
from tests.office.client import Edit, Office

BOOK = "key-accounts.xlsx"
PAGES: Mapping[Language, Path] = {
    "en": ROOT / "docs" / "story.md",
    "de": ROOT / "docs" / "story.de.md",
}
MARK = re.compile(r"^<!-- people: (\w+) -->$", re.MULTILINE)
CARTECH, TECHNOLOGY, HOTEL = "10007", "10015", "10021"
RETAIL, LEADER, PROSPECT = "10018", "10026", "10041"
# Where the ratings of a criterion stand, counted from 1.
RELATIONSHIP = 9
# When kamxl runs.
DAYS = {
    "january": dt.date(2026, 1, 5),
    "spring": dt.date(2026, 4, 7),
    "summer": dt.date(2026, 7, 6),
    "autumn": dt.date(2026, 10, 5),
    "winter": dt.date(2027, 1, 5),
}
# The revenue of the last four quarters, as the ledger gives it each time.
REVENUE: Mapping[str, Mapping[str, float]] = {
    "spring": {CARTECH: 1_560_000, HOTEL: 615_000, PROSPECT: 90_000},
    "summer": {CARTECH: 1_640_000, HOTEL: 622_000, PROSPECT: 150_000, TECHNOLOGY: 735_000},
    "autumn": {CARTECH: 1_690_000, HOTEL: 640_000, PROSPECT: 210_000, TECHNOLOGY: 760_000},
    "winter": {CARTECH: 1_720_000, HOTEL: 690_000, PROSPECT: 260_000, TECHNOLOGY: 790_000},
}
AS_OF = {
    "spring": dt.date(2026, 3, 31),
    "summer": dt.date(2026, 6, 30),
    "autumn": dt.date(2026, 9, 30),
    "winter": dt.date(2026, 12, 31),
}
INTENT = Text("Their only supplier for controls", "Ihr einziger Lieferant für Steuerungen")
PEOPLE_THERE = (
    ("Dr. Ute Lang", Text("Head of purchasing", "Leiterin Einkauf")),
    ("Ralf Stein", Text("Head of production", "Leiter Produktion")),
    ("Mia Ott", Text("Quality", "Qualität")),
)
RENOVATION = Text("Booking system", "Buchungssystem")
TRIGGER = Text("Renovation", "Renovierung")
SOLUTION = Text("Booking system for 80 rooms", "Buchungssystem für 80 Zimmer")
PRESENT = Text("Present the tailored solution", "Maßgeschneiderte Lösung vorstellen")
RENAMED = Text("Hotel Seeblick, house 1", "Hotel Seeblick, Haus 1")
REMARK = Text("Ask Ute Lang first", "Zuerst Ute Lang fragen")
LEADER_NEEDS = Text("A second source for seals", "Eine zweite Quelle für Dichtungen")
MEETING = Text("Opening of the renovated house", "Eröffnung des renovierten Hauses")


@dataclass
class Desk:
    """The workbook as it lies before somebody: cells are found as people find them."""

    path: Path
    language: Language
    office: Office

    def __post_init__(self) -> None:
        book = read_book(self.path)
        self.found = run(book, dt.date(2026, 1, 1))
        self.names = book.names()
        state = self.found.memory
        remembered = state.forms if state else {}
        self.plans = read_plans(book, tuple(self.found.read.names.values()), remembered)
        self.edits: dict[str, list[Change]] = {}

    def sheet(self, account: str) -> PlanSheet:
        return self.plans.sheets[uid(account)]

    def at(self, account: str, line: str, field: str) -> tuple[str, int, int]:
        """Return where a field of a line stands on an account's strategy sheet."""
        sheet = self.sheet(account)
        row = next(one.row for one in sheet.filled.lines if one.id == line)
        place = sheet.form.section(line.partition(".")[0].partition("+")[0]).places[field]
        return sheet.name, row, sheet.filled.columns[place]

    def put(self, sheet: str, row: int, column: int, value: CellValue | Text) -> None:
        content: CellValue = value(self.language) if isinstance(value, Text) else value
        if isinstance(content, dt.date):
            content = to_serial(content)
        self.edits.setdefault(sheet, []).append(Change(row, column, content, "text", ""))

    def plan(self, account: str, line: str, **values: CellValue | Text) -> None:
        """Type into fields of a line of an account's strategy sheet."""
        for field, value in values.items():
            self.put(*self.at(account, line, field), value)

    def figures(self, quarter: str) -> None:
        """Take over the figures of a quarter, and its last day."""
        read = self.found.read
        ids = list(self.found.inputs.portfolio.ids)
        for account, revenue in REVENUE[quarter].items():
            row = read.places.account_rows[ids.index(account)]
            self.put(read.accounts.name, row, read.accounts.columns["revenue"], revenue)
        sheet, _, cell = self.names["kam_as_of"].rpartition("!")
        letters, row_text = re.fullmatch(r"\$([A-Z]+)\$(\d+)", cell).groups()  # type: ignore[union-attr]
        column = next(n for n in range(60) if address(0, n) == f"{letters}1")
        self.put(sheet.strip("'"), int(row_text) - 1, column, AS_OF[quarter])

    def rating(self, account: str, criterion: int, points: float) -> None:
        read = self.found.read
        row = read.places.rating_rows[list(self.found.inputs.portfolio.ids).index(account)]
        self.put(read.ratings.name, row, read.ratings.columns[f"k{criterion}"], points)

    def save(self) -> None:
        patch(
            self.path,
            BookPatch(sheets=[SheetPatch(name, edits) for name, edits in self.edits.items()]),
        )


# ------------------------------------------------------------ what they did


def spring(desk: Desk) -> None:
    """Anna plans with Cartech and the technology account, Miriam with the retailer and the hotel.

    Miriam tells the retailer before anything was decided, and is late for the renovation.
    """
    desk.figures("spring")
    desk.plan(CARTECH, "charter.field", answer=INTENT)
    for number, (name, function) in enumerate(PEOPLE_THERE, start=1):
        desk.plan(
            CARTECH, f"contacts+{number}", name=name, function=function, influence=6 - number,
            ours="Anna Keller" if number < 3 else "Jonas Brandt", last=dt.date(2026, 3, 9 + number),
        )  # fmt: skip
    desk.plan(CARTECH, "goals.GOAL-GROW", target=Text("1,700,000 EUR", "1.700.000 EUR"),
              decided=dt.date(2026, 2, 2), informed=dt.date(2026, 2, 20))  # fmt: skip
    desk.plan(TECHNOLOGY, "kpis.KPI-ADOPTION", target=Text("75 % of the lines", "75 % der Linien"))
    desk.plan(RETAIL, "goals.GOAL-GROW", decided=dt.date(2026, 3, 2),
              informed=dt.date(2026, 2, 10))  # fmt: skip
    desk.plan(HOTEL, "needs+1", need=RENOVATION, trigger=TRIGGER, due=dt.date(2026, 9, 1),
              value=85_000, solution=SOLUTION)  # fmt: skip
    desk.plan(HOTEL, "actions+1", action=PRESENT, owner="Miriam Vogt", due=dt.date(2026, 9, 15),
              need=RENOVATION)  # fmt: skip
    desk.plan(LEADER, "profile.needs", answer=LEADER_NEEDS)
    desk.save()


def summer(desk: Desk) -> None:
    """Miriam mends both dates; the relation with the industry leader cools; Anna tidies up."""
    desk.figures("summer")
    desk.plan(RETAIL, "goals.GOAL-GROW", informed=dt.date(2026, 4, 15))
    desk.plan(HOTEL, "actions+1", due=dt.date(2026, 7, 15))
    desk.rating(LEADER, RELATIONSHIP, 2)
    desk.save()
    cartech, row, _ = desk.at(CARTECH, "actions.ACT-SPONSOR", "action")
    _, goal, target = desk.at(CARTECH, "goals.GOAL-GROW", "target")
    desk.office.recalculate(
        desk.path,
        [
            Edit.layout("comment", cartech, goal, target, REMARK(desk.language)),
            Edit.layout("delete_rows", cartech, row, 0, 1),
            Edit.layout("rename", desk.sheet(HOTEL).name, 0, 0, RENAMED(desk.language)),
        ],
        desk.path,
        formulas=False,
    )


def autumn(desk: Desk) -> None:
    """The industry leader is a key account again; nobody went to the hotel."""
    desk.figures("autumn")
    desk.rating(LEADER, RELATIONSHIP, 6)
    desk.save()


def winter(desk: Desk) -> None:
    """The solution was presented after all, and the house is open."""
    desk.figures("winter")
    desk.plan(HOTEL, "actions+1", status=Text("done", "erledigt"))
    desk.plan(HOTEL, "reviews+1", day=dt.date(2026, 12, 11), topic=MEETING)
    desk.save()


PEOPLE: Mapping[str, Callable[[Desk], None]] = {
    "spring": spring,
    "summer": summer,
    "autumn": autumn,
    "winter": winter,
}


# ------------------------------------------------------------ how it is told


@contextlib.contextmanager
def on(today: dt.date) -> Iterator[None]:
    """Let the command line believe in a day."""

    class Day(dt.date):
        @classmethod
        def today(cls) -> dt.date:  # type: ignore[override]
            return today

    real = work.dt
    for module in (work, handing):
        module.dt = types.SimpleNamespace(date=Day)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in (work, handing):
            module.dt = real  # type: ignore[attr-defined]


def call(words: list[str]) -> tuple[int, str]:
    """Return the exit code of a command and what it prints."""
    said = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(words)
        except SystemExit as end:
            code = int(end.code or 0)
    return code, said.getvalue()


@dataclass(frozen=True)
class Quarter:
    """The workbook after the run of a quarter, and what its commands said: code and text."""

    path: Path
    said: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class Tale:
    """A page per language, and by part of it what people do before its commands, and the day."""

    pages: Mapping[Language, Path]
    people: Mapping[str, Callable[[Desk], None]]
    days: Mapping[str, dt.date]


YEAR = Tale(PAGES, PEOPLE, DAYS)


def tell(language: Language, folder: Path, office: Office, tale: Tale = YEAR) -> dict[str, Quarter]:
    """Do what the page says, and return the workbook as it was after each of its parts."""
    for name in ("accounts.csv", "invoices.csv"):
        with resources.as_file(resources.files("kamxl.actions") / "example" / name) as file:
            shutil.copy(file, folder)
    text = tale.pages[language].read_text(encoding="utf-8")
    steps = sorted(
        [(found.start(), "people", found[1]) for found in MARK.finditer(text)]
        + [
            (found.start(), "block", found[3])
            for found in FENCE.finditer(text)
            if found[2] == "console"
        ]
    )
    told: dict[str, Quarter] = {}
    part, said = "", list[tuple[str, int, str]]()
    with contextlib.chdir(folder):
        for _, kind, content in [*steps, (0, "people", "")]:
            if kind == "people":
                if part:
                    copy = folder / f"{part}.xlsx"
                    shutil.copy(BOOK, copy)
                    told[part] = Quarter(copy, tuple(said))
                part, said = content, []
                if part and Path(BOOK).exists():
                    tale.people[part](Desk(Path(BOOK), language, office))
                continue
            for line in content.splitlines():
                typed = line.strip().removeprefix("$ ")
                expected = re.search(r"# exit code (\d+)", typed)
                with on(tale.days[part]):
                    code, output = call(shlex.split(typed, comments=True)[1:])
                assert code == int(expected[1] if expected else 0), f"{typed}: {output}"
                said.append((typed, code, output))
    return told
