"""A second calculator, which shares no line with LibreOffice: cellrune computes what kernels do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from kamxl.actions.demo import demo
from kamxl.cells import address
from kamxl.hosts.tables.reading import read_table
from kamxl.hosts.xlsx.build import build
from kamxl.profiles import load_profile
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.inputs import Inputs
from kamxl.workbook.schema import render
from kamxl.workbook.spec import Book
from tests.parity import made
from tests.parity.comparing import computed_cells, same
from tests.parity.engine import GAPS, answers, calculated
from tests.parity.test_random import HEAVY
from tests.workbook.books import book


def differing(content: Book, path: Path) -> list[str]:
    """Return what the engine computes otherwise.

    Cells that its gaps spoil are typed over with what they should give, so that all others are
    compared, those that depend on them as well.
    """
    build(content, path)
    cells = list(computed_cells(content))
    assert len(cells) > 500, "hardly any formula was compared"
    sheets = calculated(path)
    typed = {
        (name, row, column): expected
        for name, row, column, formula, expected in cells
        if "SUMPRODUCT(" in formula
        and any(gap in formula for gap in GAPS)
        and not same(sheets[name].value(row, column), expected)
    }
    assert len(typed) <= 12, typed
    if typed:
        sheets = calculated(path, typed)
    wrong = [
        f"{name}!{address(row, column)}: expected {expected!r}, got {found!r}: {formula}"
        for name, row, column, formula, expected in cells
        if (name, row, column) not in typed
        and not same(found := sheets[name].value(row, column), expected)
    ]
    return [f"{len(wrong)} of {len(cells)} cells differ", *wrong[:12]] if wrong else []


def test_what_the_engine_cannot_it_still_cannot() -> None:
    # A3 is no positive number, the last row of the others is 4; C1 and C2 are both formulas.
    rows = [(1.0, "a"), (2.0, "bb"), (0.0, "ccc"), (3.0, "dddd")]
    gaps = {
        "ROW(": ("=SUMPRODUCT(MAX((A1:A4>0)*ROW(A1:A4)))", 4),
        "ISFORMULA(": ("=SUMPRODUCT(--_xlfn.ISFORMULA(C1:C2))", 2),
    }
    assert set(gaps) == set(GAPS)
    found = answers([formula for formula, _ in gaps.values()], rows)
    for gap, answer, (_, right) in zip(gaps, found, gaps.values(), strict=True):
        assert answer != right, f"cellrune can {gap}…) now: take it out of the gaps"
    # The same products without them are computed.
    assert answers(["=SUMPRODUCT(MAX((A1:A4>0)*LEN(B1:B4)))"], rows) == [4]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["empty", "golden", "data-only", "stamped"])
def test_every_cell_of_a_book_is_what_the_kernels_say(
    tmp_path: Path, kind: str, language: Language
) -> None:
    assert differing(book(kind, language), tmp_path / "book.xlsx") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_the_example_is_what_the_kernels_say(
    tmp_path: Path, language: Language
) -> None:
    example = demo(read_table, language, load_profile)
    content = render(example.inputs, None, load_rules(None))
    assert differing(content, tmp_path / "book.xlsx") == []


@pytest.mark.slow
@settings(max_examples=6, **HEAVY)
@given(inputs=made.shapes(1, 10).flatmap(made.inputs))
def test_small_portfolios_are_what_the_kernels_say(
    tmp_path_factory: pytest.TempPathFactory, inputs: Inputs
) -> None:
    folder = tmp_path_factory.mktemp("engine")
    assert differing(render(inputs), folder / "book.xlsx") == []
