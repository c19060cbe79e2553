"""The sheet of weights: read back as typed, taken over, remarked on, and never lost."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kamxl.actions.run import known_criteria, run
from kamxl.cells import CellValue
from kamxl.cli.app import app
from kamxl.domain.policy import Policy
from kamxl.errors import UsageError
from kamxl.hosts.memory import MemoryBook
from kamxl.hosts.tables.book import read_book as read_file
from kamxl.hosts.xlsx.build import build
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.inputs import Inputs, WeightsInput
from kamxl.workbook.reading.book import read_book
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import weight_places as layout
from kamxl.workbook.spec import Book, Cell, Content, Formula, Link
from kamxl.workbook.weighing import taken, weigh, weighing_findings
from tests.domain import golden
from tests.parity import made
from tests.workbook.books import sheet
from tests.workbook.reading.made import renewed

FIVE = (2.0, 3.0, 3.0, 4.0, 2.0, 2.0, 3.0, 1.0, 2.0, 2.0)


def policy() -> Policy:
    """Return the profile `standard` with its first five criteria alone active."""
    standard = golden.policy()
    criteria = tuple(
        dataclasses.replace(criterion, active=place < 5)
        for place, criterion in enumerate(standard.criteria)
    )
    return dataclasses.replace(standard, criteria=criteria)


KEYS = [criterion.key for criterion in policy().criteria]
PAIRS = dict(zip(itertools.combinations(KEYS[:5], 2), FIVE, strict=True))
LEVELS = dict(zip(KEYS[:5], ("important", "important", "less", "excluded", "less"), strict=True))
SWINGS = dict(zip(KEYS[:5], (100.0, 50.0, 25.0, 0.0, 75.0), strict=True))


def inputs(typed: WeightsInput, language: Language = "en") -> Inputs:
    return Inputs(golden.portfolio(), policy(), language, golden.TODAY, weights=typed)


def in_memory(book: Book) -> dict[str, list[list[CellValue]]]:
    """Return a rendered workbook's cells, formulas as their results."""
    sheets: dict[str, list[list[CellValue]]] = {}
    for one in book.sheets:
        cells = {(cell.row, cell.column): cell.content for cell in one.cells}
        for table in one.tables:
            for place, column in enumerate(table.columns):
                cells[table.row, table.column + place] = column.label
                for row, value in enumerate(column.values, start=table.row + 1):
                    cells[row, table.column + place] = value
        height = 1 + max(row for row, _ in cells)
        width = 1 + max(column for _, column in cells)
        grid: list[list[CellValue]] = [[None] * width for _ in range(height)]
        for (row, column), content in cells.items():
            grid[row][column] = (
                content.value
                if isinstance(content, Formula)
                else content.text
                if isinstance(content, Link)
                else content
            )
        sheets[one.name] = grid
    return sheets


def value(book: Book, row: int, column: int) -> CellValue:
    found = next(
        cell.content
        for cell in sheet(book, "weights").cells
        if (cell.row, cell.column) == (row, column)
    )
    assert isinstance(found, Formula)
    return found.value


@given(made.judgements(policy()), st.sampled_from(LANGUAGES))
@settings(max_examples=15, deadline=None)
def test_what_was_judged_is_read_again(typed: WeightsInput, language: Language) -> None:
    book = in_memory(render(inputs(typed, language)))
    read = read_book(MemoryBook(book), known_criteria(), golden.TODAY)
    assert read.inputs.weights == typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_golden_comparison_stands_on_the_sheet(language: Language) -> None:
    book = render(inputs(WeightsInput(pairs=PAIRS), language))
    shown = [value(book, layout.FIRST + n, layout.PLACE["by_pairwise"]) for n in range(6)]
    assert shown[:5] == pytest.approx([40.3048, 24.4403, 13.6732, 13.6732, 7.9086], abs=5e-4)
    assert shown[5] == ""
    ratio = value(book, layout.FIGURE["pairs_ratio"], layout.VALUE)
    assert ratio == pytest.approx(0.0082785 / 1.12, abs=1e-6)
    verdict = value(book, layout.FIGURE["pairs_ratio"], layout.VALUE + 1)
    assert verdict == words.PHRASES["consistent"](language)


def test_importance_swing_and_points_propose_in_proportion() -> None:
    found = weigh(policy(), WeightsInput(LEVELS, SWINGS, PAIRS)).proposals
    assert found["importance"] == pytest.approx([x / 6 * 100 for x in (2, 2, 1, 0, 1)])
    assert found["swing"] == pytest.approx([x / 250 * 100 for x in (100, 50, 25, 0, 75)])
    # Of five the first beats four, the second three; third and fourth are equal and beat the last.
    assert found["preference"] == pytest.approx([x / 20 * 100 for x in (8, 6, 3, 3, 0)])


def test_what_is_judged_of_excluded_criteria_is_kept_and_does_not_count() -> None:
    typed = WeightsInput({**LEVELS, KEYS[7]: "important"}, {**SWINGS, KEYS[7]: 100.0}, PAIRS)
    one, other = weigh(policy(), typed), weigh(policy(), WeightsInput(LEVELS, SWINGS, PAIRS))
    for method in words.WEIGHT_METHODS:
        assert one.proposals[method] == pytest.approx(other.proposals[method])


