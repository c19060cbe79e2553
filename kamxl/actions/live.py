"""What buttons do on an open workbook: all is computed on a copy before anything changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kamxl.actions.carrying import Carrier, Files
from kamxl.actions.check import check as check_book
from kamxl.actions.run import File, RunResult, run
from kamxl.actions.spec import Entry, Outcome
from kamxl.actions.updating import Update, language_of, update
from kamxl.domain.rulebook import Rulebook
from kamxl.errors import UsageError
from kamxl.findings import SEVERITIES, Finding
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.planning import WANTED
from kamxl.workbook.plans.naming import account_of, uid
from kamxl.workbook.plans.reading import uid_of
from kamxl.workbook.port import Port
from kamxl.workbook.reading.accounts import as_text
from kamxl.workbook.sheets import findings as findings_sheet
from kamxl.workbook.state import unpacked

# So many findings a message lists.
MOST = 8

READING = Text("kamxl: reading the workbook …", "kamxl: liest die Mappe …")
JUDGING = Text("kamxl: judging the accounts …", "kamxl: beurteilt die Kunden …")
WRITING = Text("kamxl: writing …", "kamxl: schreibt …")
NOTHING = Text(
    "Everything is up to date; nothing was changed.",
    "Alles ist auf dem neuesten Stand; nichts wurde geändert.",
)
DONE = Text(
    "The workbook is up to date: {cells} cells and {sheets} sheets are new or changed. Save it to "
    "keep it.",
    "Die Mappe ist auf dem neuesten Stand: {cells} Zellen und {sheets} Blätter sind neu oder "
    "geändert. Speichern, um das zu behalten.",
)
PENDING = Text(
    "Charts, input rules and print areas of {sheets} follow with kamxl run on the closed file.",
    "Diagramme, Eingaberegeln und Druckbereiche von {sheets} folgen, sobald kamxl run die "
    "geschlossene Datei aktualisiert.",
)
FOUND = Text(
    "Findings: {error} errors, {warning} warnings, {info} notes.",
    "Hinweise: {error} Fehler, {warning} Warnungen, {info} weitere.",
)
NONE = Text("No findings.", "Keine Hinweise.")
MORE = Text("… and {count} more.", "… und {count} weitere.")
PLANNED = Text(
    "The strategy sheet of {account} is ready.", "Das Strategieblatt von {account} ist da."
)
UNPLANNED = Text(
    "{account} has no ratings yet and gets no strategy sheet.",
    "{account} ist noch nicht bewertet und bekommt kein Strategieblatt.",
)
RELEASED = Text(
    "The strategy sheet of {account} is archived: it stands at the end, with all that was typed.",
    "Das Strategieblatt von {account} ist archiviert: Es steht am Ende, mit allem Getippten.",
)
STILL_KEY = Text(
    "{account} still belongs to the segment for which sheets are made; its sheet stays in use.",
    "{account} gehört weiter zum Segment, für das Blätter gemacht werden; sein Blatt bleibt.",
)
NO_ACCOUNT = Text(
    "Click on a cell in the row of an account first.",
    "Zuerst eine Zelle in der Zeile eines Kunden anklicken.",
)
NO_SHEET = Text("{account} has no strategy sheet.", "{account} hat kein Strategieblatt.")
NO_FINDING = Text(
    "No finding with a place in this row; click on one on the sheet of findings.",
    "In dieser Zeile steht kein Hinweis mit Ort; einen auf dem Blatt der Hinweise anklicken.",
)
TAKEN_BACK = Text(
    "kamxl stopped; the workbook is as it was.",
    "kamxl hat abgebrochen; die Mappe ist, wie sie war.",
)
PINNED_WHY = "pinned by a button"


@dataclass(frozen=True, slots=True)
class Desk:
    """All that an action works with: the open workbook, files, the day, and the rules of plans."""

    port: Port
    files: Files
    today: dt.date
    rules: Callable[[], Rulebook]
    language: Language = "en"


def perform(entry: Entry, desk: Desk) -> Outcome:
    """Run an action with the program held still, give the program back, and only then speak."""
    try:
        with desk.port.paused():
            outcome = entry(desk)
    finally:
        desk.port.progress("")
    if outcome.message:
        desk.port.say(outcome.message)
    return outcome


def refresh(desk: Desk) -> Outcome:
    """Bring the workbook up to date, as `kamxl run` does."""
    work = _Work(desk)
    made = work.update()
    work.carry()
    return Outcome(_said(made, work.language), made.findings, work.changed)


def check(desk: Desk) -> Outcome:
    """Tell all findings, the workbook's failed checks included; changes nothing."""
    work = _Work(desk)
    found = check_book(work.book, desk.today)
    return Outcome(_listed(found, work.language), found)


