"""A filled form as it lies in a file: which line is which, whatever people did to the rows."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kamxl.cells import CellValue, Grid, to_serial
from kamxl.workbook.forms.spec import FRAME, FREE, REMARK, Form, Section, section_of

# What kamxl last wrote into the lines of a form: by id, then by field.
Remembered = Mapping[str, Mapping[str, CellValue]]
COLUMN = "kamxl:"
# Before the uid of a form, where the column of ids and the row of marks meet.
OWNER = "kamxl "
# Beyond the last column of any sheet.
FAR = 1 << 14
NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Filled:
    """One row of a filled form; `id` is "" where a person made it and nobody named it yet.

    `formulas` are the fields in which a person put a formula, whatever it gives; `beside` says that
    something stands in cells that are no field's.
    """

    row: int
    id: str
    section: str
    values: dict[str, CellValue]
    renamed: bool = False
    copied: bool = False
    formulas: frozenset[str] = frozenset()
    beside: bool = False

    @property
    def filled(self) -> bool:
        """Whether something stands in the fields."""
        return bool(self.formulas) or any(_plain(one) is not None for one in self.values.values())


@dataclass(slots=True)
class FilledForm:
    """The rows of a form and the columns in which its places stand.

    `last` is its last used row, `ending` the section that it belongs to. `unplaced` are ids that
    stand there, but at lines that are not theirs: nobody deleted those.
    """

    columns: Mapping[int, int]
    id_column: int
    lines: list[Filled]
    last: int
    ending: str
    unplaced: frozenset[str] = frozenset()


def place_key(place: int) -> str:
    """Return what marks a column in the hidden first row: places count from 0."""
    return f"{COLUMN}{place}"


def same(one: CellValue, other: CellValue) -> bool:
    """Return whether two cells hold the same, whatever program wrote them."""
    if one is other or (type(one) is type(other) and one == other):
        return True
    one, other = _plain(one), _plain(other)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def _plain(value: CellValue) -> CellValue:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, (bool, int, float)):
        return float(value)
    if isinstance(value, dt.date):
        return float(to_serial(value))
    return value


def read_form(
    grid: Grid,
    form: Form,
    remembered: Remembered,
    formulas: Collection[tuple[int, int]] = (),
) -> FilledForm | None:
    """Return a filled form, None where its hidden row of marks is gone.

    `formulas` are the cells that hold one. kamxl puts none into a form: they are people's.
    Rows are recognised by their ids. Where a sort left the ids behind, a line is found by what
    kamxl had written into it; a copied row loses its id and becomes a person's own.
    """
    marks = _marks(grid)
    if marks is None:
        return None
    head, id_column, columns = marks
    lines: list[Filled] = []
    section = ""
    last = head
    sections = {one.key: one for one in form.sections}
    used = {
        key: {columns[place] for place in one.places.values() if place in columns}
        for key, one in sections.items()
    }
    # A place whose column is gone holds nothing.
    fields = {
        key: [(name, columns.get(place, FAR)) for name, place in one.places.items()]
        for key, one in sections.items()
    }
    for row in range(head + 1, len(grid)):
        cells = grid[row]
        full = [column for column, value in enumerate(cells) if value is not None and value != ""]
        if full:
            last = row
        found = cells[id_column] if id_column < len(cells) else None
        id_ = "" if found is None else str(found).strip()
        if id_.startswith(FRAME):
            section = section_of(id_)
            continue
        own = section_of(id_) if id_ else section
        if own not in sections:
            continue
        section = own
        values = {key: cells[at] if at < len(cells) else None for key, at in fields[own]}
        line = Filled(
            row,
            id_,
            own,
            values,
            formulas=frozenset(key for key, at in fields[own] if (row, at) in formulas)
            if formulas
            else NONE,
            beside=any(column != id_column and column not in used[own] for column in full),
        )
        if id_ or line.filled:
            lines.append(line)
    stood = {line.id for line in lines}
    _found_again(lines, sections, remembered)
    _copies(lines, sections, remembered)
    unplaced = frozenset(stood - {line.id for line in lines})
    return FilledForm(columns, id_column, lines, last, section, unplaced)


def _marks(grid: Grid) -> tuple[int, int, dict[int, int]] | None:
    """Return the row of marks, the column of ids, and the column of each place."""
    for row, cells in enumerate(grid[:20]):
        found = {
            int(value.removeprefix(COLUMN)): column
            for column, value in enumerate(cells)
            if isinstance(value, str) and value.removeprefix(COLUMN).isdecimal()
            and value.startswith(COLUMN)
        }  # fmt: skip
        ids = [
            c
            for c, value in enumerate(cells)
            if isinstance(value, str) and value.startswith("kamxl ")
        ]
        if found and ids:
            return row, ids[0], found
    return None


def _telling(section: Section) -> list[str]:
    """Return the fields that tell a generated line: its computed ones, else its proposals."""
    fields = [one for one in section.fields if one.key != REMARK]
    ours = [one.key for one in fields if one.kind == "computed"]
    return ours or [one.key for one in fields if one.kind == "mixed"]


def _face(telling: Sequence[str], values: Mapping[str, CellValue]) -> tuple[CellValue, ...]:
    """Return what tells a generated line from others."""
    return tuple(_plain(values.get(key)) for key in telling)


def _found_again(
    lines: Sequence[Filled], sections: Mapping[str, Section], remembered: Remembered
) -> None:
    """Give lines their ids back that a sort of the visible columns alone has mixed up."""
    before: dict[str, list[str]] = {}
    for id_ in remembered:
        before.setdefault(section_of(id_), []).append(id_)
    standing: dict[str, list[Filled]] = {}
    for line in lines:
        standing.setdefault(line.section, []).append(line)
    for key, here in standing.items():
        section = sections[key]
        telling = _telling(section)
        faces: dict[tuple[CellValue, ...], list[str]] = {}
        face_of = {id_: _face(telling, remembered[id_]) for id_ in before.get(key, ())}
        for id_, face in face_of.items():
            faces.setdefault(face, []).append(id_)
        faced = [(line, _face(telling, line.values)) for line in here]
        right = {line.id for line, face in faced if face_of.get(line.id) == face}
        found: dict[str, Filled] = {}
        for line, face in faced:
            known = faces.get(face, [])
            if len(known) == 1 and any(value is not None for value in face):
                id_ = known[0]
                if id_ not in right and id_ not in found:
                    found[id_] = line
        if not any(one.kind == "computed" and one.key != REMARK for one in section.fields):
            found = _exchanged(found, here)
        for line in here:
            # Whoever stands at an id that belongs elsewhere is a person's own row now.
            if line.id in found and found[line.id] is not line:
                line.id = ""
        for id_, line in found.items():
            if line.id != id_:
                line.id, line.renamed = id_, True


def _exchanged(found: Mapping[str, Filled], here: Sequence[Filled]) -> dict[str, Filled]:
    """Return those lines that were found elsewhere which have changed places among each other.

    Proposals alone are weak evidence. Spare rows take part: whose line went to a spare row lies
    blank, and is the spare one now.
    """
    holders = {line.id: line for line in here}
    if len(holders) < len(here):
        return {}
    moves = {id_: line for id_, line in found.items() if line.id != id_}
    displaced = {line.id for line in moves.values()}
    for first in [id_ for id_ in moves if id_ not in displaced]:
        chain, last = [first], moves[first].id
        while last in moves:
            chain.append(last)
            last = moves[last].id
        left = holders.get(first)
        if left is not None and FREE in last and not left.filled and not left.beside:
            moves[last] = left
        else:
            for id_ in chain:
                del moves[id_]
    return moves


def _copies(
    lines: Sequence[Filled], sections: Mapping[str, Section], remembered: Remembered
) -> None:
    """Take the id from all but one of the rows that share it: the one most like what we wrote."""
    by_id: dict[str, list[Filled]] = {}
    for line in lines:
        if line.id:
            by_id.setdefault(line.id, []).append(line)
    for id_, sharing in by_id.items():
        if len(sharing) < 2:
            continue
        written = remembered.get(id_, {})

        def likeness(line: Filled, written: Mapping[str, CellValue] = written) -> tuple[int, ...]:
            telling = _telling(sections[line.section])
            face = _face(telling, line.values) == _face(telling, written)
            alike = sum(same(line.values.get(key), value) for key, value in written.items())
            return (-face, -alike, line.row)

        for line in sorted(sharing, key=likeness)[1:]:
            line.id, line.copied = "", True
