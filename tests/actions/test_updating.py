from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from kamxl.actions.check import check
from kamxl.actions.run import run
from kamxl.actions.updating import Update, update
from kamxl.cells import CellValue, address
from kamxl.errors import UsageError
from kamxl.hosts.tables.book import read_book
from kamxl.hosts.xlsx.build import build
from kamxl.hosts.xlsx.patching import patch
from kamxl.rules import load_rules
from kamxl.text import LANGUAGES, Language
from kamxl.workbook.changing import BookPatch, Edit, SheetPatch
from kamxl.workbook.inputs import WeightsInput
from kamxl.workbook.plans.naming import section_key
from kamxl.workbook.schema import render
from kamxl.workbook.sheets import ranking, start
from kamxl.workbook.spec import Content, Formula
from tests.office.client import Office
from tests.parity.raw import Raw
from tests.parity.recalculated import stale_cells
from tests.workbook.reading import made
from tests.workbook.reading.made import (
    ACCOUNT,
    FIRST,
    RATING,
    TODAY,
    built,
    codes,
    edited,
    example,
    judged,
    name,
    setting,
)

Place = tuple[str, int, int]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the twelve accounts, in German; tests edit copies."""
    return built(example(), tmp_path_factory.mktemp("run") / "kunden.xlsx")


@pytest.fixture
def book(original: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "kunden.xlsx"
    copy.write_bytes(original.read_bytes())
    return copy


def account(place: int, key: str) -> Place:
    return name("accounts"), FIRST + place, ACCOUNT[key]


def rating(place: int, key: str) -> Place:
    return name("ratings"), FIRST + place, RATING[key]


def typed(path: Path, cells: Mapping[Place, Content]) -> Path:
    """Do what a person does: type into cells, everything else keeps its bytes."""
    sheets: dict[str, list[Edit]] = {}
    for (sheet, row, column), content in cells.items():
        sheets.setdefault(sheet, []).append(Edit(row, column, content, "text", ""))
    patch(path, BookPatch(sheets=[SheetPatch(sheet, edits) for sheet, edits in sheets.items()]))
    return path


def updated(path: Path, weights: str | None = None) -> Update:
    """Update a workbook in place, and see that a second run changes nothing."""
    made = update(run(read_book(path), TODAY), TODAY, weights)
    patch(path, made.patch)
    content = path.read_bytes()
    again = update(run(read_book(path), TODAY), TODAY)
    assert (again.cells, again.results, again.added) == ((), (), ())
    assert again.patch.empty
    assert not patch(path, again.patch).changed
    assert path.read_bytes() == content
    return made


def value(path: Path, place: Place) -> CellValue:
    sheet, row, column = place
    rows = read_book(path).read(sheet)
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def formula(path: Path, place: Place) -> str:
    sheet, row, column = place
    return read_book(path).texts(sheet).get((row, column), "")


def stale(path: Path) -> set[str]:
    """Return what the workbook is told of formulas that are missing or out of date."""
    return {f.code for f in check(read_book(path), TODAY)} & {
        "X-STALE", "X-BELOW", "X-FORMULA", "X-CHECK",
    }  # fmt: skip


# ------------------------------------------------------------ nothing to do


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_run_of_a_fresh_workbook_remembers_it_and_no_more(
    tmp_path: Path, language: Language
) -> None:
    path = built(example(language), tmp_path / "b.xlsx")
    found = updated(path)
    assert found.results == ()
    assert {change.sheet for change in found.cells} == {
        name("changes", language), name("findings", language),
    }  # fmt: skip


def test_the_template_that_nobody_filled_is_up_to_date(tmp_path: Path) -> None:
    inputs = dataclasses.replace(example(), portfolio=made.Portfolio((), ()))
    assert updated(built(inputs, tmp_path / "b.xlsx")).results == ()


def test_a_workbook_with_ranks_as_values_is_up_to_date(tmp_path: Path) -> None:
    assert updated(built(example(formula_limit=3), tmp_path / "b.xlsx")).results == ()


# ------------------------------------------------------------ new figures


def test_new_figures_refresh_every_result_and_nothing_else(book: Path, office: Office) -> None:
    typed(book, {account(0, "revenue"): 9_000_000.0, rating(1, "k2"): 3})
    found = updated(book)
    assert found.counts["results"] > 100
    assert stale(book) == set()
    assert stale_cells(office, book) == []
    texts = {change.sheet for change in found.cells}
    assert texts <= {name(key) for key in ("findings", "stability", "start", "changes")}


def test_an_account_typed_below_the_table_is_taken_in_and_rated(book: Path, office: Office) -> None:
    new = account(12, "id"), account(12, "name"), account(12, "revenue")
    typed(book, dict(zip(new, ("N-1", "Neu GmbH", 1234.5), strict=True)))
    found = updated(book)
    assert [value(book, place) for place in new] == ["N-1", "Neu GmbH", 1234.5]
    assert value(book, rating(12, "id")) == "N-1"
    assert value(book, rating(12, "name")) == "Neu GmbH"
    assert formula(book, account(12, "share")) == formula(book, account(11, "share"))
    # The header, twelve accounts, and the new one.
    assert read_book(book).tables(name("accounts"))["accounts"].bottom == FIRST - 1 + 13
    assert "A-NO-RATINGS" not in codes(found.findings)
    assert stale(book) == set()
    assert stale_cells(office, book) == []


def test_many_new_accounts_make_the_lists_longer(book: Path, office: Office) -> None:
    typed(book, {account(12 + n, "id"): f"N-{n}" for n in range(80)})
    slots = len(list_of(book))
    updated(book)
    assert len(list_of(book)) > slots
    assert len(list_of(book)) >= 12 + 80
    assert stale(book) == set()
    assert stale_cells(office, book) == []


def list_of(path: Path) -> list[CellValue]:
    rows = read_book(path).read(name("ranking"))
    return [row[ranking.PLACE["slot"]] for row in rows[ranking.FIRST :]]


def test_an_account_that_was_cleared_leaves_every_list(book: Path, office: Office) -> None:
    typed(book, {account(3, key): None for key in made.accounts.INPUTS})
    updated(book)
    assert stale_cells(office, book) == []


def test_an_empty_template_that_was_filled_is_computed(tmp_path: Path, office: Office) -> None:
    inputs = dataclasses.replace(example(), portfolio=made.Portfolio((), ()))
    path = built(inputs, tmp_path / "b.xlsx")
    typed(path, {account(n, "id"): f"A{n}" for n in range(3)} | {account(1, "revenue"): 5.0})
    updated(path)
    assert [value(path, rating(n, "id")) for n in range(3)] == ["A0", "A1", "A2"]
    assert stale_cells(office, path) == []


# ------------------------------------------------------------ what people did stays

WRONG: dict[str, tuple[dict[Place, Content], str]] = {
    "a text where a number belongs": ({account(0, "revenue"): "ca. 1500"}, "A-NUMBER"),
    "a truth where a number belongs": ({account(1, "margin"): True}, "A-NUMBER"),
    "a text where a date belongs": ({account(2, "contract_end"): "Sommer"}, "A-DATE"),
    "a leader who is an x": ({account(3, "leader"): "x"}, "A-CHOICE"),
    "a leader who is a no": ({account(3, "leader"): "nein"}, ""),
    "a status of one's own": ({account(4, "status"): "ruhend"}, ""),
    "a text where a rating belongs": ({rating(0, "k2"): "gut"}, "R-TEXT"),
    "a number as text where a rating belongs": ({rating(0, "k2"): "7"}, "R-TEXT"),
    "a rating above the scale": ({rating(1, "k3"): 11}, "R-RANGE"),
    "a known unknown": ({rating(2, "k4"): "?"}, "R-UNKNOWN"),
    "a name of a number": ({account(5, "name"): "00123"}, ""),
    "a setting that is none": ({(name("settings"), *setting("abc_a")): "viel"}, "X-SETTING"),
    "a setting that was cleared": ({(name("settings"), *setting("abc_a")): None}, "X-SETTING"),
    "a weight that is none": ({(name("criteria"), 5, 5): "viel"}, "X-CRITERION"),
    "a column of one's own": ({(name("accounts"), FIRST + 2, len(ACCOUNT) + 1): "Notiz"}, ""),
    "a note below the list": ({(name("ranking"), 200, 3): "Notiz"}, ""),
    "a note beside the checks": ({(name("start"), start.CHECK_ROW, 9): "Notiz"}, ""),
    "a formula among what is typed": ({account(6, "revenue"): Formula("=2*21", 42)}, ""),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_people_typed_stays_where_it_is(book: Path, case: str) -> None:
    cells, code = WRONG[case]
    typed(book, cells)
    found = updated(book)
    for place, content in cells.items():
        shown = content.value if isinstance(content, Formula) else content
        assert value(book, place) == shown
        if code:
            sheet, row, column = place
            said = [f.place for f in found.findings if f.code == code]
            assert f"kunden.xlsx!{sheet}!{address(row, column)}" in said


OVER: dict[str, tuple[Place, Content, str]] = {
    "a number over a formula of a table": (rating(1, "score"), 9.5, "X-FORMULA"),
    "a text over a formula of a table": (account(2, "abc"), "Z", "X-FORMULA"),
    "a formula over a formula of a table": (rating(1, "score"), Formula("=1+1", 2), "X-KEPT"),
    "a number over a formula of a list": ((name("ranking"), 6, 4), 9.5, "X-KEPT"),
    "a text over a heading": ((name("ranking"), 0, 0), "Meine Liste", "X-KEPT"),
    "a text over a stored value": ((name("stability"), 5, 3), "hm", "X-KEPT"),
    "a text over a finding": ((name("findings"), 4, 3), "weiß ich", "X-KEPT"),
}


@pytest.mark.parametrize("case", OVER)
def test_what_people_wrote_over_computed_cells_stays_and_is_reported(book: Path, case: str) -> None:
    place, content, code = OVER[case]
    typed(book, {place: content})
    found = updated(book)
    assert value(book, place) == (content.value if isinstance(content, Formula) else content)
    (said,) = [f for f in found.findings if f.code == code]
    assert said.place == f"kunden.xlsx!{place[0]}!{address(*place[1:])}"
    assert said.values["count"] == 1
    # It is still so, and still said, when figures change.
    typed(book, {account(0, "revenue"): 77.0})
    assert code in codes(updated(book).findings)
    assert value(book, place) == (content.value if isinstance(content, Formula) else content)


def test_a_computed_cell_that_was_cleared_gets_its_formula_back(book: Path, office: Office) -> None:
    place = (name("ranking"), ranking.FIRST + 1, ranking.PLACE["score"])
    before = formula(book, place), value(book, place)
    typed(book, {place: None, account(1, "share"): None})
    found = updated(book)
    assert (formula(book, place), value(book, place)) == before
    assert {change.why for change in found.cells} >= {"formula restored"}
    assert stale_cells(office, book) == []


def test_a_heading_that_was_cleared_stays_blank(book: Path) -> None:
    typed(book, {(name("ranking"), 1, 0): None})
    updated(book)
    assert value(book, (name("ranking"), 1, 0)) is None


# ------------------------------------------------------------ without a memory


def test_a_workbook_without_memory_is_merged_with_care(book: Path, office: Office) -> None:
    """What openpyxl saved has no memory and no results; what differs and may be ours is kept."""

    def edit(opened: object) -> None:
        opened[name("ranking")]["A1"].value = "Meine Liste"  # type: ignore[index]

    edited(book, edit)
    assert read_book(book).state() is None
    found = updated(book)
    assert value(book, (name("ranking"), 0, 0)) == "Meine Liste"
    assert "X-KEPT" in codes(found.findings)
    assert read_book(book).state() is not None
    assert stale_cells(office, book) == []


# ------------------------------------------------------------ plans


def planned(path: Path) -> Update:
    """Run with the shipped rules, and see that a second run changes nothing."""
    made = update(run(read_book(path), TODAY), TODAY, None, load_rules())
    patch(path, made.patch)
    assert update(run(read_book(path), TODAY), TODAY, None, load_rules()).patch.empty
    return made


@pytest.fixture(scope="module")
def plans(original: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("plans") / "b.xlsx"
    path.write_bytes(original.read_bytes())
    planned(path)
    return path.read_bytes()


def head(path: Path, sheet: str) -> Place:
    """Return the cell of a strategy sheet that says which tier its account is in."""
    rows = read_book(path).read(sheet)
    row = next(row for row, cells in enumerate(rows) if cells and cells[0] == "head.1")
    return sheet, row, 3


def test_what_people_wrote_over_a_computed_cell_of_a_plan_stays_and_is_reported(
    plans: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(plans)
    there = head(path, "Strategie Hotel")
    typed(path, {there: "bei uns A+"})
    found = planned(path)
    assert value(path, there) == "bei uns A+"
    (told,) = [finding for finding in found.findings if finding.code == "X-KEPT"]
    assert told.place == f"b.xlsx!Strategie Hotel!{address(*there[1:])}"


def test_a_copied_row_is_reported_with_its_cell_and_becomes_a_persons_own(
    plans: bytes, tmp_path: Path
) -> None:
    path, sheet = tmp_path / "b.xlsx", "Strategie Hotel"
    path.write_bytes(plans)
    rows = read_book(path).read(sheet)
    ids = {str(cells[0]): row for row, cells in enumerate(rows) if cells}
    row, copy = ids["goals.GOAL-GROW"], ids["goals+1"]
    typed(path, {(sheet, copy, n): one for n, one in enumerate(rows[row]) if one is not None})
    found = planned(path)
    (told,) = [finding for finding in found.findings if finding.code == "X-ROW"]
    assert told.place == f"b.xlsx!{sheet}!{address(copy, 1)}"
    assert (value(path, (sheet, row, 0)), value(path, (sheet, copy, 1))) == (
        "goals.GOAL-GROW",
        rows[row][1],
    )
    assert str(value(path, (sheet, copy, 0))).startswith("goals+")


def test_the_part_of_a_new_account_on_the_checklist_looks_and_behaves_like_those_made_by_new(
    plans: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(plans)
    before = read_book(path)
    rows = before.read("Checkliste")
    here = {cells[0].partition(".")[0] for cells in rows if cells and str(cells[0])[:1] == "q"}
    ids = [str(cells[ACCOUNT["id"]]) for cells in before.read(name("accounts"))[FIRST:]]
    place = next(n for n, id_ in enumerate(ids) if section_key("q", id_) not in here)
    sheet = checklist(path)
    merged, rules = set(map(str, sheet.merged_cells.ranges)), looks(sheet)
    printed = sheet.print_area
    typed(path, {account(place, "pinned"): "ja"})
    planned(path)
    sheet = checklist(path)
    assert merged < set(map(str, sheet.merged_cells.ranges))
    assert sheet.print_area != printed
    assert sheet.print_area.rpartition("$")[2] == str(sheet.max_row)
    after = looks(sheet)
    assert rules.items() <= after.items()
    lines = {
        str(cells[0].value): cells[0].row
        for cells in sheet.iter_rows()
        if str(cells[0].value)[:1] == "q"
    }
    new = next(id_ for id_ in lines if id_.startswith(section_key("q", ids[place]) + "."))
    old = next(id_ for id_ in lines if id_.endswith(new.partition(".")[2]) and id_ != new)
    assert lines[new] > lines[old]
    for here, there in (lines[new], lines[old]), (lines[new] - 1, lines[old] - 1):
        assert reaches(sheet, here) == reaches(sheet, there) != []
    for column in range(1, 17):
        assert after.get((lines[new], column)) == after.get((lines[old], column))
    assert sum(1 for row, _ in after if row == lines[new]) > 3


def checklist(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know the formats of newer versions
        return openpyxl.load_workbook(path)["Checkliste"]


def looks(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the rule of every cell that has one: kind, list, title and message."""
    return {
        (row, column): (rule.type, rule.formula1 or "", rule.promptTitle or "", rule.prompt or "")
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def reaches(sheet: openpyxl.worksheet.worksheet.Worksheet, row: int) -> list[tuple[int, int]]:
    """Return from which column to which cells of a row are one."""
    return sorted(
        (area.min_col, area.max_col)
        for area in sheet.merged_cells.ranges
        if area.min_row == area.max_row == row
    )


def test_links_of_registers_follow_the_rows_of_plans(plans: bytes, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(plans)
    before = Raw(path).links("Maßnahmen")
    raw = Raw(path)
    raw.insert_rows("Strategie Cartech", 10, 2)
    raw.save()
    planned(path)
    after = Raw(path).links("Maßnahmen")
    row = int(before["A5"].partition("!B")[2])
    assert after["A5"] == f"'Strategie Cartech'!B{row + 2}"


# ------------------------------------------------------------ weights


def test_weights_that_are_proposed_are_taken_over_in_place(tmp_path: Path) -> None:
    inputs = example()
    keys = [criterion.key for criterion in inputs.policy.criteria]
    judged_ones = WeightsInput(importance=dict.fromkeys(keys, "important"))
    path = tmp_path / "b.xlsx"
    build(render(dataclasses.replace(inputs, weights=judged_ones)), path)
    found = update(run(read_book(path), TODAY), TODAY, "importance")
    patch(path, found.patch)
    weights = judged(path).inputs.policy.weights
    np.testing.assert_allclose(weights, [100 / len(keys)] * len(keys))
    assert "W-TAKEN" in codes(found.findings)


def test_weights_that_nobody_judged_are_not_taken(book: Path) -> None:
    with pytest.raises(UsageError, match="importance"):
        update(run(read_book(book), TODAY), TODAY, "importance")


# ------------------------------------------------------------ the log


def test_runs_that_changed_something_are_listed_in_the_workbook(book: Path) -> None:
    typed(book, {account(0, "revenue"): 77.0})
    first = updated(book)
    typed(book, {account(0, "revenue"): 78.0})
    updated(book)
    rows = read_book(book).read(name("findings"))
    told = [row[6:9] for row in rows[4:6]]
    assert [line[0] for line in told] == [TODAY.isoformat()] * 2
    assert f"{first.counts['results']} Ergebnisse" in str(told[1][2])


def test_the_change_says_what_was_and_what_is(book: Path) -> None:
    before = value(book, account(0, "share"))
    typed(book, {account(0, "revenue"): 9_000_000.0})
    found = update(run(read_book(book), TODAY), TODAY)
    sheet, row, column = account(0, "share")
    (change,) = [c for c in found.results if (c.sheet, c.cell) == (sheet, address(row, column))]
    assert change.old == before
    assert change.new == found.result.share[0]


# ------------------------------------------------------------ people's own formulas


def test_formulas_of_peoples_own_are_computed_when_the_workbook_is_opened(book: Path) -> None:
    typed(book, {(name("ranking"), 2, 30): Formula("=SUM(E7:E9)", 0.0)})
    typed(book, {account(0, "revenue"): 2_000_000.0})
    assert updated(book).patch.recalculate


def test_without_such_formulas_nothing_is_computed_on_opening(book: Path) -> None:
    typed(book, {account(0, "revenue"): 2_000_000.0})
    assert not updated(book).patch.recalculate
