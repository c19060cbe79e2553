"""The two sheets that a master gets when something comes back: conflicts, and the log.

Rows are known by a hidden id, columns by their headings, the sheets by defined names: people may
sort, rename and add to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kamxl.cells import CellValue, Grid, address
from kamxl.text import LANGUAGES, Language, Text
from kamxl.workbook.changing import Edit
from kamxl.workbook.formulas import quoted
from kamxl.workbook.reading.cells import label_key
from kamxl.workbook.sheets.registers import HEADER_HEIGHT
from kamxl.workbook.spec import Area, Page, Sheet, Validation

HEADER, FIRST = 3, 4
IDS = "kamxl ids"
# Rules for typing reach so far below.
READY = 2000
NEW_ROW = Text("came back", "zurückgekommen")
CHOICES = {"master": Text("master", "Hauptmappe"), "theirs": Text("theirs", "Rückgabe")}


class Readable(Protocol):
    """A workbook with sheets and defined names."""

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's defined names stand for."""
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet of rows: its key, words, columns by key with label, width and style."""

    key: str
    name: Text
    title: Text
    note: Text
    columns: Mapping[str, tuple[Text, float, str]]
    typed: tuple[str, ...] = ()

    @property
    def defined(self) -> str:
        """The defined name by which the sheet is found."""
        return f"kam_{self.key}"


CONFLICTS = Listing(
    "conflicts",
    Text("Conflicts", "Konflikte"),
    Text("Conflicts", "Konflikte"),
    Text(
        "Several people changed the same cell. Choose “master” (keep) or “theirs” (take), then run "
        "kamxl collect again.",
        "Mehrere haben dieselbe Zelle geändert. „Hauptmappe“ (behalten) oder „Rückgabe“ "
        "(übernehmen) wählen, dann kamxl collect erneut ausführen.",
    ),
    {
        "account": (Text("Account no.", "Kundennummer"), 14, "calc.id"),
        "name": (Text("Account", "Kunde"), 28, "calc"),
        "where": (Text("Where", "Wo"), 16, "calc"),
        "field": (Text("Field", "Feld"), 24, "calc"),
        "line": (Text("Line", "Zeile"), 30, "calc_wrap"),
        "base": (Text("Handed out", "Ausgegeben"), 24, "calc_wrap"),
        "master": (Text("Master", "Hauptmappe"), 24, "calc_wrap"),
        "theirs": (Text("Theirs", "Rückgabe"), 24, "calc_wrap"),
        "who": (Text("Who", "Wer"), 20, "calc"),
        "file": (Text("File", "Datei"), 34, "calc"),
        "since": (Text("Since", "Seit"), 12, "calc"),
        "choice": (Text("Choice", "Auswahl"), 14, "input"),
        "done": (Text("Done", "Erledigt"), 30, "calc"),
    },
    ("choice",),
)
LOG = Listing(
    "collected",
    Text("Collection log", "Rückgaben"),
    Text("Collection log", "Rückgaben"),
    Text(
        "What came back when, what was taken of it, and what was wrong with it.",
        "Was wann zurückkam, was davon übernommen wurde und was daran nicht stimmte.",
    ),
    {
        "day": (Text("Day", "Tag"), 12, "calc"),
        "file": (Text("File", "Datei"), 38, "calc"),
        "owner": (Text("From", "Von"), 24, "calc"),
        "taken": (Text("Changes taken", "Übernommen"), 11, "calc.whole"),
        "rows": (Text("New lines", "Neue Zeilen"), 11, "calc.whole"),
        "conflicts": (Text("Conflicts", "Konflikte"), 11, "calc.whole"),
        "invalid": (Text("Invalid cells", "Ungültige Zellen"), 11, "calc.whole"),
        "text": (Text("Remark", "Hinweis"), 70, "calc_wrap"),
        "place": (Text("Cell", "Zelle"), 44, "calc"),
    },
)


@dataclass(frozen=True, slots=True)
class There:
    """A listing as it lies in a file: the sheet's name, columns, and the row of each id."""

    name: str
    columns: Mapping[str, int]
    id_column: int
    header: int
    rows: Mapping[str, int]
    grid: Grid
    last: int

    def value(self, id_: str, key: str) -> CellValue:
        """Return a cell of a row, None where it is blank."""
        row, column = self.rows[id_], self.columns.get(key, -1)
        line = self.grid[row]
        value = line[column] if 0 <= column < len(line) else None
        return None if value == "" else value