def plan(desk: Desk) -> Outcome:
    """Make or renew the strategy sheet of the account in whose row the active cell is."""
    work = _Work(desk)
    account = work.account()
    if account is None:
        return Outcome(NO_ACCOUNT(work.language))
    if uid(work.ids[account]) not in work.forms:
        work.pin(account, WANTED)
    made = work.update()
    sheet = work.forms.get(uid(work.ids[account]))
    work.carry()
    if sheet is None:
        return work.told(UNPLANNED, account, made)
    desk.port.select(sheet, 0, 1)
    return work.told(PLANNED, account, made)


def archive(desk: Desk) -> Outcome:
    """Release the account in whose row the active cell is: its sheet is kept, at the end."""
    work = _Work(desk)
    account = work.account()
    if account is None:
        return Outcome(NO_ACCOUNT(work.language))
    id_ = work.ids[account]
    if uid(id_) not in work.forms:
        return work.told(NO_SHEET, account)
    work.pin(account, "no")
    made = work.update()
    if not _archived(made, work.book, id_):
        return work.told(STILL_KEY, account)
    work.carry()
    return work.told(RELEASED, account, made)


def go_to_finding(desk: Desk) -> Outcome:
    """Show the cell of which the finding in the active row speaks."""
    work = _Work(desk)
    sheet, row, _ = desk.port.active()
    rows = work.book.read(sheet)
    place = ""
    if sheet == work.found.read.names.get("findings") and findings_sheet.FIRST <= row < len(rows):
        place = as_text(rows[row][2]) if len(rows[row]) > 2 else ""
    target, _, cell = place.rpartition("!")
    at = _at(cell)
    if at is None or target not in desk.port.sheets():
        return Outcome(NO_FINDING(work.language))
    desk.port.select(target, *at)
    return Outcome("")


def stopped(language: Language) -> str:
    """Return what is said after a failure."""
    return TAKEN_BACK(language)


