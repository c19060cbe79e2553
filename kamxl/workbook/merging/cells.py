"""The merge of one sheet: what stands there, what kamxl had put there, what it puts now."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kamxl.cells import CellValue, to_serial
from kamxl.text import Text
from kamxl.workbook.changing import Edit, Recalculated, SheetPatch
from kamxl.workbook.forms.merging import FORM_REASONS
from kamxl.workbook.merging.aligning import Alignment
from kamxl.workbook.merging.references import normal
from kamxl.workbook.spec import Area, Content, Formula, Link
from kamxl.workbook.state import At, Remembered

# A formula that is nobody's: what stands in its place is a person's.
NOBODYS = Formula("", None)
# Closer than this two results are one: programs write 15 to 17 digits.
CLOSE = 1e-12
Reason = Literal["overwritten", "formula", "unknown", "blocked"]
Cells = Mapping[At, tuple[Content, str, bool]]

RECALCULATED = Text("new result", "neues Ergebnis")
UPDATED = Text("kamxl writes it anew", "kamxl schreibt es neu")
RESTORED = Text("formula restored", "Formel wiederhergestellt")
NEW = Text("new", "neu")
REMOVED = Text("no longer needed", "nicht mehr nötig")
TAKEN = Text("taken over", "übernommen")
LED = Text("leads to where it is now", "führt dorthin, wo es jetzt steht")
# By what an edit says, in English.
WHY = {
    text.en: text
    for text in (RECALCULATED, UPDATED, RESTORED, NEW, REMOVED, TAKEN, LED, *FORM_REASONS)
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that kamxl computes and people filled otherwise: it stays, and is reported."""

    row: int
    column: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Held:
    """A sheet as it lies in the file: values, texts of formulas, extents of tables."""

    name: str
    rows: Sequence[Sequence[CellValue]]
    texts: Mapping[At, str]
    tables: Mapping[str, Area] = field(default_factory=dict)

    def value(self, row: int, column: int) -> CellValue:
        """Return a cell's value or its formula's result, None where blank or outside."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        value = self.rows[row][column]
        return None if value == "" else value


@dataclass(slots=True)
class Merged:
    """What becomes of a sheet: edits, new results, cells kept as people left them."""

    name: str
    edits: list[Edit] = field(default_factory=list)
    values: dict[At, CellValue] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    was: dict[At, CellValue] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether no cell changes."""
        return not (self.edits or self.values)

    def patch(self, tables: Mapping[str, Area]) -> SheetPatch:
        """Return the change of the sheet."""
        results = Recalculated(self.values) if self.values else None
        return SheetPatch(self.name, self.edits, results, tables)


@dataclass(frozen=True, slots=True)
class Formulas:
    """Formulas as this workbook spells them: `spelled` translates, None where it cannot."""

    spelled: Callable[[str], str | None]

    def same(self, there: str, ours: str) -> bool:
        """Return whether a formula in the file is one of ours."""
        spelled = self.spelled(ours)
        if spelled is None:
            return there == ours
        return there == spelled or normal(there) == normal(spelled)

    def was(self, there: str, old: str) -> bool:
        """Return whether a formula in the file is what was remembered, moved along or not."""
        return there == old or self.same(there, old)


def merge_cells(
    held: Held,
    alignment: Alignment,
    fresh: Cells,
    before: Cells,
    base: Remembered | None,
    formulas: Formulas,
    *,
    unknown: frozenset[int] = frozenset(),
    new_rows: frozenset[int] = frozenset(),
    results: bool = True,
    empty: Callable[[int, int], bool] | None = None,
) -> Merged:
    """Return what becomes of a sheet's cells.

    `fresh` is the new rendering, `before` the one of what was read: where they differ in a typed
    cell, the change is asked for. `base` is what was remembered, None when nothing was.
    `unknown` are rows (of the rendering) that hold what kamxl does not know: they stay.
    `new_rows` are rows of the rendering that are not in the file yet. Without `results` those of
    formulas stay as they are. `empty` says which cells were inserted just now: they get all that
    belongs there.
    """
    merge = _Merge(held, formulas, base is not None, results)
    old = base.contents if base is not None else {}
    unmoved = alignment.identity
    for at, (content, style, typed) in fresh.items():
        if at[0] in unknown:
            continue
        place = at if unmoved else alignment.at(*at)
        if place is None:
            continue
        if empty is not None and empty(*place):
            merge.fresh(place, content, style)
        elif typed and at in old:
            merge.constant(place, content, old[at], style)
        elif typed:
            merge.typed(place, content, before[at][0] if at in before else None, style,
                        new=at[0] in new_rows)  # fmt: skip
        elif isinstance(content, Formula):
            merge.formula(place, content, old.get(at), style)
        else:
            merge.constant(place, content, old.get(at), style)
    for at, content in old.items():
        if at not in fresh and at[0] not in unknown:
            place = alignment.at(*at)
            if place is not None:
                merge.leftover(place, content)
    return merge.made


