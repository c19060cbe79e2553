"""What becomes of a workbook: its sheets by key, the names, what is added and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kamxl.workbook.changing import Added, BookPatch, SheetPatch
from kamxl.workbook.formulas import quoted
from kamxl.workbook.merging.aligning import Alignment
from kamxl.workbook.merging.cells import (
    Cells,
    Held,
    Kept,
    Merged,
)
from kamxl.workbook.merging.former import Former, FormerSheet
from kamxl.workbook.merging.held import Source
from kamxl.workbook.spec import Area, Book, Content, Link, Sheet
from kamxl.workbook.state import At, Bones, Remembered, State, contents


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
    _cells: dict[str, tuple[Sheet, Cells]] = field(default_factory=dict)

    def sheet(self, key: str) -> Sheet:
        """Return the new rendering of a sheet."""
        return next(sheet for sheet in self.rendered.book.sheets if sheet.key == key)

    def cells(self, sheet: Sheet) -> Cells:
        """Return what a rendered sheet holds by place; worked out once for each rendering."""
        known = self._cells.get(sheet.key)
        if known is None or known[0] is not sheet:
            known = self._cells[sheet.key] = sheet, contents(sheet)
        return known[1]

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

    def led(self, cells: Mapping[At, Content]) -> dict[At, Content]:
        """Return contents whose links lead to sheets by what the file calls them."""
        names = {
            quoted(sheet.name): quoted(there)
            for sheet in self.rendered.book.sheets
            if (there := self.found.get(sheet.key, sheet.name)) != sheet.name
        }

        def led(content: Content) -> Content:
            if not isinstance(content, Link):
                return content
            name, _, cell = content.target.rpartition("!")
            return Link(content.text, f"{names[name]}!{cell}") if name in names else content

        return {at: led(content) for at, content in cells.items()} if names else dict(cells)

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
                sheets[key], name=alignment.name, contents=self.led(sheets[key].contents)
            )
            if key not in self.structures and key in old and not self._alike(key):
                remembered = replace(remembered, bones=old[key].bones)
            sheets[key] = remembered
        return replace(fresh, sheets=sheets, handed=self.base.handed if self.base else "")


def told(bones: Bones) -> object:
    """Return what is compared of a sheet's rules and charts: lists are as good as tuples."""
    from kamxl.workbook.state import BONES

    return BONES.dump_python(bones, mode="json", warnings=False)
