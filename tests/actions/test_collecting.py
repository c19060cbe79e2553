from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kamxl.errors import UsageError
from kamxl.hosts.tables.book import read_book
from kamxl.text import LANGUAGES, Language
from kamxl.workbook import words
from kamxl.workbook.handing import listed
from kamxl.workbook.handing.typed import Key
from tests.office.client import Edit, Office
from tests.workbook.handing import master
from tests.workbook.handing.returned import collected, key, typed
from tests.workbook.reading.made import edited

ADA, BEN, CORA = 0, 1, 2


class Round:
    """A master, what it handed out, and the folder into which things come back."""

    def __init__(self, folder: Path, language: Language = "en", *, plans: bool = False) -> None:
        self.master = master.master(folder, language, plans=plans)
        self.made = master.handed_out(self.master, folder / "parts", due=master.day("2026-01-31"))
        self.files = master.files(folder / "parts", self.made)
        self.back = folder / "back"
        self.back.mkdir()
        self.ids = self.made.master.inputs.portfolio.ids

    def returned(self, person: int, changes: dict[Key, object], name: str = "") -> Path:
        """Let a person change cells of their part and send it back, under another name."""
        out = self.back / (name or f"{person}.xlsx")
        return typed(self.files[person], changes, out)  # type: ignore[arg-type]

    def value(self, one: Key) -> object:
        """Return what the master holds."""
        return master.holding(self.master).value(one)


@pytest.fixture
def round_(tmp_path: Path) -> Round:
    return Round(tmp_path)


def codes(made: object) -> set[str]:
    return {finding.code for finding in made.findings}  # type: ignore[attr-defined]


def test_what_one_person_changed_is_taken_and_what_two_changed_is_asked(round_: Round) -> None:
    first, shared = round_.ids[0], round_.ids[1]
    revenue, region = key(first, "revenue"), key(shared, "region")
    round_.returned(ADA, {revenue: 777.0, region: "West"}, "renamed.xlsx")
    round_.returned(BEN, {region: "East"})
    made = collected(round_.master, round_.back)
    # One cell of Ada's alone; the region of the shared account twice.
    assert (made.counts["returned"], made.counts["parts"]) == (2, 3)
    assert (made.counts["taken"], made.counts["conflicts"], made.counts["invalid"]) == (1, 2, 0)
    assert round_.value(revenue) == 777.0
    assert round_.value(region) == "South"
    there = listed.read_listing(read_book(round_.master), listed.CONFLICTS)
    assert there is not None
    said = {there.value(id_, "theirs"): id_ for id_ in there.rows}
    assert set(said) == {"West", "East"}
    assert {there.value(said["West"], one) for one in ("base", "master")} == {"South"}
    assert there.value(said["West"], "who") == "Ada Nord"
    assert there.value(said["West"], "field") == "Region"


def test_the_scores_follow_what_was_taken(round_: Round) -> None:
    rating = key(round_.ids[0], "k:product_fit", "ratings")
    before = master.judged(round_.master).result.score[0]
    round_.returned(ADA, {rating: 1.0})
    collected(round_.master, round_.back)
    found = master.judged(round_.master)
    assert found.result.score[0] < before
    assert not [f for f in found.findings if f.code == "X-STALE"]


def test_the_same_files_twice_change_no_byte(round_: Round) -> None:
    round_.returned(ADA, {key(round_.ids[0], "revenue"): 777.0})
    round_.returned(BEN, {key(round_.ids[1], "revenue"): 5.0, key(round_.ids[2], "margin"): "x"})
    collected(round_.master, round_.back)
    content = round_.master.read_bytes()
    shutil.copy(round_.back / "0.xlsx", round_.back / "again.xlsx")
    made = collected(round_.master, round_.back, "2026-02-03")
    assert made.patch.empty
    assert round_.master.read_bytes() == content