def test_a_contradiction_is_told_with_its_three_criteria() -> None:
    spoilt = {**PAIRS, (KEYS[0], KEYS[2]): 1 / 9}
    (finding,) = weighing_findings(policy(), WeightsInput(pairs=spoilt))
    assert finding.code == "W-CR"
    names = [criterion.name.en for criterion in policy().criteria]
    # First : second is 2, second : third is 2, so first : third would be 4, not 1/9.
    assert f"“{names[0]}”, “{names[1]}” and “{names[2]}”" in finding.text("en")
    assert "is judged 1/9, by way of the second it is 4" in finding.text("en")
    placed = render(inputs(WeightsInput(pairs=spoilt))).sheets
    listed = next(one for one in placed if one.key == "findings")
    assert any(cell.content == "W-CR" for cell in listed.cells)


def test_a_comparison_begun_and_not_finished_is_told_and_proposes_nothing() -> None:
    part = dict(list(PAIRS.items())[:7])
    (finding,) = weighing_findings(policy(), WeightsInput(pairs=part))
    assert finding.code == "W-PAIRS"
    assert "7 of 10" in finding.text("en")
    assert "7 von 10" in finding.text("de")
    assert weigh(policy(), WeightsInput(pairs=part)).proposals["pairwise"] is None
    assert list(weighing_findings(policy(), WeightsInput())) == []


def test_taken_weights_sum_to_a_hundred_and_excluded_criteria_keep_theirs() -> None:
    new, finding = taken(policy(), WeightsInput(pairs=PAIRS), "pairwise")
    assert new.weight_total == pytest.approx(100)
    assert [c.weight for c in new.criteria[5:]] == [c.weight for c in policy().criteria[5:]]
    assert finding.code == "W-TAKEN"
    with pytest.raises(UsageError, match="0 of 5"):
        taken(policy(), WeightsInput(pairs=PAIRS), "swing")


# ------------------------------------------------------------ files


def built(path: Path, typed: WeightsInput) -> Path:
    build(render(inputs(typed)), path)
    return path


def typed_into(book: Book, row: int, column: int, content: Content) -> Book:
    """Return the workbook in which somebody has typed into a cell of the sheet of weights."""
    cells = sheet(book, "weights").cells
    cells[:] = [cell for cell in cells if (cell.row, cell.column) != (row, column)]
    cells.append(Cell(row, column, content, "text"))
    return book


def test_a_fresh_workbook_keeps_every_judgement_and_translates_it(tmp_path: Path) -> None:
    typed = WeightsInput(LEVELS, SWINGS, PAIRS)
    path = built(tmp_path / "b.xlsx", typed)
    found = run(read_file(path), golden.TODAY)
    german = renewed(found, "de")
    assert german.weights == typed
    cells = {cell.content for cell in sheet(render(german), "weights").cells}
    assert {"wichtig", "weniger wichtig", "ausgeschlossen"} <= cells


def test_a_workbook_without_the_sheet_is_read_as_before() -> None:
    cells = in_memory(render(inputs(WeightsInput(LEVELS))))
    del cells[words.SHEETS["weights"].en]
    read = read_book(MemoryBook(cells), known_criteria(), golden.TODAY)
    assert read.inputs.weights == WeightsInput()


@pytest.mark.parametrize("method", ["pairwise", "preference", "importance", "swing"])
def test_the_command_takes_a_proposal_over(tmp_path: Path, method: str) -> None:
    path = built(tmp_path / "b.xlsx", WeightsInput(LEVELS, SWINGS, PAIRS))
    out = tmp_path / "new.xlsx"
    result = CliRunner().invoke(
        app, ["run", str(path), "-o", str(out), "--weights", method, "-v", "--language", "en"]
    )
    assert result.exit_code in (0, 1), result.output
    assert "W-TAKEN" in result.output
    again = run(read_file(out), golden.TODAY)
    expected = weigh(policy(), WeightsInput(LEVELS, SWINGS, PAIRS)).proposals[method]
    assert [c.weight for c in again.inputs.policy.criteria[:5]] == pytest.approx(expected)


def test_the_command_wants_complete_judgements(tmp_path: Path) -> None:
    path = built(tmp_path / "b.xlsx", WeightsInput(LEVELS))
    out = tmp_path / "new.xlsx"
    CliRunner().invoke(app, ["run", str(path), "-o", str(out), "--weights", "pairwise"])
    assert not out.exists()


def test_pairs_are_found_turned_round_where_criteria_were_moved() -> None:
    typed = WeightsInput(pairs=PAIRS)
    cells = in_memory(render(inputs(typed)))
    rows = cells[words.SHEETS["criteria"].en]
    first, second = rows[5], rows[6]
    rows[5], rows[6] = second, first
    read = read_book(MemoryBook(cells), known_criteria(), golden.TODAY)
    assert read.inputs.weights.pairs[KEYS[1], KEYS[0]] == 1 / PAIRS[KEYS[0], KEYS[1]]