@dataclass(slots=True)
class Rows:
    """What a listing is to hold: values by id, then by column."""

    values: dict[str, dict[str, CellValue]] = field(default_factory=dict)


def sheet_of(listing: Listing, rows: Rows, language: Language, name: str) -> Sheet:
    """Return a listing laid out afresh."""
    made = Sheet(listing.key, name, "#8A5300", Page(repeat=(HEADER, HEADER)), freeze=(FIRST, 0))
    made.hidden_columns.add(0)
    made.put(0, 1, listing.title(language), "title")
    made.put(1, 1, listing.note(language), "subtitle")
    made.put(HEADER, 0, IDS, "helper")
    made.heights[HEADER] = HEADER_HEIGHT
    for column, (key, (label, width, _)) in enumerate(listing.columns.items(), start=1):
        head = "header_input" if key in listing.typed else "header"
        made.put(HEADER, column, label(language), head)
        made.width(column, width)
    for row, (id_, values) in enumerate(rows.values.items(), start=FIRST):
        made.put(row, 0, id_, "helper")
        for column, (key, (_, _, style)) in enumerate(listing.columns.items(), start=1):
            made.put(row, column, values.get(key), style)
    if "choice" in listing.columns:
        column = 1 + list(listing.columns).index("choice")
        made.validations.append(
            Validation(
                Area(FIRST, column, FIRST + READY, column),
                "list",
                ",".join(choice(language) for choice in CHOICES.values()),
                title=listing.columns["choice"][0](language),
            )
        )
    return made


def name_of(listing: Listing, sheet: str) -> dict[str, str]:
    """Return the defined name that leads to a listing's sheet."""
    return {listing.defined: f"{quoted(sheet)}!{address(0, 0, absolute=True)}"}


def read_listing(source: Readable, listing: Listing) -> There | None:
    """Return a listing as it lies in a file, None where there is none (any more)."""
    reference = source.names().get(listing.defined, "").rpartition("!")[0]
    bare = reference[1:-1].replace("''", "'") if reference.startswith("'") else reference
    if bare not in source.sheets():
        return None
    grid = source.read(bare)
    labels = {
        label_key(label(language)): key
        for key, (label, _, _) in listing.columns.items()
        for language in LANGUAGES
    }
    for header, cells in enumerate(grid):
        if IDS in cells:
            id_column = list(cells).index(IDS)
            columns: dict[str, int] = {}
            for column, value in enumerate(cells):
                key = labels.get(label_key(value))
                if key is not None:
                    columns.setdefault(key, column)
            rows: dict[str, int] = {}
            last = header
            for row in range(header + 1, len(grid)):
                line = grid[row]
                if any(value not in (None, "") for value in line):
                    last = row
                id_ = line[id_column] if id_column < len(line) else None
                if isinstance(id_, str) and id_:
                    rows.setdefault(id_, row)
            return There(bare, columns, id_column, header, rows, grid, last)
    return None


def edits_of(listing: Listing, there: There, rows: Rows) -> list[Edit]:
    """Return what changes in a listing: cells of rows that are there, new rows below."""
    made: list[Edit] = []
    last = there.last
    for id_, values in rows.values.items():
        row = there.rows.get(id_)
        if row is None:
            last += 1
            made.append(Edit(last, there.id_column, id_, "helper", NEW_ROW.en))
        for key, (_, _, style) in listing.columns.items():
            column = there.columns.get(key)
            if column is None or (row is not None and key in listing.typed):
                continue
            old = None if row is None else there.value(id_, key)
            new = values.get(key)
            if row is None or old != new:
                made.append(Edit(last if row is None else row, column, new, style, NEW_ROW.en, old))
    return made


def choices_in(there: There | None) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what people chose by id, and the cells with other words, with their addresses."""
    made: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    known = {label_key(text(language)): key for key, text in CHOICES.items() for language in
             LANGUAGES}  # fmt: skip
    for id_ in there.rows if there else ():
        assert there is not None
        value = there.value(id_, "choice")
        if value is None:
            continue
        key = known.get(label_key(value))
        if key is None:
            place = address(there.rows[id_], there.columns["choice"])
            wrong.append((f"{there.name}!{place}", str(value)))
        else:
            made[id_] = key
    return made, wrong
