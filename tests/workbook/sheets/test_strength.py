from __future__ import annotations

import dataclasses

import numpy as np

from kamxl.domain.buying import FACTORS
from kamxl.domain.policy import Policy
from kamxl.text import LANGUAGES
from kamxl.workbook import words
from kamxl.workbook.context import EMPTY_ROWS, STRENGTH_HEADER
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.sheets.strength import COMPUTED, FORMULAS, KEYS, READY, TYPED, rows_for
from kamxl.workbook.spec import Book, Sheet
from tests.domain import golden
from tests.domain.compared import VIEWS, compared
from tests.workbook.books import book, sheet


def made(language: str = "en", **policy: object) -> Book:
    judged: Policy = dataclasses.replace(golden.policy(), **policy)  # type: ignore[arg-type]
    return render(Inputs(compared(golden.portfolio()), judged, language, golden.TODAY))  # type: ignore[arg-type]


def cells(one: Sheet) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.content for cell in one.cells}


def test_every_column_is_either_typed_or_computed() -> None:
    assert {*TYPED, *COMPUTED} == set(KEYS)
    assert set(FORMULAS) == set(COMPUTED)
    assert set(KEYS) == set(words.STRENGTH_COLUMNS)


def test_there_are_always_rows_to_type_into() -> None:
    assert rows_for(0) == EMPTY_ROWS
    assert [rows_for(EMPTY_ROWS - READY + more) for more in (0, 1)] == [EMPTY_ROWS, 2 * EMPTY_ROWS]
    assert sheet(book("empty", "en"), "strength").tables[0].rows == EMPTY_ROWS


def test_only_compared_accounts_have_a_row_in_the_order_of_the_accounts() -> None:
    ids = sheet(made(), "strength").tables[0].columns[0].values
    assert list(ids[: len(VIEWS)]) == [golden.portfolio().ids[account] for account in sorted(VIEWS)]
    assert set(ids[len(VIEWS) :]) == {None}


def test_rows_that_stand_in_order_are_counted_on_the_sheet_of_settings() -> None:
    one = made()
    place = one.names["kam_strength_sorted"]
    values = {
        f"{words.SHEETS['settings']('en')}!{cell.row},{cell.column}": cell.content
        for cell in sheet(one, "settings").cells
    }
    assert place.startswith(words.SHEETS["settings"]("en"))
    # Seven accounts are compared, the row below is free: 0 ends what ascends.
    assert len(VIEWS) in [getattr(content, "value", None) for content in values.values()]


def test_no_row_is_frozen_for_the_factors_take_half_a_screen() -> None:
    assert sheet(made(), "strength").freeze == (0, 2)
    assert STRENGTH_HEADER > FACTORS


def test_what_applies_is_told_in_both_languages() -> None:
    said = {}
    for language in LANGUAGES:
        one = sheet(made(language, strength_mode="relative"), "strength").tables[0]
        said[language] = list(one.columns[one.at("applies")].values[:7])
    assert said["en"][5] == "criteria, because we are not rated"
    assert said["de"][5] == "Kriterien, denn wir sind nicht bewertet"
    assert said["en"][6] == "criteria, because no competitor is rated"


def test_the_largest_gap_and_the_best_competitor_are_named() -> None:
    one = sheet(made(), "strength").tables[0]
    gap, best = (one.columns[one.at(key)].values for key in ("gap", "best"))
    # Against A: 10 x (9 - 8) = 10 for quality, 10 x (8 - 6) = 20 for innovation.
    assert (gap[0], best[0]) == ("Innovation", "Rivalix AG")
    assert best[1] == "Müller & Söhne"


def test_headings_above_the_ratings_are_the_factors_turned() -> None:
    one = sheet(made("de"), "strength")
    table = one.tables[0]
    content = cells(one)[STRENGTH_HEADER - 1, table.at("us_2")]
    assert getattr(content, "value", None) == "Qualität"


def test_weights_that_do_not_count_stay_typed_and_the_usual_ones_are_used() -> None:
    one = sheet(made(), "strength").tables[0]
    typed = [one.columns[one.at(f"w_{n}")].values[4] for n in range(1, 5)]
    used = [one.columns[one.at(f"u_{n}")].values[4] for n in range(1, 5)]
    assert typed == [None, 0, 101, -1]
    assert used == [20, 0, 20, 20]
    assert not np.isnan(np.array(used, dtype=float)).any()
