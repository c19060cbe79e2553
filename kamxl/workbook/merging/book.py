"""The merge of a whole workbook: the sheets that are there, those that are missing, the names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from kamxl.cells import CellValue, Grid, address
from kamxl.findings import Finding
from kamxl.text import Text
from kamxl.workbook.changing import Added, BookPatch, Edit, SheetPatch
from kamxl.workbook.formulas import SPECIAL, quoted
from kamxl.workbook.merging.aligning import (
    Alignment,
    Line,
    Marks,
    aligned,
    under_headings,
)
from kamxl.workbook.merging.bones import moved_bones
from kamxl.workbook.merging.cells import (
    REMOVED,
    Cells,
    Formulas,
    Held,
    Kept,
    Merged,
    merge_cells,
    same,
)
from kamxl.workbook.merging.former import Former, FormerSheet
from kamxl.workbook.merging.references import column_number, normal, translated, unquoted
from kamxl.workbook.spec import Area, Book, Content, Formula, Link, Sheet, shown
from kamxl.workbook.state import At, Bones, Remembered, State, contents

REFERENCE = re.compile(r"(.+)!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
WORD = re.compile(r"[^\W\d][\w.]*")
LAST_ROW = 1_048_575


class Source(Protocol):
    """A workbook file that can be merged with."""

    @property
    def name(self) -> str:
        """The file's name."""
        ...

    def sheets(self) -> tuple[str, ...]:
        """Return the sheets' names in their order."""
        ...

    def read(self, sheet: str) -> Grid:
        """Return the used cells from A1 on; blank cells are None or ""."""
        ...

    def texts(self, sheet: str) -> Mapping[At, str]:
        """Return the text of every formula by row and column."""
        ...

    def tables(self, sheet: str) -> Mapping[str, Area]:
        """Return the extents of a sheet's tables, header included, by their names."""
        ...

    def names(self) -> Mapping[str, str]:
        """Return what the workbook's own defined names stand for."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendering in the layout of the file.

    By sheet, `new_rows` are not in the file yet, and `unknown` are rows of the file that belong to
    no account, so that nobody knows what their formulas give.
    """

    book: Book
    before: Book
    new_rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    unknown: Mapping[str, frozenset[int]] = field(default_factory=dict)
    results: bool = True
    structures: bool = False
    former: Former | None = None


@dataclass(slots=True)
class Merge:
    """What becomes of a workbook, by the keys of sheets; `lost` are those that stay as they are."""

    source: Source
    rendered: Rendered
    found: Mapping[str, str]
    base: State | None
    held: dict[str, Held] = field(default_factory=dict)
    alignments: dict[str, Alignment] = field(default_factory=dict)
    bases: dict[str, Remembered | None] = field(default_factory=dict)
    merged: dict[str, Merged] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    added: list[Added] = field(default_factory=list)
    structures: dict[str, tuple[Sheet, Sheet]] = field(default_factory=dict)
    tables: dict[str, dict[str, Area]] = field(default_factory=dict)
    adopted: dict[str, frozenset[int]] = field(default_factory=dict)

    def sheet(self, key: str) -> Sheet:
        """Return the new rendering of a sheet."""
        return next(sheet for sheet in self.rendered.book.sheets if sheet.key == key)

    # ------------------------------------------------------------ what is told

    def kept(self) -> Iterable[tuple[str, Kept]]:
        """Yield the cells that stay as people filled them, by the key of their sheet."""
        for key, merged in self.merged.items():
            for cell in merged.kept:
                yield key, cell

    # ------------------------------------------------------------ what is written

    def patches(self) -> list[SheetPatch]:
        """Return the changes of all sheets that change."""
        made = []
        for key, merged in self.merged.items():
            structure = self.structures.get(key)
            tables = self.tables.get(key, {})
            if merged.empty and not structure and not tables:
                continue
            patch = replace(merged.patch(tables), adopted=self.adopted.get(key, frozenset()))
            if structure:
                patch = replace(patch, structure=structure[0], former=structure[1])
            made.append(patch)
        return made

    def patch(self) -> BookPatch:
        """Return the change of the workbook, without what it remembers."""
        return BookPatch(
            sheets=self.patches(),
            added=self.added,
            names=self.names,
            language=self.rendered.book.language,
        )

    def pending(self) -> tuple[str, ...]:
        """Return the sheets whose rules, charts or print areas are not as they should be."""
        old = self.base.sheets if self.base else {}
        return tuple(
            alignment.name
            for key, alignment in self.alignments.items()
            if key in old and key not in self.structures and not self._alike(key)
        )

    def former(self, key: str) -> FormerSheet | None:
        """Return what an older kamxl had put into a sheet, None where it is of this layout."""
        former = self.rendered.former
        return former.sheets.get(key) if former else None

    def _alike(self, key: str) -> bool:
        """Return whether rules and charts are as they were remembered."""
        base = self.base.sheets.get(key) if self.base else None
        return base is not None and told(base.bones) == told(Bones.of(self.sheet(key)))

    def state(self, fresh: State) -> State:
        """Return what to remember: of sheets that stay as they are, what was remembered before."""
        sheets = dict(fresh.sheets)
        old = self.base.sheets if self.base else {}
        for key in self.lost:
            sheets.pop(key, None)
            if key in old:
                sheets[key] = old[key]
        for key, alignment in self.alignments.items():
            # By this name the sheet is found again, whatever people call it.
            remembered = replace(
                sheets[key], name=alignment.name, contents=_led(self, sheets[key].contents)
            )
            if key not in self.structures and key in old and not self._alike(key):
                remembered = replace(remembered, bones=old[key].bones)
            sheets[key] = remembered
        return replace(fresh, sheets=sheets)


