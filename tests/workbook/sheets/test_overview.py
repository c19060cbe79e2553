from __future__ import annotations

import pytest

from kamxl.text import LANGUAGES, Language
from kamxl.workbook.sheets.overview import TOP_COUNT, TOP_ROW
from kamxl.workbook.spec import Formula
from tests.domain import golden
from tests.workbook.books import book, sheet


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_one_page_with_two_charts(language: Language) -> None:
    one = sheet(book("large", language), "overview")
    assert one.page.one_page
    assert [chart.kind for chart in one.charts] == ["scatter", "pareto"]


def test_it_names_the_first_ten_by_points() -> None:
    one = sheet(book("golden", "en"), "overview")
    cells = {(c.row, c.column): c.content for c in one.cells}
    result = golden.assessment()
    order = sorted(range(12), key=lambda account: result.order[account])
    shown = [cells[TOP_ROW + 2 + place, 1] for place in range(TOP_COUNT)]
    assert [cell.value for cell in shown if isinstance(cell, Formula)] == [
        golden.NAMES[account] for account in order[:TOP_COUNT]
    ]