@dataclass(slots=True)
class _Work:
    """A copy of the open workbook, what is to change in it, and the changes so far."""

    desk: Desk
    content: bytes = b""
    book: File = field(init=False)
    found: RunResult = field(init=False)
    forms: dict[str, str] = field(init=False)
    changes: list[BookPatch] = field(default_factory=list)
    changed: bool = False

    def __post_init__(self) -> None:
        port = self.desk.port
        port.progress(READING(self.desk.language))
        port.calculate()
        self.content = port.copy()
        self.book = self.desk.files.read(self.content, port.name)
        self.found = run(self.book, self.desk.today)
        self.forms = dict(_forms(self.book))

    @property
    def language(self) -> Language:
        return language_of(self.found.read)

    @property
    def ids(self) -> Sequence[str]:
        return self.found.inputs.portfolio.ids

    def update(self) -> Update:
        """Work out what a run changes."""
        self.desk.port.progress(JUDGING(self.language))
        made = update(self.found, self.desk.today, None, self.desk.rules(), live=True)
        # What cannot be done is refused here, before it is begun in the open workbook.
        self.desk.files.carried(self.content, made.patch, self.desk.port.name)
        self.changes.append(made.patch)
        for added in made.patch.added:
            marks = (cell.content for cell in added.sheet.cells if cell.style == "helper")
            mark = uid_of([[mark for mark in marks if isinstance(mark, str)]])
            if mark is not None:
                self.forms[mark] = added.sheet.name
        return made

    def pin(self, account: int, answer: str) -> None:
        """Say whether a strategy sheet is wanted, as people say it on the sheet of accounts."""
        read = self.found.read
        column = read.places.account_columns.get("pinned")
        if column is None:
            raise UsageError(
                "this workbook has no column that says whose strategy sheets are wanted; refresh it"
            )
        row = read.places.account_rows[account]
        word = words.CHOICES["pinned"][answer](self.language)
        old = read.accounts.cell(row, column)
        if as_text(old) == word or (answer == "no" and old is None):
            return
        edit = Edit(row, column, word, "input", PINNED_WHY, old)
        patch = SheetPatch(read.accounts.name, [edit])
        self.changes.append(BookPatch(sheets=[patch], language=self.language))
        portfolio = self.found.inputs.portfolio
        answers = list(portfolio.text("pinned"))
        answers[account] = answer
        portfolio = replace(portfolio, texts={**portfolio.texts, "pinned": tuple(answers)})
        self.found = replace(self.found, inputs=replace(self.found.inputs, portfolio=portfolio))

    def carry(self) -> None:
        """Make the changes in the open workbook: all of them, or none."""
        self.desk.port.progress(WRITING(self.language))
        carrier = Carrier(self.desk.port, self.desk.files)
        try:
            for patch in self.changes:
                if not patch.empty:
                    carrier.carry(patch, self.content, self.book)
                    self.changed = True
        except BaseException:
            carrier.take_back()
            raise

    def account(self) -> int | None:
        """Return the account of the active cell: its strategy sheet, or a row with its id."""
        sheet, row, _ = self.desk.port.active()
        rows = self.book.read(sheet)
        known = {id_: place for place, id_ in reversed(list(enumerate(self.ids))) if id_}
        mark = uid_of(rows)
        owner = account_of(mark) if mark is not None else None
        if owner is not None:
            return known.get(owner)
        if not 0 <= row < len(rows):
            return None
        cells = (as_text(cell).strip() for cell in rows[row])
        return next((known[text] for text in cells if text in known), None)

    def told(self, text: Text, account: int, made: Update | None = None) -> Outcome:
        """Return a sentence about an account."""
        names = self.found.inputs.portfolio.names
        said = text(self.language).format(account=names[account] or self.ids[account])
        return Outcome(said, made.findings if made else (), self.changed)


def _forms(book: File) -> Iterator[tuple[str, str]]:
    for name in book.sheets():
        mark = uid_of(book.read(name))
        if mark is not None:
            yield mark, name


def _archived(made: Update, book: File, account: str) -> bool:
    """Return whether a change leaves the strategy sheet of an account archived."""
    data = made.patch.state if made.patch.state is not None else book.state()
    state = None if data is None else unpacked(data, book.name)
    form = state.forms.get(uid(account)) if state else None
    return form is not None and form.archived


def _said(made: Update, language: Language) -> str:
    counts = made.counts
    done = NOTHING(language)
    if not made.patch.empty:
        done = DONE(language).format(cells=counts.get("cells", 0), sheets=counts.get("sheets", 0))
    lines = [done]
    if made.pending:
        lines.append(PENDING(language).format(sheets=", ".join(made.pending)))
    return "\n".join([*lines, counted(made.findings, language)])


def counted(found: Sequence[Finding], language: Language) -> str:
    """Return how many findings there are, by severity, as a sentence."""
    if not found:
        return NONE(language)
    each = {kind: sum(f.severity == kind for f in found) for kind in SEVERITIES}
    return FOUND(language).format(**each)


def _listed(found: Sequence[Finding], language: Language) -> str:
    lines = [counted(found, language)]
    for finding in found[:MOST]:
        place = finding.place.partition("!")[2] or finding.place
        lines.append(
            f"• {place}: {finding.text(language)}" if place else f"• {finding.text(language)}"
        )
    if len(found) > MOST:
        lines.append(MORE(language).format(count=len(found) - MOST))
    return "\n".join(lines)


def _at(cell: str) -> tuple[int, int] | None:
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits):
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
