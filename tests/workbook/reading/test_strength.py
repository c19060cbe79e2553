"""Comparisons with competitors are read back, whatever was typed."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kamxl.actions.run import RunResult
from kamxl.cells import column_letters
from kamxl.domain.buying import DEFAULT_FACTORS, FACTORS
from kamxl.domain.portfolio import COMPARED_NUMBERS, COMPARED_TEXTS
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.context import STRENGTH_HEADER
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.sheets.strength import FACTORS_FIRST, KEYS
from tests.domain import golden
from tests.domain.compared import compared
from tests.workbook.reading import made

both = pytest.mark.parametrize("language", LANGUAGES)
FIRST = STRENGTH_HEADER + 1
AT = {key: n for n, key in enumerate(KEYS)}


def inputs(language: Language = "de") -> Inputs:
    usual = made.example(language, strength_mode="relative")
    return dataclasses.replace(usual, portfolio=compared(golden.portfolio()))


def typed(cells: dict[tuple[int, str], object], folder: Path) -> RunResult:
    """Return what `run` says after cells of the table, by row from 0 and column, were typed."""
    path = made.built(inputs(), folder / "book.xlsx")

    def edit(book: Any) -> None:
        for (row, key), value in cells.items():
            book[made.name("strength")].cell(FIRST + row + 1, AT[key] + 1).value = value

    return made.judged(made.edited(path, edit))


@both
def test_every_comparison_is_read_back(tmp_path: Path, language: Language) -> None:
    wanted = inputs(language).portfolio
    found = made.judged(made.built(inputs(language), tmp_path / "book.xlsx")).inputs.portfolio
    for key in COMPARED_NUMBERS:
        np.testing.assert_array_equal(found.number(key), wanted.number(key), err_msg=key)
    for key in COMPARED_TEXTS:
        assert found.text(key) == wanted.text(key)


def test_a_row_belongs_to_the_account_of_its_id_wherever_it_stands(tmp_path: Path) -> None:
    ids = golden.portfolio().ids
    found = typed({(9, "id"): ids[9].upper(), (9, "us_1"): 8, (9, "a_1"): 4}, tmp_path)
    assert found.inputs.portfolio.number("us_1")[9] == 8
    assert found.inputs.portfolio.number("a_1")[9] == 4


@pytest.mark.parametrize(
    ("id_", "code"), [("Niemand", "M-ORPHAN"), (golden.portfolio().ids[0], "M-DUPLICATE")]
)
def test_a_row_of_nobody_and_a_second_row_are_told_with_their_cell(
    tmp_path: Path, id_: str, code: str
) -> None:
    found = typed({(9, "id"): id_, (9, "us_1"): 8}, tmp_path)
    (said,) = [finding for finding in found.findings if finding.code == code]
    assert said.place.endswith(f"!{made.name('strength')}!A{FIRST + 9 + 1}")


def test_what_is_no_number_is_told_and_kept_as_it_was_typed(tmp_path: Path) -> None:
    found = typed({(0, "us_1"): "acht"}, tmp_path)
    (said,) = [finding for finding in found.findings if finding.code == "A-NUMBER"]
    assert said.place.endswith(f"!{column_letters(AT['us_1'])}{FIRST + 1}")
    assert found.inputs.kept["us_1", 0] == "acht"
    assert np.isnan(found.inputs.portfolio.number("us_1")[0])
    again = made.judged(made.built(made.renewed(found), tmp_path / "again.xlsx"))
    assert again.inputs.kept["us_1", 0] == "acht"


def factor_cell(row: int, column: int, value: object, folder: Path) -> RunResult:
    path = made.built(inputs(), folder / "book.xlsx")

    def edit(book: Any) -> None:
        book[made.name("strength")].cell(FACTORS_FIRST + row + 1, column + 1).value = value

    return made.judged(made.edited(path, edit))


def test_factors_are_named_and_weighed_by_people(tmp_path: Path) -> None:
    named = factor_cell(0, 1, "Liefertreue", tmp_path).inputs.policy.factors
    assert named[0].name("de") == named[0].name("en") == "Liefertreue"
    assert named[1:] == DEFAULT_FACTORS[1:]
    assert factor_cell(5, 2, 35, tmp_path).inputs.policy.factors[5].weight == 35
    assert factor_cell(5, 2, None, tmp_path).inputs.policy.factors[5].weight == 0


@pytest.mark.parametrize("weight", ["viel", -1, 101, True])
def test_a_factors_weight_is_0_to_100(tmp_path: Path, weight: object) -> None:
    found = factor_cell(2, 2, weight, tmp_path)
    (said,) = [finding for finding in found.findings if finding.code == "X-CRITERION"]
    assert said.place.endswith(f"!C{FACTORS_FIRST + 3}")
    assert found.inputs.policy.factors[2].weight == DEFAULT_FACTORS[2].weight
    assert len(found.inputs.policy.factors) == FACTORS