class _Merge:
    def __init__(self, held: Held, formulas: Formulas, remembered: bool, results: bool) -> None:
        self.held, self.formulas = held, formulas
        self.remembered, self.results = remembered, results
        self.made = Merged(held.name)

    def typed(self, place: At, content: Content, before: Content, style: str, *, new: bool) -> None:
        """Leave what people typed, unless a change is asked for."""
        now = self.held.value(*place)
        if new:
            if now is None and content not in (None, ""):
                self._edit(place, content, style, NEW)
        elif not same(content, before) and place not in self.held.texts:
            if same(now, before):
                self._edit(place, content, style, TAKEN)
            elif not same(now, content):
                self._keep(place, "overwritten")

    def fresh(self, place: At, content: Content, style: str) -> None:
        """Fill a cell that was inserted, in its look even where nothing stands in it."""
        if isinstance(content, Formula):
            self._write(place, content, style, NEW)
        elif not same(self.held.value(*place), content) or content in (None, ""):
            self._edit(place, None if content == "" else content, style, NEW)

    def formula(self, place: At, new: Formula, old: Content, style: str) -> None:
        """Refresh a formula's result; write its text where it is new, missing or broken."""
        there = self.held.texts.get(place)
        now = self.held.value(*place)
        if there is None:
            if now is None:
                self._write(place, new, style, NEW if old in (None, NOBODYS) else RESTORED)
            elif old is not None and not isinstance(old, Formula) and same(now, old):
                self._write(place, new, style, UPDATED)
            elif not self.remembered or old is not None:
                self._keep(place, "overwritten")
            else:
                self._keep(place, "blocked")
            return
        if self.formulas.same(there, new.text):
            if self.results and not same(now, new.value):
                self.made.values[place] = new.value
                self.made.was[place] = now
        elif (isinstance(old, Formula) and self.formulas.was(there, old.text)) or (
            "#REF!" in there and "#REF!" not in new.text
        ):
            self._write(place, new, style, UPDATED)
        else:
            self._keep(place, "formula")

    def constant(self, place: At, new: Content, old: Content, style: str) -> None:
        """Write a constant of ours where ours stands or nothing ever stood."""
        there = self.held.texts.get(place)
        now = self.held.value(*place)
        if there is not None:
            if isinstance(old, Formula) and self.formulas.was(there, old.text):
                self._edit(place, new, style, UPDATED)
            else:
                self._keep(place, "formula")
        elif same(now, new):
            if isinstance(new, Link) and self.remembered and new != old:
                self._edit(place, new, style, LED)
        elif now is None:
            # One that was there was cleared by somebody, who may have his reasons.
            if old in (None, ""):
                self._edit(place, new, style, NEW)
        elif old not in (None, "") and not isinstance(old, Formula) and same(now, old):
            self._edit(place, new, style, UPDATED)
        elif not self.remembered:
            self._keep(place, "unknown")
        elif old in (None, "") and new not in (None, ""):
            self._keep(place, "blocked")
        elif old not in (None, ""):
            self._keep(place, "overwritten")

    def leftover(self, place: At, old: Content) -> None:
        """Take away what kamxl had put where it puts nothing any more.

        What people put there instead stays, and is no more worth a word than elsewhere.
        """
        there = self.held.texts.get(place)
        now = self.held.value(*place)
        if there is not None:
            ours = isinstance(old, Formula) and self.formulas.was(there, old.text)
        else:
            ours = now is not None and not isinstance(old, Formula) and same(now, old)
        if ours:
            self._edit(place, None, "text", REMOVED)

    def _write(self, place: At, new: Formula, style: str, why: Text) -> None:
        text = self.formulas.spelled(new.text)
        if text is None:
            self._keep(place, "formula")
        else:
            self._edit(place, Formula(text, new.value), style, why)

    def _edit(self, place: At, content: Content, style: str, why: Text) -> None:
        row, column = place
        self.made.edits.append(
            Edit(row, column, content, style, why.en, self.held.value(row, column))
        )

    def _keep(self, place: At, reason: Reason) -> None:
        self.made.kept.append(Kept(*place, reason))


def same(one: Content, other: Content) -> bool:
    """Return whether two contents show the same: days are numbers, blank text is nothing."""
    if type(one) is type(other) and one == other:
        return True
    one, other = _plain(one), _plain(other)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return type(one) is type(other) and one == other


def _plain(content: Content) -> CellValue:
    if isinstance(content, Formula):
        content = content.value
    elif isinstance(content, Link):
        content = content.text
    if isinstance(content, bool) or content is None:
        return content
    if isinstance(content, (int, float)):
        return float(content)
    if isinstance(content, dt.datetime):
        midnight = dt.datetime(content.year, content.month, content.day)
        return to_serial(content) + (content - midnight) / dt.timedelta(days=1)
    if isinstance(content, dt.date):
        return float(to_serial(content))
    return content or None
