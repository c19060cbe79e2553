"""Tables drawn in Markdown, as a file would hold them."""

from __future__ import annotations

from kamxl.cells import CellError, CellValue
from kamxl.intake.raw import RawTable


def table(drawing: str, **typed: CellValue) -> RawTable:
    """Return a drawn table; a word that names an argument stands for the value given there."""
    values: dict[str, CellValue] = {error.value: error for error in CellError} | typed
    rows = [
        [
            values.get(cell.strip(), cell.strip() or None)
            for cell in line.strip().strip("|").split("|")
        ]
        for line in drawing.strip().splitlines()
    ]
    return RawTable("crm.xlsx", "Kunden", rows, sheets=("Kunden",))
