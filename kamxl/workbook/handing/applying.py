"""How what came back gets into the master: which of its cells change, and what finds no place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kamxl.cells import CellValue
from kamxl.text import Language, Text
from kamxl.workbook import words
from kamxl.workbook.changing import Edit, SheetPatch
from kamxl.workbook.forms.laying import style_of
from kamxl.workbook.forms.merging import added
from kamxl.workbook.forms.reading import same
from kamxl.workbook.forms.spec import FREE, Field, Form, section_of
from kamxl.workbook.forms.spec import Line as FormLine
from kamxl.workbook.handing.merging import Line, Open, Taken
from kamxl.workbook.handing.typed import (
    ACCOUNTS,
    CHECKS,
    OWN,
    RATINGS,
    STRENGTH,
    Holding,
    Key,
    Typed,
)
from kamxl.workbook.plans.naming import CHECKLIST, uid
from kamxl.workbook.plans.reading import Plans
from kamxl.workbook.plans.renewing import form_bones
from kamxl.workbook.reading.book import ReadBook
from kamxl.workbook.sheets import accounts, rating_columns

CAME = Text("came back", "zurückgekommen")


@dataclass(slots=True)
class Room:
    """Where cells go that the master has no place for yet: rows of strength, columns of one's own.

    `strength` has by account its row, `own` by heading its column.
    """

    strength: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)


class Target:
    """The master as it lies there: where each cell stands, and where new ones may go."""

    def __init__(self, read: ReadBook, plans: Plans, holding: Holding, language: Language) -> None:
        self.read, self.plans, self.holding, self.language = read, plans, holding, language
        self.room = Room()

    def has_place(self, key: Key) -> bool:
        """Return whether a cell stands in the master, or can be given a place."""
        if key in self.holding.cells:
            return True
        if key.place == OWN:
            return key.account in self.holding.names
        return key.place == STRENGTH and self._strength(key.account) is not None

    def at(self, key: Key) -> tuple[Typed, list[Edit]]:
        """Return where a cell stands, and what must be written so that it does."""
        found = self.holding.cells.get(key)
        if found is not None:
            return found, []
        if key.place == OWN:
            return self._own(key)
        row = self._strength(key.account)
        assert row is not None
        assert self.read.strength is not None
        cells = self.read.strength.cells
        fresh = key.account not in self.room.strength
        self.room.strength[key.account] = row
        place = Typed(None, cells.name, row, cells.columns[key.field])
        head = [Edit(row, cells.columns["id"], key.account, "input.id", CAME.en)] if fresh else []
        return place, head

    def _strength(self, account: str) -> int | None:
        """Return a row of the sheet of strength in which nothing is typed yet."""
        if account in self.room.strength:
            return self.room.strength[account]
        if self.read.strength is None:
            return None
        cells = self.read.strength.cells
        used = {*self.read.strength.rows.values(), *self.room.strength.values()}
        for row in range(cells.header + 1, len(cells.rows)):
            blank = cells.at(row, "id") is None
            if row not in used and blank:
                return row
        return None

    def _own(self, key: Key) -> tuple[Typed, list[Edit]]:
        cells = self.read.accounts
        head = []
        column = self.holding.headings.get(key.field, self.room.own.get(key.field))
        if column is None:
            width = max((len(row) for row in cells.rows), default=0)
            column = max(width, max(self.room.own.values(), default=-1) + 1, 1)
            if not self.holding.headings and not self.room.own:
                column += 1  # one stays empty, so that the table does not take it in
            self.room.own[key.field] = column
            head = [Edit(cells.header, column, key.field, "header_input", CAME.en)]
        account = self.read.inputs.portfolio.ids.index(key.account)
        row = self.read.places.account_rows[account]
        return Typed(None, cells.name, row, column), head


def written(key: Key, value: CellValue, language: Language) -> CellValue:
    """Return a value as a cell of the workbook holds it: chosen words in its language."""
    if key.place == ACCOUNTS and isinstance(value, str):
        known = words.CHOICES.get("yes_no" if key.field == "leader" else key.field, {})
        if value in known:
            return known[value](language)
    return value


def style_for(key: Key, one: Field | None) -> str:
    """Return the style of a cell that has none yet."""
    if one is not None:
        return style_of(one)
    styles = {ACCOUNTS: accounts.STYLES, RATINGS: rating_columns.STYLES}.get(key.place, {})
    name = "k1" if key.field.startswith("k:") else key.field
    number = styles.get(name, "")
    return f"input.{number}" if number else "input"


def patches(
    target: Target,
    taken: Sequence[Taken],
    lines: Sequence[Line],
    removed: Sequence[Open],
    field_of: Callable[[Key], Field | None],
) -> list[SheetPatch]:
    """Return the changes of the master's sheets."""
    edits: dict[str, list[Edit]] = {}

    def put(key: Key, value: CellValue) -> None:
        place, head = target.at(key)
        content = written(key, value, target.language)
        style = style_for(key, field_of(key))
        edits.setdefault(place.sheet, []).extend(head)
        edits[place.sheet].append(
            Edit(place.row, place.column, content, style, CAME.en, place.value)
        )

    for one in taken:
        put(one.key, one.new)
    for gone in removed:
        for key, typed in target.holding.cells.items():
            line = (gone.key.account, gone.key.place, gone.key.line)
            if key[:3] == line and typed.value is not None:
                put(key, None)
    made = {name: SheetPatch(name, found) for name, found in edits.items()}
    for patch in _lines(target, lines):
        before = made.get(patch.name)
        made[patch.name] = (
            patch if before is None else replace(patch, edits=(*before.edits, *patch.edits))
        )
    return [made[name] for name in sorted(made)]


def _lines(target: Target, lines: Sequence[Line]) -> list[SheetPatch]:
    """Return how new lines come into the forms of the master."""
    by_form: dict[str, list[Line]] = {}
    for line in lines:
        by_form.setdefault(form_uid(line.account, line.place), []).append(line)
    made = []
    for key, found in sorted(by_form.items()):
        there = target.plans.sheets[key]
        ids = set(target.holding.lines.get(key, {}))
        wanted = []
        for line in found:
            number = 1
            while f"{line.section}{FREE}{number}" in ids:
                number += 1
            id_ = f"{line.section}{FREE}{number}"
            ids.add(id_)
            wanted.append(FormLine(id_, line.section, dict(line.values)))
        merged = added(Form(key, there.form.sections, tuple(wanted)), there.filled, target.language)
        heights, bones = form_bones(there, merged)
        made.append(
            SheetPatch(
                there.name,
                tuple(merged.edits),
                heights=heights,
                structure=bones[0] if bones else None,
                former=bones[1] if bones else None,
                merges=tuple(merged.merges),
            )
        )
    return made


def form_uid(account: str, place: str) -> str:
    """Return the uid of the form in which a line of an account stands."""
    return CHECKLIST if place == CHECKS else uid(account)


def holds(target: Target, line: Line) -> bool:
    """Return whether the master has a line with the same content in that section already."""
    lines: Mapping[str, Mapping[str, CellValue]] = target.holding.lines.get(
        form_uid(line.account, line.place), {}
    )
    wanted = dict(line.values)
    return any(
        section_of(id_) == line.section
        and FREE in id_
        and values.keys() == wanted.keys()
        and all(same(values[key], value) for key, value in wanted.items())
        for id_, values in lines.items()
    )
