"""What people do to a workbook between two runs, at random: the same seed does the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kamxl.cells import CellValue
from kamxl.hosts.tables.book import BookFile
from kamxl.hosts.xlsx.patching import patch
from kamxl.text import Language
from kamxl.workbook import words
from kamxl.workbook.changing import Added, BookPatch, SheetPatch
from kamxl.workbook.changing import Edit as Change
from kamxl.workbook.sheets import accounts, rating_columns
from kamxl.workbook.spec import Content, Formula, Sheet
from tests.office.client import Edit

# Where tables begin in a workbook fresh from kamxl.
FIRST = 5
TEXTS = ("note {}", "Müller {}", "=1+{} as text", "ca. {}", "?{}")
COMPUTING = ("ranking", "concentration", "stability", "matrix", "overview", "findings", "start")


@dataclass
class History:
    """The edits of one seed; `typed` are contents of people's own, each once in the book.

    `overwrote` says whether a computed cell was written over: results that hang on it are then
    theirs, not ours.
    """

    seed: int
    language: Language
    accounts: int
    typed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    overwrote: bool = False

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.below = 0
        self.moved: dict[str, int] = {}

    def name(self, key: str) -> str:
        return words.SHEETS[key](self.language)

    def mark(self) -> str:
        """Return a text that stands nowhere else."""
        text = self.random.choice(TEXTS).format(f"{self.seed}.{len(self.typed)}x")
        self.typed.append(text)
        return text

    # ------------------------------------------------------------ cell by cell

    def cells(self) -> Iterator[tuple[str, int, int, Content]]:
        """Yield what is typed, cleared and written over."""
        for _ in range(self.random.randint(1, 4)):
            kind = self.random.choice(
                ["figure", "rating", "figure", "rating", "clear", "below", "own", "beside", "over",
                 "formula", "wrong", "previous"]
            )  # fmt: skip
            self.told.append(kind)
            yield from getattr(self, f"_{kind}")()

    def _row(self) -> int:
        return FIRST + self.random.randrange(self.accounts)

    def _account(self, key: str) -> int:
        return (*accounts.INPUTS, *accounts.COMPUTED).index(key)

    def _figure(self) -> Iterator[tuple[str, int, int, Content]]:
        key = self.random.choice(["revenue", "margin", "potential", "revenue_y1", "service_cost"])
        yield self.name("accounts"), self._row(), self._account(key), self.random.randint(1, 9999)

    def _rating(self) -> Iterator[tuple[str, int, int, Content]]:
        column = rating_columns.KEYS.index(f"k{self.random.randint(1, 5)}")
        value: CellValue = self.random.choice([1, 3, 5, 7, 9, "?", None])
        yield self.name("ratings"), self._row(), column, value

    def _clear(self) -> Iterator[tuple[str, int, int, Content]]:
        row = self._row()
        keys = accounts.INPUTS if self.random.random() < 0.5 else accounts.INPUTS[9:14]
        for key in keys:
            yield self.name("accounts"), row, self._account(key), None

    def _below(self) -> Iterator[tuple[str, int, int, Content]]:
        for _ in range(self.random.choice([1, 1, 2, 8])):
            row = FIRST + self.accounts + self.below
            self.below += 1
            yield self.name("accounts"), row, 0, self.mark()
            yield self.name("accounts"), row, 1, self.mark()
            yield self.name("accounts"), row, self._account("revenue"), self.random.randint(1, 999)

    def _own(self) -> Iterator[tuple[str, int, int, Content]]:
        sheet = self.random.choice(["accounts", "ratings"])
        wide = len(accounts.INPUTS) + len(accounts.COMPUTED), len(rating_columns.KEYS)
        column = wide[sheet == "ratings"] + self.random.randint(0, 2)
        for row in (FIRST - 1, self._row()):
            yield self.name(sheet), row, column, self.mark()

    def _beside(self) -> Iterator[tuple[str, int, int, Content]]:
        key = self.random.choice([*COMPUTING, "criteria", "settings", "weights"])
        yield self.name(key), self.random.randint(400, 420), self.random.randint(0, 9), self.mark()

    def _over(self) -> Iterator[tuple[str, int, int, Content]]:
        self.overwrote = True
        if self.random.random() < 0.5:
            key = self.random.choice(["share", "abc", "growth", "level"])
            yield self.name("accounts"), self._row(), self._account(key), self.mark()
        else:
            key = self.random.choice(["ranking", "concentration"])
            yield self.name(key), FIRST + self.random.randint(0, 3), 8, self.mark()

    def _formula(self) -> Iterator[tuple[str, int, int, Content]]:
        self.overwrote = True
        column = rating_columns.KEYS.index("score")
        number = self.random.randint(2, 9)
        yield self.name("ratings"), self._row(), column, Formula(f"={number}*1.5", number * 1.5)

    def _wrong(self) -> Iterator[tuple[str, int, int, Content]]:
        key = self.random.choice(["revenue", "contract_end", "leader"])
        yield self.name("accounts"), self._row(), self._account(key), self.mark()

    def _previous(self) -> Iterator[tuple[str, int, int, Content]]:
        yield (
            self.name("ratings"), self._row(), rating_columns.KEYS.index("override_reason"),
            self.mark(),
        )  # fmt: skip

    def type_into(self, path: Path) -> None:
        """Do it at the level of the file: all else keeps its bytes."""
        patch(path, self.typing())

    def typing(self) -> BookPatch:
        """Return what is typed into the file, and the sheet that is added."""
        sheets: dict[str, dict[tuple[int, int], Content]] = {}
        for sheet, row, column, content in self.cells():
            sheets.setdefault(sheet, {})[row, column] = content
        added = []
        if self.random.random() < 0.3:
            own = Sheet("own", f"Own {self.seed}", "#FF0000")
            own.put(3, 2, self.mark())
            added.append(Added(own, self.random.choice(["", self.name("start")])))
        return BookPatch(
            sheets=[
                SheetPatch(sheet, [Change(*at, content, "text", "")
                                   for at, content in cells.items()])
                for sheet, cells in sheets.items()
            ],
            added=added,
        )  # fmt: skip

    # ------------------------------------------------------------ in a program

    def edits(self) -> Iterator[Edit]:
        """Yield what is done in LibreOffice: first cells, then the layout."""
        seen: set[tuple[str, int, int]] = set()
        for sheet, row, column, content in self.cells():
            if (sheet, row, column) in seen:
                continue
            seen.add((sheet, row, column))
            if content is None:
                yield Edit.blank(sheet, row, column)
            elif isinstance(content, Formula):
                yield Edit.formula(sheet, row, column, content.text)
            elif isinstance(content, str):
                yield Edit.text(sheet, row, column, content)
            else:
                assert isinstance(content, (int, float))
                yield Edit.number(sheet, row, column, content)
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.choice(
                ["rows", "columns", "delete", "sort", "rename", "move", "add", "comment", "colour"]
            )
            self.told.append(kind)
            yield from self._layout(kind)

    def _layout(self, kind: str) -> Iterator[Edit]:
        key = self.random.choice(["accounts", "ratings", "criteria", "settings", "ranking"])
        sheet = self.name(key)
        table = self.name(self.random.choice(["accounts", "ratings"]))
        match kind:
            case "rows":
                row = self.random.choice([0, 2, 3, FIRST + 1, FIRST + 2])
                if key == "ranking":
                    # Its list is protected: a blank row inside it would be a rank of its own.
                    row = min(row, 3)
                count = self.random.randint(1, 2)
                # What is done later happens below these rows.
                self.moved[sheet] = self.moved.get(sheet, 0) + count
                yield Edit.layout("insert_rows", sheet, row, 0, count)
            case "columns":
                yield Edit.layout("insert_columns", sheet, 0, self.random.randint(1, 6), 1)
            case "delete":
                row = self._row() + self.moved.get(table, 0)
                yield Edit.layout("delete_rows", table, row, 0, 1)
            case "sort":
                wide = len(rating_columns.KEYS)
                if table == self.name("accounts"):
                    wide = len(accounts.INPUTS) + len(accounts.COMPUTED)
                first = FIRST + self.moved.get(table, 0)
                yield Edit.sort(table, first, 0, first + self.accounts - 1, wide - 1)
            case "rename":
                yield Edit.layout("rename", sheet, 0, 0, f"My {key} {self.seed}")
            case "move":
                yield Edit.layout("move", sheet, 0, 0, self.random.randint(0, 5))
            case "add":
                new = f"Own {self.seed}"
                yield Edit.layout("add", sheet, 0, 0, new)
                yield Edit.text(new, 3, 2, self.mark())
            case "comment":
                yield Edit.layout("comment", sheet, 1, 1, "think again")
            case _:
                yield Edit.layout("colour", sheet, 1, 1, 0xFF00FF)


def places_of(book: BookFile, typed: list[str]) -> dict[str, list[tuple[str, int, int]]]:
    """Return where texts of people's own stand."""
    wanted = set(typed)
    found: dict[str, list[tuple[str, int, int]]] = {text: [] for text in typed}
    for sheet in book.sheets():
        for row, line in enumerate(book.read(sheet)):
            for column, value in enumerate(line):
                if isinstance(value, str) and value in wanted:
                    found[value].append((sheet, row, column))
    return found
