from __future__ import annotations

import pytest

from kamxl.workbook.sheets.concentration import FIGURE_ROW, FIGURES
from kamxl.workbook.spec import Formula
from tests.domain import golden
from tests.workbook.books import book, sheet


def test_every_figure_has_a_name_and_the_kernels_value() -> None:
    made = book("golden", "en")
    cells = {(c.row, c.column): c.content for c in sheet(made, "concentration").cells}
    figures = golden.assessment().concentration
    for key in FIGURES:
        assert f"kam_{key}" in made.names
        cell = cells[FIGURE_ROW[key], 1]
        assert isinstance(cell, Formula)
        if hasattr(figures, key):
            assert cell.value == getattr(figures, key), key
    # (4200 + 2400 + 1500 + 900 + 800) / 12000
    assert cells[FIGURE_ROW["cr5"], 1].value == pytest.approx(9800 / 12000)  # type: ignore[union-attr]


def test_pareto_and_lorenz_are_drawn_from_the_list() -> None:
    charts = sheet(book("golden", "en"), "concentration").charts
    assert [chart.kind for chart in charts] == ["pareto", "scatter"]
    assert charts[0].y_range == charts[1].y_range == charts[1].x_range == (0, 1)
