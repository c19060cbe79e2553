"""What people do to checklists, strategy sheets and registers between two runs, at random.

Everything is done twice: to the file, and to a plain model of grids that knows nothing of merging.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kamxl.cells import CellValue
from kamxl.text import Language
from kamxl.workbook import words
from kamxl.workbook.forms.spec import FRAME, FREE, Field, Section, section_of
from kamxl.workbook.plans.checklist_sections import CANDIDATES, PART, part
from kamxl.workbook.plans.naming import CHECKLIST, section_account
from kamxl.workbook.plans.strategy_sections import SECTIONS
from kamxl.workbook.spec import Formula, shown

REGISTERS = ("actions", "needs", "contacts", "loyalty", "balance")
# Sections whose lines are known by what kamxl computes in them, also where the ids stay behind.
FACED = ("candidates", "charter", "profile", "control", "kpis", "figures")
Grids = dict[str, list[list[CellValue]]]


@dataclass(frozen=True)
class Act:
    """One thing that a person does to a sheet, at a row and column counted from 0."""

    kind: str
    sheet: str
    row: int = 0
    column: int = 0
    value: Any = None


@dataclass(frozen=True)
class Lying:
    """A form as it lies on a sheet: the column of ids, that of each place, its lines."""

    uid: str
    head: int
    ids: int
    places: dict[int, int]
    lines: list[tuple[int, str]]

    def at(self, row: int, one: Field, section: Section) -> tuple[int, int] | None:
        column = self.places.get(section.places[one.key])
        return None if column is None else (row, column)


def lying(grid: Sequence[Sequence[CellValue]]) -> Lying | None:
    """Return how a form lies on a sheet, None where it is none."""
    for head, cells in enumerate(grid[:20]):
        owner = [
            (c, v) for c, v in enumerate(cells)
            if isinstance(v, str) and v.startswith(("kamxl strategy ", "kamxl checklist"))
        ]  # fmt: skip
        if owner:
            ids, uid = owner[0]
            places = {
                int(value[6:]): column
                for column, value in enumerate(cells)
                if isinstance(value, str) and value[:6] == "kamxl:"
            }
            lines = [
                (row, str(line[ids]))
                for row, line in enumerate(grid)
                if row > head and ids < len(line) and isinstance(line[ids], str) and line[ids]
            ]
            return Lying(uid[6:], head, ids, places, lines)
    return None


def section_for(uid: str, id_: str) -> Section | None:
    """Return the section that a line's id belongs to."""
    key = section_of(id_)
    if uid == CHECKLIST:
        if key.startswith(PART):
            return part(section_account(PART, key), "")
        return CANDIDATES if key == CANDIDATES.key else None
    return next((one for one in SECTIONS if one.key == key), None)


def value_at(grid: Sequence[Sequence[CellValue]], row: int, column: int) -> CellValue:
    if row >= len(grid) or column >= len(grid[row]):
        return None
    return None if grid[row][column] == "" else grid[row][column]


