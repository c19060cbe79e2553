"""Whatever people do between two runs: what is theirs stays, what is kamxl's is right."""

from __future__ import annotations

import dataclasses
import os
from functools import cache
from pathlib import Path

import pytest

from kamxl.actions.run import run
from kamxl.actions.updating import Update, update
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import built
from kamxl.hosts.xlsx.patching import patch
from kamxl.text import Language
from kamxl.workbook.schema import render
from tests.office.client import Edit, Office, OfficeError
from tests.parity.histories import History, places_of
from tests.parity.recalculated import stale_cells
from tests.workbook.reading.made import TODAY, example

# KAMXL_HISTORIES=500 runs the slow corpus.
WANTED = int(os.environ.get("KAMXL_HISTORIES", "50"))
AT_FILE_LEVEL = range(WANTED * 4 // 5)
IN_A_PROGRAM = range(1000, 1000 + WANTED - WANTED * 4 // 5)


@cache
def original(language: Language) -> bytes:
    inputs = example(language, reserve=0)
    return built(render(dataclasses.replace(inputs)))


def history_of(seed: int) -> History:
    return History(seed, "de" if seed % 2 else "en", len(example().portfolio))


def see_that_it_holds(path: Path, history: History) -> Update:
    """Run, and see that nothing of people's own moved or went; a second run changes nothing."""
    before = read_book(path)
    own = places_of(before, history.typed)
    names = before.sheets()
    found = update(run(before, TODAY), TODAY)
    patch(path, found.patch)
    after = read_book(path)
    told = f"seed {history.seed}: {history.told}"
    for text, places in places_of(after, history.typed).items():
        # An id that was typed below stands in the ratings too, once it was taken in.
        assert set(own[text]) <= set(places), f"{told}: {text!r} moved from {own[text]}"
    assert [name for name in after.sheets() if name in names] == list(names), told
    again = update(run(after, TODAY), TODAY)
    assert (again.cells[:3], again.results[:3]) == ((), ()), told
    assert again.patch.empty, told
    return found


@pytest.mark.parametrize("seed", AT_FILE_LEVEL)
def test_what_is_typed_into_the_file_survives_a_run(tmp_path: Path, seed: int) -> None:
    history = history_of(seed)
    path = tmp_path / "book.xlsx"
    path.write_bytes(original(history.language))
    history.type_into(path)
    see_that_it_holds(path, history)


@pytest.mark.parametrize("seed", IN_A_PROGRAM)
def test_what_is_done_in_libreoffice_survives_a_run_and_computes_right(
    tmp_path: Path, office: Office, seed: int
) -> None:
    history = history_of(seed)
    path, saved = tmp_path / "book.xlsx", tmp_path / "saved.xlsx"
    path.write_bytes(original(history.language))
    try:
        office.recalculate(path, list(history.edits()), save_as=saved, formulas=False)
    except OfficeError as refusal:
        # It does not sort what is merged; anything else is a failure.
        if "sort" not in history.told or "died" in str(refusal):
            raise
        pytest.skip(f"LibreOffice would not: {refusal}")
    see_that_it_holds(saved, history)
    if not history.overwrote:
        stale = stale_cells(office, saved)
        assert not stale, "\n".join([f"seed {seed}: {history.told}", *stale])


@pytest.mark.parametrize("row", [6, 8, 15])
def test_a_blank_row_inside_the_protected_list_of_the_ranking_moves_no_result(
    tmp_path: Path, office: Office, row: int
) -> None:
    path, saved = tmp_path / "book.xlsx", tmp_path / "saved.xlsx"
    path.write_bytes(original("en"))
    edits = [Edit.layout("insert_rows", "Ranking", row, 0, 1)]
    office.recalculate(path, edits, save_as=saved, formulas=False)
    found = see_that_it_holds(saved, history_of(0))
    assert not any(change.sheet == "Ranking" for change in found.cells)
    assert not stale_cells(office, saved)
