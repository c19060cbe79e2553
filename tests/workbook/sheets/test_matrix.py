from __future__ import annotations

import dataclasses
import re

import pytest

from kamxl.cells import CellError, CellValue
from kamxl.domain.matrix import CELL_GROUPS, QUADRANTS
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import matrix
from kamxl.workbook.spec import Area, Chart, Formula, Sheet
from tests.domain import golden
from tests.workbook.books import book, sheet


def chart(kind: str, language: Language = "en") -> Chart:
    return sheet(book(kind, language), "matrix").charts[0]


def shown(kind: str, column: str) -> list[object]:
    """Return the results in one of the helper columns, slot by slot."""
    place = matrix.PLACE[column]
    cells = {
        cell.row: cell.content
        for cell in sheet(book(kind, "en"), "matrix").cells
        if cell.column == place and cell.row >= matrix.FIRST
    }
    return [c.value for _, c in sorted(cells.items()) if isinstance(c, Formula)]


def lines(one: Sheet) -> list[list[tuple[CellValue, CellValue]]]:
    """Return the points of every line of the chart as they are computed."""
    cells = {
        (cell.row, cell.column): (
            cell.content.value if isinstance(cell.content, Formula) else cell.content
        )
        for cell in one.cells
    }

    def column(area: Area) -> list[CellValue]:
        return [cells[row, area.left] for row in range(area.top, area.bottom + 1)]

    return [
        list(zip(column(series.categories[1]), column(series.values[1]), strict=True))
        for series in one.charts[0].series
        if series.look == "line"
    ]


def test_there_is_one_series_for_each_band_of_revenue_with_rising_markers() -> None:
    bands = [series for series in chart("golden").series if series.look.startswith("band")]
    assert [series.look for series in bands] == [f"band{n}" for n in range(1, 6)]
    one = chart("golden")
    listed = [one.series[place].look for place in one.legend]
    assert listed == [*(f"band{n}" for n in range(1, 6)), "forecast"]


def test_an_account_shows_in_exactly_one_band() -> None:
    columns = [shown("golden", f"band{n}") for n in range(1, matrix.BANDS + 1)]
    for place in range(12):
        values = [column[place] for column in columns]
        assert sum(isinstance(value, float) for value in values) == 1
    assert shown("golden", "y")[12] == columns[0][12]  # a free slot is #N/A everywhere


def test_the_lines_cross_at_the_cuts_and_every_quadrant_is_named() -> None:
    looks = [series.look for series in chart("golden").series]
    assert looks.count("line") == 2 + 2  # those of the cuts, and the second of the thirds
    assert looks.count("quadrant") == len(QUADRANTS) + len(CELL_GROUPS)
    across, up, *thirds = lines(sheet(book("golden", "en"), "matrix"))
    result = golden.assessment()
    assert across == [(result.cut_strength, 1), (result.cut_strength, 10)]
    assert up == [(1, result.cut_attractiveness), (10, result.cut_attractiveness)]
    # A point without a y is not drawn.
    assert [y for line in thirds for _, y in line] == [CellError.NA] * 4


def test_with_nine_cells_the_lines_stand_at_the_thirds() -> None:
    policy = dataclasses.replace(golden.policy(), grid=3)
    made = render(Inputs(golden.portfolio(), policy, "en", golden.TODAY))
    assert lines(sheet(made, "matrix")) == [
        [(4, 1), (4, 10)], [(1, 4), (10, 4)], [(7, 1), (7, 10)], [(1, 7), (10, 7)],
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["golden", "large"])
def test_the_first_twenty_bear_their_names(kind: str) -> None:
    labels = [series for series in chart(kind).series if series.look == "label"]
    assert len(labels) == golden.policy().labels == 20
    assert all(
        series.label and re.fullmatch(r"=Matrix!\$\w+\$\d+", series.name) for series in labels
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_name_those_whom_the_chart_shows(language: Language) -> None:
    one = sheet(book("golden", language), "matrix")
    result = golden.assessment()
    for place, quadrant in enumerate(QUADRANTS):
        texts = [
            str(cell.content.value)
            for cell in one.cells
            if cell.column == place
            and matrix.LIST_FIRST <= cell.row < matrix.LIST_FIRST + matrix.LISTED
            and isinstance(cell.content, Formula)
            and cell.content.value
        ]
        members = {
            golden.NAMES[account] for account in range(12) if result.quadrant[account] == place + 1
        }
        assert {text.partition(" – ")[0] for text in texts} == members, quadrant
    vicom = [
        cell.content.value
        for cell in one.cells
        if isinstance(cell.content, Formula) and str(cell.content.value).startswith("Vicom – ")
    ]
    assert all(words.PHRASES["endangered"](language) in str(text) for text in vicom)
