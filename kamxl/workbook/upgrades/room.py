"""Which room a sheet of an older workbook needs, and where its cells stand then."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import NamedTuple

from kamxl.workbook.merging.aligning import Alignment, At, Line, mark, under_headings
from kamxl.workbook.merging.cells import Held
from kamxl.workbook.merging.shaping import Block, NewColumn, SheetShape, TableShape
from kamxl.workbook.reading.cells import label_key
from kamxl.workbook.spec import Chart, Formula, Link, Sheet, Table
from kamxl.workbook.state import contents
from kamxl.workbook.upgrades.known import KnownSheet
from kamxl.workbook.upgrades.lines import Lines, Pair, fitted, laid, pushes, rising

Marks = dict[At, object]
# Of the headings of a table an old one must have so many.
FEWEST_HEADINGS = 0.1
# A text of ours that is so long is nobody else's.
FIRM_TEXT = 6


@dataclass(frozen=True, slots=True)
class Room:
    """Where a sheet's old cells go, and where the cells of the new layout stand then.

    `own` are columns of the file that are people's.
    """

    shape: SheetShape
    alignment: Alignment
    own: frozenset[int] = frozenset()


def room_for(
    sheet: Sheet,
    held: Held,
    ours: Recognised,
    named: Iterable[tuple[At, At]] = (),
    wide: int = 0,
) -> Room | None:
    """Return the room that a new rendering of a sheet needs; None where nobody can tell.

    `ours` are the cells that kamxl filled, `named` cells to which the same names lead: in the
    rendering, and in the file. The older layout had `wide` columns: copies that people made of ours
    beside it are theirs.
    """
    if sheet.tables:
        return _table(sheet, sheet.tables[0], held)
    old = {at: mark(held.value(*at)) for at in ours.cells if at not in held.texts}
    new, filled = _constants(sheet), contents(sheet)
    if not set(new.values()) & set(old.values()):
        return None
    used = _used(held)
    pairs = _column_pairs(new, old, [(a[1], b[1]) for a, b in named])
    last = max((column for _, column in pairs), default=-1)
    own = {column for _, column in used} - ours.columns
    reach = wide + sum(column <= last for column in own)
    own |= {column for _, column in used if column > last and column >= reach}
    columns = laid(
        pairs,
        own,
        1 + max(column for _, column in used),
        1 + max(column for _, column in filled),
    )
    blocks = _blocks({column for _, column in filled})
    parts = [_part(block, columns, new, old, named, used, ours, filled) for block in blocks]
    rows = [part.laid() for part in parts]
    least = pushes(rows)
    if least:
        rows = [part.laid(least) for part in parts]
    shape = SheetShape(
        held.name,
        Line(columns.old),
        [
            Block(*_old_span(columns, block), Line(line.old), line.shared, line.gone)
            for block, line in zip(blocks, rows, strict=True)
        ],
        widths=_widths(sheet, columns),
        shared=columns.shared,
        gone=columns.gone,
    )
    merged: dict[int, int] = {}
    for line in rows:
        merged |= line.new
    return Room(shape, Alignment(held.name, Line(merged), Line(columns.new)), frozenset(own))


def with_charts(room: Room, sheet: Sheet, old: Sequence[Chart]) -> Room:
    """Return a room in which charts go where the new layout has them, if nobody moved them.

    `old` are the charts of the older layout.
    """
    drawn: dict[At, At] = {}
    for n, former in enumerate(old):
        alike = [c for c in sheet.charts if c.description == former.description]
        chart = alike[0] if alike else sheet.charts[n] if len(old) == len(sheet.charts) else None
        place = room.alignment.at(chart.row, chart.column) if chart else None
        if place is not None:
            drawn[former.row, former.column] = place
    return replace(room, shape=replace(room.shape, drawn=drawn))


class Recognised(NamedTuple):
    """Cells of a sheet that kamxl filled, and columns that it uses.

    What stands in `firm` ones nobody else would have written.
    """

    cells: frozenset[At]
    firm: frozenset[At]
    columns: frozenset[int]


def recognised(held: Held, known: KnownSheet, sheet: Sheet) -> Recognised:
    """Return the cells of a sheet that kamxl filled; `sheet` is the new rendering."""
    firm, likely, numbers = set[At](), set[At](), list[At]()
    for at in _used(held):
        text, value = held.texts.get(at), held.value(*at)
        if text is not None:
            if known.formula(text):
                firm.add(at)
        elif isinstance(value, str):
            if known.constant(value):
                (firm if len(value) >= FIRM_TEXT else likely).add(at)
            elif known.whole:
                likely.add(at)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            numbers.append(at)
    rows = {row for row, _ in firm}
    # A short text is ours in a row of ours: a person's own column has a heading of another kind.
    cells = firm | {at for at in likely if at[0] in rows}
    columns = {column for _, column in cells}
    for row, column in numbers:
        value, above = held.value(row, column), held.value(row - 1, column) if row else None
        assert isinstance(value, (int, float))
        # Lists are numbered, however long they are.
        next_one = (row - 1, column) in cells and above == value - 1
        if row in rows and column in columns and (known.whole or known.constant(value) or next_one):
            cells.add((row, column))
    return Recognised(frozenset(cells | _stamped(held, sheet)), frozenset(firm), frozenset(columns))


def _stamped(held: Held, sheet: Sheet) -> set[At]:
    """Return the cells of a table in columns of stored results: nobody types there."""
    found: set[At] = set()
    for table in sheet.tables:
        area = held.tables.get(table.name)
        stored = {label_key(column.label) for column in table.columns if column.stamped}
        if area is None or not stored:
            continue
        for column in range(area.left, area.right + 1):
            if label_key(held.value(area.top, column)) in stored:
                found |= {
                    (row, column)
                    for row in range(area.top + 1, area.bottom + 1)
                    if (row, column) not in held.texts and held.value(row, column) is not None
                }
    return found


def _used(held: Held) -> list[At]:
    return sorted(
        {
            *held.texts,
            *(
                (row, column)
                for row, line in enumerate(held.rows)
                for column, value in enumerate(line)
                if value not in (None, "")
            ),
        }
    )


def _constants(sheet: Sheet) -> Marks:
    return {
        at: mark(content.text if isinstance(content, Link) else content)
        for at, (content, _, typed) in contents(sheet).items()
        if not typed and not isinstance(content, Formula) and content not in (None, "")
    }


def _column_pairs(new: Marks, old: Marks, named: Iterable[Pair]) -> list[Pair]:
    """Return which columns are the same, by texts that stand once on the sheet."""
    once_new, once_old = _once(new), _once(old)
    votes: Counter[Pair] = Counter()
    for text, at in once_new.items():
        if text in once_old:
            votes[at[1], once_old[text][1]] += 1
    for pair in named:
        votes[pair] += 3
    taken: dict[int, Pair] = {}
    for pair, _ in votes.most_common():
        if pair[0] not in taken and all(pair[1] != one[1] for one in taken.values()):
            taken[pair[0]] = pair
    firm = [pair for pair in taken.values() if votes[pair] > 1]
    return fitted(rising(firm), sorted(taken.values()))


def _once(marks: Marks) -> dict[object, At]:
    count = Counter(marks.values())
    return {text: at for at, text in marks.items() if count[text] == 1 and isinstance(text, str)}


def _blocks(filled: Collection[int]) -> list[tuple[int, int]]:
    """Return the columns of the rendering that lie together: an empty one stands between."""
    made: list[tuple[int, int]] = []
    for column in sorted(filled):
        if made and column == made[-1][1] + 1:
            made[-1] = (made[-1][0], column)
        else:
            made.append((column, column))
    return made


def _old_span(columns: Lines, block: tuple[int, int]) -> tuple[int, int]:
    """Return the columns of the file that go where a block will stand, and to its right."""
    first, last = columns.new.get(block[0], 0), columns.new.get(block[1], 0)
    mine = [old for old, now in columns.old.items() if first <= now <= last]
    return (min(mine), max(mine)) if mine else (-1, -2)


class _Part(NamedTuple):
    """The rows of one block: which are the same, which are people's, how many there are."""

    pairs: Sequence[Pair]
    own: Collection[int]
    height: int
    last: int

    def laid(self, pushed: Mapping[int, int] | None = None) -> Lines:
        return laid(self.pairs, self.own, self.height, 1 + self.last, pushed=pushed)