def test_what_a_person_chose_is_applied_by_the_next_collect(round_: Round) -> None:
    region, margin = key(round_.ids[1], "region"), key(round_.ids[1], "margin")
    round_.returned(ADA, {region: "West", margin: 1.0})
    round_.returned(BEN, {region: "East", margin: 2.0})
    collected(round_.master, round_.back)
    answers = {"East": "theirs", 1.0: "Hauptmappe", 2.0: "Master"}
    _choose(round_.master, answers)
    made = collected(round_.master, round_.back, "2026-01-06")
    assert made.counts["conflicts"] == 0
    assert round_.value(region) == "East"
    assert round_.value(margin) == master.inputs().portfolio.number("margin")[1]
    there = listed.read_listing(read_book(round_.master), listed.CONFLICTS)
    assert there is not None
    done = {there.value(id_, "theirs"): there.value(id_, "done") for id_ in there.rows}
    assert done == {
        "East": "theirs, 2026-01-06", "West": "master, 2026-01-06",
        1.0: "master, 2026-01-06", 2.0: "master, 2026-01-06",
    }  # fmt: skip
    content = round_.master.read_bytes()
    collected(round_.master, round_.back, "2026-01-07")
    assert round_.master.read_bytes() == content


def _choose(path: Path, answers: dict[object, str]) -> None:
    from kamxl.hosts.xlsx.patching import carried
    from kamxl.workbook.changing import BookPatch, SheetPatch
    from kamxl.workbook.changing import Edit as CellEdit

    there = listed.read_listing(read_book(path), listed.CONFLICTS)
    assert there is not None
    edits = [
        CellEdit(there.rows[id_], there.columns["choice"], answer, "input", "chosen")
        for id_ in there.rows
        if (answer := answers.get(there.value(id_, "theirs")))
    ]
    change = BookPatch([SheetPatch(there.name, edits)])
    path.write_bytes(carried(path.read_bytes(), change, path.name))


def test_the_master_edited_meanwhile_is_not_written_over(round_: Round) -> None:
    revenue = key(round_.ids[0], "revenue")
    round_.returned(ADA, {revenue: 777.0})
    typed(round_.master, {revenue: 888.0})
    made = collected(round_.master, round_.back)
    assert (made.counts["taken"], made.counts["conflicts"]) == (0, 1)
    assert round_.value(revenue) == 888.0


def test_bad_cells_are_named_and_the_good_ones_are_taken(round_: Round) -> None:
    first = round_.ids[0]
    bad = {
        key(first, "revenue"): "many", key(first, "status"): "friend",
        key(first, "contract_end"): "soon", key(first, "k:reputation", "ratings"): 11.0,
        key(first, "k:solvency", "ratings"): "good", key(first, "retention"): 3.0,
    }  # fmt: skip
    good = {
        key(first, "margin"): 5.0, key(first, "k:product_need", "ratings"): "?",
        key(first, "region"): "=1+1",
    }  # fmt: skip
    round_.returned(ADA, {**bad, **good})
    made = collected(round_.master, round_.back)
    assert (made.counts["taken"], made.counts["invalid"]) == (len(good), len(bad))
    places = {f.place for f in made.findings if f.code == "H-INVALID"}
    assert all(place.startswith("0.xlsx!") and place.count("!") == 2 for place in places)
    assert len(places) == len(bad)
    assert round_.value(key(first, "region")) == "=1+1"
    assert not read_book(round_.master).texts("Accounts").get((5, 6), "").startswith("=1+1")


def test_a_forged_mark_speaks_only_of_what_its_part_was_given(round_: Round) -> None:
    """Ben sends Ada's accounts in a file that says it is his."""
    mine, theirs = key(round_.ids[2], "revenue"), key(round_.ids[0], "revenue")
    round_.returned(ADA, {theirs: 1.0}, "forged.xlsx")

    def forge(book: object) -> None:
        for prop in book.custom_doc_props.props:  # type: ignore[attr-defined]
            if prop.name == "kamxl_part":
                prop.value = "mark-2"

    edited(round_.back / "forged.xlsx", forge)
    round_.returned(BEN, {mine: 3.0}, "honest.xlsx")
    made = collected(round_.master, round_.back)
    assert {f.code for f in made.findings if f.place.startswith("forged.xlsx")} >= {"H-FOREIGN"}
    assert round_.value(theirs) == master.inputs().portfolio.number("revenue")[0]
    assert round_.value(mine) == 3.0


