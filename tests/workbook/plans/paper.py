"""Forms on paper: sheets as grids that people write on, without a file between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamxl.cells import CellValue, Grid
from kamxl.domain.assessment import Assessment
from kamxl.domain.candidates import Segment
from kamxl.rules import load_rules
from kamxl.text import Language
from kamxl.workbook.changing import Edit
from kamxl.workbook.plans.naming import uid
from kamxl.workbook.plans.reading import Plans, read_plans
from kamxl.workbook.plans.renewing import FormMemory, Renewed, Wanted, renew
from kamxl.workbook.spec import Sheet, shown
from tests.domain import golden


class Paper:
    """A workbook of forms as it lies between two runs."""

    def __init__(
        self,
        result: Assessment | None = None,
        language: Language = "en",
        segment: Segment | None = None,
        pinned: frozenset[str] = frozenset(),
    ) -> None:
        self.wanted = Wanted(
            result=result or golden.assessment(),
            rulebook=load_rules(),
            segment=segment or Segment(),
            pinned=pinned,
            language=language,
            taken=("Ranking",),
        )
        self.grids: dict[str, list[list[CellValue]]] = {}
        self.formulas: dict[str, dict[tuple[int, int], str]] = {}
        self.colours: dict[str, str] = {}
        self.order: list[str] = []
        self.memory: Mapping[str, FormMemory] = {}

    @property
    def name(self) -> str:
        return "paper.xlsx"

    def sheets(self) -> tuple[str, ...]:
        return tuple(self.order)

    def read(self, sheet: str) -> Grid:
        return self.grids[sheet]

    def texts(self, sheet: str) -> Mapping[tuple[int, int], str]:
        return self.formulas.get(sheet, {})

    def plans(self) -> Plans:
        return read_plans(self, ("Ranking",), self.memory)

    def run(self, **changes: object) -> Renewed:
        self.wanted = replace(self.wanted, **changes)  # type: ignore[arg-type]
        made = renew(
            replace(self.wanted, taken=("Ranking", *self.order)), self.plans(), self.memory
        )
        for patch in made.patches:
            for edit in patch.edits:
                self.edit(patch.name, edit)
            if patch.colour:
                self.colours[patch.name] = patch.colour
            if patch.to_the_end:
                self.order.remove(patch.name)
                self.order.append(patch.name)
        for added in made.added:
            self.lay(added.sheet)
        self.memory = made.memory
        return made

    def lay(self, sheet: Sheet) -> None:
        assert sheet.name not in self.grids
        self.grids[sheet.name] = []
        self.order.append(sheet.name)
        for cell in sheet.cells:
            self.put(sheet.name, cell.row, cell.column, shown(cell.content))
        for area, content, _ in sheet.merges:
            self.put(sheet.name, area.top, area.left, shown(content))

    def edit(self, sheet: str, edit: Edit) -> None:
        self.put(sheet, edit.row, edit.column, shown(edit.content))

    def put(self, sheet: str, row: int, column: int, value: CellValue) -> None:
        rows = self.grids[sheet]
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = value

    def where(self, account: str) -> str:
        return self.plans().sheets[uid(account)].name

    def type(self, sheet: str, id_: str, field: str, value: CellValue) -> None:
        """Write into a field of a line, found by its id."""
        row, column = self.at(sheet, id_, field)
        self.put(sheet, row, column, value)

    def at(self, sheet: str, id_: str, field: str) -> tuple[int, int]:
        form = next(one for one in self.plans().sheets.values() if one.name == sheet)
        line = next(line for line in form.filled.lines if line.id == id_)
        return line.row, form.form.section(line.section).places[field] + 1

    def field(self, sheet: str, id_: str, field: str) -> CellValue:
        row, column = self.at(sheet, id_, field)
        cells = self.grids[sheet][row]
        return cells[column] if column < len(cells) else None