def merge_book(
    source: Source, found: Mapping[str, str], rendered: Rendered, base: State | None
) -> Merge:
    """Return what becomes of a workbook whose sheets were found by key, given a new rendering."""
    merge = Merge(source, rendered, found, base)
    for sheet in rendered.book.sheets:
        if sheet.key in found:
            _align(merge, sheet)
    merge_names(merge)
    _add(merge)
    for key in merge.alignments:
        merge_sheet(merge, key)
    return merge


def _led(merge: Merge, cells: Mapping[At, Content]) -> dict[At, Content]:
    """Return contents whose links lead to sheets by what the file calls them."""
    names = {
        quoted(sheet.name): quoted(there)
        for sheet in merge.rendered.book.sheets
        if (there := merge.found.get(sheet.key, sheet.name)) != sheet.name
    }

    def led(content: Content) -> Content:
        if not isinstance(content, Link):
            return content
        name, _, cell = content.target.rpartition("!")
        return Link(content.text, f"{names[name]}!{cell}") if name in names else content

    return {at: led(content) for at, content in cells.items()} if names else dict(cells)


def merge_sheet(merge: Merge, key: str) -> None:
    """Merge one sheet; once more where its rendering has changed since."""
    sheet = merge.sheet(key)
    before = next((s for s in merge.rendered.before.sheets if s.key == key), sheet)
    held, alignment = merge.held[key], merge.alignments[key]
    fresh = contents(sheet)
    led = _led(merge, {at: content for at, (content, _, _) in fresh.items()})
    fresh = {at: (led[at], style, typed) for at, (_, style, typed) in fresh.items()}
    known = fresh if before is sheet else contents(before)
    former = merge.former(key)
    base = merge.bases[key] if former else _by_id(sheet, merge.bases[key])
    _grow(merge, sheet, held)
    merged = merge_cells(
        held,
        alignment,
        fresh,
        known,
        base,
        Formulas(_speller(merge, key)),
        unknown=merge.rendered.unknown.get(key, frozenset()),
        new_rows=merge.rendered.new_rows.get(key, frozenset()),
        results=merge.rendered.results,
        empty=_empty(former, held) if former else None,
    )
    if former:
        _clear(merged, former, {alignment.at(*at) for at in fresh})
    merge.merged[key] = merged
    _structure(merge, sheet)


def _empty(former: FormerSheet, held: Held) -> Callable[[int, int], bool]:
    """Return what says whether a cell is to be filled as if it had just been inserted."""

    def empty(row: int, column: int) -> bool:
        if former.empty(row, column):
            return True
        blank = held.value(row, column) is None and (row, column) not in held.texts
        return blank and former.shared(row, column)

    return empty


def _clear(merged: Merged, former: FormerSheet, filled: Collection[At | None]) -> None:
    """Take away what an older kamxl had put where nothing is put any more."""
    for place, content in former.ours.items():
        if place not in filled and former.gone(*place):
            merged.edits.append(Edit(*place, None, "text", REMOVED.en, shown(content)))


# ------------------------------------------------------------ where things stand