@dataclass
class Planner:
    """The acts of one seed; `typed` are contents of people's own, each once in the book.

    `belongs` says to which line of which form a person attached a text; `deleted` are lines that a
    person removed, `cleared` proposals that a person blanked, `touched` cells that are a person's.
    """

    seed: int
    language: Language
    random: Random
    grids: Grids = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    typed: list[CellValue] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    belongs: dict[CellValue, tuple[str, str, str]] = field(default_factory=dict)
    overwritten: set[CellValue] = field(default_factory=set)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    cleared: set[tuple[str, str, str]] = field(default_factory=set)
    touched: set[tuple[str, str, str]] = field(default_factory=set)
    loose: set[tuple[str, str]] = field(default_factory=set)
    ever_loose: set[tuple[str, str]] = field(default_factory=set)
    unsure: set[tuple[str, str]] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    listed: set[CellValue] = field(default_factory=set)
    registers: set[str] = field(default_factory=set)
    looks: dict[CellValue, int] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    copied: set[tuple[str, str]] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    # ------------------------------------------------------------ what stands there

    def open(self, grids: Grids, order: Sequence[str]) -> None:
        """Begin a quarter: what stands in the file, as it is read."""
        self.grids, self.order = grids, list(order)
        self.acts, self.told = [], []
        self.loose.clear()

    def forms(self) -> list[tuple[str, Lying]]:
        """Return the forms by the names of their sheets; copies of people's own are none."""
        found = ((name, lying(grid)) for name, grid in self.grids.items())
        return [(name, one) for name, one in found if one is not None and name not in self.copies]

    def register(self, key: str) -> str:
        return self.names.get(key, words.SHEETS[key](self.language))

    def over_ids(self) -> set[tuple[str, str]]:
        """Return the lines in which a person wrote over what kamxl computes."""
        return {self.belongs[text][:2] for text in self.overwritten if text in self.belongs}

    def _loosen(self, uid: str, section: str) -> None:
        self.loose.add((uid, section))
        self.ever_loose.add((uid, section))

    # ------------------------------------------------------------ one quarter

    def quarter(self, kinds: Sequence[str], count: int) -> None:
        """Do a number of things at random."""
        for _ in range(count if self.forms() else 0):
            kind = self.random.choice(kinds)
            self.told.append(kind)
            getattr(self, f"_{kind}")()

    def mark(self) -> str:
        """Return a text that stands nowhere else."""
        texts = ("plan {}", "Müßig {} & Co", "=1+{} said", "<{}>", "'{}", " {} ", "?{}\nmore")
        text = self.random.choice(texts).format(f"{self.seed}/{len(self.typed)}p")
        self.typed.append(text)
        return text

    def number(self) -> float:
        """Return a number that stands nowhere else."""
        number = 7e7 + self.seed * 1000 + len(self.typed) + 0.25
        self.typed.append(number)
        return number

    def _do(self, act: Act) -> None:
        self.acts.append(act)
        grid = self.grids.get(act.sheet, [])
        match act.kind:
            case "put":
                while len(grid) <= act.row:
                    grid.append([])
                grid[act.row].extend([None] * (act.column + 1 - len(grid[act.row])))
                grid[act.row][act.column] = shown(act.value)
            case "insert_rows":
                grid[act.row : act.row] = [[] for _ in range(act.value)]
            case "delete_rows":
                del grid[act.row : act.row + act.value]
            case "insert_columns":
                for line in grid:
                    if len(line) > act.column:
                        line.insert(act.column, None)
            case "copy_row":
                grid[act.value] = list(grid[act.row])
            case "reorder" | "reorder_visible":
                held = {row: list(grid[row]) for row in act.value}
                for row, to in act.value.items():
                    grid[to] = list(held[row])
                    if act.kind == "reorder_visible":
                        grid[to][0] = held[to][0]
            case "rename":
                self.grids[act.value] = self.grids.pop(act.sheet)
                self.order[self.order.index(act.sheet)] = act.value
            case "move":
                self.order.remove(act.sheet)
                self.order.insert(act.value, act.sheet)
            case "copy_sheet":
                name, place = act.value
                self.grids[name] = [list(line) for line in grid]
                self.order.insert(place, name)
            case "add_sheet":
                self.grids[act.sheet] = []
                self.order.append(act.sheet)

    def _put(self, sheet: str, row: int, column: int, value: Any) -> None:
        self._do(Act("put", sheet, row, column, value))

    # ------------------------------------------------------------ choices

    def _form(self) -> tuple[str, Lying]:
        forms = self.forms()
        return self.random.choice(forms)

    def _line(self, form: Lying, *, generated: bool = False) -> tuple[int, str, Section] | None:
        lines = [
            (row, id_, section)
            for row, id_ in form.lines
            if not id_.startswith(FRAME) and (section := section_for(form.uid, id_)) is not None
            and not (generated and FREE in id_)
        ]  # fmt: skip
        return self.random.choice(lines) if lines else None

    def _alone(self, form: Lying, id_: str) -> bool:
        return sum(one == id_ for _, one in form.lines) == 1

    def _field(self, section: Section, *kinds: str) -> Field | None:
        fields = [one for one in section.fields if one.kind in kinds and one.key != "remark"]
        return self.random.choice(fields) if fields else None

    def _attach(self, form: Lying, id_: str, key: str, value: CellValue) -> None:
        if self._alone(form, id_):
            self.touched.add((form.uid, id_, key))
            self.cleared.discard((form.uid, id_, key))
            if FREE not in id_ and (form.uid, section_of(id_)) not in self.loose:
                self.belongs[value] = (form.uid, id_, key)

    # ------------------------------------------------------------ cells

    def _type(self) -> None:
        sheet, form = self._form()
        line = self._line(form)
        one = self._field(line[2], "human", "mixed") if line else None
        if line is None or one is None:
            return
        row, id_, section = line
        at = form.at(row, one, section)
        if at is None:
            return
        value: CellValue
        if one.choices and self.random.random() < 0.5:
            value = self.random.choice(one.choices)(self.language)
            if self._alone(form, id_):
                self.touched.add((form.uid, id_, one.key))
                self.cleared.discard((form.uid, id_, one.key))
        else:
            value = self.number() if self.random.random() < 0.2 else self.mark()
            self._attach(form, id_, one.key, value)
        self._put(sheet, *at, value)

    def _answer(self) -> None:
        """Answer on the checklist, or say how an action stands."""
        sheet, form = self._form()
        for row, id_ in self.random.sample(form.lines, len(form.lines)):
            section = None if id_.startswith(FRAME) else section_for(form.uid, id_)
            for key in ("answer", "status", "decision", "decided"):
                if section and key in section.places:
                    one = section.field(key)
                    at = form.at(row, one, section)
                    if at and one.choices and one.kind == "human":
                        self._put(sheet, *at, self.random.choice(one.choices)(self.language))
                        return

    def _over(self) -> None:
        sheet, form = self._form()
        line = self._line(form, generated=True)
        one = self._field(line[2], "computed") if line else None
        at = form.at(line[0], one, line[2]) if line and one else None
        if line is None or one is None or at is None:
            return
        value = self.mark()
        self.overwritten.add(value)
        self._attach(form, line[1], one.key, value)
        self._put(sheet, *at, value)
        # By what kamxl computes in it a line may be found: now it is not.
        self._loosen(form.uid, section_of(line[1]))

    def _formula(self) -> None:
        """Put a formula of one's own, its result what kamxl had written there."""
        sheet, form = self._form()
        line = self._line(form, generated=True)
        one = self._field(line[2], "computed", "mixed", "human") if line else None
        at = form.at(line[0], one, line[2]) if line and one else None
        if line is None or one is None or at is None:
            return
        if (form.uid, section_of(line[1])) in self.loose:
            return
        now = value_at(self.grids[sheet], *at)
        if isinstance(now, str):
            said = now.replace('"', '""')
            text = f'="{said}"' if "\n" not in now else '=""'
            if len(said) > 200:
                return
            now = now if "\n" not in now else ""
        elif isinstance(now, (int, float)) and not isinstance(now, bool):
            text = f"={now!r}+0"
        else:
            text, now = '=""', ""
        if value_at(self.grids[sheet], *at) in self.typed:
            return
        self.touched.add((form.uid, line[1], one.key))
        self.cleared.discard((form.uid, line[1], one.key))
        self._put(sheet, *at, Formula(text, now))

    def _clear(self) -> None:
        sheet, form = self._form()
        line = self._line(form, generated=True)
        one = self._field(line[2], "mixed") if line else None
        at = form.at(line[0], one, line[2]) if line and one else None
        if line is None or one is None or at is None or not self._alone(form, line[1]):
            return
        now = value_at(self.grids[sheet], *at)
        place = (form.uid, line[1], one.key)
        loose = (form.uid, section_of(line[1])) in self.loose
        if loose or now is None or now in self.typed or place in self.touched:
            return
        self.cleared.add(place)
        self.touched.add(place)
        self._put(sheet, *at, None)

    def _own(self) -> None:
        sheet, form = self._form()
        last = len(self.grids[sheet])
        column = max(form.places.values()) + self.random.randint(1, 4)
        row = self.random.choice([0, 1, self.random.randrange(last), self.random.randrange(last)])
        self._put(sheet, row, column, self.mark())

    def _below(self) -> None:
        sheet, form = self._form()
        row = len(self.grids[sheet]) + self.random.randint(0, 3)
        self._put(sheet, row, self.random.choice(list(form.places.values())), self.mark())

    def _remark(self) -> None:
        sheet, form = self._form()
        line = self._line(form)
        one = next((f for f in line[2].fields if f.key == "remark"), None) if line else None
        at = form.at(line[0], one, line[2]) if line and one else None
        if line and at:
            value = self.mark()
            self._attach(form, line[1], "remark", value)
            self.overwritten.add(value)
            self._put(sheet, *at, value)

    # ------------------------------------------------------------ rows

    def _insert(self) -> None:
        sheet, form = self._form()
        line = self._line(form)
        if line is None:
            return
        row, _, section = line
        count = self.random.randint(1, 2)
        self._do(Act("insert_rows", sheet, row, 0, count))
        one = self._field(section, "human", "mixed")
        now = lying(self.grids[sheet])
        at = now.at(row, one, section) if now and one else None
        if at and self.random.random() < 0.8:
            self._put(sheet, *at, self.mark())

    def _delete(self) -> None:
        sheet, form = self._form()
        line = self._line(form)
        if line is None:
            return
        row, id_, _ = line
        if (form.uid, section_of(id_)) in self.loose:
            # Whose row it is the ids do not say any more.
            self.unsure.add((form.uid, section_of(id_)))
        elif FREE not in id_ and self._alone(form, id_):
            self.deleted.add((form.uid, id_))
            self._forget(form.uid, id_)
        self._do(Act("delete_rows", sheet, row, 0, 1))

    def _forget(self, uid: str, id_: str) -> None:
        self.cleared = {one for one in self.cleared if one[:2] != (uid, id_)}

    def _copy(self) -> None:
        sheet, form = self._form()
        line = self._line(form)
        if line is None:
            return
        row, id_, section = line
        others = [r for r, other in form.lines if section_of(other) == section_of(id_)
                  and not other.startswith(FRAME)]  # fmt: skip
        to = self.random.choice([row + 1, max(others) + 1])
        self._do(Act("insert_rows", sheet, to, 0, 1))
        self._do(Act("copy_row", sheet, row if to > row else row + 1, 0, to))
        # Which of the two is the copy nobody can tell but by what stands in them.
        self._loosen(form.uid, section_of(id_))
        self.belongs = {text: at for text, at in self.belongs.items() if at[:2] != (form.uid, id_)}
        self.copied.add((form.uid, id_))
        self._forget(form.uid, id_)
        if self.random.random() < 0.7:
            now = lying(self.grids[sheet])
            one = self._field(section, "human", "mixed")
            at = now.at(self.random.choice([row, to]), one, section) if now and one else None
            if at:
                self._put(sheet, *at, self.mark())

    def _sort(self) -> None:
        self._reorder("reorder")

    def _sort_visible(self) -> None:
        self._reorder("reorder_visible")

    def _reorder(self, kind: str) -> None:
        sheet, form = self._form()
        if form.ids != 0:
            return
        line = self._line(form)
        if line is None:
            return
        key = section_of(line[1])
        rows = [row for row, id_ in form.lines if section_of(id_) == key
                and not id_.startswith(FRAME)]  # fmt: skip
        rows = [row for row in rows if row - rows[0] == rows.index(row)]
        shuffled = self.random.sample(rows, len(rows))
        if kind == "reorder_visible":
            self._loosen(form.uid, key)
        self._do(Act(kind, sheet, value=dict(zip(rows, shuffled, strict=True))))

    # ------------------------------------------------------------ sheets and looks

    def _rename(self) -> None:
        if self.random.random() < 0.3:
            key = self.random.choice(REGISTERS)
            sheet = self.register(key)
            self.names[key] = name = f"Our {key} {self.seed}-{len(self.told)}"
        else:
            sheet, _ = self._form()
            called = self.random.choice(["Ours", "Größe & Co", "O'Neil"])
            name = f"{called} {self.seed}-{len(self.told)}.{len(self.typed)}"
        if name not in self.grids:
            self._do(Act("rename", sheet, value=name))

    def _move(self) -> None:
        sheet = self.random.choice([*(name for name, _ in self.forms()),
                                    self.register(self.random.choice(REGISTERS))])  # fmt: skip
        self._do(Act("move", sheet, value=self.random.randrange(len(self.order))))

    def _copy_sheet(self) -> None:
        sheet, _ = self._form()
        name = f"{sheet[:20]} ({len(self.order)})"
        if name in self.grids:
            return
        # Spreadsheet programs put a copy before or behind the sheet itself.
        place = self.order.index(sheet) + self.random.randint(0, 1)
        self._do(Act("copy_sheet", sheet, value=(name, place)))
        self.copies.add(name)

    def _add(self) -> None:
        name = f"Own {self.seed} {len(self.order)}"
        if name not in self.grids:
            self._do(Act("add_sheet", name))
            self._put(name, 3, 2, self.mark())

    def _look(self) -> None:
        """Give a cell in which a person typed another format."""
        here = {text: (name, row, column) for name, form in self.forms()
                for row, line in enumerate(self.grids[name])
                for column, text in enumerate(line) if text in self.belongs}  # fmt: skip
        if here:
            text = self.random.choice(sorted(here, key=str))
            sheet, row, column = here[text]
            self.looks[text] = self.random.randint(1, 20)
            self._do(Act("style", sheet, row, column, self.looks[text]))

    def _width(self) -> None:
        sheet, form = self._form()
        column = max(form.places.values()) + self.random.randint(5, 9)
        self._do(Act("width", sheet, 0, column, 33.0))

    def _comment(self) -> None:
        sheet, form = self._form()
        row = self.random.randrange(len(self.grids[sheet]))
        text = f"think again {self.seed}/{len(self.comments)}c"
        self.comments.append(text)
        column = max(form.places.values()) + 12 + len(self.comments)
        self._do(Act("comment", sheet, row, column, text))

    def _column(self) -> None:
        sheet, form = self._form()
        self._do(Act("insert_columns", sheet, 0, self.random.choice(list(form.places.values())), 1))

    # ------------------------------------------------------------ registers

    def _register(self) -> None:
        key = self.random.choice(REGISTERS)
        sheet = self.register(key)
        grid = self.grids[sheet]
        self.registers.add(key)
        typed = len(self.typed)
        match self.random.choice(["over", "beside", "below", "rows", "clear"]):
            case "over":
                row = self.random.randrange(3, max(len(grid), 4))
                self._put(sheet, row, self.random.randint(0, 3), self.mark())
            case "beside":
                self._put(sheet, self.random.randrange(len(grid)), 9, self.mark())
            case "below":
                self._put(sheet, len(grid) + 2, 0, self.mark())
            case "rows":
                self._do(Act("insert_rows", sheet, self.random.randint(0, 2), 0, 1))
            case _:
                self._put(sheet, self.random.randrange(4, max(len(grid), 5)), 1, None)
        self.listed.update(self.typed[typed:])


def places(grids: Grids, typed: Sequence[CellValue]) -> dict[CellValue, set[tuple[str, int, int]]]:
    """Return where contents of people's own stand."""
    wanted = set(typed)
    found: dict[CellValue, set[tuple[str, int, int]]] = {}
    for sheet, row, column, value in cells(grids):
        if isinstance(value, (str, float)) and value in wanted:
            found.setdefault(value, set()).add((sheet, row, column))
    return found


def cells(grids: Grids) -> Iterator[tuple[str, int, int, CellValue]]:
    for sheet, grid in grids.items():
        for row, line in enumerate(grid):
            for column, value in enumerate(line):
                yield sheet, row, column, value