def test_rows_sorted_and_added_and_columns_moved_mean_the_same(round_: Round) -> None:
    wanted = {key(round_.ids[0], "revenue"): 777.0, key(round_.ids[6], "margin"): 6.0}
    round_.returned(ADA, dict(wanted))

    def edit(book: object) -> None:
        sheet = book["Accounts"]  # type: ignore[index]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=9)]
        for at, row in enumerate(reversed(rows)):
            for column, value in enumerate(row):
                sheet.cell(6 + at, column + 1).value = value
        last = sheet.max_column + 3
        sheet.cell(5, last, "My notes")
        sheet.cell(6, last, "call on Monday")
        sheet.cell(12, 1, "New-1")
        sheet.cell(12, 2, "New customer")

    edited(round_.back / "0.xlsx", edit)
    made = collected(round_.master, round_.back)
    for one, value in wanted.items():
        assert round_.value(one) == value
    # The last of the part's accounts stands first now.
    note = key(made_last(round_), "My notes", "own")
    assert round_.value(note) == "call on Monday"
    assert "H-NEW" in codes(made)


def made_last(round_: Round) -> str:
    return round_.made.round.parts[ADA].accounts[-1]


def test_new_lines_of_two_people_both_come_and_stay_apart(tmp_path: Path) -> None:
    round_ = Round(tmp_path, plans=True)
    shared = round_.ids[1]
    goal = key(shared, "goal", "strategy", "goals+1")
    round_.returned(ADA, {goal: "Grow in the north"})
    round_.returned(BEN, {goal: "Grow in the south"})
    made = collected(round_.master, round_.back)
    assert made.counts["rows"] == 2
    lines = master.holding(round_.master).lines[f"strategy {shared}"]
    said = {values.get("goal") for id_, values in lines.items() if id_.startswith("goals+")}
    assert said == {"Grow in the north", "Grow in the south"}
    content = round_.master.read_bytes()
    collected(round_.master, round_.back, "2026-01-07")
    assert round_.master.read_bytes() == content


def test_answers_of_the_checklist_and_cells_of_plans_come_back(tmp_path: Path) -> None:
    round_ = Round(tmp_path, "de", plans=True)
    first = round_.ids[0]
    there = master.holding(round_.files[ADA])
    answers = [one for one in there.cells if one[:2] == (first, "checklist")]
    answer = next(one for one in answers if one.field == "answer")
    decision = next(one for one in answers if one.field == "decision")
    profile = key(first, "answer", "strategy", "profile.business")
    changes = {answer: "ja", decision: "Schlüsselkunde", profile: "Baut Maschinen"}
    round_.returned(ADA, dict(changes))
    made = collected(round_.master, round_.back)
    assert made.counts["taken"] == 3
    for one, value in changes.items():
        assert round_.value(one) == value


def test_a_comparison_that_the_master_has_no_row_for_gets_one(round_: Round) -> None:
    first = round_.ids[0]

    def edit(book: object) -> None:
        sheet = book[words.SHEETS["strength"].en]  # type: ignore[index]
        head = {sheet.cell(15, column).value: column for column in range(1, 60)}
        sheet.cell(16, head[words.STRENGTH_COLUMNS["id"].en], first)
        sheet.cell(16, head[words.STRENGTH_COLUMNS["us_1"].en], 7)
        sheet.cell(16, head[words.STRENGTH_COLUMNS["competitor_a"].en], "Rival Inc.")

    shutil.copy(round_.files[ADA], round_.back / "0.xlsx")
    edited(round_.back / "0.xlsx", edit)
    made = collected(round_.master, round_.back)
    assert made.counts["taken"] == 2
    assert round_.value(key(first, "us_1", "strength")) == 7.0
    assert round_.value(key(first, "competitor_a", "strength")) == "Rival Inc."