def _align(merge: Merge, sheet: Sheet) -> None:
    name = merge.found[sheet.key]
    source = merge.source
    held = held_sheet(source, name)
    base = merge.base.sheets.get(sheet.key) if merge.base else None
    merge.held[sheet.key] = held
    former = merge.former(sheet.key)
    if former is not None:
        merge.alignments[sheet.key] = former.alignment
        merge.bases[sheet.key] = former.remembered(sheet, former.alignment)
        return
    if sheet.tables:
        made = _aligned_table(merge, sheet, held)
        merge.bases[sheet.key] = base
    else:
        base = _rebased(base, sheet)
        merge.bases[sheet.key] = base
        made = aligned(name, _marks(merge, sheet, base), held.rows, held.texts.keys())
    if made is None:
        merge.lost[sheet.key] = name
    else:
        merge.alignments[sheet.key] = made


def _constants(cells: Cells) -> dict[At, CellValue]:
    return {
        at: content.text if isinstance(content, Link) else content
        for at, (content, _, typed) in cells.items()
        if not typed and not isinstance(content, Formula) and content not in (None, "")
    }


def _marks(merge: Merge, sheet: Sheet, base: Remembered | None) -> Marks:
    cells = contents(sheet)
    texts = _constants(cells)
    if base is not None:
        texts = {
            at: content.text if isinstance(content, Link) else content
            for at, content in base.contents.items()
            if not isinstance(content, Formula)
        }
    ours = merge.base.names if merge.base and base is not None else merge.rendered.book.names
    named: dict[At, At] = {}
    there = merge.source.names()
    for name, reference in ours.items():
        was, now = cell_of(reference), cell_of(there.get(name, ""))
        if was and now and was[0] in (sheet.name, base.name if base else "") and (
            now[0] == merge.found[sheet.key]
        ):  # fmt: skip
            named[was[1]] = now[1]
    return Marks(texts, cells.keys(), named)


def held_sheet(source: Source, name: str) -> Held:
    """Return a sheet as it lies in the file."""
    return Held(name, source.read(name), source.texts(name), source.tables(name))


def cell_of(reference: str) -> tuple[str, At] | None:
    """Return the sheet and the first cell that a name leads to, None where to no cell."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return None
    return unquoted(found[1]), (int(found[3]) - 1, column_number(found[2]))


def _rebased(base: Remembered | None, sheet: Sheet) -> Remembered | None:
    """Return what was remembered in the places of the new rendering, when people type there.

    A sheet without typed cells may be laid out anew. One with them keeps its rows: what a newer
    layout adds has no place in it.
    """
    cells = contents(sheet)
    if base is None or not any(typed for _, _, typed in cells.values()):
        return base
    ours = {at for at, (content, _, typed) in cells.items()
            if not typed and content not in (None, "")}  # fmt: skip
    if ours == base.contents.keys():
        return base
    height = max((row for row, _ in base.contents), default=0) + 1
    width = max((column for _, column in base.contents), default=0) + 1
    grid: list[list[CellValue]] = [[None] * width for _ in range(height)]
    for (row, column), content in base.contents.items():
        if not isinstance(content, Formula):
            grid[row][column] = content.text if isinstance(content, Link) else content
    formulas = {at for at, content in base.contents.items() if isinstance(content, Formula)}
    found = aligned(base.name, Marks(_constants(cells), cells.keys()), grid, formulas)
    if found is None:
        return base
    moved: dict[At, Content] = {}
    for at in ours:
        place = found.at(*at)
        if place is not None and place in base.contents:
            moved[at] = base.contents[place]
    return replace(base, contents=moved)


def _aligned_table(merge: Merge, sheet: Sheet, held: Held) -> Alignment | None:
    table = sheet.tables[0]
    labels = {table.column + n: column.label for n, column in enumerate(table.columns)}
    found = under_headings(held.name, table.row, labels, held.rows)
    if found is None:
        return None
    header, columns = found
    above = {at: content for at, content in _constants(contents(sheet)).items()
             if at[0] < table.row}  # fmt: skip
    filled = [at for at in contents(sheet) if at[0] < table.row]
    rows: dict[int, int] = {table.row: header, LAST_ROW: LAST_ROW}
    gone: frozenset[int] = frozenset()
    if above and header != table.row:
        top = aligned(
            held.name, Marks(above, filled), held.rows[:header],
            [at for at in held.texts if at[0] < header],
        )  # fmt: skip
        if top is None:
            gone = frozenset(row for row, _ in filled)
        else:
            rows |= {r: now for r in {r for r, _ in filled} if (now := top.rows(r)) is not None}
            gone = top.rows.gone
    line = Line(rows, gone)
    lacking = frozenset(labels.keys() - columns.keys())
    return Alignment(held.name, line, Line(columns, lacking))


# ------------------------------------------------------------ formulas and names


def _speller(merge: Merge, key: str) -> Callable[[str], str | None]:
    """Return what spells formulas of a sheet as the file does; None where it cannot."""
    names = {sheet.name: sheet.key for sheet in merge.rendered.book.sheets}
    lacking = _lacking(merge)
    plain = all(a.identity for a in merge.alignments.values()) and all(
        merge.found.get(k, name) == name for name, k in names.items()
    )
    known: dict[str, str | None] = {}

    def move(
        sheet: str, row: int | None, column: int | None
    ) -> tuple[int | None, int | None] | None:
        alignment = merge.alignments.get(names.get(sheet, "") if sheet else key)
        if alignment is None:
            return row, column
        now_row = None if row is None else alignment.rows(row)
        now_column = None if column is None else alignment.columns(column)
        if (row is not None and now_row is None) or (column is not None and now_column is None):
            return None
        return now_row, now_column

    def renamed(written: str) -> str:
        there = merge.found.get(names.get(unquoted(written), ""))
        return written if there is None else quoted(there) + "!"

    def spelled(formula: str) -> str | None:
        if formula not in known:
            if any(part in formula for part in lacking):
                known[formula] = None
            elif plain:
                return formula
            else:
                known[formula] = translated(formula, move, renamed)
        return known[formula]

    return spelled


def _lacking(merge: Merge) -> list[str]:
    """Return how formulas spell the columns that the file's tables do not have."""
    made = []
    for sheet in merge.rendered.book.sheets:
        alignment = merge.alignments.get(sheet.key)
        for table in sheet.tables:
            for place, column in enumerate(table.columns):
                if alignment and alignment.columns(table.column + place) is None:
                    label = SPECIAL.sub(r"'\1", column.label)
                    made += [f"[{label}]"]
    return made


