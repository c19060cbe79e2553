"""Where rows and columns of a sheet as kamxl lays it out stand in the one that people changed.

Labels, list numbers and defined names are the marks. What cannot be told from them is not guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from kamxl.cells import CellValue
from kamxl.workbook.reading.cells import label_key

At = tuple[int, int]
# Of our marks that must be found again, or the sheet is not taken for ours.
FEWEST = 0.5


@dataclass(slots=True)
class Line:
    """Where rows (or columns) stand now: what is not known moves with what is known before it.

    `gone` are those of which nobody knows where they are.
    """

    known: Mapping[int, int] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    _starts: list[int] = field(default_factory=list)
    _steps: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for was in sorted(self.known):
            step = self.known[was] - was
            if not self._steps or self._steps[-1] != step:
                self._starts.append(was)
                self._steps.append(step)

    @property
    def identity(self) -> bool:
        """Whether everything stands where it stood."""
        return not self.gone and all(step == 0 for step in self._steps)

    def __call__(self, was: int) -> int | None:
        """Return where one stands now, None where it is gone."""
        if was in self.gone:
            return None
        found = self.known.get(was)
        if found is not None:
            return found
        if not self._starts:
            return was
        return was + self._steps[max(bisect_right(self._starts, was) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A sheet's rows and columns as kamxl lays them out, in those of the file."""

    name: str
    rows: Line = field(default_factory=Line)
    columns: Line = field(default_factory=Line)

    def at(self, row: int, column: int) -> At | None:
        """Return where a cell stands now, None where it is gone."""
        now_row, now_column = self.rows(row), self.columns(column)
        return None if now_row is None or now_column is None else (now_row, now_column)

    @property
    def identity(self) -> bool:
        """Whether nothing was inserted, deleted or moved."""
        return self.rows.identity and self.columns.identity


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet is recognised by: texts and numbers that kamxl put there, and named cells.

    `filled` are all cells that it fills.
    """

    texts: Mapping[At, CellValue]
    filled: Collection[At]
    named: Mapping[At, At] = field(default_factory=dict)


def aligned(
    name: str, marks: Marks, rows: Sequence[Sequence[CellValue]], formulas: Collection[At]
) -> Alignment | None:
    """Return where a sheet's rows and columns stand in the file, None where nobody can tell."""
    there = {
        (row, column): mark(value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value not in (None, "") and (row, column) not in formulas
    }
    present = set(there.values())
    every = {at: mark(value) for at, value in marks.texts.items()}
    # What stands nowhere any more was changed, and marks nothing.
    ours = {at: mark for at, mark in every.items() if mark in present}
    if every and not ours:
        return None
    if all(there.get(at) == mark for at, mark in ours.items()) and all(
        was == now for was, now in marks.named.items()
    ):
        return Alignment(name)
    known = set(ours.values())
    there = {at: mark for at, mark in there.items() if mark in known}
    found_rows = _rows(ours, there, marks, formulas)
    if found_rows is None:
        return None
    found_columns = _columns(ours, there, marks, found_rows)
    made = Alignment(name, found_rows, found_columns)
    matched = sum(there.get(made.at(*at) or (-1, -1)) == mark for at, mark in ours.items())
    return made if matched >= FEWEST * len(ours) else None


def mark(value: CellValue) -> object:
    """Return a text or number as marks are compared."""
    if isinstance(value, str):
        return label_key(value)
    return float(value) if isinstance(value, (int, float)) else value


def _rows(
    ours: Mapping[At, object], there: Mapping[At, object], marks: Marks, formulas: Collection[At]
) -> Line | None:
    mine, theirs = _lines(ours), _lines(there)
    mine_rows, their_rows = sorted(mine), sorted(theirs)
    matcher = SequenceMatcher(
        None, [mine[r] for r in mine_rows], [theirs[r] for r in their_rows], autojunk=False
    )
    pairs: dict[int, int] = {}
    for a, b, size in matcher.get_matching_blocks():
        pairs |= {mine_rows[a + n]: their_rows[b + n] for n in range(size)}
    for (was, _), (now, _) in marks.named.items():
        pairs[was] = now
    places = [pairs[was] for was in sorted(pairs)]
    if any(one >= other for one, other in pairwise(places)):
        return None
    filled = sorted({row for row, _ in marks.filled})
    return _filled_in(pairs, filled, sorted({row for row, _ in formulas}))


def _lines(cells: Mapping[At, object]) -> dict[int, tuple[str, ...]]:
    lines: dict[int, list[str]] = defaultdict(list)
    for (row, _), mark in cells.items():
        lines[row].append(repr(mark))
    return {row: tuple(sorted(marks)) for row, marks in lines.items()}


def _filled_in(
    pairs: Mapping[int, int], filled: Sequence[int], formulas: Sequence[int] = ()
) -> Line:
    """Return a line from what is known: where as many stand between, they stand in order.

    Where people inserted some, those with `formulas` are ours, if there are as many of them.
    """
    known = dict(pairs)
    anchors = sorted(pairs)
    gone: set[int] = set()
    for row in filled:
        if row in known:
            continue
        place = bisect_right(anchors, row)
        before = anchors[place - 1] if place else None
        after = anchors[place] if place < len(anchors) else None
        if before is not None and after is not None:
            if after - before == pairs[after] - pairs[before]:
                known[row] = pairs[before] + row - before
                continue
            mine = [r for r in filled if before < r < after and r not in pairs]
            theirs = [r for r in formulas if pairs[before] < r < pairs[after]]
            if len(mine) == len(theirs):
                known[row] = theirs[mine.index(row)]
            else:
                gone.add(row)
        elif before is not None:
            known[row] = pairs[before] + row - before
        elif after is not None and pairs[after] - (after - row) >= 0:
            known[row] = pairs[after] - (after - row)
    return Line(known, frozenset(gone))


def _columns(
    ours: Mapping[At, object], there: Mapping[At, object], marks: Marks, rows: Line
) -> Line:
    by_row: dict[int, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (row, column), mark in there.items():
        by_row[row][mark].append(column)
    mine: dict[int, Counter[object]] = defaultdict(Counter)
    for (row, _), mark in ours.items():
        mine[row][mark] += 1
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for (row, column), mark in ours.items():
        now = rows(row)
        if now is None:
            continue
        places = by_row[now].get(mark, [])
        # A mark that a row has twice says nothing, unless it stands where it stood.
        if len(places) == 1 and mine[row][mark] == 1:
            votes[column][places[0]] += 1
        elif column in places:
            votes[column][column] += 1
    for (_, was), (_, now) in marks.named.items():
        votes[was][now] += 1000
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for column in sorted(votes, key=lambda c: -votes[c].total()):
        best = votes[column].most_common(1)[0][0]
        if best not in taken:
            pairs[column] = best
            taken.add(best)
    return _filled_in(pairs, sorted({column for _, column in marks.filled}))


def under_headings(
    name: str,
    header: int,
    labels: Mapping[int, str],
    rows: Sequence[Sequence[CellValue]],
    fewest: float = FEWEST,
) -> tuple[int, dict[int, int]] | None:
    """Return the row of a table's headings in the file, and where its columns stand there.

    `labels` are its headings by column. None where fewer than `fewest` of all are found in a row.
    """
    wanted = {label_key(label): column for column, label in labels.items()}
    best: dict[int, int] = {}
    best_row = header
    for row, line in enumerate(rows[: header + 60]):
        found: dict[int, int] = {}
        for column, value in enumerate(line):
            was = wanted.get(label_key(value)) if isinstance(value, str) else None
            if was is not None:
                found.setdefault(was, column)
        if len(found) > len(best):
            best, best_row = found, row
    return (best_row, best) if len(best) >= fewest * len(labels) else None