def test_what_is_no_part_of_this_master_is_named_and_the_others_are_taken(
    round_: Round, tmp_path: Path
) -> None:
    revenue = key(round_.ids[0], "revenue")
    round_.returned(ADA, {revenue: 777.0})
    (round_.back / "notes.txt").write_text("later")
    (round_.back / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (round_.back / "empty.xlsx").write_bytes(b"")
    (round_.back / "~$0.xlsx").write_bytes(b"lock")
    shutil.copy(round_.master, round_.back / "a master.xlsx")
    book = openpyxl.Workbook()
    book.save(round_.back / "other.xlsx")
    with zipfile.ZipFile(round_.back / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", b" " * (40 * 2**20))
    made = collected(round_.master, round_.back)
    found = {f.place: f.code for f in made.findings}
    assert found["other.xlsx"] == "H-UNKNOWN"
    assert found["a master.xlsx"] == "H-UNKNOWN"
    for name in ("notes.txt", "broken.xlsx", "empty.xlsx", "bomb.xlsx"):
        assert found[name] == "H-UNREADABLE"
    assert round_.value(revenue) == 777.0
    assert made.counts["returned"] == 1


def test_macros_and_links_inside_are_named_and_only_cells_are_read(round_: Round) -> None:
    revenue = key(round_.ids[0], "revenue")
    path = round_.returned(ADA, {revenue: 777.0})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    made = collected(round_.master, round_.back)
    assert {"H-MACRO", "H-LINK"} <= codes(made)
    assert round_.value(revenue) == 777.0
    with zipfile.ZipFile(round_.master) as archive:
        assert not [n for n in archive.namelist() if "vba" in n or "external" in n]


def test_thousands_of_columns_are_no_notes(round_: Round) -> None:
    revenue = key(round_.ids[0], "revenue")
    round_.returned(ADA, {revenue: 777.0})

    def edit(book: object) -> None:
        for column in range(200, 16385):
            book["Accounts"].cell(5, column, f"c{column}")  # type: ignore[index]
            book["Accounts"].cell(6, column, "x")  # type: ignore[index]

    edited(round_.back / "0.xlsx", edit)
    made = collected(round_.master, round_.back)
    assert "H-COLUMNS" in codes(made)
    assert made.counts["taken"] == 1


def test_a_changed_criterion_of_a_part_changes_no_rating_of_the_master(round_: Round) -> None:
    """Swapped keys in the part would put ratings under other criteria."""
    fit = key(round_.ids[0], "k:product_fit", "ratings")
    round_.returned(ADA, {fit: 1.0})

    def edit(book: object) -> None:
        sheet = book["Criteria"]  # type: ignore[index]
        cells = {
            cell.value: cell for row in sheet.iter_rows(max_col=3) for cell in row if cell.value
        }
        cells["product_fit"].value, cells["reputation"].value = "reputation", "product_fit"

    edited(round_.back / "0.xlsx", edit)
    made = collected(round_.master, round_.back)
    assert "H-SETTINGS" in codes(made)
    assert [(one.key, one.new) for one in made.outcome.taken] == [(fit, 1.0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_saved_by_libreoffice_comes_back_as_it_is(
    office: Office, tmp_path: Path, language: Language
) -> None:
    round_ = Round(tmp_path, language, plans=True)
    there = master.holding(round_.files[ADA])
    first = round_.ids[0]
    wanted: dict[Key, object] = {
        key(first, "revenue"): 777.0, key(first, "contract_end"): 46053.0,
        key(first, "k:reputation", "ratings"): 9.0,
        key(first, "answer", "strategy", "profile.business"): "Größe",
    }  # fmt: skip
    edits = [
        Edit.text(there.cells[one].sheet, there.cells[one].row, there.cells[one].column, value)
        if isinstance(value, str)
        else Edit.number(
            there.cells[one].sheet, there.cells[one].row, there.cells[one].column, float(str(value))
        )
        for one, value in wanted.items()
    ]
    office.recalculate(round_.files[ADA], edits, save_as=round_.back / "saved.xlsx")
    made = collected(round_.master, round_.back)
    assert {(one.key, one.new) for one in made.outcome.taken} == set(wanted.items())
    assert (made.counts["conflicts"], made.counts["invalid"], made.counts["rows"]) == (0, 0, 0)


def test_nothing_to_collect_where_nothing_went_out(tmp_path: Path) -> None:
    path = master.master(tmp_path, plans=False)
    (tmp_path / "back").mkdir()
    with pytest.raises(UsageError, match="nothing was handed out"):
        collected(path, tmp_path / "back")