def merge_names(merge: Merge) -> None:
    """Let names lead to where their cells stand, if kamxl had led them elsewhere or nowhere."""
    there = merge.source.names()
    old = merge.base.names if merge.base else {}
    merge.names.clear()
    folded = {name.casefold(): reference for name, reference in there.items()}
    added = {s.name for s in merge.rendered.book.sheets if s.key not in merge.found}
    for name, reference in merge.rendered.book.names.items():
        place = cell_of(reference)
        key = next((s.key for s in merge.rendered.book.sheets if place and s.name == place[0]), "")
        if key in merge.lost:
            continue
        spelled = _speller(merge, key)(f"={reference}")
        now = folded.get(name.casefold())
        if spelled is None or (now is not None and normal(now) == normal(spelled)):
            continue
        before = _speller(merge, key)(f"={old[name]}") if name in old else None
        if (
            now is None
            or merge.rendered.former is not None
            or "#REF!" in now
            or (place and place[0] in added)
            or (before is not None and normal(now) == normal(before))
        ):
            merge.names[name] = spelled.removeprefix("=")


# ------------------------------------------------------------ sheets and tables


def _add(merge: Merge) -> None:
    """Add the sheets that are not there, each behind the one that it follows."""
    after = ""
    for sheet in merge.rendered.book.sheets:
        if sheet.key in merge.found:
            after = merge.found[sheet.key]
            continue
        spell = _speller(merge, sheet.key)

        def content(one: Content, spell: Callable[[str], str | None] = spell) -> Content:
            if isinstance(one, Formula):
                return Formula(spell(one.text) or one.text, one.value)
            return one

        cells = [cell._replace(content=content(cell.content)) for cell in sheet.cells]
        merge.added.append(Added(replace(sheet, cells=cells), after))
        after = sheet.name


def _grow(merge: Merge, sheet: Sheet, held: Held) -> None:
    merge.tables.pop(sheet.key, None)
    for table in sheet.tables:
        there = held.tables.get(table.name)
        header = merge.alignments[sheet.key].rows(table.row)
        if there is None or header is None:
            continue
        bottom = header + table.rows
        if bottom > there.bottom:
            merge.tables[sheet.key] = {table.name: there._replace(bottom=bottom)}
            merge.adopted[sheet.key] = frozenset(
                row for row in range(there.bottom + 1, bottom + 1)
                if any(held.value(row, c) is not None for c in range(there.left, there.right + 1))
            )  # fmt: skip