def _part(
    block: tuple[int, int],
    columns: Lines,
    new: Marks,
    old: Marks,
    named: Iterable[tuple[At, At]],
    used: Collection[At],
    ours: Recognised,
    filled: Collection[At],
) -> _Part:
    left, right = _old_span(columns, block)
    mine = {at: text for at, text in new.items() if block[0] <= at[1] <= block[1]}
    theirs = {at: text for at, text in old.items() if left <= at[1] <= right}
    both = set(mine.values()) & set(theirs.values())
    firm = rising((a[0], b[0]) for a, b in named if block[0] <= a[1] <= block[1])
    return _Part(
        fitted(firm, _row_pairs(mine, theirs, both)),
        {row for row, column in used if left <= column <= right}
        - {row for row, column in ours.firm if left <= column <= right},
        1 + max(row for row, _ in used),
        max((row for row, c in filled if block[0] <= c <= block[1]), default=-1),
    )


def _row_pairs(mine: Marks, theirs: Marks, both: Collection[object]) -> list[Pair]:
    one, other = _lines(mine, both), _lines(theirs, both)
    one_rows, other_rows = sorted(one), sorted(other)
    matcher = SequenceMatcher(
        None, [one[r] for r in one_rows], [other[r] for r in other_rows], autojunk=False
    )
    return [
        (one_rows[a + n], other_rows[b + n])
        for a, b, size in matcher.get_matching_blocks()
        for n in range(size)
    ]


