"""Headers in several rows: merged cells above, such as Umsatz over 2024 and 2025."""

from __future__ import annotations

import re

from kamxl.cells import CellValue
from kamxl.intake.raw import RawTable
from kamxl.intake.texts import COMPARED, as_text

# So many rows of headers at most.
DEEPEST = 3
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
Area = tuple[int, int, int, int]


def stacked(table: RawTable, row: int) -> tuple[int, dict[int, list[str]]]:
    """Return how many rows of headers begin in a row, and by column what stands in them.

    Merged cells say it, or, in a text, a header over blank ones with years below. 1 and nothing
    where headers stand in this row alone.
    """
    areas = [area for area in table.merged if area[0] == row] or _over_years(table, row)
    deepest = max((bottom - row + 1 for _, _, bottom, _ in areas), default=1)
    wide = any(right > left for _, left, _, right in areas)
    depth = min(max(deepest, 2 if wide else 1), DEEPEST, len(table.rows) - row)
    if depth < 2:
        return 1, {}
    texts: dict[int, list[str]] = {}
    inner = {
        (r, c): table.cell(top, left)
        for top, left, bottom, right in (*areas, *table.merged)
        if row <= top < row + depth
        for r in range(top, min(bottom, row + depth - 1) + 1)
        for c in range(left, min(right, left + COMPARED) + 1)
    }
    width = max(len(table.rows[r]) for r in range(row, row + depth))
    for column in range(width):
        parts: list[str] = []
        for r in range(row, row + depth):
            cell = inner.get((r, column), table.cell(r, column))
            text = _header(cell)
            if text and text not in parts:
                parts.append(text)
        if parts:
            texts[column] = parts
    return depth, texts


def _header(cell: CellValue) -> str:
    """Return a header; a number only where it can be a year."""
    if isinstance(cell, str):
        return cell.strip()[:COMPARED]
    text = as_text(cell)
    return text if _YEAR.fullmatch(text) else ""


def _over_years(table: RawTable, row: int) -> list[Area]:
    """Return where a header stands over blank cells and years stand below all of them."""
    if row + 1 >= len(table.rows):
        return []
    width = max(len(table.rows[row]), len(table.rows[row + 1]))
    found: list[Area] = []
    for left in range(width):
        if not isinstance(table.cell(row, left), str):
            continue
        right = left
        while right + 1 < width and table.cell(row, right + 1) is None:
            right += 1
        below = [_header(table.cell(row + 1, column)) for column in range(left, right + 1)]
        years = [text for text in below if _YEAR.fullmatch(text)]
        if right > left and len(years) > 1 and years == below[: len(years)]:
            found.append((row, left, row, left + len(years) - 1))
    return found