def _by_id(sheet: Sheet, base: Remembered | None) -> Remembered | None:
    """Return what was remembered with the stamped values of a table by the ids of its rows.

    A row takes its values along when people sort; formulas read alike in every row.
    """
    if base is None or not sheet.tables:
        return base
    table = sheet.tables[0]
    first = table.row + 1
    place = {id_: first + n for n, id_ in enumerate(base.ids) if id_}
    ids = table.columns[table.at("id") - table.column].values
    moved: dict[At, Content] = {
        at: content for at, content in base.contents.items() if at[0] < first
    }
    columns: dict[int, Content] = {}
    for (row, column), content in base.contents.items():
        if row >= first and isinstance(content, Formula):
            columns.setdefault(column, content)
    for row in range(first, first + table.rows):
        id_ = str(ids[row - first] or "")
        for n in range(len(table.columns)):
            at = (row, table.column + n)
            if at[1] in columns:
                moved[at] = columns[at[1]]
            elif id_ in place and (place[id_], at[1]) in base.contents:
                moved[at] = base.contents[place[id_], at[1]]
    return replace(base, contents=moved)


def _structure(merge: Merge, sheet: Sheet) -> None:
    """Let rules, charts and page follow, where they changed since the last run."""
    merge.structures.pop(sheet.key, None)
    if not merge.rendered.structures:
        return
    old_one = merge.former(sheet.key)
    if old_one is not None:
        now = moved_bones(sheet, merge.alignments[sheet.key], _named_places(merge),
                          _speller(merge, sheet.key))  # fmt: skip
        if now is not None:
            merge.structures[sheet.key] = (now, old_one.bones)
        return
    base = merge.base.sheets.get(sheet.key) if merge.base else None
    if base is None or told(base.bones) == told(Bones.of(sheet)):
        return
    spell = _speller(merge, sheet.key)
    places = _named_places(merge)
    own = merge.alignments[sheet.key]
    fresh = moved_bones(sheet, own, places, spell)
    former = moved_bones(base.bones.sheet(sheet.key, sheet.name), own, places, spell)
    if fresh is not None and former is not None:
        merge.structures[sheet.key] = (fresh, former)


def _named_places(merge: Merge) -> dict[str, Alignment | None]:
    return {s.name: merge.alignments.get(s.key) for s in merge.rendered.book.sheets}


def told(bones: Bones) -> object:
    """Return what is compared of a sheet's rules and charts: lists are as good as tuples."""
    from kamxl.workbook.state import BONES

    return BONES.dump_python(bones, mode="json", warnings=False)


# ------------------------------------------------------------ findings

# The sheet that lists findings: what is kept there must not depend on what it lists.
LOGGED = "findings"


def _overwritten(merge: Merge, key: str) -> list[Kept]:
    """Return the cells of a sheet in which something else stands than what was remembered."""
    held, alignment, base = merge.held[key], merge.alignments[key], merge.bases[key]
    made = []
    for at, content in base.contents.items() if base else ():
        place = alignment.at(*at)
        now = held.value(*place) if place else None
        if place and now is not None and not same(now, content):
            made.append(Kept(*place, "overwritten"))
    return made


def kept_findings(merge: Merge) -> list[Finding]:
    """Return what is to be said: computed cells that people filled, sheets not recognised."""
    made: list[Finding] = []
    for key, merged in merge.merged.items():
        groups: dict[tuple[str, int], list[Kept]] = {}
        sheet = merge.sheet(key)
        labels = {}
        if sheet.tables:
            table = sheet.tables[0]
            labels = {
                merge.alignments[key].columns(table.column + n): column
                for n, column in enumerate(table.columns)
            }
        for cell in _overwritten(merge, key) if key == LOGGED else merged.kept:
            column = labels.get(cell.column)
            in_table = (
                column is not None and column.formula and cell.reason == "overwritten"
                and not column.stamped
            )  # fmt: skip
            group = ("X-FORMULA", cell.column) if in_table else ("X-KEPT", -1)
            groups.setdefault(group, []).append(cell)
        for (code, _), cells in groups.items():
            first = min(cells, key=lambda cell: (cell.row, cell.column))
            column = labels.get(first.column)
            values: dict[str, str | int | Text] = {
                "count": len(cells),
                "cell": address(first.row, first.column),
            }
            said: dict[str, str | int | Text] = (
                {"column": column.label if column else ""} if code == "X-FORMULA"
                else {"sheet": merged.name}
            )  # fmt: skip
            place = f"{merge.source.name}!{merged.name}!{address(first.row, first.column)}"
            made.append(Finding(code, {**values, **said}, place=place))
    made += [
        Finding("X-LAYOUT", {"sheet": name}, place=f"{merge.source.name}!{name}")
        for name in merge.lost.values()
    ]
    return made