def _lines(cells: Marks, both: Collection[object]) -> dict[int, tuple[str, ...]]:
    lines: dict[int, list[str]] = defaultdict(list)
    for (row, _), text in cells.items():
        if text in both:
            lines[row].append(repr(text))
    return {row: tuple(sorted(texts)) for row, texts in lines.items()}


def _widths(sheet: Sheet, columns: Lines) -> dict[int, tuple[float, int]]:
    there = set(columns.old.values()) - columns.shared
    return {
        now: sheet.widths[column]
        for column, now in columns.new.items()
        if now not in there and column in sheet.widths
    }


# ------------------------------------------------------------ tables


def _table(sheet: Sheet, table: Table, held: Held) -> Room | None:
    labels = {table.column + n: column.label for n, column in enumerate(table.columns)}
    found = under_headings(held.name, table.row, labels, held.rows, FEWEST_HEADINGS)
    area = held.tables.get(table.name)
    if found is None or area is None:
        return None
    header, places = found
    inside = {new: old for new, old in places.items() if area.left <= old <= area.right}
    width = max(1 + max((column for _, column in _used(held)), default=0), area.right + 1)
    columns = laid(
        rising(inside.items()), (), width, 1 + max(labels), end=area.right,
    )  # fmt: skip
    there = set(columns.old.values())
    new = [
        NewColumn(columns.new[at], column.label, "" if column.stamped else column.formula)
        for at, column in zip(labels, table.columns, strict=True)
        if columns.new[at] not in there
    ]
    shape = SheetShape(
        held.name,
        Line(columns.old),
        [Block(0, 16_383, Line())],
        TableShape(table.name, header, new),
        {
            columns.new[at]: (column.width, column.level)
            for at, column in zip(labels, table.columns, strict=True)
            if columns.new[at] not in there
        },
    )
    return Room(shape, Alignment(held.name, Line(), Line(columns.new)))
